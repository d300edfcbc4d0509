import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { type Chromium, findChromium, launchChromium } from '../helpers/chromium.ts';
import { tipOf } from '../helpers/publishing.ts';
import { hasHttpBackend, serveRemote } from '../helpers/remotes/http-remote.ts';
import { findSshd, type SshOptions, serveSsh } from '../helpers/remotes/ssh-remote.ts';
import { git, makeRepository, writeFiles } from '../helpers/repository.ts';
import { serve } from '../helpers/serve.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

const chromium = findChromium();
const POST = 'posts/first.md';
const isAble = chromium && hasHttpBackend() && findSshd();

describe.skipIf(!isAble)(
  `signing in from the window${isAble ? '' : ' (skipped: needs Chromium, git http-backend and sshd)'}`,
  () => {
    let browser: Chromium;
    beforeAll(async () => {
      browser = await launchChromium();
    });
    afterAll(() => browser?.close());

    /** The window on a blog with one edited post. */
    async function openBlog(
      prepare: (blog: {
        parent: string;
        tree: string;
        remote: string;
      }) => Promise<Record<string, string | undefined>>,
    ) {
      const parent = temporaryFolder();
      const { tree, remote } = makeRepository(parent, { [POST]: '---\ntitle: First\n---\nHello.\n' });
      writeFiles(tree, { [POST]: '---\ntitle: First\n---\nHello again.\n' });
      const environment = await prepare({ parent, tree, remote });
      const served = await serve({ home: join(parent, 'home'), environment }, '--site', tree);
      onTestFinished(() => served.stop());
      const page = await browser.newPage({ viewport: { width: 1280, height: 860 } });
      onTestFinished(() => page.close());
      await page.goto(served.address);
      return { page, tree, remote };
    }

    const withPassword = async ({ parent, tree }: { parent: string; tree: string }) => {
      const server = await serveRemote(parent, 'remote.git', { password: 'open sesame' });
      git(tree, 'remote', 'set-url', 'origin', server.url);
      return {};
    };

    async function publish(page: Page): Promise<void> {
      await page.getByRole('button', { name: /^Publish changes/ }).click();
      await page.getByRole('button', { name: 'Publish 1 post' }).click();
    }

    async function signIn(page: Page, password: string): Promise<void> {
      const dialog = page.getByRole('dialog', { name: /^Sign in to 127\.0\.0\.1/ });
      await dialog.getByRole('textbox', { name: 'User name' }).fill('author');
      await dialog.getByLabel('Password or access token').fill(password);
      await page.keyboard.press('Enter');
    }

    const published = (page: Page) => page.getByRole('heading', { name: 'Published', exact: true }).waitFor();

    it('is asked for a password, which is wrong first, and publishes', async () => {
      const { page, tree, remote } = await openBlog(withPassword);
      await publish(page);
      await signIn(page, 'a wrong one');
      await page.getByRole('alert').getByText('It did not take that name').waitFor();
      // The name that was typed is still there.
      const user = page.getByRole('textbox', { name: 'User name' });
      await expect.poll(() => user.inputValue()).toBe('author');
      await signIn(page, 'open sesame');
      await published(page);
      expect(tipOf(remote)).toBe(git(tree, 'rev-parse', 'HEAD').trim());
    });

    it('is called off: the commit waits, and signing in later sends it', async () => {
      const { page, tree, remote } = await openBlog(withPassword);
      const before = tipOf(remote);
      await publish(page);
      await page.getByRole('dialog', { name: /^Sign in to/ }).waitFor();
      await page.keyboard.press('Escape');
      await page.getByText('you did not sign in').waitFor();
      expect(tipOf(remote)).toBe(before);
      expect(git(tree, 'status', '--porcelain')).toBe('');
      await page.getByRole('main').getByRole('button', { name: 'Sign in', exact: true }).click();
      await signIn(page, 'open sesame');
      await published(page);
      expect(tipOf(remote)).toBe(git(tree, 'rev-parse', 'HEAD').trim());
    });

    it('still asks after the page was loaded again', async () => {
      const { page, tree, remote } = await openBlog(withPassword);
      await publish(page);
      await page.getByRole('dialog', { name: /^Sign in to/ }).waitFor();
      await page.reload();
      await signIn(page, 'open sesame');
      await expect.poll(() => tipOf(remote)).toBe(git(tree, 'rev-parse', 'HEAD').trim());
    });

    it('shows an unknown computer’s fingerprint, then asks for the passphrase of the key', async () => {
      let fingerprint = '';
      let knownHosts = '';
      const options: SshOptions = { isKnown: false, passphrase: 'correct horse' };
      const { page, tree, remote } = await openBlog(async (blog) => {
        const server = await serveSsh(blog.parent, options);
        ({ fingerprint, knownHosts } = server);
        git(blog.tree, 'remote', 'set-url', 'origin', server.url(blog.remote));
        return server.environment;
      });
      await publish(page);
      const question = page.getByRole('dialog', { name: 'Do you know this computer?' });
      await question.getByText(fingerprint, { exact: true }).waitFor();
      await question.getByRole('button', { name: 'The fingerprint is right' }).click();
      await page.getByLabel('Passphrase').fill('correct horse');
      await page.getByRole('button', { name: 'Unlock' }).click();
      await published(page);
      expect(tipOf(remote)).toBe(git(tree, 'rev-parse', 'HEAD').trim());
      expect(readFileSync(knownHosts, 'utf8')).not.toBe('');
    });

    it('asks who the author is where git does not know it, and goes on to publish', async () => {
      const { page, tree, remote } = await openBlog(async (blog) => {
        git(blog.tree, 'config', '--unset', 'user.name');
        git(blog.tree, 'config', '--unset', 'user.email');
        return {
          GIT_AUTHOR_NAME: undefined,
          GIT_AUTHOR_EMAIL: undefined,
          GIT_COMMITTER_NAME: undefined,
          GIT_COMMITTER_EMAIL: undefined,
          EMAIL: undefined,
        };
      });
      await page.getByRole('button', { name: 'Cannot publish yet' }).click();
      const name = page.getByRole('textbox', { name: 'Your name' });
      await expect.poll(() => name.inputValue()).toBe('Test Author');
      await name.fill('Ada Writer');
      await page.getByRole('textbox', { name: 'Your mail address' }).fill('ada@example.org');
      await page.getByRole('button', { name: 'Go on to publish' }).click();
      await page.getByRole('button', { name: 'Publish 1 post' }).click();
      await published(page);
      expect(git(remote, 'log', '-1', '--format=%an <%ae> %cn <%ce>', 'main').trim()).toBe(
        'Ada Writer <ada@example.org> Ada Writer <ada@example.org>',
      );
      expect(git(tree, 'config', '--local', 'user.email').trim()).toBe('ada@example.org');
    });
  },
);
