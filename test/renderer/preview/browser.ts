import { fileURLToPath } from 'node:url';
import type { BrowserContext, Frame, Page } from 'playwright-core';
import { build, type Rolldown } from 'vite';
import type { PreviewDocument } from '../../../src-renderer/preview/preview.ts';
import { launchChromium } from '../../helpers/chromium.ts';
import type { HostWindow } from './host.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
export const origin = 'https://galley.test';

/** A page of a window with the preview in it, and every request that it made. */
export interface OpenPage {
  page: Page;
  /** The preview's frame. */
  frame: Frame;
  requests: string[];
  /** Shows a post and waits until the frame holds it. */
  show(document: Partial<PreviewDocument> & { body: string }): Promise<void>;
  /** What the preview told the window. */
  told<K extends keyof Told>(what: K): Promise<Told[K]>;
}

type Told = Omit<HostWindow, 'preview'>;

/** The preview as built for the window, in real Chromium; nothing listens on a port. */
export async function startBrowser(): Promise<{
  open(options?: { width?: number; height?: number }): Promise<OpenPage>;
  stop(): Promise<void>;
}> {
  const [files, browser] = await Promise.all([bundle(), launchChromium()]);
  return {
    async open({ width = 800, height = 600 } = {}) {
      const context = await browser.newContext({ viewport: { width, height } });
      const requests = await serve(context, files);
      const page = await context.newPage();
      await page.goto(`${origin}/test/renderer/preview/host.html`);
      await page.waitForFunction('window.preview');
      const frame = page.frames()[1] as Frame;
      // The renderer comes with the first post; from the second on a text is there after an idle moment.
      await page.evaluate(() => {
        (window as unknown as HostWindow).preview.show({ path: '', body: 'First', bodyLine: 1 });
      });
      await frame.waitForSelector('.block');
      return {
        page,
        frame,
        requests,
        async show(document) {
          const marked = { path: 'post.md', bodyLine: 1, ...document, title: `${document.title ?? ''}` };
          await page.evaluate(async (wanted) => {
            const host = window as unknown as HostWindow;
            const { times } = host.shown;
            host.preview.show(wanted);
            while (host.shown.times === times || host.shown.body !== wanted.body)
              await new Promise((done) => requestIdleCallback(done));
          }, marked);
          await page.evaluate(() => new Promise((done) => requestAnimationFrame(done)));
        },
        told: (what) => page.evaluate((key) => (window as unknown as HostWindow)[key], what) as never,
      };
    },
    stop: () => browser.close(),
  };
}

async function bundle(): Promise<Map<string, string | Uint8Array>> {
  const result = (await build({
    root,
    configFile: false,
    logLevel: 'error',
    html: { cspNonce: '__CSP_NONCE__' },
    build: {
      write: false,
      rollupOptions: {
        input: {
          preview: `${root}src-renderer/preview.html`,
          diagram: `${root}src-renderer/diagram.html`,
          host: `${root}test/renderer/preview/host.html`,
        },
      },
    },
  })) as Rolldown.RolldownOutput;
  return new Map(
    result.output.map((file) => [`/${file.fileName}`, file.type === 'chunk' ? file.code : file.source]),
  );
}

const picture =
  '<svg xmlns="http://www.w3.org/2000/svg" width="400" height="300"><rect width="400" height="300"/></svg>';

async function serve(context: BrowserContext, files: Map<string, string | Uint8Array>): Promise<string[]> {
  const requests: string[] = [];
  await context.route('**', async (route) => {
    const url = new URL(route.request().url());
    requests.push(url.href);
    // The window asks for its diagrams' page beside its own.
    const path = url.pathname.replace('/test/renderer/preview/diagram', '/src-renderer/diagram');
    const file = url.origin === origin ? files.get(path) : undefined;
    if (file !== undefined) {
      await route.fulfill({ body: Buffer.from(file), contentType: typeOf(url.pathname) });
    } else if (url.origin === origin && url.pathname === '/asset' && !url.search.includes('missing')) {
      await route.fulfill({ body: picture, contentType: 'image/svg+xml' });
    } else if (url.origin === origin) await route.fulfill({ status: 404, body: 'Not found' });
    else await route.abort();
  });
  return requests;
}

function typeOf(path: string): string {
  if (path.endsWith('.html')) return 'text/html';
  return path.endsWith('.css') ? 'text/css' : 'text/javascript';
}
