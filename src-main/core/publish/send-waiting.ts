import type { PublishOutcome } from '../../common/publish/publish.ts';
import type { Git } from '../git/git.ts';
import type { RepositoryStatus } from '../git/status.ts';
import type { RemoteContext } from './push.ts';
import { sendCommit } from './send.ts';
import type { WaitingNotes } from './waiting-note.ts';

/** Whether the noted commit still waits, as it was noted. */
export async function stillWaits(
  git: Git,
  status: RepositoryStatus,
  notes: WaitingNotes,
): Promise<string | undefined> {
  const note = await notes.read();
  if (!note || status.target.kind !== 'found' || status.branch !== note.branch || status.head === undefined)
    return undefined;
  if (status.ahead === 0) return undefined;
  const { tracking, hasUpstream } = status.target.target;
  // Later commits were not told to publish; the first push of a branch sends it whole.
  if (note.commit !== status.head && !hasUpstream) return undefined;
  const isBelow = async (lower: string, upper: string): Promise<boolean> =>
    (await git.ask(['merge-base', '--is-ancestor', lower, upper])).exitCode === 0;
  if (note.commit !== status.head && !(await isBelow(note.commit, status.head))) return undefined;
  const isThere =
    tracking !== undefined && status.upstream !== undefined && (await isBelow(note.commit, tracking));
  return isThere ? undefined : note.commit;
}

/**
 * Sends the commit that waits for the network, and nothing that came after it. Commits nothing.
 *
 * @returns undefined where nothing waits
 */
export async function sendWaiting(
  git: Git,
  { status, notes }: { status: RepositoryStatus; notes: WaitingNotes },
  context: RemoteContext,
): Promise<PublishOutcome | undefined> {
  const commit = await stillWaits(git, status, notes);
  if (commit === undefined || status.branch === undefined || status.target.kind !== 'found') {
    await notes.forget();
    return undefined;
  }
  const { target } = status.target;
  const paths = commit === status.head ? status.waiting.map(({ path }) => path) : await pathsIn(git, commit);
  const base = { branch: status.branch, remote: target.remote };
  return sendCommit(git, { base, branch: status.branch, target, kept: { commit, paths }, context });
}

async function pathsIn(git: Git, commit: string): Promise<string[]> {
  const args = ['diff-tree', '-r', '-z', '--no-commit-id', '--name-only', '--root', commit, '--'];
  return (await git.read(args)).split('\0').filter(Boolean);
}
