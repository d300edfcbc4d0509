import { appendFileSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Chromium, findChromium, launchChromium } from '../helpers/chromium.ts';
import { git, writeFiles } from '../helpers/repository.ts';
import { type Served, serve } from '../helpers/serve.ts';
import { makeTemporaryFolder } from '../helpers/temporary-folder.ts';

const chromium = findChromium();
const newest = 'posts/2025-07-14-wasm-runtime-architecture.md';

describe.skipIf(!chromium)(`the window on the sample${chromium ? '' : ' (skipped: no Chromium)'}`, () => {
  let browser: Chromium;
  let home: string;
  let served: Served;
  let page: Page;
  let blog: string;
  let remote: string;
  const complaints: string[] = [];

  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser?.close());

  beforeEach(async () => {
    home = makeTemporaryFolder();
    served = await serve(home, '--last');
    blog = join(home, 'data/sample/blog');
    remote = join(home, 'data/sample/remote.git');
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

  it('edits a body and a title, previews them and publishes exactly that post', async () => {
    const second = git(blog, 'ls-files', 'posts')
      .trim()
      .split('\n')
      .find((path) => path !== newest) as string;
    appendFileSync(join(blog, second), '\nA line that stays here.\n');
    writeFiles(blog, { 'notes.txt': 'staged\n' });
    git(blog, 'add', 'notes.txt');
    const staged = git(blog, 'ls-files', '--stage', 'notes.txt');
    const before = {
      commit: git(remote, 'rev-parse', 'main').trim(),
      text: readFileSync(join(blog, newest), 'utf8'),
    };

    await page.getByRole('option', { name: /^WASM Runtime/ }).click();
    const text = page.getByRole('textbox', { name: 'Text of the post' });
    await text.getByText('Our customers write detection rules.').click();
    await page.keyboard.press('Control+Home');
    await page.keyboard.type('Typed in the window. ');
    const title = page.getByRole('textbox', { name: 'Title' });
    await title.fill('WASM Runtime Architecture, Revised');

    const preview = page.frameLocator('iframe');
    await preview.getByText('Typed in the window. Our customers').waitFor();
    await preview.getByRole('heading', { name: 'WASM Runtime Architecture, Revised' }).waitFor();
    await page.getByText('Saved', { exact: true }).waitFor();

    await page.getByRole('button', { name: /^Publish changes/ }).click();
    await page.getByRole('checkbox', { name: /^Publish WASM Runtime/ }).waitFor();
    await page.getByRole('button', { name: 'Publish 1 post' }).click();
    await page.getByRole('heading', { name: 'Published', exact: true }).waitFor();

    const commits = git(remote, 'rev-list', `${before.commit}..main`).trim().split('\n');
    expect(commits).toHaveLength(1);
    expect(git(remote, 'diff', '--name-only', before.commit, 'main').trim()).toBe(newest);
    const expected = before.text
      // Only the colon of the old title needed its quotes; no other value here has any.
      .replace(/^title: .*$/m, 'title: WASM Runtime Architecture, Revised')
      .replace('Our customers write', 'Typed in the window. Our customers write');
    expect(git(remote, 'show', `main:${newest}`)).toBe(expected);
    expect(readFileSync(join(blog, newest), 'utf8')).toBe(expected);

    expect(git(blog, 'ls-files', '--stage', 'notes.txt')).toBe(staged);
    expect(git(blog, 'status', '--porcelain').trim().split('\n').sort()).toEqual(
      [`M ${second}`, 'A  notes.txt'].map((line) => expect.stringContaining(line)),
    );
    expect(complaints).toEqual([]);
  });
});
