import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AppError } from '../../../src-main/common/errors.ts';
import { type Chromium, findChromium, launchChromium } from '../../helpers/chromium.ts';
import { FakeDisk } from './fake-disk.ts';
import type { PaneWindow } from './pane-entry.tsx';
import { bundlePane, openPanePage, type PaneOptions, type PanePage } from './pane-page.ts';

const path = 'posts/a.md';
const post = `---
title: First words
date: 2024-05-01T09:30:00+02:00
draft: true # not yet
tags: [wasm, security]
description: "What it is about"
---

The text of the post.
`;

describe.skipIf(!findChromium())('the editor pane in Chromium', () => {
  let browser: Chromium;
  let pane: PanePage;

  beforeAll(async () => {
    const [launched, bundle] = await Promise.all([launchChromium(), bundlePane()]);
    browser = launched;
    pane = await openPanePage(browser, bundle);
  });
  afterAll(() => browser?.close());

  async function open(text: string, options: PaneOptions = {}) {
    const disk = new FakeDisk({ [path]: text });
    await pane.show(disk, options);
    await pane.page.waitForSelector('.cm-content');
    return { disk, page: pane.page, errors: pane.errors, saved: () => disk.files.get(path) };
  }

  const flush = (page: Page) =>
    page.evaluate(async () => (await (window as unknown as PaneWindow).galleyHandle?.flush())?.kind);
  const heard = (page: Page) => page.evaluate(() => (window as unknown as PaneWindow).galleyHeard);
  const text = (page: Page) =>
    page.evaluate(() => (window as unknown as PaneWindow).galleyHandle?.document()?.text.toString());
  const shown = (page: Page) => page.locator('.cm-content').textContent();
  const title = (page: Page) => page.getByRole('textbox', { name: 'Title' });
  const details = (page: Page) => page.getByRole('button', { name: /details/ }).click();
  const undo = (page: Page) => page.keyboard.press('Control+z');

  async function typeAtStart(page: Page, keys: string) {
    await page.locator('.cm-content').click();
    await page.keyboard.press('Control+Home');
    await page.keyboard.type(keys);
  }

  describe('the bytes of a file', () => {
    it.each([
      ['Windows line ends', 'one\r\ntwo\r\n'],
      ['mixed line ends', 'one\r\ntwo\nthree\rfour\r\n'],
      ['lone carriage returns', 'one\rtwo\rthree'],
      ['a byte order mark', '\uFEFFone\r\ntwo\n'],
      ['no final newline', 'one\ntwo'],
      ['U+2028 and its kin', 'one\u2028two\u2029three\u0085\u000bfour\n'],
      ['Windows line ends and front matter', '---\r\ntitle: One\r\n---\r\n\r\nthe body\r\n'],
    ])('stay as they were but for the typed letter: %s', async (_name, original) => {
      const { page, disk, saved, errors } = await open(original);
      await flush(page);
      expect(disk.saves).toEqual([]);
      await page.locator('.cm-content').click();
      await page.keyboard.press('Control+Home');
      await page.keyboard.press('ArrowRight');
      await page.keyboard.type('x');
      expect(await flush(page)).toBe('saved');
      expect(saved()?.replace('x', '')).toBe(original);
      expect(saved()).toHaveLength(original.length + 1);
      await undo(page);
      await flush(page);
      expect(saved()).toBe(original);
      expect(errors).toEqual([]);
    });

    it('come back when lines were joined and that was undone', async () => {
      const original = 'one\r\ntwo\nthree\r\nfour\r\n';
      const { page, disk } = await open(original);
      await page.locator('.cm-content').click();
      await page.keyboard.press('Control+a');
      await page.keyboard.press('Backspace');
      await undo(page);
      expect(await flush(page)).toBe('saved');
      expect(disk.files.get(path)).toBe(original);
    });
  });

  describe('autosave', () => {
    it('saves what was typed and says so', async () => {
      const { page, disk, saved } = await open(post);
      await typeAtStart(page, 'New: ');
      await expect.poll(saved).toContain('\n\nNew: The text of the post.\n');
      await expect.poll(async () => (await heard(page)).saveStates.at(-1)).toBe('saved');
      expect((await heard(page)).saveStates).toContain('unsaved');
      expect(disk.saves.length).toBeLessThanOrEqual(2);
    });

    it('says why it failed, and saves with Ctrl+S once it can', async () => {
      const { page, disk, saved } = await open(post);
      disk.beforeSave = async () => {
        throw new AppError('disk-full');
      };
      await typeAtStart(page, 'New: ');
      await expect.poll(async () => (await heard(page)).saveStates.at(-1)).toBe('failed');
      expect(saved()).toBe(post);
      disk.beforeSave = async () => {};
      await page.keyboard.press('Control+s');
      await expect.poll(saved).toContain('New: The text');
    });
  });

  describe('the front matter block', () => {
    it('is out of the text while the form stands for it, and no key can reach it', async () => {
      const { page, saved } = await open(post);
      expect(await shown(page)).toContain('The text of the post.');
      expect(await shown(page)).not.toContain('title:');
      await page.locator('.cm-content').click();
      await page.keyboard.press('Control+Home');
      for (const key of ['Backspace', 'Backspace', 'Control+Backspace']) await page.keyboard.press(key);
      expect(await text(page)).toBe(post);
      await page.keyboard.press('Control+a');
      await page.keyboard.type('All new');
      await flush(page);
      expect(saved()).toBe(post.replace('The text of the post.\n', 'All new'));
    });

    it('is one click away as text, always in step with the form', async () => {
      const { page } = await open(post);
      await page.getByRole('button', { name: 'Front matter source' }).click();
      expect(await shown(page)).toContain('title: First words');
      await title(page).fill('Second words');
      expect(await shown(page)).toContain('title: Second words');
      await page.getByRole('button', { name: 'Hide front matter source' }).click();
      expect(await shown(page)).not.toContain('title:');
    });

    it('opens where a search finds something in it', async () => {
      const { page } = await open(post);
      await page.locator('.cm-content').click();
      await page.keyboard.press('Control+f');
      await page.keyboard.type('security');
      await page.keyboard.press('Enter');
      await expect.poll(() => shown(page)).toContain('tags: [wasm, security]');
    });

    it('is shown as text with reason and line where it cannot be read, and can be put right there', async () => {
      const broken = '---\ntitle: "First\ndate: [2024\n---\n\nBody\n';
      const { page, saved } = await open(broken);
      expect(await shown(page)).toContain('title: "First');
      await expect.poll(() => page.getByText(/shown as text/).textContent()).toMatch(/Go to line \d/);
      await page.locator('.cm-line', { hasText: 'title' }).click();
      await page.keyboard.press('End');
      await page.keyboard.type('"');
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('End');
      await page.keyboard.type(']');
      await expect.poll(() => title(page).inputValue()).toBe('First');
      expect(await shown(page)).toContain('title: "First"');
      await flush(page);
      expect(saved()).toBe('---\ntitle: "First"\ndate: [2024]\n---\n\nBody\n');
    });
  });

  describe('the form', () => {
    it('changes the title in the text and nothing else', async () => {
      const { page, saved } = await open(post);
      await title(page).click();
      await page.keyboard.press('End');
      await page.keyboard.type(': a sequel');
      await flush(page);
      expect(saved()).toBe(post.replace('title: First words', 'title: "First words: a sequel"'));
      await expect.poll(() => title(page).inputValue()).toBe('First words: a sequel');
    });

    it('shares one history with the text', async () => {
      const { page, saved } = await open(post);
      await typeAtStart(page, 'Body. ');
      await title(page).click();
      await page.keyboard.press('End');
      await page.keyboard.type('!!!');
      await page.locator('.cm-content').click();
      await page.keyboard.press('Control+End');
      await page.keyboard.type('End.');
      await undo(page);
      expect(await text(page)).not.toContain('End.');
      expect(await text(page)).toContain('First words!!!');
      await undo(page);
      await expect.poll(() => title(page).inputValue()).toBe('First words');
      expect(await text(page)).toContain('Body. ');
      await title(page).focus();
      await undo(page);
      expect(await text(page)).toBe(post);
      await page.keyboard.press('Control+Shift+z');
      expect(await text(page)).toContain('Body. ');
      await undo(page);
      await flush(page);
      expect(saved()).toBe(post);
    });

    it('keeps the cursor of the text where it was', async () => {
      const { page } = await open(post);
      await page.locator('.cm-content').click();
      await page.keyboard.press('Control+End');
      await page.keyboard.press('ArrowUp');
      await title(page).fill('A much longer title than before');
      await page.locator('.cm-content').focus();
      await page.keyboard.type('|');
      expect(await text(page)).toContain('\n|The text of the post.\n');
    });

    it('switches the draft and keeps the comment beside it', async () => {
      const { page, saved } = await open(post);
      await details(page);
      await page.getByRole('switch', { name: 'Draft' }).click();
      await flush(page);
      expect(saved()).toBe(post.replace('draft: true #', 'draft: false #'));
    });

    it('writes Jekyll’s own word for a draft, and takes it away again', async () => {
      const original = '---\ntitle: One\n---\nBody\n';
      const { page, saved } = await open(original, { convention: 'jekyll' });
      await details(page);
      await page.getByRole('switch', { name: 'Draft' }).click();
      await flush(page);
      expect(saved()).toBe('---\ntitle: One\npublished: false\n---\nBody\n');
      await page.getByRole('switch', { name: 'Draft' }).click();
      await flush(page);
      expect(saved()).toBe(original);
    });

    it('adds a tag by hand and one that is in use, and removes one', async () => {
      const original = post.replace('wasm, security', 'security');
      const { page, saved } = await open(original);
      await details(page);
      const input = page.getByRole('combobox', { name: 'Tags' });
      await input.fill('wa');
      await page.getByRole('option', { name: 'wasm' }).waitFor();
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      await input.fill('by hand');
      await page.keyboard.press('Enter');
      await page.getByRole('button', { name: 'Remove security' }).click();
      await flush(page);
      expect(saved()).toBe(original.replace('[security]', '[wasm, by hand]'));
    });

    it('shows the date as it is written and changes it only as typed', async () => {
      const { page, saved } = await open(post);
      await details(page);
      const date = page.getByRole('textbox', { name: 'Date' });
      await expect.poll(() => date.inputValue()).toBe('2024-05-01T09:30:00+02:00');
      await date.fill('2024-05-02 10:00:00 +0200');
      await page.keyboard.press('Enter');
      await flush(page);
      expect(saved()).toBe(post.replace('2024-05-01T09:30:00+02:00', '2024-05-02 10:00:00 +0200'));
    });

    it('moves the day by the picker and leaves time and zone as they are written', async () => {
      const { page, saved } = await open(post);
      await details(page);
      await page.locator('input[type=date]').evaluate((input: HTMLInputElement) => {
        const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set;
        set?.call(input, '2025-01-31');
        input.dispatchEvent(new Event('input', { bubbles: true }));
      });
      await flush(page);
      expect(saved()).toBe(post.replace('2024-05-01T', '2025-01-31T'));
    });

    it('adds a missing key with the first letter, and takes an emptied one away', async () => {
      const original = '---\ntitle: One\n---\nBody\n';
      const { page, saved } = await open(original);
      await details(page);
      const description = page.getByRole('textbox', { name: 'Description' });
      await description.pressSequentially('About');
      await flush(page);
      expect(saved()).toBe('---\ntitle: One\ndescription: About\n---\nBody\n');
      await description.fill('');
      await description.blur();
      await flush(page);
      expect(saved()).toBe(original);
    });

    it('makes a block for a post that has none', async () => {
      const { page, saved } = await open('Just words\n');
      await page.locator('.cm-content').click();
      await title(page).pressSequentially('Called');
      await page.locator('.cm-content').focus();
      await page.keyboard.press('Control+Home');
      await page.keyboard.type('>');
      await flush(page);
      expect(saved()).toBe('---\ntitle: Called\n---\n\n>Just words\n');
    });

    it('says beside the field why an edit was refused, and changes nothing', async () => {
      const { page, saved } = await open(post.replace('description: "What it is about"', 'weight: 3'));
      await details(page);
      const weight = page.getByRole('textbox', { name: 'weight' });
      await weight.fill('much');
      await page.keyboard.press('Enter');
      await page.getByText('A number is needed here.').waitFor();
      await flush(page);
      expect(saved()).toBe(post.replace('description: "What it is about"', 'weight: 3'));
    });

    it('shows a surprising value as it is written', async () => {
      const { page } = await open(
        post.replace('draft: true', 'draft: yes').replace('title: First words', 'title: 2020'),
      );
      await expect.poll(() => title(page).inputValue()).toBe('2020');
      await details(page);
      await page.getByText('yes', { exact: true }).waitFor();
      await page.getByRole('button', { name: 'Edit as text' }).first().click();
      expect(await shown(page)).toContain('draft: yes');
    });
  });

  describe('a file that another program changed', () => {
    it('is shown in place, with a quiet note', async () => {
      const { page, disk } = await open(post);
      await page.locator('.cm-content').click();
      disk.change(path, post.replace('The text', 'Their text'));
      await page.getByText('Changed on disk, reloaded').waitFor();
      expect(await shown(page)).toContain('Their text of the post.');
    });

    async function conflict() {
      const opened = await open(post);
      await typeAtStart(opened.page, 'Mine. ');
      opened.disk.change(path, post.replace('The text', 'Their text'));
      await opened.page.getByRole('alert').getByText('Another program changed this file').waitFor();
      expect((await heard(opened.page)).saveStates.at(-1)).toBe('conflict');
      return opened;
    }

    it('is overwritten by Keep mine', async () => {
      const { page, saved } = await conflict();
      await page.getByRole('button', { name: 'Keep mine' }).click();
      await expect.poll(saved).toBe(post.replace('The text', 'Mine. The text'));
    });

    it('is taken by Take theirs, and undo has mine again', async () => {
      const { page } = await conflict();
      await page.getByRole('button', { name: 'Take theirs' }).click();
      await expect.poll(() => text(page)).toBe(post.replace('The text', 'Their text'));
      await page.locator('.cm-content').focus();
      await undo(page);
      expect(await text(page)).toBe(post.replace('The text', 'Mine. The text'));
    });

    it('is compared side by side, and the result is saved', async () => {
      const { page, saved } = await conflict();
      await page.getByRole('button', { name: 'Compare' }).click();
      const right = page.getByRole('dialog').getByRole('textbox', { name: 'Your text' });
      await right.click();
      await page.keyboard.press('Control+End');
      await page.keyboard.type('Both.');
      await page.getByRole('button', { name: 'Save the right text' }).click();
      await expect.poll(saved).toBe(`${post.replace('The text', 'Mine. The text')}Both.`);
      await expect.poll(() => page.getByRole('alert').count()).toBe(0);
    });

    it('keeps what was typed in the comparison when the author goes back to the text', async () => {
      const { page, disk, saved } = await conflict();
      await page.getByRole('button', { name: 'Compare' }).click();
      await page.getByRole('dialog').getByRole('textbox', { name: 'Your text' }).click();
      await page.keyboard.press('Control+End');
      await page.keyboard.type('Both.');
      disk.change(path, post.replace('The text', 'Their later text'));
      await page.getByText('Their later text').waitFor();
      await page.getByRole('button', { name: 'Back' }).click();
      expect(await text(page)).toBe(`${post.replace('The text', 'Mine. The text')}Both.`);
      expect(saved()).toBe(post.replace('The text', 'Their later text'));
      await page.getByRole('button', { name: 'Keep mine' }).click();
      await expect.poll(saved).toBe(`${post.replace('The text', 'Mine. The text')}Both.`);
    });

    it('that is gone can be put back where it was', async () => {
      const { page, disk } = await open(post);
      disk.change(path, undefined);
      await page.getByText('This file is no longer there.').waitFor();
      await typeAtStart(page, 'Kept. ');
      await page.getByRole('button', { name: 'Keep as new' }).click();
      await expect.poll(() => disk.files.get(path)).toBe(post.replace('The text', 'Kept. The text'));
      await page.getByText('This file is no longer there.').waitFor({ state: 'detached' });
      expect((await heard(page)).moved).toEqual([]);
    });

    it('to another name can be gone on with there', async () => {
      const { page, disk } = await open(post);
      disk.files.set('posts/renamed.md', post);
      disk.change(path, undefined);
      await page.getByText('It is now called posts/renamed.md.').waitFor();
      await typeAtStart(page, 'Kept. ');
      await page.getByRole('button', { name: 'Open it there' }).click();
      await expect.poll(async () => (await heard(page)).moved).toEqual(['posts/renamed.md']);
      expect([...disk.files]).toEqual([['posts/renamed.md', post.replace('The text', 'Kept. The text')]]);
    });

    it('elsewhere than the author is merged with what is unsaved', async () => {
      const { page, disk, saved } = await open(post);
      disk.beforeSave = async () => {
        throw new AppError('write-refused');
      };
      await typeAtStart(page, 'Mine. ');
      await expect.poll(async () => (await heard(page)).saveStates.at(-1)).toBe('failed');
      disk.beforeSave = async () => {};
      disk.change(path, post.replace('First words', 'Their words'));
      await page.getByRole('status').getByText('merged with your text').waitFor();
      await expect.poll(() => title(page).inputValue()).toBe('Their words');
      await expect
        .poll(saved)
        .toBe(post.replace('First words', 'Their words').replace('The text', 'Mine. The text'));
      await page.locator('.cm-content').click();
      await undo(page);
      await expect.poll(() => title(page).inputValue()).toBe('First words');
    });
  });

  describe('text that was typed and never saved', () => {
    const recovered = post.replace(
      'The text of the post.',
      'The text of the post.\n\nTyped before the crash.',
    );

    async function openRecovered() {
      const disk = new FakeDisk({ [path]: post });
      disk.journal.set(path, { path, text: recovered, basedOn: undefined, keptAt: new Date().toISOString() });
      await pane.show(disk);
      const { page } = pane;
      await page.getByText(/Recovered text from \d/).waitFor();
      return { disk, page, saved: () => disk.files.get(path) };
    }

    it('is offered with its time, and can be used and undone', async () => {
      const { page, disk, saved } = await openRecovered();
      expect(await text(page)).toBe(post);
      await page.getByRole('button', { name: 'Use it' }).click();
      await expect.poll(saved).toBe(recovered);
      await expect.poll(() => disk.journal.size).toBe(0);
      await undo(page);
      await expect.poll(saved).toBe(post);
    });

    it('can be compared and taken in part', async () => {
      const { page, saved } = await openRecovered();
      await page.getByRole('button', { name: 'Compare' }).click();
      const right = page.getByRole('textbox', { name: 'The recovered text' });
      await right.waitFor();
      expect(await page.getByRole('textbox', { name: 'The post as it is now' }).textContent()).not.toContain(
        'crash',
      );
      await right.click();
      await page.keyboard.press('Control+End');
      await page.keyboard.type('And more.');
      await page.getByRole('button', { name: 'Use the right text' }).click();
      await expect.poll(saved).toBe(`${recovered}And more.`);
    });

    it('can be left in the comparison and discarded', async () => {
      const { page, disk } = await openRecovered();
      await page.getByRole('button', { name: 'Compare' }).click();
      await page.getByRole('button', { name: 'Back' }).click();
      expect(await text(page)).toBe(post);
      await page.getByRole('button', { name: 'Discard' }).click();
      await page.getByText(/Recovered text/).waitFor({ state: 'detached' });
      expect(disk.journal.size).toBe(0);
      expect(disk.saves).toEqual([]);
    });

    it('passes an accessibility check', async () => {
      const { page } = await openRecovered();
      await page.evaluate(axe.source);
      const violations = await page.evaluate(async () => {
        const checker = (window as unknown as { axe: typeof axe }).axe;
        return (await checker.run('.editor-pane')).violations.map(({ id }) => id);
      });
      expect(violations).toEqual([]);
    });
  });

  describe('a post that another program removed', () => {
    it('that is gone can be closed', async () => {
      const { page, disk } = await open(post);
      disk.change(path, undefined);
      await page.getByRole('alert').getByRole('button', { name: 'Close' }).click();
      await expect.poll(async () => (await heard(page)).closed).toBe(1);
      expect(disk.files.size).toBe(0);
    });
  });

  describe('a post that another program removed while text was typed', () => {
    it('is closed only after one more question', async () => {
      const { page, disk } = await open(post);
      await page.getByRole('textbox', { name: 'Text of the post' }).click();
      disk.beforeSave = () => new Promise(() => {});
      await page.keyboard.type('precious');
      disk.change(path, undefined);
      const alert = page.getByRole('alert');
      await alert.getByRole('button', { name: 'Close' }).click();
      await alert.getByText('It is in no file.').waitFor();
      expect((await heard(page)).closed).toBe(0);
      await alert.getByRole('button', { name: 'Close without it' }).click();
      await expect.poll(async () => (await heard(page)).closed).toBe(1);
      expect(disk.journal.get(path)?.text).toContain('precious');
    });
  });

  describe('the text', () => {
    it('has an accessible name and spelling', async () => {
      const { page } = await open(post);
      const area = page.getByRole('textbox', { name: 'Text of the post' });
      expect(await area.getAttribute('spellcheck')).toBe('true');
    });

    it('passes an accessibility check, with its details open, in both themes', async () => {
      for (const theme of ['light', 'dark'] as const) {
        const { page } = await open(post, { theme });
        await details(page);
        await page.evaluate(axe.source);
        const violations = await page.evaluate(async () => {
          const checker = (window as unknown as { axe: typeof axe }).axe;
          const { violations } = await checker.run('.editor-pane');
          return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
        });
        expect(violations).toEqual([]);
      }
    });

    it('leaves for the title upwards and comes back downwards', async () => {
      const { page } = await open(post);
      await page.locator('.cm-content').click();
      await page.keyboard.press('Control+Home');
      await page.keyboard.press('ArrowUp');
      expect(await title(page).evaluate((field) => field === document.activeElement)).toBe(true);
      await page.keyboard.press('End');
      await page.keyboard.press('ArrowDown');
      await page.keyboard.type('x');
      expect(await text(page)).toContain('xThe text');
    });

    it('says where to write in a post without a word', async () => {
      const { page } = await open('---\ntitle: One\n---\n');
      expect(await shown(page)).toContain('Write here…');
      await typeAtStart(page, 'A word');
      expect(await shown(page)).not.toContain('Write here…');
      expect(await text(page)).toBe('---\ntitle: One\n---\nA word');
    });

    it('goes on with a list', async () => {
      const { page } = await open('');
      await page.locator('.cm-content').click();
      await page.keyboard.type('- one\ntwo');
      expect(await text(page)).toBe('- one\n- two');
    });

    it('makes a selection bold and a word a link', async () => {
      const { page } = await open('word');
      await page.locator('.cm-content').click();
      await page.keyboard.press('Control+a');
      await page.keyboard.press('Control+b');
      expect(await text(page)).toBe('**word**');
      await page.keyboard.press('Control+Shift+k');
      expect(await text(page)).toBe('**[word]()**');
    });

    it('may not be changed where the file may not', async () => {
      const { page, disk } = await open(post, { readOnly: true });
      await page.getByText('Read only').waitFor();
      await typeAtStart(page, 'x');
      await expect.poll(() => title(page).isDisabled()).toBe(true);
      await flush(page);
      expect(await text(page)).toBe(post);
      expect(disk.saves).toEqual([]);
    });

    it('may be changed as soon as the file may', async () => {
      const { page, disk, saved } = await open(post, { readOnly: true });
      await page.getByText('Read only').waitFor();
      disk.writable = true;
      await page.evaluate(() => window.dispatchEvent(new Event('focus')));
      await page.getByText('Read only').waitFor({ state: 'detached' });
      await typeAtStart(page, 'Now. ');
      expect(await flush(page)).toBe('saved');
      expect(saved()).toContain('Now. The text');
    });

    it('says what to do where it cannot be read', async () => {
      const disk = new FakeDisk({});
      await pane.show(disk);
      await pane.page.getByText('This post is no longer there.').waitFor();
      disk.files.set(path, post);
      await pane.page.getByRole('button', { name: 'Try again' }).click();
      await pane.page.getByText('The text of the post.').waitFor();
    });

    it('can be put back from the journal where its file is gone', async () => {
      const disk = new FakeDisk({});
      disk.journal.set(path, { path, text: post, basedOn: undefined, keptAt: new Date().toISOString() });
      await pane.show(disk);
      await pane.page.getByText(/Its text of \d.* was kept/).waitFor();
      await pane.page.getByRole('button', { name: 'Put it back' }).click();
      await pane.page.getByText('The text of the post.').waitFor();
      expect(disk.files.get(path)).toBe(post);
      await expect.poll(() => disk.journal.size).toBe(0);
      await expect.poll(() => pane.page.getByText(/Recovered text/).count()).toBe(0);
    });

    it('counts its words', async () => {
      const { page } = await open(post);
      await page.getByText('5 words · 1 min').waitFor();
    });

    it('tells the first visible line as it scrolls, but not when it was scrolled', async () => {
      const lines = Array.from({ length: 400 }, (_, index) => `Line ${index + 1}`).join('\n\n');
      const { page } = await open(lines);
      await page.evaluate(() => (window as unknown as PaneWindow).galleyHandle?.scrollToLine(201));
      const top = () =>
        page.evaluate(() => {
          const scroller = document.querySelector('.editor-scroller')?.getBoundingClientRect();
          return document.elementFromPoint((scroller?.left ?? 0) + 200, (scroller?.top ?? 0) + 12)
            ?.textContent;
        });
      await expect.poll(top).toBe('Line 101');
      expect((await heard(page)).scrolls).toEqual([]);
      await page.waitForTimeout(200);
      await page.locator('.editor-scroller').evaluate((element) => element.scrollBy(0, 2000));
      await expect.poll(async () => (await heard(page)).scrolls.at(-1)).toBeGreaterThan(250);
    });

    it('opens with ten megabytes and can be written in', async () => {
      const long = 'A line of an ordinary post, some sixty characters or so of it.\n'.repeat(160_000);
      const { page, saved } = await open(`---\ntitle: Long\n---\n\n${long}`);
      await typeAtStart(page, 'x');
      expect(await flush(page)).toBe('saved');
      expect(saved()).toBe(`---\ntitle: Long\n---\n\nx${long}`);
    });
  });
});
