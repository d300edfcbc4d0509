import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Chromium, findChromium, launchChromium } from '../helpers/chromium.ts';
import { makeRepository } from '../helpers/repository.ts';
import { type Served, serve } from '../helpers/serve.ts';
import { makeTemporaryFolder } from '../helpers/temporary-folder.ts';

const chromium = findChromium();
const old = 'posts/2025-07-14-queues.md';
const renamed = 'posts/2025-07-14-waiting-lines.md';
const texts = {
  'galley.yml': 'title: Harbour\naddress: https://harbour.example\n',
  [old]: '---\ntitle: Queues\ndate: 2025-07-14\n---\n\nA queue grows slowly.\n',
  'posts/2025-06-02-caches.md': '---\ntitle: Caches\ndate: 2025-06-02\n---\n\nAs [queues](/queues/) do.\n',
};

describe.skipIf(!chromium)(`renaming in the window${chromium ? '' : ' (skipped: no Chromium)'}`, () => {
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
    await page.locator('.cm-content').first().waitFor();
  });
  afterEach(async () => {
    await page?.close();
    await served?.stop();
    rmSync(home, { recursive: true, force: true, maxRetries: 3 });
  });

  const text = (path: string) => readFileSync(join(tree, path), 'utf8');

  async function askToRename(): Promise<void> {
    await page.getByRole('button', { name: 'This post' }).click();
    await page.getByRole('menuitem', { name: 'Rename…' }).click();
    await page.getByText('One other text links to it; those links will follow.').waitFor();
  }

  it('saves what is unsaved, says which links follow, and keeps the post open where it is now', async () => {
    await page.locator('.cm-content').first().click();
    await page.keyboard.press('Control+End');
    await page.keyboard.type('Typed just now.');
    await askToRename();
    const name = page.getByLabel('Name in the address');
    await expect.poll(() => name.inputValue()).toBe('queues');
    // The old name is selected, so that it need not be removed.
    await page.keyboard.type('Waiting Lines');
    await page.getByText('It will be “waiting-lines”.').waitFor();
    await page.keyboard.press('Enter');
    await page.getByText(`The post is ${renamed} now.`).waitFor();
    expect(existsSync(join(tree, old))).toBe(false);
    expect(text(renamed)).toContain('Typed just now.');
    expect(text(renamed)).toContain('/queues/');
    expect(text('posts/2025-06-02-caches.md')).toContain('[queues](/waiting-lines/)');
    // What is written goes on there, and nothing has to be brought back.
    await page.locator('.cm-content').first().click();
    await page.keyboard.press('Control+End');
    await page.keyboard.type(' And more.');
    await page.keyboard.press('Control+s');
    await expect.poll(() => text(renamed)).toContain('Typed just now. And more.');
    await expect.poll(() => page.getByText('Recovered text').count()).toBe(0);
    expect(existsSync(join(tree, old))).toBe(false);
  });

  it('says why a name cannot be, and leaves all as it was', async () => {
    await askToRename();
    await page.getByLabel('Name in the address').fill('caches');
    await page.getByRole('button', { name: 'Rename', exact: true }).click();
    await page.getByText('has the address /caches/ already').waitFor();
    await page.keyboard.press('Escape');
    expect(text(old)).toBe(texts[old]);
    await page.locator('.cm-content').first().click();
    await page.keyboard.press('Control+End');
    await page.keyboard.type('It is still here.');
    await page.keyboard.press('Control+s');
    await expect.poll(() => text(old)).toContain('It is still here.');
  });
});
