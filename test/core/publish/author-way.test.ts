import type { ChildProcess } from 'node:child_process';
import { chmodSync, existsSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleProgram } from '../../helpers/bundle-program.ts';
import { killAll, removeLocks, runAndKill } from '../../helpers/kill-all.ts';
import { base, commitAll, POST, parted, stateOf } from '../../helpers/parted.ts';
import { type Blog, blogOver, textOf, tipOf } from '../../helpers/publishing.ts';
import { writeHook } from '../../helpers/remotes/hooks.ts';
import { git, writeFiles } from '../../helpers/repository.ts';
import { makeTemporaryFolder, temporaryFolder } from '../../helpers/temporary-folder.ts';

const mine = base.replace('title: First', 'title: Mine');
const theirs = base.replace('[a]', '[a, b]');
const both = mine.replace('[a]', '[a, b]');

/** Parted blogs in which git is told how to bring them together. */
function told(
  settings: Record<string, string>,
  changes: Parameters<typeof parted>[0] = { ours: { [POST]: mine }, theirs: { [POST]: theirs } },
): Blog {
  const blog = parted(changes);
  for (const [key, value] of Object.entries(settings)) git(blog.tree, 'config', key, value);
  return blog;
}

/** Author, date and message of the commits that the remote does not have, newest first. */
function ownCommits({ tree }: Blog): string {
  return git(tree, 'log', '--format=%an <%ae> %ad %B', '--date=raw', 'origin/main..HEAD');
}

function parentsOf({ tree }: Blog): number[] {
  return git(tree, 'log', '--format=%h %p')
    .trim()
    .split('\n')
    .map((line) => line.trim().split(' ').length - 1);
}

/** A commit by somebody else, a while ago, with a message that no tidying would leave as it is. */
function commitOdd(tree: string, files: Record<string, string>): void {
  writeFiles(tree, files);
  git(tree, 'add', '-A');
  const author = ['--author=Ünal Ø <u@example.org>', '--date=1500000000 +0530'];
  git(tree, 'commit', '-q', '--cleanup=verbatim', ...author, '-m', '\n# Ünusual  \n\n\nbody   \n\n');
}

