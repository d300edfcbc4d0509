import { existsSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createGit } from '../../../src-main/core/git/git.ts';
import { exportCommit } from '../../../src-main/core/publish-site/export-commit.ts';
import { git, gitEnvironment, makeRepository, writeFiles } from '../../helpers/repository.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

function prepare(files: Record<string, string>) {
  const parent = temporaryFolder();
  const { tree } = makeRepository(parent, files);
  const folder = join(parent, 'export', 'files');
  const runner = createGit({
    location: { workingTree: tree, gitFolder: join(tree, '.git') },
    environment: gitEnvironment,
  });
  const run = (within = '') => exportCommit(runner, { commit: 'HEAD', within, folder });
  const read = (path: string) => readFileSync(join(folder, path), 'utf8');
  return { tree, folder, run, read };
}

describe('exportCommit', () => {
  it('lays out what was committed, not what lies on the disk', async () => {
    const { tree, folder, run, read } = prepare({
      'posts/a.md': 'A\n',
      'assets/ü x.txt': 'x\r\n',
      'empty.md': '',
    });
    writeFiles(tree, { 'posts/a.md': 'not yet\n', 'posts/b.md': 'new\n' });
    git(tree, 'add', 'posts/b.md');
    await run();
    expect(read('posts/a.md')).toBe('A\n');
    expect(read('assets/ü x.txt')).toBe('x\r\n');
    expect(read('empty.md')).toBe('');
    expect(readdirSync(join(folder, 'posts'))).toEqual(['a.md']);
  });

  it('writes only what changed, and takes away what is gone', async () => {
    const { tree, folder, run, read } = prepare({
      'posts/a.md': 'A\n',
      'posts/b.md': 'B\n',
      'deep/er/c.md': 'C\n',
    });
    await run();
    const before = statSync(join(folder, 'posts/a.md'), { bigint: true }).mtimeNs;
    git(tree, 'rm', '-rq', 'deep');
    writeFiles(tree, { 'posts/b.md': 'B2\n' });
    git(tree, 'commit', '-qam', 'Change');
    await run();
    expect(statSync(join(folder, 'posts/a.md'), { bigint: true }).mtimeNs).toBe(before);
    expect(read('posts/b.md')).toBe('B2\n');
    expect(existsSync(join(folder, 'deep'))).toBe(false);
  });

  it('lets a folder take the place of a file and back', async () => {
    const { tree, run, read } = prepare({ 'posts/a': 'file\n' });
    await run();
    rmSync(join(tree, 'posts/a'));
    writeFiles(tree, { 'posts/a/index.md': 'folder\n' });
    git(tree, 'add', '-A');
    git(tree, 'commit', '-qm', 'Folder');
    await run();
    expect(read('posts/a/index.md')).toBe('folder\n');
    git(tree, 'revert', '--no-edit', 'HEAD');
    await run();
    expect(read('posts/a')).toBe('file\n');
  });

  it('lays out one folder of a repository', async () => {
    const { folder, run } = prepare({
      'blog/galley.yml': 'title: x\n',
      'other/secret.md': 's\n',
      'blog.md': 'b\n',
    });
    await run('blog');
    expect(readdirSync(folder)).toEqual(['galley.yml']);
  });

  it('follows no link out of the export', async () => {
    const { tree, folder, run } = prepare({ 'posts/a.md': 'A\n' });
    symlinkSync('/etc/hostname', join(tree, 'posts/host.md'));
    git(tree, 'add', '-A');
    git(tree, 'commit', '-qm', 'Link');
    await run();
    expect(readdirSync(join(folder, 'posts'))).toEqual(['a.md']);
  });
});
