import { rmSync } from 'node:fs';
import { describe, it } from 'vitest';
import { startWebHost } from '../../../src-main/hosts/web/web-host.ts';
import { findChromium, launchChromium } from '../../helpers/chromium.ts';
import { makeTemporaryFolder } from '../../helpers/temporary-folder.ts';
import { describeTransport } from '../conformance.ts';
import { buildBridgePage, reachPage } from '../reach-page.ts';

if (findChromium()) {
  describeTransport('HTTP', async (service, reportBug) => {
    const folder = makeTemporaryFolder();
    const host = await startWebHost({
      service,
      port: 0,
      rendererFolder: await buildBridgePage(folder),
      findAsset: async () => undefined,
      loadsRemoteImages: async () => false,
      reportBug,
    });
    const browser = await launchChromium();
    const page = await browser.newPage();
    await page.goto(host.newAddress());
    await page.waitForFunction(() => window.bridge);
    return reachPage(page, async () => {
      await browser.close();
      await host.close();
      rmSync(folder, { recursive: true, force: true });
    });
  });
} else {
  describe.skip('the contract over HTTP (skipped: no Chromium)', () => it('runs', () => {}));
}
