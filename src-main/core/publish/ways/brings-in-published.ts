import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { UnfinishedOperation } from '../../../common/publish/ways-out.ts';
import type { Git } from '../../git/git.ts';
import { findPushTarget } from '../../git/push-target.ts';
import type { RepositoryStatus } from '../../git/status.ts';
import { authorWay } from '../author-way.ts';

/**
 * Whether the unfinished operation brings in what others published, as a pull does. Called off, it can then be begun
 * anew by `publish.bringIn`, which comes to the same: a merge, or the replay that git is set to on this branch.
 */
export async function bringsInPublished(
  git: Git,
  { config, branch }: Pick<RepositoryStatus, 'config' | 'branch'>,
  operation: UnfinishedOperation,
): Promise<boolean> {
  if (operation !== 'merge' && operation !== 'rebase') return false;
  // In a rebase no branch is checked out.
  const name =
    operation === 'merge' ? branch : (await inRebase(git, 'head-name'))?.replace(/^refs\/heads\//, '');
  const brought = operation === 'merge' ? await linesOf(git, 'MERGE_HEAD') : [await inRebase(git, 'onto')];
  const [theirs] = brought;
  if (name === undefined || theirs === undefined || brought.length > 1) return false;
  if (operation === 'rebase' && authorWay(config, name) !== 'replay') return false;
  const answer = findPushTarget(config, name);
  const tracking = answer.kind === 'found' ? answer.target.tracking : undefined;
  if (tracking === undefined) return false;
  return (await git.ask(['merge-base', '--is-ancestor', theirs, tracking])).exitCode === 0;
}

async function inRebase(git: Git, name: string): Promise<string | undefined> {
  const [merging, applying] = [
    await linesOf(git, `rebase-merge/${name}`),
    await linesOf(git, `rebase-apply/${name}`),
  ];
  return merging[0] ?? applying[0];
}

async function linesOf({ location }: Git, name: string): Promise<string[]> {
  const text = await readFile(join(location.gitFolder, name), 'utf8').catch(() => '');
  return text.split('\n').filter(Boolean);
}
