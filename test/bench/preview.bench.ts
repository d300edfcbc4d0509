import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { build, type Rolldown } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Chromium, findChromium, launchChromium } from '../helpers/chromium.ts';
import { median, percentile, report, reportFigure } from './compare.ts';
import { seededRandom } from './generate-posts.ts';
import type { BenchWindow, Mode } from './pages/preview.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const origin = 'https://galley.test';
const rounds = Number(process.env.GALLEY_BENCH_ROUNDS ?? 4);
/** A quick writer: some twelve characters a second. Milliseconds. */
const pause = 80;
/** How late the preview may be, in milliseconds: nobody is to be quick by showing nothing. */
const longestStale: Record<string, number> = { '10 KB': 150, '100 KB': 150, '1 MB': 150 };

describe.skipIf(!findChromium())('editor and preview in Chromium', () => {
  let browser: Chromium;
  let page: Page;
  beforeAll(async () => {
    browser = await launchChromium();
    page = await openPage(browser);
  });
  afterAll(() => browser?.close());

  const open = (mode: Mode, text: string) =>
    page.evaluate(([how, what]) => bench().open(how, what), [mode, text] as const);
  const type = (keys: number) =>
    page.evaluate(([count, wait]) => bench().type(count, wait), [keys, pause] as const);

  it.each([
    ['10 KB', 10_000, ['alone', 'preview', 'naive'], 100],
    ['100 KB', 100_000, ['alone', 'preview', 'naive'], 100],
    ['1 MB', 1_000_000, ['alone', 'preview'], 60],
    ['10 MB', 10_000_000, ['alone', 'preview'], 30],
  ] as [string, number, Mode[], number][])('typing in %s', async (name, size, modes, keys) => {
    const text = postOf(size);
    const paint: Record<string, number[]> = Object.fromEntries(modes.map((mode) => [mode, []]));
    const handler: number[] = [];
    const shown: number[] = [];
    // Whichever comes first would pay for all code that runs for the first time.
    for (const mode of modes) {
      await open(mode, text);
      await type(15);
    }
    for (let round = 0; round < rounds; round += 1) {
      for (const mode of modes) {
        await open(mode, text);
        const typed = await type(mode === 'naive' ? 15 : keys);
        paint[mode]?.push(...typed.paint);
        if (mode !== 'preview') continue;
        handler.push(...typed.handler);
        shown.push(...typed.shown);
      }
    }
    const p95 = Object.fromEntries(modes.map((mode) => [mode, percentile(paint[mode] ?? [], 0.95)]));
    const p50 = Object.fromEntries(modes.map((mode) => [mode, median(paint[mode] ?? [])]));
    if (p50.preview !== undefined) middle[name] = p50.preview;
    report(`${name}, key to paint p95`, p95, {
      of: 'preview',
      to: 'alone',
      ...(size === 100_000 && { target: 1.5 }),
    });
    report(`${name}, key to paint p50`, p50, { of: 'preview', to: 'alone' });
    if (p95.naive !== undefined)
      report(`${name}, key to paint p95`, p95, {
        of: 'preview',
        to: 'naive',
        ...(size === 100_000 && { target: 0.25 }),
      });
    reportFigure(`${name}, longest key`, Math.max(...(paint.preview ?? [])), 'ms');
    reportFigure(`${name}, the preview's handler p95`, percentile(handler, 0.95), 'ms', 2);
    reportFigure(`${name}, from a key until the preview shows it p50`, median(shown), 'ms');
    reportFigure(
      `${name}, from a key until the preview shows it p95`,
      percentile(shown, 0.95),
      'ms',
      longestStale[name],
    );
  });

  it('1 MB against 100 KB', async () => {
    report('key to paint p50', middle, { of: '1 MB', to: '100 KB', target: 1.5 });
    const times: Record<string, number[]> = { '100 KB': [], '1 MB': [] };
    const shown: Record<string, number[]> = { '100 KB': [], '1 MB': [] };
    for (let round = 0; round < rounds; round += 1) {
      for (const [name, size] of [
        ['100 KB', 100_000],
        ['1 MB', 1_000_000],
      ] as const) {
        const opened = await open('preview', postOf(size));
        times[name]?.push(opened.editable);
        shown[name]?.push(opened.shown);
      }
    }
    report('opening with preview, until it can be edited', medians(times), {
      of: '1 MB',
      to: '100 KB',
      target: 1.5,
    });
    report('opening with preview, until it is shown', medians(shown), {
      of: '1 MB',
      to: '100 KB',
      target: 1.5,
    });
  });

  it('is a full rendering after 200 edits at random', async () => {
    await open('preview', postOf(20_000));
    expect(await page.evaluate(() => bench().editAtRandom(200, 7))).toBe(true);
  });
});

/** p50 of a key with preview, by size. */
const middle: Record<string, number> = {};

function medians(times: Record<string, number[]>): Record<string, number> {
  return Object.fromEntries(Object.entries(times).map(([name, values]) => [name, median(values)]));
}

/** In the page. */
declare const bench: () => BenchWindow;

async function openPage(browser: Chromium): Promise<Page> {
  const result = (await build({
    root,
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      rollupOptions: {
        input: {
          preview: `${root}src-renderer/preview.html`,
          diagram: `${root}src-renderer/diagram.html`,
          host: `${root}test/bench/pages/preview.html`,
        },
      },
    },
  })) as Rolldown.RolldownOutput;
  const files = new Map(
    result.output.map((file) => [`/${file.fileName}`, file.type === 'chunk' ? file.code : file.source]),
  );
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.route('**', async (route) => {
    const { pathname } = new URL(route.request().url());
    const file = files.get(pathname);
    const types: Record<string, string> = { html: 'text/html', css: 'text/css', js: 'text/javascript' };
    const contentType = types[pathname.slice(pathname.lastIndexOf('.') + 1)] ?? 'application/octet-stream';
    await (file === undefined
      ? route.fulfill({ status: 404 })
      : route.fulfill({ body: Buffer.from(file), contentType }));
  });
  await page.goto(`${origin}/test/bench/pages/preview.html`);
  await page.waitForFunction('window.bench');
  await page.evaluate('globalThis.benchWindow = window.bench; window.bench = () => globalThis.benchWindow');
  return page;
}

/** A post of about this length with everything that posts usually hold, the same each time. */
function postOf(size: number): string {
  const random = seededRandom(size);
  const words =
    'queue latency shard replica commit ledger cache index stream broker lease quorum page buffer'.split(' ');
  const sentence = (count: number): string =>
    Array.from({ length: count }, () => words[Math.floor(random() * words.length)]).join(' ');
  let text = '';
  for (let section = 1; text.length < size; section += 1) {
    text += `## ${sentence(4)} ${section}\n\n${sentence(60)} with *emphasis*, \`code\` and [a link](https://example.org/${section}).\n\n- ${sentence(6)}\n- ${sentence(6)}\n\n> ${sentence(12)}\n\n\`\`\`js\nconst part${section} = '${sentence(5)}';\n\`\`\`\n\n`;
  }
  return text;
}
