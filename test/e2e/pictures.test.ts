import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { type Chromium, findChromium, launchChromium } from '../helpers/chromium.ts';
import { deferred } from '../helpers/deferred.ts';
import { galleyProgram } from '../helpers/galley.ts';
import { writeFiles } from '../helpers/repository.ts';
import { serve } from '../helpers/serve.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

const canRun = findChromium() && existsSync(galleyProgram);
const path = 'posts/2025-01-01-a-post.md';
const post =
  '---\ntitle: A Post\ndate: 2025-01-01\nimage:\n---\n\nThe first paragraph.\n\nThe last paragraph.\n';
const mod = 'Control';
/** How long a busy machine may take. */
const soon = { timeout: 20_000 };

describe.skipIf(!canRun)(
  `pictures in Chromium${canRun ? '' : ' (skipped: no Chromium, or not built)'}`,
  { timeout: 90_000 },
  () => {
    let browser: Chromium;
    let red: Buffer;
    beforeAll(async () => {
      browser = await launchChromium();
      red = await sharp({ create: { width: 60, height: 40, channels: 3, background: 'red' } })
        .png()
        .toBuffer();
    });
    afterAll(() => browser?.close());

    async function openPost(): Promise<{ page: Page; tree: string; onDisk(): string; files: string }> {
      const parent = temporaryFolder();
      const tree = join(parent, 'blog');
      const files = join(parent, 'pictures');
      mkdirSync(files);
      writeFiles(tree, { 'galley.yml': 'title: A', [path]: post });
      const served = await serve(join(parent, 'home'), '--site', tree);
      const context = await browser.newContext({
        viewport: { width: 1400, height: 900 },
        permissions: ['clipboard-read', 'clipboard-write'],
      });
      onTestFinished(async () => {
        await context.close();
        await served.stop();
      });
      const page = await context.newPage();
      // Dialogs are caught from the first listener on, which takes effect only after a moment.
      page.on('filechooser', () => {});
      await page.goto(served.address);
      await page.getByRole('option', { name: /A Post/ }).click();
      await page.locator('.cm-content').getByText('The last paragraph.').click();
      await page.keyboard.press(`${mod}+End`);
      return { page, tree, files, onDisk: () => readFileSync(join(tree, path), 'utf8') };
    }

    const shownInPreview = (page: Page, target: string) =>
      page
        .frameLocator('iframe')
        .locator('img')
        .evaluateAll(
          (images, wanted) =>
            images.some(
              (image) =>
                image instanceof HTMLImageElement &&
                image.naturalWidth > 0 &&
                decodeURIComponent(image.src).includes(wanted),
            ),
          target,
        );

    it('are pasted from the clipboard, shown at once, and asked what they show', async () => {
      const { page, tree, onDisk } = await openPost();
      await copyPicture(page, red);
      await page.keyboard.press('Enter');
      await page.keyboard.press(`${mod}+v`);
      await page.getByText('What does the picture show?').waitFor();
      await page.keyboard.type('A red field');
      // Ends the description; the next one is a line of its own.
      await page.keyboard.press('Enter');
      await page.keyboard.type(' and on.');
      await page.keyboard.press('Enter');
      await page.keyboard.type('More.');
      const link = '![A red field](/assets/a-post-1.png) and on.\nMore.';
      await expect.poll(onDisk, soon).toBe(`${post}\n${link}`);
      expect(readFileSync(join(tree, 'assets/a-post-1.png')).length).toBeGreaterThan(50);
      await expect.poll(() => shownInPreview(page, '/assets/a-post-1.png'), soon).toBe(true);
    });

    it('are dropped, several at once, each with a description of its own', async () => {
      const { page, tree, files, onDisk } = await openPost();
      const names = ['Sunset at sea.png', 'IMG_0002.JPG'].map((name) => join(files, name));
      writeFileSync(names[0] ?? '', red);
      writeFileSync(names[1] ?? '', await sharp(red).jpeg().toBuffer());
      await dropFiles(page, names, page.locator('.cm-content').getByText('The first paragraph.'));
      await page.getByText('What does the picture show?').waitFor();
      await page.keyboard.type('one');
      await page.keyboard.press('Tab');
      await page.keyboard.type('two');
      await expect
        .poll(onDisk, soon)
        .toContain('![one](/assets/sunset-at-sea.png)\n\n![two](/assets/img-0002.jpg)');
      expect(onDisk()).toContain('The first paragraph.');
      expect(existsSync(join(tree, 'assets/img-0002.jpg'))).toBe(true);
    });

    it('are chosen from this computer by their shortcut and behind a slash', async () => {
      const { page, files, onDisk } = await openPost();
      const file = join(files, 'Kite.png');
      writeFileSync(file, red);
      const [chooser] = await Promise.all([
        page.waitForEvent('filechooser'),
        page.keyboard.press(`${mod}+Alt+p`),
      ]);
      await chooser.setFiles(file);
      await expect.poll(onDisk, soon).toBe(`${post}![](/assets/kite.png)`);
      await page.keyboard.press('Tab');
      await page.keyboard.type('\n\n/computer');
      await page.getByRole('option', { name: /Picture from this computer/ }).waitFor();
    });

    it('go out of the text by one undo, and their file only when that is wanted', async () => {
      const { page, tree, onDisk } = await openPost();
      await page.keyboard.type('Before. ');
      await copyPicture(page, red);
      await page.keyboard.press(`${mod}+v`);
      await page.getByText('What does the picture show?').waitFor();
      const file = join(tree, 'assets/a-post-1.png');
      await page.keyboard.press(`${mod}+z`);
      await page.getByText('The picture stays in the blog, as assets/a-post-1.png.').waitFor();
      await expect.poll(onDisk, soon).toBe(`${post}Before. `);
      expect(existsSync(file)).toBe(true);
      await page.keyboard.press(`${mod}+Shift+Z`);
      await page.getByText('The picture stays').waitFor({ state: 'detached' });
      await page.keyboard.press(`${mod}+z`);
      await page.getByRole('button', { name: 'Remove the file' }).click();
      await expect.poll(() => existsSync(file), soon).toBe(false);
      // Who brings the link back wants its picture back as well.
      await page.keyboard.press(`${mod}+y`);
      await expect.poll(() => existsSync(file), soon).toBe(true);
      await expect.poll(onDisk, soon).toBe(`${post}Before. ![](/assets/a-post-1.png)`);
    });

    it('come back with their link, also while their file is still on its way out', async () => {
      const { page, tree, onDisk } = await openPost();
      const answered = deferred<void>();
      await page.route('**/api/call', async (route) => {
        if (!route.request().postData()?.includes('"assets.remove"')) return route.fallback();
        const response = await route.fetch();
        await answered.promise;
        return route.fulfill({ response });
      });
      const file = join(tree, 'assets/a-post-1.png');
      await copyPicture(page, red);
      await page.keyboard.press(`${mod}+v`);
      await page.getByText('What does the picture show?').waitFor();
      await page.keyboard.press(`${mod}+z`);
      await page.getByRole('button', { name: 'Remove the file' }).click();
      await expect.poll(() => existsSync(file), soon).toBe(false);
      await page.keyboard.press(`${mod}+y`);
      await expect.poll(onDisk, soon).toBe(`${post}![](/assets/a-post-1.png)`);
      answered.resolve();
      await expect.poll(() => existsSync(file), soon).toBe(true);
    });

    it('that cannot be added say why, and the text stays', async () => {
      const { page, files, onDisk } = await openPost();
      const file = join(files, 'notes.png');
      writeFileSync(file, 'These are only words.');
      await dropFiles(page, [file], page.locator('.cm-content').getByText('The first paragraph.'));
      await page.getByRole('alert').getByText('notes.png was not added.').waitFor();
      await page.getByRole('alert').getByText('no picture that a web page can show').waitFor();
      await page.getByRole('button', { name: 'Close', exact: true }).click();
      await page.keyboard.press(`${mod}+End`);
      await page.keyboard.type('On.');
      await expect.poll(onDisk, soon).toBe(`${post}On.`);
    });

    it('that are too large say so at once, with the limit', async () => {
      const { page, files, onDisk } = await openPost();
      const file = join(files, 'poster.png');
      writeFileSync(file, '');
      truncateSync(file, 50_000_001);
      await dropFiles(page, [file], page.locator('.cm-content').getByText('The first paragraph.'));
      await page.getByRole('alert').getByText('This picture is larger than 50 MB.').waitFor();
      expect(onDisk()).toBe(post);
    });

    it('of many megabytes come in pieces, and are whole', async () => {
      const { page, tree, files, onDisk } = await openPost();
      const file = join(files, 'Noise.png');
      const noise = randomBytes(1500 * 1500 * 3);
      const raw = { width: 1500, height: 1500, channels: 3 } as const;
      await sharp(noise, { raw }).png({ compressionLevel: 0 }).toFile(file);
      await dropFiles(page, [file], page.locator('.cm-content').getByText('The first paragraph.'));
      await expect.poll(onDisk, soon).toContain('/assets/noise.png');
      const kept = await sharp(join(tree, 'assets/noise.png')).raw().toBuffer();
      expect(kept.equals(noise)).toBe(true);
    });

    it('can be the picture of the post', async () => {
      const { page, tree, files, onDisk } = await openPost();
      const file = join(files, 'Cover of it.png');
      writeFileSync(file, red);
      await page.getByRole('button', { name: 'Show details' }).click();
      const [chooser] = await Promise.all([
        page.waitForEvent('filechooser'),
        page.getByRole('button', { name: 'Choose a picture for image' }).click(),
      ]);
      await chooser.setFiles(file);
      await expect.poll(onDisk, soon).toBe(post.replace('image:', 'image: /assets/cover-of-it.png'));
      expect(existsSync(join(tree, 'assets/cover-of-it.png'))).toBe(true);
      await page.locator('.front-matter-small-picture').waitFor();
      const other = join(files, 'Other.png');
      writeFileSync(other, await sharp(red).negate().png().toBuffer());
      await dropFiles(page, [other], page.getByRole('textbox', { name: 'image' }));
      await expect.poll(onDisk, soon).toBe(post.replace('image:', 'image: /assets/other.png'));
    });
  },
);

/** Puts a picture on the clipboard, as another program does. */
async function copyPicture(page: Page, bytes: Buffer): Promise<void> {
  await page.evaluate(async (base64) => {
    const binary = atob(base64);
    const picture = new Blob([Uint8Array.from(binary, (sign) => sign.charCodeAt(0))], { type: 'image/png' });
    await navigator.clipboard.write([new ClipboardItem({ 'image/png': picture })]);
  }, bytes.toString('base64'));
}

/** Drops files of this computer, as the system's file manager does. */
async function dropFiles(
  page: Page,
  files: readonly string[],
  target: { boundingBox(): Promise<{ x: number; y: number; width: number; height: number } | null> },
): Promise<void> {
  const box = await target.boundingBox();
  if (!box) throw new Error('There is nothing to drop on');
  const devtools = await page.context().newCDPSession(page);
  const place = { x: box.x + box.width - 4, y: box.y + box.height / 2 };
  const data = { items: [], files: [...files], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await devtools.send('Input.dispatchDragEvent', { type, ...place, data });
  await devtools.detach();
}
