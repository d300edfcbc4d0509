import { mkdir, mkdtemp, readFile, rm, stat, unlink, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { revisionOfBytes } from '../disk.ts';
import { describeFailure, type GitFailure } from '../git/failures.ts';
import type { Git, GitOutcome } from '../git/git.ts';
import { headByFile } from '../git/head-by-file.ts';
import { readRawDiff, readStatusReport } from '../git/read-status.ts';
import type { ReviewedFile } from './review.ts';

/** A commit to make. */
export interface CommitOrder {
  /** Exactly these paths, as they are on disk. */
  paths: readonly string[];
  /** Those of them that git does not know yet. */
  unknown: readonly string[];
  /** Those of them that exist, as they were reviewed. */
  reviewed: ReadonlyMap<string, ReviewedFile>;
  message: string;
  /** Arguments of git before the command. */
  settings: readonly string[];
  /** The commit before it; undefined for the first. */
  parent: string | undefined;
  /** Whether nothing else is staged, and no hook or signature takes part. */
  isPlain: boolean;
  /** Galley's cache folder. */
  cache: string;
  signal: AbortSignal;
  /** Hears what hooks say meanwhile. */
  onLine(line: string): void;
}

export type CommitAnswer =
  | { kind: 'committed'; commit: string; paths: string[] }
  | { kind: 'nothing' }
  | { kind: 'failed'; failure: GitFailure }
  /** Committed, but a hook or another program made it something else than was reviewed. Not to be pushed unseen. */
  | { kind: 'differs'; commit: string; paths: string[]; strange: string[] };

/** Milliseconds to wait for another git to let go of the index, and between two looks. */
const LOCK_PATIENCE = 10_000;
const LOCK_PAUSE = 200;
/** Bytes of paths above which they travel in a file: Windows takes 32 KB of arguments in all. */
const ARGUMENT_LIMIT = 16_000;

/**
 * Commits exactly these paths. What else is staged stays staged, what else is changed stays changed; if it does not
 * come to a commit, the index is as it was.
 *
 * `commit --only` writes the list of all files three times, which takes as long as the rest of a commit among ten
 * thousand. Where nothing else is staged, `--include` comes to the same, and what it did is looked at all the same: what
 * somebody staged in between is taken out again before anybody sees it.
 */
export async function commitPaths(git: Git, order: CommitOrder): Promise<CommitAnswer> {
  if (!order.isPlain || order.parent === undefined) return commitBy('--only', git, order);
  const answer = await commitBy('--include', git, order);
  if (answer.kind !== 'differs' || answer.strange.every((path) => order.paths.includes(path))) return answer;
  if (!(await takeBack(git, answer.commit, order.parent))) return answer;
  return commitBy('--only', git, { ...order, unknown: [] });
}

/** The branch goes back by one commit, unless it has moved since; index and files stay. @returns whether it did */
async function takeBack(git: Git, commit: string, parent: string): Promise<boolean> {
  const outcome = await git.ask(['update-ref', '-m', 'galley: commit again', 'HEAD', parent, commit]);
  return outcome.failure === undefined;
}

async function commitBy(way: '--only' | '--include', git: Git, order: CommitOrder): Promise<CommitAnswer> {
  const added = await addByName(git, order);
  if (added) return { kind: 'failed', failure: added };
  const began = Date.now();
  const committing = withPathArguments(order, (paths) =>
    whileLocked(git, order.signal, () =>
      git.act([...order.settings, 'commit', '--quiet', way, '--cleanup=whitespace', '-F', '-', ...paths], {
        input: order.message,
        signal: order.signal,
        // A key that signs may have a passphrase.
        signIn: 'may-ask',
        onLine: order.onLine,
      }),
    ),
  );
  const changes = awaitChanges(git);
  const outcome = await committing.finally(changes.begin);
  if (outcome.ending === 'cancelled') await removeOwnLocks(git, outcome, began);
  const failure = outcome.failure && explainCommitFailure(outcome);
  if (failure) {
    await forgetNames(git, order.unknown);
    return failure.cause === 'nothing-to-commit' ? { kind: 'nothing' } : { kind: 'failed', failure };
  }
  return checkCommit(git, order, await changes.ofLastCommit());
}

/** `commit` takes no path that git has never heard of. */
async function addByName(git: Git, { unknown, signal }: CommitOrder): Promise<GitFailure | undefined> {
  if (unknown.length === 0) return undefined;
  const outcome = await whileLocked(git, signal, () =>
    git.ask(['add', '--intent-to-add', '--pathspec-from-file=-', '--pathspec-file-nul'], {
      input: joinByNul(unknown),
      signal,
    }),
  );
  if (!outcome.failure) return undefined;
  await forgetNames(git, unknown);
  return outcome.failure;
}

/**
 * Takes back what `addByName` did, and no more: a cancel may come when the commit has just been made. Not stopped by a
 * cancel itself: the index is to be as it was.
 */
async function forgetNames(git: Git, unknown: readonly string[]): Promise<void> {
  if (unknown.length === 0) return;
  const report = readStatusReport(await git.read(['status', '--porcelain=v2', '-z', '--untracked-files=no']));
  const named = new Set(report.entries.filter(({ intentToAdd }) => intentToAdd).map(({ path }) => path));
  const left = unknown.filter((path) => named.has(path));
  if (left.length === 0) return;
  await whileLocked(git, new AbortController().signal, () =>
    git.ask(['update-index', '--force-remove', '-z', '--stdin'], { input: joinByNul(left) }),
  );
}

async function whileLocked(
  git: Git,
  signal: AbortSignal,
  run: () => Promise<GitOutcome>,
): Promise<GitOutcome> {
  const until = Date.now() + LOCK_PATIENCE;
  for (;;) {
    const outcome = await run();
    if (outcome.failure?.cause !== 'locked' || Date.now() > until || signal.aborted) return outcome;
    if (await isLeftBehind(git, outcome.failure.detail)) return outcome;
    await wait(LOCK_PAUSE, undefined, { signal }).catch(() => {});
  }
}

/** A lock that is older than our patience was left by a git that was killed: waiting does not help. */
async function isLeftBehind(git: Git, words: string): Promise<boolean> {
  const [, lock] = /Unable to create '(.*\.lock)': File exists/.exec(words) ?? [];
  if (lock === undefined) return false;
  const found = await stat(resolve(git.location.workingTree, lock)).catch(() => undefined);
  return found !== undefined && Date.now() - found.mtimeMs > LOCK_PATIENCE;
}

async function withPathArguments<T>(
  { paths, reviewed, cache }: CommitOrder,
  action: (args: string[]) => Promise<T>,
): Promise<T> {
  const folders = new Set(paths.flatMap(foldersOf));
  // Where a folder stands now, git takes the file away by itself, and does not bear to hear its name.
  const named = paths.filter((path) => !folders.has(path) || reviewed.has(path));
  const literal = named.map((path) => `:(literal)${path}`);
  if (literal.join(' ').length < ARGUMENT_LIMIT) return action(['--', ...literal]);
  await mkdir(cache, { recursive: true });
  const folder = await mkdtemp(join(cache, 'publish-'));
  try {
    const file = join(folder, 'paths');
    await writeFile(file, joinByNul(literal));
    return await action([`--pathspec-from-file=${file}`, '--pathspec-file-nul']);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Every folder above a path. */
function foldersOf(path: string): string[] {
  const parts = path.split('/');
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join('/'));
}

/** Git itself ends with 128; 1 is a hook that said no, perhaps without a word, or a commit with nothing in it. */
function explainCommitFailure(outcome: GitOutcome): GitFailure {
  const { failure, exitCode, stdout } = outcome;
  if (!failure || exitCode !== 1) return failure ?? describeFailure('unknown', '');
  const words = stdout.toString('utf8');
  if (/nothing to commit|no changes added to commit|nothing added to commit|working tree clean/.test(words)) {
    return describeFailure('nothing-to-commit', '');
  }
  if (/^error: pathspec /m.test(failure.detail)) return failure;
  return describeFailure('refused-by-own-hook', failure.detail);
}

/**
 * A git that had to be killed leaves its locks. Ours is known by the second one that lies beside it, which carries the
 * number of our process; another program's is left alone.
 */
async function removeOwnLocks(git: Git, { pid }: GitOutcome, began: number): Promise<void> {
  const { gitFolder } = git.location;
  const own = join(gitFolder, `next-index-${pid}.lock`);
  const index = join(gitFolder, 'index.lock');
  const [ownLock, indexLock] = await Promise.all(
    [own, index].map((path) => stat(path).catch(() => undefined)),
  );
  if (!ownLock) return;
  // File systems keep times more coarsely than the clock does.
  if (indexLock && indexLock.mtimeMs >= began - 2_000) await unlink(index).catch(() => {});
  await unlink(own).catch(() => {});
}

const diffTree = [
  ...['diff-tree', '--root', '-r', '-z', '--raw', '--no-renames', '--no-abbrev'],
  ...['--no-ext-diff', '--no-textconv', '--pretty=format:%H%x00%P'],
];

/** Starts the git that tells what the commit holds while it is being made, so that the push need not wait for its start. */
function awaitChanges(git: Git): { begin(): Promise<void>; ofLastCommit(): Promise<string> } {
  let name = (_: string): void => {};
  const input = new Promise<string>((resolve) => {
    name = resolve;
  });
  const told = git.readBytes([...diffTree, '--stdin'], input).catch(() => Buffer.alloc(0));
  return {
    async begin() {
      name(`${(await headByFile(git.location)) ?? ''}\n`);
    },
    async ofLastCommit() {
      const text = (await told).toString('utf8');
      // Where the branch is kept in another way than in a file of its own, git itself looks it up.
      return text === '' ? git.read([...diffTree, 'HEAD']) : text;
    },
  };
}

/** Compares what was committed with what was reviewed, before anything leaves this computer. */
async function checkCommit(git: Git, order: CommitOrder, text: string): Promise<CommitAnswer> {
  const [head = '', commit = '', parents = ''] = /^([0-9a-f]+)\0([0-9a-f ]*)[\n\0]?/.exec(text) ?? [];
  const changes = readRawDiff(text.slice(head.length));
  const paths = changes.map(({ path }) => path);
  const strange: string[] = [];
  for (const { path, newBlob } of changes) {
    const isReviewed =
      order.paths.includes(path) && (await holdsReviewed(git, order.reviewed.get(path), newBlob));
    if (!isReviewed) strange.push(path);
  }
  const isNext = parents.trim() === (order.parent ?? '');
  if (strange.length === 0 && isNext) return { kind: 'committed', commit, paths };
  return { kind: 'differs', commit, paths, strange };
}

async function holdsReviewed(
  git: Git,
  reviewed: ReviewedFile | undefined,
  blob: string | undefined,
): Promise<boolean> {
  if (!reviewed || blob === undefined) return !reviewed && blob === undefined;
  if (reviewed.blob === blob) return true;
  // Line ends and filters: git stores other bytes than those on disk. It tells itself which.
  const bytes = await readFile(join(git.location.workingTree, reviewed.path)).catch(() => undefined);
  if (!bytes || revisionOfBytes(bytes) !== reviewed.revision) return false;
  const stored = await git.ask(['hash-object', '--', reviewed.path]);
  return stored.stdout.toString('utf8').trim() === blob;
}

function joinByNul(paths: readonly string[]): string {
  return paths.map((path) => `${path}\0`).join('');
}
