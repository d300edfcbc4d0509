import { execFile } from 'node:child_process';
import { closeSync, existsSync, openSync, readdirSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { type Chromium, findChromium, launchChromium } from '../helpers/chromium.ts';
import { galleyProgram } from '../helpers/galley.ts';
import { git, gitEnvironment, makeRepository, writeFiles } from '../helpers/repository.ts';
import { type Served, serve } from '../helpers/serve.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';
import { tinyDisk } from '../helpers/tiny-disk.ts';

const chromium = findChromium();
const canRun = chromium && existsSync(galleyProgram);
const path = 'posts/a.md';
const post = '---\ntitle: A Post\ndate: 2025-01-01\n---\n\nThe first paragraph.\n\nThe last paragraph.\n';
/** Between two keys of somebody who types on. In milliseconds. */
const betweenKeys = 40;
/** The most that typing may be lost by a crash. In milliseconds. */
const mostLost = 2000;

describe.skipIf(!canRun)(
  `no word is lost, with real processes${canRun ? '' : ' (skipped: no Chromium, or not built)'}`,
  () => {
    let browser: Chromium;
    beforeAll(async () => {
      browser = await launchChromium();
    });
    afterAll(() => browser?.close());

    interface Blog {
      tree: string;
      remote: string;
      parent: string;
      home: string;
      onDisk(): string;
    }

    function makeBlog(): Blog {
      const parent = temporaryFolder();
      const { tree, remote } = makeRepository(parent, {
        'galley.yml': '',
        [path]: post,
        'posts/b.md': post.replace('A Post', 'Another'),
      });
      return {
        parent,
        tree,
        remote,
        home: join(parent, 'home'),
        onDisk: () => readFileSync(join(tree, path), 'utf8'),
      };
    }

    async function openWindow({
      home,
      tree,
    }: Pick<Blog, 'home' | 'tree'>): Promise<{ served: Served; page: Page }> {
      const served = await serve(home, '--site', tree);
      const page = await browser.newPage({ viewport: { width: 1200, height: 800 } });
      onTestFinished(async () => {
        await page.close();
        await served.stop();
      });
      await page.goto(served.address);
      await page.getByRole('option', { name: /A Post/ }).click();
      await page
        .getByRole('textbox', { name: 'Text of the post' })
        .getByText('The first paragraph.')
        .waitFor();
      return { served, page };
    }

    const toEnd = async (page: Page) => {
      await page.getByText('The last paragraph.').first().click();
      await page.keyboard.press('Control+End');
    };
    /** What the journal holds of the post; empty where it holds nothing. */
    const journalText = ({ home }: Blog): string => {
      const folder = join(home, 'data', 'journal');
      if (!existsSync(folder)) return '';
      const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
        name.endsWith('.json'),
      );
      const entries = files.map((name) => readEntry(join(folder, name)));
      return entries.find((entry) => entry?.path === path)?.text ?? '';
    };
    const shownEnd = async (page: Page): Promise<string> =>
      (await page.locator('.cm-line').last().textContent()) ?? '';
    const type = (page: Page, text: string) => page.keyboard.type(text, { delay: betweenKeys });

    it('text typed up to a kill of the program is offered on the next start', {
      timeout: 90_000,
    }, async () => {
      const blog = makeBlog();
      const first = await openWindow(blog);
      await toEnd(first.page);
      const typed = 'Words that nobody saved before it all ended, alas. '.repeat(4);
      const typing = type(first.page, typed).catch(() => undefined);
      // Killed while keys still come, at a moment at which there is something to lose.
      await expect
        .poll(() => journalText(blog).length - blog.onDisk().length, { interval: 20, timeout: 20_000 })
        .toBeGreaterThan(0);
      const shown = await shownEnd(first.page);
      first.served.process.kill('SIGKILL');
      await first.page.close();
      await typing;
      const left = blog.onDisk();

      const { page } = await openWindow(blog);
      await page.getByText(/Recovered text from \d/).waitFor();
      expect(blog.onDisk()).toBe(left);
      // Whoever writes elsewhere first is told of it beside the list.
      await page.getByRole('option', { name: /Another/ }).click();
      await page.getByText('Recovered text in 1 post:').waitFor();
      await page.getByRole('button', { name: 'A Post', exact: true }).click();
      await page.getByText('Recovered text in').waitFor({ state: 'detached' });
      await page.getByRole('button', { name: 'Use it' }).click();
      await expect.poll(blog.onDisk).not.toBe(left);
      const kept = blog.onDisk().slice(post.length);
      expect(blog.onDisk().startsWith(post)).toBe(true);
      expect(typed.startsWith(kept)).toBe(true);
      expect(shown.length - kept.length).toBeLessThanOrEqual(mostLost / betweenKeys);
      expect(kept.length).toBeGreaterThan(left.length - post.length);
    });

    it('the text stays in its window while the program is gone, whatever is asked of the window', {
      timeout: 90_000,
    }, async () => {
      const blog = makeBlog();
      const { served, page } = await openWindow(blog);
      await toEnd(page);
      served.process.kill('SIGKILL');
      await page.keyboard.type('Nobody answers.');
      await page.getByText('Galley does not answer.').waitFor();
      const bar = page.getByRole('banner').first();
      await bar.getByText('Not saved').waitFor();
      // What these open is fetched only now, and cannot be had.
      await bar.getByRole('button', { name: /publish/i }).click();
      await page.keyboard.press('Control+Shift+h');
      const text = page.getByRole('textbox', { name: 'Text of the post' });
      await expect.poll(() => text.innerText()).toContain('Nobody answers.');
      await text.click();
      await page.keyboard.type(' Writing goes on.');
      await text.getByText('Nobody answers. Writing goes on.').waitFor();
    });

    it('a pull under a text that is being typed is merged into it', { timeout: 90_000 }, async () => {
      const blog = makeBlog();
      const other = join(blog.parent, 'other');
      git(blog.parent, 'clone', '-q', blog.remote, other);
      writeFiles(other, {
        [path]: post.replace('A Post', 'Their Title').replace('The first', 'Their first'),
      });
      git(other, 'commit', '-q', '-am', 'Elsewhere');
      git(other, 'push', '-q');

      const { page } = await openWindow(blog);
      await toEnd(page);
      const typing = type(page, 'Mine, typed all the while.');
      await page.getByText('Mine', { exact: false }).first().waitFor();
      await promisify(execFile)('git', ['pull', '-q', '--ff-only'], { cwd: blog.tree, env: gitEnvironment });
      await typing;
      await page.getByText('merged with your text').waitFor();
      const both = `${post.replace('A Post', 'Their Title').replace('The first', 'Their first')}Mine, typed all the while.`;
      await expect.poll(blog.onDisk).toBe(both);
      await expect.poll(() => page.getByRole('textbox', { name: 'Title' }).inputValue()).toBe('Their Title');
      await page.getByText('Saved', { exact: true }).waitFor();
    });

    const small = tinyDisk();
    it.skipIf(!small)(
      `a full disk leaves the post whole, and a kill then costs nothing${small ? '' : ' (skipped: mounting a small disk is not allowed here)'}`,
      { timeout: 90_000 },
      async () => {
        const tree = small as string;
        const home = temporaryFolder();
        writeFiles(tree, { 'galley.yml': '', [path]: post });
        const onDisk = () => readFileSync(join(tree, path), 'utf8');
        const filler = join(tree, 'filler.bin');
        const first = await openWindow({ home, tree });
        fillUp(filler);
        await toEnd(first.page);
        await type(first.page, 'Typed on a full disk.');
        await first.page
          .getByText(/disk is full/)
          .first()
          .waitFor();
        expect(onDisk()).toBe(post);
        // Nothing tells when the journal was last written; that is at most two seconds behind.
        await first.page.waitForTimeout(mostLost);
        first.served.process.kill('SIGKILL');
        await first.page.close();
        rmSync(filler);

        const { page } = await openWindow({ home, tree });
        await page.getByText(/Recovered text from \d/).waitFor();
        await page.getByRole('button', { name: 'Use it' }).click();
        await expect.poll(onDisk).toBe(`${post}Typed on a full disk.`);
        expect(readdirSync(join(tree, 'posts'))).toEqual(['a.md']);
      },
    );

    it('another branch checked out is shown in place, and the way back as well', {
      timeout: 90_000,
    }, async () => {
      const blog = makeBlog();
      git(blog.tree, 'switch', '-q', '-c', 'other');
      writeFiles(blog.tree, { [path]: post.replace('The first', 'On the branch, the first') });
      git(blog.tree, 'commit', '-q', '-am', 'Branch');
      git(blog.tree, 'switch', '-q', 'main');
      const { page } = await openWindow(blog);
      git(blog.tree, 'switch', '-q', 'other');
      await page.getByText('On the branch, the first paragraph.').first().waitFor();
      git(blog.tree, 'switch', '-q', 'main');
      await page.getByText('On the branch').first().waitFor({ state: 'detached' });
      expect(git(blog.tree, 'status', '--porcelain')).toBe('');
    });

    it('a checkout of the open file itself under text that is being typed costs neither', {
      timeout: 90_000,
    }, async () => {
      const blog = makeBlog();
      const theirs = post.replace('The first', 'In another commit, the first');
      writeFiles(blog.tree, { [path]: theirs });
      git(blog.tree, 'commit', '-q', '-am', 'Another');
      git(blog.tree, 'switch', '-q', '--detach', 'HEAD~1');
      const { page } = await openWindow(blog);
      await toEnd(page);
      const typing = type(page, 'Mine, typed while git was at work.');
      await page.getByText('Mine', { exact: false }).first().waitFor();
      await promisify(execFile)('git', ['checkout', '-q', 'main', '--', path], {
        cwd: blog.tree,
        env: gitEnvironment,
      });
      await typing;
      await expect.poll(blog.onDisk).toBe(`${theirs}Mine, typed while git was at work.`);
      await page.getByText('Saved', { exact: true }).waitFor();
    });

    it('a post renamed under its text is gone on with under its new name', { timeout: 90_000 }, async () => {
      const blog = makeBlog();
      const renamed = path.replace(/[^/]*$/, 'another-name.md');
      const { page } = await openWindow(blog);
      git(blog.tree, 'mv', path, renamed);
      await page.getByText(`It is now called ${renamed}.`).waitFor();
      await toEnd(page);
      await type(page, 'Typed after that.');
      await page.getByRole('button', { name: 'Open it there' }).click();
      await page.getByText('This file was renamed.').waitFor({ state: 'detached' });
      await expect
        .poll(() => readFileSync(join(blog.tree, renamed), 'utf8'))
        .toBe(`${post}Typed after that.`);
      expect(existsSync(join(blog.tree, path))).toBe(false);
      await toEnd(page);
      await type(page, ' And more.');
      await expect
        .poll(() => readFileSync(join(blog.tree, renamed), 'utf8'))
        .toBe(`${post}Typed after that. And more.`);
    });

    it('a post removed under its text is put back where it was', { timeout: 90_000 }, async () => {
      const blog = makeBlog();
      const { page } = await openWindow(blog);
      rmSync(join(blog.tree, path));
      await page.getByText('This file is no longer there.').waitFor();
      await page.getByRole('button', { name: 'Keep as new' }).click();
      await expect.poll(() => existsSync(join(blog.tree, path)) && blog.onDisk()).toBe(post);
      await page.getByText('This file is no longer there.').waitFor({ state: 'detached' });
      await page.getByRole('option', { name: /A Post/ }).waitFor();
      expect(git(blog.tree, 'status', '--porcelain')).toBe('');
    });
  },
);

/** An entry of the journal; undefined where it has just gone. */
function readEntry(file: string): { path: string; text: string } | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as { path: string; text: string };
  } catch {
    return undefined;
  }
}

/** Writes until nothing more fits. */
function fillUp(file: string): void {
  const descriptor = openSync(file, 'w');
  try {
    for (;;) writeSync(descriptor, new Uint8Array(4096));
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error;
  } finally {
    closeSync(descriptor);
  }
}
