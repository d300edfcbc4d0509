import { AppError } from '../../common/errors.ts';
import { describeFailure } from './failures.ts';
import type { Git } from './git.ts';

/** A commit that changed a file, and what the file was called there. */
export interface FileCommit {
  commit: string;
  /** ISO 8601 with the author's offset. */
  date: string;
  author: string;
  /** The whole message. */
  message: string;
  /** Path in that commit. */
  path: string;
  /** Whether the commit took the file away: then there is no text to read. */
  removed: boolean;
}

/** Control characters that begin a commit in what we let git print; no message of git's own holds them so. */
const start = '\u0001galley\u0001';

/** The commits that changed a file, newest first, through its renames. Empty where there is no commit yet. */
export async function readFileHistory(git: Git, path: string): Promise<FileCommit[]> {
  const head = await git.ask(['rev-parse', '--verify', '--quiet', 'HEAD']);
  if (head.exitCode !== 0) return [];
  const format = '--format=tformat:%x01galley%x01%H%x00%aI%x00%an%x00%B%x00';
  const plain = ['--no-show-signature', '--no-color', '--no-notes', '--encoding=UTF-8', '--no-ext-diff'];
  const text = await git.read([
    ...['log', '--follow', '-M', '--name-status', '-z', format, ...plain, '--no-textconv'],
    ...['HEAD', '--', path],
  ]);
  return parseFileHistory(text, path);
}

/** Reads what `readFileHistory` lets git print. A merge names no file: it is called there as it was just after. */
export function parseFileHistory(text: string, path: string): FileCommit[] {
  let current = path;
  return text
    .split(start)
    .slice(1)
    .map((record) => {
      const [commit = '', date = '', author = '', message = '', ...rest] = record.split('\0');
      const [status = '', ...paths] = rest.filter((field) => field.trim() !== '');
      const here = paths.at(-1) ?? current;
      // Older commits know it by the name that it was renamed from.
      current = paths[0] ?? here;
      return { commit, date, author, message: message.trim(), path: here, removed: status.trim() === 'D' };
    });
}

/**
 * A file as a commit holds it, with the line ends that git would give it on disk; undefined where it has none.
 *
 * @throws AppError with the cause
 */
export async function readFileAt(git: Git, commit: string, path: string): Promise<Buffer | undefined> {
  const object = `${commit}:${path}`;
  const kind = await git.ask(['cat-file', '-t', object]);
  if (kind.exitCode !== 0 || kind.stdout.toString('utf8').trim() !== 'blob') return undefined;
  const found = await git.ask(['cat-file', '--filters', object]);
  if (!found.failure) return found.stdout;
  const { message, next, detail } = describeFailure(found.failure.cause, found.failure.detail);
  throw new AppError('git-failed', { message, next, detail });
}

/** The full name of a commit; undefined where there is none of that name. Only what git itself gives out is taken. */
export async function findCommit(git: Git, name: string): Promise<string | undefined> {
  if (!/^[0-9a-f]{4,64}$/.test(name)) return undefined;
  const found = await git.ask(['rev-parse', '--verify', '--quiet', `${name}^{commit}`]);
  return found.exitCode === 0 ? found.stdout.toString('utf8').trim() : undefined;
}
