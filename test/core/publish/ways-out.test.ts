import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { WayOut } from '../../../src-main/common/publish/ways-out.ts';
import { createPublishing } from '../../../src-main/core/publish/publishing.ts';
import { oldestGitIn } from '../../../src-main/core/publish/ways/stale-lock.ts';
import { type Blog, blogOver, makeBlog, plainSite, textOf, tipOf } from '../../helpers/publishing.ts';
import { git, gitEnvironment, writeFiles } from '../../helpers/repository.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';
import { commitIn, publishFrom } from '../../helpers/two-authors.ts';

const POST = 'posts/first.md';
const OTHER = 'posts/other.md';
const files = { [POST]: '# First\n', [OTHER]: '# Other\n', 'notes.txt': 'one\n', 'style.css': 'a\n' };
const quiet = { signal: new AbortController().signal, onProgress: () => {} };

interface Scene extends Blog {
  parent: string;
  /** Texts that were kept before they left the working tree. */
  kept: { path: string; text: string }[];
}

function makeScene(options: { keeps?: boolean } = {}): Scene {
  const parent = temporaryFolder();
  const blog = makeBlog(parent, files);
  const kept: Scene['kept'] = [];
  const publishing = createPublishing({
    repository: { workingTree: blog.tree, gitFolder: join(blog.tree, '.git') },
    site: plainSite(blog.tree),
    home: blog.home,
    environment: gitEnvironment,
    keepText: async (path, text) => {
      if (options.keeps !== false) kept.push({ path, text });
      return options.keeps !== false;
    },
  });
  return { ...blog, publishing, publish: (input) => publishing.publish(input, quiet), parent, kept };
}

async function wayOf<K extends WayOut['kind']>(
  blog: Pick<Blog, 'publishing'>,
  kind: K,
): Promise<Extract<WayOut, { kind: K }> | undefined> {
  const { blocked } = await blog.publishing.plan();
  const way = blocked?.ways?.find((each) => each.kind === kind);
  return way as Extract<WayOut, { kind: K }> | undefined;
}

/** Two branches that changed the same line, `main` checked out and the other called `side`. */
function diverge(tree: string): void {
  writeFiles(tree, { [POST]: '# Main\n' });
  git(tree, 'commit', '-q', '-am', 'main');
  git(tree, 'checkout', '-q', '-b', 'side', 'HEAD~1');
  writeFiles(tree, { [POST]: '# Side\n', 'style.css': 'side\n' });
  git(tree, 'commit', '-q', '-am', 'side');
  git(tree, 'checkout', '-q', 'main');
}

function stateOf(tree: string): string {
  return [git(tree, 'status', '--porcelain=v2', '--branch'), git(tree, 'ls-files', '-s')].join('');
}

function fails(run: () => unknown): void {
  expect(run).toThrow();
}

