import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Blog, makeBlog } from './publishing.ts';
import { git, writeFiles } from './repository.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** The post that both change. */
export const POST = 'posts/first.md';

/** A post of these paragraphs. */
export const paragraphs = (...texts: string[]) =>
  `---\ntitle: First\ntags: [a]\n---\n\n${texts.join('\n\n')}\n`;

/** The post as both had it. */
export const base = paragraphs('One.', 'Two.', 'Three.');

/** Two clones of one remote: ours has published commits waiting, and somebody else was first. */
export function parted(
  changes: { ours: Record<string, string | undefined>; theirs: Record<string, string | undefined> },
  files: Record<string, string> = { [POST]: base, 'notes.txt': 'one\n', 'config.yml': 'a: 1\nb: 2\n' },
): Blog {
  const parent = temporaryFolder();
  const blog = makeBlog(parent, files);
  const other = join(parent, 'other');
  git(parent, 'clone', '-q', blog.remote, other);
  commitAll(other, changes.theirs, 'Theirs');
  git(other, 'push', '-q');
  commitAll(blog.tree, changes.ours, 'Ours');
  return blog;
}

/** Commits everything in a working tree, with these files changed or, where they are undefined, deleted. */
export function commitAll(tree: string, files: Record<string, string | undefined>, message: string): void {
  for (const [path, text] of Object.entries(files)) {
    if (text === undefined) rmSync(join(tree, path));
    else writeFiles(tree, { [path]: text });
  }
  git(tree, 'add', '-A');
  git(tree, 'commit', '-q', '--allow-empty', '-m', message);
}

/** Everything that an author could see or lose: index, branch, states under way, files. */
export function stateOf(tree: string) {
  const folder = join(tree, '.git');
  const marks = readdirSync(folder).filter(
    (name) => !/^(FETCH_HEAD|ORIG_HEAD|objects|logs|refs)$/.test(name),
  );
  return {
    marks,
    index: readFileSync(join(folder, 'index')).toString('base64'),
    head: git(tree, 'rev-parse', 'HEAD'),
    branches: git(tree, 'for-each-ref', 'refs/heads'),
    status: git(tree, 'status', '--porcelain=v2', '--untracked-files=all'),
    files: Object.fromEntries(
      git(tree, 'ls-files', '-z', '-c', '-o')
        .split('\0')
        .filter(Boolean)
        .map((path) => [path, readFileSync(join(tree, path), 'latin1')]),
    ),
  };
}
