import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { git, makeRepository, writeFiles } from './repository.ts';

/** One blog, its remote, and the clone of somebody else who publishes to it too. */
export interface TwoAuthors {
  tree: string;
  remote: string;
  other: string;
}

/** Sets them up in a folder. */
export function makeTwoAuthors(parent: string, files: Record<string, string>): TwoAuthors {
  const { tree, remote } = makeRepository(parent, files);
  const other = join(parent, 'other');
  git(parent, 'clone', '-q', remote, other);
  return { tree, remote, other };
}

/** Somebody commits these texts, a file without text being taken away, and publishes them. */
export function publishFrom(tree: string, files: Record<string, string | undefined>, message: string): void {
  commitIn(tree, files, message);
  git(tree, 'push', '-q');
}

/** The same without publishing it. */
export function commitIn(tree: string, files: Record<string, string | undefined>, message: string): void {
  for (const [path, text] of Object.entries(files)) {
    if (text === undefined) rmSync(join(tree, path));
    else writeFiles(tree, { [path]: text });
  }
  git(tree, 'add', '-A');
  git(tree, 'commit', '-q', '--allow-empty', '-m', message);
}