describe('calling an operation off', () => {
  it.each([
    ['merge', ['merge', 'side']],
    ['rebase', ['rebase', 'side']],
    ['cherry-pick', ['cherry-pick', 'side']],
  ] as const)(
    'takes a %s back to before it, and keeps what was written since',
    async (operation, command) => {
      const blog = makeScene();
      const { tree, publishing, kept } = blog;
      diverge(tree);
      const before = { state: stateOf(tree), commit: git(tree, 'rev-parse', 'main') };
      fails(() => git(tree, ...command));
      writeFiles(tree, { [POST]: '# Half solved by hand\n' });

      const way = await wayOf(blog, 'abort-operation');
      expect(way).toMatchObject({ operation });
      expect(way?.effects.join(' ')).toContain(`before the ${operation}`);
      expect(way?.effects.join(' ')).toContain('kept on this computer');
      await publishing.repair.abortOperation(operation);

      expect(stateOf(tree)).toBe(before.state);
      expect(git(tree, 'rev-parse', 'main')).toBe(before.commit);
      expect(textOf(tree, POST)).toBe('# Main\n');
      expect(kept).toContainEqual({ path: POST, text: '# Half solved by hand\n' });
      expect((await publishing.plan()).blocked).toBeUndefined();
    },
  );

  it('takes a revert back', async () => {
    const blog = makeScene();
    diverge(blog.tree);
    writeFiles(blog.tree, { [POST]: '# Main, later\n' });
    git(blog.tree, 'commit', '-q', '-am', 'later');
    const before = stateOf(blog.tree);
    fails(() => git(blog.tree, 'revert', '--no-edit', 'HEAD~1'));

    await blog.publishing.repair.abortOperation('revert');
    expect(stateOf(blog.tree)).toBe(before);
  });

  it('ends a bisect on the branch that it was started from, with changed files as they are', async () => {
    const blog = makeScene();
    diverge(blog.tree);
    git(blog.tree, 'bisect', 'start');
    git(blog.tree, 'bisect', 'bad', 'HEAD');
    git(blog.tree, 'bisect', 'good', 'HEAD~1');
    writeFiles(blog.tree, { [OTHER]: '# Other, edited\n' });

    await blog.publishing.repair.abortOperation('bisect');
    expect(git(blog.tree, 'branch', '--show-current')).toBe('main\n');
    expect(textOf(blog.tree, OTHER)).toBe('# Other, edited\n');
  });

  it('leaves files alone that the merge does not touch', async () => {
    const blog = makeScene();
    diverge(blog.tree);
    fails(() => git(blog.tree, 'merge', 'side'));
    writeFiles(blog.tree, { [OTHER]: '# Other, edited\n', 'untracked.txt': 'mine\n' });

    await blog.publishing.repair.abortOperation('merge');
    expect(textOf(blog.tree, OTHER)).toBe('# Other, edited\n');
    expect(textOf(blog.tree, 'untracked.txt')).toBe('mine\n');
  });

  it.each<[string, (tree: string) => void, 'merge' | 'rebase' | 'cherry-pick' | 'bisect']>([
    [
      'a file that is no post was worked on in a merge',
      (tree) => {
        fails(() => git(tree, 'merge', 'side'));
        writeFiles(tree, { 'style.css': 'by hand\n' });
      },
      'merge',
    ],
    [
      'another file was changed in a rebase, which would reset it',
      (tree) => {
        fails(() => git(tree, 'rebase', 'side'));
        writeFiles(tree, { 'notes.txt': 'by hand\n' });
      },
      'rebase',
    ],
    [
      'a commit was made by hand in a rebase',
      (tree) => {
        fails(() => git(tree, 'rebase', 'side'));
        writeFiles(tree, { [POST]: '# By hand\n' });
        git(tree, 'commit', '-q', '-am', 'by hand');
      },
      'rebase',
    ],
    [
      'an unknown file stands where the rebase would put one',
      (tree) => {
        writeFiles(tree, { 'new.txt': 'of main\n' });
        git(tree, 'add', 'new.txt');
        git(tree, 'commit', '-q', '-m', 'new');
        fails(() => git(tree, 'rebase', 'side'));
        writeFiles(tree, { 'new.txt': 'mine\n' });
      },
      'rebase',
    ],
    [
      'a commit was made in a bisect',
      (tree) => {
        git(tree, 'bisect', 'start', 'HEAD', 'HEAD~1');
        git(tree, 'checkout', '-q', '--detach');
        git(tree, 'commit', '-q', '--allow-empty', '-m', 'by hand');
      },
      'bisect',
    ],
  ])('is not offered, and refused, where %s', async (_why, make, operation) => {
    const blog = makeScene();
    diverge(blog.tree);
    make(blog.tree);
    const before = stateOf(blog.tree);

    expect(await wayOf(blog, 'abort-operation')).toBeUndefined();
    await expect(blog.publishing.repair.abortOperation(operation)).rejects.toMatchObject({
      code: 'git-failed',
      next: [expect.stringContaining('terminal')],
    });
    expect(stateOf(blog.tree)).toBe(before);
  });

  it('changes nothing where the text could not be kept', async () => {
    const blog = makeScene({ keeps: false });
    diverge(blog.tree);
    fails(() => git(blog.tree, 'merge', 'side'));
    const before = { state: stateOf(blog.tree), text: textOf(blog.tree, POST) };
    await expect(blog.publishing.repair.abortOperation('merge')).rejects.toMatchObject({
      code: 'write-refused',
    });
    expect({ state: stateOf(blog.tree), text: textOf(blog.tree, POST) }).toEqual(before);
  });
});

