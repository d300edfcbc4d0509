import { protocol } from 'electron';
import { notFound, type WindowFiles } from '../../core/window/window-files.ts';
import { isOwnAddress, scheme } from './origin.ts';

/** Declares the window's scheme as one with an origin of its own. Must run before the app is ready. */
export function declareScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme, privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true } },
  ]);
}

/** Serves the window and the open blog's pictures under the window's scheme, and nothing else. */
export function setupProtocol(files: WindowFiles, reportBug: (error: unknown) => void): void {
  protocol.handle(scheme, async (request) => {
    if (request.method !== 'GET' || !isOwnAddress(request.url)) return notFound();
    try {
      return await files.answer(new URL(request.url));
    } catch (error) {
      reportBug(error);
      return notFound();
    }
  });
}
