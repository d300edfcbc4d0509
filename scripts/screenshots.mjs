// Pictures of the window's main states in both themes, into test-results/screenshots: `npm run screenshots`.
import { execFileSync, spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { buildIfNeeded } from './lib/build.mjs';
import { providePrograms } from './programs.mjs';

/** @typedef {import('playwright-core').Page} Page */

/**
 * @typedef {object} Shot
 * @property {string} name
 * @property {number} [width]
 * @property {number} [height]
 * @property {string[]} [site] arguments of `galley serve`; the sample where there are none
 * @property {(folder: string) => string} [blog] makes a blog in a folder and returns its path
 * @property {(page: Page, home: string) => Promise<void>} act brings the window into the state
 */

const project = dirname(dirname(fileURLToPath(import.meta.url)));
const target = join(project, 'test-results/screenshots');
const wanted = process.argv.slice(2);

/** @type {Shot[]} */
const shots = [
  { name: 'start', site: [], blog: (folder) => folder, act: closeBlog },
  { name: 'new-blog', site: [], blog: (folder) => folder, act: openNewBlog },
  { name: 'writing', act: openNewest },
  { name: 'writing-1024', width: 1024, height: 720, act: openNewest },
  { name: 'writing-800', width: 800, height: 700, act: openNewest },
  { name: 'writing-480', width: 480, height: 800, act: openNewest },
  { name: 'details', act: openDetails },
  { name: 'review', act: openReview },
  { name: 'published', act: publish },
  { name: 'palette', act: openPalette },
  { name: 'changed-on-disk', act: changeOnDisk },
  { name: 'untrusted', blog: untrustedBlog, act: openTrust },
  {
    name: 'no-posts',
    blog: emptyBlog,
    act: async (page) => void (await page.getByRole('banner').first().waitFor()),
  },
  { name: 'ten-thousand', blog: largeBlog, act: scrollList },
];

await providePrograms((line) => process.stdout.write(`${line}\n`));
if (!(await buildIfNeeded())) process.exit(1);
mkdirSync(target, { recursive: true });
const browser = await chromium.launch({
  executablePath: process.env.GALLEY_CHROMIUM,
  args: process.getuid?.() === 0 ? ['--no-sandbox', '--disable-background-networking'] : [],
});
try {
  for (const shot of shots) {
    if (wanted.length > 0 && !wanted.includes(shot.name)) continue;
    for (const theme of /** @type {const} */ (['light', 'dark'])) await take(shot, theme);
  }
} finally {
  await browser.close();
}

/**
 * @param {Shot} shot
 * @param {'light' | 'dark'} theme
 */
async function take(shot, theme) {
  const folder = mkdtempSync(join(tmpdir(), 'galley-screenshots-'));
  const home = join(folder, 'home');
  const site = shot.blog ? ['--site', shot.blog(folder)] : ['--last'];
  const { address, stop } = await serve(home, site);
  const path = join(target, `${shot.name}-${theme}.png`);
  // A state that cannot be reached leaves no picture of another day.
  rmSync(path, { force: true });
  const viewport = { width: shot.width ?? 1440, height: shot.height ?? 900 };
  const page = await browser.newPage({ viewport, colorScheme: theme, reducedMotion: 'reduce' });
  try {
    await page.goto(address);
    await shot.act(page, home);
    await page.waitForLoadState('networkidle', { timeout: 2000 }).catch(() => {});
    await page.screenshot({ path, caret: 'hide' });
    process.stdout.write(`${path}\n`);
  } catch (error) {
    process.stderr.write(`${shot.name} (${theme}): ${error instanceof Error ? error.message : error}\n`);
    process.exitCode = 1;
  } finally {
    await page.close();
    await stop();
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

/**
 * @param {string} home
 * @param {string[]} site
 * @returns {Promise<{ address: string, stop: () => Promise<void> }>}
 */
function serve(home, site) {
  const child = spawn(process.execPath, [join(project, 'out/cli.js'), 'serve', ...site], {
    env: { ...process.env, GALLEY_HOME: home },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  /** @type {Promise<void>} */
  const ended = new Promise((done) => child.on('exit', () => done()));
  const stop = () => {
    child.kill('SIGINT');
    return ended;
  };
  return new Promise((done, failed) => {
    let said = '';
    child.stdout.on('data', (chunk) => {
      said += chunk;
      const address = /http:\/\/\S+(?=\s)/.exec(said)?.[0];
      if (address) done({ address, stop });
    });
    child.on('exit', (code) => failed(new Error(`galley serve ended with ${code}: ${said}`)));
  });
}

/** @param {Page} page */
async function closeBlog(page) {
  await page.getByRole('banner').first().getByRole('button').nth(1).click();
  await page.getByRole('menuitem', { name: /Close/ }).click();
  await page.getByRole('button', { name: /sample/i }).waitFor();
}

/** @param {Page} page */
async function openNewest(page) {
  const width = page.viewportSize()?.width ?? 0;
  await page.getByRole('option').first().click();
  await page.getByRole('textbox', { name: 'Text of the post' }).waitFor();
  if (width >= 900) await page.frameLocator('iframe').getByRole('heading').first().waitFor();
}

/** @param {Page} page */
async function openDetails(page) {
  await openNewest(page);
  await page.getByRole('button', { name: /Show details/ }).click();
}

/** @param {Page} page */
async function typeSomething(page) {
  await openNewest(page);
  const text = page.getByRole('textbox', { name: 'Text of the post' });
  await text.getByText('So now a rule is a WebAssembly module.').click();
  await page.keyboard.press('End');
  await page.keyboard.type(' It took a year, and I would do it again.');
  await page.getByRole('button', { name: /^Publish changes/ }).waitFor();
}

/** @param {Page} page */
async function openNewBlog(page) {
  await closeBlog(page);
  await page.getByRole('button', { name: /Start a new blog/ }).click();
  await page.getByRole('radio', { name: /^Workshop/ }).waitFor();
}

/** @param {Page} page */
async function openReview(page) {
  await typeSomething(page);
  await page.getByRole('button', { name: /^Publish changes/ }).click();
  const change = page.getByRole('region', { name: 'The change' });
  await change.locator('iframe').contentFrame().getByText('It took a year').waitFor();
  await page.getByRole('button', { name: 'Publish 1 post' }).waitFor();
}

/** @param {Page} page */
async function publish(page) {
  await openReview(page);
  await page.getByRole('button', { name: 'Publish 1 post' }).click();
  await page.getByRole('heading', { name: 'Published', exact: true }).waitFor();
}

/** @param {Page} page */
async function openPalette(page) {
  await openNewest(page);
  await page.keyboard.press('Control+K');
  await page.keyboard.type('pub');
}

/**
 * @param {Page} page
 * @param {string} home
 */
async function changeOnDisk(page, home) {
  await openNewest(page);
  const text = page.getByRole('textbox', { name: 'Text of the post' });
  await text.getByText('So now a rule is a WebAssembly module.').click();
  const path = join(home, 'data/sample/blog/posts/2025-07-14-wasm-runtime-architecture.md');
  await page.keyboard.type('Mine. ', { delay: 5 });
  const sentence = 'So now a rule is a WebAssembly module.';
  writeFileSync(path, readFileSync(path, 'utf8').replace(sentence, `${sentence} Theirs.`));
  await page.getByRole('button', { name: 'Keep mine' }).waitFor();
}

/** @param {Page} page */
async function openTrust(page) {
  await page.getByRole('banner').first().getByRole('button').last().click();
  await page
    .getByRole('button', { name: /^Trust/ })
    .first()
    .waitFor();
}

/** @param {Page} page */
async function scrollList(page) {
  const list = page.getByRole('listbox');
  await list.getByRole('option').first().click();
  await list.hover();
  await page.mouse.wheel(0, 200_000);
}

/** @param {string} folder */
function untrustedBlog(folder) {
  const blog = join(folder, 'blog');
  cpSync(join(project, 'resources/sample'), blog, { recursive: true });
  git(blog, 'init', '--quiet', '--template=');
  git(blog, 'config', 'core.fsmonitor', '.tools/watch.sh');
  mkdirSync(join(blog, '.git/hooks'), { recursive: true });
  writeFileSync(join(blog, '.git/hooks/pre-commit'), '#!/bin/sh\nnpm test\n', { mode: 0o755 });
  return blog;
}

/** @param {string} folder */
function emptyBlog(folder) {
  const blog = join(folder, 'blog');
  mkdirSync(join(blog, 'posts'), { recursive: true });
  writeFileSync(join(blog, 'galley.yml'), 'title: A new blog\n');
  git(blog, 'init', '--quiet', '--template=');
  return blog;
}

/** @param {string} folder */
function largeBlog(folder) {
  const blog = join(folder, 'blog');
  mkdirSync(join(blog, 'posts'), { recursive: true });
  writeFileSync(join(blog, 'galley.yml'), 'title: Ten thousand posts\n');
  for (let number = 1; number <= 10_000; number += 1) {
    const day = new Date(Date.UTC(2000, 0, 1) + number * 80_000_000).toISOString().slice(0, 10);
    const head = `---\ntitle: Note number ${number}\ndate: ${day}\ndescription: What was learned on that day, in one line.\n---\n`;
    writeFileSync(join(blog, 'posts', `${day}-note-${number}.md`), `${head}\nA short note.\n`);
  }
  return blog;
}

/**
 * @param {string} folder
 * @param {string[]} args
 */
function git(folder, ...args) {
  execFileSync('git', args, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
}
