import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findChromium } from '../../helpers/chromium.ts';
import { startBrowser } from './browser.ts';

describe.skipIf(!findChromium())('what differs from an earlier text, as read (needs Chromium)', () => {
  let browser: Awaited<ReturnType<typeof startBrowser>>;

  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(() => browser?.stop());

  /** The page with `[+came+]`, `[-went-]`, and whole pieces as `{kind: words}`. */
  async function marked(earlierBody: string, body: string): Promise<string> {
    const { page, frame, show } = await browser.open();
    try {
      await show({ earlierBody: 'x', body: 'y' });
      await frame.waitForSelector('.change');
      await show({ earlierBody, body });
      return await frame.locator('.page-body').evaluate((root) => {
        for (const element of root.querySelectorAll('ins.word-added'))
          element.replaceWith(`[+${words(element)}+]`);
        for (const element of root.querySelectorAll('del.word-removed'))
          element.replaceWith(`[-${words(element)}-]`);
        for (const element of root.querySelectorAll('.change')) {
          const kind = [...element.classList].find((name) => name.startsWith('change-'))?.slice(7);
          element.prepend(`{${kind}: `);
          element.append('}');
        }
        return (root.textContent ?? '').replace(/\s+/g, ' ').trim();

        function words(element: Element): string {
          const pictures = [...element.querySelectorAll('img')].map(({ alt }) => `(${alt})`).join('');
          return (element.textContent ?? '') + pictures;
        }
      });
    } finally {
      await page.context().close();
    }
  }

  it.each([
    [
      'words',
      'We learned **fast** there.',
      'We learned **quickly** there.',
      'We learned [-fast-][+quickly+] there.',
    ],
    ['a new paragraph', 'One.\n\nTwo.', 'One.\n\nBetween.\n\nTwo.', 'One. {added: Between.} Two.'],
    ['a paragraph that went', 'One.\n\nBetween.\n\nTwo.', 'One.\n\nTwo.', 'One. {removed: Between.} Two.'],
    [
      'a paragraph that moved',
      'One is here.\n\nTwo is long enough.\n\nThree is there.',
      'Two is long enough.\n\nThree is there.\n\nOne is here.',
      '{moved-away: One is here.} Two is long enough. Three is there. {moved: One is here.}',
    ],
    [
      'an item of a list',
      '- one\n- two\n- three',
      '- one\n- three\n- four more',
      'one {removed: two} three {added: four more}',
    ],
    [
      'a row and a cell of a table',
      '| a | b |\n| - | - |\n| apples | 1 |\n| pears | 2 |',
      '| a | b |\n| - | - |\n| apples | 10 |\n| plums | 3 |\n| pears | 2 |',
      'a b apples [-1-][+10+] {added: plums 3} pears 2',
    ],
    [
      'a line of code',
      '```js\nlet a = 1;\nlet b = 2;\n```',
      '```js\nlet a = 1;\nlet c = 2;\n```',
      'let a = 1; let [-b-][+c+] = 2;',
    ],
    ['an address', '[here](/one/) we are', '[here](/two/) we are', '{form: here we are}'],
    ['a heading', '## Old title here', '## New title here', '[-Old-][+New+] title here'],
    ['nothing', 'Same *text*.', 'Same *text*.', 'Same text.'],
  ])('marks %s', async (_, earlier, current, expected) => {
    const found = (await marked(earlier, current))
      .replace(/\s*\}\s*/g, '} ')
      .replace(/\s*\{/g, ' {')
      .trim();
    expect(found).toBe(expected);
  });

  it('marks a picture that another took the place of', async () => {
    expect(await marked('Look: ![old](data:,a) here', 'Look: ![new](data:,b) here')).toContain('[+');
  });

  it('lets nothing of an earlier text run', async () => {
    const evil =
      'Old <img src=x onerror="parent.hacked=1"><script>parent.hacked=1</script> [x](javascript:alert(1))';
    const { page, frame, show } = await browser.open();
    await show({ earlierBody: evil, body: 'New text.' });
    await frame.waitForSelector('.change, .word-added');
    const html = await frame.locator('.page-body').innerHTML();
    expect(html).not.toMatch(/onerror|<script|href="javascript/);
    expect(await page.evaluate('window.hacked')).toBeUndefined();
    await page.context().close();
  });
});
