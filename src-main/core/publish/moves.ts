import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { similarity } from '../../common/publish/similarity.ts';
import type { Git } from '../git/git.ts';
import type { StatusEntry } from '../git/read-status.ts';
import { blobId } from './blob-id.ts';

/** A post that is no longer where it was, or one that came. */
interface Candidate {
  path: string;
  blob: string;
  bytes: Buffer;
}

/** From this share of common lines on, a post counts as the same one. Git's own measure for renames is a half too. */
const SAME_ENOUGH = 0.5;
/** More candidates than these are compared by their bytes alone. */
const COMPARED = 40;
const LARGEST = 1024 * 1024;

/**
 * Finds posts that were moved without telling git: one is gone, and a new one has the same bytes or most of the same
 * lines.
 *
 * @returns the earlier path by the new one
 */
export async function findMoves(
  git: Git,
  isPost: (path: string) => boolean,
  entries: readonly StatusEntry[],
): Promise<Map<string, string>> {
  const gone = entries.filter(({ kind, path, headBlob }) => kind === 'deleted' && headBlob && isPost(path));
  const come = entries.filter(({ kind, path }) => kind === 'new' && isPost(path));
  if (gone.length === 0 || come.length === 0) return new Map();
  const nameLength = gone[0]?.headBlob?.length ?? 40;
  const arrived = (
    await Promise.all(come.slice(0, 2000).map(({ path }) => readCandidate(git, path, nameLength)))
  ).filter((candidate) => candidate !== undefined);
  const moves = matchBytes(gone, arrived);
  const taken = new Set(moves.values());
  const restGone = gone.filter(({ path }) => !taken.has(path));
  const restCome = arrived.filter(({ path }) => !moves.has(path));
  if (restGone.length > COMPARED || restCome.length > COMPARED) return moves;
  for (const [to, from] of await matchLines(git, restGone, restCome)) moves.set(to, from);
  return moves;
}

async function readCandidate(git: Git, path: string, nameLength: number): Promise<Candidate | undefined> {
  const bytes = await readFile(join(git.location.workingTree, path)).catch(() => undefined);
  return bytes && bytes.length <= LARGEST ? { path, bytes, blob: blobId(bytes, nameLength) } : undefined;
}

function matchBytes(gone: readonly StatusEntry[], arrived: readonly Candidate[]): Map<string, string> {
  const byBlob = new Map(gone.map(({ headBlob, path }) => [headBlob, path]));
  const moves = new Map<string, string>();
  for (const { path, blob } of arrived) {
    const from = byBlob.get(blob);
    if (from === undefined) continue;
    byBlob.delete(blob);
    moves.set(path, from);
  }
  return moves;
}

/** Pairs the most alike first, each path once. */
async function matchLines(
  git: Git,
  gone: readonly StatusEntry[],
  come: readonly Candidate[],
): Promise<Map<string, string>> {
  const moves = new Map<string, string>();
  if (come.length === 0) return moves;
  const pairs: { from: string; to: string; share: number }[] = [];
  for (const { path: from, headBlob = '' } of gone) {
    const before = await git.readBytes(['cat-file', 'blob', headBlob]).catch(() => undefined);
    if (!before || before.length > LARGEST) continue;
    const text = before.toString('utf8');
    for (const { path: to, bytes } of come)
      pairs.push({ from, to, share: similarity(text, bytes.toString('utf8')) });
  }
  const taken = new Set<string>();
  for (const { from, to, share } of pairs.sort((a, b) => b.share - a.share)) {
    if (share < SAME_ENOUGH || moves.has(to) || taken.has(from)) continue;
    taken.add(from);
    moves.set(to, from);
  }
  return moves;
}
