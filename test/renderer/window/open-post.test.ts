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
        const strip = page.getByRole('button', { name: 'Show details' });
        await expect.poll(() => strip.textContent()).toContain('20 November 2025');
        await strip.getByTitle('The date is from the file name').waitFor();
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

  describe('that cannot be left', () => {
    const notice = (page: Page) => page.getByRole('alert').filter({ hasText: 'This post is not saved yet.' });
    const otherPost = (page: Page) => page.getByRole('option', { name: /A cache that may be wrong/ }).first();

    it('says why over the foot of the window, moving nothing, as long as it is so', () =>
      withPost({ fail: 'save' }, async (page) => {
        await text(page).click();
        await page.keyboard.type('Words. ');
        const before = await text(page).boundingBox();
        await otherPost(page).click();
        await notice(page).waitFor();
        expect(await text(page).boundingBox()).toEqual(before);
        const [box, cross] = await Promise.all([
          notice(page).boundingBox(),
          notice(page).getByRole('button', { name: 'Dismiss' }).boundingBox(),
        ]);
        expect((box?.x ?? 0) + (box?.width ?? 0) - (cross?.x ?? 0) - (cross?.width ?? 0)).toBeLessThan(16);

        await page.evaluate(() => Object.assign(globalThis, { savesWork: true }));
        await page.keyboard.press('Control+s');
        await page.getByText('Saved', { exact: true }).waitFor();
        await notice(page).waitFor({ state: 'detached' });
        await otherPost(page).click();
        await expect.poll(() => otherPost(page).getAttribute('aria-selected')).toBe('true');
      }));
  });

  it('can be copied while the program is gone, and nothing untrue is promised', () =>
    withPost({}, async (page) => {
      await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
      await page.evaluate(() => Object.assign(globalThis, { hostIsLost: true }));
      await text(page).click();
      await page.keyboard.type('Lonely words. ');
      const banner = page.getByRole('alert').filter({ hasText: 'Galley does not answer.' });
      await banner.getByRole('button', { name: 'Copy the text' }).click();
      await banner.getByRole('button', { name: 'Copied' }).waitFor();
      expect(await page.evaluate(() => navigator.clipboard.readText())).toContain('Lonely words.');
      expect(await banner.textContent()).not.toContain('start it again');
    }));

  it('says what was done for a while, which goes by itself', () =>
    withPost({}, async (page) => {
      await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
      // Ten seconds pass when the test says so.
      await page.evaluate(() => {
        const { setTimeout } = globalThis;
        const held = (act: () => void, delay?: number) =>
          delay === 10_000 ? Object.assign(globalThis, { pass: act }) && 0 : setTimeout(act, delay);
        Object.assign(globalThis, { setTimeout: held });
      });
      await page.getByRole('button', { name: 'This post' }).click();
      await page.getByRole('menuitem', { name: 'Copy as HTML' }).click();
      const said = page.getByText('The post is copied as HTML.');
      await said.waitFor();
      await page.evaluate(() => (globalThis as unknown as { pass(): void }).pass());
      await said.waitFor({ state: 'detached' });
    }));

  it('can be copied as HTML with what was just typed, for a page and for a text', () =>
    withPost({}, async (page) => {
      await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
      await text(page).click();
      await page.keyboard.press('Control+End');
      await page.keyboard.type('\n\nThe *very* last <script>alert(1)</script>words.');
      await page.getByRole('button', { name: 'This post' }).click();
      await page.getByRole('menuitem', { name: 'Copy as HTML' }).click();
      await page.getByText('The post is copied as HTML.').waitFor();
      const copied = await page.evaluate(async () => {
        const [item] = await navigator.clipboard.read();
        const read = async (type: string) => (await (await item?.getType(type))?.text()) ?? '';
        return { page: await read('text/html'), source: await read('text/plain') };
      });
      expect(copied.source).toContain('<em>very</em> last');
      expect(copied.source).not.toMatch(/<script|^---/);
      expect(copied.page).toMatch(/<em[^>]*>very<\/em>/);
    }));

  it('may be left at once where another program deleted it and nothing was unsaved', () =>
    withPost({}, async (page) => {
      await page.evaluate(() =>
        (globalThis as { deletePost?: (path: string) => void }).deletePost?.('posts/post-0.md'),
      );
      await page.getByText('The file is gone', { exact: true }).waitFor();
      const other = page.getByRole('option', { name: /A cache that may be wrong/ }).first();
      await other.click();
      await expect.poll(() => other.getAttribute('aria-selected')).toBe('true');
    }));

  describe('on the way to publishing', () => {
    it('leads to what an untrusted repository would run, in no words of a terminal', () =>
      withPost({ state: 'untrusted' }, async (page) => {
        await page.keyboard.press('Control+Shift+Enter');
        const main = page.getByRole('main', { name: 'Publish' });
        await main.getByRole('button', { name: 'See what it would run' }).waitFor();
        expect(await main.textContent()).not.toMatch(/galley trust|What git said|Try again/);
      }));

    it('shows the words of who refused', () =>
      withPost({ outcome: 'refused' }, async (page) => {
        await page.keyboard.press('Control+Shift+Enter');
        await page.getByRole('button', { name: /^Publish 1/ }).click();
        await page.getByText('GH006: Protected branch update failed').waitFor();
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
