import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { postText, siteFiles } from '../../helpers/built-site.ts';
import { galley, galleyEnvironment, galleyProgram } from '../../helpers/galley.ts';
import { seededRandom } from '../../helpers/seeded-random.ts';
import { makeTemporaryFolder } from '../../helpers/temporary-folder.ts';

/** `npm run torture` sets more. */
const kills = Number(process.env.GALLEY_TORTURE ?? 4);
const seed = Number(process.env.GALLEY_SEED ?? 20_240_501);
const isBuilt = existsSync(galleyProgram);
const posts = 230;

/** The blog in two states: a title that stands on every page, and a word in one post. */
const edits = {
  everything: (blog: string, state: number) =>
    writeFileSync(join(blog, 'galley.yml'), `title: Title ${state}\nurl: https://e.example\n`),
  'one post': (blog: string, state: number) =>
    writeFileSync(
      join(blog, 'posts/p7.md'),
      postText({ title: `Seven ${state}`, date: '2024-03-07', tags: ['a'] }, `State ${state}.\n`),
    ),
};

describe.skipIf(!isBuilt)(`a build that is killed${isBuilt ? '' : ' (skipped: not built)'}`, () => {
  let folder = '';
  let blog = '';
  let home = '';
  beforeAll(() => {
    folder = makeTemporaryFolder();
    blog = join(folder, 'blog');
    home = join(folder, 'home');
    mkdirSync(join(blog, 'posts'), { recursive: true });
    for (let n = 0; n < posts; n += 1)
      writeFileSync(
        join(blog, `posts/p${n}.md`),
        postText({
          title: `Post ${n}`,
          date: `2024-01-${String((n % 28) + 1).padStart(2, '0')}`,
          tags: ['a'],
        }),
      );
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each(Object.entries(edits))(
    `leaves the old site or the new one, after a change of %s (${kills} kills, seed ${seed})`,
    { timeout: 120_000 + kills * 40_000 },
    async (_name, edit) => {
      const random = seededRandom(seed);
      edits.everything(blog, 0);
      edits['one post'](blog, 0);
      const started = performance.now();
      await build();
      const usual = performance.now() - started;
      for (let kill = 1; kill <= kills; kill += 1) {
        const before = siteFiles(join(blog, '_site'));
        edit(blog, kill);
        await killedAfter(random() * usual * 1.2);
        const left = existsSync(join(blog, '_site')) ? siteFiles(join(blog, '_site')) : undefined;
        const isComing = existsSync(join(blog, '._site.galley-new/list.json'));
        // Between two renames there is no site for a moment; the old one lies beside it then.
        if (left === undefined) expect(existsSync(join(blog, '._site.galley-old/index.html'))).toBe(true);
        // A copy, since the next build clears what was left.
        const copy = join(folder, `new-${kill}`);
        cpSync(blog, join(copy, 'blog'), { recursive: true, filter: (path) => !/_site/.test(path) });
        await galley({ home: join(copy, 'home'), folder: join(copy, 'blog') }, 'build');
        const after = siteFiles(join(copy, 'blog/_site'));
        rmSync(copy, { recursive: true });
        for (const [file, text] of left ?? [])
          expect(text === before.get(file) || text === after.get(file), `${file} is whole`).toBe(true);
        if (left && !isComing) expect([before, after].some((whole) => isSame(whole, left))).toBe(true);
        await build();
        expect(isSame(siteFiles(join(blog, '_site')), after)).toBe(true);
        expect(existsSync(join(blog, '._site.galley-new'))).toBe(false);
        expect(existsSync(join(blog, '._site.galley-old'))).toBe(false);
      }
    },
  );

  async function build(): Promise<void> {
    const run = await galley({ home, folder: blog }, 'build');
    expect(run.stderr).toBe('');
    expect(run.status).toBe(0);
  }

  async function killedAfter(milliseconds: number): Promise<void> {
    const child = spawn(process.execPath, [galleyProgram, 'build'], {
      cwd: blog,
      env: galleyEnvironment(home),
      stdio: 'ignore',
    });
    const ended = once(child, 'exit');
    await Promise.race([wait(milliseconds), ended]);
    child.kill('SIGKILL');
    await ended;
  }
});

function isSame(one: ReadonlyMap<string, string>, other: ReadonlyMap<string, string>): boolean {
  return one.size === other.size && [...one].every(([file, text]) => other.get(file) === text);
}
