import { existsSync } from 'node:fs';
import { lstat, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../../../common/errors.ts';
import type { UnfinishedOperation } from '../../../common/publish/ways-out.ts';
import { asAppError } from '../../git/failures.ts';
import type { Git } from '../../git/git.ts';
import { readRawDiff } from '../../git/read-status.ts';

/** What calling an operation off would come to. */
export interface Abort {
  operation: UnfinishedOperation;
  /** Files that go back to how they were before. */
  paths: string[];
  /** Texts that stand in no commit: they must be kept before. */
  texts: { path: string; text: string }[];
}

/** Git’s marks of each operation, and how git itself calls it off. */
const operations: readonly { marks: readonly string[]; operation: UnfinishedOperation | 'patches' }[] = [
  { marks: ['rebase-merge'], operation: 'rebase' },
  { marks: ['rebase-apply/applying'], operation: 'patches' },
  { marks: ['rebase-apply'], operation: 'rebase' },
  { marks: ['BISECT_LOG'], operation: 'bisect' },
  { marks: ['MERGE_HEAD'], operation: 'merge' },
  { marks: ['CHERRY_PICK_HEAD'], operation: 'cherry-pick' },
  { marks: ['REVERT_HEAD'], operation: 'revert' },
];

/**
 * What calling the unfinished operation off would do, where git can and nothing of the author’s would be lost: every
 * byte that would leave the working tree stands in a commit, or is the text of a post, which is kept first.
 *
 * @returns undefined where that is not so, or not known
 */
export async function planAbort(git: Git, isPost: (path: string) => boolean): Promise<Abort | undefined> {
  const operation = soleOperation(git.location.gitFolder);
  if (operation === undefined || operation === 'patches') return undefined;
  try {
    return await judge(git, operation, isPost);
  } catch (error) {
    if (error instanceof AppError) return undefined;
    throw error;
  }
}

function soleOperation(gitFolder: string): UnfinishedOperation | 'patches' | undefined {
  const has = (name: string): boolean => existsSync(join(gitFolder, name));
  const [first, second] = operations.filter(({ marks }) => marks.some(has));
  // A rebase stops with the mark of the commit that it is at; anything else at once is nothing that we know.
  const isPartOfIt =
    second === undefined ||
    (first?.operation === 'rebase' && second.operation === 'cherry-pick') ||
    (first?.operation === 'patches' && second.operation === 'rebase');
  return isPartOfIt ? first?.operation : undefined;
}

async function judge(
  git: Git,
  operation: UnfinishedOperation,
  isPost: (path: string) => boolean,
): Promise<Abort | undefined> {
  const target = await targetOf(git, operation);
  if (target === undefined || (await leavesCommits(git, operation, target))) return undefined;
  if (await hidesFiles(git, target)) return undefined;
  // A bisect keeps every change, or refuses to go back.
  if (operation === 'bisect') return { operation, paths: [], texts: [] };
  const paths = await pathsGoingBack(git, operation);
  const texts = await textsInNoCommit(git, paths, [target, ...(await otherSides(git))], isPost);
  return texts && { operation, paths, texts };
}

/** The commit that git goes back to. */
async function targetOf(git: Git, operation: UnfinishedOperation): Promise<string | undefined> {
  const firstLine = (name: string) => firstLineOf(git, name);
  switch (operation) {
    case 'rebase':
      return (await firstLine('rebase-merge/orig-head')) ?? (await firstLine('rebase-apply/orig-head'));
    case 'bisect': {
      const start = await firstLine('BISECT_START');
      return start && commitOf(git, start);
    }
    case 'cherry-pick':
    case 'revert':
      // Of several, those that are done already would be taken back with it.
      return (await firstLine('sequencer/head')) ?? commitOf(git, 'HEAD');
    case 'merge':
      return commitOf(git, 'HEAD');
  }
}

async function firstLineOf({ location }: Git, name: string): Promise<string | undefined> {
  const text = await readFile(join(location.gitFolder, name), 'utf8').catch(() => '');
  return text.split('\n')[0]?.trim() || undefined;
}

async function commitOf(git: Git, name: string): Promise<string | undefined> {
  const answer = await git.read(['rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`]);
  return answer.trim() || undefined;
}

/** Whether commits made since would hang on nothing. */
async function leavesCommits(git: Git, operation: UnfinishedOperation, target: string): Promise<boolean> {
  const head = await commitOf(git, 'HEAD');
  if (head === undefined) return true;
  if (head === target) return false;
  if (operation === 'rebase') {
    // `+` marks what the branch does not have in the same form: made or changed by hand.
    const onto =
      (await firstLineOf(git, 'rebase-merge/onto')) ?? (await firstLineOf(git, 'rebase-apply/onto'));
    return onto === undefined || /^\+/m.test(await git.read(['cherry', target, head, onto]));
  }
  if (operation !== 'bisect') return true;
  const names = ['refs/heads', 'refs/remotes', 'refs/tags'];
  return (await git.read(['for-each-ref', '--count=1', `--contains=${head}`, ...names])).trim() === '';
}

/** Whether a file that git does not know stands where going back would put one. */
async function hidesFiles(git: Git, target: string): Promise<boolean> {
  const range = ['diff', '--raw', '-z', '--no-renames', '--no-abbrev', '--diff-filter=A'];
  const added = readRawDiff(await git.read([...range, 'HEAD', target, '--']));
  const known = new Set((await git.read(['ls-files', '-z'])).split('\0'));
  for (const { path } of added) {
    const found = await lstat(join(git.location.workingTree, path)).catch(() => undefined);
    if (found && !known.has(path)) return true;
  }
  return false;
}

/** `git reset --merge` takes back what is in the index, a rebase all that differs. */
async function pathsGoingBack(git: Git, operation: UnfinishedOperation): Promise<string[]> {
  const list = async (...args: string[]): Promise<string[]> =>
    (await git.read(['diff', '--name-only', '-z', '--no-renames', '--no-ext-diff', ...args, 'HEAD', '--']))
      .split('\0')
      .filter(Boolean);
  const staged = await list('--cached');
  const changed = operation === 'rebase' ? await list('--ignore-submodules=all') : [];
  return [...new Set([...staged, ...changed])].sort();
}

async function otherSides(git: Git): Promise<string[]> {
  const names = ['HEAD', 'MERGE_HEAD', 'CHERRY_PICK_HEAD', 'REVERT_HEAD', 'REBASE_HEAD'];
  const found = await Promise.all(names.map((name) => commitOf(git, name).catch(() => undefined)));
  return found.filter((commit) => commit !== undefined);
}

/** Undefined where something would be lost that cannot be kept as the text of a post. */
async function textsInNoCommit(
  git: Git,
  paths: readonly string[],
  commits: readonly string[],
  isPost: (path: string) => boolean,
): Promise<Abort['texts'] | undefined> {
  const texts: Abort['texts'] = [];
  for (const path of paths) {
    const committed = await blobsAt(git, path, commits);
    for (const bytes of await bytesOf(git, path)) {
      if (committed.has(bytes.blob)) continue;
      const text = isPost(path) ? textOf(bytes.bytes) : undefined;
      if (text === undefined) return undefined;
      if (!texts.some((known) => known.path === path && known.text === text)) texts.push({ path, text });
    }
  }
  return texts;
}

async function blobsAt(git: Git, path: string, commits: readonly string[]): Promise<Set<string>> {
  const found = new Set<string>();
  for (const commit of new Set(commits)) {
    const line = await git.read(['ls-tree', '-z', commit, '--', path]);
    const blob = /^\d+ blob ([0-9a-f]+)\t/.exec(line)?.[1];
    if (blob) found.add(blob);
  }
  return found;
}

interface Held {
  blob: string;
  bytes: Buffer;
}

/** What the working tree and the index hold of a file. The other sides of a conflict stand in commits. */
async function bytesOf(git: Git, path: string): Promise<Held[]> {
  const held: Held[] = [];
  const absolute = join(git.location.workingTree, path);
  const found = await lstat(absolute).catch(() => undefined);
  if (found && !found.isFile()) throw new AppError('git-failed');
  if (found) {
    const stored = await git.ask(['hash-object', '--', path]);
    if (stored.failure) throw asAppError(stored.failure);
    held.push({ blob: stored.stdout.toString('utf8').trim(), bytes: await readFile(absolute) });
  }
  const staged = /^\d+ ([0-9a-f]+) 0\t/.exec(await git.read(['ls-files', '-s', '-z', '--', path]))?.[1];
  if (staged && !held.some(({ blob }) => blob === staged) && !/^0+$/.test(staged))
    held.push({ blob: staged, bytes: await git.readBytes(['cat-file', 'blob', staged]) });
  return held;
}

function textOf(bytes: Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** What is asked before: what goes back, and what is kept. */
export function effectsOf({ operation, paths, texts }: Abort): string[] {
  const kept = [...new Set(texts.map(({ path }) => path))];
  return [
    operation === 'bisect'
      ? 'You are back on the branch that the search was started from. Your changes stay as they are.'
      : paths.length === 0
        ? `No file changes; only the ${operation} is called off.`
        : `${inWords(paths)} ${paths.length === 1 ? 'goes' : 'go'} back to how ${paths.length === 1 ? 'it was' : 'they were'} before the ${operation}.`,
    ...(kept.length > 0
      ? [
          `What ${inWords(kept)} ${kept.length === 1 ? 'says' : 'say'} now is kept on this computer, in the history of the post.`,
        ]
      : []),
    ...(operation === 'bisect' ? [] : ['All other files stay as they are, and no version is lost.']),
  ];
}

function inWords(paths: readonly string[]): string {
  const [shown, rest] = [paths.slice(0, 4), paths.length - 4];
  return rest > 0 ? `${shown.join(', ')} and ${rest} more` : shown.join(', ');
}

/**
 * Calls the operation off as git does, after the texts that stand in no commit were kept.
 *
 * @param keep keeps a text, and answers whether it is kept
 * @throws AppError where it is another operation by now, something would be lost, or git refuses
 */
export async function abortOperation(
  git: Git,
  tools: { isPost(path: string): boolean; keep(path: string, text: string): Promise<boolean> },
  operation: UnfinishedOperation,
): Promise<void> {
  const plan = await planAbort(git, tools.isPost);
  if (plan?.operation !== operation)
    throw new AppError('git-failed', {
      message: `The ${operation} cannot be called off here without losing something, or there is none any more.`,
      next: [
        `Look at it with “git status” in a terminal, and finish it or call it off there (“${commandOf(operation).join(' ')}”).`,
      ],
    });
  for (const { path, text } of plan.texts) {
    if (!(await tools.keep(path, text)))
      throw new AppError('write-refused', {
        message: `Your text of ${path} could not be kept elsewhere, so nothing was changed.`,
      });
  }
  const outcome = await git.act(commandOf(operation).slice(1));
  if (outcome.failure) throw asAppError(outcome.failure);
}

/** How git itself does it. */
function commandOf(operation: UnfinishedOperation): string[] {
  return operation === 'bisect' ? ['git', 'bisect', 'reset'] : ['git', operation, '--abort'];
}
