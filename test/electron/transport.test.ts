import { existsSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, it } from 'vitest';
import { createWindowFiles } from '../../src-main/core/window/window-files.ts';
import { findChromium, launchChromium } from '../helpers/chromium.ts';
import { makeTemporaryFolder } from '../helpers/temporary-folder.ts';
import { describeTransport } from '../hosts/conformance.ts';
import { buildBridgePage, reachPage } from '../hosts/reach-page.ts';
import { provideElectron } from './provide-electron.ts';
import { createStandIn } from './stand-in.ts';

const preload = fileURLToPath(new URL('../../out/preload/preload.cjs', import.meta.url));

if (findChromium() && existsSync(preload)) {
  describeTransport('Electron’s IPC', async (service, reportBug) => {
    const folder = makeTemporaryFolder();
    const browser = await launchChromium();
    const standIn = await createStandIn(await browser.newContext());
    provideElectron(standIn);
    const { app } = await import('electron');
    const { setupIpc } = await import('../../src-main/hosts/electron/ipc.ts');
    const { declareScheme, setupProtocol } = await import('../../src-main/hosts/electron/protocol.ts');
    const { openWindow } = await import('../../src-main/hosts/electron/window.ts');
    const { BrowserWindow } = await import('electron');
    declareScheme();
    setupIpc({ service, window: () => BrowserWindow.getAllWindows()[0], reportBug });
    await app.whenReady();
    const rendererFolder = await buildBridgePage(folder);
    setupProtocol(
      createWindowFiles({
        rendererFolder,
        findAsset: async () => undefined,
        loadsRemoteImages: async () => false,
      }),
      reportBug,
    );
    await openWindow({ preload, stateFile: `${folder}/window.json` });
    const page = await standIn.firstPage;
    await page.waitForFunction(() => window.bridge && window.bridge === window.galley);
    return reachPage(page, async () => {
      await browser.close();
      rmSync(folder, { recursive: true, force: true });
    });
  });
} else {
  describe.skip('the contract over Electron’s IPC (skipped: no Chromium, or not built)', () =>
    it('runs', () => {}));
}
