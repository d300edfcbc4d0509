import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findChromium } from '../../helpers/chromium.ts';
import { startWindowBrowser, type WindowBrowser } from './open-window.ts';

describe.skipIf(!findChromium())('an open post in the window (needs Chromium)', () => {
  let browser: WindowBrowser;

  beforeAll(async () => {
    browser = await startWindowBrowser();
  });
  afterAll(() => browser?.stop());

  /** Opens the newest post of a fresh window, which must not have failed by the end. */
  async function withPost(query: Record<string, string>, use: (page: Page) => Promise<void>): Promise<void> {
    const { page, errors, close } = await browser.open(new URLSearchParams(query).toString());
    try {
      await page
        .getByRole('option', { name: /Queues that answer at once/ })
        .first()
        .click();
      await text(page).waitFor();
      await use(page);
      expect(errors).toEqual([]);
    } finally {
      await close();
    }
  }

  const text = (page: Page) => page.getByRole('textbox', { name: 'Text of the post' });
  const preview = (page: Page) => page.frameLocator('iframe[title="Preview of the post"]').locator('article');

  describe('is previewed', () => {
    it.each([
      ['in several languages', '---\ntitle:\n  en: Hello\n  de: Hallo\n---\n'],
      ['that cannot be read', '---\ntitle: broken [\n bad: : x\n---\n'],
    ])('with the title of the list where it has one %s', (_name, head) =>
      withPost({ head }, async (page) => {
        await preview(page).getByText('When a queue grows').waitFor();
        expect(await preview(page).getByRole('heading', { level: 1 }).textContent()).toBe(
          'Queues that answer at once',
        );
        await text(page).click();
        await page.keyboard.press('Control+End');
        await page.keyboard.type('The end.');
        await preview(page).getByText('The end.').waitFor();
      }),
    );

    it('with the title as it is written, where that is a number', () =>
      withPost({ head: '---\ntitle: 1.10\n---\n' }, async (page) => {
        await preview(page).getByRole('heading', { level: 1, name: '1.10' }).waitFor();
      }));

    it('with the day of the list where its file name has it', () =>
      withPost({ head: '---\ntitle: Queues\n---\n' }, async (page) => {
        await preview(page).getByText('20 November 2025').waitFor();
      }));

    it('around where the author is, with every key at once, in ten megabytes', () =>
      withPost({ length: '10000000' }, async (page) => {
        await preview(page).getByText('When a queue grows').waitFor();
        await page.getByText('A very long post: shown around where you are.').waitFor();
        await text(page).click();
        await page.keyboard.press('Control+Home');
        await page.evaluate(listenForLongTasks);
        for (let count = 0; count < 20; count += 1) {
          await page.keyboard.press('a');
          if (count % 5 === 4)
            await preview(page)
              .getByText('a'.repeat(count + 1))
              .waitFor();
        }
        const longest = await page.evaluate(() =>
          Math.max(0, ...((globalThis as { tasks?: number[] }).tasks ?? [])),
        );
        expect(longest).toBeLessThan(1000);

        await page.keyboard.press('Control+End');
        await page.keyboard.type('The very end.');
        await preview(page).getByText('The very end.').waitFor();
      }));
  });
});

/** Keeps how long the page was busy at a time, in milliseconds. */
function listenForLongTasks(): void {
  const tasks: number[] = [];
  Object.assign(globalThis, { tasks });
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) tasks.push(duration);
  }).observe({ type: 'longtask' });
}
