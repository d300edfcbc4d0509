import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { type Chromium, findChromium, launchChromium } from '../helpers/chromium.ts';
import { galleyProgram } from '../helpers/galley.ts';
import { writeFiles } from '../helpers/repository.ts';
import { serve } from '../helpers/serve.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

const canRun = findChromium() && existsSync(galleyProgram);
const post = `---
title: A post
date: 2025-01-01
---

A paragraph with [a link](https://elsewhere.example/page).

![A kite](https://pictures.example/kite.png)
`;
const sheet = `
body { background: rgb(255, 250, 230); color: rgb(60, 0, 20); }
@media (max-width: 500px) { p { color: rgb(0, 0, 200); } }
@media (prefers-color-scheme: dark) { body { background: rgb(30, 10, 20); } }
`;
/** How long a busy machine may take. */
const soon = { timeout: 20_000 };

describe.skipIf(!canRun)(
  `the preview in Chromium${canRun ? '' : ' (skipped: no Chromium, or not built)'}`,
  { timeout: 90_000 },
  () => {
    let browser: Chromium;
    let kite: Buffer;
    beforeAll(async () => {
      browser = await launchChromium();
      kite = await sharp({ create: { width: 60, height: 40, channels: 3, background: 'red' } })
        .png()
        .toBuffer();
    });
    afterAll(() => browser?.close());

    /** A blog of Hugo with a style sheet, its post open; what other sites are asked for is answered here. */
    async function openPost(): Promise<{ page: Page; asked: string[] }> {
      const parent = temporaryFolder();
      const tree = join(parent, 'blog');
      writeFiles(tree, {
        'hugo.toml': 'baseURL = "https://example.org/"\n',
        'content/posts/a-post.md': post,
        'static/css/site.css': sheet,
      });
      const served = await serve(join(parent, 'home'), '--site', tree);
      const context = await browser.newContext({ viewport: { width: 1400, height: 900 } });
      onTestFinished(async () => {
        await context.close();
        await served.stop();
      });
      const asked: string[] = [];
      await context.route(/\.example\//, (route) => {
        asked.push(route.request().url());
        const isPicture = route.request().resourceType() === 'image';
        const answer = isPicture ? { contentType: 'image/png', body: kite } : { body: 'Elsewhere' };
        return route.fulfill({ status: 200, ...answer });
      });
      const page = await context.newPage();
      await page.goto(served.address);
      await page.getByRole('option', { name: /A post/ }).click();
      await text(page).getByText('A paragraph with').waitFor();
      return { page, asked };
    }

    const text = (page: Page) => page.frameLocator('.preview-frame').locator('body');
    const styleOf = (page: Page, selector: string, property: 'color' | 'backgroundColor') =>
      text(page)
        .locator(selector)
        .first()
        .evaluate((element, name) => getComputedStyle(element)[name], property);
    const background = (page: Page) => text(page).evaluate((body) => getComputedStyle(body).backgroundColor);

    it('wears the style sheet of the blog again when the window comes back, also narrow and dark', async () => {
      const { page } = await openPost();
      const look = page.getByRole('button', { name: /^Look of the preview/ });
      await look.click();
      await page.getByRole('menuitemradio', { name: 'static/css/site.css' }).click();
      await expect.poll(() => background(page), soon).toBe('rgb(255, 250, 230)');
      await expect.poll(() => look.textContent(), soon).toBe('site.css');
      await page.reload();
      await expect.poll(() => background(page), soon).toBe('rgb(255, 250, 230)');
      await expect.poll(() => look.textContent()).toBe('site.css');
      await page.getByRole('radio', { name: 'Phone' }).click();
      await expect.poll(() => styleOf(page, '.page-body p', 'color'), soon).toBe('rgb(0, 0, 200)');
      await page.emulateMedia({ colorScheme: 'dark' });
      await expect.poll(() => background(page), soon).toBe('rgb(30, 10, 20)');
    });

    it('shows a tablet whole, however narrow the pane is', async () => {
      const { page } = await openPost();
      await page.getByRole('radio', { name: 'Tablet' }).click();
      const look = () =>
        page.locator('.preview-screen').evaluate((screen) => {
          const frame = screen.querySelector('iframe') as HTMLIFrameElement;
          const [pane, shown] = [screen.getBoundingClientRect(), frame.getBoundingClientRect()];
          return {
            lines: frame.contentWindow?.innerWidth,
            isNarrow: pane.width < 768,
            fits: shown.left >= pane.left && shown.right <= pane.right + 1,
            filled: Math.abs(shown.height - pane.height) < 2,
          };
        });
      await page.setViewportSize({ width: 1100, height: 800 });
      await expect.poll(look, soon).toEqual({ lines: 768, isNarrow: true, fits: true, filled: true });
      await text(page).getByText('a link').click({ trial: true });
      await page.setViewportSize({ width: 2200, height: 800 });
      await expect.poll(look, soon).toEqual({ lines: 768, isNarrow: false, fits: true, filled: true });
    });

    it('asks other sites for pictures once that is wanted, and shows them', async () => {
      const { page, asked } = await openPost();
      await text(page).getByText('Picture on another site').waitFor();
      expect(asked).toEqual([]);
      await page.getByRole('button', { name: 'Show', exact: true }).click();
      const picture = text(page).getByRole('img', { name: 'A kite' });
      await expect
        .poll(
          () => picture.evaluateAll((all) => all.map((one) => (one as HTMLImageElement).naturalWidth)),
          soon,
        )
        .toEqual([60]);
      expect(asked).toEqual(['https://pictures.example/kite.png']);
    });

    it('opens links to other sites outside of the window, which learn nothing of it', async () => {
      const { page } = await openPost();
      const [outside] = await Promise.all([
        page.context().waitForEvent('page'),
        text(page).getByRole('link', { name: 'a link' }).click(),
      ]);
      await outside.waitForURL('https://elsewhere.example/page');
      expect(await outside.evaluate(() => [window.opener, document.referrer])).toEqual([null, '']);
      await text(page).getByText('A paragraph with').waitFor();
    });

    it('fits its foot into its pane, and the way of the keyboard leads back into the text', async () => {
      const { page } = await openPost();
      await text(page).getByText('Picture on another site').waitFor();
      for (const width of [1400, 1000]) {
        await page.setViewportSize({ width, height: 800 });
        const foot = page.locator('.preview-foot');
        await expect
          .poll(() => foot.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth), soon)
          .toBe(0);
      }
      const writing = page.getByRole('textbox', { name: 'Text of the post' });
      await writing.getByText('A paragraph').click();
      await page.keyboard.press('Control+,');
      await page.getByRole('dialog', { name: 'Settings' }).waitFor();
      await page.keyboard.press('Escape');
      await page.getByRole('dialog', { name: 'Settings' }).waitFor({ state: 'detached' });
      await expect
        .poll(() => writing.evaluate((element) => element === document.activeElement), soon)
        .toBe(true);
    });
  },
);
