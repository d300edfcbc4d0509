import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { build } from 'vite';
import type {} from '../../src-renderer/bridge/electron-bridge.ts';
// For the types of `window.bridge` and `window.galley`.
import type {} from './bridge-page.ts';
import type { ReachedBridge } from './conformance.ts';

/** Builds a window that is nothing but its bridge, as `window.bridge`, and returns its folder. */
export async function buildBridgePage(parent: string): Promise<string> {
  const outDir = join(parent, 'renderer');
  mkdirSync(outDir, { recursive: true });
  await build({
    configFile: false,
    logLevel: 'error',
    build: {
      outDir,
      rollupOptions: {
        input: { bridge: fileURLToPath(new URL('./bridge-page.ts', import.meta.url)) },
        output: { entryFileNames: '[name].js' },
      },
    },
  });
  writeFileSync(
    join(outDir, 'index.html'),
    '<!doctype html><meta charset="utf-8"><title>Bridge</title><script type="module" src="/bridge.js"></script>',
  );
  writeFileSync(join(outDir, 'preview.html'), '<!doctype html><meta charset="utf-8"><title>Preview</title>');
  return outDir;
}

/** The `window.bridge` of a page, from here. */
export async function reachPage(page: Page, close: () => Promise<void>): Promise<ReachedBridge> {
  const listeners = new Map<number, (payload: unknown) => void>();
  let count = 0;
  await page.exposeFunction('heardByTest', (id: number, payload: unknown) => listeners.get(id)?.(payload));
  return {
    call: (method, input) =>
      page.evaluate(([method, input]) => window.bridge.call(method as string, input), [method, input]),
    async listen(event, listener) {
      count += 1;
      const id = count;
      listeners.set(id, listener);
      await page.evaluate(
        ([event, id]) => {
          const own = window as unknown as {
            heardByTest(id: number, payload: unknown): Promise<void>;
            stops?: Record<number, () => void>;
          };
          own.stops ??= {};
          own.stops[id] = window.bridge.listen(event, (payload) => void own.heardByTest(id, payload));
        },
        [event, id] as const,
      );
      return () =>
        page.evaluate((id) => {
          const own = window as unknown as { stops: Record<number, () => void> };
          own.stops[id]?.();
        }, id);
    },
    assetUrl: (reference) => page.evaluate((reference) => window.bridge.assetUrl(reference), reference),
    close,
  };
}
