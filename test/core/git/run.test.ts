import { existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { hardenEnvironment } from '../../../src-main/core/git/environment.ts';
import { createGit } from '../../../src-main/core/git/git.ts';
import { findGit } from '../../../src-main/core/git/program.ts';
import { runGit } from '../../../src-main/core/git/run.ts';
import { writeHook, writeScript } from '../../helpers/remotes/hooks.ts';
import { git, gitEnvironment, makeRepository, writeFiles } from '../../helpers/repository.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';
import { untilGone } from '../../helpers/until-gone.ts';

/** What authors have set for themselves, and what has broken git libraries. */
const busyEnvironment = {
  ...gitEnvironment,
  EDITOR: 'vi',
  VISUAL: 'code --wait',
  PAGER: 'less -R',
  GIT_PAGER: 'less',
  GIT_EDITOR: 'vi',
  GIT_SEQUENCE_EDITOR: 'vi',
  GIT_SSH_COMMAND: 'ssh -i key',
  GIT_ASKPASS: '/usr/bin/ksshaskpass',
  SSH_ASKPASS: '/usr/bin/ksshaskpass',
  GIT_EXTERNAL_DIFF: 'meld',
  GIT_DIR: '/somewhere/else/.git',
  GIT_INDEX_FILE: '/somewhere/else/index',
  GIT_TRACE: '1',
  GIT_ICASE_PATHSPECS: '1',
  GIT_CONFIG_COUNT: '3',
  GIT_CONFIG_KEY_0: 'core.sshCommand',
  GIT_CONFIG_VALUE_0: 'ssh',
  GIT_CONFIG_KEY_1: 'credential.helper',
  GIT_CONFIG_VALUE_1: 'store',
  GIT_CONFIG_KEY_2: 'core.pager',
  GIT_CONFIG_VALUE_2: 'less',
  LANG: 'de_DE.UTF-8',
  LC_ALL: 'de_DE.UTF-8',
  LANGUAGE: 'de',
};

function repository() {
  const parent = temporaryFolder();
  const { tree } = makeRepository(parent, { 'a.md': 'a\n' });
  const location = { workingTree: tree, gitFolder: join(tree, '.git') };
  return { parent, tree, location };
}

describe('git under the environment of a busy author', () => {
  it('reads, acts and asks', async () => {
    const { location } = repository();
    const under = createGit({ location, environment: busyEnvironment });
    expect(await under.read(['status', '--porcelain=v2', '--branch'])).toContain('# branch.head main');
    expect((await under.readBytes(['cat-file', 'blob', 'HEAD:a.md'])).toString()).toBe('a\n');
    expect(await under.ignored(['a.md'])).toEqual(new Set());
    const commit = await under.act(['commit', '--allow-empty', '-F', '-'], { input: 'Hello' });
    expect(commit).toMatchObject({ exitCode: 0, failure: undefined });
    const push = await under.act(['push', '--porcelain', '--', 'origin', 'main']);
    expect(push).toMatchObject({ exitCode: 0, failure: undefined });
    expect((await under.ask(['ls-remote', 'origin'])).failure).toBeUndefined();
  });

  it('keeps the author’s ssh command where git speaks with the remote, and refuses to ask on a terminal', () => {
    const options = { ceiling: '/', ownSsh: false };
    const asking = hardenEnvironment(busyEnvironment, 'ask', options);
    expect(asking).toMatchObject({
      GIT_SSH_COMMAND: 'ssh -i key',
      GIT_ASKPASS: '',
      GIT_TERMINAL_PROMPT: '0',
    });
    expect(asking).not.toHaveProperty('SSH_ASKPASS');
    const { GIT_SSH_COMMAND: _, ...without } = busyEnvironment;
    expect(hardenEnvironment(without, 'act', options).GIT_SSH_COMMAND).toContain('BatchMode=yes');
    expect(hardenEnvironment(without, 'act', { ...options, ownSsh: true })).not.toHaveProperty(
      'GIT_SSH_COMMAND',
    );
  });

  it('speaks English to us and the author’s language to hooks', () => {
    const options = { ceiling: '/', ownSsh: false };
    expect(hardenEnvironment(busyEnvironment, 'read', options).LC_ALL).toBe('C');
    const acting = hardenEnvironment(busyEnvironment, 'act', options);
    expect(acting).toMatchObject({ LC_ALL: '', LC_MESSAGES: 'C', LC_CTYPE: 'de_DE.UTF-8' });
    expect(acting).not.toHaveProperty('LANGUAGE');
  });

  it('tells which files are ignored, whatever they are called, and past those that git will not look at', async () => {
    const { tree, location } = repository();
    writeFiles(tree, { '.gitignore': 'x*\n:(glob)a\n-d\n', 'real/xa': '' });
    symlinkSync('real', join(tree, 'link'));
    const under = createGit({ location, environment: gitEnvironment });
    const paths = ['xa', 'link/xa', 'a.md', ':(glob)a', '-d', '[x]a', 'real/xa', 'none'];
    expect([...(await under.ignored(paths))].sort()).toEqual(['-d', ':(glob)a', 'real/xa', 'xa']);
  });

  it('does not stray into a repository above', async () => {
    const { parent, location } = repository();
    git(parent, 'init', '-q');
    const inner = join(location.workingTree, 'inner');
    writeFiles(inner, { 'x.md': 'x' });
    const under = createGit({
      location: { workingTree: inner, gitFolder: join(inner, '.git') },
      environment: gitEnvironment,
    });
    await expect(under.read(['status'])).rejects.toMatchObject({ code: 'no-repository' });
  });
});

describe('a run of git', () => {
  const start = async (folder: string, args: string[], more: Partial<Parameters<typeof runGit>[1]> = {}) => {
    const { path } = await findGit(gitEnvironment, folder);
    const environment = hardenEnvironment(gitEnvironment, 'act', { ceiling: dirname(folder), ownSsh: false });
    return runGit(path, { args, folder, environment, ...more });
  };

  it('gives what is on standard input, and does not wait for more', async () => {
    const { tree } = repository();
    expect(await start(tree, ['hash-object', '--stdin'], { input: 'x' })).toMatchObject({ exitCode: 0 });
    expect((await start(tree, ['hash-object', '--stdin'])).stdout.toString().trim()).toBe(
      'e69de29bb2d1d6434b8b29ae775ad8c2e48c5391',
    );
  });

  it('does not take a hook that fails in silence for success', async () => {
    const { tree } = repository();
    writeHook(join(tree, '.git'), 'pre-commit', 'exit 1');
    expect(await start(tree, ['commit', '--allow-empty', '-F', '-'], { input: 'x' })).toMatchObject({
      ending: 'exited',
      exitCode: 1,
      stderr: '',
    });
  });

  it('ends what a hook has started when it is stopped', async () => {
    const { tree } = repository();
    writeHook(join(tree, '.git'), 'pre-commit', '(trap "" TERM; sleep 300) & echo $! > child; wait');
    const stop = new AbortController();
    const running = start(tree, ['commit', '--allow-empty', '-F', '-'], { input: 'x', signal: stop.signal });
    const note = join(tree, 'child');
    while (!existsSync(note) || readFileSync(note, 'utf8') === '') await wait(10);
    stop.abort();
    expect(await running).toMatchObject({ ending: 'cancelled' });
    await untilGone(Number(readFileSync(note, 'utf8')));
  });

  it('is not begun when it is stopped before', async () => {
    const { tree } = repository();
    const answer = await start(tree, ['commit', '--allow-empty', '-m', 'x'], { signal: AbortSignal.abort() });
    expect(answer).toMatchObject({ ending: 'cancelled', pid: undefined });
  });

  it('is stopped after too much output, and after silence', async () => {
    const { tree } = repository();
    writeFileSync(join(tree, 'big'), 'x'.repeat(1_000_000));
    expect(await start(tree, ['hash-object', '-w', 'big'])).toMatchObject({ exitCode: 0 });
    const blob = git(tree, 'hash-object', 'big').trim();
    expect(await start(tree, ['cat-file', 'blob', blob], { outputLimit: 1000 })).toMatchObject({
      ending: 'too-much-output',
    });
    writeHook(join(tree, '.git'), 'pre-commit', 'sleep 300');
    expect(await start(tree, ['commit', '--allow-empty', '-m', 'x'], { silenceLimit: 200 })).toMatchObject({
      ending: 'silent',
    });
  });

  it('says so where git cannot be started', async () => {
    const folder = temporaryFolder();
    const answer = await runGit(join(folder, 'no-git'), { args: [], folder, environment: {} });
    expect(answer).toMatchObject({ ending: 'not-started', exitCode: undefined });
  });

  it('does not wait for a child that a hook has left behind', async () => {
    const { tree } = repository();
    writeHook(join(tree, '.git'), 'post-commit', 'sleep 300 & echo $! > child');
    const began = Date.now();
    expect(await start(tree, ['commit', '--allow-empty', '-m', 'x'])).toMatchObject({ exitCode: 0 });
    expect(Date.now() - began).toBeLessThan(10_000);
    process.kill(Number(readFileSync(join(tree, 'child'), 'utf8')), 'SIGKILL');
  });
});

describe('finding git', () => {
  it('refuses one that is too old, saying which is needed', async () => {
    const folder = temporaryFolder();
    writeScript(join(folder, 'git'), 'echo git version 2.17.1');
    await expect(findGit({ PATH: folder }, '/elsewhere')).rejects.toMatchObject({
      code: 'git-missing',
      message: expect.stringContaining('2.17'),
    });
  });
});
