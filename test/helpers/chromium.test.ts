import { describe, expect, it } from 'vitest';
import { findChromium, launchChromium } from './chromium.ts';

describe.skipIf(!findChromium())('a browser of the tests (needs Chromium)', () => {
  it('is another one after it has crashed', async () => {
    const chromium = await launchChromium();
    try {
      const first = await chromium.newPage();
      const browser = first.context().browser();
      if (!browser) throw new Error('The page has no browser.');
      const session = await browser.newBrowserCDPSession();
      const gone = new Promise((resolve) => browser.once('disconnected', resolve));
      session.send('Browser.crash').catch(() => {});
      await gone;
      const second = await chromium.newPage();
      expect(await second.evaluate(() => 1 + 1)).toBe(2);
    } finally {
      await chromium.close();
    }
  });
});
