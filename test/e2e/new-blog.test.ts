import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Chromium, findChromium, launchChromium } from '../helpers/chromium.ts';
import { git } from '../helpers/repository.ts';
import { type Served, serve } from '../helpers/serve.ts';
import { makeTemporaryFolder } from '../helpers/temporary-folder.ts';

const chromium = findChromium();

describe.skipIf(!chromium)(`a blog from nothing${chromium ? '' : ' (skipped: no Chromium)'}`, () => {
  let browser: Chromium;
  let home: string;
  let served: Served;
  let page: Page;
  const complaints: string[] = [];

  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser?.close());

  beforeEach(async () => {
    home = makeTemporaryFolder();
    served = await serve(home, '--last');
    page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    complaints.length = 0;
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(served.address);
  });
  afterEach(async () => {
    await page?.close();
    await served?.stop();
    rmSync(home, { recursive: true, force: true, maxRetries: 3 });
  });

  const command = async (words: string): Promise<void> => {
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox').fill(words);
    await page.keyboard.press('Enter');
  };

  it('is started, written, dressed and published with one click', async () => {
    const folder = join(home, 'low-tide');
    const remote = join(home, 'remote.git');
    await page.getByRole('option').first().waitFor();
    await command('Start a new blog');
    const dialog = page.getByRole('dialog', { name: 'New blog' });
    await dialog.getByLabel('Name of the blog').fill('Low Tide');
    await dialog.getByLabel('Your name').fill('Ines Vermeer');
    const email = dialog.getByLabel('Your mail address');
    await dialog.getByRole('radio', { name: /^Magazine/ }).click();
    await dialog.getByLabel('Folder on this computer').fill(folder);
    await dialog.getByRole('radio', { name: 'A folder or drive' }).click();
    await dialog.getByLabel('Folder to publish to').fill(remote);
    if (await email.count()) await email.fill('ines@example.org');
    await dialog.getByRole('button', { name: 'Start the blog' }).click();

    // The first post is open, in the look that was chosen, with what is typed.
    const preview = page.frameLocator('iframe[title="Preview of the post"]');
    await preview.locator('.masthead').getByText('Low Tide').waitFor();
    await preview.getByRole('heading', { name: 'Hello', level: 1 }).waitFor();
    const title = page.getByRole('textbox', { name: 'Title' });
    await title.fill('Hello, <sea> & sky');
    await preview.getByRole('heading', { name: 'Hello, <sea> & sky', level: 1 }).waitFor();
    const text = page.getByRole('textbox', { name: 'Text of the post' });
    await text.getByText('This is the first post.').click();
    await page.keyboard.press('Home');
    await page.keyboard.type('Written **here**. ');
    await preview.locator('.text strong').getByText('here', { exact: true }).waitFor();

    await command('Look of the site');
    await page.getByRole('radio', { name: /^Workshop/ }).click();
    await preview.locator('.site-title').getByText('Low Tide').waitFor();
    await preview.locator('.text strong').getByText('here', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Done' }).click();
    await expect.poll(() => readFileSync(join(folder, 'galley.yml'), 'utf8')).toContain('theme: workshop\n');

    await page.getByText('Saved', { exact: true }).waitFor();
    await page.getByRole('button', { name: /^Publish/ }).click();
    // What the site is made of goes with the posts, unless the author says otherwise.
    await page.getByText('3 of 3 changes go').waitFor();
    await page.getByRole('checkbox', { name: 'Publish Settings of the site', checked: true }).waitFor();
    await page.getByRole('button', { name: 'Publish 3 changes' }).click();
    await page.getByRole('heading', { name: 'Published', exact: true }).waitFor();
    await page.getByText('The site is on the branch gh-pages').waitFor();
    expect(git(remote, 'show', 'main:galley.yml')).toContain('theme: workshop\n');
    expect(git(remote, 'show', 'main', '--format=', '--name-only').split('\n')).toContain('galley.yml');

    expect(git(remote, 'show', 'main:posts').trim()).toMatch(/-hello\.md$/);
    const copy = join(home, 'copy');
    git(home, 'clone', '-q', '-b', 'gh-pages', remote, copy);
    const site = await browser.newPage();
    try {
      await site.goto(`file://${join(copy, 'index.html')}`);
      await site.getByRole('heading', { name: 'Hello, <sea> & sky' }).first().waitFor();
      // Of the two looks, only that one has its title set so.
      await site.locator('.site-title').getByText('Low Tide').waitFor();
      expect(await site.locator('.masthead').count()).toBe(0);
      await site.goto(`file://${join(copy, 'hello/index.html')}`);
      await site.locator('strong').getByText('here', { exact: true }).waitFor();
    } finally {
      await site.close();
    }
    expect(git(remote, 'log', '-1', '--format=%an %s', 'gh-pages').trim()).toMatch(/Build the site$/);

    // Another look alone is a change to publish.
    await page.getByRole('button', { name: 'Back to writing' }).first().click();
    await command('Look of the site');
    await page.getByRole('radio', { name: /^Quiet/ }).click();
    await page.getByRole('button', { name: 'Done' }).click();
    await page.getByRole('button', { name: /^Publish changes/ }).click();
    await page.getByRole('button', { name: 'Publish 1 change' }).click();
    await page.getByText('The site is on the branch gh-pages').waitFor();
    expect(git(remote, 'log', '-1', '--format=%s', 'main').trim()).toBe('Update the settings of the site');
    expect(git(remote, 'show', 'main:galley.yml')).toContain('theme: quiet\n');
    expect(complaints).toEqual([]);
  });

  it('says why it cannot be made where the author is looking', async () => {
    await page.setViewportSize({ width: 1000, height: 600 });
    await page.getByRole('option').first().waitFor();
    await command('Start a new blog');
    const dialog = page.getByRole('dialog', { name: 'New blog' });
    await dialog.getByRole('radio', { name: /^Magazine/ }).waitFor();
    await dialog.getByLabel('Name of the blog').fill('Low Tide');
    await dialog.getByLabel('Your name').fill('Ines Vermeer');
    const email = dialog.getByLabel('Your mail address');
    if (await email.count()) await email.fill('ines@example.org');
    await dialog.getByLabel('Folder on this computer').fill(home);
    await dialog.getByLabel('Name of the blog').focus();
    await page.keyboard.press('Enter');
    const words = dialog.getByRole('alert').getByText('This folder is not empty.');
    await words.waitFor();
    expect(await words.evaluate(isInSight)).toBe(true);
  });
});

/** Whether the middle of an element is what is seen there. */
function isInSight(element: Element): boolean {
  const { left, top, width, height } = element.getBoundingClientRect();
  return element.contains(document.elementFromPoint(left + width / 2, top + height / 2));
}
