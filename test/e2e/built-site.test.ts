import { cpSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import axe from 'axe-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listThemes } from '../../src-main/core/build/theme.ts';
import { built, postText, resources } from '../helpers/built-site.ts';
import { type Chromium, launchChromium } from '../helpers/chromium.ts';
import { writeFiles } from '../helpers/repository.ts';
import { makeTemporaryFolder } from '../helpers/temporary-folder.ts';

/** What a reader's browser loads for a post of text alone, compressed as any web server does it. In bytes. */
const budget = 60_000;

const types: Record<string, string> = {
  '.html': 'text/html',
  '.css': 'text/css',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
};

describe.each(listThemes(resources).map(({ name }) => name))(
  'the built site in Chromium, theme %s',
  (theme) => {
    let folder = '';
    let server: Server;
    let browser: Chromium;
    let origin = '';
    let sent = 0;

    beforeAll(async () => {
      folder = makeTemporaryFolder();
      const blog = join(folder, 'blog');
      cpSync(resolve(resources, 'sample'), blog, { recursive: true });
      writeFileSync(
        join(blog, 'galley.yml'),
        `title: Headroom\nauthor: Maren\nurl: https://e.example\ntheme: ${theme}\n`,
      );
      writeFiles(blog, {
        'posts/plain.md': postText(
          { title: 'Text alone', date: '2025-09-01' },
          'Words and more words.\n\n'.repeat(80),
        ),
        'posts/drawn.md': postText(
          { title: 'Drawn', date: '2025-06-01' },
          `${'Words above.\n\n'.repeat(90)}\`\`\`mermaid\n%%{init: {"fontFamily": "Fanciful"}}%%\ngraph LR; Queue-->Ledger;\n\`\`\`\n\n\`\`\`mermaid\nno diagram at all\n\`\`\`\n`,
        ),
        'posts/long.md': postText(
          { title: 'W'.repeat(300), date: '2025-07-01', tags: ['t'.repeat(120)] },
          '- [x] done\n- [ ] open\n',
        ),
        'posts/wide.md': postText(
          { title: 'Pictures', date: '2025-08-01', tags: ['Wide'] },
          `![Sea](/assets/sea.jpg)\n\nText below.\n\n${'| wide '.repeat(30)}|\n${'| --- '.repeat(30)}|\n${'| cell '.repeat(30)}|\n`,
        ),
        'assets/sea.jpg': await sharp({
          create: { width: 1600, height: 900, channels: 3, background: '#246' },
        })
          .jpeg()
          .toBuffer(),
      });
      await built(blog, { out: join(folder, 'site') });
      server = createServer((request, response) => {
        const path = decodeURIComponent(new URL(request.url ?? '/', 'http://site.test').pathname);
        const file = join(folder, 'site', path.endsWith('/') ? `${path}index.html` : path);
        readFile(file).then(
          (bytes) => {
            const body = gzipSync(bytes);
            sent += body.length;
            response.writeHead(200, {
              'Content-Type': types[extname(file)] ?? 'text/plain',
              'Content-Encoding': 'gzip',
            });
            response.end(body);
          },
          () => response.writeHead(404).end(),
        );
      });
      await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
      origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      browser = await launchChromium();
    });
    afterAll(async () => {
      await browser?.close();
      server?.closeAllConnections();
      server?.close();
      rmSync(folder, { recursive: true, force: true });
    });

    const pages = [
      '/',
      '/wide/',
      '/long/',
      '/drawn/',
      '/wasm-runtime-architecture/',
      '/archive/',
      '/tags/',
      '/tags/wide/',
      '/search/',
      '/404.html',
    ];

    it.each(['light', 'dark'] as const)(
      'has nothing that keeps anybody out: axe, %s',
      async (colorScheme) => {
        const page = await browser.newPage({ colorScheme });
        const found: unknown[] = [];
        for (const path of pages) {
          await page.goto(origin + path);
          await page.evaluate(axe.source);
          const { violations } = await page.evaluate(() =>
            (globalThis as unknown as { axe: typeof axe }).axe.run({ resultTypes: ['violations'] }),
          );
          for (const { id, nodes } of violations) found.push([path, id, nodes[0]?.html.slice(0, 200)]);
        }
        expect(found).toEqual([]);
        await page.close();
      },
    );

    it('moves nothing about while it loads, and is nowhere wider than a small screen', async () => {
      const page = await browser.newPage({ viewport: { width: 360, height: 640 } });
      for (const path of pages) {
        await page.goto(origin + path, { waitUntil: 'load' });
        const { shift, width } = await page.evaluate(async () => {
          const shifts: number[] = [];
          const observer = new PerformanceObserver((list) => {
            for (const entry of list.getEntries()) shifts.push((entry as unknown as { value: number }).value);
          });
          observer.observe({ type: 'layout-shift', buffered: true });
          for (const image of document.images) image.loading = 'eager';
          await Promise.all([...document.images].map((image) => image.decode().catch(() => {})));
          await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
          return {
            shift: shifts.reduce((sum, value) => sum + value, 0),
            width: document.documentElement.scrollWidth,
          };
        });
        expect([path, shift]).toEqual([path, 0]);
        expect([path, width <= 360]).toEqual([path, true]);
      }
      await page.close();
    });

    it(`sends less than ${budget / 1000} KB for a post of text, and no script`, async () => {
      const page = await browser.newPage();
      const scripts: string[] = [];
      page.on('request', (request) => {
        if (request.resourceType() === 'script') scripts.push(request.url());
      });
      sent = 0;
      await page.goto(`${origin}/plain/`, { waitUntil: 'networkidle' });
      expect(sent).toBeGreaterThan(0);
      expect(sent).toBeLessThan(budget);
      expect(scripts).toEqual([]);
      await page.close();
    });

    it('loads the form of a picture that fits the screen', async () => {
      const page = await browser.newPage({ viewport: { width: 400, height: 800 }, deviceScaleFactor: 1 });
      await page.goto(`${origin}/wide/`, { waitUntil: 'networkidle' });
      expect(
        await page
          .locator('img')
          .first()
          .evaluate((image: HTMLImageElement) => image.currentSrc),
      ).toMatch(/-480\.webp$/);
      await page.close();
    });

    it('draws diagrams once they come near, in the colours of the page, and shows their code without scripts', async () => {
      const page = await browser.newPage({ colorScheme: 'light' });
      const programs: string[] = [];
      page.on('request', (request) => {
        if (request.url().includes('/theme/mermaid-')) programs.push(request.url());
      });
      await page.goto(`${origin}/drawn/`, { waitUntil: 'networkidle' });
      expect(programs).toEqual([]);
      const code = page.locator('pre:has(code.language-mermaid)');
      await code.first().scrollIntoViewIfNeeded();
      const picture = page.locator('.diagram img');
      await picture.waitFor({ timeout: 30_000 });
      const light = await picture.getAttribute('src');
      expect(decodeURIComponent(light ?? '')).toContain('Queue');
      // No diagram sets what the page says.
      expect(decodeURIComponent(light ?? '')).not.toContain('Fanciful');
      expect(programs).toHaveLength(1);
      // What is no diagram stays as it was written.
      await expect.poll(() => code.allInnerTexts()).toEqual([expect.stringContaining('no diagram at all')]);
      await page.emulateMedia({ colorScheme: 'dark' });
      await expect.poll(() => picture.getAttribute('src'), { timeout: 30_000 }).not.toBe(light);
      await page.close();

      const context = await browser.newContext({ javaScriptEnabled: false });
      const plain = await context.newPage();
      await plain.goto(`${origin}/drawn/`);
      expect(await plain.locator('pre:has(code.language-mermaid)').first().innerText()).toContain(
        'graph LR; Queue-->Ledger;',
      );
      await context.close();
    });

    it('works with scripts off, and searches with them', async () => {
      const context = await browser.newContext({ javaScriptEnabled: false });
      const plain = await context.newPage();
      await plain.goto(`${origin}/`);
      await plain.getByRole('link', { name: 'Text alone' }).first().click();
      await plain.waitForURL('**/plain/');
      await plain
        .getByRole('link', { name: /Pictures/ })
        .first()
        .click();
      await plain.waitForURL('**/wide/');
      await plain.goto(`${origin}/search/`);
      expect(await plain.getByRole('main').innerText()).toContain('The archive lists every post');
      await context.close();

      const page = await browser.newPage();
      await page.goto(`${origin}/search/`);
      await page.getByRole('searchbox').fill('kafka STREAM');
      await page.locator('.search-results a').first().waitFor();
      await page.getByRole('searchbox').fill('no such word anywhere');
      await page.getByText('Nothing was found.').waitFor();
      await page.close();
    });
  },
);
