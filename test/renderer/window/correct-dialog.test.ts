import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findChromium } from '../../helpers/chromium.ts';
import { startWindowBrowser, type WindowBrowser } from './open-window.ts';

describe.skipIf(!findChromium())('what the blog is (needs Chromium)', () => {
  let browser: WindowBrowser;

  beforeAll(async () => {
    browser = await startWindowBrowser();
  });
  afterAll(() => browser?.stop());

  async function withDialog(use: (page: Page) => Promise<void>): Promise<void> {
    const { page, errors, close } = await browser.open('');
    try {
      const blog = page.getByRole('button', { name: 'Harbour Engineering' });
      await blog.focus();
      await page.keyboard.press('Enter');
      await expect
        .poll(() => page.evaluate(() => document.activeElement?.textContent))
        .toBe('What this blog is…');
      await page.keyboard.press('Enter');
      await page.getByRole('dialog').waitFor();
      await use(page);
      expect(errors).toEqual([]);
    } finally {
      await close();
    }
  }

  const dialog = (page: Page) => page.getByRole('dialog', { name: 'What this blog is' });

  it('is said in a sentence, with what says so', () =>
    withDialog(async (page) => {
      await dialog(page).getByText('This is a blog made with Galley; posts are in posts.').waitFor();
      await dialog(page).getByText('galley.yml is there.').waitFor();
      await expect.poll(() => dialog(page).getByRole('button', { name: 'Keep' }).isDisabled()).toBe(true);
      await page.keyboard.press('Escape');
      await dialog(page).waitFor({ state: 'detached' });
      await expect
        .poll(() => page.evaluate(() => document.activeElement?.textContent))
        .toBe('Harbour Engineering');
    }));

  it('is corrected and forgotten again by keys alone', () =>
    withDialog(async (page) => {
      const made = dialog(page).getByRole('combobox', { name: 'It is made with' });
      await expect.poll(() => made.evaluate((element) => element === document.activeElement)).toBe(true);
      await page.keyboard.type('Hugo');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Control+a');
      await page.keyboard.type('texts, more');
      await page.keyboard.press('Enter');
      await dialog(page).waitFor({ state: 'detached' });

      await page.getByRole('button', { name: 'Harbour Engineering' }).click();
      await page.getByRole('menuitem', { name: 'What this blog is…' }).click();
      await dialog(page).getByText('This is a blog made with Hugo; posts are in texts, more.').waitFor();
      await dialog(page).getByRole('button', { name: 'Forget what I said' }).click();
      await dialog(page).waitFor({ state: 'detached' });

      await page.getByRole('button', { name: 'Harbour Engineering' }).click();
      await page.getByRole('menuitem', { name: 'What this blog is…' }).click();
      await dialog(page).getByText('This is a blog made with Galley; posts are in posts.').waitFor();
      await expect
        .poll(() =>
          dialog(page)
            .getByRole('button', { name: /Forget/ })
            .count(),
        )
        .toBe(0);
    }));

  it('says why a folder is not taken, and keeps what was typed', () =>
    withDialog(async (page) => {
      const folders = dialog(page).getByRole('combobox', { name: /Posts lie in/ });
      await folders.fill('missing');
      await dialog(page).getByRole('button', { name: 'Keep' }).click();
      await dialog(page).getByText('There is no folder missing in this blog.').waitFor();
      await expect.poll(() => folders.inputValue()).toBe('missing');
    }));
});
