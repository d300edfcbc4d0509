import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AppError } from '../../../../src-main/common/errors.ts';
import type { Settings } from '../../../../src-main/common/settings.ts';
import { type Chromium, findChromium, launchChromium } from '../../../helpers/chromium.ts';
import { holdPart } from '../../../helpers/held-part.ts';
import { FakeDisk } from '../fake-disk.ts';
import type { PaneWindow } from '../pane-entry.tsx';
import { bundlePane, openPanePage, type PanePage } from '../pane-page.ts';

const path = 'posts/a.md';
const post = `---
title: On writing
date: 2024-05-01
---

## First part

The first paragraph of the text.

The second paragraph
goes on.

## Second part

1. one
2. two

| Name | Place |
| ---- | ----- |
| Ada  | 東京  |
`;

describe.skipIf(!findChromium())('writing in Chromium', () => {
  let browser: Chromium;
  let bundle: Awaited<ReturnType<typeof bundlePane>>;
  let pane: PanePage;

  beforeAll(async () => {
    [browser, bundle] = await Promise.all([launchChromium(), bundlePane()]);
    pane = await openPanePage(browser, bundle);
  });
  afterAll(() => browser?.close());

  async function open(
    text: string,
    settings: Partial<Settings> = {},
    theme: 'light' | 'dark' = 'light',
    others: Record<string, string> = {},
  ) {
    const disk = new FakeDisk({ [path]: text, ...others });
    await pane.show(disk, { settings, theme });
    await pane.page.waitForSelector('.cm-content');
    await pane.page.locator('.cm-content').focus();
    return pane.page;
  }
  const text = (page: Page) =>
    page.evaluate(() => (window as unknown as PaneWindow).galleyHandle?.document()?.text.toString());
  const press = async (page: Page, ...keys: string[]) => {
    for (const key of keys) await page.keyboard.press(key);
  };

  it.each(['mono', 'serif'] as const)(
    'lets the rows of a long item hang below its first word, in %s',
    async (face) => {
      const item = `- [ ] ${'word '.repeat(60).trim()}\n`;
      const page = await open(item);
      await page.evaluate((name) => {
        document.documentElement.dataset.writingFace = name;
      }, face);
      const starts = () =>
        page
          .locator('.cm-line')
          .first()
          .evaluate((line) => {
            const words = document.createRange();
            const nodes = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
            const found = new Map<number, number>();
            for (let node = nodes.nextNode(); node; node = nodes.nextNode())
              for (const { index } of (node.textContent ?? '').matchAll(/word/g)) {
                words.setStart(node, index);
                words.setEnd(node, index + 4);
                const { left, top } = words.getBoundingClientRect();
                found.set(Math.round(top), Math.min(left, found.get(Math.round(top)) ?? left));
              }
            return [...found.values()];
          });
      await expect.poll(async () => (await starts()).length).toBeGreaterThan(2);
      await expect
        .poll(async () => {
          const [first = 0, ...others] = await starts();
          return Math.max(...others.map((left) => Math.abs(left - first)));
        })
        .toBeLessThan(2);
      expect(await text(page)).toBe(item);
      await page.evaluate(() => delete document.documentElement.dataset.writingFace);
    },
  );

  it('takes its shortcuts', async () => {
    const page = await open('word\n');
    await press(page, 'Control+Home', 'Control+Alt+2');
    expect(await text(page)).toBe('## word\n');
    await press(page, 'Control+Alt+0', 'Control+Shift+8');
    expect(await text(page)).toBe('- word\n');
    await press(page, 'Control+z');
    expect(await text(page)).toBe('word\n');
    await press(page, 'Control+Shift+x');
    expect(await text(page)).toBe('~~word~~\n');
    expect(pane.errors).toEqual([]);
  });

  it('goes on with lists, and through tables by Tab', async () => {
    const page = await open('1. one\n\ntext\n');
    await press(page, 'Control+Home', 'End', 'Enter');
    await page.keyboard.type('two');
    await press(page, 'Enter', 'Tab');
    await page.keyboard.type('under');
    expect(await text(page)).toBe('1. one\n2. two\n   1. under\n\ntext\n');
    await press(page, 'Control+End', 'Control+Alt+t');
    await page.keyboard.type('a');
    await press(page, 'Tab');
    await page.keyboard.type('b');
    await press(page, 'Enter');
    await page.keyboard.type('c');
    expect(await text(page)).toContain('\ntext\n\n| a   | b   |\n| --- | --- |\n|     | c');
    expect(pane.errors).toEqual([]);
  });

  it('has a menu behind a slash at the start of a line', async () => {
    const page = await open('text\n');
    await press(page, 'Control+End');
    await page.keyboard.type('/quo');
    const option = page.getByRole('option', { name: /Quote/ });
    await option.waitFor();
    await press(page, 'Enter');
    await expect.poll(() => text(page)).toBe('text\n> ');
    await press(page, 'Control+z', 'Control+z');
    expect(await text(page)).toBe('text\n');
    await page.keyboard.type('a /quo');
    await page.waitForTimeout(200);
    expect(await option.count()).toBe(0);
    expect(pane.errors).toEqual([]);
  });

  it('completes other posts by title and address, in the form of the blog', async () => {
    const page = await open('text\n', {}, 'light', {
      'content/posts/kites.md': '---\ntitle: Flying kites\n---\n',
    });
    const option = page.getByRole('option', { name: /Flying kites/ });
    await press(page, 'Control+End');
    await page.keyboard.type('[[fly');
    await option.waitFor();
    await press(page, 'Enter');
    await expect.poll(() => text(page)).toBe('text\n[Flying kites]({{< ref "/posts/kites.md" >}})');
    await page.keyboard.type(' and [words](/kit');
    await option.waitFor();
    await press(page, 'Enter');
    await expect.poll(() => text(page)).toMatch(/ and \[words\]\(\{\{< ref "\/posts\/kites\.md" >\}\}\)$/);
    await press(page, 'Enter');
    await page.keyboard.type('/kit');
    await option.waitFor();
    await press(page, 'Enter');
    await expect
      .poll(() => text(page))
      .toMatch(/\n\[Flying kites\]\(\{\{< ref "\/posts\/kites\.md" >\}\}\)$/);
    expect(pane.errors).toEqual([]);
  });

  it('completes pictures of the blog', async () => {
    const page = await open('');
    await page.keyboard.type('![A kite](kit');
    await page.getByRole('option', { name: /red-kite\.png/ }).waitFor();
    await press(page, 'Enter');
    await expect.poll(() => text(page)).toBe('![A kite](/img/red-kite.png)');
    expect(pane.errors).toEqual([]);
  });

  it('has a bar that goes away, every part of it by keys', async () => {
    const page = await open('word\n', { toolbar: true });
    await press(page, 'Control+Home');
    await page.getByRole('button', { name: 'Bold' }).click();
    expect(await text(page)).toBe('**word**\n');
    await page.keyboard.type('!');
    expect(await text(page)).toBe('**!word**\n');
    await page.getByRole('button', { name: 'Headings' }).focus();
    const focused = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label'));
    await press(page, 'ArrowRight');
    await expect.poll(focused).toBe('Bold');
    await press(page, 'ArrowLeft');
    await expect.poll(focused).toBe('Headings');
    await press(page, 'Enter');
    await page.getByRole('menuitem', { name: 'Heading 1' }).waitFor();
    await press(page, 'ArrowDown');
    await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toContain('Heading 2');
    await press(page, 'Enter');
    await expect.poll(() => text(page)).toBe('## **!word**\n');
    await expect.poll(() => page.evaluate(() => document.activeElement?.className)).toContain('cm-content');
    await page.getByRole('button', { name: 'Formatting' }).click();
    await expect.poll(() => page.getByRole('toolbar').count()).toBe(0);
    expect(pane.errors).toEqual([]);
  });

  it('shows the headings and goes to them', async () => {
    const page = await open(post, { outline: true });
    const outline = page.getByRole('navigation', { name: 'Outline' });
    await expect
      .poll(() => outline.getByRole('button').allTextContents())
      .toEqual(['', 'First part', 'Second part']);
    await outline.getByRole('button', { name: 'First part' }).focus();
    await press(page, 'ArrowDown', 'Enter');
    await page.keyboard.type('x');
    expect(await text(page)).toContain('\nx## Second part');
    await press(page, 'Control+z', 'End');
    await page.keyboard.type('!');
    await outline.getByRole('button', { name: 'Second part!' }).waitFor();
  });

  it.each([900, 700, 600, 420])(
    'has its headings beside or above the text, and never over it: %i wide',
    async (width) => {
      const page = await open(post, { outline: true });
      await page.setViewportSize({ width, height: 800 });
      const outline = page.getByRole('navigation', { name: 'Outline' });
      const apart = async () => {
        const [panel, text] = [
          await outline.boundingBox(),
          await page.locator('.editor-scroller').boundingBox(),
        ];
        if (!panel || !text) return undefined;
        const beside = text.x + text.width <= panel.x + 1;
        return { apart: beside || panel.y + panel.height <= text.y + 1, wide: text.width >= 340 };
      };
      await expect.poll(apart).toEqual({ apart: true, wide: true });
      await page.setViewportSize({ width: 900, height: 800 });
    },
  );

  it('takes the headings away from above a narrow text once one was chosen', async () => {
    const page = await open(post, { outline: true });
    await page.setViewportSize({ width: 500, height: 800 });
    const outline = page.getByRole('navigation', { name: 'Outline' });
    await outline.getByRole('button', { name: 'Second part' }).click();
    await expect.poll(() => outline.count()).toBe(0);
    await page.keyboard.type('x');
    expect(await text(page)).toContain('\nx## Second part');
    await page.setViewportSize({ width: 900, height: 800 });
  });

  it('folds and opens parts', async () => {
    const page = await open(post);
    await page.evaluate(() => (window as unknown as PaneWindow).galleyHandle?.run('fold-all'));
    await expect.poll(() => page.locator('.cm-content').textContent()).not.toContain('goes on');
    await page.getByRole('button', { name: 'Folded: open this part' }).first().click();
    await expect.poll(() => page.locator('.cm-content').textContent()).toContain('goes on');
    expect(await text(page)).toBe(post);
  });

  it('lets all but the paragraph step back', async () => {
    const page = await open(post, { focusMode: true });
    await page.locator('.cm-line', { hasText: 'goes on.' }).click();
    await expect
      .poll(() => page.locator('.cm-inFocus').allTextContents())
      .toEqual(['The second paragraph', 'goes on.']);
    await page.getByRole('button', { name: 'Focus' }).click();
    await expect.poll(() => page.locator('.cm-focusMode').count()).toBe(0);
  });

  it('keeps the line in the middle in typewriter mode', async () => {
    const page = await open(`${'line\n\n'.repeat(80)}`, { typewriter: true });
    await press(page, 'Control+End');
    await page.keyboard.type('here');
    const middle = () =>
      page.evaluate(() => {
        const cursor = getSelection()?.getRangeAt(0).getBoundingClientRect();
        const scroller = document.querySelector('.editor-scroller')?.getBoundingClientRect();
        return cursor && scroller ? (cursor.top - scroller.top) / scroller.height : 0;
      });
    // Before the text has moved, the line is near the lower edge.
    await expect.poll(async () => Math.abs((await middle()) - 0.5)).toBeLessThan(0.15);
  });

  it('takes Vim’s keys where they are wanted', async () => {
    const page = await open('one two\n', { vimKeys: true });
    await page.waitForSelector('.cm-fat-cursor, .cm-vimMode');
    await press(page, 'd', 'w');
    await expect.poll(() => text(page)).toBe('two\n');
    await page.keyboard.type('ifirst ');
    await expect.poll(() => text(page)).toBe('first two\n');
    expect(pane.errors).toEqual([]);
  });

  it('takes what is typed before Vim’s keys have come as Vim’s', async () => {
    // A page of its own, which has not fetched them before.
    const { page, show, close } = await openPanePage(browser, bundle);
    const letCome = await holdPart(page, /vim-keys/);
    await show(new FakeDisk({ [path]: 'one two\n' }), { settings: { vimKeys: true } });
    await page.locator('.cm-content').focus();
    await page.keyboard.type('dwifirst ');
    expect(await page.locator('.cm-vimMode').count()).toBe(0);
    letCome();
    await expect.poll(() => text(page)).toBe('first two\n');
    await close();
  });

  describe('Vim’s commands', () => {
    /** Opens with a disk that saves only while `works` holds: what autosave does is then no answer to a command. */
    async function openWithDisk() {
      const disk = new FakeDisk({ [path]: 'one two\n' });
      const state = { works: false };
      disk.beforeSave = async () => {
        if (!state.works) throw new AppError('disk-full');
      };
      await pane.show(disk, { settings: { vimKeys: true } });
      await pane.page.waitForSelector('.cm-fat-cursor, .cm-vimMode');
      await pane.page.locator('.cm-content').focus();
      return { page: pane.page, disk, state };
    }
    const command = async (page: Page, words: string) => {
      await page.keyboard.type(':');
      await page.waitForSelector('.cm-vim-panel input');
      await page.keyboard.type(words);
      await page.keyboard.press('Enter');
    };
    const answer = (page: Page) => page.locator('.cm-vim-panel [role="status"]');
    const heard = (page: Page) => page.evaluate(() => (window as unknown as PaneWindow).galleyHeard);

    it('save, and say whether that was done', async () => {
      const { page, disk, state } = await openWithDisk();
      await press(page, 'd', 'w');
      await command(page, 'w');
      await expect.poll(() => answer(page).textContent()).toMatch(/^Not saved: /);
      expect(disk.files.get(path)).toBe('one two\n');
      state.works = true;
      await command(page, 'w');
      await expect.poll(() => answer(page).textContent()).toBe('Saved.');
      expect(disk.files.get(path)).toBe('two\n');
    });

    it.each(['q', 'q!', 'wq', 'x'])(
      'leave the post by :%s once it is saved, and never before',
      async (words) => {
        const { page, disk, state } = await openWithDisk();
        await press(page, 'd', 'w');
        await command(page, words);
        await expect.poll(() => answer(page).textContent()).toMatch(/^Not saved: /);
        expect((await heard(page)).closed).toBe(0);
        state.works = true;
        await command(page, words);
        await expect.poll(async () => (await heard(page)).closed).toBe(1);
        expect(disk.files.get(path)).toBe('two\n');
      },
    );
  });

  it('is written in at several places at once', async () => {
    const page = await open('one word, two word, word\n\nlast\n');
    await press(page, 'Control+Home', 'Control+ArrowRight', 'ArrowRight');
    await press(page, 'Control+d', 'Control+d', 'Control+d');
    await expect.poll(() => page.locator('.cm-otherSelection').count()).toBe(2);
    await page.keyboard.type('sign');
    expect(await text(page)).toBe('one sign, two sign, sign\n\nlast\n');
    await expect.poll(() => page.locator('.cm-otherCursor').count()).toBe(2);
    await press(page, 'Escape', 'Control+End');
    await page.keyboard.type('x');
    expect(await text(page)).toBe('one sign, two sign, sign\n\nlast\nx');
    await page.getByText('last').click();
    await page.getByText('one sign').click({ modifiers: ['Control'], position: { x: 2, y: 8 } });
    await page.keyboard.type('>');
    await expect.poll(async () => (await text(page))?.replace(/[^>]/g, '').length).toBe(2);
    expect(pane.errors).toEqual([]);
  });

  it('replaces nothing in front matter that is not seen, and undoes all at once', async () => {
    const page = await open('---\ntitle: One\n---\n\nOne\n\nTwo\n');
    await press(page, 'Control+f');
    await page.getByRole('button', { name: 'Regular expression' }).click();
    await page.getByRole('textbox', { name: 'Find' }).fill('One|Two');
    await expect.poll(() => page.locator('.search-count').textContent()).toBe('3 places');
    await page.getByRole('textbox', { name: 'Replace with' }).fill('<$&>');
    await page.getByRole('button', { name: 'Replace all' }).click();
    await expect.poll(() => text(page)).toBe('---\ntitle: One\n---\n\n<One>\n\n<Two>\n');
    await page.locator('.cm-content').focus();
    await press(page, 'Control+z');
    await expect.poll(() => text(page)).toBe('---\ntitle: One\n---\n\nOne\n\nTwo\n');
    await page.getByRole('button', { name: 'Close' }).click();
    await page.locator('.cm-line', { hasText: 'One' }).dblclick();
    await press(page, 'Control+f');
    await expect.poll(() => page.locator('.search-count').textContent()).toBe('2 of 2 places');
    await page.getByRole('textbox', { name: 'Find' }).fill('(One');
    await expect.poll(() => page.locator('.search-count').textContent()).toBe('Not a regular expression');
    await page.getByRole('button', { name: 'Replace all' }).click();
    expect(await text(page)).toBe('---\ntitle: One\n---\n\nOne\n\nTwo\n');
  });

  it('finds and replaces by a pattern', async () => {
    const page = await open('a1 b2 c3\n');
    await press(page, 'Control+f');
    await page.getByRole('button', { name: 'Regular expression' }).click();
    await page.getByRole('textbox', { name: 'Find' }).fill('([a-z])(\\d)');
    await page.getByRole('textbox', { name: 'Replace with' }).fill('$2$1');
    await page.getByRole('button', { name: /^(Replace )?all$/i }).click();
    await expect.poll(() => text(page)).toBe('1a 2b 3c\n');
    expect(pane.errors).toEqual([]);
  });

  it('runs each line in its own direction', async () => {
    const page = await open('Latin\n\nשלום עולם\n\nمرحبا\n');
    const directions = await page
      .locator('.cm-line')
      .evaluateAll((lines) => lines.map((line) => getComputedStyle(line).direction));
    expect(directions).toEqual(['ltr', 'ltr', 'rtl', 'ltr', 'rtl', 'ltr']);
  });

  it.each(['light', 'dark'] as const)('has nothing that axe objects to: %s', async (theme) => {
    const page = await open(post, { toolbar: true, outline: true, focusMode: true }, theme);
    await press(page, 'Control+End');
    await page.keyboard.type('/');
    await page.getByRole('listbox').waitFor();
    await page.evaluate(axe.source);
    const violations = await page.evaluate(async () => {
      const { axe } = window as unknown as { axe: typeof import('axe-core') };
      const pane = document.querySelector('#window') as HTMLElement;
      const { violations } = await axe.run(pane);
      // The list is scrolled by the arrows, which go through it from the text: no stop of Tab of its own.
      const isMenu = (html: string) => /^<ul [^>]*role="listbox"/.test(html);
      const found = violations.filter(
        ({ id, nodes }) => id !== 'scrollable-region-focusable' || !nodes.every((node) => isMenu(node.html)),
      );
      return found.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`);
    });
    expect(violations).toEqual([]);
    const folder = process.env.GALLEY_PICTURES;
    if (folder) await page.screenshot({ path: `${folder}/writing-${theme}.png` });
  });
});
