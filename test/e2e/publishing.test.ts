import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Chromium, findChromium, launchChromium } from '../helpers/chromium.ts';
import { git, writeFiles } from '../helpers/repository.ts';
import { type Served, serve } from '../helpers/serve.ts';
import { makeTemporaryFolder } from '../helpers/temporary-folder.ts';
import { commitIn, makeTwoAuthors, publishFrom, type TwoAuthors } from '../helpers/two-authors.ts';

const chromium = findChromium();
const queues = 'posts/2025-07-14-queues.md';
const caches = 'posts/2025-06-02-caches.md';
const clocks = 'posts/2025-05-20-clocks.md';

const post = (title: string, day: string, ...paragraphs: string[]) =>
  `---\ntitle: ${title}\ndate: ${day}\ntags: [systems]\n---\n\n${paragraphs.join('\n\n')}\n`;
const texts = {
  'galley.yml': 'title: Harbour\naddress: https://harbour.example\n',
  [queues]: post(
    'Queues',
    '2025-07-14',
    'A queue grows slowly, then fast.',
    'Nobody watches it.',
    'We watch it now.',
  ),
  [caches]: post('Caches', '2025-06-02', 'A cache forgets.', 'So do we.'),
  [clocks]: post('Clocks', '2025-05-20', 'A clock drifts.'),
};

