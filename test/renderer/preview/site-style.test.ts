import type { Frame, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findChromium } from '../../helpers/chromium.ts';
import { type OpenPage, origin, startBrowser } from './browser.ts';
import type { HostWindow } from './host.ts';

/** Ways to ask another site for something, each of a style sheet’s own. */
const hostile = [
  '@import url(https://attacker.example/a);',
  '@import "https://attacker.example/b";',
  'body { background: url(https://attacker.example/c) }',
  'body { background-image: image-set("https://attacker.example/d" 1x) }',
  'h1 { content: url(//attacker.example/e); cursor: url(https://attacker.example/f), auto }',
  ':root { --a: url(https://attacker.example/g); --b: "https://attacker.example/h" } p { background: var(--a) red }',
  'p { background-image: image-set(var(--b) 1x); background: \\75rl(https://attacker.example/i) var(--c) }',
  '@property --p { syntax: "*"; inherits: true; initial-value: url(https://attacker.example/j) }',
  'main { background: var(--p) } @media all { main { & p { list-style: url(https://attacker.example/k) } } }',
  '@font-face { font-family: X; src: url(https://attacker.example/l) } body { font-family: X }',
  '@keyframes k { from { background: url(https://attacker.example/m) } } p { animation: k 1s infinite }',
  'p { width: expression(alert(1)); behavior: url(https://attacker.example/n); background: url(javascript:alert(1)) }',
  ':root { --s: "ht\\74 ps:\\2f\\2f attacker.example/o" } article { background-image: image-set(var(--s) 1x) }',
].join('\n');

describe.skipIf(!findChromium())('a style sheet of the site in the preview (needs Chromium)', () => {
  let browser: Awaited<ReturnType<typeof startBrowser>>;
  let opened: OpenPage;
  beforeAll(async () => {
    browser = await startBrowser();
    opened = await browser.open();
  });
  afterAll(() => browser?.stop());

  it('takes the place of the preview’s own, on the names that themes use, and goes again', async () => {
    const { page, frame, show } = opened;
    await show({ title: 'A title', date: '2024-01-02', body: 'One\n\n{% include x.html %}' });
    const own = await colorOf(frame, 'h1');
    await dress(page, [
      'main article.post > header h1 { color: rgb(1, 2, 3) }',
      '.post-content.e-content.prose p { color: rgb(4, 5, 6) } header time { color: rgb(7, 8, 9) }',
    ]);
    expect(await colorOf(frame, 'h1')).toBe('rgb(1, 2, 3)');
    expect(await colorOf(frame, '.post-content p')).toBe('rgb(4, 5, 6)');
    expect(await colorOf(frame, 'time')).toBe('rgb(7, 8, 9)');
    await show({ title: 'Another title', body: 'Two' });
    expect(await frame.textContent('main h1')).toBe('Another title');
    await dress(page, undefined);
    expect(await colorOf(frame, 'h1')).toBe(own);
    expect(await frame.locator('main').count()).toBe(0);
  });

  it('follows the theme of the window where it knows one', async () => {
    const { page, frame, show } = opened;
    await show({ body: 'One' });
    await dress(page, ['@media (prefers-color-scheme: dark) { p { color: rgb(9, 9, 9) } }']);
    await page.evaluate(() => (window as unknown as HostWindow).preview.setTheme('dark'));
    expect(await colorOf(frame, '.post-content p')).toBe('rgb(9, 9, 9)');
    await page.evaluate(() => (window as unknown as HostWindow).preview.setTheme('light'));
    expect(await colorOf(frame, '.post-content p')).not.toBe('rgb(9, 9, 9)');
    await dress(page, undefined);
  });

  it('asks no other site for anything, even where pictures of other sites are wanted', async () => {
    const { page, show, requests } = await browser.open();
    const dialogs: string[] = [];
    page.on('dialog', (dialog) => {
      dialogs.push(dialog.message());
      void dialog.dismiss();
    });
    await page.evaluate(() => (window as unknown as HostWindow).preview.setRemoteImages(true));
    await show({ title: 'A', body: 'One\n\n- two' });
    await dress(page, [`${hostile}\nblockquote, li { background: url("/asset/?path=a.png") }`]);
    // The picture of the blog itself comes after all others could have been asked for.
    await expect.poll(() => requests.some((url) => url.startsWith(`${origin}/asset/?path=`))).toBe(true);
    await page.evaluate(
      () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
    );
    expect(requests.filter((url) => !url.startsWith(`${origin}/`))).toEqual([]);
    expect(dialogs).toEqual([]);
    await page.context().close();
  });

  it('covers nothing but the frame', async () => {
    const { page, show } = opened;
    await show({ body: 'One' });
    await page.evaluate(() => {
      const frame = document.querySelector('iframe');
      if (frame) frame.style.inset = '100px 0 0 0';
    });
    await dress(page, ['body::before { content: ""; position: fixed; inset: -500px; z-index: 2147483647 }']);
    expect(await page.evaluate(() => document.elementFromPoint(50, 50)?.localName)).not.toBe('iframe');
    await dress(page, undefined);
  });

  it.each([
    'javascript:alert(1)',
    'data:text/html,<script>alert(1)</script>',
    'file:///etc/passwd',
    '\\\\attacker.example\\share\\a.png',
    '//attacker.example/a.png',
    'https://attacker.example/a.png',
  ])('and a picture of the head asks no other site either: %s', async (target) => {
    const { page, show, requests } = opened;
    const before = requests.length;
    let dialogs = 0;
    const count = () => {
      dialogs += 1;
    };
    page.on('dialog', count);
    await show({ title: 'A', body: `Text ${target.length}`, hero: { target, alt: 'b' } });
    page.off('dialog', count);
    const asked = requests.slice(before).filter((url) => !url.startsWith(`${origin}/asset`));
    expect([asked, dialogs]).toEqual([[], 0]);
  });
});

async function dress(page: Page, styles: string[] | undefined): Promise<void> {
  await page.evaluate(
    (wanted) => (window as unknown as HostWindow).preview.setPage(wanted && { styles: wanted }),
    styles,
  );
}

function colorOf(frame: Frame, selector: string): Promise<string> {
  return frame.$eval(selector, (element) => getComputedStyle(element).color);
}
