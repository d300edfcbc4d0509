import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { openSite } from '../../src-main/core/site/open-site.ts';
import { type Chromium, findChromium, launchChromium } from '../helpers/chromium.ts';
import { galleyProgram } from '../helpers/galley.ts';
import { serve } from '../helpers/serve.ts';
import { makeTemporaryFolder } from '../helpers/temporary-folder.ts';
import { compare, median, report, reportFigure } from './compare.ts';
import { generatePosts } from './generate-posts.ts';
import { type ServedPages, servePages } from './serve-pages.ts';

const POSTS = 10_000;
const isPossible = findChromium() !== undefined && existsSync(galleyProgram);

/** What is waited for: a thing on the page, and the frame that shows it. */
const row = '[role=option]';
const editor = '.cm-content[contenteditable=true]';

describe.skipIf(!isPossible)(
  `the second start with ${POSTS} posts${isPossible ? '' : ' (skipped: no Chromium, or not built)'}`,
  () => {
    const folder = makeTemporaryFolder();
    const blog = join(folder, 'blog');
    const home = join(folder, 'home');
    let browser: Chromium;
    let pages: ServedPages;
    beforeAll(async () => {
      generatePosts(blog, POSTS);
      await mkdir(join(folder, 'pages'));
      const site = await openSite(blog, { home: { data: '', cache: '' } });
      const posts = await site.posts.list();
      await site.close();
      writeFileSync(join(folder, 'pages/posts.json'), JSON.stringify(posts));
      writeFileSync(join(folder, 'pages/post.md'), readFileSync(join(blog, posts[0]?.path ?? '')));
      pages = await servePages(join(folder, 'pages'));
      browser = await launchChromium();
      // The first start: the index is saved, and a post is open from now on.
      await start(async (page, address) => {
        await page.goto(address);
        await page.locator(row).first().click();
        await page.locator(editor).waitFor();
        await page.waitForTimeout(4000);
      });
    });
    afterAll(async () => {
      await browser?.close();
      await pages?.close();
      rmSync(folder, { recursive: true, force: true });
    });

    /** Starts Galley, with a page of its own. */
    async function start<T>(use: (page: Page, address: string) => Promise<T>): Promise<T> {
      const served = await serve(home, '--site', blog);
      const page = await newPage();
      try {
        return await use(page, served.address);
      } finally {
        await page.context().close();
        await served.stop();
      }
    }

    async function newPage(): Promise<Page> {
      const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
      return context.newPage();
    }

    const inWindow = (selector: string, scripts?: number[]) => () =>
      start(async (page, address) => {
        const shown = await shownAt(page, address, selector);
        scripts?.push(await scriptBytes(page));
        return shown;
      });
    const inPage = (name: 'list.html' | 'editor.html', selector: string) => async () => {
      const page = await newPage();
      try {
        return await shownAt(page, pages.address(name), selector);
      } finally {
        await page.context().close();
      }
    };

    it('shows the list', async () => {
      const medians = await compare([
        { name: 'only a list', run: inPage('list.html', row) },
        { name: 'the window', run: inWindow(row) },
      ]);
      report('list painted', medians, { of: 'the window', to: 'only a list', target: 2 });
    });

    it('has the editor ready', async () => {
      const scripts: number[] = [];
      const medians = await compare([
        { name: 'only an editor', run: inPage('editor.html', editor) },
        { name: 'the window', run: inWindow(editor, scripts) },
      ]);
      report('editor usable', medians, { of: 'the window', to: 'only an editor', target: 1.5 });
      reportFigure('script parsed before the editor is usable', median(scripts) / 1000, 'KB', 900);
    });
  },
);

/** Milliseconds from asking for the page to the frame after the one that has the element. */
async function shownAt(page: Page, address: string, selector: string): Promise<number> {
  await page.addInitScript((wanted) => {
    const look = (): void => {
      if (document.querySelector(wanted))
        requestAnimationFrame(() => Object.assign(globalThis, { shownAt: performance.now() }));
      else requestAnimationFrame(look);
    };
    look();
  }, selector);
  await page.goto(address);
  await page.waitForFunction(() => 'shownAt' in globalThis);
  return page.evaluate(() => (globalThis as unknown as { shownAt: number }).shownAt);
}

/** Bytes of all scripts that the page has loaded until the element was shown. */
function scriptBytes(page: Page): Promise<number> {
  return page.evaluate(() => {
    const { shownAt } = globalThis as unknown as { shownAt: number };
    return performance
      .getEntriesByType('resource')
      .filter((entry): entry is PerformanceResourceTiming => entry instanceof PerformanceResourceTiming)
      .filter(({ name, responseEnd }) => name.endsWith('.js') && responseEnd > 0 && responseEnd <= shownAt)
      .reduce((sum, { decodedBodySize }) => sum + decodedBodySize, 0);
  });
}
