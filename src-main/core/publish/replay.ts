import { describeFailure, type GitFailure } from '../git/failures.ts';
import type { Git, GitOutcome } from '../git/git.ts';
import { tryMerge } from '../git/merge-trees.ts';
import { isOlder } from '../git/program.ts';
import type { RepositoryStatus } from '../git/status.ts';
import { changeTree } from '../git/write-tree.ts';
import type { PublishableSite } from './publishable-site.ts';
import { settleFiles } from './settle-merge.ts';

/** What became of the author's commits. */
export type Replayed =
  /** `commit` is the last of them, on top of what others published. Nothing but objects was written. */
  | { kind: 'replayed'; commit: string }
  /** They cannot be replayed; a merge may do. */
  | { kind: 'merge-instead'; because: string }
  | { kind: 'failed'; failure: GitFailure };

interface Replay {
  status: RepositoryStatus;
  /** What others published. */
  tip: string;
  signal: AbortSignal;
}

/**
 * Makes the author's own commits anew on top of what others published, with their authors, dates and messages, as
 * `git rebase` does. Only objects are written: index, working tree and branches stay, so one that is killed has not begun.
 */
export async function replayCommits(git: Git, site: PublishableSite, replay: Replay): Promise<Replayed> {
  const { status, tip } = replay;
  const { version } = await git.program();
  if (isOlder(version, { major: 2, minor: 38 })) return mergeInstead('this git is older than 2.38');
  const commits = await ownCommits(git, tip);
  if (typeof commits === 'string') return mergeInstead(commits);
  const refused = await askHook(git, replay);
  if (refused) return { kind: 'failed', failure: refused };
  const committer = await git.act(['var', 'GIT_COMMITTER_IDENT']);
  if (committer.failure) return { kind: 'failed', failure: committer.failure };
  const by: Signer = {
    committer: committer.stdout.toString('latin1').trim(),
    signs: status.config.isTrue('commit.gpgsign'),
    signal: replay.signal,
  };
  let top = tip;
  for (const each of commits) {
    if (replay.signal.aborted) return { kind: 'failed', failure: describeFailure('cancelled', '') };
    const tree = await treeOn(git, site, each, top);
    if (tree === undefined) return mergeInstead('the same places were changed in one of your commits');
    // What others have brought in already is no commit any more; one that was always empty stays.
    if (!each.isEmpty && tree === (await treeOf(git, top))) continue;
    const made = await commitAgain(git, each.commit, { tree, parent: top }, by);
    if (made.failure) return { kind: 'failed', failure: made.failure };
    top = made.stdout.toString('utf8').trim();
  }
  return { kind: 'replayed', commit: top };
}

function mergeInstead(because: string): Replayed {
  return { kind: 'merge-instead', because };
}

interface OwnCommit {
  commit: string;
  parent: string;
  /** It changes no file. */
  isEmpty: boolean;
}

/** The commits to replay, oldest first, those left out that others have published as their own; or why they cannot be. */
async function ownCommits(git: Git, tip: string): Promise<OwnCommit[] | string> {
  const count = async (...more: string[]): Promise<string> =>
    (await git.read(['rev-list', '--count', 'HEAD', '--not', tip, ...more])).trim();
  if ((await count()) !== (await count('--remotes'))) return 'some of your commits are published elsewhere';
  const listed = await git.read([
    ...['rev-list', '--reverse', '--topo-order', '--parents', '--right-only', '--cherry-pick'],
    ...[`${tip}...HEAD`, '--'],
  ]);
  const lines = listed.split('\n').filter(Boolean);
  const own: OwnCommit[] = [];
  for (const line of lines) {
    const [commit = '', parent, ...others] = line.split(' ');
    if (others.length > 0) return 'there is a merge among your commits';
    if (parent === undefined) return 'one of your commits begins a history';
    own.push({ commit, parent, isEmpty: (await treeOf(git, commit)) === (await treeOf(git, parent)) });
  }
  return own;
}

/** A hook of the author's may forbid it. Source: githooks(5), pre-rebase. */
async function askHook(git: Git, { tip, signal }: Replay): Promise<GitFailure | undefined> {
  const { failure } = await git.act(['hook', 'run', '--ignore-missing', 'pre-rebase', '--', tip], { signal });
  if (!failure || failure.cause === 'cancelled') return failure;
  return describeFailure('refused-by-own-hook', failure.detail);
}

