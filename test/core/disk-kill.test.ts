import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isLeftover } from '../../src-main/core/disk.ts';
import { seededRandom } from '../helpers/seeded-random.ts';
import { makeTemporaryFolder } from '../helpers/temporary-folder.ts';

/** `npm run torture` sets more. */
const kills = Number(process.env.GALLEY_TORTURE ?? 200);
const seed = Number(process.env.GALLEY_SEED ?? 20_240_501);
const atOnce = 4;

describe('a program that is killed while it saves', () => {
  let folder = '';
  let program = '';

  beforeAll(async () => {
    folder = makeTemporaryFolder();
    program = join(folder, 'out', 'saver.js');
    await build({
      configFile: false,
      logLevel: 'error',
      build: {
        ssr: join(import.meta.dirname, 'disk-saver.ts'),
        outDir: join(folder, 'out'),
        target: 'node20.19',
        rollupOptions: { output: { entryFileNames: 'saver.js' } },
      },
    });
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it(`leaves a whole file each of ${kills} times (seed ${seed})`, {
    timeout: 60_000 + kills * 500,
  }, async () => {
    const random = seededRandom(seed);
    let versions = 0;
    let left = kills;
    const worker = async (name: string): Promise<void> => {
      const place = join(folder, name);
      mkdirSync(place);
      const target = join(place, 'post.md');
      writeFileSync(target, 'begin 0 0 0\nend 0 0\n');
      while (left > 0) {
        left -= 1;
        const child = spawn(process.execPath, [program, target, String(left)], {
          stdio: ['ignore', 'pipe', 'inherit'],
        });
        await firstWords(child);
        await new Promise((resolve) => setTimeout(resolve, random() * 25));
        child.kill('SIGKILL');
        await new Promise((resolve) => child.once('exit', resolve));
        if (wholeVersionIn(target) > 0) versions += 1;
        expect(readdirSync(place).filter((entry) => !isLeftover(entry))).toEqual(['post.md']);
      }
    };
    await Promise.all(Array.from({ length: atOnce }, (_, index) => worker(`worker-${index}`)));
    // Were every child killed before its first save, nothing would have been tried.
    expect(versions).toBeGreaterThan(kills / 2);
  });
});

/** The version that the file holds from its first to its last line; throws where it is a mixture or cut off. */
function wholeVersionIn(path: string): number {
  const text = readFileSync(path, 'utf8');
  const [, run = '', version = '', lines = ''] = /^begin (\d+) (\d+) (\d+)\n/.exec(text) ?? [];
  const whole = `begin ${run} ${version} ${lines}\n${`line of version ${version}\n`.repeat(Number(lines))}end ${run} ${version}\n`;
  expect(text === whole, `the file is whole: ${text.slice(0, 40)} … ${text.slice(-40)}`).toBe(true);
  return Number(version);
}

function firstWords(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    child.stdout?.once('data', () => resolve());
    child.once('error', reject);
    child.once('exit', () => reject(new Error('the saving program ended by itself')));
  });
}
