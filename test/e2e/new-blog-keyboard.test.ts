import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Chromium, findChromium, launchChromium } from '../helpers/chromium.ts';
import { git } from '../helpers/repository.ts';
import { type Served, serve } from '../helpers/serve.ts';
import { makeTemporaryFolder } from '../helpers/temporary-folder.ts';

const chromium = findChromium();

/** The ways as they stand beside each other, and what is then on the remote. */
const ways: [words: string, branches: string[], files: string[]][] = [
  ['A branch', ['gh-pages', 'main'], ['gh-pages:index.html', 'gh-pages:hello/index.html']],
  ['The folder docs', ['main'], ['main:docs/index.html', 'main:docs/hello/index.html']],
  ['Built there', ['main'], []],
  ['Only the texts', ['main'], []],
];

describe.skipIf(!chromium)(`a blog by keyboard alone${chromium ? '' : ' (skipped: no Chromium)'}`, () => {
  let browser: Chromium;
  let home: string;
  let served: Served;
  let page: Page;

  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser?.close());
  beforeEach(async () => {
    home = makeTemporaryFolder();
    served = await serve(home, '--last');
    page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.goto(served.address);
  });
  afterEach(async () => {
    await page?.close();
    await served?.stop();
    rmSync(home, { recursive: true, force: true, maxRetries: 3 });
  });

  /** Presses Tab until what has the keyboard is called so. */
  async function tabTo(name: RegExp): Promise<void> {
    const met: string[] = [];
    for (let count = 0; count < 60; count += 1) {
      const focused = await page.evaluate(() => {
        const element = document.activeElement as HTMLInputElement | null;
        const labels = [...(element?.labels ?? [])].map((label) => label.textContent ?? '');
        return [element?.getAttribute('aria-label') ?? '', ...labels, element?.textContent ?? '']
          .join(' ')
          .trim();
      });
      met.push(focused.slice(0, 40));
      if (name.test(focused)) return;
      await page.keyboard.press('Tab');
    }
    throw new Error(`Nothing called ${name} was reached: ${met.join(' | ')}`);
  }

  it.each(ways)('is started and published: %s', async (words, branches, files) => {
    const remote = join(home, 'remote.git');
    await page
      .getByRole('button', { name: /^Start a new blog/ })
      .or(page.getByRole('option').first())
      .first()
      .waitFor();
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox').waitFor();
    await page.keyboard.type('Start a new blog');
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'New blog' });
    await dialog.getByRole('radio', { name: /^Magazine/ }).waitFor();
    await page.keyboard.type('Low Tide');
    await expect.poll(() => dialog.getByLabel('Name of the blog').inputValue()).toBe('Low Tide');
    await tabTo(/^Your name/);
    await page.keyboard.press('Control+a');
    await page.keyboard.type('Ines Vermeer');
    if (await dialog.getByLabel('Your mail address').count()) {
      await tabTo(/^Your mail address/);
      await page.keyboard.type('ines@example.org');
    }
    await tabTo(/^Folder on this computer/);
    await page.keyboard.press('Control+a');
    await page.keyboard.type(join(home, 'low-tide'));
    await tabTo(/^Decide later/);
    for (const where of [/^GitHub/, /^A folder or drive/]) {
      await page.keyboard.press('ArrowRight');
      await dialog.getByRole('radio', { name: where, checked: true }).waitFor();
    }
    await tabTo(/^Folder to publish to/);
    await page.keyboard.type(remote);
    await tabTo(/^A branch/);
    for (const [way] of ways.slice(1, 1 + ways.findIndex(([way]) => way === words))) {
      await page.keyboard.press('ArrowRight');
      await dialog.getByRole('radio', { name: way, checked: true }).waitFor();
    }
    await tabTo(/^Start the blog/);
    await page.keyboard.press('Enter');

    await page.getByRole('textbox', { name: 'Text of the post' }).waitFor();
    await page
      .getByRole('button', { name: /^Publish/ })
      .first()
      .waitFor();
    await tabTo(/^Publish(?!ed)/);
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: /^Send \d+ changes?$/ }).waitFor();
    await page.getByText(/^\d other files go along$/).waitFor();
    await tabTo(/^Send \d+ changes?$/);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Published', exact: true }).waitFor();
    expect(git(remote, 'branch', '--format=%(refname:short)').trim().split('\n')).toEqual(branches);
    for (const file of files) expect(git(remote, 'show', file)).toContain('Low Tide');
    const tree = git(remote, 'ls-tree', '-r', '--name-only', 'main');
    expect(tree).toMatch(/^posts\/.*-hello\.md$/m);
    expect(/workflows\/|\.gitlab-ci\.yml/.test(tree)).toBe(words === 'Built there');
  });
});
