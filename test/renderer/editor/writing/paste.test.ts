import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { linkOver } from '../../../../src-renderer/editor/writing/paste.ts';
import { type Chromium, findChromium, launchChromium } from '../../../helpers/chromium.ts';
import { FakeDisk } from '../fake-disk.ts';
import { markedText, stateOf } from '../marked-text.ts';
import type { PaneWindow } from '../pane-entry.tsx';
import { bundlePane, openPanePage, type PanePage } from '../pane-page.ts';

describe('an address over a selection', () => {
  const pasted = (before: string, address: string) => {
    const state = stateOf(before);
    const spec = linkOver(state, address);
    return spec && markedText(state.update(spec).state);
  };
  it('makes a link', () =>
    expect(pasted('a |word| here', 'https://example.org/a')).toBe('a [word](https://example.org/a)| here'));
  it('completes a bare name', () =>
    expect(pasted('|word|', 'www.example.org')).toBe('[word](https://www.example.org)|'));
  it('keeps brackets of the address', () =>
    expect(pasted('|word|', 'https://example.org/a_(b)')).toBe('[word](<https://example.org/a_(b)>)|'));
  it('takes the place of another address', () =>
    expect(pasted('|https://example.org|', 'https://example.org/b')).toBeUndefined());
  it('is plain text without a selection', () =>
    expect(pasted('a | b', 'https://example.org')).toBeUndefined());
  it('must be an address and nothing else', () =>
    expect(pasted('|word|', 'https://example.org is good')).toBeUndefined());
});

describe.skipIf(!findChromium())('pasting in Chromium', () => {
  let browser: Chromium;
  let pane: PanePage;
  const requests: string[] = [];

  beforeAll(async () => {
    const [launched, bundle] = await Promise.all([launchChromium(), bundlePane()]);
    browser = launched;
    pane = await openPanePage(browser, bundle);
    pane.page.on('request', (request) => requests.push(request.url()));
  });
  afterAll(() => browser?.close());

  async function open(text: string): Promise<Page> {
    await pane.show(new FakeDisk({ 'posts/a.md': text }));
    await pane.page.waitForSelector('.cm-content');
    await pane.page.locator('.cm-content').focus();
    await pane.page.keyboard.press('Control+End');
    return pane.page;
  }
  const text = (page: Page) =>
    page.evaluate(() => (window as unknown as PaneWindow).galleyHandle?.document()?.text.toString());
  const paste = (page: Page, html: string, plain: string) =>
    page.evaluate(
      (data) => {
        const clipboardData = new DataTransfer();
        clipboardData.setData('text/html', data.html);
        clipboardData.setData('text/plain', data.plain);
        const event = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true });
        document.querySelector('.cm-content')?.dispatchEvent(event);
      },
      { html, plain },
    );

  it.each([
    [
      'marks',
      '<p>A <b>bold</b>, <i>italic</i>, <s>gone</s> <code>x</code></p>',
      'A **bold**, _italic_, ~~gone~~ `x`',
    ],
    ['links', '<a href="https://example.org/a">words</a>', '[words](https://example.org/a)'],
    ['headings', '<h2>Title</h2><p>Text</p>', '## Title\n\nText'],
    ['lists', '<ul><li>one<ul><li>under</li></ul></li><li>two</li></ul>', '- one\n  - under\n- two'],
    ['numbers', '<ol start="3"><li>c</li><li>d</li></ol>', '3. c\n4. d'],
    ['quotes', '<blockquote><p>said</p></blockquote>', '> said'],
    [
      'tables',
      '<table><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td>1</td><td>2</td></tr></tbody></table>',
      '| a   | b   |\n| --- | --- |\n| 1   | 2   |',
    ],
    [
      'the cells of a spreadsheet',
      '<table><tbody><tr><td align="right">a</td><td>b</td></tr><tr><td>1</td><td>2</td></tr></tbody></table>',
      '| a   | b   |\n| ---: | --- |\n| 1   | 2   |',
    ],
    [
      'what word processors write',
      '<b style="font-weight:normal"><p><span style="font-weight:700">Bold</span> and plain</p></b>',
      '**Bold** and plain',
    ],
    [
      'words that look like a tag',
      '<p>Use <b>a</b> &lt;div&gt;, a &lt; b and &amp;copy;</p>',
      'Use **a** &lt;div>, a < b and &amp;copy;',
    ],
    [
      'pictures of the web',
      '<img alt="A cat" src="https://nowhere.test/cat.png">',
      '![A cat](https://nowhere.test/cat.png)',
    ],
  ])('makes Markdown of %s', async (_name, html, markdown) => {
    const page = await open('');
    await paste(page, html, 'plain');
    await expect.poll(() => text(page)).toBe(markdown);
    expect(pane.errors).toEqual([]);
  });

  it('keeps scripts, files and hidden words out, and fetches nothing', async () => {
    const page = await open('');
    requests.length = 0;
    await paste(
      page,
      `<p>a <b>b</b></p><script>document.title = 'run'</script><style>p{}</style><p hidden>hidden</p>
       <img src="https://nowhere.test/x.png" alt="x" onerror="document.title='run'"><img src="file:///etc/passwd" alt="y">
       <a href="javascript:document.title='run'">link</a><a href=" java&#10;script:alert(1)">other</a>
       <iframe src="https://nowhere.test/"></iframe><svg onload="document.title='run'"></svg>`,
      'plain',
    );
    await expect.poll(() => text(page)).toContain('**b**');
    expect(await text(page)).not.toMatch(/script|etc|hidden|iframe|run|p\{\}/);
    expect(await page.title()).toBe('Editor');
    expect(requests.filter((url) => !url.startsWith('https://galley.test/'))).toEqual([]);
  });

  it('gives the plain text back with the first undo, and what was there with the second', async () => {
    const page = await open('before ');
    await paste(page, '<p>a <b>b</b></p>', 'a b');
    await expect.poll(() => text(page)).toBe('before a **b**');
    await page.keyboard.press('Control+z');
    expect(await text(page)).toBe('before a b');
    await page.keyboard.press('Control+z');
    expect(await text(page)).toBe('before ');
  });

  it('parts blocks from the text around', async () => {
    const page = await open('before');
    await paste(page, '<h2>Title</h2><p>Text</p>', 'Title\nText');
    await expect.poll(() => text(page)).toBe('before\n\n## Title\n\nText');
  });

  it('leaves plain text, code and text in code as they are', async () => {
    const page = await open('');
    await paste(page, '<meta charset="utf-8"><span>just *words*</span>', 'just *words*');
    await paste(page, '<pre><code>let <b>a</b></code></pre>', ' let a');
    await page.waitForTimeout(100);
    expect(await text(page)).toBe('just *words* let a');
    const inCode = await open('```\n');
    await paste(inCode, '<b>x</b>', 'x');
    await inCode.waitForTimeout(100);
    expect(await text(inCode)).toBe('```\nx');
  });
});
