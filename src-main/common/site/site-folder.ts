import type { SiteCorrection } from './correction.ts';
import { isIn, within } from './paths.ts';

/** The names of files and the texts of configuration files: all that recognising a site looks at. */
export interface SiteListing {
  /** Paths relative to the root of the repository, with `/`. */
  files: readonly string[];
  /** Texts of configuration files by their path; see `isConfigurationFile`. */
  texts: ReadonlyMap<string, string>;
  /** What a person has said of this blog. */
  correction?: SiteCorrection | undefined;
  /** The folder that was opened, relative to the root; absent: the root. */
  opened?: string | undefined;
}

/** A folder of the listing as its generator would see it: paths are relative to the folder. */
export interface SiteFolder {
  /** Relative to the root of the repository; `.` for the root itself. */
  path: string;
  files: readonly string[];
  has(path: string): boolean;
  /** The first file that the pattern matches. */
  find(pattern: RegExp): string | undefined;
  /** The first file of the folder itself, and not of one below, that the pattern matches. */
  findHere(pattern: RegExp): string | undefined;
  /** Text of a configuration file; empty where there is none. */
  text(path: string): string;
  /** The names of the packages that `package.json` here asks for. */
  packages: ReadonlySet<string>;
}

/** Looks at one folder of a listing. */
export function siteFolder(listing: SiteListing, path: string): SiteFolder {
  const files =
    path === '.'
      ? listing.files
      : listing.files.filter((file) => isIn(path, file)).map((file) => within(path, file));
  let here: readonly string[] | undefined;
  const text = (file: string): string => listing.texts.get(path === '.' ? file : `${path}/${file}`) ?? '';
  return {
    path,
    files,
    has: (file) => namesOf(files).has(file),
    find: (pattern) => files.find((file) => pattern.test(file)),
    findHere(pattern) {
      here ??= files.filter((file) => !file.includes('/'));
      return here.find((file) => pattern.test(file));
    },
    text,
    packages: packagesOf(text('package.json')),
  };
}

/** The names of a list, to be asked for: made once a list, since there are as many as files. */
export function namesOf(files: readonly string[]): ReadonlySet<string> {
  const known = namesByList.get(files);
  if (known) return known;
  const names = new Set(files);
  namesByList.set(files, names);
  return names;
}

const namesByList = new WeakMap<readonly string[], ReadonlySet<string>>();

function packagesOf(text: string): ReadonlySet<string> {
  try {
    const { dependencies, devDependencies } = JSON.parse(text) as Record<string, unknown>;
    return new Set([...Object.keys(dependencies ?? {}), ...Object.keys(devDependencies ?? {})]);
  } catch {
    return new Set();
  }
}
