import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { wordPressExport } from '../core/import/exports.ts';
import { type Chromium, findChromium, launchChromium } from '../helpers/chromium.ts';
import { writeFiles } from '../helpers/repository.ts';
import { serve } from '../helpers/serve.ts';
import { makeTemporaryFolder } from '../helpers/temporary-folder.ts';

const chromium = findChromium();

describe.skipIf(!chromium)(`an import in the window${chromium ? '' : ' (skipped: no Chromium)'}`, () => {
  let browser: Chromium;

  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser?.close());

  it('fills an empty blog, and opens what has come', async () => {
    const home = makeTemporaryFolder();
    const blog = join(home, 'blog');
    mkdirSync(blog);
    writeFiles(blog, { 'galley.yml': 'title: Low Tide\n' });
    writeFileSync(
      join(home, 'old.xml'),
      wordPressExport('https://old.example', [
        { id: 1, title: 'Kites', name: 'kites', content: '<p>Of <em>wind</em>.</p>', tags: ['wind'] },
        { id: 2, title: 'About', type: 'page', link: 'https://old.example/about/' },
      ]),
    );
    const served = await serve(home, blog);
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    try {
      await page.goto(served.address);
      await page.getByRole('button', { name: 'Import posts…' }).click();
      const path = page.getByRole('combobox', { name: 'Path of the export' });
      await path.fill(`${home}/`);
      await page.getByRole('option', { name: 'old.xml' }).waitFor();
      await path.fill(join(home, 'old.xml'));
      await path.press('Enter');
      await page.getByRole('radio', { name: 'WordPress', checked: true }).waitFor();
      await page.getByRole('button', { name: 'Import 1 post' }).click();
      await page.getByRole('heading', { name: '1 post has come' }).waitFor();
      await page.getByRole('region', { name: 'Left out' }).getByText('https://old.example/about/').waitFor();
      await page
        .getByRole('region', { name: 'Posts that came' })
        .getByRole('button', { name: 'Kites' })
        .click();
      const text = page.getByRole('textbox', { name: 'Text of the post' });
      await expect.poll(() => text.textContent()).toContain('Of _wind_.');
      const [file] = readdirSync(join(blog, 'posts'));
      expect(readFileSync(join(blog, 'posts', file ?? ''), 'utf8')).toContain('title: Kites\n');
    } finally {
      await page.close();
      await served.stop();
      rmSync(home, { recursive: true, force: true, maxRetries: 3 });
    }
  });
});
