import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { galleyEnvironment, galleyProgram } from '../helpers/galley.ts';
import { writeFiles } from '../helpers/repository.ts';
import { startNode } from '../helpers/running.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

const project = resolve(fileURLToPath(new URL('.', import.meta.url)), '../..');
const launcher = join(project, 'scripts/start.mjs');
const address = /http:\/\/127\.0\.0\.1:(\d+)\/\?token=[\w-]{43}/;
const isBuilt = existsSync(galleyProgram);

describe.skipIf(!isBuilt)(`npm start${isBuilt ? '' : ' (skipped: not built)'}`, () => {
  it.skipIf(process.platform !== 'linux')(
    'says in one line why there is no desktop window, and serves',
    async () => {
      const home = temporaryFolder();
      const start = startNode([launcher], { cwd: home, env: galleyEnvironment(home) });
      await start.printed(address);
      expect(start.output().match(/so Galley opens in the browser/g)).toHaveLength(1);
      expect(start.output()).toContain('There is no display here');
      expect(existsSync(join(home, 'data/sample/blog/galley.yml'))).toBe(true);
      start.child.kill('SIGTERM');
      expect(await start.ended).toBe(0);
    },
  );

  describe.skipIf(!runsUnprivileged())('where there is a display', () => {
    /** An Electron of a few lines, that says what it was asked to open. */
    function electronThat(does: string) {
      const folder = temporaryFolder();
      const script = `#!/bin/sh\necho "desktop: $1 $GALLEY_OPEN"\n${does}\n`;
      writeFileSync(join(folder, 'electron'), script, { mode: 0o755 });
      return start(
        ['blog'],
        { DISPLAY: ':99', ELECTRON_OVERRIDE_DIST_PATH: folder, INIT_CWD: '/srv' },
        folder,
      );
    }

    /** The desktop does not run as root, so these tests do not either. */
    function start(words: string[], env: Record<string, string>, folder: string) {
      const home = join(folder, 'home');
      mkdirSync(home);
      const isRoot = process.getuid?.() === 0;
      for (const path of [folder, home]) chmodSync(path, 0o777);
      const options = { cwd: folder, env: { ...galleyEnvironment(home), HOME: home, ...env } };
      return startNode([launcher, ...words], isRoot ? { ...options, uid: 65_534 } : options);
    }

    it('opens the desktop window, and ends with it', async () => {
      const running = electronThat('exit 0');
      expect(await running.ended).toBe(0);
      expect(running.output()).toBe(`desktop: ${project} /srv/blog\n`);
    });

    it('hands a signal on to it', async () => {
      const running = electronThat(
        'trap "echo ended; exit 0" TERM; echo ready; for second in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do sleep 1; done',
      );
      await running.printed(/ready/);
      running.child.kill('SIGTERM');
      expect(await running.ended).toBe(0);
      expect(running.output()).toContain('ended');
    });

    it('takes the browser where the desktop window cannot start', async () => {
      const running = electronThat('exit 133');
      await running.printed(/The desktop window could not start here, so Galley opens in the browser/);
      expect(await running.ended).toBe(1);
      expect(running.output()).toContain('galley: This folder is not there.');
    });
  });

  it('opens a folder named from where the person is, in the browser if they ask for it', async () => {
    const home = temporaryFolder();
    const folder = temporaryFolder();
    writeFiles(folder, { 'blog/posts/a.md': '# A\n' });
    const start = startNode([launcher, 'blog', '--web'], {
      cwd: home,
      env: { ...galleyEnvironment(home), INIT_CWD: folder },
    });
    await start.printed(address);
    expect(start.output()).not.toContain('so Galley opens in the browser');
    expect(existsSync(join(home, 'data/sample'))).toBe(false);
    start.child.kill('SIGTERM');
    expect(await start.ended).toBe(0);
  });

  it.each([[['--nothing']], [['a', 'b']], [['--port', 'x']], [['nowhere-at-all', '--web']]])(
    'says what is wrong with %j and ends',
    async (words) => {
      const home = temporaryFolder();
      const start = startNode([launcher, ...words], { cwd: home, env: galleyEnvironment(home) });
      expect(await start.ended).toBeGreaterThan(0);
      expect(start.output()).not.toMatch(/ {4}at /);
      expect(start.output().trim().split('\n').length).toBeLessThan(5);
    },
  );
});

/** Whether a program of another user than root can be started here and can read this project. */
function runsUnprivileged(): boolean {
  if (process.platform !== 'linux') return false;
  if (process.getuid?.() !== 0) return true;
  return spawnSync('test', ['-r', launcher], { uid: 65_534 }).status === 0;
}
