import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { percentDecoded } from '../../common/percent-decoded.ts';
import type { PostPath } from '../../common/posts/post.ts';
import { nameOf } from '../../common/site/paths.ts';
import { mayMention, ownFilesOf, slugInName } from '../../common/site/rename/post-names.ts';
import { mayNameFiles, usedBy } from '../../common/site/rename/uses-of-own.ts';
import { fencePath } from '../site/fence.ts';
import { inSlices } from '../slices.ts';
import type { PostIndex } from './post-index.ts';

/** No text that a person writes is longer; what is, is left unread, and its names unknown. In bytes. */
const longestText = 5_000_000;

/** The files of a post's own folder that nothing else in the blog uses. */
export interface CompanyOfPost {
  /** Relative to the blog. */
  folder: string;
  /** Those that go where the post goes. */
  files: string[];
  /** How many stay, since other texts may use them. */
  shared: number;
}

/** What belongs to a post alone: a bundle's pictures. Undefined where it has no folder of its own. */
export async function companyOfPost(
  { root, index }: { root: string; index: PostIndex },
  path: PostPath,
): Promise<CompanyOfPost | undefined> {
  await index.refresh();
  const [map, listing] = [await index.map(), await index.listing()];
  const place = map.place(path);
  const own = place && ownFilesOf({ path, place }, listing.files);
  if (!own || own.files.some((file) => map.place(file) !== undefined)) return undefined;
  const url = (await index.list()).find((post) => post.path === path)?.url ?? '';
  const owners = [slugInName(path, place), nameOf(own.folder), lastOf(url)]
    .filter((name) => name !== '')
    .map((name) => name.normalize('NFC').toLowerCase());
  const used = new Set<string>();
  const isOwn = new Set([path, ...own.files]);
  const others = listing.files.filter((file) => !isOwn.has(file) && mayNameFiles(file));
  await inSlices(own.files.length > 0 ? others : [], (other) => {
    const text = textOf(join(root, other));
    if (!mayMention(text, owners)) return;
    const isPost = map.place(other) !== undefined;
    for (const file of usedBy({ text, isPost }, owners, own.files)) used.add(file);
  });
  const free = own.files.filter((file) => !used.has(file));
  const ordinary = await Promise.all(free.map((file) => isOrdinary(root, file)));
  return { folder: own.folder, files: free.filter((_, at) => ordinary[at]), shared: used.size };
}

/** Not a link, and not behind one. */
async function isOrdinary(root: string, path: string): Promise<boolean> {
  const { real, exists } = await fencePath(root, path).catch(() => ({ real: '', exists: false }));
  return exists && real === join(root, path);
}

function lastOf(url: string): string {
  const name = url
    .replace(/[?#].*$/, '')
    .replace(/\/+$/, '')
    .replace(/^.*\//, '');
  return percentDecoded(name).replace(/\.html?$/, '');
}

function textOf(path: string): string {
  try {
    return statSync(path).size > longestText ? '' : readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
