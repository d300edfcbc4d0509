import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { postText } from '../../helpers/built-site.ts';
import { galley, galleyEnvironment, galleyProgram } from '../../helpers/galley.ts';
import { writeFiles } from '../../helpers/repository.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

const isBuilt = existsSync(galleyProgram);

describe.skipIf(!isBuilt)(`galley build${isBuilt ? '' : ' (skipped: not built)'}`, () => {
  it('prints what was built, and fails with the file and line of a post that was left out', async () => {
    const [folder, home] = [temporaryFolder(), temporaryFolder()];
    writeFiles(folder, {
      'galley.yml': 'title: Tides\n',
      'posts/a.md': postText({ title: 'A', date: '2024-01-01' }),
      'posts/b.md': postText({ title: 'B', date: '2024-01-02', draft: true }),
    });
    const good = await galley({ home, folder }, 'build', '--json', '--drafts', '--out', 'site');
    expect([good.status, good.stderr]).toEqual([0, '']);
    expect(good.json()).toEqual({
      pages: expect.any(Number),
      posts: 2,
      changed: expect.any(Number),
      milliseconds: expect.any(Number),
      out: join(folder, 'site'),
    });
    writeFiles(folder, { 'posts/bad.md': '---\ntitle: "open\n---\nText.\n' });
    const bad = await galley({ home, folder }, 'build');
    expect(bad.status).toBe(1);
    expect(bad.stdout).toContain('1 post,');
    expect(bad.stderr).toMatch(/^galley: posts\/bad\.md:\d+:\d+ error: .+\n$/);
    const refused = await galley({ home, folder }, 'build', '--json', '--out', 'posts');
    expect(refused.json()).toMatchObject({ error: { code: 'output-not-ours' } });
    expect(refused.status).toBe(1);
  });

  it('stops in order, leaving nothing', async () => {
    const [folder, home] = [temporaryFolder(), temporaryFolder()];
    const posts = Array.from({ length: 400 }, (_, n): [string, string] => [
      `posts/p${n}.md`,
      postText({ title: `P${n}`, date: '2024-01-01' }, '```js\nlet a = 1;\n```\n\n'.repeat(40)),
    ]);
    writeFiles(folder, { 'galley.yml': 'title: Tides\n', ...Object.fromEntries(posts) });
    const child = spawn(process.execPath, [galleyProgram, 'build'], {
      cwd: folder,
      env: galleyEnvironment(home),
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    let said = '';
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString('utf8');
    });
    const ended = once(child, 'exit');
    await expect
      .poll(() => existsSync(join(folder, '._site.galley-new')), { timeout: 30_000, interval: 5 })
      .toBe(true);
    child.kill('SIGINT');
    expect(await ended).toEqual([1, null]);
    expect(said).toBe('Cancelled. The site is as it was.\n');
    expect(readdirSync(folder).sort()).toEqual(['galley.yml', 'posts']);
  });
});
