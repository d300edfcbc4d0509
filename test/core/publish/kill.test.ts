import type { ChildProcess } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleProgram } from '../../helpers/bundle-program.ts';
import { killAll, removeLocks, runAndKill } from '../../helpers/kill-all.ts';
import { blogOver, makeBlog, textOf } from '../../helpers/publishing.ts';
import { git, writeFiles } from '../../helpers/repository.ts';
import { makeTemporaryFolder, temporaryFolder } from '../../helpers/temporary-folder.ts';

const entry = fileURLToPath(new URL('../../helpers/publish-once.ts', import.meta.url));
/** A publish takes longer than a save: the long loops run a twentieth of their rounds. */
const ROUNDS = process.env.GALLEY_TORTURE ? Math.ceil(Number(process.env.GALLEY_TORTURE) / 20) : 5;
/** Milliseconds that a whole publish takes here, about. */
const WHOLE = 500;

let folder = '';
let program = '';
beforeAll(async () => {
  folder = makeTemporaryFolder();
  program = await bundleProgram(entry, folder);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.skipIf(process.platform !== 'linux')('a publish that is killed (looks at /proc)', () => {
  const rounds = Array.from(
    { length: ROUNDS },
    (_, round) => [Math.round((WHOLE * round) / ROUNDS), round] as const,
  );

  it.each(rounds)(
    'alone after %i ms leaves a repository that the next publish goes on from',
    async (delay, round) => {
      await killAndGoOn(delay, round, (child) => child.kill('SIGKILL'));
    },
  );

  it.each(rounds)('with every git after %i ms leaves one too', async (delay, round) => {
    await killAndGoOn(delay, round, killAll);
  });
});

async function killAndGoOn(delay: number, round: number, kill: (child: ChildProcess) => void): Promise<void> {
  const parent = temporaryFolder();
  const blog = makeBlog(parent);
  writeFiles(blog.tree, { 'staged.txt': 'staged\n' });
  git(blog.tree, 'add', 'staged.txt');
  const path = round % 2 === 0 ? 'posts/new.md' : 'posts/first.md';
  writeFiles(blog.tree, { [path]: '# Written\n' });

  await runAndKill([program, parent, blog.tree, path], delay, kill);
  removeLocks(join(blog.tree, '.git'));
  expect(git(blog.tree, 'fsck', '--strict', '--no-dangling')).toBe('');
  expect(textOf(blog.tree, path)).toBe('# Written\n');

  const next = blogOver(parent, blog);
  const outcome = await next.publish({ paths: [path] });
  expect(outcome).toMatchObject({
    outcome: expect.stringMatching(/^(published|nothing-to-publish)$/),
    verified: true,
  });
  expect(git(blog.remote, 'show', `main:${path}`)).toBe('# Written\n');
  expect(git(blog.remote, 'rev-list', '--count', 'main').trim()).toBe('2');
  expect(git(blog.tree, 'status', '--porcelain').trim()).toBe('A  staged.txt');
}