describe('an author whose git is told to rebase', () => {
  it.each<Record<string, string>>([
    { 'pull.rebase': 'true' },
    { 'pull.rebase': 'merges' },
    { 'pull.rebase': 'interactive' },
    { 'pull.rebase': 'false', 'branch.main.rebase': 'true' },
  ])('has a line of commits afterwards, each as it was (%o)', async (settings) => {
    const blog = told(settings);
    commitOdd(blog.tree, { 'posts/second.md': 'second\n' });
    const before = ownCommits(blog);
    expect(await blog.bringIn()).toMatchObject({ kind: 'brought-in', detail: undefined });
    expect(ownCommits(blog)).toBe(before);
    expect(parentsOf(blog)).toEqual([1, 1, 1, 0]);
    expect(git(blog.tree, 'rev-parse', 'HEAD~2')).toBe(git(blog.tree, 'rev-parse', 'origin/main'));
    expect(textOf(blog.tree, POST)).toBe(both);
    expect(git(blog.tree, 'status', '--porcelain')).toBe('');
    expect(git(blog.tree, 'symbolic-ref', 'HEAD').trim()).toBe('refs/heads/main');
    expect(git(blog.tree, 'fsck', '--strict', '--no-dangling')).toBe('');
    expect(await blog.publish({ paths: [] })).toMatchObject({ outcome: 'published', verified: true });
    expect(tipOf(blog.remote)).toBe(git(blog.tree, 'rev-parse', 'HEAD').trim());
  });

  it('keeps what is changed and staged, byte for byte', async () => {
    const blog = told({ 'pull.rebase': 'true' });
    commitAll(blog.tree, { 'half.txt': 'one\n' }, 'Half');
    writeFiles(blog.tree, { 'staged.txt': 'staged\r\n', 'half.txt': 'two\n' });
    git(blog.tree, 'add', 'staged.txt', 'half.txt');
    writeFiles(blog.tree, { 'half.txt': 'three\n', 'notes.txt': 'loose\r\n', 'new.txt': 'new\n' });
    const staged = git(blog.tree, 'diff', '--cached');
    const loose = git(blog.tree, 'diff');
    expect(await blog.bringIn()).toMatchObject({ kind: 'brought-in' });
    expect(git(blog.tree, 'diff', '--cached')).toBe(staged);
    expect(git(blog.tree, 'diff')).toBe(loose);
    expect(textOf(blog.tree, 'new.txt')).toBe('new\n');
    expect(parentsOf(blog)).toEqual([1, 1, 1, 0]);
  });

  it('has nothing moved where a changed, staged or unknown file is in the way', async () => {
    for (const way of ['changed', 'staged', 'unknown']) {
      const blog = told(
        { 'pull.rebase': 'true' },
        {
          ours: { [POST]: mine },
          theirs: { [POST]: theirs, 'notes.txt': 'theirs\n', 'fresh.txt': 'theirs\n' },
        },
      );
      writeFiles(blog.tree, { [way === 'unknown' ? 'fresh.txt' : 'notes.txt']: 'loose\n' });
      if (way === 'staged') git(blog.tree, 'add', 'notes.txt');
      const before = stateOf(blog.tree);
      expect(await blog.bringIn()).toMatchObject({ kind: 'conflict', paths: [] });
      const after = stateOf(blog.tree);
      expect({ ...after, index: '' }).toEqual({ ...before, index: '' });
    }
  });

  it('is not given again what others have published of theirs, and keeps a commit that was always empty', async () => {
    const blog = told(
      { 'pull.rebase': 'true' },
      { ours: { [POST]: mine }, theirs: { [POST]: mine, 'a.txt': 'a\n' } },
    );
    git(blog.tree, 'commit', '-q', '--allow-empty', '-m', 'Empty');
    expect(await blog.bringIn()).toMatchObject({ kind: 'brought-in' });
    expect(git(blog.tree, 'log', '--format=%s', 'origin/main..HEAD').trim()).toBe('Empty');
  });

  it('is told why it became a merge where a merge is among the commits', async () => {
    const blog = told({ 'pull.rebase': 'true' });
    git(blog.tree, 'checkout', '-q', '-b', 'side', 'HEAD~1');
    commitAll(blog.tree, { 'side.txt': 'side\n' }, 'Side');
    git(blog.tree, 'checkout', '-q', 'main');
    git(blog.tree, 'merge', '-q', '--no-edit', 'side');
    const outcome = await blog.bringIn();
    expect(outcome).toMatchObject({ kind: 'brought-in' });
    expect(outcome.detail).toContain('a merge among your commits');
    expect(parentsOf(blog)[0]).toBe(2);
    expect(textOf(blog.tree, POST)).toBe(both);
  });

  it('keeps commits as they are that another remote branch has', async () => {
    const blog = told({ 'pull.rebase': 'true' });
    git(blog.tree, 'push', '-q', 'origin', 'HEAD:review');
    const own = git(blog.tree, 'rev-parse', 'HEAD').trim();
    const outcome = await blog.bringIn();
    expect(outcome.detail).toContain('published elsewhere');
    expect(git(blog.tree, 'rev-parse', 'HEAD^1').trim()).toBe(own);
  });

  it('decides where both meet, and nothing has changed until then', async () => {
    const blog = told(
      { 'pull.rebase': 'true' },
      {
        ours: { [POST]: base.replace('Two.', 'Mine.') },
        theirs: { [POST]: base.replace('Two.', 'Theirs.') },
      },
    );
    const before = stateOf(blog.tree);
    const outcome = await blog.bringIn();
    expect(outcome.conflicts).toMatchObject([{ path: POST }]);
    expect(outcome.detail).toContain('merge instead');
    expect(stateOf(blog.tree)).toEqual(before);
    expect(await blog.resolve([{ path: POST, text: 'decided\n' }])).toMatchObject({ kind: 'brought-in' });
    expect(textOf(blog.tree, POST)).toBe('decided\n');
    expect(await blog.publish({ paths: [] })).toMatchObject({ outcome: 'published' });
  });

  it('has a hook that may forbid it', async () => {
    const blog = told({ 'pull.rebase': 'true' });
    writeHook(join(blog.tree, '.git'), 'pre-rebase', 'echo "not today" >&2; exit 1');
    await blog.publishing.trust.grant();
    const before = stateOf(blog.tree);
    const outcome = await blog.bringIn();
    expect(outcome.kind).not.toBe('brought-in');
    expect(outcome.detail).toContain('not today');
    expect(stateOf(blog.tree)).toEqual(before);
  });

  it('keeps author and date where commits are signed', async () => {
    const blog = told({ 'pull.rebase': 'true', 'commit.gpgsign': 'true', 'gpg.format': 'ssh' });
    const signer = join(dirname(blog.tree), 'sign.sh');
    writeFiles(dirname(blog.tree), {
      'sign.sh':
        '#!/bin/sh\nfor last; do :; done\nprintf -- "-----BEGIN SSH SIGNATURE-----\\nx\\n-----END SSH SIGNATURE-----\\n" > "$last.sig"\n',
      'key.pub': 'ssh-ed25519 AAAA\n',
    });
    git(blog.tree, 'config', 'gpg.ssh.program', signer);
    git(blog.tree, 'config', 'user.signingkey', join(dirname(blog.tree), 'key.pub'));
    chmodSync(signer, 0o755);
    git(
      blog.tree,
      '-c',
      'commit.gpgsign=false',
      'commit',
      '-q',
      '--allow-empty',
      '--author=Ü Ø <u@example.org>',
      '--date=1500000000 +0530',
      '-m',
      'Dated',
    );
    await blog.publishing.trust.grant();
    const before = ownCommits(blog);
    expect(await blog.bringIn()).toMatchObject({ kind: 'brought-in' });
    expect(ownCommits(blog)).toBe(before);
    expect(git(blog.tree, 'cat-file', 'commit', 'HEAD')).toContain('gpgsig');
    expect(git(blog.tree, 'cat-file', 'commit', 'HEAD~1')).toContain('gpgsig');
  });
});

