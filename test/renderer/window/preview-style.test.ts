import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findChromium } from '../../helpers/chromium.ts';
import { startWindowBrowser, type WindowBrowser } from './open-window.ts';

describe.skipIf(!findChromium())('the look of the preview (needs Chromium)', () => {
  let browser: WindowBrowser;
  beforeAll(async () => {
    browser = await startWindowBrowser();
  });
  afterAll(() => browser?.stop());

  it('is chosen among the style sheets of the blog, which says so, and put back', async () => {
    const { page, errors, close } = await browser.open('generator=jekyll');
    const look = page.getByRole('button', { name: /^Look of the preview/ });
    const heading = page.frameLocator('.preview-frame').locator('h1').first();
    const color = () => heading.evaluate((element) => getComputedStyle(element).color);
    await page
      .getByRole('listbox', { name: 'Posts, newest first' })
      .getByRole('option', { name: 'Queues that answer at once' })
      .first()
      .click();
    await heading.waitFor();
    await look.click();
    const sheet = page.getByRole('menuitemradio', { name: 'assets/css/main.css' });
    await sheet.focus();
    await page.keyboard.press('Enter');
    await expect.poll(color).toBe('rgb(1, 2, 3)');
    await expect.poll(() => look.textContent()).toBe('main.css');
    await look.click();
    expect(await sheet.getAttribute('aria-checked')).toBe('true');
    await page.getByRole('menuitemradio', { name: 'Galley’s page' }).click();
    await expect.poll(color).not.toBe('rgb(1, 2, 3)');
    expect(errors).toEqual([]);
    await close();
  });
});
