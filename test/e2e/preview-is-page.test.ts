import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Frame, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listThemes } from '../../src-main/core/build/theme.ts';
import { built, postText, resources } from '../helpers/built-site.ts';
import { type Chromium, findChromium, launchChromium } from '../helpers/chromium.ts';
import { writeFiles } from '../helpers/repository.ts';
import { type Served, serve } from '../helpers/serve.ts';
import { makeTemporaryFolder } from '../helpers/temporary-folder.ts';

const chromium = findChromium();

/** Everything that a post may hold. */
const everything = `# Everything

A first paragraph with *emphasis*, **strong words**, ~~struck~~, \`code\`, <kbd>Ctrl</kbd>, :sea: :smile:, a [link](https://e.example/),
a note[^1], H<sub>2</sub>O, and a very long word: ${'long'.repeat(40)}.

<!--more-->

## Lists {#lists .big}

- one
- two
  - inner
    1. first
    2. second

1. with

   paragraphs
2. in it

- [x] done
- [ ] open

Term
: what it means
: what else

### Quotes

> A quote
>
> > within a quote

> [!WARNING]
> Take care.

:::tip Title
A box.
:::

#### Code

\`\`\`ts
export const answer: number = 6 * 7; // forty-two
\`\`\`

\`\`\`python
def hello(name: str) -> None:
    print(f"hello {name}")
\`\`\`

    indented code

##### Table

| Left | Centre | Right |
| :--- | :---: | ---: |
| a | b | 1 |
| ${'wide '.repeat(60)} | b | 2 |

###### Formulas

Inline $e = mc^2$ and

$$
\\int_0^1 x^2 \\, dx = \\frac{1}{3}
$$

![The sea](/assets/sea.png "By night")

<figure><img src="/assets/drop.png" alt="A drop"><figcaption>A drop</figcaption></figure>

<details><summary>More</summary>

Hidden text.

</details>

---

<div align="center"><font color="red">Old HTML</font></div>

Last words.

[^1]: The note.
`;

describe.skipIf(!chromium)(
  `what the author sees is what is built${chromium ? '' : ' (skipped: no Chromium)'}`,
  () => {
    const home = makeTemporaryFolder();
    const blog = join(home, 'blog');
    let browser: Chromium;
    let served: Served;
    let window: Page;

    beforeAll(async () => {
      const picture = (width: number) =>
        sharp({ create: { width, height: Math.round(width / 2), channels: 3, background: '#246' } })
          .png()
          .toBuffer();
      writeFiles(blog, {
        'galley.yml': 'title: Looks\ntheme: quiet\n',
        'posts/2026-01-02-everything.md': postText(
          { title: 'Everything', date: '2026-01-02', tags: ['One', 'Two'] },
          everything,
        ),
        'assets/sea.png': await picture(1600),
        'assets/drop.png': await picture(60),
      });
      browser = await launchChromium();
      served = await serve(join(home, 'galley'), '--site', blog);
      window = await browser.newPage({ viewport: { width: 2200, height: 1000 } });
      await window.goto(served.address);
      await window.getByRole('option', { name: /Everything/ }).click();
    });
    afterAll(async () => {
      await browser?.close();
      await served?.stop();
      rmSync(home, { recursive: true, force: true, maxRetries: 3 });
    });

    const cases = listThemes(resources).flatMap(({ name }) =>
      (['light', 'dark'] as const).map((scheme) => ({ theme: name, scheme })),
    );

    it.each(cases)('in the theme $theme, $scheme', async ({ theme, scheme }) => {
      writeFileSync(join(blog, 'galley.yml'), `title: Looks\ntheme: ${theme}\n`);
      await window.emulateMedia({ colorScheme: scheme });
      const out = join(home, `${theme}-${scheme}`);
      await built(blog, { out });
      const element = await window.waitForSelector('iframe[title="Preview of the post"]');
      const frame = (await element.contentFrame()) as Frame;
      const page = await browser.newPage({
        colorScheme: scheme,
        viewport: { width: await frame.evaluate(() => innerWidth), height: 900 },
      });
      try {
        await serveFiles(page, out);
        await page.goto('https://e.example/everything/');
        const wanted = await looks(page.mainFrame());
        expect(wanted.length).toBeGreaterThan(80);
        await expect.poll(() => looks(frame), { timeout: 20_000 }).toEqual(wanted);
        if (process.env.GALLEY_SCREENSHOTS) {
          await element.screenshot({
            path: join(process.env.GALLEY_SCREENSHOTS, `${theme}-${scheme}-preview.png`),
          });
          await page.screenshot({
            path: join(process.env.GALLEY_SCREENSHOTS, `${theme}-${scheme}-page.png`),
          });
        }
      } finally {
        await page.close();
      }
    });
  },
);

/** Answers for the site's own address from a folder. */
async function serveFiles(page: Page, folder: string): Promise<void> {
  await page.route('**/*', (route) => {
    const path = decodeURIComponent(new URL(route.request().url()).pathname);
    return route.fulfill({ path: join(folder, path.endsWith('/') ? `${path}index.html` : path) });
  });
}

/** What each element of the article is and how it looks, in order. */
function looks(frame: Frame): Promise<string[]> {
  return frame.evaluate(() => {
    const article = document.querySelector('.text')?.closest('article, main') ?? document.body;
    const properties = [
      'display',
      'color',
      'backgroundColor',
      'fontFamily',
      'fontSize',
      'fontWeight',
      'fontStyle',
      'lineHeight',
      'textAlign',
      'marginTop',
      'marginBottom',
      'paddingLeft',
      'borderLeftWidth',
      'borderTopWidth',
      'listStyleType',
      'width',
    ] as const;
    const found: string[] = [];
    for (const element of article.querySelectorAll('*')) {
      // The preview's own wrappers, and what only stands around a part so that it can be scrolled.
      if (element.matches('.block, .spacer, .page-body, .table, math *, .neighbours, .neighbours *'))
        continue;
      const style = getComputedStyle(element);
      const words = element.children.length === 0 ? (element.textContent ?? '').trim().slice(0, 20) : '';
      found.push(
        [element.localName, words, ...properties.map((name) => `${name} ${style[name]}`)].join(' | '),
      );
    }
    return found;
  });
}
