import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type * as Electron from 'electron';
import type { ConsoleMessage, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
// For the type of `window.galley`.
import type {} from '../../src-renderer/bridge/electron-bridge.ts';
import { findChromium } from '../helpers/chromium.ts';
import { git, writeFiles } from '../helpers/repository.ts';
import { makeTemporaryFolder } from '../helpers/temporary-folder.ts';
import { type Desktop, desktopRunsOn, isDesktopBuilt, realElectron, startDesktop } from './desktop.ts';

/** How long a busy machine may take. */
const soon = { timeout: 20_000 };

const reason = !isDesktopBuilt ? 'not built' : realElectron || findChromium() ? '' : 'no Chromium';

describe.skipIf(reason)(`the desktop on ${desktopRunsOn}${reason && ` (skipped: ${reason})`}`, () => {
  const typed = 'A sentence typed into the desktop window.';
  let home: string;
  let desktop: Desktop;
  let page: Page;
  const blog = () => join(home, 'data/sample/blog');
  const remote = () => join(home, 'data/sample/remote.git');

  beforeAll(async () => {
    home = makeTemporaryFolder();
    desktop = await startDesktop(home);
    page = desktop.page;
  });
  afterAll(async () => {
    await desktop?.end();
    rmSync(home, { recursive: true, force: true, maxRetries: 3 });
  });

  it('comes up with the sample blog, newest post first', async () => {
    const posts = page.getByRole('listbox', { name: /posts/i }).getByRole('option');
    await posts.first().waitFor();
    await expect.poll(() => posts.first().textContent()).toContain('WASM Runtime Architecture');
  });

  it('shows the post with its pictures in the preview, and the text as it is typed', async () => {
    await page.getByRole('option', { name: /WASM Runtime Architecture/ }).click();
    const preview = page.frameLocator('iframe[title^="Preview"]');
    const pictures = preview.getByRole('img');
    await pictures.first().waitFor();
    const widths = () =>
      pictures.evaluateAll((all) => all.map((one) => (one as HTMLImageElement).naturalWidth));
    await expect.poll(widths, soon).not.toContain(0);
    const text = page.getByRole('textbox', { name: 'Text of the post' });
    await text.click();
    await page.keyboard.press('ControlOrMeta+End');
    await page.keyboard.type(`\n${typed}\n`);
    await preview.getByText(typed).waitFor();
  });

  it('publishes exactly that, and leaves what else was changed', async () => {
    writeFiles(blog(), { 'staged.txt': 'staged\n', 'loose.txt': 'loose\n' });
    git(blog(), 'add', 'staged.txt');
    const before = git(remote(), 'rev-parse', 'main').trim();
    await page
      .getByRole('banner')
      .getByRole('button', { name: /^Publish/ })
      .click();
    const review = page.getByRole('main', { name: 'Publish' });
    await review.getByRole('button', { name: 'Publish 1 post' }).click();
    await review
      .getByRole('status')
      .or(review.getByRole('heading'))
      .getByText(/published/i)
      .first()
      .waitFor();

    const commits = git(remote(), 'rev-list', `${before}..main`).trim().split('\n');
    expect(commits).toHaveLength(1);
    const path = 'posts/2025-07-14-wasm-runtime-architecture.md';
    expect(git(remote(), 'diff', '--name-only', before, 'main').trim()).toBe(path);
    const added = git(remote(), 'diff', '--unified=0', before, 'main', '--', path)
      .split('\n')
      .filter((line) => /^[+-](?![+-])/.test(line));
    expect(added.filter((line) => line !== '+')).toEqual([`+${typed}`]);
    const left = git(blog(), 'status', '--porcelain').trim().split('\n').sort();
    expect(left).toEqual(['?? loose.txt', 'A  staged.txt']);
  });

  it('keeps to its own content policy', async () => {
    const complaints: string[] = [];
    const listen = (message: ConsoleMessage) => {
      if (message.type() === 'error') complaints.push(message.text());
    };
    page.on('console', listen);
    await page.reload();
    await page.getByRole('option', { name: /Coordination Is the Bill/ }).click();
    await page.frameLocator('iframe[title^="Preview"]').getByRole('heading').first().waitFor();
    await page.getByRole('option', { name: /WASM Runtime Architecture/ }).click();
    await page.frameLocator('iframe[title^="Preview"]').getByText(typed).waitFor();
    page.off('console', listen);
    expect(complaints).toEqual([]);
  });

  it('gives the page three functions, and nothing of Node or Electron', async () => {
    const found = await page.evaluate(() => ({
      bridge: Object.keys(window.galley ?? {}).sort(),
      node: ['require', 'process', 'module', 'Buffer', 'electron', 'ipcRenderer'].filter(
        (name) => name in window,
      ),
    }));
    expect(found).toEqual({ bridge: ['assetUrl', 'call', 'listen'], node: [] });
  });

  it('serves pictures of the blog and nothing from outside it', async () => {
    writeFileSync(join(home, 'secret.png'), 'secret');
    writeFiles(blog(), { 'assets/inside.png': 'inside', '.hidden.png': 'hidden' });
    const status = (target: string) =>
      page.evaluate(async (target) => {
        const post = 'posts/2025-07-14-wasm-runtime-architecture.md';
        const address = window.galley?.assetUrl({ post, target }) ?? '';
        return (await fetch(address)).status;
      }, target);
    expect(await status('../assets/inside.png')).toBe(200);
    const refused = [
      '../../../../secret.png',
      '../../../../../../../../etc/passwd',
      join(home, 'secret.png'),
      'file:///etc/hostname',
      '%2e%2e/%2e%2e/%2e%2e/%2e%2e/secret.png',
      '../.git/config',
      '../.hidden.png',
      '../galley.yml',
    ];
    for (const target of refused) expect(await status(target), target).toBe(404);
    expect(await page.evaluate(async () => (await fetch('/../cli.js')).status)).toBe(404);
  });

  it('refuses a call that a frame makes', async () => {
    const seenInFrame = await page.evaluate(async () => {
      const frame = document.createElement('iframe');
      frame.src = '/preview.html';
      const loaded = new Promise((resolve) => frame.addEventListener('load', resolve));
      document.body.append(frame);
      await loaded;
      const inner = frame.contentWindow as unknown as {
        galley?: unknown;
        galleyInvoke?(channel: string, values: unknown[]): Promise<unknown>;
      };
      // Only the stand-in has a way to try: in Electron a frame has no preload at all.
      const reply = await inner.galleyInvoke?.('galley:call', ['site.current', {}]);
      const result = { hasBridge: 'galley' in inner, reply };
      frame.remove();
      return result;
    });
    expect(seenInFrame.hasBridge).toBe(false);
    if (!realElectron) expect(seenInFrame.reply).toMatchObject({ ok: false, error: { code: 'not-allowed' } });
  });

  it('goes nowhere, opens no window and asks nobody', async () => {
    const address = page.url();
    await page.evaluate(() => {
      location.href = 'https://evil.invalid/';
    });
    await page.evaluate(() => {
      location.href = '/assets/';
    });
    desktop.standIn?.seen.openedExternally.splice(0);
    const opened = await page.evaluate(() => window.open('https://elsewhere.invalid/') !== null);
    const fetched = await page.evaluate(() =>
      fetch('https://evil.invalid/').then(
        () => true,
        () => false,
      ),
    );
    expect([page.url(), fetched]).toEqual([address, false]);
    await expect.poll(() => page.getByRole('banner').isVisible()).toBe(true);
    await expect.poll(() => page.context().pages().length, soon).toBe(1);
    if (realElectron) expect(opened).toBe(false);
    else {
      const external = () => desktop.standIn?.seen.openedExternally;
      await expect.poll(external, soon).toEqual(['https://elsewhere.invalid/']);
    }
    if (desktop.standIn) expect(desktop.standIn.seen.requested).toEqual([]);
  });

  it.skipIf(realElectron)('makes its window as a page that can do nothing by itself', () => {
    expect(desktop.standIn?.seen.windows.map(({ webPreferences }) => webPreferences)).toMatchObject([
      { sandbox: true, contextIsolation: true, nodeIntegration: false, webSecurity: true },
    ]);
  });

  it.skipIf(realElectron)('offers the right spelling under the right mouse button', async () => {
    const text = page.getByRole('textbox', { name: 'Text of the post' });
    await text.click();
    await page.keyboard.press('ControlOrMeta+End');
    await page.keyboard.type('\nThe wierd word.\n');
    await text.getByText('The wierd word.').dblclick({ position: { x: 60, y: 8 } });
    await expect.poll(() => page.evaluate(() => String(getSelection())), soon).toBe('wierd');
    const editFlags = { canCut: true, canCopy: true, canPaste: true, canSelectAll: true };
    desktop.standIn?.rightClick({
      misspelledWord: 'wierd',
      dictionarySuggestions: ['weird', 'wired'],
      isEditable: true,
      editFlags: editFlags as Electron.EditFlags,
    });
    const menu = desktop.standIn?.seen.menus.at(-1) ?? [];
    expect(menu.map(({ label, role, type }) => label ?? role ?? type)).toEqual([
      ...['weird', 'wired', 'Add “wierd” to the dictionary', 'separator'],
      ...['cut', 'copy', 'paste', 'separator', 'selectAll'],
    ]);
    const choose = (label: string) =>
      (menu.find((item) => item.label === label)?.click as (() => void) | undefined)?.();
    choose('Add “wierd” to the dictionary');
    expect(desktop.standIn?.seen.learnt).toEqual(['wierd']);
    choose('weird');
    await text.getByText('The weird word.').waitFor();
  });

  it.skipIf(realElectron)('takes an export from the dialog of the system', async () => {
    const file = join(home, 'one.md');
    writeFileSync(file, '# One\n');
    desktop.standIn?.choose(file);
    await page.keyboard.press('ControlOrMeta+k');
    await page.getByRole('combobox').fill('Import posts');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Choose a file…' }).click();
    await page.getByRole('radio', { name: 'Markdown', checked: true }).waitFor();
    await page.getByRole('heading', { name: '1 post to import' }).waitFor();
    desktop.standIn?.choose(undefined);
    await page.keyboard.press('Escape');
    await page.getByRole('textbox', { name: 'Text of the post' }).waitFor();
  });

  describe('ending', () => {
    const path = () => join(blog(), 'posts/2025-07-14-wasm-runtime-architecture.md');
    const type = async (words: string) => {
      await page.getByRole('textbox', { name: 'Text of the post' }).click();
      await page.keyboard.press('ControlOrMeta+End');
      await page.keyboard.type(words);
    };

    it.skipIf(realElectron)('asks before it drops a text that cannot be saved', async () => {
      const before = readFileSync(path(), 'utf8');
      const theirs = before.replace('Our customers write', 'Our readers write');
      expect(theirs).not.toBe(before);
      // On the line that the other program changes: elsewhere both changes would be merged.
      await page.getByRole('textbox', { name: 'Text of the post' }).click();
      await page.keyboard.press('ControlOrMeta+Home');
      await page.keyboard.type('Mine, ');
      writeFileSync(path(), theirs);
      await page.keyboard.type('and not theirs. ');
      await page
        .getByText(/changed (on disk|by another program)/i)
        .first()
        .waitFor();
      const closings = async () => {
        desktop.standIn?.closeWindow();
        await expect.poll(() => desktop.standIn?.seen.heldBack, soon).toBeGreaterThan(held);
        held = desktop.standIn?.seen.heldBack ?? 0;
      };
      let held = desktop.standIn?.seen.heldBack ?? 0;
      await closings();
      expect(desktop.standIn?.seen.questions).toEqual([]);
      await closings();
      expect(desktop.standIn?.seen.questions).toEqual(['Your last changes are not saved.']);
      expect(page.isClosed()).toBe(false);
      expect(readFileSync(path(), 'utf8')).toBe(theirs);
      await page
        .getByRole('button', { name: /take theirs/i })
        .first()
        .click();
    });

    it.skipIf(realElectron)('saves before another blog takes its place', async () => {
      const other = join(home, 'other');
      writeFiles(other, { 'posts/2024-05-01-elsewhere.md': '# Elsewhere\n' });
      await type('Before the other blog.');
      const opened = await desktop.standIn?.startAgain(other);
      await opened?.getByRole('option', { name: /Elsewhere/ }).waitFor();
      expect(page.isClosed()).toBe(true);
      expect(readFileSync(path(), 'utf8')).toContain('Before the other blog.');
      const back = await desktop.standIn?.startAgain(blog());
      if (!back) throw new Error('No window opened.');
      page = back;
      await page.getByRole('option', { name: /WASM Runtime Architecture/ }).click();
    });

    it('saves what was typed last', async () => {
      await type('The last words.');
      await desktop.quit();
      expect(readFileSync(path(), 'utf8')).toContain('The last words.');
    });

    it('remembers where its window was', () => {
      const state = JSON.parse(readFileSync(join(home, 'data/window.json'), 'utf8')) as object;
      expect(Object.keys(state).sort()).toEqual(['height', 'maximized', 'width', 'x', 'y']);
    });
  });
});