describe('going on here with what was begun outside', () => {
  const settings = { merge: ['pull.rebase', 'false'], rebase: ['pull.rebase', 'true'] } as const;

  it.each(['merge', 'rebase'] as const)(
    'is offered for the %s of a pull, and comes to the places to decide on',
    async (operation) => {
      const blog = makeScene();
      const { tree, publishing } = blog;
      const { before } = pullThatMeets(blog, settings[operation]);

      expect(await wayOf(blog, 'abort-operation')).toMatchObject({ operation, goesOnHere: true });
      expect((await publishing.plan()).blocked?.reason).toBe(
        `A ${operation} is unfinished in this repository.`,
      );
      await publishing.repair.abortOperation(operation);
      expect(stateOf(tree)).toBe(before);

      const met = await publishing.bringIn(quiet, { merge: operation === 'merge' });
      expect(met.conflicts?.map(({ path }) => path)).toEqual([POST]);
      const resolved = await publishing.resolve([{ path: POST, text: '# Both\n' }], quiet);
      expect(resolved.kind).toBe('brought-in');
      expect(textOf(tree, POST)).toBe('# Both\n');
      expect(git(tree, 'merge-base', '--is-ancestor', 'origin/main', 'HEAD')).toBe('');
    },
  );

  it('is not offered for a merge of another branch, nor for a rebase that git is not set to', async () => {
    const merging = makeScene();
    diverge(merging.tree);
    fails(() => git(merging.tree, 'merge', 'side'));
    expect(await wayOf(merging, 'abort-operation')).not.toHaveProperty('goesOnHere');

    const rebasing = makeScene();
    pullThatMeets(rebasing, ['pull.rebase', 'false'], '--rebase');
    expect(await wayOf(rebasing, 'abort-operation')).not.toHaveProperty('goesOnHere');
  });

  /** Somebody has published another text for the same line, and a `git pull` has stopped there. */
  function pullThatMeets(
    { tree, remote, parent }: Scene,
    setting: readonly [string, string],
    ...options: string[]
  ): { before: string } {
    const other = join(parent, 'other');
    git(parent, 'clone', '-q', remote, other);
    publishFrom(other, { [POST]: '# Theirs\n' }, 'theirs');
    commitIn(tree, { [POST]: '# Ours\n' }, 'ours');
    git(tree, 'config', ...setting);
    git(tree, 'fetch', '-q');
    const before = stateOf(tree);
    fails(() => git(tree, 'pull', '-q', ...options));
    return { before };
  }
});

