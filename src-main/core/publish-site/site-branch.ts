import type { PublishOutcome } from '../../common/publish/publish.ts';
import type { describeFailure } from '../git/failures.ts';
import { type FolderTree, writeFolderTree } from '../git/folder-tree.ts';
import type { Git } from '../git/git.ts';
import type { PushTarget } from '../git/push-target.ts';
import { blockedOutcome, failedOutcome, type OutcomeBase, unverifiedOutcome } from '../publish/outcome.ts';
import { askRemote, fetchBranch, pushBranch, type RemoteContext } from '../publish/push.ts';

/** A built site to put on a branch of its own. */
export interface SiteBranch {
  /** The built site, and where what was written before is remembered. */
  built: Omit<FolderTree, 'signal'>;
  /** Where the sources go to: the site goes to the same remote. */
  target: PushTarget;
  /** Name of the branch there, as `gh-pages`. */
  branch: string;
  /** The commit that it was built from. */
  source: string;
}

/** Written into every commit of a built site, so that the branch is known to be ours. */
const mark = 'Galley-Source:';
/** Somebody else may publish the site at the same moment; then it is put on top of theirs. */
const attempts = 3;

/**
 * Puts a built site on a branch of the remote, as a commit on top of what is there, and asks the remote whether it holds
 * it. Never by force, and never over a branch that something else has made. Local branches, index and working tree are
 * not touched.
 *
 * @throws AppError where git cannot write the files
 */
export async function publishSiteBranch(
  git: Git,
  site: SiteBranch,
  context: RemoteContext,
): Promise<PublishOutcome> {
  const target: PushTarget = { ...site.target, branch: site.branch, hasUpstream: true, tracking: undefined };
  const base: OutcomeBase = { branch: site.branch, remote: target.remote };
  const tree = await writeFolderTree(git, { ...site.built, signal: context.signal });
  for (let attempt = 1; ; attempt += 1) {
    const there = await readTip(git, target, context);
    if (there.kind === 'failed') return failedOutcome(base, there.failure);
    if (there.kind === 'foreign') return blockedOutcome(base, foreignBranch(site.branch));
    if (there.tip?.tree === tree) return unchangedOutcome(base);
    const commit = await commitTree(git, { tree, parent: there.tip?.commit, source: site.source });
    if (commit.kind === 'failed') return failedOutcome(base, commit.failure);
    context.onProgress({ step: 'pushing', detail: undefined });
    const failure = await pushBranch(git, { branch: commit.name, target }, context, 'commit');
    if (failure?.cause === 'remote-is-ahead' && attempt < attempts) continue;
    if (failure) return failedOutcome(base, failure);
    return verify(git, { base, target, commit: commit.name }, context);
  }
}

type Failed = { kind: 'failed'; failure: ReturnType<typeof describeFailure> };
type Tip =
  | Failed
  | { kind: 'foreign' }
  | { kind: 'found'; tip: { commit: string; tree: string } | undefined };

/** What the remote holds on the branch now, and whether that is a site of ours. */
async function readTip(git: Git, target: PushTarget, context: RemoteContext): Promise<Tip> {
  const ref = `refs/heads/${target.branch}`;
  const listed = await git.ask(['ls-remote', '--', target.asked, ref], { signal: context.signal });
  if (listed.failure) return { kind: 'failed', failure: listed.failure };
  const commit = listed.stdout
    .toString('utf8')
    .split('\n')
    .find((line) => line.endsWith(`\t${ref}`))
    ?.split('\t')[0];
  if (commit === undefined) return { kind: 'found', tip: undefined };
  const isHere = await git.ask(['cat-file', '-e', `${commit}^{tree}`]);
  if (isHere.exitCode !== 0) {
    const fetched = await fetchBranch(git, target, { ...context, onProgress: () => {} });
    if (fetched.failure) return { kind: 'failed', failure: fetched.failure };
  }
  const shown = await git.ask(['log', '-1', '--no-show-signature', '--format=%T%n%B', commit, '--']);
  if (shown.failure) return { kind: 'failed', failure: shown.failure };
  const [tree = '', ...message] = shown.stdout.toString('utf8').split('\n');
  if (!message.some((line) => line.startsWith(mark))) return { kind: 'foreign' };
  return { kind: 'found', tip: { commit, tree } };
}

async function commitTree(
  git: Git,
  { tree, parent, source }: { tree: string; parent: string | undefined; source: string },
): Promise<Failed | { kind: 'made'; name: string }> {
  const message = `Build the site\n\n${mark} ${source}\n`;
  const parents = parent === undefined ? [] : ['-p', parent];
  const made = await git.act(['commit-tree', tree, ...parents, '-F', '-'], { input: message });
  if (made.failure) return { kind: 'failed', failure: made.failure };
  return { kind: 'made', name: made.stdout.toString('utf8').trim() };
}

async function verify(
  git: Git,
  { base, target, commit }: { base: OutcomeBase; target: PushTarget; commit: string },
  { signal, onProgress }: RemoteContext,
): Promise<PublishOutcome> {
  onProgress({ step: 'verifying', detail: undefined });
  const kept = { commit, paths: [] };
  const answer = await askRemote(git, { target, commit }, { signal });
  if (answer.kind !== 'holds')
    return unverifiedOutcome(base, kept, answer.kind === 'failed' ? answer.failure.detail : '');
  return {
    outcome: 'published',
    ...base,
    ...kept,
    verified: true,
    message: `The site is on the branch ${base.branch} of ${base.remote}.`,
    next: [],
    detail: undefined,
  };
}

function unchangedOutcome(base: OutcomeBase): PublishOutcome {
  return {
    outcome: 'nothing-to-publish',
    commit: undefined,
    ...base,
    paths: [],
    verified: true,
    message: 'The site is as it was.',
    next: [],
    detail: undefined,
  };
}

function foreignBranch(branch: string) {
  return {
    cause: 'foreign-site',
    reason: `The branch ${branch} of the remote holds something that Galley did not make, so it is left alone.`,
    next: [
      'Name another branch in galley.yml (publish, branch), then publish again.',
      `If nobody needs what is there, delete the branch ${branch} on the remote, then publish again.`,
    ],
  };
}
