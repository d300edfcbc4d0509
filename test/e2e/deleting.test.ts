import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Chromium, findChromium, launchChromium } from '../helpers/chromium.ts';
import { makeRepository } from '../helpers/repository.ts';
import { type Served, serve } from '../helpers/serve.ts';
import { makeTemporaryFolder } from '../helpers/temporary-folder.ts';

const chromium = findChromium();
const queues = 'posts/2025-07-14-queues.md';
const bundle = {
  'posts/boats/index.md': '---\ntitle: Boats\ndate: 2025-05-01\n---\n\n![](a.svg)\n',
  'posts/boats/a.svg':
    '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="30"><path d="M0 0h40v30z"/></svg>',
};
const texts = {
  ...bundle,
  'galley.yml': 'title: Harbour\n',
  [queues]: '---\ntitle: Queues\ndate: 2025-07-14\n---\n\nA queue grows slowly.\n',
  'posts/2025-06-02-caches.md': '---\ntitle: Caches\ndate: 2025-06-02\n---\n\nCaches.\n',
};

describe.skipIf(!chromium)(`deleting in the window${chromium ? '' : ' (skipped: no Chromium)'}`, () => {
  let browser: Chromium;
  let home: string;
  let tree: string;
  let served: Served;
  let page: Page;

  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser?.close());

  beforeEach(async () => {
    home = makeTemporaryFolder();
    tree = makeRepository(home, texts).tree;
    served = await serve(join(home, 'galley'), '--site', tree);
    page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.goto(served.address);
    await page.getByRole('option', { name: /^Queues/ }).click();
    await page.locator('.cm-content').first().click();
    await page.keyboard.press('Control+End');
    await page.keyboard.type('Typed just now.');
    await page.getByRole('button', { name: 'This post' }).click();
    await page.getByRole('menuitem', { name: 'Delete', exact: true }).click();
    await page.getByText('“Queues” is deleted.').waitFor();
  });
  afterEach(async () => {
    await page?.close();
    await served?.stop();
    rmSync(home, { recursive: true, force: true, maxRetries: 3 });
  });

  const isThere = () => existsSync(join(tree, queues));
  const text = () => readFileSync(join(tree, queues), 'utf8');
  const row = () => page.getByRole('option', { name: /^Queues/ });

  it('takes the post out of the list, says that readers still have it, and undoes it with what was just typed', async () => {
    expect(isThere()).toBe(false);
    await page.getByText('Readers have it until you publish that.').waitFor();
    await row().waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Undo', exact: true }).click();
    await row().waitFor();
    await expect.poll(isThere).toBe(true);
    expect(text()).toBe(`${texts[queues]}Typed just now.`);
    await page.getByText('is deleted.').waitFor({ state: 'detached' });
    // It is open again, and written on where it was.
    await page.locator('.cm-content').first().click();
    await page.keyboard.press('Control+End');
    await page.keyboard.type(' And more.');
    await page.keyboard.press('Control+s');
    await expect.poll(text).toBe(`${texts[queues]}Typed just now. And more.`);
  });

  it('keeps what was deleted for another day, in a list of its own', async () => {
    await page.reload();
    await page.getByRole('button', { name: 'Harbour' }).click();
    await page.getByRole('menuitem', { name: 'Deleted posts…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Deleted posts' });
    await dialog.getByText(queues).waitFor();
    await dialog.getByRole('button', { name: 'Put back “Queues”' }).click();
    await row().waitFor();
    await expect.poll(isThere).toBe(true);
    expect(text()).toBe(`${texts[queues]}Typed just now.`);
    await dialog.waitFor({ state: 'detached' });
  });

  it('takes the pictures in the post’s own folder along, and brings them back', async () => {
    await page.getByRole('option', { name: /^Boats/ }).click();
    await page.getByRole('textbox', { name: 'Text of the post' }).getByText('a.svg').waitFor();
    await page.getByRole('button', { name: 'This post' }).click();
    await page.getByRole('menuitem', { name: 'Delete', exact: true }).click();
    await page.getByText('“Boats” is deleted with one file of its folder.').waitFor();
    expect(existsSync(join(tree, 'posts/boats'))).toBe(false);
    await page.getByRole('button', { name: 'Undo', exact: true }).click();
    const isBack = () => Object.keys(bundle).every((path) => existsSync(join(tree, path)));
    await expect.poll(isBack).toBe(true);
    await page.getByRole('option', { name: /^Boats/ }).waitFor();
    for (const [path, text] of Object.entries(bundle))
      expect(readFileSync(join(tree, path), 'utf8')).toBe(text);
  });

  it('shows a deleted post with its pictures until that is published', async () => {
    await page.getByRole('option', { name: /^Boats/ }).click();
    await page.getByRole('textbox', { name: 'Text of the post' }).getByText('a.svg').waitFor();
    await page.getByRole('button', { name: 'This post' }).click();
    await page.getByRole('menuitem', { name: 'Delete', exact: true }).click();
    await page.getByText('“Boats” is deleted').waitFor();
    await page.getByRole('button', { name: /^Publish/ }).click();
    await page.getByRole('button', { name: /^Boats/ }).click();
    const picture = page.frameLocator('iframe[title="The post as a reader sees it"]').locator('img');
    const width = () => picture.evaluate((image) => (image as HTMLImageElement).naturalWidth);
    await expect.poll(width).toBe(40);
  });
});
