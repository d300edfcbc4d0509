import { readdirSync, readFileSync, realpathSync } from 'node:fs';
import { join, sep } from 'node:path';
import { AppError } from '../../common/errors.ts';
import type { PostPath, PostSummary } from '../../common/posts/post.ts';
import type { Problem } from '../../common/problem.ts';
import { checkPosts, isRedirectFile, type PostProblem } from '../../common/site/check/check-posts.ts';
import type { FileLookup } from '../../common/site/check/check-references.ts';
import { type ExaminedPost, examinePost } from '../../common/site/check/examine-post.ts';
import { folderOf, isIn, nameOf } from '../../common/site/paths.ts';
import { problemOfFile } from '../posts/read-post-file.ts';
import { inSlices } from '../slices.ts';
import type { OpenSite } from './open-site.ts';

/**
 * Checks the posts of the open blog, or those that `paths` name or that lie in folders that it names. Each post is read
 * once, since any may hold an address that another refers to.
 *
 * @throws AppError `post-missing` for a path that is no post and holds none
 */
export async function checkSite(site: OpenSite, paths: readonly string[] = []): Promise<PostProblem[]> {
  const posts = await site.posts.list();
  const isAsked = chooser(posts, paths);
  const { map, listing, unreadable } = await site.sources();
  const dated = datedCollections(posts);
  const kinds = new Map(site.description().collections.map(({ folder, kind }) => [folder, kind]));
  const examined: ExaminedPost[] = [];
  await inSlices(posts, (summary) => {
    const place = map.place(summary.path);
    if (!place) return;
    const { text, problem } = textOf(site.root, summary);
    const isPost = kinds.get(summary.collection) !== 'pages';
    const needsDate = dated.has(summary.collection);
    examined.push(examinePost({ summary: withProblem(summary, problem), place, text, isPost, needsDate }));
  });
  const files = createFileLookup(site.root);
  const redirects = listing.filter(isRedirectFile).map((path) => bytesAt(site.root, path).toString('utf8'));
  return [
    ...checkPosts(examined, { map, listing, files, redirects }, isAsked),
    ...problemsOfFolders(unreadable, paths),
  ];
}

function chooser(posts: readonly PostSummary[], paths: readonly string[]): (path: PostPath) => boolean {
  if (paths.length === 0) return () => true;
  const exact = new Set(paths);
  const folders = paths.map((path) => path.replace(/\/+$/, '') || '.');
  const chosen = new Set(
    posts
      .map(({ path }) => path)
      .filter((path) => exact.has(path) || folders.some((folder) => isIn(folder, path))),
  );
  const missing = folders.find((folder) => ![...chosen].some((path) => isIn(folder, path)));
  if (missing !== undefined)
    throw new AppError('post-missing', { message: `There is no post at ${missing}.` });
  return (path) => chosen.has(path);
}

/** Collections most of whose posts have a date: there one without it is missed out. */
function datedCollections(posts: readonly PostSummary[]): ReadonlySet<string> {
  const counts = new Map<string, { posts: number; dated: number }>();
  for (const { collection, date } of posts) {
    const count = counts.get(collection) ?? { posts: 0, dated: 0 };
    counts.set(collection, { posts: count.posts + 1, dated: count.dated + (date === undefined ? 0 : 1) });
  }
  return new Set([...counts].filter(([, { posts, dated }]) => dated * 2 > posts).map(([folder]) => folder));
}

/** The whole text; nothing of a file that the list says not to open, that is no text at its end, or that is gone since. */
function textOf(root: string, { path, problems }: PostSummary): { text: string; problem?: Problem } {
  if (problems.some(({ code }) => closed.has(code))) return { text: '' };
  const bytes = bytesAt(root, path);
  const problem = problemOfFile(bytes);
  return problem ? { text: '', problem } : { text: bytes.toString('utf8') };
}

function withProblem(summary: PostSummary, problem: Problem | undefined): PostSummary {
  return problem ? { ...summary, problems: [...summary.problems, problem] } : summary;
}

function bytesAt(root: string, path: string): Buffer {
  try {
    return readFileSync(join(root, path));
  } catch {
    return Buffer.alloc(0);
  }
}

/** Posts in a folder that may not be read are in no list, so the folder itself is named. */
function problemsOfFolders(unreadable: readonly string[], paths: readonly string[]): PostProblem[] {
  const message = 'This folder may not be read, so the posts in it are not listed.';
  return unreadable
    .filter(
      (folder) => paths.length === 0 || paths.some((path) => isIn(path.replace(/\/+$/, '') || '.', folder)),
    )
    .map((path) => ({ path, severity: 'error', code: 'unreadable', message, line: 1, column: 1 }));
}

const closed: ReadonlySet<string> = new Set([
  'unreadable',
  'not-text',
  'not-utf-8',
  'outside-site',
  'post-too-large',
  'name-not-utf-8',
]);

/** Looks names up folder by folder, each folder read once. What lies outside the blog is not there. */
function createFileLookup(root: string): FileLookup {
  const folders = new Map<string, ReadonlyMap<string, 'file' | 'folder'>>();
  const entriesOf = (folder: string): ReadonlyMap<string, 'file' | 'folder'> => {
    const known = folders.get(folder) ?? readFolder(root, folder);
    folders.set(folder, known);
    return known;
  };
  const names = new Map<string, ReadonlySet<string>>();
  return {
    at: (path) => (path === '.' ? 'folder' : entriesOf(folderOf(path)).get(nameOf(path).normalize('NFC'))),
    names(folder) {
      const known = names.get(folder) ?? new Set(entriesOf(folder).keys());
      names.set(folder, known);
      return known;
    },
  };
}

function readFolder(root: string, folder: string): ReadonlyMap<string, 'file' | 'folder'> {
  try {
    const absolute = realpathSync(join(root, folder));
    if (absolute !== root && !absolute.startsWith(root + sep)) return new Map();
    return new Map(
      readdirSync(absolute, { withFileTypes: true }).map((entry) => [
        entry.name.normalize('NFC'),
        entry.isDirectory() ? 'folder' : 'file',
      ]),
    );
  } catch {
    return new Map();
  }
}
