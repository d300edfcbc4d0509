import { spawn } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createJournal } from '../../../src-main/core/posts/journal.ts';
import { seededRandom } from '../../helpers/seeded-random.ts';
import { makeTemporaryFolder } from '../../helpers/temporary-folder.ts';

/** `npm run torture` sets more. */
const kills = Number(process.env.GALLEY_TORTURE ?? 40);
const seed = Number(process.env.GALLEY_SEED ?? 20_240_501);

describe('a program that is killed while it journals', () => {
  let folder = '';

  beforeAll(async () => {
    folder = makeTemporaryFolder();
    await build({
      configFile: false,
      logLevel: 'error',
      build: {
        ssr: join(import.meta.dirname, 'journal-writer.ts'),
        outDir: join(folder, 'out'),
        target: 'node20.19',
        rollupOptions: { output: { entryFileNames: 'writer.js' } },
      },
      ssr: { noExternal: true },
    });
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it(`has kept its last text whole each of ${kills} times (seed ${seed})`, {
    timeout: 60_000 + kills * 1000,
  }, async () => {
    const random = seededRandom(seed);
    const data = join(folder, 'data');
    const journal = createJournal({ home: { data, cache: data }, root: '/blog' });
    let last = 0;
    for (let left = kills; left > 0; left -= 1) {
      const told = await journalUntilKilled(
        [join(folder, 'out/writer.js'), data, String(last)],
        random() * 30,
      );
      const text = (await journal.read('posts/a.md'))?.text ?? '';
      const version = Number(/^begin (\d+)\n/.exec(text)?.[1]);
      const whole = `begin ${version}\n${`typed ${version}\n`.repeat((version * 7919) % 3000)}end ${version}`;
      expect(text === whole, `the text is whole: ${text.slice(0, 40)} … ${text.slice(-40)}`).toBe(true);
      expect(version).toBeGreaterThanOrEqual(told);
      last = version;
    }
    expect(last).toBeGreaterThan(kills);
  });
});

/** Answers the last version that the program said it had kept. */
async function journalUntilKilled(program: string[], milliseconds: number): Promise<number> {
  const child = spawn(process.execPath, program, { stdio: ['ignore', 'pipe', 'inherit'] });
  let told = '';
  const started = new Promise<void>((resolve, reject) => {
    child.stdout.on('data', (chunk) => {
      told += String(chunk);
      resolve();
    });
    child.once('error', reject);
    child.once('exit', () => reject(new Error('the program ended by itself')));
  });
  await started;
  await new Promise((resolve) => setTimeout(resolve, milliseconds));
  child.kill('SIGKILL');
  await new Promise((resolve) => child.once('close', resolve));
  return Number(told.slice(0, told.lastIndexOf('\n')).split('\n').at(-1));
}