async function treeOf(git: Git, commit: string): Promise<string> {
  return (await git.read(['rev-parse', `${commit}^{tree}`])).trim();
}

/**
 * The tree of a commit as it is on top of another; undefined where they meet in a place. A commit that has the files of
 * `top` and the past of `commit` makes git take just the change of `commit`: older gits cannot be told the common past.
 */
async function treeOn(
  git: Git,
  site: PublishableSite,
  { commit, parent }: OwnCommit,
  top: string,
): Promise<string | undefined> {
  if (parent === top) return treeOf(git, commit);
  const grafted = await git.ask(['commit-tree', '-p', parent, '-m', 'graft', await treeOf(git, top)]);
  if (grafted.failure) return undefined;
  const sides = { ours: commit, theirs: grafted.stdout.toString('utf8').trim() };
  const tried = await tryMerge(git, sides);
  if (tried.kind === 'merged') return tried.tree;
  if (tried.kind !== 'unmerged') return undefined;
  const { settled, open, undecidable } = await settleFiles(git, site, { files: tried.files, commits: sides });
  return open.length + undecidable.length > 0 ? undefined : changeTree(git, tried.tree, settled);
}

interface Signer {
  /** Name, address and time, one character a byte. */
  committer: string;
  signs: boolean;
  signal: AbortSignal;
}

/** The same commit on another parent. Its bytes are kept as they are, whatever their encoding. */
async function commitAgain(
  git: Git,
  commit: string,
  { tree, parent }: { tree: string; parent: string },
  { committer, signs, signal }: Signer,
): Promise<GitOutcome> {
  const text = (await git.readBytes(['cat-file', 'commit', commit])).toString('latin1');
  const end = text.indexOf('\n\n');
  const header = text.slice(0, end).split('\n');
  const message = text.slice(end + 2);
  const author = header.find((line) => line.startsWith('author ')) ?? '';
  const encoding = header.filter((line) => line.startsWith('encoding '));
  if (!signs) {
    const lines = [`tree ${tree}`, `parent ${parent}`, author, `committer ${committer}`, ...encoding];
    const input = Buffer.from(`${lines.join('\n')}\n\n${message}`, 'latin1');
    return git.ask(['hash-object', '-t', 'commit', '-w', '--stdin'], { input, signal });
  }
  const encoded = encoding.flatMap((line) => ['-c', `i18n.commitEncoding=${line.slice('encoding '.length)}`]);
  return git.act([...encoded, 'commit-tree', '-S', '-p', parent, '-F', '-', tree], {
    input: Buffer.from(message, 'latin1'),
    signal,
    variables: authorVariables(Buffer.from(author, 'latin1').toString('utf8')),
  });
}

/** `author NAME <ADDRESS> SECONDS ZONE` as git takes it from its surroundings. */
function authorVariables(line: string): Record<string, string> {
  const [, name = '', address = '', time = ''] = /^author (.*?) ?<(.*)> (.*)$/.exec(line) ?? [];
  return { GIT_AUTHOR_NAME: name, GIT_AUTHOR_EMAIL: address, GIT_AUTHOR_DATE: `@${time}` };
}

/**
 * Puts the branch on the replayed commits. Files and index go along as in going forward: what is changed or staged stays,
 * and where it is in the way nothing moves. The branch only moves if nobody has committed to it meanwhile.
 */
export async function moveToReplayed(
  git: Git,
  { status, commit, signal }: { status: RepositoryStatus; commit: string; signal: AbortSignal },
): Promise<GitFailure | undefined> {
  const before = status.head ?? 'HEAD';
  await git.act(['update-index', '-q', '--refresh'], { signal });
  const moved = await git.act(['read-tree', '-m', '-u', before, commit], { signal });
  if (moved.failure) return moved.failure;
  const { failure } = await git.act([
    'update-ref',
    '-m',
    'pull --rebase: replayed by Galley',
    'HEAD',
    commit,
    before,
  ]);
  if (failure) await git.act(['read-tree', '-m', '-u', commit, before]);
  return failure;
}
