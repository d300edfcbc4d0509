import { posix, win32 } from 'node:path';

/** Galley's own folders on this computer. Nothing of Galley's is ever kept in an author's blog. */
export interface GalleyHome {
  /** Settings, trust, the bin, journals: what must not be lost. Absolute path; may not exist yet. */
  data: string;
  /** What can be made again. Absolute path; may not exist yet. */
  cache: string;
}

/**
 * Where this person's data and caches belong on this system. `GALLEY_HOME` puts both under one folder, for tests
 * and for portable use.
 */
export function locateHome(
  environment: Readonly<Record<string, string | undefined>>,
  platform: string,
): GalleyHome {
  const { join, isAbsolute } = platform === 'win32' ? win32 : posix;
  const given = environment.GALLEY_HOME;
  if (given) return { data: join(given, 'data'), cache: join(given, 'cache') };

  const person = environment.HOME || environment.USERPROFILE || (platform === 'win32' ? 'C:\\' : '/');
  // The XDG specification says to ignore relative paths; the same is sound for the others.
  const folder = (value: string | undefined, otherwise: string) =>
    value && isAbsolute(value) ? value : otherwise;
  switch (platform) {
    case 'darwin':
      return {
        data: join(person, 'Library', 'Application Support', 'Galley'),
        cache: join(person, 'Library', 'Caches', 'Galley'),
      };
    case 'win32':
      return {
        data: join(folder(environment.APPDATA, join(person, 'AppData', 'Roaming')), 'Galley'),
        cache: join(folder(environment.LOCALAPPDATA, join(person, 'AppData', 'Local')), 'Galley'),
      };
    default:
      return {
        data: join(folder(environment.XDG_DATA_HOME, join(person, '.local', 'share')), 'galley'),
        cache: join(folder(environment.XDG_CACHE_HOME, join(person, '.cache')), 'galley'),
      };
  }
}
