import { readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { mergedText } from '../../../src-main/common/posts/merge-post.ts';
import { base, commitAll, POST, paragraphs, parted, stateOf } from '../../helpers/parted.ts';
import { type Blog, textOf } from '../../helpers/publishing.ts';
import { writeHook } from '../../helpers/remotes/hooks.ts';
import { git, writeFiles } from '../../helpers/repository.ts';

function expectJoined(blog: Blog): void {
  expect(git(blog.tree, 'log', '-1', '--format=%p').trim().split(' ')).toHaveLength(2);
  expect(git(blog.tree, 'fsck', '--strict', '--no-dangling')).toBe('');
  expect(readdirSync(join(blog.tree, '.git'))).not.toContain('MERGE_HEAD');
}

describe('changes of two people to one post', () => {
  it('are brought together by field and paragraph where git’s lines would conflict', async () => {
    const front = (tags: string, title: string) => `---\ntitle: ${title}\ntags: ${tags}\n---\n\nOne.\n`;
    const blog = parted(
      { ours: { [POST]: front('[a]', 'Mine') }, theirs: { [POST]: front('[a, b]', 'First') } },
      { [POST]: front('[a]', 'First') },
    );
    expect(await blog.bringIn()).toMatchObject({ kind: 'brought-in', paths: [POST] });
    expect(textOf(blog.tree, POST)).toBe(front('[a, b]', 'Mine'));
    expect(git(blog.tree, 'status', '--porcelain')).toBe('');
    expectJoined(blog);
    expect(await blog.publish({ paths: [] })).toMatchObject({ outcome: 'published' });
    expect(git(blog.remote, 'show', `main:${POST}`)).toBe(front('[a, b]', 'Mine'));
  });

  it('leave what is staged and changed elsewhere as it is', async () => {
    const blog = parted({
      ours: { [POST]: base.replace('title: First', 'title: Mine') },
      theirs: { [POST]: base.replace('[a]', '[b]') },
    });
    writeFiles(blog.tree, { 'staged.txt': 'staged\n', 'notes.txt': 'loose\n' });
    git(blog.tree, 'add', 'staged.txt');
    expect(await blog.bringIn()).toMatchObject({ kind: 'brought-in' });
    expect(git(blog.tree, 'status', '--porcelain').split('\n').filter(Boolean)).toEqual([
      ' M notes.txt',
      'A  staged.txt',
    ]);
    expectJoined(blog);
  });

  it('come back as parts to decide where they meet, and nothing has changed', async () => {
    const blog = parted({
      ours: { [POST]: base.replace('Two.', 'Mine.'), 'mine.txt': 'x\n' },
      theirs: { [POST]: base.replace('Two.', 'Theirs.').replace('[a]', '[b]'), 'theirs.txt': 'y\n' },
    });
    writeFiles(blog.tree, { 'staged.txt': 'staged\n', 'loose.txt': 'loose\n' });
    git(blog.tree, 'add', 'staged.txt');
    const before = stateOf(blog.tree);
    const outcome = await blog.bringIn();
    expect(outcome).toMatchObject({ kind: 'conflict', paths: [] });
    expect(stateOf(blog.tree)).toEqual(before);
    const [conflict] = outcome.conflicts ?? [];
    expect(conflict).toMatchObject({ path: POST, removedBy: undefined });
    const open = conflict?.parts.filter(({ kind }) => kind === 'conflict') ?? [];
    expect(open).toMatchObject([
      { base: 'Two.', ours: 'Mine.', theirs: 'Theirs.', where: { kind: 'paragraph' } },
    ]);
    // The author calls it off by doing nothing: what waits to be sent still does, and writing goes on.
    expect(await blog.publishing.plan()).toMatchObject({ state: 'ready', ahead: 1, behind: 1 });

    const text = mergedText(conflict?.parts ?? [], () => 'both');
    expect(await blog.resolve([{ path: POST, text }])).toMatchObject({
      kind: 'brought-in',
      message: 'What others published is here now: 2 files have changed.',
    });
    expect(textOf(blog.tree, POST)).toContain('tags: [b]');
    expect(textOf(blog.tree, POST)).toMatch(/Mine\.\s+Theirs\./);
    expect(git(blog.tree, 'status', '--porcelain').split('\n').filter(Boolean)).toEqual([
      'A  staged.txt',
      '?? loose.txt',
    ]);
    expectJoined(blog);
    expect(await blog.publish({ paths: [] })).toMatchObject({ outcome: 'published' });
  });

  it('are decided for a post that one of them has deleted', async () => {
    for (const text of [undefined, 'kept\n']) {
      const blog = parted({ ours: { [POST]: undefined }, theirs: { [POST]: `${base}More.\n` } });
      const before = stateOf(blog.tree);
      const outcome = await blog.bringIn();
      expect(outcome.conflicts).toMatchObject([{ path: POST, removedBy: 'ours' }]);
      expect(stateOf(blog.tree)).toEqual(before);
      expect(await blog.resolve([{ path: POST, text }])).toMatchObject({ kind: 'brought-in' });
      expect(git(blog.tree, 'ls-files', POST).trim()).toBe(text === undefined ? '' : POST);
      expectJoined(blog);
    }
  });

  it('are decided as a whole for files that are no posts', async () => {
    const blog = parted({ ours: { 'config.yml': 'a: 2\nb: 2\n' }, theirs: { 'config.yml': 'a: 3\nb: 2\n' } });
    const { conflicts } = await blog.bringIn();
    expect(conflicts).toMatchObject([
      {
        path: 'config.yml',
        parts: [{ ours: 'a: 2\nb: 2\n', theirs: 'a: 3\nb: 2\n', where: { kind: 'post' } }],
      },
    ]);
  });

  it('are decided by taking one version whole where they are no text', async () => {
    for (const take of ['ours', 'theirs'] as const) {
      const blog = parted(
        { ours: { 'a.png': '\0ours' }, theirs: { 'a.png': '\0theirs' } },
        { 'a.png': '\0' },
      );
      const before = stateOf(blog.tree);
      const { kind, conflicts } = await blog.bringIn();
      expect(kind).toBe('conflict');
      expect(conflicts).toMatchObject([{ path: 'a.png', removedBy: undefined, parts: [] }]);
      const versions = conflicts?.[0]?.versions;
      expect(git(blog.tree, 'show', `${versions?.ours}:a.png`)).toBe('\0ours');
      expect(git(blog.tree, 'show', `${versions?.theirs}:a.png`)).toBe('\0theirs');
      expect(stateOf(blog.tree)).toEqual(before);
      await expect(blog.resolve([{ path: 'a.png', text: 'x' }])).rejects.toMatchObject({ code: 'bad-input' });
      expect(await blog.resolve([{ path: 'a.png', take }])).toMatchObject({ kind: 'brought-in' });
      expect(textOf(blog.tree, 'a.png')).toBe(`\0${take}`);
      expectJoined(blog);
    }
  });

  it('are decided for a file without text that one of them has deleted', async () => {
    for (const take of ['ours', 'theirs'] as const) {
      const blog = parted(
        { ours: { 'a.png': undefined }, theirs: { 'a.png': '\0theirs' } },
        { 'a.png': '\0' },
      );
      const { conflicts } = await blog.bringIn();
      expect(conflicts).toMatchObject([{ path: 'a.png', removedBy: 'ours', parts: [] }]);
      expect(await blog.resolve([{ path: 'a.png', take }])).toMatchObject({ kind: 'brought-in' });
      expect(git(blog.tree, 'ls-files', 'a.png').trim()).toBe(take === 'ours' ? '' : 'a.png');
      expectJoined(blog);
    }
  });

  it('are a conflict for another program where a file is a link', async () => {
    const blog = parted({ ours: {}, theirs: { 'a.txt': 'theirs\n' } }, { 'a.txt': 'one\n', 'b.txt': 'b\n' });
    rmSync(join(blog.tree, 'a.txt'));
    symlinkSync('b.txt', join(blog.tree, 'a.txt'));
    git(blog.tree, 'add', '-A');
    git(blog.tree, 'commit', '-q', '-m', 'A link');
    const before = stateOf(blog.tree);
    const outcome = await blog.bringIn();
    expect(outcome).toMatchObject({ kind: 'conflict' });
    expect(outcome.message).toContain('a.txt');
    expect(outcome.conflicts).toBeUndefined();
    expect(stateOf(blog.tree)).toEqual(before);
  });

  it('follow a post that one of them has renamed', async () => {
    const long = paragraphs(...Array.from({ length: 8 }, (_, at) => `Paragraph ${at}.`));
    const blog = parted(
      {
        ours: { [POST]: undefined, 'posts/renamed.md': long.replace('title: First', 'title: Mine') },
        theirs: { [POST]: long.replace('tags: [a]', 'tags: [b]') },
      },
      { [POST]: long },
    );
    expect(await blog.bringIn()).toMatchObject({ kind: 'brought-in' });
    expect(textOf(blog.tree, 'posts/renamed.md')).toBe(
      long.replace('title: First', 'title: Mine').replace('tags: [a]', 'tags: [b]'),
    );
    expect(git(blog.tree, 'ls-files', 'posts').trim()).toBe('posts/renamed.md');
  });

  it('stay under the name that was published first where both renamed it', async () => {
    const long = paragraphs(...Array.from({ length: 8 }, (_, at) => `Paragraph ${at}.`));
    const mine = long.replace('Paragraph 3.', 'Mine.');
    for (const theirs of ['Theirs.', 'Paragraph 3.']) {
      const blog = parted(
        {
          ours: { [POST]: undefined, 'posts/mine.md': mine },
          theirs: { [POST]: undefined, 'posts/theirs.md': long.replace('Paragraph 3.', theirs) },
        },
        { [POST]: long },
      );
      const before = stateOf(blog.tree);
      const outcome = await blog.bringIn();
      if (theirs === 'Theirs.') {
        expect(outcome.conflicts).toMatchObject([{ path: 'posts/theirs.md', removedBy: undefined }]);
        expect(stateOf(blog.tree)).toEqual(before);
        const text = mergedText(outcome.conflicts?.[0]?.parts ?? [], () => 'ours');
        expect(await blog.resolve([{ path: 'posts/theirs.md', text }])).toMatchObject({ kind: 'brought-in' });
      } else expect(outcome).toMatchObject({ kind: 'brought-in' });
      expect(textOf(blog.tree, 'posts/theirs.md')).toBe(mine);
      expect(git(blog.tree, 'ls-files', 'posts').trim()).toBe('posts/theirs.md');
      expectJoined(blog);
    }
  });

  it('are kept in folders whose names are no UTF-8', async () => {
    const blog = parted({
      ours: { [POST]: base.replace('title: First', 'title: Mine') },
      theirs: { [POST]: base.replace('[a]', '[b]') },
    });
    const odd = Buffer.concat([Buffer.from(join(blog.tree, 'posts/')), Buffer.from([0xff, 0xfe])]);
    writeFileSync(odd, 'odd\n');
    git(blog.tree, 'add', '-A');
    git(blog.tree, 'commit', '-q', '-m', 'odd');
    expect(await blog.bringIn()).toMatchObject({ kind: 'brought-in' });
    expect(git(blog.tree, 'status', '--porcelain')).toBe('');
    expect(readFileSync(odd, 'utf8')).toBe('odd\n');
  });
});

describe('deciding', () => {
  const meeting = () =>
    parted({
      ours: { [POST]: base.replace('Two.', 'Mine.') },
      theirs: { [POST]: base.replace('Two.', 'Theirs.') },
    });

  it('needs a decision on each file, and takes none on others', async () => {
    const blog = meeting();
    await blog.bringIn();
    const before = stateOf(blog.tree);
    await expect(blog.resolve([{ path: POST, text: 'half \ud83d' }])).rejects.toMatchObject({
      code: 'bad-input',
    });
    await expect(blog.resolve([])).rejects.toMatchObject({ code: 'bad-input' });
    await expect(
      blog.resolve([
        { path: POST, text: 'x' },
        { path: '../outside.md', text: 'x' },
      ]),
    ).rejects.toMatchObject({ code: 'bad-input' });
    expect(stateOf(blog.tree)).toEqual(before);
  });

  it('takes no text that still has the marks of a merge', async () => {
    const blog = meeting();
    await blog.bringIn();
    const text = '<<<<<<< HEAD\nMine\n=======\nTheirs\n>>>>>>> theirs\n';
    expect(await blog.resolve([{ path: POST, text }])).toMatchObject({ kind: 'blocked' });
  });

  it('is refused where nothing was compared, or something was committed since', async () => {
    const blog = meeting();
    expect(await blog.resolve([{ path: POST, text: 'x\n' }])).toMatchObject({ kind: 'blocked' });
    await blog.bringIn();
    commitAll(blog.tree, { 'notes.txt': 'later\n' }, 'Later');
    const before = stateOf(blog.tree);
    expect(await blog.resolve([{ path: POST, text: 'x\n' }])).toMatchObject({ kind: 'blocked' });
    expect(stateOf(blog.tree)).toEqual(before);
  });

  it('does not write over an edit that was made meanwhile', async () => {
    const blog = meeting();
    await blog.bringIn();
    writeFiles(blog.tree, { [POST]: 'written meanwhile\n' });
    const before = stateOf(blog.tree);
    expect(await blog.resolve([{ path: POST, text: 'x\n' }])).toMatchObject({ kind: 'conflict' });
    expect(stateOf(blog.tree)).toEqual(before);
  });

  it('goes on while the remote cannot be asked', async () => {
    const blog = meeting();
    await blog.bringIn();
    git(blog.tree, 'remote', 'set-url', 'origin', '/nowhere/remote.git');
    expect(await blog.bringIn()).toMatchObject({ kind: 'offline' });
    expect(await blog.resolve([{ path: POST, text: 'x\n' }])).toMatchObject({ kind: 'brought-in' });
    expect(textOf(blog.tree, POST)).toBe('x\n');
  });

  it('changes nothing where it is stopped', async () => {
    const blog = meeting();
    await blog.bringIn();
    const before = stateOf(blog.tree);
    const context = { signal: AbortSignal.abort(), onProgress: () => {} };
    expect(await blog.publishing.resolve([{ path: POST, text: 'x\n' }], context)).not.toMatchObject({
      kind: 'brought-in',
    });
    expect(stateOf(blog.tree)).toEqual(before);
  });
});

describe('hooks that want to see a merge', () => {
  it('run for one that git makes by itself', async () => {
    const blog = parted({ ours: { 'a.txt': 'a\n' }, theirs: { 'b.txt': 'b\n' } });
    writeHook(join(blog.tree, '.git'), 'commit-msg', 'echo "Change-Id: 1" >> "$1"');
    await blog.publishing.trust.grant();
    expect(await blog.bringIn()).toMatchObject({ kind: 'brought-in' });
    expect(git(blog.tree, 'log', '-1', '--format=%B')).toContain('Change-Id: 1');
  });

  it('that refuse it leave all as it was', async () => {
    const blog = parted({ ours: { 'a.txt': 'a\n' }, theirs: { 'b.txt': 'b\n' } });
    writeHook(join(blog.tree, '.git'), 'pre-merge-commit', 'exit 1');
    await blog.publishing.trust.grant();
    const { head, status, files, branches } = stateOf(blog.tree);
    expect(await blog.bringIn()).toMatchObject({ kind: 'refused' });
    expect(stateOf(blog.tree)).toMatchObject({ head, status, files, branches });
  });
});