describe('an author whose git is told to go forward only', () => {
  it('goes forward', async () => {
    const blog = told({ 'pull.ff': 'only', 'pull.rebase': 'true' });
    git(blog.tree, 'reset', '-q', '--hard', 'HEAD~1');
    expect(await blog.bringIn()).toMatchObject({ kind: 'brought-in' });
    expect(textOf(blog.tree, POST)).toBe(theirs);
  });

  it('is told so where that is not enough, and may merge all the same', async () => {
    const blog = told({ 'pull.ff': 'only', 'pull.rebase': 'true' });
    const before = stateOf(blog.tree);
    expect(await blog.bringIn()).toMatchObject({ kind: 'blocked', offersMerge: true });
    expect(stateOf(blog.tree)).toEqual(before);
    expect(await blog.bringIn(undefined, { merge: true })).toMatchObject({ kind: 'brought-in' });
    expect(textOf(blog.tree, POST)).toBe(both);
    expect(parentsOf(blog)[0]).toBe(2);
  });
});

const entry = fileURLToPath(new URL('../../helpers/publish-once.ts', import.meta.url));
/** It takes longer than a save: the long loops run a twentieth of their rounds. */
const ROUNDS = process.env.GALLEY_TORTURE ? Math.ceil(Number(process.env.GALLEY_TORTURE) / 20) : 5;
/** Milliseconds that bringing in takes here, about. */
const WHOLE = 500;

describe.skipIf(process.platform !== 'linux')(
  'commits replayed by a program that is killed (looks at /proc)',
  () => {
    let folder = '';
    let program = '';
    beforeAll(async () => {
      folder = makeTemporaryFolder();
      program = await bundleProgram(entry, folder);
    });
    afterAll(() => rmSync(folder, { recursive: true, force: true }));

    const delays = Array.from({ length: ROUNDS }, (_, round) => Math.round(120 + (WHOLE * round) / ROUNDS));
    const kills: [string, (child: ChildProcess) => void][] = [
      ['alone', (child) => void child.kill('SIGKILL')],
      ['with every git', killAll],
    ];

    it.each(kills.flatMap(([name, kill]) => delays.map((delay) => [name, delay, kill] as const)))(
      '%s after %i ms are all there, and bringing in goes on',
      async (_name, delay, kill) => {
        const blog = told({ 'pull.rebase': 'true' });
        commitOdd(blog.tree, { 'posts/second.md': 'second\n' });
        const own = git(blog.tree, 'rev-parse', 'HEAD').trim();
        writeFiles(blog.tree, { 'staged.txt': 'staged\n', 'notes.txt': 'loose\n' });
        git(blog.tree, 'add', 'staged.txt');
        const parent = temporaryFolder();
        await runAndKill([program, parent, blog.tree, ''], delay, kill);
        removeLocks(join(blog.tree, '.git'));
        expect(git(blog.tree, 'fsck', '--strict', '--no-dangling')).toBe('');
        expect(git(blog.tree, 'reflog', 'main', '--format=%H')).toContain(own);
        expect(existsSync(join(blog.tree, '.git', 'rebase-merge'))).toBe(false);

        const next = blogOver(parent, blog);
        expect(await next.bringIn()).toMatchObject({
          kind: expect.stringMatching(/^(brought-in|up-to-date)$/),
        });
        expect(textOf(blog.tree, POST)).toBe(both);
        expect(textOf(blog.tree, 'posts/second.md')).toBe('second\n');
        expect(parentsOf(blog)).toEqual([1, 1, 1, 0]);
        expect(git(blog.tree, 'status', '--porcelain').split('\n').filter(Boolean)).toEqual([
          ' M notes.txt',
          'A  staged.txt',
        ]);
        expect(await next.publish({ paths: [] })).toMatchObject({ outcome: 'published', verified: true });
      },
    );
  },
);
