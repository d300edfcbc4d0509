import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findChromium } from '../../helpers/chromium.ts';
import { type OpenPage, origin, startBrowser } from './browser.ts';
import type { HostWindow } from './host.ts';

declare const window: HostWindow & Window & typeof globalThis;

describe.skipIf(!findChromium())('the preview (needs Chromium)', () => {
  let browser: Awaited<ReturnType<typeof startBrowser>>;
  let opened: OpenPage;

  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(() => browser?.stop());

  /** Runs with a fresh page and closes it. */
  async function withPage(
    use: (page: OpenPage) => Promise<void>,
    size?: { width?: number; height?: number },
  ) {
    opened = await browser.open(size);
    try {
      await use(opened);
    } finally {
      await opened.page.context().close();
    }
  }

  describe('what it shows', () => {
    it('is the title, the day as written, and the body', () =>
      withPage(async ({ frame, show }) => {
        await show({ title: 'A *title*', date: '2024-05-01T23:30:00-08:00', body: 'Some **text**.\n' });
        expect(await frame.locator('.page').textContent()).toMatch(
          /^A \*title\*May 1, 2024\s+Some text\.\s+$/,
        );
      }));

    it('brings formulas and colored code when the first of each is met', () =>
      withPage(async ({ frame, show, requests }) => {
        await show({ body: 'Plain text.' });
        expect(requests.join()).not.toMatch(/tex-|highlight-/);
        await show({ body: '$a^2$\n\n```js\nlet a;\n```\n' });
        await frame.waitForSelector('math msup');
        await frame.waitForSelector('.token.keyword');
      }));

    it('is the latest of several texts', () =>
      withPage(async ({ page, frame, show }) => {
        await page.evaluate(() => {
          for (let count = 0; count < 50; count += 1) {
            window.preview.show({ path: 'post.md', body: `Number ${count}`, bodyLine: 1 });
          }
        });
        await show({ body: 'The last' });
        expect(await frame.locator('.page-body p').textContent()).toBe('The last');
      }));

    it('follows the theme', () =>
      withPage(async ({ page, frame, show }) => {
        await show({ body: 'Text' });
        const paper = () => frame.locator('html').evaluate((root) => getComputedStyle(root).backgroundColor);
        await page.evaluate(() => window.preview.setTheme('light'));
        expect(await paper()).toBe('rgb(255, 254, 252)');
        await page.evaluate(() => window.preview.setTheme('dark'));
        expect(await paper()).toBe('rgb(29, 28, 25)');
      }));

    it.each(['light', 'dark'] as const)('can be read in the %s theme', (theme) =>
      withPage(
        async ({ page, frame, show }) => {
          await page.evaluate((wanted) => window.preview.setTheme(wanted), theme);
          await show({ title: 'Title', date: '2024-05-01', body: everything });
          await frame.waitForSelector('.token.keyword');
          // The frame runs nothing, not even the checker: it looks at a copy.
          const copy = await page.context().newPage();
          await copy.goto(frame.url());
          await copy.evaluate(
            (html) => {
              document.body.innerHTML = html;
            },
            await frame.locator('body').innerHTML(),
          );
          await copy.evaluate((wanted) => document.documentElement.setAttribute('data-theme', wanted), theme);
          await copy.evaluate(readFileSync(createRequire(import.meta.url).resolve('axe-core'), 'utf8'));
          const { violations, passes } = await copy.evaluate(() =>
            (window as unknown as { axe: typeof import('axe-core') }).axe.run({
              runOnly: {
                type: 'rule',
                values: ['color-contrast', 'image-alt', 'list'],
              },
            }),
          );
          expect(violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`))).toEqual(
            [],
          );
          expect(passes.find(({ id }) => id === 'color-contrast')?.nodes.length).toBeGreaterThan(40);
        },
        { width: 900, height: 4000 },
      ),
    );

    it('survives a frame that is loaded again', () =>
      withPage(async ({ page, frame, show }) => {
        await show({ body: 'Still here' });
        await page.evaluate(() => {
          window.preview.setTheme('dark');
          document.querySelector('iframe')?.contentWindow?.location.reload();
        });
        await frame.waitForSelector('html[data-theme="dark"] p');
        expect(await frame.locator('.page-body p').textContent()).toBe('Still here');
      }));
  });

  describe('an edit', () => {
    it('leaves the elements of all other blocks as they are', () =>
      withPage(async ({ page, show, requests }) => {
        await show({ body: 'One\n\n![A](a.png)\n\nTwo\n\nThree\n' });
        await page.evaluate(() => {
          for (const block of frameDocument().querySelectorAll('.block')) block.setAttribute('data-kept', '');
          function frameDocument(): Document {
            return document.querySelector('iframe')?.contentDocument as Document;
          }
        });
        const asked = requests.length;
        await show({ body: 'New\n\nOne\n\n![A](a.png)\n\nTwo and more\n\nThree\n' });
        const kept = await opened.frame
          .locator('.block')
          .evaluateAll((blocks) =>
            blocks.map((block) => [block.textContent?.trim(), block.hasAttribute('data-kept')]),
          );
        expect(kept).toEqual([
          ['New', false],
          ['One', true],
          ['', true],
          ['Two and more', false],
          ['Three', true],
        ]);
        expect(requests.length).toBe(asked);
      }));

    it('changes only what differs within a block', () =>
      withPage(async ({ page, frame, show }) => {
        const html = '<details><summary>More</summary>Inside</details>';
        const elements = () => {
          const body = document.querySelector('iframe')?.contentDocument;
          return ['.block img', '.block a', 'details'].map((selector) => body?.querySelector(selector));
        };
        await show({ body: `One ![A](a.png) and [two](https://example.org/)\n\n${html}\n` });
        await page.evaluate((find) => {
          const before = new Function(`return (${find})()`)() as Element[];
          before[2]?.setAttribute('open', '');
          Object.assign(window, { before });
        }, elements.toString());
        await show({ body: `One, ![A](a.png) and [three](https://example.com/)\n\n${html}!\n` });
        expect(await frame.locator('.block p').first().textContent()).toMatch(/^One, .*and three$/);
        await expect.poll(() => frame.locator('.block a').getAttribute('href')).toBe('https://example.com/');
        expect(await frame.locator('details').getAttribute('open')).toBe('');
        const kept = await page.evaluate((find) => {
          const after = new Function(`return (${find})()`)() as Element[];
          const { before } = window as unknown as { before: Element[] };
          return after.map((element, index) => element === before[index]);
        }, elements.toString());
        expect(kept).toEqual([true, true, true]);
      }));

    it('leads to what the text would be shown as from the start, whatever came before', () =>
      withPage(async ({ frame, show }) => {
        const bodies = [
          'One\n\n- a\n- b\n\n> quote\n',
          'One *two*\n\n- a\n- b\n- c\n\n> # quote\n',
          'One **two** [three](https://example.org/ "t")\n\n1. a\n2. b\n\n> quote\n',
          '| a | b |\n| - | - |\n| 1 | 2 |\n\n- [ ] a\n- [x] b\n\n> quote\n',
          '| a | b |\n| - | -: |\n| 1 | *2* |\n\n- [x] a\n- b\n\n> [!NOTE]\n> quote\n',
          'Text[^1] and `code`\n\n```js\nlet a;\n```\n\n[^1]: Note.\n',
          '![a](a.png) ![b](b.png)\n\n```js\nlet b = 1;\n```\n\n<div class="x">raw</div>\n',
          '![b](b.png)\n\n```js\nlet b = 1;\n```\n\n<div class="x">raw <b>y</b></div>\n',
        ];
        const shownNow = () =>
          frame.locator('.page-body').evaluate((body) => body.innerHTML.replace(/ height: [^;]*;/g, ''));
        const links = () => frame.locator('a:not([href])').count();
        for (const before of bodies) {
          for (const body of bodies) {
            await show({ body: `${before}\nlast` });
            await show({ body });
            const patched = await frame.locator('.page-body').textContent();
            await show({ path: 'other.md', body: 'x' });
            await show({ path: 'other.md', body: '' });
            await show({ body });
            expect(patched).toBe(await frame.locator('.page-body').textContent());
          }
        }
        await show({ body: bodies[2] as string });
        await expect.poll(links).toBe(0);
        expect(await shownNow()).toContain('href="https://example.org/"');
      }));

    it('never holds up the key press', () =>
      withPage(async ({ page, show }) => {
        const body = longBody(1200);
        await show({ body });
        const slowest = await page.evaluate((text) => {
          const times = Array.from({ length: 50 }, (_, count) => {
            const begin = performance.now();
            window.preview.show({ path: 'post.md', body: `${count} ${text}`, bodyLine: 1 });
            return performance.now() - begin;
          });
          return times.sort((a, b) => a - b).at(-3);
        }, body);
        expect(slowest).toBeLessThan(2);
      }));
  });

  describe('lines', () => {
    const body = `${Array.from({ length: 60 }, (_, index) => `## Part ${index}\n\nA paragraph\nof two lines.\n`).join('\n')}\n`;
    /** Line of the file on which a part begins, where the body begins on line 6. */
    const lineOf = (part: number) => 6 + part * 5;

    it('come to the top when asked for, exactly', () =>
      withPage(async ({ page, frame, show }) => {
        await show({ title: 'Title', body, bodyLine: 6 });
        for (const part of [3, 40, 1, 17]) {
          await page.evaluate((line) => window.preview.scrollToLine(line), lineOf(part));
          expect(Math.abs(await topOf(frame, `#user-content-part-${part}`))).toBeLessThan(1);
        }
        await page.evaluate(() => window.preview.scrollToLine(1));
        expect(await frame.evaluate(() => scrollY)).toBe(0);
      }));

    it('may lie between two that are known', () =>
      withPage(async ({ page, frame, show }) => {
        await show({ body: `\`\`\`\n${'code\n'.repeat(100)}\`\`\`\n\n${body}`, bodyLine: 1 });
        await page.evaluate(() => window.preview.scrollToLine(51.5));
        const { top, height } = await frame.locator('pre').evaluate((pre) => pre.getBoundingClientRect());
        expect(-top / height).toBeCloseTo(0.49, 1);
      }));

    it('are told when the reader scrolls, and only then', () =>
      withPage(async ({ page, frame, show, told }) => {
        await show({ title: 'Title', body, bodyLine: 6 });
        await page.evaluate((line) => window.preview.scrollToLine(line), lineOf(20));
        await show({ title: 'Title', body: `New\n\n${body}`, bodyLine: 6 });
        await settled(page);
        expect(await told('scrolled')).toEqual([]);

        await page.mouse.move(300, 300);
        await page.mouse.wheel(0, 400);
        await expect.poll(() => told('scrolled')).not.toEqual([]);
        await settled(page);
        const line = (await told('scrolled')).at(-1) ?? 0;
        const reached = await frame.evaluate(() => scrollY);
        await page.evaluate(() => window.preview.scrollToLine(1));
        await page.evaluate((wanted) => window.preview.scrollToLine(wanted), line);
        expect(Math.abs((await frame.evaluate(() => scrollY)) - reached)).toBeLessThan(2);
      }));

    it('hold still while pictures above them are loaded', () =>
      withPage(async ({ page, frame, show, told }) => {
        await page.context().route(/slow/, async (route) => {
          await new Promise((done) => setTimeout(done, 150));
          await route.fallback();
        });
        const pictures = '![](slow-1.png)\n\n![](slow-2.png)\n\n';
        await show({ body: pictures + body });
        await page.evaluate(() => window.preview.scrollToLine(5 + 5 * 4));
        await expect
          .poll(() => frame.evaluate(() => [...document.images].every((image) => image.naturalWidth > 0)))
          .toBe(true);
        await settled(page);
        expect(Math.abs(await topOf(frame, '#user-content-part-4'))).toBeLessThan(1);
        expect(await told('scrolled')).toEqual([]);
      }));

    it('are told for a click on what they became', () =>
      withPage(async ({ frame, show, told }) => {
        await show({ body: 'One\n\n- two\n- three\n\n```\nfour\nfive\n```\n', bodyLine: 10 });
        await frame.getByText('three').click();
        await frame.getByText('One').click();
        const one = await frame.locator('p').first().boundingBox();
        await frame
          .locator('p')
          .first()
          .click({ position: { x: 5, y: (one?.height ?? 0) - 1 } });
        const code = await frame.locator('pre').boundingBox();
        await frame.locator('pre').click({ position: { x: 30, y: (code?.height ?? 0) * 0.6 } });
        expect(await told('picked')).toEqual([13, 10, 10, 17]);
      }));
  });

  describe('a link', () => {
    it('has its address once it is drawn: the browser watches no link that had none when it came', () =>
      withPage(async ({ page, frame, show }) => {
        await show({ body: 'Before' });
        await page.evaluate(() => {
          const came: (string | null)[] = [];
          Object.assign(window, { came });
          const body = document.querySelector('iframe')?.contentDocument?.body as HTMLElement;
          new MutationObserver((changes) => {
            for (const node of changes.flatMap(({ addedNodes }) => [...addedNodes]))
              for (const link of (node as Element).querySelectorAll?.('a') ?? [])
                came.push(link.getAttribute('href'));
          }).observe(body, { childList: true, subtree: true });
        });
        await show({ body: 'Before\n\nA [link](https://example.org/) and <https://example.com/>\n' });
        await expect
          .poll(() =>
            frame
              .locator('.page-body a')
              .evaluateAll((links) => links.map((link) => link.getAttribute('href'))),
          )
          .toEqual(['https://example.org/', 'https://example.com/']);
        expect(await page.evaluate(() => (window as unknown as { came: unknown }).came)).toEqual([
          null,
          null,
        ]);
      }));

    it('is opened by the window and never leads the frame away', () =>
      withPage(async ({ frame, show, told }) => {
        await show({
          body: '[web](https://example.org/) [page](../other.md) [mail](mailto:a@example.org) [call](tel:123)',
        });
        for (const name of ['web', 'page', 'mail', 'call']) {
          await frame.getByText(name, { exact: true }).click();
          await frame.getByText(name, { exact: true }).click({ modifiers: ['ControlOrMeta'] });
          await frame.getByText(name, { exact: true }).click({ button: 'middle' });
        }
        const twice = ['https://example.org/', '../other.md', 'mailto:a@example.org'].flatMap((url) => [
          url,
          url,
        ]);
        expect(await told('opened')).toEqual(twice);
        expect(await told('picked')).toEqual([]);
        expect(frame.url()).toBe(`${origin}/src-renderer/preview.html`);
      }));

    it('within the page scrolls to its target', () =>
      withPage(async ({ frame, show, told }) => {
        await show({ body: `[down](#part-30) and[^1]\n\n${longBody(40)}\n[^1]: The note.\n` });
        await frame.getByText('down').click();
        await expect.poll(() => topOf(frame, '#user-content-part-30').then(Math.abs)).toBeLessThan(1);
        expect(await told('opened')).toEqual([]);
      }));
  });

  describe('a shortcut', () => {
    it('reaches the window while the reader is in the frame', () =>
      withPage(async ({ page, frame, show }) => {
        await show({ body: 'Text' });
        await page.evaluate(() => {
          window.addEventListener('keydown', (event) => {
            if (event.ctrlKey && event.key === 'k') event.preventDefault();
            document.title += `${event.key}.`;
          });
          document.title = '';
        });
        await frame.locator('p').click();
        for (const key of ['Control+k', 'F6', 'Escape', 'ArrowDown', 'a']) await page.keyboard.press(key);
        await expect.poll(() => page.title()).toBe('Control.k.F6.Escape.');
      }));
  });

  describe('pictures', () => {
    it('come from where the window says', () =>
      withPage(async ({ show, requests }) => {
        await show({ path: 'posts/a b.md', body: '![A](../x%20y.png)' });
        await expect
          .poll(() => requests.at(-1))
          .toBe(`${origin}/asset?post=posts%2Fa%20b.md&target=..%2Fx%2520y.png`);
      }));

    it('that cannot be loaded become quiet labels, until they can', () =>
      withPage(async ({ page, frame, show }) => {
        await show({ body: 'Text ![A cat](img/missing.png)' });
        await frame.waitForSelector('.placeholder');
        expect(await frame.locator('.placeholder').textContent()).toBe(
          'Missing picture · A cat · img/missing.png',
        );
        await expect.poll(() => frame.locator('img').count()).toBe(0);
        await page.context().route(/missing/, (route) =>
          route.fulfill({
            body: '<svg xmlns="http://www.w3.org/2000/svg"/>',
            contentType: 'image/svg+xml',
          }),
        );
        await page.evaluate(() => window.preview.reloadFiles());
        await frame.waitForSelector('img');
        await expect.poll(() => frame.locator('.placeholder').count()).toBe(0);
      }));

    it('of other sites are loaded when they are wanted, and not before', () =>
      withPage(async ({ page, frame, show, requests, told }) => {
        const remote = () => requests.filter((url) => url.startsWith('https://example.org/'));
        await show({ body: '![A](https://example.org/a.png) ![B](https://example.org/b.png)' });
        expect(await frame.locator('.placeholder-remote').count()).toBe(2);
        expect(await told('held')).toEqual([2]);
        expect(remote()).toEqual([]);
        await page.evaluate(() => window.preview.setRemoteImages(true));
        await expect.poll(remote).toEqual(['https://example.org/a.png', 'https://example.org/b.png']);
        expect(await told('held')).toEqual([2, 0]);
        await page.evaluate(() => window.preview.setRemoteImages(false));
        await frame.waitForSelector('.placeholder-remote');
        expect(await told('held')).toEqual([2, 0, 2]);
        await page.evaluate(() => {
          const inside = document.querySelector('iframe')?.contentDocument;
          const image = inside?.createElement('img');
          if (image) {
            image.src = 'https://example.org/slipped-through.png';
            inside?.body.append(image);
          }
        });
        await settled(page);
        expect(remote()).toHaveLength(2);
      }));
  });

  describe('a very long post', () => {
    const parts = 2000;

    it('is in the document only around what is seen', () =>
      withPage(async ({ page, frame, show }) => {
        await show({ body: longBody(parts) });
        expect(await frame.locator('.block').count()).toBe(300);
        for (const part of [1999, 1000, 3]) {
          await page.evaluate((line) => window.preview.scrollToLine(line), 1 + part * 4);
          expect(await frame.locator('.block').count()).toBe(300);
          const top = await topOf(frame, `#user-content-part-${part}`);
          if (part === 1999) expect(top).toBeLessThan(600);
          else expect(Math.abs(top)).toBeLessThan(1);
        }
      }));

    it('can be read from end to end', () =>
      withPage(async ({ page, frame, show, told }) => {
        await show({ body: longBody(400) });
        await page.mouse.move(300, 300);
        for (let count = 0; count < 60; count += 1) {
          await page.mouse.wheel(0, 1400);
          await settled(page);
          const visible = await frame.evaluate(
            () => document.elementFromPoint(400, 300)?.closest('.spacer') === null,
          );
          expect(visible).toBe(true);
        }
        await expect.poll(() => frame.locator('#user-content-part-399').count()).toBe(1);
        const lines = await told('scrolled');
        expect(lines.every((line, index) => index === 0 || line >= (lines[index - 1] ?? 0))).toBe(true);
      }));
  });
});

/** One of each thing that a post may hold. */
const everything = `Text with *emphasis*, **strong**, \`code\`, [a link](https://example.org), <mark>a mark</mark>, <kbd>K</kbd>,
{{ site.title }}, [a post]({% post_url x %}), ![held](https://example.org/a.png) and a note[^1].

${['NOTE', 'TIP', 'IMPORTANT', 'WARNING', 'CAUTION'].map((kind) => `> [!${kind}]\n> A note\n`).join('\n')}

> A quote

${[1, 2, 3, 4, 5, 6].map((level) => `${'#'.repeat(level)} Heading ${level}\n`).join('\n')}

- one
- [x] two

| a | b |
|---|---|
| c | d |

{{< figure src="a.png" >}}

<details open><summary>More</summary>Text</details>

\`\`\`ts
// comment
@decorator
export class Box<T extends object> extends Base { private size = 1.5; label: string = 'x' + \`y\${1}\`; ok = /re/g.test(call(true)); }
\`\`\`

\`\`\`html
<!-- comment --><a class="b" href='c'>d &amp; e</a>
\`\`\`

\`\`\`diff
- old
+ new
\`\`\`

\`\`\`yaml
key: [1, true, "text"] # comment
\`\`\`

\`\`\`bash
export A="$B"; ls -la | grep x
\`\`\`

[^1]: A note with [a link](https://example.org).
`;

function longBody(parts: number): string {
  return Array.from({ length: parts }, (_, part) => `## Part ${part}\n\nSome text of part ${part}.\n`).join(
    '\n',
  );
}

type Frame = OpenPage['frame'];

function topOf(frame: Frame, selector: string): Promise<number> {
  return frame.locator(selector).evaluate((element) => element.getBoundingClientRect().top);
}

/** Waits until two frames are painted and idle work is done. */
async function settled(page: OpenPage['page']): Promise<void> {
  await page.evaluate(
    () =>
      new Promise<void>((done) => {
        requestAnimationFrame(() => requestAnimationFrame(() => requestIdleCallback(() => done())));
      }),
  );
}