describe('a repository on no branch', () => {
  it('goes back to the branch whose commit it is at, with every change', async () => {
    const blog = makeScene();
    git(blog.tree, 'checkout', '-q', '--detach');
    writeFiles(blog.tree, { [POST]: '# Edited\n', 'staged.txt': 's\n' });
    git(blog.tree, 'add', 'staged.txt');

    const way = await wayOf(blog, 'put-on-branch');
    expect(way).toMatchObject({ name: 'main', existing: ['main'] });
    await blog.publishing.repair.putOnBranch('main');

    expect(git(blog.tree, 'status', '--porcelain').split('\n').sort()).toEqual(
      ['', ' M posts/first.md', 'A  staged.txt'].sort(),
    );
    expect(await blog.publish({ paths: [POST] })).toMatchObject({ outcome: 'published', branch: 'main' });
  });

  it('brings the branch forward to commits made on none', async () => {
    const blog = makeScene();
    git(blog.tree, 'checkout', '-q', '--detach');
    writeFiles(blog.tree, { [POST]: '# On no branch\n' });
    git(blog.tree, 'commit', '-q', '-am', 'on no branch');
    const commit = git(blog.tree, 'rev-parse', 'HEAD').trim();

    await blog.publishing.repair.putOnBranch('main');
    expect(git(blog.tree, 'rev-parse', 'main').trim()).toBe(commit);
    expect(await blog.publish({ paths: [] })).toMatchObject({ outcome: 'published', commit });
  });

  it('makes a new branch of commits that are on a line of their own', async () => {
    const blog = makeScene();
    diverge(blog.tree);
    git(blog.tree, 'checkout', '-q', '--detach', 'HEAD~1');
    git(blog.tree, 'commit', '-q', '--allow-empty', '-m', 'apart');
    const commit = git(blog.tree, 'rev-parse', 'HEAD').trim();

    const way = await wayOf(blog, 'put-on-branch');
    expect(way?.existing).toEqual([]);
    await expect(blog.publishing.repair.putOnBranch('main')).rejects.toMatchObject({ code: 'bad-input' });
    await blog.publishing.repair.putOnBranch(way?.name ?? '');
    expect(git(blog.tree, 'rev-parse', `refs/heads/${way?.name}`).trim()).toBe(commit);
  });

  it('never goes over a file that git ignores, and takes no branch that is in use elsewhere', async () => {
    const blog = makeScene();
    writeFiles(blog.tree, { 'draft.tmp': 'of the branch\n' });
    git(blog.tree, 'add', '-f', 'draft.tmp');
    git(blog.tree, 'commit', '-q', '-m', 'tmp');
    git(blog.tree, 'checkout', '-q', '--detach', 'HEAD~1');
    writeFiles(blog.tree, { 'draft.tmp': 'mine\n' });
    writeFileSync(join(blog.tree, '.git/info/exclude'), '*.tmp\n');
    await expect(blog.publishing.repair.putOnBranch('main')).rejects.toThrow();
    expect(textOf(blog.tree, 'draft.tmp')).toBe('mine\n');

    git(blog.tree, 'worktree', 'add', '-q', join(blog.parent, 'second'), 'main');
    expect(await wayOf(blog, 'put-on-branch')).toMatchObject({ existing: [] });
    await expect(blog.publishing.repair.putOnBranch('main')).rejects.toMatchObject({ code: 'bad-input' });
  });

  it.each(['-f', '@{-1}', 'HEAD', 'a..b', 'a b', 'x.lock', ''])('refuses the name %j', async (name) => {
    const blog = makeScene();
    git(blog.tree, 'checkout', '-q', '--detach');
    await expect(blog.publishing.repair.putOnBranch(name)).rejects.toMatchObject({ code: 'bad-input' });
    expect(git(blog.tree, 'branch', '--show-current')).toBe('');
  });
});

