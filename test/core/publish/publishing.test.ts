import { readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { blogOver, indexOf, makeBlog, textOf, tipOf } from '../../helpers/publishing.ts';
import { git, writeFiles } from '../../helpers/repository.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

describe('publishing to a bare remote', () => {
  it('says what would go', async () => {
    const blog = makeBlog(temporaryFolder(), { 'posts/first.md': '# First\n', 'images/old.png': 'old' });
    writeFiles(blog.tree, {
      'posts/first.md': '# First, again\n',
      'posts/second.md': '# Second\n\n![a](/images/new.png)\n',
      'images/new.png': 'new',
      'style.css': 'body {}',
    });
    const plan = await blog.publishing.plan();
    expect(plan).toMatchObject({
      branch: 'main',
      remote: 'origin',
      upstream: 'origin/main',
      ahead: 0,
      behind: 0,
      state: 'ready',
      blocked: undefined,
    });
    expect(
      plan.changes.map(({ path, kind, post, title, assets }) => ({ path, kind, post, title, assets })),
    ).toEqual([
      { path: 'posts/first.md', kind: 'changed', post: true, title: 'First, again', assets: [] },
      { path: 'posts/second.md', kind: 'new', post: true, title: 'Second', assets: ['images/new.png'] },
      { path: 'images/new.png', kind: 'new', post: false, title: undefined, assets: [] },
      { path: 'style.css', kind: 'new', post: false, title: undefined, assets: [] },
    ]);
  });

  it('publishes a changed post and says so only after the remote holds it', async () => {
    const blog = makeBlog(temporaryFolder());
    writeFiles(blog.tree, { 'posts/first.md': '# First, again\n' });
    const outcome = await blog.publish({ paths: ['posts/first.md'] });
    expect(outcome).toMatchObject({
      outcome: 'published',
      branch: 'main',
      remote: 'origin',
      paths: ['posts/first.md'],
      verified: true,
    });
    expect(outcome.commit).toBe(tipOf(blog.remote));
    expect(git(blog.remote, 'log', '-1', '--format=%s', 'main').trim()).toBe('Update “First, again”');
    expect(blog.progress.map(({ step }) => step).filter((step, at, all) => step !== all[at - 1])).toEqual([
      'checking',
      'committing',
      'pushing',
      'verifying',
      'done',
    ]);
  });

  it('takes exactly the post and what it uses, and leaves staged, changed, new and ignored files as they were', async () => {
    const blog = makeBlog(temporaryFolder(), {
      'posts/first.md': '# First\n',
      'posts/other.md': '# Other\n',
      'notes.txt': 'one\n',
      '.gitignore': 'secret.txt\n',
    });
    writeFiles(blog.tree, { 'notes.txt': 'staged\n', 'drawn.txt': 'staged new\n' });
    git(blog.tree, 'add', 'notes.txt', 'drawn.txt');
    writeFiles(blog.tree, {
      'posts/other.md': '# Other, unfinished\n',
      'posts/second.md': '# Second\n![x](images/a.png)\n',
      'images/a.png': 'picture',
      'images/unused.png': 'picture',
      'secret.txt': 'secret',
    });
    const before = indexOf(blog.tree);
    const outcome = await blog.publish({ paths: ['posts/second.md'] });
    expect(outcome).toMatchObject({ outcome: 'published', paths: ['images/a.png', 'posts/second.md'] });
    expect(git(blog.remote, 'show', '--name-only', '--format=', 'main').trim().split('\n')).toEqual([
      'images/a.png',
      'posts/second.md',
    ]);
    const after = indexOf(blog.tree);
    const kept = after.split('\0').filter((line) => !/(images\/a\.png|posts\/second\.md)$/.test(line));
    expect(kept.join('\0')).toBe(before);
    expect(git(blog.tree, 'status', '--porcelain', '-z').split('\0').filter(Boolean)).toEqual([
      'A  drawn.txt',
      'M  notes.txt',
      ' M posts/other.md',
      '?? images/unused.png',
    ]);
    expect(textOf(blog.tree, 'posts/other.md')).toBe('# Other, unfinished\n');
    expect(textOf(blog.tree, 'secret.txt')).toBe('secret');
  });

  it('publishes new, renamed and deleted posts, staged or not', async () => {
    const blog = makeBlog(temporaryFolder(), {
      'posts/a.md': '# A\nlong enough\n',
      'posts/b.md': '# B\nlong enough too\n',
      'posts/c.md': '# C\n',
      'posts/d.md': '# D\n',
    });
    git(blog.tree, 'mv', 'posts/a.md', 'posts/a2.md');
    git(blog.tree, 'rm', '-q', 'posts/c.md');
    renameSync(join(blog.tree, 'posts/b.md'), join(blog.tree, 'posts/b2.md'));
    rmSync(join(blog.tree, 'posts/d.md'));
    const plan = await blog.publishing.plan();
    expect(
      plan.changes.map(({ kind, path, previousPath, title }) => [kind, path, previousPath, title]),
    ).toEqual([
      ['renamed', 'posts/a2.md', 'posts/a.md', 'A'],
      ['renamed', 'posts/b2.md', 'posts/b.md', 'B'],
      ['deleted', 'posts/c.md', undefined, 'C'],
      ['deleted', 'posts/d.md', undefined, 'D'],
    ]);
    const outcome = await blog.publish({ paths: plan.changes.map(({ path }) => path) });
    expect(outcome.outcome).toBe('published');
    expect(git(blog.remote, 'ls-tree', '-r', '--name-only', 'main').trim().split('\n')).toEqual([
      'posts/a2.md',
      'posts/b2.md',
    ]);
    expect(git(blog.tree, 'status', '--porcelain')).toBe('');
  });

  it('knows a post that was moved and changed a little', async () => {
    const lines = Array.from({ length: 10 }, (_, at) => `Sentence ${at}.`).join('\n');
    const blog = makeBlog(temporaryFolder(), {
      'posts/old.md': `# Old\n${lines}\n`,
      'posts/else.md': '# Else\n',
    });
    renameSync(join(blog.tree, 'posts/old.md'), join(blog.tree, 'posts/new.md'));
    writeFiles(blog.tree, { 'posts/new.md': `# New\n${lines}\n`, 'posts/unlike.md': '# Something else\n' });
    expect((await blog.publishing.plan()).changes).toMatchObject([
      { path: 'posts/new.md', previousPath: 'posts/old.md', kind: 'renamed', title: 'New' },
      { path: 'posts/unlike.md', kind: 'new' },
    ]);
    expect((await blog.publishing.diff('posts/new.md')).published).toBe(`# Old\n${lines}\n`);
    expect(await blog.publish({ paths: ['posts/new.md'] })).toMatchObject({ outcome: 'published' });
    expect(git(blog.remote, 'ls-tree', '-r', '--name-only', 'main').trim().split('\n')).toEqual([
      'posts/else.md',
      'posts/new.md',
    ]);
  });

  it('publishes a post that was renamed in a commit that waits, and changed since', async () => {
    const lines = Array.from({ length: 10 }, (_, at) => `Sentence ${at}.`).join('\n');
    const blog = makeBlog(temporaryFolder(), { 'posts/old.md': `# Old\n${lines}\n` });
    git(blog.tree, 'mv', 'posts/old.md', 'posts/new.md');
    git(blog.tree, 'commit', '-q', '-m', 'Moved');
    writeFiles(blog.tree, { 'posts/new.md': `# New\n${lines}\n` });
    expect((await blog.publishing.plan()).changes).toMatchObject([
      { path: 'posts/new.md', previousPath: 'posts/old.md', kind: 'renamed' },
    ]);
    expect(await blog.publish({ paths: ['posts/new.md'] })).toMatchObject({ outcome: 'published' });
    expect(git(blog.remote, 'show', 'main:posts/new.md')).toBe(`# New\n${lines}\n`);
  });

  it('does not touch the index by looking', async () => {
    const blog = makeBlog(temporaryFolder());
    writeFiles(blog.tree, { 'posts/first.md': '# First, again\n' });
    const index = join(blog.tree, '.git', 'index');
    const before = { bytes: readFileSync(index), time: statSync(index).mtimeMs };
    await blog.publishing.summary();
    await blog.publishing.plan();
    await blog.publishing.diff('posts/first.md');
    expect({ bytes: readFileSync(index), time: statSync(index).mtimeMs }).toEqual(before);
  });

  it('works from a linked working tree', async () => {
    const parent = temporaryFolder();
    const first = makeBlog(parent);
    const tree = join(parent, 'linked');
    git(first.tree, 'worktree', 'add', '-q', tree, '-b', 'second');
    const gitFolder = join(first.tree, '.git', 'worktrees', 'linked');
    const blog = blogOver(parent, { tree, remote: first.remote }, { gitFolder });
    writeFiles(tree, { 'posts/first.md': '# Linked\n' });
    expect(await blog.publishing.summary()).toMatchObject({ branch: 'second', state: 'no-upstream' });
    expect(await blog.publish({ paths: ['posts/first.md'] })).toMatchObject({
      outcome: 'published',
      branch: 'second',
    });
    expect(git(first.tree, 'status', '--porcelain')).toBe('');
  });

  it('leaves out what a killed save has left, submodules and files that are nowhere', async () => {
    const blog = makeBlog(temporaryFolder());
    writeFiles(blog.tree, {
      'posts/.galley-12-0123456789ab.tmp': 'half',
      'posts/staged.md': '# Staged\n',
    });
    git(blog.tree, 'add', 'posts/staged.md');
    rmSync(join(blog.tree, 'posts/staged.md'));
    expect((await blog.publishing.plan()).changes).toEqual([]);
  });

  it('has nothing to publish where nothing differs, and has asked the remote', async () => {
    const blog = makeBlog(temporaryFolder());
    expect(await blog.publish({ paths: ['posts/first.md'] })).toMatchObject({
      outcome: 'nothing-to-publish',
      verified: true,
      commit: undefined,
    });
  });

  it('makes the first commit and sets the upstream of an unborn branch', async () => {
    const parent = temporaryFolder();
    const blog = makeBlog(parent);
    const fresh = join(parent, 'fresh');
    git(parent, 'init', '-q', '-b', 'main', fresh);
    git(parent, 'init', '-q', '--bare', join(parent, 'fresh.git'));
    git(fresh, 'remote', 'add', 'origin', join(parent, 'fresh.git'));
    writeFiles(fresh, { 'posts/one.md': '# One\n', 'posts/two.md': '# Two\n' });
    const { publishing, publish } = blogOver(parent, { tree: fresh });
    expect(await publishing.summary()).toMatchObject({ state: 'unborn', branch: 'main', remote: 'origin' });
    expect(await publish({ paths: ['posts/one.md'] })).toMatchObject({
      outcome: 'published',
      paths: ['posts/one.md'],
    });
    expect(git(fresh, 'rev-parse', '--abbrev-ref', '@{upstream}').trim()).toBe('origin/main');
    expect(blog).toBeDefined();
  });
});
