import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findChromium } from '../../helpers/chromium.ts';
import { startWindowBrowser, type WindowBrowser } from './open-window.ts';

describe.skipIf(!findChromium())('the import of posts (needs Chromium)', () => {
  let browser: WindowBrowser;

  beforeAll(async () => {
    browser = await startWindowBrowser();
  });
  afterAll(() => browser?.stop());

  async function withPage(query: string, use: (page: Page) => Promise<void>): Promise<void> {
    const { page, errors, close } = await browser.open(query);
    try {
      await page.getByRole('option').first().waitFor();
      await page.keyboard.press('Control+k');
      await page.getByRole('combobox').fill('Import posts');
      await page.keyboard.press('Enter');
      await page.getByRole('option', { name: 'harbour.wordpress.xml' }).waitFor();
      await use(page);
      expect(errors).toEqual([]);
    } finally {
      await close();
    }
  }

  const focused = (page: Page) => page.evaluate(() => document.activeElement?.textContent);

  it('is chosen, begun and looked through by keys alone', () =>
    withPage('', async (page) => {
      const path = page.getByRole('combobox', { name: 'Path of the export' });
      await expect.poll(() => path.evaluate((element) => element === document.activeElement)).toBe(true);
      await page.keyboard.type('harb');
      await page.keyboard.press('Tab');
      expect(await path.inputValue()).toBe('/home/ada/harbour.wordpress.xml');
      await page.keyboard.press('Enter');
      await page.getByRole('radio', { name: 'WordPress', checked: true }).waitFor();
      await expect.poll(() => focused(page)).toBe('12 posts to import');
      await page.getByRole('button', { name: 'Import 12 posts' }).press('Enter');
      await page.getByRole('heading', { name: '5 posts have come' }).waitFor();
      await expect.poll(() => focused(page)).toBe('Import posts');

      const leftOut = page.getByRole('region', { name: 'Left out' });
      await leftOut.getByText('This is a page, not a post, so it was left out.').waitFor();
      const toLookAt = page.getByRole('region', { name: 'To look at' });
      // What is said of many is told once.
      const addresses = toLookAt.getByText('Have another address here than they had');
      expect(await toLookAt.getByText('Its address was').first().isVisible()).toBe(false);
      await addresses.click();
      await toLookAt.getByText('Its address was').first().waitFor();
      await page.getByRole('region', { name: 'Posts that came' }).getByRole('button').first().press('Enter');
      await page.getByRole('textbox', { name: 'Text of the post' }).waitFor();
    }));

  it('is taken for what the author says', () =>
    withPage('', async (page) => {
      await page.getByRole('option', { name: 'harbour.wordpress.xml' }).click();
      await page.getByRole('radio', { name: 'Markdown' }).check();
      await page.getByRole('heading', { name: '0 posts to import' }).waitFor();
      expect(await page.getByRole('button', { name: 'Import', exact: true }).isDisabled()).toBe(true);
      await page.getByRole('radio', { name: 'Ghost' }).check();
      await page.getByRole('button', { name: 'Import 12 posts' }).waitFor();
    }));

  it('goes on while the author writes, and is stopped', () =>
    withPage('importWaits=yes', async (page) => {
      await page.getByRole('option', { name: 'harbour.wordpress.xml' }).click();
      await page.getByRole('button', { name: 'Import 12 posts' }).click();
      await page.getByText('5 of 12 posts').waitFor();
      await page.keyboard.press('Escape');
      await page.getByRole('option').first().click();
      await page.getByRole('textbox', { name: 'Text of the post' }).waitFor();
      await page.keyboard.press('Control+k');
      await page.getByRole('combobox').fill('Import posts');
      await page.keyboard.press('Enter');
      await page.getByRole('button', { name: 'Stop' }).click();
      await page.getByRole('heading', { name: 'Stopped. 5 posts have come' }).waitFor();
    }));

  it('says why a file is none, and lets another be chosen', () =>
    withPage('', async (page) => {
      await page.getByRole('option', { name: 'torn.zip' }).click();
      await page.getByRole('alert').getByText('This ZIP file is damaged.').waitFor();
      await page.getByRole('button', { name: 'Choose another' }).click();
      await page.getByRole('option', { name: 'harbour.wordpress.xml' }).waitFor();
    }));
});
