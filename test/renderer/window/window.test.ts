import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findChromium } from '../../helpers/chromium.ts';
import { holdPart } from '../../helpers/held-part.ts';
import { startWindowBrowser, type WindowBrowser } from './open-window.ts';

describe.skipIf(!findChromium())('the window (needs Chromium)', () => {
  let browser: WindowBrowser;

  beforeAll(async () => {
    browser = await startWindowBrowser();
  });
  afterAll(() => browser?.stop());

  /** Runs with a fresh window, which must not have failed by the end. */
  async function withWindow(
    query: string,
    use: (page: Page) => Promise<void>,
    size?: { width: number; height: number },
  ): Promise<void> {
    const { page, errors, close } = await browser.open(query, size);
    try {
      await use(page);
      expect(errors).toEqual([]);
    } finally {
      await close();
    }
  }

  const list = (page: Page) => page.getByRole('listbox', { name: 'Posts, newest first' });
  const row = (page: Page, name: string | RegExp) => list(page).getByRole('option', { name }).first();
  const bar = (page: Page) => page.getByRole('banner').first();
  const text = (page: Page) => page.getByRole('textbox', { name: 'Text of the post' });

  async function openPost(page: Page, name = 'Queues that answer at once'): Promise<void> {
    await row(page, name).click();
    await text(page).waitFor();
  }

  async function openReview(page: Page): Promise<void> {
    await bar(page)
      .getByRole('button', { name: /^Publish/ })
      .click();
    await page.getByRole('textbox', { name: 'Message' }).waitFor();
  }

  describe('the list', () => {
    it('says of each post in words what state it is in', () =>
      withWindow('', async (page) => {
        await row(page, /A cache that may be wrong.*New.*Draft/).waitFor();
        await row(page, /The index we deleted.*Problem/).waitFor();
        expect(await row(page, /Names for things that fail/).textContent()).not.toMatch(/New|Changed|Draft/);
      }));

    it('is moved in by arrow keys and opens by Enter', () =>
      withWindow('', async (page) => {
        await row(page, /Queues/).waitFor();
        await list(page).focus();
        await page.keyboard.press('ArrowDown');
        await page.keyboard.press('ArrowDown');
        await page.keyboard.press('Enter');
        await text(page).waitFor();
        await expect
          .poll(() => row(page, /Moving forty services/).getAttribute('aria-selected'))
          .toBe('true');
      }));

    it('is put in another order, by keys too, and back', () =>
      withWindow('', async (page) => {
        await row(page, /A cache that may be wrong/).waitFor();
        const choose = async (words: string) => {
          await page.getByRole('button', { name: 'Order of the posts' }).focus();
          await page.keyboard.press('Enter');
          await page.getByRole('menuitemradio', { name: words }).press('Enter');
        };
        const newest = await list(page).getByRole('option').first().textContent();
        await choose('Oldest first');
        const oldestFirst = page.getByRole('listbox', { name: 'Posts, oldest first' });
        await oldestFirst.waitFor();
        await expect.poll(() => oldestFirst.getByRole('option').first().textContent()).not.toBe(newest);
        await choose('Newest first');
        await expect.poll(() => list(page).getByRole('option').first().textContent()).toBe(newest);
      }));

    it('filters as one types, clears by Escape, and goes on by Down', () =>
      withWindow('', async (page) => {
        const field = page.getByRole('textbox', { name: 'Filter posts' });
        await field.fill('bounded tail');
        await row(page, /Queues that answer at once \(2\)/).waitFor();
        await expect.poll(() => list(page).getByRole('option').count()).toBe(3);
        await field.press('Escape');
        await row(page, /A cache that may be wrong/)
          .first()
          .waitFor();
        await field.press('ArrowDown');
        expect(await list(page).evaluate((element) => element === document.activeElement)).toBe(true);
      }));

    it('shows below them the posts whose texts hold what is typed, with the place that matches', () =>
      withWindow('', async (page) => {
        const field = page.getByRole('textbox', { name: 'Filter posts' });
        await field.fill('flame');
        await row(page, /Reading a flame graph/)
          .first()
          .waitFor();
        await field.fill('percentile');
        const found = row(page, /export function percentile/).first();
        await found.waitFor();
        await expect.poll(() => found.locator('mark').allTextContents()).toEqual(['percentile']);
        await page
          .getByRole('status')
          .filter({ hasText: /\d+ posts? found/ })
          .waitFor({ state: 'attached' });
        await field.fill('');
        await expect.poll(() => list(page).locator('mark').count()).toBe(0);
      }));

    it('says that nothing matches, and the way back', () =>
      withWindow('', async (page) => {
        await page.getByRole('textbox', { name: 'Filter posts' }).fill('zebra');
        await page.getByText('No post matches').waitFor();
        await page.getByRole('button', { name: 'Show all posts' }).click();
        await row(page, /Queues/)
          .first()
          .waitFor();
      }));

    it('shows drafts and changes apart', () =>
      withWindow('', async (page) => {
        const drafts = page.locator('label').filter({ has: page.getByRole('radio', { name: /^Drafts/ }) });
        await expect.poll(() => drafts.innerText()).toBe('Drafts 2');
        await page.getByRole('radio', { name: /^Drafts/ }).click();
        await expect.poll(() => list(page).getByRole('option').count()).toBe(2);
        await page.getByRole('radio', { name: /^Changed/ }).click();
        await expect.poll(() => list(page).getByRole('option').count()).toBe(5);
      }));

    it('keeps only the rows in sight of ten thousand posts', () =>
      withWindow('posts=10000', async (page) => {
        await row(page, /Queues/)
          .first()
          .waitFor();
        await expect.poll(() => list(page).getByRole('option').count()).toBeLessThan(40);
        await list(page).focus();
        await page.keyboard.press('End');
        await expect
          .poll(() => list(page).getByRole('option').last().getAttribute('aria-posinset'))
          .toBe('10000');
      }));

    it('says what to do where posts cannot be read', () =>
      withWindow('fail=posts', async (page) => {
        await page.getByText('Give yourself permission to read it, or choose another folder.').waitFor();
        await page.getByRole('button', { name: 'Try again' }).waitFor();
      }));

    it('keeps the buttons above a narrow window apart', () =>
      withWindow(
        'changed=12',
        async (page) => {
          await openPost(page);
          await bar(page)
            .getByRole('button', { name: /^Publish/ })
            .waitFor();
          const overlaps = () =>
            bar(page).evaluate((element) => {
              const boxes = [...element.querySelectorAll('button')]
                .map((button) => button.getBoundingClientRect())
                .filter(({ width }) => width > 0);
              return boxes.flatMap((one, index) =>
                boxes.slice(index + 1).filter((other) => other.left < one.right && one.left < other.right),
              ).length;
            });
          await expect.poll(overlaps).toBe(0);
          expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(420);
        },
        { width: 420, height: 800 },
      ));

    it('says of a folder that holds no blog what can be done', () =>
      withWindow('posts=0&generator=plain', async (page) => {
        await page.getByRole('heading', { name: 'No blog here yet' }).waitFor();
        await page.getByRole('button', { name: 'Open another folder' }).click();
        await page.getByRole('dialog').waitFor();
        await page.keyboard.press('Escape');
        await page.getByRole('button', { name: 'Start a new blog' }).click();
        await page.getByRole('radio', { name: /Quiet/ }).waitFor();
      }));

    it('opens the palette by the key that code editors open files by', () =>
      withWindow('', async (page) => {
        await row(page, /Queues/).waitFor();
        await page.keyboard.press('Control+p');
        await page.getByRole('combobox').waitFor();
      }));

    it('invites to a first post where there is none', () =>
      withWindow('posts=0', async (page) => {
        await page.getByText('Your first post').waitFor();
        await page.getByRole('button', { name: 'New post' }).last().click();
        await page.getByRole('textbox', { name: 'Title' }).fill('A beginning');
        await page.keyboard.press('Enter');
        await text(page).waitFor();
        await row(page, /A beginning.*Draft/).waitFor();
      }));
  });

  describe('publishing', () => {
    it.each([
      { width: 420, height: 800 },
      { width: 720, height: 450 },
    ])('leaves room to read the change at $width × $height', (size) =>
      withWindow(
        '',
        async (page) => {
          await openReview(page);
          const frame = page.getByTitle('The post as a reader sees it');
          await frame.scrollIntoViewIfNeeded();
          await page.locator('.review-panes').evaluate((panes) => panes.scrollTo(0, panes.scrollHeight));
          const seen = () =>
            frame.evaluate((element) => {
              const { top, bottom } = element.getBoundingClientRect();
              const panes = element.closest('.review-panes')?.getBoundingClientRect();
              return Math.min(bottom, panes?.bottom ?? 0) - Math.max(top, panes?.top ?? 0);
            });
          await expect.poll(seen).toBeGreaterThan(size.height / 2.5);
        },
        size,
      ),
    );

    it('chooses the open post, and shows its change', () =>
      withWindow('', async (page) => {
        await openPost(page);
        await openReview(page);
        await page.getByText('1 of 5 posts goes').waitFor();
        expect(
          await page.getByRole('checkbox', { name: 'Publish Queues that answer at once' }).isChecked(),
        ).toBe(true);
        await page
          .frameLocator('iframe[title^="The post as"]')
          .getByText('An older paragraph that has gone.')
          .waitFor();
        await page.getByText('2 other files stay here').waitFor();
      }));

    it('chooses all where no changed post is open', () =>
      withWindow('', async (page) => {
        await openReview(page);
        await page.getByText('5 of 5 posts go').waitFor();
      }));

    it('offers the look of the site, and pictures that no post uses', () =>
      withWindow('orphans=yes', async (page) => {
        await openReview(page);
        await page.getByText('6 of 6 changes go').waitFor();
        await page
          .getByRole('checkbox', { name: 'Publish Theme: assets/style.css', checked: true })
          .waitFor();
        await page.getByText('2 other files stay here').waitFor();
        await page.getByText('2 pictures no post uses').click();
        const fresh = page.getByRole('checkbox', { name: 'Publish assets/unused.png' });
        expect(await fresh.isChecked()).toBe(false);
        await fresh.click();
        await page.getByRole('button', { name: 'Publish 7 changes' }).waitFor();
        await page.getByRole('button', { name: 'Move to the bin: assets/unused.png' }).click();
        await page.getByRole('button', { name: 'Publish 6 changes' }).waitFor();
        await page.getByRole('button', { name: 'Bring it back: assets/unused.png' }).click();
        await fresh.waitFor();
        await page.getByRole('button', { name: 'Move to the bin: assets/old.png' }).click();
        await page.getByRole('checkbox', { name: 'Take assets/old.png offline', checked: true }).waitFor();
        await page.getByRole('button', { name: 'Publish 7 changes' }).click();
        await page.getByRole('heading', { name: 'Published', exact: true }).waitFor();
      }));

    it('publishes what is chosen, and says so', () =>
      withWindow('', async (page) => {
        await openPost(page);
        await openReview(page);
        await page.getByRole('checkbox', { name: /A cache that may be wrong/ }).click();
        await page.getByRole('button', { name: 'Publish 2 posts' }).click();
        await page.getByRole('heading', { name: 'Published', exact: true }).waitFor();
        await page.getByText('https://engineering.harbour.example/posts/post-0/').waitFor();
        await page.getByRole('button', { name: 'Back to writing' }).first().click();
        await bar(page)
          .getByRole('button', { name: /^Publish changes 3|^Publish 3/ })
          .waitFor();
      }));

    it('saves first what was just typed', () =>
      withWindow('changed=0', async (page) => {
        await openPost(page);
        await text(page).click();
        await page.keyboard.type('Fresh. ');
        await page.keyboard.press('Control+Shift+Enter');
        await page.getByText('1 of 1 post goes').waitFor();
        await page.getByText('Saved', { exact: true }).waitFor();
      }));

    it('goes on while the author is back at writing, and tells how it ended', () =>
      withWindow('slow=30', async (page) => {
        await openReview(page);
        await page.getByRole('button', { name: 'Publish 5 posts' }).click();
        await page.getByText('Make a version of it').first().waitFor();
        await page.getByRole('button', { name: 'Back to writing' }).click();
        await bar(page).getByRole('button', { name: 'Publishing…' }).waitFor();
        await page.getByRole('status').filter({ hasText: 'The remote holds your post' }).waitFor();
      }));

    it.each([
      ['remote-is-ahead', 'Others published meanwhile', 'Bring in changes'],
      ['offline', 'Waiting for the network', 'Try again'],
      ['refused', 'Refused', 'Try again'],
      ['needs-sign-in', 'The remote asks who you are', 'Sign in'],
    ])('that ends in %s says what happened and the one thing to do', (outcome, title, way) =>
      withWindow(`outcome=${outcome}`, async (page) => {
        await openReview(page);
        await page.getByRole('button', { name: 'Publish 5 posts' }).click();
        await page.getByRole('heading', { name: title }).waitFor();
        await page.getByRole('button', { name: way }).waitFor();
        const isOpen = outcome === 'refused' || outcome === 'blocked';
        expect(await page.getByText('Protected branch').isVisible()).toBe(isOpen);
        if (!isOpen) await page.getByText('What git said').click();
        await expect.poll(() => page.getByText('Protected branch').isVisible()).toBe(true);
      }),
    );

    it('that is tried again means what was chosen', () =>
      withWindow('outcome=refused', async (page) => {
        await openReview(page);
        await page.getByRole('checkbox', { name: /A cache that may be wrong/ }).click();
        await page.getByRole('button', { name: 'Publish 4 posts' }).click();
        await page.getByRole('button', { name: 'Try again' }).click();
        await page.getByText('4 of 5 posts go').waitFor();
        expect(await page.getByRole('checkbox', { name: /A cache that may be wrong/ }).isChecked()).toBe(
          false,
        );
      }));

    it('asks to bring in changes first where others have published', () =>
      withWindow('behind=2', async (page) => {
        await bar(page).getByRole('button', { name: 'Bring in changes first' }).click();
        await page.getByRole('button', { name: 'Bring in changes', exact: true }).click();
        await page.getByRole('heading', { name: 'Changes brought in' }).waitFor();
        await page.getByRole('button', { name: 'Go on to publish' }).click();
        await page.getByText('5 of 5 posts go').waitFor();
      }));

    it('says why nothing can be published, and the way out', () =>
      withWindow('state=no-remote', async (page) => {
        await bar(page).getByRole('button', { name: 'No remote' }).click();
        await page.getByText('git remote add origin').waitFor();
      }));

    it('shows what an untrusted repository would run, and goes on once it is trusted', () =>
      withWindow('state=untrusted', async (page) => {
        await page.getByText('look at what this repository would run').waitFor();
        await bar(page).getByRole('button', { name: 'Trust first' }).click();
        await page.getByText('core.fsmonitor = .git/hooks/watch.sh').waitFor();
        await page.getByRole('button', { name: 'Trust and continue' }).click();
        await page.getByText('5 of 5 posts go').waitFor();
      }));

    it('keeps a typed message when the author goes back for a moment', () =>
      withWindow('', async (page) => {
        await openReview(page);
        await page.getByRole('textbox', { name: 'Message' }).fill('What I mean');
        await page.keyboard.press('Escape');
        await openReview(page);
        await expect
          .poll(() => page.getByRole('textbox', { name: 'Message' }).inputValue())
          .toBe('What I mean');
      }));
  });

  describe('safety of the text', () => {
    it('shows in words that text is not saved, and why', () =>
      withWindow('fail=save', async (page) => {
        await openPost(page);
        await text(page).click();
        await page.keyboard.type('Words. ');
        await page.getByRole('button', { name: /^Not saved: The disk is full/ }).click();
        await page.getByText('Make room on the disk, then try again.').waitFor();
      }));

    it.each([480, 380])('never cuts “Not saved” short, %i px wide', (width) =>
      withWindow('fail=save', async (page) => {
        await openPost(page);
        await page.setViewportSize({ width, height: 800 });
        await text(page).click();
        await page.keyboard.type('Words. ');
        const words = page.getByRole('button', { name: /^Not saved/ }).locator('> span');
        await words.waitFor();
        const { needed, given } = await words.evaluate((element) => ({
          needed: element.scrollWidth,
          given: element.clientWidth,
        }));
        expect(needed).toBeLessThanOrEqual(given);
      }),
    );

    it('does not leave a post whose text could not be saved', () =>
      withWindow('fail=save', async (page) => {
        await openPost(page);
        await text(page).click();
        await page.keyboard.type('Words. ');
        await row(page, /A cache that may be wrong/).click();
        await page.getByRole('alert').filter({ hasText: 'This post is not saved yet.' }).waitFor();
        expect(await text(page).textContent()).toContain('Words.');
      }));

    it('says that the program is gone, and that it is back', () =>
      withWindow('', async (page) => {
        await openPost(page);
        await page.evaluate(() => Object.assign(globalThis, { hostIsLost: true }));
        await text(page).click();
        await page.keyboard.type('Words. ');
        const banner = page.getByRole('alert').filter({ hasText: 'Galley does not answer.' });
        await banner.waitFor();
        await page.evaluate(() => Object.assign(globalThis, { hostIsLost: false }));
        await banner.waitFor({ state: 'detached' });
        await page.getByText('Saved', { exact: true }).waitFor();
      }));
  });

  it('keeps the text when it meets a bug of its own', async () => {
    const { page, close } = await browser.open('fail=window');
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await openPost(page);
    await text(page).click();
    await page.keyboard.type('Kept words. ');
    await page.getByRole('button', { name: 'Copy the open post’s text' }).click();
    await page.getByRole('button', { name: 'Copied' }).waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toContain('Kept words.');
    await close();
  });

  it('asks before it is left with text that could not be saved', () =>
    withWindow('fail=save', async (page) => {
      await openPost(page);
      await text(page).click();
      await page.keyboard.type('Words. ');
      const asked = page.waitForEvent('dialog');
      // Loading anew asks as closing does; Chromium itself may crash over a page that is closed, kept, and closed again.
      await page.evaluate(() => setTimeout(() => location.reload()));
      const dialog = await asked;
      expect(dialog.type()).toBe('beforeunload');
      await dialog.dismiss();
      expect(await text(page).textContent()).toContain('Words.');
    }));

  it('lets a title run in the direction of its own letters', () =>
    withWindow(`head=${encodeURIComponent('---\ntitle: מגדלור (Harbour)\n---\n')}`, async (page) => {
      await row(page, /./).click();
      const directionOf = (element: Element) => getComputedStyle(element).direction;
      const title = page.getByRole('textbox', { name: 'Title' });
      await expect.poll(() => title.inputValue()).toBe('מגדלור (Harbour)');
      expect(await title.evaluate(directionOf)).toBe('rtl');
      await title.fill('Harbour');
      expect(await title.evaluate(directionOf)).toBe('ltr');
    }));

  describe('the keyboard', () => {
    it('comes back to the text from the review by Escape', () =>
      withWindow('', async (page) => {
        await openPost(page);
        await text(page).click();
        await page.keyboard.press('Control+Shift+Enter');
        await page.getByRole('textbox', { name: 'Message' }).waitFor();
        await page.keyboard.press('Escape');
        await expect
          .poll(() => page.evaluate(() => document.activeElement?.className ?? ''))
          .toContain('cm-content');
      }));

    it('comes back to the text where the list is gone that it came from', () =>
      withWindow('', async (page) => {
        await openPost(page);
        await list(page).focus();
        await page.keyboard.press('Control+Shift+Enter');
        await page.getByRole('textbox', { name: 'Message' }).waitFor();
        await page.setViewportSize({ width: 500, height: 800 });
        await list(page).waitFor({ state: 'detached' });
        await page.keyboard.press('Escape');
        await expect
          .poll(() => page.evaluate(() => document.activeElement?.className ?? ''))
          .toContain('cm-content');
      }));

    it('finds a post by the palette, and Escape gives the focus back', () =>
      withWindow('', async (page) => {
        await openPost(page);
        await text(page).click();
        await page.keyboard.press('Control+k');
        await page.getByRole('combobox').fill('flame graf');
        await page.keyboard.press('Escape');
        await expect
          .poll(() => page.evaluate(() => document.activeElement?.className ?? ''))
          .toContain('cm-content');
        await page.keyboard.press('Control+k');
        await page.getByRole('combobox').fill('flame');
        await page.keyboard.press('Enter');
        await expect
          .poll(() =>
            row(page, /Reading a flame graph/)
              .first()
              .getAttribute('aria-selected'),
          )
          .toBe('true');
      }));

    it.each(['Keyboard shortcuts', 'New post', 'Settings', 'Deleted posts'])(
      'gives the focus back to the text from “%s”, opened by the palette',
      (words) =>
        withWindow('', async (page) => {
          await openPost(page);
          await text(page).click();
          await page.keyboard.press('Control+k');
          await page.getByRole('combobox').fill(words);
          await page.getByRole('option', { name: words }).first().waitFor();
          await page.keyboard.press('Enter');
          await page.getByRole('dialog', { name: words }).waitFor();
          await page.keyboard.press('Escape');
          await expect
            .poll(() => page.evaluate(() => document.activeElement?.className ?? ''))
            .toContain('cm-content');
        }),
    );

    it('types into the palette what was typed before it came, and not into the post', () =>
      withWindow('', async (page) => {
        const letCome = await holdPart(page, /\/panels-[^/]*\.js/);
        await page.reload({ waitUntil: 'commit' });
        await openPost(page);
        await text(page).click();
        const before = await text(page).textContent();
        await page.keyboard.press('Control+k');
        await page.keyboard.type('flame graX');
        await page.keyboard.press('Backspace');
        expect(await page.getByRole('combobox').count()).toBe(0);
        expect(await text(page).textContent()).toBe(before);
        letCome();
        await expect.poll(() => page.getByRole('combobox').inputValue()).toBe('flame gra');
        await page.keyboard.press('Enter');
        await expect
          .poll(() => row(page, /Reading a flame graph/).getAttribute('aria-selected'))
          .toBe('true');
      }));

    it('types into the palette what follows its keys at once on a slow computer', { timeout: 90_000 }, () =>
      withWindow('', async (page) => {
        await openPost(page);
        await text(page).click();
        const before = await text(page).textContent();
        const session = await page.context().newCDPSession(page);
        await session.send('Emulation.setCPUThrottlingRate', { rate: 8 });
        await page.keyboard.press('Control+k');
        await page.keyboard.type('flame gra');
        const palette = page.getByRole('combobox');
        await expect.poll(() => palette.inputValue(), { timeout: 30_000 }).toBe('flame gra');
        expect(await page.locator('.cm-content').textContent()).toBe(before);
      }),
    );

    it('looks for what was typed before the search came, and does not write it into the post', () =>
      withWindow('', async (page) => {
        const letCome = await holdPart(page, /\/text-tools-[^/]*\.js/);
        await page.reload({ waitUntil: 'commit' });
        await openPost(page);
        await text(page).click();
        const before = await text(page).textContent();
        await page.keyboard.press('Control+f');
        await page.keyboard.type('queuX');
        await page.keyboard.press('Backspace');
        expect(await page.getByRole('textbox', { name: 'Find' }).count()).toBe(0);
        letCome();
        await expect.poll(() => page.getByRole('textbox', { name: 'Find' }).inputValue()).toBe('queu');
        expect(await text(page).textContent()).toBe(before);
      }));

    it('writes into a new post what was typed before it came', () =>
      withWindow('', async (page) => {
        await openPost(page);
        await page.getByRole('button', { name: 'New post' }).first().click();
        await page.getByRole('dialog').getByLabel('Title', { exact: true }).fill('Quick');
        await page.keyboard.press('Enter');
        await page.keyboard.type('First words.');
        await page.keyboard.press('Enter');
        await page.keyboard.type('Second line.');
        await expect
          .poll(() => text(page).locator('.cm-line').allTextContents())
          .toEqual(expect.arrayContaining(['First words.', 'Second line.']));
      }));

    it('finds a post by its text in the palette, below titles and commands', () =>
      withWindow('', async (page) => {
        await openPost(page);
        await page.keyboard.press('Control+k');
        await page.getByRole('combobox').fill('Deadlines travel');
        const found = page.getByRole('option', { name: /Deadlines travel with the request/ }).first();
        await found.waitFor();
        await expect.poll(() => found.locator('mark').allTextContents()).toEqual(['Deadlines travel']);
        await page.getByText('In the text').waitFor();
        await page.keyboard.press('Enter');
        await text(page).waitFor();
        await expect.poll(() => page.getByRole('combobox').count()).toBe(0);
      }));

    it('goes from pane to pane by F6 and back by Shift F6', () =>
      withWindow('', async (page) => {
        await openPost(page);
        const pane = () =>
          page.evaluate(() => document.activeElement?.closest('[data-pane]')?.getAttribute('data-pane'));
        await list(page).focus();
        await page.keyboard.press('F6');
        expect(await pane()).toBe('write');
        await page.keyboard.press('F6');
        expect(await pane()).toBe('preview');
        await page.keyboard.press('Shift+F6');
        expect(await pane()).toBe('write');
      }));

    it('hides and shows the preview and the list', () =>
      withWindow('', async (page) => {
        await openPost(page);
        await page.locator('iframe').waitFor();
        await page.keyboard.press('Control+\\');
        await page.locator('iframe').waitFor({ state: 'detached' });
        await page.keyboard.press('Control+Shift+l');
        await list(page).waitFor({ state: 'detached' });
        await expect.poll(() => text(page).isVisible()).toBe(true);
      }));

    it('resizes a pane by arrow keys and remembers it', () =>
      withWindow('', async (page) => {
        await row(page, /Queues/)
          .first()
          .waitFor();
        const line = page.getByRole('separator', { name: 'Width of the list' });
        const before = Number(await line.getAttribute('aria-valuenow'));
        await line.focus();
        await page.keyboard.press('ArrowRight');
        await expect
          .poll(async () => Number(await line.getAttribute('aria-valuenow')))
          .toBeGreaterThan(before);
      }));
  });

  describe('a narrow window', () => {
    const medium = { width: 800, height: 700 };
    const narrow = { width: 480, height: 800 };

    it('shows the preview instead of the editor', () =>
      withWindow(
        '',
        async (page) => {
          await openPost(page);
          await expect.poll(() => page.locator('iframe').count()).toBe(0);
          await page.getByRole('button', { name: 'Show the preview' }).click();
          await page
            .frameLocator('iframe')
            .getByRole('heading', { name: 'Queues that answer at once' })
            .waitFor();
          await page.getByRole('button', { name: 'Hide the preview' }).click();
          await text(page).click();
        },
        medium,
      ));

    it('shows list and post in turn', () =>
      withWindow(
        '',
        async (page) => {
          await openPost(page);
          await expect.poll(() => list(page).count()).toBe(0);
          await page.getByRole('button', { name: 'Show the list' }).click();
          await row(page, /A cache/)
            .first()
            .waitFor();
        },
        narrow,
      ));
  });

  describe('the start', () => {
    it('offers recent blogs, the sample, and a folder found by typing', () =>
      withWindow('open=no', async (page) => {
        await page.getByRole('button', { name: /Field Notes/ }).waitFor();
        await page.getByRole('button', { name: /Try the sample/ }).waitFor();
        await page.getByRole('button', { name: /Open a blog/ }).click();
        const path = page.getByRole('combobox', { name: 'Path of the folder' });
        await expect.poll(() => path.inputValue()).toBe('/home/ada/');
        await path.pressSequentially('gar');
        await page.keyboard.press('Tab');
        await expect.poll(() => path.inputValue()).toBe('/home/ada/garden-notes/');
        await page.keyboard.press('Enter');
        await row(page, /Queues/)
          .first()
          .waitFor();
      }));

    it('changes the theme at once', () =>
      withWindow('', async (page) => {
        await row(page, /Queues/).waitFor();
        await page.keyboard.press('Control+,');
        await page.getByRole('radio', { name: 'Dark' }).click();
        expect(await page.evaluate(() => document.documentElement.dataset.theme)).toBe('dark');
      }));
  });
});
