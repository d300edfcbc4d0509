import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { blogOver } from '../../helpers/publishing.ts';
import { writeScript } from '../../helpers/remotes/hooks.ts';
import { git, gitEnvironment, makeRepository, writeFiles } from '../../helpers/repository.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

/** A blog whose git writes down every command that it is started with. */
function countedBlog(files: Record<string, string>) {
  const parent = temporaryFolder();
  const made = makeRepository(parent, files);
  const bin = join(parent, 'bin');
  const log = join(parent, 'log');
  mkdirSync(bin);
  const real = join(git(parent, '--exec-path').trim(), 'git');
  // Only the git that we start: one that git starts itself finds another PATH first.
  writeScript(
    join(bin, 'git'),
    `for each; do printf '%s ' "$each"; done >> '${log}'; echo >> '${log}'; exec '${real}' "$@"`,
  );
  const blog = blogOver(parent, made, { environment: { PATH: `${bin}:${gitEnvironment.PATH}` } });
  const commands = () =>
    readFileSync(log, 'utf8')
      .split('\n')
      .map((line) => line.replace(/-c \S+ /g, '').split(' ')[0])
      .filter(Boolean);
  return { ...blog, commands };
}

/** The commands from the first that prepares the commit to the end of the push, by name. */
function betweenCommitAndPush(commands: (string | undefined)[]): (string | undefined)[] {
  const ofCommit = ['add', 'commit', 'diff-tree'];
  const first = commands.findIndex((command) => ofCommit.includes(command ?? ''));
  // The one that tells what the commit holds is started while that is made: which of the two is first is open.
  return commands.slice(first, commands.indexOf('push') + 1).sort();
}

describe('the number of git processes from the commit to the end of the push', () => {
  it('is three for a post that git knows', async () => {
    const blog = countedBlog({ 'posts/first.md': '# First\n' });
    writeFiles(blog.tree, { 'posts/first.md': '# Again\n' });
    expect(await blog.publish({ paths: ['posts/first.md'] })).toMatchObject({ outcome: 'published' });
    expect(betweenCommitAndPush(blog.commands())).toEqual(['commit', 'diff-tree', 'push']);
    expect(blog.commands().at(-1)).toBe('ls-remote');
  });

  it('is four for a new one', async () => {
    const blog = countedBlog({ 'posts/first.md': '# First\n' });
    writeFiles(blog.tree, { 'posts/second.md': '# Second\n' });
    expect(await blog.publish({ paths: ['posts/second.md'] })).toMatchObject({ outcome: 'published' });
    expect(betweenCommitAndPush(blog.commands())).toEqual(['add', 'commit', 'diff-tree', 'push']);
  });

  it('is never one that forces, resets, stashes or skips hooks', async () => {
    const blog = countedBlog({ 'posts/first.md': '# First\n' });
    writeFiles(blog.tree, { 'posts/first.md': '# Again\n' });
    await blog.publish({ paths: ['posts/first.md'] });
    await blog.bringIn();
    expect(blog.commands().join('\n')).not.toMatch(/reset|stash|checkout|clean|gc/);
  });
});