describe.skipIf(!chromium)(`publishing in the window${chromium ? '' : ' (skipped: no Chromium)'}`, () => {
  let browser: Chromium;
  let home: string;
  let served: Served;
  let page: Page;
  let blog: TwoAuthors;

  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser?.close());

  beforeEach(() => {
    home = makeTemporaryFolder();
    blog = makeTwoAuthors(home, texts);
  });
  afterEach(async () => {
    await page?.close();
    await served?.stop();
    rmSync(home, { recursive: true, force: true, maxRetries: 3 });
  });

  async function openWindow(): Promise<void> {
    served = await serve(join(home, 'galley'), '--site', blog.tree);
    page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.goto(served.address);
    await page.getByRole('option', { name: /^Queues/ }).waitFor();
  }

  const onRemote = (path: string) => git(blog.remote, 'show', `main:${path}`);
  const heading = (name: string) => page.getByRole('heading', { name, exact: true });

  it('publishes one of three changed posts, and the remote has exactly that', async () => {
    const before = git(blog.remote, 'rev-parse', 'main').trim();
    for (const path of [queues, caches, clocks] as const)
      writeFiles(blog.tree, { [path]: `${texts[path]}\nMore of ${path}.\n` });
    await openWindow();
    await page.getByRole('button', { name: /^Publish changes/ }).click();
    await page.getByRole('checkbox', { name: 'Choose all posts' }).click();
    await page.getByRole('checkbox', { name: 'Publish Caches' }).click();
    await page.getByRole('textbox', { name: 'Message' }).fill('Caches, once more');
    await page.getByRole('button', { name: 'Publish 1 post' }).click();
    await heading('Published').waitFor();
    expect(git(blog.remote, 'log', '--format=%s', `${before}..main`).trim()).toBe('Caches, once more');
    expect(git(blog.remote, 'diff', '--name-only', before, 'main').trim()).toBe(caches);
    expect(onRemote(caches)).toBe(`${texts[caches]}\nMore of ${caches}.\n`);
    expect(git(blog.tree, 'status', '--porcelain').split('\n').filter(Boolean)).toEqual([
      ` M ${clocks}`,
      ` M ${queues}`,
    ]);
  });

  it('shows what goes in fields, words, pictures and checks, each leading to its place', async () => {
    const picture = await sharp({ create: { width: 40, height: 30, channels: 3, background: '#0e6656' } })
      .png()
      .toBuffer();
    writeFiles(blog.tree, { 'assets/chart.png': picture });
    commitIn(blog.tree, { [queues]: `${texts[queues]}\n![Chart](/assets/chart.png)\n` }, 'A chart');
    git(blog.tree, 'push', '-q');
    const other = await sharp(picture).negate().png().toBuffer();
    const changed = readFileSync(join(blog.tree, queues), 'utf8')
      .replace('title: Queues', 'title: Queues and latency')
      .replace('slowly', 'steadily')
      .concat('\n![](/assets/chart.png) ![None](/assets/none.png)\n');
    writeFiles(blog.tree, { [queues]: changed, 'assets/chart.png': other });
    await openWindow();
    await page.getByRole('button', { name: /^Publish changes/ }).click();

    const change = page.getByRole('region', { name: 'The change' });
    await change.getByRole('definition').filter({ hasText: 'Queues and latency' }).waitFor();
    const frame = page.frameLocator('iframe[title^="The post as"]');
    await expect.poll(() => frame.locator('.word-removed').allTextContents()).toEqual(['slowly']);
    await expect.poll(() => frame.locator('.word-added').first().textContent()).toBe('steadily');
    const widths = () =>
      change
        .getByRole('img')
        .evaluateAll((images) => images.map((image) => (image as HTMLImageElement).naturalWidth));
    await expect.poll(widths).toEqual([40, 40]);
    const [online, here] = await Promise.all(
      (await change.getByRole('img').all()).map(async (image) => {
        const address = await image.getAttribute('src');
        return (await page.request.get(new URL(address ?? '', page.url()).href)).body();
      }),
    );
    expect(online?.equals(picture)).toBe(true);
    expect(here?.equals(other)).toBe(true);

    await change.getByRole('button', { name: /none\.png/ }).click();
    const text = page.getByRole('textbox', { name: 'Text of the post' });
    await expect.poll(() => text.locator('.cm-activeLine').textContent()).toContain('none.png');
  });

  it('leads to the first change of a long post, and on to the others', async () => {
    const long = Array.from({ length: 60 }, (_, index) => `Paragraph ${index}.`);
    commitIn(blog.tree, { [queues]: post('Queues', '2025-07-14', ...long) }, 'Long');
    git(blog.tree, 'push', '-q');
    const changed = long.with(40, 'Paragraph 40. Grown.').with(58, 'Paragraph 58. Ended.');
    writeFiles(blog.tree, { [queues]: post('Queues', '2025-07-14', ...changed) });
    await openWindow();
    await page.getByRole('button', { name: /^Publish changes/ }).click();
    const frame = page.frameLocator('iframe[title^="The post as"]');
    const isSeen = (words: string) =>
      frame.getByText(words).evaluate((element) => {
        const { top, bottom } = element.getBoundingClientRect();
        return top >= 0 && bottom <= window.innerHeight;
      });
    await page.getByText('1 of 2 changed places').waitFor();
    await expect.poll(() => isSeen('Grown.')).toBe(true);
    expect(await isSeen('Ended.')).toBe(false);
    await page.getByRole('button', { name: 'To the next change' }).click();
    await page.getByText('2 of 2 changed places').waitFor();
    await expect.poll(() => isSeen('Ended.')).toBe(true);
  });

  it('brings an earlier version back as an edit, which undo takes out', async () => {
    const faster = texts[queues].replace('slowly', 'steadily');
    git(blog.tree, 'mv', queues, 'posts/renamed.md');
    commitIn(blog.tree, {}, 'Another name');
    commitIn(blog.tree, { 'posts/renamed.md': faster }, 'Steadier');
    await openWindow();
    await page.getByRole('option', { name: /^Queues/ }).click();
    const text = page.getByRole('textbox', { name: 'Text of the post' });
    await text.getByText('A queue grows steadily').waitFor();
    await page.keyboard.press('Control+Shift+h');
    const slider = page.getByRole('slider');
    await slider.waitFor();
    await expect.poll(() => slider.getAttribute('max')).toBe('3');
    await slider.focus();
    await page.keyboard.press('Home');
    const frame = page.frameLocator('iframe[title^="The post as"]');
    await expect.poll(() => frame.locator('.word-removed').allTextContents()).toEqual(['slowly']);
    await page.getByText(queues, { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Bring this version back' }).click();
    await text.getByText('A queue grows slowly').waitFor();
    const path = join(blog.tree, 'posts/renamed.md');
    expect(readFileSync(path, 'utf8')).toBe(texts[queues]);
    expect(git(blog.tree, 'status', '--porcelain')).toBe(' M posts/renamed.md\n');
    await text.click();
    await page.keyboard.press('Control+z');
    await text.getByText('A queue grows steadily').waitFor();
    await expect.poll(() => readFileSync(path, 'utf8')).toBe(faster);
  });

  it('takes a post back after saying what will happen, and nothing else with it', async () => {
    writeFiles(blog.tree, { [clocks]: 'Not to be published.\n' });
    await openWindow();
    await page.getByRole('option', { name: /^Queues/ }).click();
    await page.getByRole('button', { name: 'This post' }).click();
    await page.getByRole('menuitem', { name: /^Unpublish/ }).click();
    const question = page.getByRole('dialog');
    await question.getByText('The post becomes a draft.').waitFor();
    await question.getByText('https://harbour.example/').waitFor();
    await page.getByRole('button', { name: 'Unpublish it' }).click();
    await heading('Unpublished').waitFor();
    expect(onRemote(queues)).toBe(readFileSync(join(blog.tree, queues), 'utf8'));
    expect(onRemote(queues)).toContain('draft: true');
    expect(git(blog.remote, 'diff', '--name-only', 'main~1', 'main').trim()).toBe(queues);
    expect(git(blog.tree, 'status', '--porcelain')).toBe(` M ${clocks}\n`);
  });

  describe('where somebody else changed the same places', () => {
    const mine = texts[queues]
      .replace('title: Queues', 'title: Queues and I')
      .replace('slowly', 'steadily')
      .replace('We watch it now.', 'I watch it now.');
    const theirs = texts[queues]
      .replace('title: Queues', 'title: Queues and they')
      .replace('slowly', 'quietly')
      .replace('We watch it now.', 'They watch it now.');

    /** Publishes the author's own changes, and comes to the places that somebody else has changed meanwhile. */
    async function comeToPlaces(): Promise<void> {
      writeFiles(blog.tree, { [queues]: mine });
      await openWindow();
      publishFrom(blog.other, { [queues]: theirs }, 'Theirs');
      writeFiles(blog.tree, { [clocks]: 'Not to be touched.\n', 'notes.txt': 'loose\n' });
      await page.getByRole('option', { name: /^Queues/ }).click();
      await page.getByRole('button', { name: /^Publish changes/ }).click();
      await page.getByRole('button', { name: 'Publish 1 post' }).click();
      await page.getByRole('button', { name: 'Bring in changes' }).click();
      await places().first().waitFor();
    }

    const places = () => page.getByRole('region', { name: 'Places to decide on' }).getByRole('article');
    const choose = (place: number, words: string) =>
      places().nth(place).getByRole('radio', { name: words, exact: true }).click();

    it('publishes what was decided part by part, and leaves other files alone', async () => {
      await comeToPlaces();
      await choose(0, 'Theirs');
      await choose(1, 'Both');
      await choose(2, 'Edit');
      await places().nth(2).getByRole('textbox').fill('All of us watch it now.');
      const result = page.getByRole('region', { name: 'The result', exact: true });
      await result.getByText('All of us watch it now.').waitFor();
      await result.getByRole('radio', { name: 'Reading' }).click();
      await page.frameLocator('iframe[title^="The post as"]').getByText('All of us watch it now.').waitFor();
      await page.getByRole('button', { name: 'Bring it together' }).click();
      await page.getByRole('button', { name: 'Send yours now' }).click();
      await heading('Published').waitFor();

      const expected = texts[queues]
        .replace('title: Queues', 'title: Queues and they')
        .replace(
          'A queue grows slowly, then fast.',
          'A queue grows steadily, then fast.\n\nA queue grows quietly, then fast.',
        )
        .replace('We watch it now.', 'All of us watch it now.');
      expect(onRemote(queues)).toBe(expected);
      expect(readFileSync(join(blog.tree, queues), 'utf8')).toBe(expected);
      expect(readFileSync(join(blog.tree, clocks), 'utf8')).toBe('Not to be touched.\n');
      expect(onRemote(clocks)).toBe(texts[clocks]);
      expect(git(blog.tree, 'status', '--porcelain').split('\n').filter(Boolean).sort()).toEqual([
        ` M ${clocks}`,
        '?? notes.txt',
      ]);
    });

    it('changes nothing where it is called off, remembers what was typed, and is asked anew by another start', async () => {
      await comeToPlaces();
      const head = git(blog.tree, 'rev-parse', 'HEAD');
      await choose(2, 'Edit');
      // Who clicked there writes at once.
      await expect
        .poll(() =>
          places()
            .nth(2)
            .getByRole('textbox')
            .evaluate((field) => field === document.activeElement),
        )
        .toBe(true);
      await places().nth(2).getByRole('textbox').fill('Words of mine.');
      await page.getByRole('button', { name: 'Call it off' }).click();
      await page.getByText('Called off. Nothing has changed').waitFor();
      expect(git(blog.tree, 'rev-parse', 'HEAD')).toBe(head);
      expect(readFileSync(join(blog.tree, queues), 'utf8')).toBe(mine);

      await page.reload();
      await page.getByRole('button', { name: /^Bring in changes/ }).click();
      await page.getByRole('button', { name: 'Bring in changes' }).click();
      await page.getByText('1 of 3 places decided').waitFor();
      await expect.poll(() => places().nth(2).getByRole('textbox').inputValue()).toBe('Words of mine.');

      // The program behind it ends, and is started anew for another browser.
      await served.stop();
      await page.close();
      await openWindow();
      await page.getByRole('button', { name: /^Bring in changes/ }).click();
      await page.getByRole('button', { name: 'Bring in changes' }).click();
      await places().first().waitFor();
      await choose(0, 'Yours');
      await choose(1, 'Theirs');
      await choose(2, 'Yours');
      await page.getByRole('button', { name: 'Bring it together' }).click();
      await page.getByRole('button', { name: 'Send yours now' }).click();
      await heading('Published').waitFor();
      expect(onRemote(queues)).toBe(mine.replace('steadily', 'quietly'));
    });

    it('asks again where the remote has moved on meanwhile, and keeps what still fits', async () => {
      await comeToPlaces();
      await choose(0, 'Theirs');
      await choose(1, 'Yours');
      await choose(2, 'Yours');
      publishFrom(
        blog.other,
        { [queues]: theirs.replace('They watch it now.', 'They watch it still.') },
        'Again',
      );
      await page.getByRole('button', { name: 'Bring it together' }).click();
      await page.getByText('Somebody changed the same places again').waitFor();
      await page.getByText('2 of 3 places decided').waitFor();
      await choose(2, 'Theirs');
      await page.getByRole('button', { name: 'Bring it together' }).click();
      await page.getByRole('button', { name: 'Send yours now' }).click();
      await heading('Published').waitFor();
      expect(onRemote(queues)).toBe(
        theirs.replace('quietly', 'steadily').replace('They watch it now.', 'They watch it still.'),
      );
    });
  });
});
