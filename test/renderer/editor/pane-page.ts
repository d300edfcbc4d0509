import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import type { Page, Route } from 'playwright-core';
import { build } from 'vite';
import { AppError } from '../../../src-main/common/errors.ts';
import type { Settings } from '../../../src-main/common/settings.ts';
import type { ConventionName } from '../../../src-main/common/site/site.ts';
import type { Chromium } from '../../helpers/chromium.ts';
import type { FakeDisk } from './fake-disk.ts';
import type { PaneWindow } from './pane-entry.tsx';

/** An origin that nothing answers but the test. */
const origin = 'https://galley.test';
const nonce = 'test-nonce';
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  `style-src 'self' 'nonce-${nonce}'`,
  "font-src 'self' data:",
  "img-src 'self' data:",
].join('; ');

export type Bundle = ReadonlyMap<string, string | Uint8Array>;

/** The editor pane and its page, bundled as the window is. */
export async function bundlePane(): Promise<Bundle> {
  const output = await build({
    configFile: false,
    logLevel: 'error',
    root: fileURLToPath(new URL('.', import.meta.url)),
    plugins: [react()],
    build: {
      write: false,
      minify: false,
      modulePreload: false,
      rollupOptions: {
        input: fileURLToPath(new URL('pane-entry.tsx', import.meta.url)),
        output: { entryFileNames: 'entry.js' },
      },
    },
  });
  const files = new Map<string, string | Uint8Array>();
  for (const { output: chunks } of [output].flat() as { output: BuiltFile[] }[]) {
    for (const file of chunks)
      files.set(`/${file.fileName}`, file.type === 'chunk' ? file.code : file.source);
  }
  return files;
}

type BuiltFile =
  | { type: 'chunk'; fileName: string; code: string }
  | { type: 'asset'; fileName: string; source: string | Uint8Array };

export interface PaneOptions {
  path?: string;
  convention?: ConventionName;
  theme?: 'light' | 'dark';
  readOnly?: boolean;
  settings?: Partial<Settings>;
}

/** A page that can show the pane on any post of any disk, one after another. */
export interface PanePage {
  page: Page;
  /** What the page complained of since the last `show`. */
  errors: string[];
  show(disk: FakeDisk, options?: PaneOptions): Promise<void>;
  close(): Promise<void>;
}

/** Opens the page of the pane, under the window's content policy. */
export async function openPanePage(browser: Chromium, bundle: Bundle): Promise<PanePage> {
  const context = await browser.newContext({
    viewport: { width: 900, height: 800 },
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') errors.push(message.text());
  });
  await page.route(`${origin}/**`, (route) => serve(route, bundle));

  let shown: { disk: FakeDisk; readOnly: boolean } | undefined;
  let stop = () => {};
  await page.exposeFunction('galleyCall', (method: string, input: unknown) =>
    answer(shown, { method, input }),
  );
  await page.goto(`${origin}/`);

  return {
    page,
    errors,
    async show(disk, options = {}) {
      const {
        path = 'posts/a.md',
        convention = 'hugo',
        theme = 'light',
        readOnly = false,
        settings = {},
      } = options;
      // What the pane before has left to save goes to the disk before.
      await page.evaluate(() => (window as unknown as PaneWindow).galleyClose());
      stop();
      stop = disk.client.listen('posts.changed', ({ paths }) => void tell(page, paths));
      errors.length = 0;
      shown = { disk, readOnly };
      await page.evaluate(show, { path, convention, theme, settings });
    },
    close: () => context.close(),
  };
}

function show(request: {
  path: string;
  convention: ConventionName;
  theme: string;
  settings: Partial<Settings>;
}): void {
  document.documentElement.dataset.theme = request.theme;
  (window as unknown as PaneWindow).galleyOpen(request);
}

/** The page may be gone by then: nobody is to be told any more. */
async function tell(page: Page, paths: string[]): Promise<void> {
  await page
    .evaluate((changed) => (window as unknown as PaneWindow).galleyTell(changed), paths)
    .catch(() => undefined);
}

function serve(route: Route, bundle: Bundle): Promise<void> {
  const { pathname } = new URL(route.request().url());
  if (pathname === '/') {
    const headers = { 'content-security-policy': policy };
    return route.fulfill({ contentType: 'text/html', body: html(bundle), headers });
  }
  const body = bundle.get(pathname);
  if (body === undefined) return route.fulfill({ status: 404 });
  return route.fulfill({
    contentType: typeOf(pathname),
    body: typeof body === 'string' ? body : Buffer.from(body),
  });
}

async function answer(
  shown: { disk: FakeDisk; readOnly: boolean } | undefined,
  call: { method: string; input: unknown },
) {
  try {
    if (!shown) throw new AppError('no-site-open');
    const ask = shown.disk.client.call as unknown as (method: string, input: unknown) => Promise<unknown>;
    const value = await ask(call.method, call.input);
    const source =
      call.method === 'posts.read'
        ? { ...(value as object), readOnly: shown.readOnly && !shown.disk.writable }
        : value;
    return { ok: true, value: source };
  } catch (error) {
    return { ok: false, error: (error instanceof AppError ? error : new AppError('internal')).toData() };
  }
}

function html(bundle: Bundle): string {
  const styles = [...bundle.keys()].filter((name) => name.endsWith('.css'));
  const links = styles.map((name) => `<link rel="stylesheet" href="${name}">`).join('');
  return `<!doctype html><html lang="en" data-writing-face="mono"><head><meta charset="utf-8">
<meta property="csp-nonce" nonce="${nonce}"><title>Editor</title>${links}</head>
<body><div id="window"></div><script type="module" src="/entry.js"></script></body></html>`;
}

function typeOf(path: string): string {
  if (path.endsWith('.js')) return 'text/javascript';
  if (path.endsWith('.css')) return 'text/css';
  return path.endsWith('.woff2') ? 'font/woff2' : 'application/octet-stream';
}
