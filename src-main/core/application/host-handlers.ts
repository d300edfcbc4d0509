import type { HostDescription } from '../../common/api/contract.ts';
import { AppError } from '../../common/errors.ts';
import type { EventHub } from '../event-hub.ts';
import { listFolders } from '../folders.ts';
import type { SignInDesk } from '../git/askpass/sign-in-desk.ts';
import type { SettingsStore } from '../settings/settings-store.ts';
import type { HandlersOf } from './handlers-of.ts';
import type { HostAbilities } from './options.ts';

/** What is there without a blog. */
export interface HostParts {
  host: HostAbilities;
  events: EventHub;
  settings: SettingsStore;
  desk: SignInDesk;
}

/** What the window asks of its host, of the author's settings and of a sign-in that waits. */
export function hostHandlers({
  host,
  events,
  settings,
  desk,
}: HostParts): HandlersOf<'host' | 'folders' | 'signIn' | 'settings'> {
  return {
    'host.describe': async () => describeHost(host),
    'host.chooseFolder': async () => {
      if (!host.chooseFolder) throw new AppError('not-available');
      return { path: await host.chooseFolder() };
    },
    'host.chooseExport': async ({ kind }) => {
      if (!host.chooseExport) throw new AppError('not-available');
      return { path: await host.chooseExport(kind) };
    },
    'host.openExternal': async ({ url }) => {
      if (!host.openExternal) throw new AppError('not-available');
      await host.openExternal(externalAddress(url));
      return undefined;
    },
    'folders.list': ({ path, files }) => listFolders(path, files),
    'signIn.pending': async () => desk.pending(),
    'signIn.answer': async ({ id, reply }) => ({ taken: desk.answer(id, reply) }),
    'settings.read': () => settings.read(),
    'settings.change': async (change) => {
      const changed = await settings.change(change);
      events.emit('settings.changed', changed);
      return changed;
    },
  };
}

function describeHost(host: HostAbilities): HostDescription {
  const platform = process.platform === 'darwin' || process.platform === 'win32' ? process.platform : 'linux';
  return {
    kind: host.kind,
    version: host.version,
    platform,
    folderChoice: host.chooseFolder ? 'dialog' : 'path-field',
  };
}

/** Addresses of other kinds could start programs. */
function externalAddress(url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed && ['http:', 'https:', 'mailto:'].includes(parsed.protocol)) return parsed.href;
  throw new AppError('bad-input', {
    message: 'Only web and mail addresses are opened outside Galley.',
    next: ['Copy the address if you want to open it yourself.'],
  });
}
