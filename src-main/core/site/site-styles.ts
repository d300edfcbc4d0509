import { readdir, readFile, stat } from 'node:fs/promises';
import { join as joinReal, relative } from 'node:path';
import { AppError } from '../../common/errors.ts';
import { isIgnoredFolder } from '../../common/site/content-files.ts';
import { extensionOf, folderOf, join, normalise } from '../../common/site/paths.ts';
import { type SiteStyle, type SiteStyles, siteStyles } from '../../common/site/style-sheets.ts';
import {
  addressesIn,
  fileScheme,
  isInline,
  replaceAddresses,
  replaceImports,
  withoutComments,
} from '../../common/site/style-text.ts';
import { isServed } from './assets.ts';
import { fencePath } from './fence.ts';
import type { OpenSite } from './open-site.ts';

/** A style sheet, with what it imports, is no longer than this. In bytes. */
const largest = 1024 * 1024;
/** Imports within imports are followed so far. */
const deepest = 5;
/** Folders that are looked into, and how far down. */
const mostFolders = 2000;
const lowest = 7;

type Site = Pick<OpenSite, 'root' | 'description' | 'sources'>;

/** Lists the style sheets of the open blog, those of its theme and of its last build among them. */
export async function listStyles({ root, description }: Site): Promise<SiteStyles> {
  const { site } = description();
  const paths: string[] = [];
  const folders = [site];
  for (const folder of folders) {
    const entries = await readdir(joinReal(root, folder), { withFileTypes: true }).catch(() => []);
    for (const entry of entries) {
      const path = join(folder, entry.name);
      if (entry.isFile() && isServed(path)) paths.push(path);
      const isWanted = entry.name === '_site' || !isIgnoredFolder(entry.name);
      const isNear = path.split('/').length <= lowest && folders.length < mostFolders;
      if (entry.isDirectory() && isWanted && isNear) folders.push(path);
    }
  }
  return siteStyles(paths, site);
}

/**
 * One style sheet of the open blog, with its local imports put in and nothing in it that leads to another site.
 *
 * @throws AppError `bad-input` for what is no style sheet or too large; `path-outside-site`
 */
export async function readStyle(site: Site, path: string): Promise<SiteStyle> {
  if (extensionOf(path) !== '.css') throw new AppError('bad-input', { message: 'This is no style sheet.' });
  const places = await placesIn(site);
  let room = largest;
  let dropped = 0;

  async function read(file: string): Promise<string | undefined> {
    const real = await realFile(site.root, file);
    if (real === undefined || extensionOf(real) !== '.css') return undefined;
    const { size } = await stat(real);
    room -= size;
    return room < 0 ? undefined : withoutComments(await readFile(real, 'utf8'));
  }

  async function expand(file: string, above: readonly string[]): Promise<string | undefined> {
    const text = await read(file);
    if (text === undefined) return undefined;
    const imported = await replaceImports(text, async (target) => {
      const found = await findFile(target, file);
      const isFollowed = found !== undefined && found !== file && !above.includes(found);
      const part = isFollowed && above.length < deepest ? await expand(found, [...above, file]) : undefined;
      if (part === undefined) dropped += 1;
      return part === undefined ? undefined : mark(part);
    });
    return unmark(await withFiles(imported, file));
  }

  // What was imported has its addresses already, which are seen from its own folder.
  const parts: string[] = [];
  const mark = (part: string): string => `/*galley-part:${parts.push(part) - 1}*/`;
  const unmark = (css: string): string =>
    css.replace(/\/\*galley-part:(\d+)\*\//g, (_all, index) => parts[Number(index)] ?? '');

  async function withFiles(css: string, file: string): Promise<string> {
    const found = new Map<string, string>();
    for (const target of new Set(addressesIn(css))) {
      if (isInline(target)) found.set(target, target);
      else {
        const known = await findFile(target, file);
        if (known !== undefined) found.set(target, fileScheme + encodeURIComponent(known));
        else if (target !== '') dropped += 1;
      }
    }
    return replaceAddresses(css, (target) => found.get(target));
  }

  /** The file that a style sheet means, seen from its own folder or from what the site serves as it is. */
  async function findFile(target: string, from: string): Promise<string | undefined> {
    if (/^[a-z][a-z\d+.-]*:|^[\\/]{2}|\\/i.test(target)) return undefined;
    const name = decoded(target.replace(/[?#].*$/, ''));
    if (name === undefined || name === '') return undefined;
    const candidates = name.startsWith('/')
      ? places(from).map((folder) => `${folder}/${name}`)
      : [`${folderOf(from)}/${name}`];
    for (const candidate of candidates) {
      const found = normalise(candidate);
      if (found !== undefined && (await realFile(site.root, found)) !== undefined) return found;
    }
    return undefined;
  }

  const css = await expand(path, []);
  if (css === undefined) {
    await fencePath(site.root, path);
    throw new AppError('bad-input', { message: 'This style sheet is missing or larger than 1 MB.' });
  }
  return { css, dropped };
}

/** Folders whose content is served from the top of the site, for a style sheet in one of them. */
async function placesIn({ description, sources }: Site): Promise<(from: string) => string[]> {
  const { site } = description();
  const { map } = await sources();
  const own = map.sites.find(({ settings }) => settings.folder === site);
  const statics = (own?.settings.staticFolders ?? []).map((folder) => join(site, folder));
  return (from) => {
    const served = /^(?:.*\/)?(?:static|public|source|assets|_site|dist|build|out)(?=\/)/.exec(from)?.[0];
    return [...new Set([...(served ? [served, folderOf(served)] : []), ...statics, site])];
  };
}

async function realFile(root: string, path: string): Promise<string | undefined> {
  if (!isServed(path)) return undefined;
  const fenced = await fencePath(root, path).catch(() => undefined);
  if (!fenced?.exists || !isServed(relative(root, fenced.real).replaceAll('\\', '/'))) return undefined;
  const status = await stat(fenced.real).catch(() => undefined);
  return status?.isFile() ? fenced.real : undefined;
}

function decoded(address: string): string | undefined {
  try {
    return decodeURIComponent(address);
  } catch {
    return undefined;
  }
}
