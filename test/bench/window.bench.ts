import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { type Chromium, findChromium, launchChromium } from '../helpers/chromium.ts';
import { galleyProgram } from '../helpers/galley.ts';
import { type Served, serve } from '../helpers/serve.ts';
import { makeTemporaryFolder } from '../helpers/temporary-folder.ts';
import { median, reportFigure } from './compare.ts';
import { generatePosts } from './generate-posts.ts';

const POSTS = 10_000;
const rounds = 5;
const isPossible = findChromium() !== undefined && existsSync(galleyProgram);

describe.skipIf(!isPossible)(
  `the window on ${POSTS} posts${isPossible ? '' : ' (skipped: no Chromium, or not built)'}`,
  () => {
    const folder = makeTemporaryFolder();
    const blog = join(folder, 'blog');
    let browser: Chromium;
    beforeAll(async () => {
      generatePosts(blog, POSTS);
      browser = await launchChromium();
    });
    afterAll(async () => {
      await browser?.close();
      rmSync(folder, { recursive: true, force: true });
    });

    it('is opened, filtered and scrolled', async () => {
      const times: Record<string, number[]> = { painted: [], opening: [], filtering: [], scrolling: [] };
      for (let round = 0; round < rounds; round += 1) {
        const served = await serve(join(folder, 'home'), '--site', blog);
        try {
          const measured = await measure(browser, served);
          for (const [name, value] of Object.entries(measured)) times[name]?.push(value);
        } finally {
          await served.stop();
        }
      }
      reportFigure('from the address to the painted list', median(times.painted ?? []), 'ms');
      reportFigure('longest task while opening', median(times.opening ?? []), 'ms', 50);
      reportFigure('longest task while filtering', median(times.filtering ?? []), 'ms', 50);
      reportFigure('longest task while scrolling', median(times.scrolling ?? []), 'ms', 50);
    });
  },
);

async function measure(browser: Chromium, served: Served): Promise<Record<string, number>> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  try {
    await page.addInitScript(() => {
      const tasks: number[] = [];
      Object.assign(globalThis, { longTasks: tasks });
      new PerformanceObserver((list) =>
        tasks.push(...list.getEntries().map(({ duration }) => duration)),
      ).observe({
        type: 'longtask',
        buffered: true,
      });
    });
    const start = performance.now();
    await page.goto(served.address);
    await page.getByRole('option').first().waitFor();
    const painted = performance.now() - start;
    const opening = await longestTask(page);
    await page.getByRole('textbox', { name: 'Filter posts' }).pressSequentially('latency 4', { delay: 60 });
    await page.getByRole('textbox', { name: 'Filter posts' }).fill('');
    const filtering = await longestTask(page);
    await page.getByRole('option').first().hover();
    for (let turn = 0; turn < 40; turn += 1) await page.mouse.wheel(0, 1500);
    const scrolling = await longestTask(page);
    return { painted, opening, filtering, scrolling };
  } finally {
    await page.close();
  }
}

/** The longest task since this was asked before, in milliseconds; 0 where none took 50 or more. */
async function longestTask(page: Page): Promise<number> {
  // The next frame, and the tasks until then, are to be over.
  await page.evaluate(
    () =>
      new Promise((resolve) => requestAnimationFrame(() => requestIdleCallback(() => resolve(undefined)))),
  );
  return page.evaluate(() => {
    const tasks = (globalThis as unknown as { longTasks: number[] }).longTasks.splice(0);
    return Math.max(0, ...tasks);
  });
}
