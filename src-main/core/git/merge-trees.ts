import type { GitFailure } from './failures.ts';
import type { Git } from './git.ts';
import { isOlder } from './program.ts';
import type { TreeFile } from './write-tree.ts';

/** A file that git could not merge, as the common past, we and they have it; undefined where it is not there. */
export interface UnmergedFile {
  path: string;
  base: TreeFile | undefined;
  ours: TreeFile | undefined;
  theirs: TreeFile | undefined;
  /** Both renamed it: `path` is what they called it, and this what we did. */
  ourName?: string;
}

/** The commits that are merged. */
export interface MergedCommits {
  ours: string;
  theirs: string;
}

/** How two histories would merge. Nothing but objects is written. */
export type TriedMerge =
  | { kind: 'merged'; tree: string }
  /** `tree` has git's marks in these files. */
  | { kind: 'unmerged'; tree: string; files: UnmergedFile[] }
  | { kind: 'failed'; failure: GitFailure }
  /** A git before 2.38 cannot tell beforehand. */
  | { kind: 'cannot-tell' };

/** Merges two commits without touching index and working tree. Source: git-merge-tree(1). */
export async function tryMerge(git: Git, commits: MergedCommits): Promise<TriedMerge> {
  const { version } = await git.program();
  if (isOlder(version, { major: 2, minor: 38 })) return { kind: 'cannot-tell' };
  const tried = await git.ask(['merge-tree', '--write-tree', '-z', commits.ours, commits.theirs]);
  const [tree = '', ...rest] = tried.stdout.toString('utf8').split('\0');
  if (tried.exitCode === 1) {
    const end = rest.indexOf('');
    const files = readUnmerged(rest.slice(0, end));
    return {
      kind: 'unmerged',
      tree,
      files: await joinRenames(git, commits, files, readRenames(rest.slice(end + 1))),
    };
  }
  return tried.failure ? { kind: 'failed', failure: tried.failure } : { kind: 'merged', tree };
}

/** `<mode> <object> <stage> TAB <path>`: stage 1 is the common past, 2 is ours, 3 is theirs. */
function readUnmerged(fields: readonly string[]): UnmergedFile[] {
  const files = new Map<string, UnmergedFile>();
  for (const field of fields) {
    const [, mode = '', blob = '', stage, path = ''] = /^(\d+) ([0-9a-f]+) ([123])\t(.*)$/s.exec(field) ?? [];
    if (stage === undefined) continue;
    const known = files.get(path) ?? { path, base: undefined, ours: undefined, theirs: undefined };
    const side = ({ 1: 'base', 2: 'ours', 3: 'theirs' } as const)[stage as '1' | '2' | '3'];
    files.set(path, { ...known, [side]: { mode, blob } });
  }
  return [...files.values()];
}

/** A file that both renamed, each to another name. */
interface DoubleRename {
  before: string;
  ours: string;
  theirs: string;
}

/** `<number of paths> <path>… <kind> <words>`, each ended by NUL. */
function readRenames(fields: readonly string[]): DoubleRename[] {
  const renames: DoubleRename[] = [];
  for (let at = 0; at < fields.length; ) {
    const count = Number(fields[at] || Number.NaN);
    if (!Number.isInteger(count)) return renames;
    const [before = '', ours = '', theirs = ''] = fields.slice(at + 1, at + 1 + count);
    if (fields[at + 1 + count] === 'CONFLICT (rename/rename)' && count === 3)
      renames.push({ before, ours, theirs });
    at += count + 3;
  }
  return renames;
}

/** Three entries of one file become one. Git has put a merged text in two of them: the real ones are in the commits. */
async function joinRenames(
  git: Git,
  commits: MergedCommits,
  files: readonly UnmergedFile[],
  renames: readonly DoubleRename[],
): Promise<UnmergedFile[]> {
  const joined: UnmergedFile[] = [];
  for (const { before, ours, theirs } of renames) {
    const base = files.find(({ path }) => path === before)?.base;
    const [mine, others] = await Promise.all([
      fileIn(git, commits.ours, ours),
      fileIn(git, commits.theirs, theirs),
    ]);
    joined.push({ path: theirs, base, ours: mine, theirs: others, ourName: ours });
  }
  const known = new Set(renames.flatMap(({ before, ours, theirs }) => [before, ours, theirs]));
  return [...files.filter(({ path }) => !known.has(path)), ...joined];
}

async function fileIn(git: Git, commit: string, path: string): Promise<TreeFile | undefined> {
  const line = await git.read(['ls-tree', '-z', commit, '--', path]);
  const [, mode, blob] = /^(\d+) blob ([0-9a-f]+)\t/.exec(line) ?? [];
  return mode === undefined || blob === undefined ? undefined : { mode, blob };
}
