import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeHook } from '../../helpers/remotes/hooks.ts';
import { hasHttpBackend, serveRemote } from '../../helpers/remotes/http-remote.ts';
import { git, makeRepository, writeFiles } from '../../helpers/repository.ts';
import { runGalley } from '../../helpers/run-galley.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

const POST = '_posts/2024-05-01-first.md';
const post = (title: string) => `---\ntitle: ${title}\n---\n\nText.\n`;

interface Scene {
  parent: string;
  tree: string;
  remote: string;
  run(...words: string[]): Promise<{ exitCode: number; out: string; error: string; json(): unknown }>;
}

/** A blog with an edited post, and the command line over it. */
function makeScene(): Scene {
  const parent = temporaryFolder();
  const made = makeRepository(parent, { '_config.yml': 'title: Notes\n', [POST]: post('First') });
  writeFiles(made.tree, { [POST]: post('Changed') });
  return {
    parent,
    ...made,
    run: (...words) => runGalley({ home: parent, folder: made.tree }, ...words),
  };
}

interface Case {
  outcome: string;
  exitCode: number;
  make(scene: Scene): unknown;
  words?: string[];
  verified?: boolean;
}

const cases: Case[] = [
  { outcome: 'published', exitCode: 0, make: () => {}, verified: true },
  {
    outcome: 'nothing-to-publish',
    exitCode: 0,
    make: ({ tree }) => void git(tree, 'checkout', '-q', '--', POST),
    verified: true,
  },
  { outcome: 'blocked', exitCode: 1, make: ({ tree }) => void git(tree, 'checkout', '-q', '--detach') },
  { outcome: 'cancelled', exitCode: 0, make: () => {}, words: ['--dry-run'] },
  {
    outcome: 'remote-is-ahead',
    exitCode: 3,
    make: ({ parent, remote }) => {
      git(parent, 'clone', '-q', remote, 'other');
      git(join(parent, 'other'), 'commit', '-q', '--allow-empty', '-m', 'theirs');
      git(join(parent, 'other'), 'push', '-q');
    },
  },
  { outcome: 'offline', exitCode: 4, make: ({ remote }) => renameSync(remote, `${remote}.away`) },
  {
    outcome: 'unverified',
    exitCode: 4,
    make: ({ remote }) => writeHook(remote, 'post-receive', 'git update-ref -d refs/heads/main'),
  },
  {
    outcome: 'refused',
    exitCode: 6,
    make: ({ remote }) => writeHook(remote, 'pre-receive', 'echo no >&2; exit 1'),
  },
];

describe('publish', () => {
  it.each(cases)(
    'answers $outcome with exit code $exitCode, in the shape of a script and in words',
    async (given) => {
      const scene = makeScene();
      await given.make(scene);
      const ran = await scene.run('publish', POST, '--json', ...(given.words ?? []));
      expect(ran.exitCode).toBe(given.exitCode);
      expect(ran.json()).toEqual({
        outcome: given.outcome,
        commit: given.outcome.match(/blocked|cancelled|nothing/)
          ? null
          : expect.stringMatching(/^[0-9a-f]{40}$/),
        branch: given.outcome === 'blocked' ? null : 'main',
        remote: given.outcome === 'blocked' ? null : 'origin',
        paths: given.outcome.match(/blocked|nothing/) ? [] : [POST],
        verified: given.verified ?? false,
      });
      expect(ran.error).not.toMatch(/^(fatal|error):/m);
      const isDone = given.exitCode === 0;
      expect(ran.error === '').toBe(isDone);
    },
  );

  it.skipIf(!hasHttpBackend())('answers 5 where a sign-in is needed', async () => {
    const { parent, tree, run } = makeScene();
    const { url } = await serveRemote(parent, 'remote.git', { password: 'secret' });
    git(tree, 'remote', 'set-url', 'origin', url);
    const ran = await run('publish', POST, '--json');
    expect(ran).toMatchObject({ exitCode: 5 });
    expect(ran.json()).toMatchObject({ outcome: 'needs-sign-in', verified: false, paths: [POST] });
  });

  it('answers 2 where nothing is named, 7 where the repository is not trusted', async () => {
    const { tree, run } = makeScene();
    expect((await run('publish', '--json')).exitCode).toBe(2);
    writeHook(join(tree, '.git'), 'pre-commit', 'exit 0');
    const words = [
      ['status'],
      ['publish', POST],
      ['unpublish', POST],
      ['history', POST],
      ['restore', POST, 'abcd'],
    ];
    for (const each of words) {
      const ran = await run(...each, '--json');
      expect(ran).toMatchObject({ exitCode: 7 });
      expect(ran.json()).toMatchObject({ error: { code: 'untrusted', next: expect.any(Array) } });
    }
    expect((await run('trust', '--show', '--json')).json()).toEqual({
      trusted: false,
      runs: [expect.stringContaining('pre-commit')],
    });
    expect((await run('trust', '--json')).json()).toMatchObject({ trusted: true });
    expect((await run('publish', POST, '--json')).json()).toMatchObject({ outcome: 'published' });
  });

  it('says what waits in a state that blocks, in the words of a terminal', async () => {
    const { tree, run } = makeScene();
    git(tree, 'remote', 'remove', 'origin');
    const ran = await run('status', '--json');
    expect(ran.json()).toEqual({
      branch: 'main',
      upstream: null,
      ahead: null,
      behind: null,
      state: 'no-remote',
      changes: [{ path: POST, kind: 'changed', post: true, assets: [] }],
      blocked: {
        reason: expect.stringContaining('no remote'),
        next: [expect.stringContaining('git remote add')],
      },
    });
    expect((await run('status')).out).toContain('git remote add');
  });
});
