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
}

/** How two histories would merge. Nothing but objects is written. */
export type TriedMerge =
  | { kind: 'merged'; tree: string }
  /** `tree` has git's marks in these files. */
  | { kind: 'unmerged'; tree: string; files: UnmergedFile[] }
  | { kind: 'failed'; failure: GitFailure }
  /** A git before 2.38 cannot tell beforehand. */
  | { kind: 'cannot-tell' };

/** Merges the last commit with another one without touching index and working tree. Source: git-merge-tree(1). */
export async function tryMerge(git: Git, tip: string): Promise<TriedMerge> {
  const { version } = await git.program();
  if (isOlder(version, { major: 2, minor: 38 })) return { kind: 'cannot-tell' };
  const tried = await git.ask(['merge-tree', '--write-tree', '-z', '--no-messages', 'HEAD', tip]);
  const [tree = '', ...rest] = tried.stdout.toString('utf8').split('\0');
  if (tried.exitCode === 1) return { kind: 'unmerged', tree, files: readUnmerged(rest) };
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
