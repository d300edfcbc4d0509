import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findChromium } from '../../helpers/chromium.ts';
import { startWindowBrowser, type WindowBrowser } from './open-window.ts';

interface State {
  name: string;
  query?: string;
  reach?(page: Page): Promise<unknown>;
}

const openPost = (page: Page) =>
  page
    .getByRole('option', { name: /Queues/ })
    .first()
    .click();
const text = (page: Page) => page.getByRole('textbox', { name: 'Text of the post' });

async function writeIn(page: Page): Promise<void> {
  await openPost(page);
  await text(page).click();
  await page.keyboard.press('Control+End');
}

async function runCommand(page: Page, words: string): Promise<void> {
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox').fill(words);
  await page.keyboard.press('Enter');
  await page.getByRole('combobox').waitFor({ state: 'detached' });
}

async function choosePicture(page: Page, name: string): Promise<void> {
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.keyboard.press('Control+Alt+p'),
  ]);
  await chooser.setFiles({ name, mimeType: '', buffer: Buffer.from('A few bytes.') });
}

const publish = (page: Page) => page.getByRole('banner').first().getByRole('button').last().click();

const states: State[] = [
  { name: 'the start', query: 'open=no', reach: (page) => page.getByText('Recent blogs').waitFor() },
  {
    name: 'choosing a folder',
    query: 'open=no',
    async reach(page) {
      await page.getByRole('button', { name: /Open a blog/ }).click();
      await page.getByRole('option', { name: /garden-notes/ }).waitFor();
    },
  },
  {
    name: 'a new blog',
    query: 'open=no',
    async reach(page) {
      await page.getByRole('button', { name: /Start a new blog/ }).click();
      await page.getByRole('radio', { name: /Quiet/ }).waitFor();
      await page.getByRole('radio', { name: 'A folder or drive' }).click();
      await page.getByText('Give the blog a name.').waitFor();
    },
  },
  {
    name: 'what the blog is',
    async reach(page) {
      await page.getByRole('button', { name: 'Harbour Engineering' }).click();
      await page.getByRole('menuitem', { name: 'What this blog is…' }).click();
      await page.getByText('galley.yml is there.').waitFor();
    },
  },
  {
    name: 'deleted posts',
    async reach(page) {
      await page.getByRole('button', { name: 'Harbour Engineering' }).click();
      await page.getByRole('menuitem', { name: 'Deleted posts…' }).click();
      await page.getByRole('button', { name: 'Put back “Lighthouses”' }).waitFor();
    },
  },
  {
    name: 'which posts are imported',
    async reach(page) {
      await page.getByRole('option').first().waitFor();
      await runCommand(page, 'Import posts');
      await page.getByRole('option', { name: 'harbour.wordpress.xml' }).waitFor();
    },
  },
  {
    name: 'an export that is no export',
    async reach(page) {
      await page.getByRole('option').first().waitFor();
      await runCommand(page, 'Import posts');
      await page.getByRole('option', { name: 'torn.zip' }).click();
      await page.getByText('This ZIP file is damaged.').waitFor();
    },
  },
  ...['an import that runs', 'what an import has brought'].map((name, place) => ({
    name,
    query: place === 0 ? 'importWaits=yes' : '',
    async reach(page: Page) {
      await page.getByRole('option').first().waitFor();
      await runCommand(page, 'Import posts');
      await page.getByRole('option', { name: 'harbour.wordpress.xml' }).click();
      await page.getByRole('button', { name: 'Import 12 posts' }).click();
      await page.getByText(place === 0 ? '5 of 12 posts' : 'Have another address here').waitFor();
    },
  })),
  {
    name: 'a blog without posts',
    query: 'posts=0',
    reach: (page) => page.getByText('Your first post').waitFor(),
  },
  { name: 'the list', reach: (page) => page.getByRole('option').first().waitFor() },
  {
    name: 'an open post',
    async reach(page) {
      await openPost(page);
      await page.frameLocator('iframe').getByRole('heading').first().waitFor();
    },
  },
  {
    name: 'a text with its formatting bar, its outline and the words that are looked for',
    async reach(page) {
      await writeIn(page);
      for (const command of ['formatting bar', 'outline']) await runCommand(page, command);
      await page.getByRole('navigation', { name: 'Outline' }).waitFor();
      await text(page).click();
      await page.keyboard.press('Control+f');
      await page.getByRole('textbox', { name: 'Find' }).fill('the');
    },
  },
  {
    name: 'what a slash offers',
    async reach(page) {
      await writeIn(page);
      await page.keyboard.type('\n\n/');
      await page.getByRole('option', { name: /Numbered list/ }).waitFor();
    },
  },
  {
    name: 'recovered text',
    query: 'recovered=yes',
    async reach(page) {
      await page.getByText('Recovered text in 2 posts:').waitFor();
      await openPost(page);
      await page.getByText('It was typed and not saved when Galley ended.').waitFor();
      await page.getByText('Recovered text in').waitFor();
    },
  },
  {
    name: 'recovered text beside what is there',
    query: 'recovered=yes',
    async reach(page) {
      await openPost(page);
      await page.getByRole('button', { name: 'Compare' }).click();
      await page.getByRole('button', { name: 'Use the right text' }).waitFor();
    },
  },
  {
    name: 'a picture on its way',
    query: 'picturesWait=yes',
    async reach(page) {
      await writeIn(page);
      await choosePicture(page, 'kite.png');
      await page.getByText('Adding kite.png…').waitFor();
    },
  },
  {
    name: 'a picture whose description is asked for',
    async reach(page) {
      await writeIn(page);
      await choosePicture(page, 'kite.png');
      await page.getByText('What does the picture show?').waitFor();
    },
  },
  {
    name: 'a picture whose link was undone, and one that could not be added',
    async reach(page) {
      await writeIn(page);
      await choosePicture(page, 'kite.png');
      await page.getByText('What does the picture show?').waitFor();
      await page.keyboard.press('Control+z');
      await page.getByRole('button', { name: 'Remove the file' }).waitFor();
      await choosePicture(page, 'words.txt');
      await page.getByRole('alert').getByText('words.txt was not added.').waitFor();
    },
  },
  {
    name: 'the palette',
    async reach(page) {
      await openPost(page);
      await page.keyboard.press('Control+k');
      await page.getByRole('combobox').fill('q');
    },
  },
  {
    name: 'a new post',
    async reach(page) {
      await page.getByRole('option').first().waitFor();
      await page.keyboard.press('Alt+n');
      await page.getByRole('textbox', { name: 'Title' }).waitFor();
    },
  },
  {
    name: 'settings',
    async reach(page) {
      await page.getByRole('option').first().waitFor();
      await page.keyboard.press('Control+,');
      await page.getByRole('switch').first().waitFor();
    },
  },
  {
    name: 'the shortcuts',
    async reach(page) {
      await page.getByRole('option').first().waitFor();
      await page.keyboard.press('Control+/');
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'the review',
    async reach(page) {
      await openPost(page);
      await publish(page);
      await page.getByRole('radio', { name: 'Source' }).click();
      await page.getByText('unchanged lines').waitFor();
    },
  },
  {
    name: 'the review with pictures that no post uses',
    query: 'orphans=yes',
    async reach(page) {
      await publish(page);
      await page.getByText('2 pictures no post uses').click();
      await page.getByRole('button', { name: 'Move to the bin: assets/old.png' }).click();
      await page.getByRole('checkbox', { name: 'Take assets/old.png offline' }).waitFor();
    },
  },
  ...[
    { way: 'abort-operation', state: 'merging', open: /^Call off the merge/, shown: 'No, leave it' },
    { way: 'put-on-branch', state: 'detached', shown: 'Put this on a branch' },
    { way: 'set-remote', state: 'no-remote', shown: 'Add the remote' },
    { way: 'choose-place', state: 'no-upstream', shown: 'Publish there from now on' },
    { way: 'remove-lock', state: 'locked', open: /^Remove the lock/, shown: 'No, leave it' },
    { way: 'fetch-history', state: 'broken', shown: 'Fetch the rest' },
    { way: 'none', state: 'broken', shown: 'Look again' },
  ].map(({ way, state, open, shown }) => ({
    name: `what stands in the way (${way})`,
    query: `state=${state}&way=${way}`,
    async reach(page: Page) {
      await publish(page);
      if (open) await page.getByRole('button', { name: open }).click();
      await page.getByRole('button', { name: shown }).waitFor();
      const terminal = page.getByText('Or in a terminal');
      if (way !== 'none') await terminal.click();
    },
  })),
  {
    name: 'a version that waits for the network',
    query: 'waits=yes',
    async reach(page) {
      await publish(page);
      await page.getByRole('button', { name: 'Do not send by itself' }).waitFor();
    },
  },
  ...[
    { live: 'looking', words: 'Looking whether readers have it…' },
    { live: 'building', words: 'The site is being built…' },
    { live: 'live', words: 'Live. Readers have all of it:' },
    { live: 'build-failed', words: 'The build failed, so readers do not have it yet.' },
    { live: 'not-there', words: 'Not there yet after ten minutes.' },
  ].map(({ live, words }) => ({
    name: `whether readers have it (${live})`,
    query: `live=${live}`,
    async reach(page: Page) {
      await publish(page);
      await page.getByRole('button', { name: 'Publish 5 posts' }).click();
      await page.getByText(words).waitFor();
    },
  })),
  {
    name: 'places that both changed',
    query: 'behind=1&conflicts=yes',
    async reach(page) {
      await publish(page);
      await page.getByRole('button', { name: 'Bring in changes' }).click();
      const places = page.getByRole('region', { name: 'Places to decide on' });
      await places.getByRole('radio', { name: 'Theirs' }).first().click();
      await places.getByRole('radio', { name: 'Edit' }).last().click();
      await places.getByRole('textbox').waitFor();
    },
  },
  {
    name: 'the review as read',
    async reach(page) {
      await openPost(page);
      await publish(page);
      await page.getByRole('list', { name: 'To look at before it goes' }).waitFor();
      await page.frameLocator('iframe[title^="The post as"]').locator('.word-added').first().waitFor();
    },
  },
  {
    name: 'the history',
    async reach(page) {
      await openPost(page);
      await page.getByRole('textbox', { name: 'Text of the post' }).waitFor();
      await page.keyboard.press('Control+Shift+h');
      await page.frameLocator('iframe[title^="The post as"]').locator('.word-added').first().waitFor();
    },
  },
  {
    name: 'the question before a post is taken back',
    async reach(page) {
      await openPost(page);
      await page.getByRole('button', { name: 'This post' }).click();
      await page.getByRole('menuitem', { name: /Unpublish/ }).click();
      await page.getByText('The post becomes a draft').waitFor();
    },
  },
  {
    name: 'an outcome',
    query: 'outcome=refused',
    async reach(page) {
      await publish(page);
      await page.getByRole('button', { name: 'Publish 5 posts' }).click();
      await page.getByText('What git said').click();
    },
  },
  {
    name: 'trust',
    query: 'state=untrusted',
    async reach(page) {
      await publish(page);
      await page.getByRole('button', { name: 'Trust and continue' }).waitFor();
    },
  },
  ...['account', 'open', 'passphrase', 'host-key', 'code'].map((kind) => ({
    name: `a question of git (${kind})`,
    query: `signIn=${kind}`,
    reach: (page: Page) => page.getByRole('dialog').waitFor(),
  })),
  {
    name: 'an author whom git does not know',
    query: 'state=no-identity',
    async reach(page) {
      await publish(page);
      await page.getByRole('textbox', { name: 'Your name' }).waitFor();
    },
  },
  {
    name: 'posts that cannot be read',
    query: 'fail=posts',
    reach: (page) => page.getByRole('alert').waitFor(),
  },
];

describe.skipIf(!findChromium())('what axe finds in the window (needs Chromium)', () => {
  let browser: WindowBrowser;
  let axe: string;

  beforeAll(async () => {
    browser = await startWindowBrowser();
    axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  });
  afterAll(() => browser?.stop());

  it.each(states)('is nothing in $name, light or dark', async ({ query = '', reach }) => {
    const { page, close } = await browser.open(query);
    try {
      await reach?.(page);
      await page.evaluate(axe);
      expect(await violations(page, standards)).toEqual([]);
      await page.evaluate(() => {
        document.documentElement.dataset.theme = 'dark';
      });
      expect(await violations(page, contrast)).toEqual([]);
    } finally {
      await close();
    }
  });
});

declare const window: Window & { axe: { run(options: RunOptions): Promise<AxeResults> } };

/** Nothing of axe runs inside the preview's frame, which it would wait for; of what is as it should be nobody asks more. */
const quick: RunOptions = { iframes: false, resultTypes: ['violations'] };
const standards: RunOptions = {
  ...quick,
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  // What floats over the page (menus, hints) is no landmark of it.
  rules: { region: { enabled: false } },
};
/** All that another theme changes: it has other colours, and nothing else. */
const contrast: RunOptions = { ...quick, runOnly: { type: 'rule', values: ['color-contrast'] } };

async function violations(page: Page, options: RunOptions): Promise<string[]> {
  const results = await page.evaluate((options) => window.axe.run(options), options);
  return results.violations.flatMap(({ id, nodes }) => {
    const targets = nodes.map(({ target }) => target.join(' ')).filter((target) => !isMenuOfText(id, target));
    return targets.length > 0 ? `${id}: ${targets.join(', ')}` : [];
  });
}

/** The text itself moves through the menu below its cursor with the arrows and scrolls it; axe knows that of comboboxes only. */
function isMenuOfText(rule: string, target: string): boolean {
  return rule === 'scrollable-region-focusable' && target.startsWith('#cm-ac-');
}
