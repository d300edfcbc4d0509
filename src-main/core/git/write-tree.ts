import { asAppError } from './failures.ts';
import type { Git, GitOutcome } from './git.ts';

/** A file of a tree: its mode as git writes it (`100644`), and the name of its content. */
export interface TreeFile {
  mode: string;
  blob: string;
}

/**
 * Writes a tree that is another with some files put in or, where no file is given, taken out. Touches neither index nor
 * working tree.
 *
 * @returns name of the new tree
 * @throws AppError with the cause
 */
export async function changeTree(
  git: Git,
  tree: string,
  changes: ReadonlyMap<string, TreeFile | undefined>,
): Promise<string> {
  // Names need not be UTF-8: one character a byte keeps them as they are.
  const named = [...changes].map(([path, file]) => [Buffer.from(path).toString('latin1'), file] as const);
  return (await changeFolder(git, tree, new Map(named))) ?? writeEntries(git, []);
}

/** Writes a content. @returns its name */
export async function writeBlob(git: Git, content: string): Promise<string> {
  return nameFrom(await git.ask(['hash-object', '-w', '--stdin'], { input: Buffer.from(content) }));
}

async function changeFolder(
  git: Git,
  tree: string | undefined,
  changes: ReadonlyMap<string, TreeFile | undefined>,
): Promise<string | undefined> {
  const entries = tree === undefined ? new Map<string, string>() : await readEntries(git, tree);
  const below = new Map<string, Map<string, TreeFile | undefined>>();
  for (const [path, file] of changes) {
    const end = path.indexOf('/');
    if (end >= 0) {
      const inner = below.get(path.slice(0, end)) ?? new Map<string, TreeFile | undefined>();
      below.set(path.slice(0, end), inner.set(path.slice(end + 1), file));
    } else if (file) entries.set(path, `${file.mode} blob ${file.blob}`);
    else entries.delete(path);
  }
  for (const [name, inner] of below) {
    const written = await changeFolder(git, /^\d+ tree (.+)$/.exec(entries.get(name) ?? '')?.[1], inner);
    if (written === undefined) entries.delete(name);
    else entries.set(name, `040000 tree ${written}`);
  }
  return entries.size === 0 ? undefined : writeEntries(git, [...entries]);
}

async function readEntries(git: Git, tree: string): Promise<Map<string, string>> {
  const listed = (await git.readBytes(['ls-tree', '-z', tree])).toString('latin1');
  const lines = listed.split('\0').filter(Boolean);
  return new Map(
    lines.map((line) => [line.slice(line.indexOf('\t') + 1), line.slice(0, line.indexOf('\t'))]),
  );
}

async function writeEntries(git: Git, entries: readonly (readonly [string, string])[]): Promise<string> {
  const input = Buffer.from(entries.map(([name, what]) => `${what}\t${name}\0`).join(''), 'latin1');
  return nameFrom(await git.ask(['mktree', '-z', '--missing'], { input }));
}

function nameFrom({ stdout, failure }: GitOutcome): string {
  if (failure) throw asAppError(failure);
  return stdout.toString('utf8').trim();
}
