import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { galleyEnvironment, galleyProgram } from '../helpers/galley.ts';
import { writeFiles } from '../helpers/repository.ts';
import { startNode } from '../helpers/running.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

const launcher = resolve(fileURLToPath(new URL('.', import.meta.url)), '../../scripts/start.mjs');
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
