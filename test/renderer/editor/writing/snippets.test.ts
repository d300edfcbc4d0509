import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { snippetOf } from '../../../../src-main/common/site/snippets/snippet.ts';
import { type Chromium, findChromium, launchChromium } from '../../../helpers/chromium.ts';
import { FakeDisk } from '../fake-disk.ts';
import type { PaneWindow } from '../pane-entry.tsx';
import { bundlePane, openPanePage, type PanePage } from '../pane-page.ts';

const path = 'posts/a.mdx';
/** How long a busy machine may take. */
const soon = { timeout: 20_000 };
const snippets = [
  snippetOf('note', 'layouts/shortcodes/note.html', '{{< note kind="[[kind]]" >}}\n[[text]]\n{{< /note >}}'),
  snippetOf('figure', 'Hugo', '{{< figure src="[[src]]" >}}'),
  {
    ...snippetOf('Chart', 'posts/b.mdx', '<Chart data={[[data]]} />'),
    needs: "import Chart from './chart.tsx';",
  },
];

describe.skipIf(!findChromium())('snippets of the blog, in Chromium', () => {
  let browser: Chromium;
  let pane: PanePage;

  beforeAll(async () => {
    const [launched, bundle] = await Promise.all([launchChromium(), bundlePane()]);
    browser = launched;
    pane = await openPanePage(browser, bundle);
  });
  afterAll(() => browser?.close());

  async function open(text: string) {
    const disk = new FakeDisk({ [path]: text });
    disk.snippets = snippets;
    await pane.show(disk, { path });
    await pane.page.waitForSelector('.cm-content');
    await pane.page.locator('.cm-content').focus();
    await pane.page.keyboard.press('Control+End');
    return pane.page;
  }
  const text = (page: Page) =>
    page.evaluate(() => (window as unknown as PaneWindow).galleyHandle?.document()?.text.toString());

  it('come behind a slash, and Tab goes through what is to be filled in', async () => {
    const page = await open('text\n\n');
    await page.keyboard.type('/not');
    await page.getByRole('option', { name: /note/ }).waitFor();
    await page.keyboard.press('Enter');
    await expect.poll(() => text(page), soon).toBe('text\n\n{{< note kind="kind" >}}\ntext\n{{< /note >}}');
    await page.keyboard.type('warning');
    await page.keyboard.press('Tab');
    await page.keyboard.type('Mind the gap.');
    await page.keyboard.press('Tab');
    await page.keyboard.type(' On.');
    await expect
      .poll(() => text(page), soon)
      .toBe('text\n\n{{< note kind="warning" >}}\nMind the gap.\n{{< /note >}} On.');
    expect(pane.errors).toEqual([]);
  });

  it('come where one is begun to be written', async () => {
    const page = await open('See ');
    await page.keyboard.type('{{< fi');
    await page.getByRole('option', { name: /figure/ }).waitFor();
    await expect.poll(() => page.getByRole('option').count()).toBe(1);
    await page.keyboard.press('Enter');
    await expect.poll(() => text(page), soon).toBe('See {{< figure src="src" >}}');
    await page.keyboard.press('Control+z');
    await expect.poll(() => text(page), soon).toBe('See {{< fi');
    expect(pane.errors).toEqual([]);
  });

  it('bring the line that they need to the top, once, and one undo takes both away', async () => {
    const start = '---\ntitle: A\n---\n\nimport Note from "./note.tsx";\n\nText.\n\n';
    const page = await open(start);
    await page.keyboard.type('<Cha');
    await page.getByRole('option', { name: /Chart/ }).waitFor();
    await page.keyboard.press('Enter');
    const imports = 'import Note from "./note.tsx";\nimport Chart from \'./chart.tsx\';\n';
    const once = start.replace('import Note from "./note.tsx";\n', imports);
    await expect.poll(() => text(page), soon).toBe(`${once}<Chart data={data} />`);
    await page.keyboard.press('Control+z');
    await expect.poll(() => text(page), soon).toBe(`${start}<Cha`);
    const again = await open(once);
    await again.keyboard.type('<Cha');
    await again.getByRole('option', { name: /Chart/ }).waitFor();
    await again.keyboard.press('Enter');
    await expect.poll(() => text(again), soon).toBe(`${once}<Chart data={data} />`);
    expect(pane.errors).toEqual([]);
  });

  it('are not offered in code', async () => {
    const page = await open('```\n');
    await page.keyboard.type('{{< fi');
    await page.keyboard.type('\n```\n\n{{< fi');
    // The one behind the code is offered: had there been one before, it would have been sooner.
    await page.getByRole('option', { name: /figure/ }).waitFor();
    await page.keyboard.press('Enter');
    await expect.poll(() => text(page), soon).toBe('```\n{{< fi\n```\n\n{{< figure src="src" >}}');
  });
});
