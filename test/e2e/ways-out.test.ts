import { existsSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Chromium, findChromium, launchChromium } from '../helpers/chromium.ts';
import { git, makeRepository, writeFiles } from '../helpers/repository.ts';
import { type Served, serve } from '../helpers/serve.ts';
import { serveSite } from '../helpers/site-server.ts';
import { makeTemporaryFolder } from '../helpers/temporary-folder.ts';
import { commitIn, publishFrom } from '../helpers/two-authors.ts';

const chromium = findChromium();
const POST = 'posts/2025-07-14-queues.md';
const text = '---\ntitle: Queues\ndate: 2025-07-14\n---\n\nA queue grows slowly, then fast.\n';

describe.skipIf(!chromium)(`ways out in the window${chromium ? '' : ' (skipped: no Chromium)'}`, () => {
  let browser: Chromium;
  let home: string;
  let served: Served | undefined;
  let page: Page;
  let tree: string;
  let remote: string;

  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser?.close());

  beforeEach(() => {
    home = makeTemporaryFolder();
    ({ tree, remote } = makeRepository(home, {
      'galley.yml': 'title: Harbour\nurl: https://harbour.example\n',
      [POST]: text,
    }));
  });
  afterEach(async () => {
    await page?.close();
    await served?.stop();
    rmSync(home, { recursive: true, force: true, maxRetries: 3 });
  });

  async function openWindow(): Promise<void> {
    served = await serve(join(home, 'galley'), '--site', tree);
    page = await browser.newPage({ viewport: { width: 1280, height: 860 } });
    await page.goto(served.address);
    await page.getByRole('option', { name: /^Queues/ }).waitFor();
  }

  const edit = (): void => writeFiles(tree, { [POST]: `${text}\nNobody watches it any more.\n` });
  const heading = (name: string) => page.getByRole('heading', { name, exact: true });
  const button = (name: string | RegExp) => page.getByRole('button', { name });
  const tip = () => git(remote, 'rev-parse', 'main').trim();
  const publish = () => button(/^Publish \d+ (?:post|change)/).click();

  it('waits for the network, says so, and publishes by itself when it is back', async () => {
    const before = tip();
    edit();
    await openWindow();
    await button(/^Publish changes/).click();
    renameSync(remote, `${remote}.away`);
    await publish();
    await heading('Kept here, not sent yet').waitFor();
    await page.getByRole('region', { name: 'Waiting for network' }).waitFor();
    await button('Back to writing').first().click();
    await page.getByRole('banner').getByRole('button', { name: 'Waiting for network' }).waitFor();
    await expect.poll(() => page.getByText('Published to').count()).toBe(0);

    renameSync(`${remote}.away`, remote);
    expect(tip()).toBe(before);
    // Nothing is clicked, and no event comes: the program tries again.
    await page.getByText('Published to origin.').waitFor({ timeout: 90_000 });
    expect(tip()).toBe(git(tree, 'rev-parse', 'HEAD').trim());
    expect(tip()).not.toBe(before);
    await page.getByRole('banner').getByRole('button', { name: 'All published' }).waitFor();
  });

  it('sends what waits when the browser says that the network is back, after a restart too', async () => {
    edit();
    await openWindow();
    await button(/^Publish changes/).click();
    renameSync(remote, `${remote}.away`);
    await publish();
    await heading('Kept here, not sent yet').waitFor();
    await page.close();
    await served?.stop();

    await openWindow();
    await page.getByRole('banner').getByRole('button', { name: 'Waiting for network' }).waitFor();
    renameSync(`${remote}.away`, remote);
    await page.evaluate(() => window.dispatchEvent(new Event('online')));
    await page.getByText('Published to origin.').waitFor();
    expect(tip()).toBe(git(tree, 'rev-parse', 'HEAD').trim());
  });

  it('keeps here what the author does not want sent by itself', async () => {
    edit();
    await openWindow();
    await button(/^Publish changes/).click();
    renameSync(remote, `${remote}.away`);
    await publish();
    await button('Do not send by itself').click();
    await page.getByRole('region', { name: 'Waiting for network' }).waitFor({ state: 'detached' });
    renameSync(`${remote}.away`, remote);
    const before = tip();
    await page.evaluate(() => window.dispatchEvent(new Event('online')));
    await button('Back to writing').first().click();
    await button('Send what waits').click();
    await button(/^Send/).waitFor();
    expect(tip()).toBe(before);
  });

  it('goes back to the branch from none', async () => {
    git(tree, 'checkout', '-q', '--detach');
    edit();
    await openWindow();
    await button('Cannot publish yet').click();
    await page.getByRole('textbox', { name: 'Branch' }).waitFor();
    await button('Go back to main').click();
    await publish();
    await heading('Published').waitFor();
    expect(git(tree, 'branch', '--show-current').trim()).toBe('main');
  });

  it('adds a remote, and says why an address will not do', async () => {
    git(tree, 'remote', 'remove', 'origin');
    edit();
    await openWindow();
    await button('No remote').click();
    const field = page.getByRole('textbox', { name: 'Address of the remote' });
    await field.fill('https://ada:secret@github.com/ada/blog.git');
    await button('Add the remote').click();
    await page.getByText(/Leave name and password out/).waitFor();
    await field.fill(remote);
    await page.keyboard.press('Enter');
    await publish();
    await heading('Published').waitFor();
  });

  it('calls off a merge after saying what becomes of the files', async () => {
    git(tree, 'checkout', '-q', '-b', 'side');
    writeFiles(tree, { [POST]: text.replace('slowly', 'quickly') });
    git(tree, 'commit', '-q', '-am', 'side');
    git(tree, 'checkout', '-q', 'main');
    writeFiles(tree, { [POST]: text.replace('slowly', 'never') });
    git(tree, 'commit', '-q', '-am', 'main');
    expect(() => git(tree, 'merge', '-q', 'side')).toThrow();
    await openWindow();
    await button('Cannot publish yet').click();
    await button('Call off the merge…').click();
    await page.getByText(/goes back to how it was before the merge/).waitFor();
    await button('No, leave it').click();
    expect(existsSync(join(tree, '.git/MERGE_HEAD'))).toBe(true);
    await button('Call off the merge…').click();
    await page.keyboard.press('Enter');
    await button(/^Send|^Publish 1/).waitFor();
    expect(existsSync(join(tree, '.git/MERGE_HEAD'))).toBe(false);
    expect(git(tree, 'status', '--porcelain')).toBe('');
  });

  it('goes on with the merge of a pull that stopped in a terminal', async () => {
    const other = join(home, 'other');
    git(home, 'clone', '-q', remote, other);
    publishFrom(other, { [POST]: text.replace('slowly', 'quickly') }, 'theirs');
    commitIn(tree, { [POST]: text.replace('slowly', 'never') }, 'ours');
    expect(() => git(tree, 'pull', '-q', '--no-rebase')).toThrow();
    await openWindow();
    await button('Cannot publish yet').click();
    await button('Go on with it here…').click();
    await page.getByText(/goes back to how it was before the merge/).waitFor();
    await page.keyboard.press('Enter');
    await heading('Changed in both places').waitFor();
    await page.getByRole('radio', { name: 'Theirs' }).click();
    await button('Bring it together').click();
    await button('Send yours now').click();
    await heading('Published').waitFor();
    expect(tip()).toBe(git(tree, 'rev-parse', 'HEAD').trim());
    expect(git(tree, 'show', `HEAD:${POST}`)).toBe(text.replace('slowly', 'quickly'));
  });

  it.skipIf(process.platform !== 'linux')(
    'removes a lock that a killed git left, named with its age',
    async () => {
      edit();
      const lock = join(tree, '.git/index.lock');
      writeFileSync(lock, '');
      const then = new Date(Date.now() - 40 * 24 * 3600 * 1000);
      utimesSync(lock, then, then);
      await openWindow();
      await button('Cannot publish yet').click();
      await button('Remove the lock…').click();
      await page.getByText(/is 40 days old/).waitFor();
      expect(existsSync(lock)).toBe(true);
      await button('Remove it').click();
      await publish();
      await heading('Published').waitFor();
    },
  );

  it('says when readers have it, with the address', async () => {
    let isBuilt = false;
    const site = await serveSite((_request, response) => {
      if (isBuilt) response.end('<h1>Queues</h1><p>Nobody watches it any more.</p>');
      else response.end('<h1>Queues</h1>');
    });
    writeFiles(tree, { 'galley.yml': `title: Harbour\nurl: ${site.address}\n` });
    git(tree, 'commit', '-q', '-am', 'address');
    git(tree, 'push', '-q');
    edit();
    await openWindow();
    await button(/^Publish changes/).click();
    await publish();
    await page.getByText('Looking whether readers have it…').waitFor();
    isBuilt = true;
    await page.getByText('Live at', { exact: true }).waitFor();
    await button(new RegExp(`^${site.address}/`)).waitFor();
    expect(site.requests.length).toBeGreaterThan(1);
  });

  it('asks no site where the author does not want it', async () => {
    const site = await serveSite((_request, response) => response.end('<h1>Queues</h1>'));
    writeFiles(tree, { 'galley.yml': `title: Harbour\nurl: ${site.address}\n` });
    git(tree, 'commit', '-q', '-am', 'address');
    git(tree, 'push', '-q');
    writeFiles(join(home, 'galley/data'), { 'settings.json': '{"lookWhetherLive": false}' });
    edit();
    await openWindow();
    await button(/^Publish changes/).click();
    await publish();
    await heading('Published').waitFor();
    await page.getByText('Once the site has been built').waitFor();
    expect(site.requests).toEqual([]);
  });
});