describe('a remote', () => {
  it('is added where there is none, and published to', async () => {
    const blog = makeScene();
    git(blog.tree, 'remote', 'remove', 'origin');
    expect(await wayOf(blog, 'set-remote')).toEqual({
      kind: 'set-remote',
      remote: 'origin',
      address: undefined,
    });
    await blog.publishing.repair.setRemote({ remote: 'origin', address: blog.remote });
    writeFiles(blog.tree, { [POST]: '# Edited\n' });
    expect(await blog.publish({ paths: [POST] })).toMatchObject({ outcome: 'published' });
  });

  it('that is gone is given its new address, and the commit that waits goes there', async () => {
    const blog = makeScene();
    git(blog.tree, 'remote', 'set-url', 'origin', join(blog.parent, 'gone.git'));
    writeFiles(blog.tree, { [POST]: '# Edited\n' });
    const outcome = await blog.publish({ paths: [POST] });
    expect(outcome).toMatchObject({
      outcome: 'offline',
      ways: [{ kind: 'set-remote', remote: 'origin', address: join(blog.parent, 'gone.git') }],
    });
    await blog.publishing.repair.setRemote({ remote: 'origin', address: blog.remote });
    expect(await blog.publish({ paths: [] })).toMatchObject({ outcome: 'published' });
    expect(tipOf(blog.remote)).toBe(outcome.commit);
  });

  it('is not shown with its password, and takes none', async () => {
    const blog = makeScene();
    git(blog.tree, 'remote', 'set-url', 'origin', 'http://ada:secret@127.0.0.1:1/blog.git');
    writeFiles(blog.tree, { [POST]: '# Edited\n' });
    expect(JSON.stringify(await blog.publish({ paths: [POST] }))).not.toContain('secret');
    await expect(
      blog.publishing.repair.setRemote({
        remote: 'origin',
        address: 'https://ada:secret@example.org/blog.git',
      }),
    ).rejects.toMatchObject({ code: 'bad-input' });
  });

  it.each([
    ['two remotes, none called origin', ['one', 'two'], 'one'],
    ['two remotes, none called origin', ['one', 'two'], 'two'],
  ])('of several is chosen: %s', async (_name, remotes, chosen) => {
    const blog = makeScene();
    git(blog.tree, 'remote', 'remove', 'origin');
    for (const name of remotes) {
      git(blog.parent, 'clone', '-q', '--bare', blog.remote, join(blog.parent, `${name}.git`));
      git(blog.tree, 'remote', 'add', name, join(blog.parent, `${name}.git`));
    }
    writeFiles(blog.tree, { [POST]: '# Edited\n' });
    expect(await wayOf(blog, 'choose-place')).toMatchObject({
      choices: remotes.map((remote) => ({ remote, branch: 'main' })),
    });
    await blog.publishing.repair.choosePlace({ remote: chosen, branch: 'main' });
    const outcome = await blog.publish({ paths: [POST] });
    expect(outcome).toMatchObject({ outcome: 'published', remote: chosen });
    expect(tipOf(join(blog.parent, `${chosen}.git`))).toBe(outcome.commit);
  });

  it.each([
    ['draft', 'draft'],
    ['main', 'main'],
  ])('branch of another name is chosen: %s', async (branch, published) => {
    const blog = makeScene();
    git(blog.tree, 'checkout', '-q', '-b', 'draft', '--track', 'origin/main');
    writeFiles(blog.tree, { [POST]: '# Edited\n' });
    expect((await wayOf(blog, 'choose-place'))?.choices).toHaveLength(2);
    await blog.publishing.repair.choosePlace({ remote: 'origin', branch });
    const outcome = await blog.publish({ paths: [POST] });
    expect(outcome).toMatchObject({ outcome: 'published' });
    expect(tipOf(blog.remote, published)).toBe(outcome.commit);
  });

  it('that was not offered cannot be chosen', async () => {
    const blog = makeScene();
    await expect(
      blog.publishing.repair.choosePlace({ remote: 'origin', branch: 'main' }),
    ).rejects.toMatchObject({ code: 'bad-input' });
  });
});

