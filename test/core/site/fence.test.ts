import { mkdirSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fencePath } from '../../../src-main/core/site/fence.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

/** A blog with a secret beside it. */
function blogWithNeighbour(): { root: string; secret: string } {
  const folder = temporaryFolder();
  const root = join(folder, 'blog');
  mkdirSync(join(root, 'posts'), { recursive: true });
  mkdirSync(join(root, '.git'));
  writeFileSync(join(root, '.git', 'config'), 'secret');
  writeFileSync(join(root, 'posts', 'a.md'), 'a');
  writeFileSync(join(folder, 'secret.md'), 'secret');
  mkdirSync(join(folder, 'blog-other'));
  return { root, secret: join(folder, 'secret.md') };
}

const outside = { code: 'path-outside-site' };

const traversals = [
  '',
  '.',
  '..',
  '../secret.md',
  'posts/../../secret.md',
  'posts/..',
  './posts/a.md',
  'posts/./a.md',
  'posts//a.md',
  '/etc/passwd',
  '//etc/passwd',
  'posts/',
  '..\\secret.md',
  'posts\\..\\..\\secret.md',
  'C:\\Windows\\win.ini',
  'c:/Windows/win.ini',
  'C:',
  'posts/a.md\0.png',
  '\0',
  '.git/config',
  '.GIT/config',
  '.Git/config',
  '.git./config',
  '.git /config',
  '.git::$INDEX_ALLOCATION/config',
  'git~1/config',
  '.g\u200cit/config',
  'posts/.git/hooks/post-commit',
  '.git',
];

describe('the fence around a blog', () => {
  it.each(traversals)('refuses %j', async (path) => {
    await expect(fencePath(blogWithNeighbour().root, path)).rejects.toMatchObject(outside);
  });

  it('lets the blog’s own files through, there or not yet', async () => {
    const { root } = blogWithNeighbour();
    const there = await fencePath(root, 'posts/a.md');
    expect(there).toMatchObject({ exists: true, real: realpathSync(join(root, 'posts', 'a.md')) });
    const new_ = await fencePath(root, 'posts/2024/new.md');
    expect(new_).toMatchObject({ exists: false, real: join(root, 'posts', '2024', 'new.md') });
  });

  it.each([
    'a b.md',
    '日本語.md',
    'été.md',
    '-rf.md',
    '.hidden.md',
    '..md',
    'a..b.md',
    '#.md',
    '%2e%2e.md',
    '.gitignore',
    '.github/a.md',
  ])('lets the unusual name %j through', async (name) => {
    const { root } = blogWithNeighbour();
    await expect(fencePath(root, `posts/${name}`)).resolves.toMatchObject({ exists: false });
  });

  it('says where the blog’s own folder has gone', async () => {
    const { root } = blogWithNeighbour();
    rmSync(root, { recursive: true });
    await expect(fencePath(root, 'posts/a.md')).rejects.toMatchObject({ code: 'folder-missing' });
  });

  it('follows links inside, to the file that they name', async () => {
    const { root } = blogWithNeighbour();
    symlinkSync('posts/a.md', join(root, 'link.md'));
    symlinkSync('link.md', join(root, 'chain.md'));
    expect((await fencePath(root, 'chain.md')).real).toBe(join(root, 'posts', 'a.md'));
  });

  it('refuses links that lead out, to nothing, in a circle or into git’s folder', async () => {
    const { root, secret } = blogWithNeighbour();
    symlinkSync(secret, join(root, 'out.md'));
    symlinkSync('..', join(root, 'up'));
    symlinkSync('../blog-other', join(root, 'sibling'));
    symlinkSync('nowhere.md', join(root, 'dangling.md'));
    symlinkSync('../new.md', join(root, 'dangling-out.md'));
    symlinkSync('loop-b.md', join(root, 'loop-a.md'));
    symlinkSync('loop-a.md', join(root, 'loop-b.md'));
    symlinkSync('.git', join(root, 'store'));
    const paths = [
      'out.md',
      'up/secret.md',
      'up/new.md',
      'sibling/new.md',
      'dangling.md',
      'dangling-out.md',
      'loop-a.md',
      'store/config',
      'store/new',
    ];
    for (const path of paths) await expect(fencePath(root, path), path).rejects.toMatchObject(outside);
  });
});
