import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findChromium } from '../../helpers/chromium.ts';
import { startWindowBrowser, type WindowBrowser } from './open-window.ts';

describe.skipIf(!findChromium())('where the system dictates the colours (needs Chromium)', () => {
  let browser: WindowBrowser;

  beforeAll(async () => {
    browser = await startWindowBrowser();
  });
  afterAll(() => browser?.stop());

  it('still shows what is open, chosen and on', async () => {
    const { page, close } = await browser.open();
    await page.emulateMedia({ forcedColors: 'active' });
    const look = (role: Parameters<typeof page.getByRole>[0], name: RegExp) =>
      page
        .getByRole(role, { name })
        .first()
        .evaluate((element) => {
          const { backgroundColor, outlineStyle, outlineWidth } = getComputedStyle(
            element.closest('label') ?? element,
          );
          return `${backgroundColor} ${outlineStyle} ${outlineWidth}`;
        });
    await page
      .getByRole('option', { name: /Queues/ })
      .first()
      .click();
    await page.getByRole('textbox', { name: 'Text of the post' }).waitFor();
    // The pointer itself changes what it stands on.
    await page.mouse.move(700, 20);
    const other = page.locator('[role=option][aria-selected=false]').first();
    const otherLook = await other.evaluate((element) => getComputedStyle(element).outlineStyle);
    expect(otherLook).toBe('none');
    expect(await look('option', /Queues/)).toContain('solid 2px');
    expect(await look('radio', /^All$/)).not.toBe(await look('radio', /^Drafts/));

    await page.keyboard.press('Control+,');
    await page.getByRole('switch', { name: 'Vim keys' }).waitFor();
    const off = await look('switch', /Vim keys/);
    await page.getByRole('switch', { name: 'Vim keys' }).click();
    await expect.poll(() => look('switch', /Vim keys/)).not.toBe(off);
    await close();
  });

  it('shows what is decided between two versions as it shows every choice', async () => {
    const { page, close } = await browser.open('behind=1&conflicts=yes');
    await page.emulateMedia({ forcedColors: 'active' });
    await page.getByRole('button', { name: 'Bring in changes first' }).click();
    await page.getByRole('button', { name: 'Bring in changes', exact: true }).click();
    const place = page.getByRole('article').first();
    await place.getByRole('radio', { name: 'Theirs' }).click();
    const colourOf = (element: Element) =>
      getComputedStyle(element.closest('label') ?? element).backgroundColor;
    const general = await page.getByRole('radio', { name: 'Text', exact: true }).evaluate(colourOf);
    await expect.poll(() => place.getByRole('radio', { name: 'Theirs' }).evaluate(colourOf)).toBe(general);
    const chosen = place.getByRole('figure').filter({ has: page.getByLabel('chosen') });
    expect(await chosen.evaluate((element) => getComputedStyle(element).outlineStyle)).toBe('solid');
    await close();
  });
});