describe.skipIf(process.platform !== 'linux')('a lock (holders by /proc)', () => {
  const lockOf = (blog: Blog) => join(blog.tree, '.git', 'index.lock');
  const age = (path: string, seconds: number): void => {
    const then = new Date(Date.now() - seconds * 1000);
    utimesSync(path, then, then);
  };

  it('that a killed git left behind is named with its age, and removed only when told', async () => {
    const blog = makeScene();
    writeFileSync(lockOf(blog), '');
    // Older than any git that runs on this machine beside the test.
    age(lockOf(blog), 40 * 24 * 3600);
    writeFiles(blog.tree, { [POST]: '# Edited\n' });
    expect(await blog.publish({ paths: [POST] })).toMatchObject({
      outcome: 'blocked',
      ways: [{ kind: 'remove-lock', path: lockOf(blog), seconds: expect.any(Number) }],
    });
    expect(existsSync(lockOf(blog))).toBe(true);
    await blog.publishing.repair.removeLock(lockOf(blog));
    expect(await blog.publish({ paths: [POST] })).toMatchObject({ outcome: 'published' });
  });

  it('that a program holds open is left alone, however old it is', async () => {
    const blog = makeScene();
    const holder = spawn('sh', ['-c', `exec 9>"${lockOf(blog)}"; echo held; read line`], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    await once(holder.stdout, 'data');
    age(lockOf(blog), 40 * 24 * 3600);
    expect(await wayOf(blog, 'remove-lock')).toBeUndefined();
    await expect(blog.publishing.repair.removeLock(lockOf(blog))).rejects.toMatchObject({
      code: 'repository-busy',
    });
    holder.stdin.end('\n');
    await once(holder, 'exit');
    expect(existsSync(lockOf(blog))).toBe(true);
    expect(await wayOf(blog, 'remove-lock')).toBeDefined();
  });

  it('that is fresh is left alone while a git runs', async () => {
    const blog = makeScene();
    const running = spawn('git', ['cat-file', '--batch'], { cwd: blog.tree, env: gitEnvironment });
    running.stdin.write('HEAD\n');
    await once(running.stdout, 'data');
    writeFileSync(lockOf(blog), '');
    expect(await wayOf(blog, 'remove-lock')).toBeUndefined();
    await expect(blog.publishing.repair.removeLock(lockOf(blog))).rejects.toMatchObject({
      code: 'repository-busy',
    });
    running.stdin.end();
    await once(running, 'exit');
  });

  it('on a branch is offered where git names it', async () => {
    const blog = makeScene();
    const lock = join(blog.tree, '.git', 'refs', 'heads', 'main.lock');
    writeFileSync(lock, '');
    age(lock, 40 * 24 * 3600);
    writeFiles(blog.tree, { [POST]: '# Edited\n' });
    expect(await blog.publish({ paths: [POST] })).toMatchObject({
      ways: [{ kind: 'remove-lock', path: lock }],
    });
    await blog.publishing.repair.removeLock(lock);
    expect(await blog.publish({ paths: [POST] })).toMatchObject({ outcome: 'published' });
  });

  it.each(['posts/mine.lock', '.git/objects/x.lock', '.git/config', '../outside.lock'])(
    'is nothing else: %s stays',
    async (name) => {
      const blog = makeScene();
      const path = join(blog.tree, name);
      if (!existsSync(path)) {
        mkdirSync(join(path, '..'), { recursive: true });
        writeFileSync(path, 'mine');
      }
      age(path, 40 * 24 * 3600);
      await expect(blog.publishing.repair.removeLock(path)).rejects.toMatchObject({
        code: 'repository-busy',
      });
      expect(existsSync(path)).toBe(true);
    },
  );
});

it('reads how long the oldest git has been running from ps', () => {
  const listing = '   00:05 /usr/bin/git\n 2-01:00:00 git-remote-https\n 10-00:00:00 gitk\n 03:04:05 sh\n';
  expect(oldestGitIn(listing)).toBe((2 * 24 + 1) * 3600 * 1000);
  expect(oldestGitIn('01:00 sh\n')).toBe(0);
});

it('fetches the history that a shallow copy lacks, and then publishes to the other remote', async () => {
  const parent = temporaryFolder();
  const { tree, remote } = makeBlog(parent, files);
  writeFiles(tree, { [POST]: '# Second\n' });
  git(tree, 'commit', '-q', '-am', 'second');
  git(tree, 'push', '-q');
  const copy = join(parent, 'copy');
  git(parent, 'clone', '-q', '--depth=1', `file://${remote}`, copy);
  const other = join(parent, 'other.git');
  git(parent, 'init', '-q', '--bare', '-b', 'main', other);
  git(copy, 'remote', 'add', 'other', other);
  git(copy, 'config', 'branch.main.pushRemote', 'other');
  writeFiles(copy, { [POST]: '# Edited\n' });
  const blog = blogOver(parent, { tree: copy, remote: other });

  expect(await blog.publish({ paths: [POST] })).toMatchObject({
    outcome: 'refused',
    ways: [{ kind: 'fetch-history' }],
  });
  await blog.publishing.repair.fetchHistory(quiet);
  expect(textOf(copy, POST)).toBe('# Edited\n');
  expect(await blog.publish({ paths: [] })).toMatchObject({ outcome: 'published' });
  rmSync(copy, { recursive: true });
});
