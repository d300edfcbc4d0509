import { app, type Session, session, type WebContents } from 'electron';
import { isOwnAddress } from './origin.ts';

/** Denies, for every page that will ever exist here, all that a window for writing has no need of. */
export function setupSecurity(openExternal: (address: string) => void): void {
  app.on('web-contents-created', (_, contents) => denyLeaving(contents, openExternal));
  denyPermissions(session.defaultSession);
}

function denyLeaving(contents: WebContents, openExternal: (address: string) => void): void {
  // The window is one page with two frames in it: they are loaded again, and go nowhere.
  contents.on('will-navigate', (event) => {
    if (event.isMainFrame && !isPage(event.url, '/')) event.preventDefault();
  });
  contents.on('will-frame-navigate', (event) => {
    const pages = event.isMainFrame ? ['/'] : ['/preview.html', '/diagram.html'];
    if (!pages.some((pathname) => isPage(event.url, pathname))) event.preventDefault();
  });
  contents.on('will-redirect', (event) => event.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    openExternal(url);
    return { action: 'deny' };
  });
}

function isPage(address: string, pathname: string): boolean {
  return isOwnAddress(address) && new URL(address).pathname === pathname;
}

/** The clipboard may be written when the author copies; everything else is refused. */
function denyPermissions(own: Session): void {
  own.setPermissionRequestHandler((contents, permission, callback) =>
    callback(permission === 'clipboard-sanitized-write' && isOwnAddress(contents.getURL())),
  );
  own.setPermissionCheckHandler(
    (_, permission, origin) => permission === 'clipboard-sanitized-write' && isOwnAddress(origin),
  );
  own.setDevicePermissionHandler(() => false);
}
