import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { postText } from '../../helpers/built-site.ts';
import { launchChromium } from '../../helpers/chromium.ts';
import { galleyEnvironment, galleyProgram } from '../../helpers/galley.ts';
import { writeFiles } from '../../helpers/repository.ts';
import { startNode } from '../../helpers/running.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';
import { rawRequest } from './raw-request.ts';

const isBuilt = existsSync(galleyProgram);
const windowAddress = /Galley is at http:\/\/127\.0\.0\.1:(\d+)\/\?token=[\w-]{43}/;
const siteAddress = /as a site is at (http:\/\/127\.0\.0\.1:(\d+)\/\?token=[\w-]{43})/;

function blog(): { folder: string; home: string } {
  const folder = temporaryFolder();
  writeFiles(folder, {
    'galley.yml': 'title: Tides\nurl: https://e.example/log\n',
    'posts/a.md': postText({ title: 'Ebb', date: '2024-01-01' }),
    'posts/draft.md': postText({ title: 'Unfinished', date: '2024-01-02', draft: true }),
  });
  return { folder, home: temporaryFolder() };
}

describe.skipIf(!isBuilt)(`the blog as a site${isBuilt ? '' : ' (skipped: not built)'}`, () => {
  it('is shown as it will be, and shown again when it changes', async () => {
    const { folder, home } = blog();
    const serve = startNode([galleyProgram, 'serve', '--site', folder], {
      cwd: folder,
      env: galleyEnvironment(home),
    });
    const [, address = '', port] = await serve.printed(siteAddress);
    const browser = await launchChromium();
    try {
      const page = await browser.newPage();
      await page.goto(address);
      await page.waitForURL(`http://127.0.0.1:${port}/log/`);
      await page.getByRole('heading', { name: 'Unfinished' }).first().waitFor();
      const streaming = page.waitForRequest('**/.galley/changes');
      await page.getByRole('link', { name: 'Ebb' }).first().click();
      await page.getByRole('heading', { level: 1, name: 'Ebb' }).waitFor();
      await streaming;
      // The stream is open once the page has heard of it; a change before that is seen when it loads.
      await page.evaluate(() => new Promise((done) => setTimeout(done, 300)));
      writeFileSync(join(folder, 'posts/a.md'), postText({ title: 'Flood', date: '2024-01-01' }));
      await page.getByRole('heading', { level: 1, name: 'Flood' }).waitFor();
      const missing = await page.goto(`http://127.0.0.1:${port}/log/nowhere/`);
      expect(missing?.status()).toBe(404);
      expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('Page not found');
      expect(readdirSync(folder).sort()).toEqual(['galley.yml', 'posts']);
    } finally {
      await browser.close();
      serve.child.kill('SIGTERM');
      await serve.ended;
    }
  });

  it('lets in only who was given its address, and its pages cannot reach the window', async () => {
    const { folder, home } = blog();
    const serve = startNode([galleyProgram, 'serve', '--site', folder], {
      cwd: folder,
      env: galleyEnvironment(home),
    });
    const [, windowPort] = await serve.printed(windowAddress);
    const [, address = '', port] = await serve.printed(siteAddress);
    try {
      const host = `127.0.0.1:${port}`;
      const ask = (path: string, headers: Record<string, string> = {}) =>
        rawRequest(Number(port), { path, headers: { Host: host, ...headers } });
      expect((await ask('/log/')).status).toBe(403);
      expect((await ask('/log/', { Host: 'evil.example' })).status).toBe(421);
      const { pathname, search } = new URL(address);
      const entered = await ask(pathname + search);
      const cookie = String(entered.headers['set-cookie']).split(';')[0] ?? '';
      expect(String(entered.headers['set-cookie'])).toMatch(/HttpOnly; SameSite=Strict/);
      expect((await ask(pathname + search)).status).toBe(403);
      const page = await ask('/log/', { Cookie: cookie });
      expect(page.status).toBe(200);
      expect(page.headers['content-security-policy']).toContain("connect-src 'self'");
      for (const path of [
        '/log/..%2f..%2f',
        '/log/%2e%2e/%2e%2e/data',
        '/log/.galley-site.json',
        '/log/.nojekyll',
      ])
        expect([path, [302, 404].includes((await ask(path, { Cookie: cookie })).status)]).toEqual([
          path,
          true,
        ]);
      const call = await rawRequest(Number(windowPort), {
        method: 'POST',
        path: '/api/call',
        headers: {
          Host: `127.0.0.1:${windowPort}`,
          Origin: `http://${host}`,
          'Content-Type': 'application/json',
          Cookie: cookie,
        },
        body: '{"method":"posts.list","input":{}}',
      });
      expect(call.status).toBe(403);
    } finally {
      serve.child.kill('SIGTERM');
      await serve.ended;
    }
  });
});
