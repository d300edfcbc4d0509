import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Handlers } from '../../../src-main/common/api/contract.ts';
import { mergedText } from '../../../src-main/common/posts/merge-post.ts';
import type { PublishOutcome } from '../../../src-main/common/publish/publish.ts';
import { createApplication } from '../../../src-main/core/application.ts';
import { blobId } from '../../../src-main/core/publish/blob-id.ts';
import { bundleProgram } from '../../helpers/bundle-program.ts';
import { killAll, removeLocks, runAndKill } from '../../helpers/kill-all.ts';
import { indexOf } from '../../helpers/publishing.ts';
import { git, makeRepository, writeFiles } from '../../helpers/repository.ts';
import { seededRandom } from '../../helpers/seeded-random.ts';
import { makeTemporaryFolder } from '../../helpers/temporary-folder.ts';

/** `npm run torture` sets more. */
const STEPS = process.env.GALLEY_TORTURE ? Math.max(50, Number(process.env.GALLEY_TORTURE) / 4) : 36;
const SEED = Number(process.env.GALLEY_SEED ?? 20_240_501);
const entry = fileURLToPath(new URL('../../helpers/publish-once.ts', import.meta.url));

let parent = '';
let program = '';
beforeAll(async () => {
  parent = makeTemporaryFolder();
  program = await bundleProgram(entry, parent);
});
afterAll(() => rmSync(parent, { recursive: true, force: true, maxRetries: 3 }));

/** Somebody who writes with Galley in a clone of their own. */
interface Author {
  name: string;
  tree: string;
  /** The folder above the clone, with Galley's own folders. */
  place: string;
  ask: Handlers;
  close(): Promise<void>;
}

/** What must hold, gathered while it goes on. */
interface Ledger {
  /** Every text that was ever saved, with who saved it. */
  saved: { text: string; author: Author }[];
  /** Every commit that was said to be published. */
  published: string[];
  /** What an author has staged of their own. */
  staged: Map<Author, string>;
}

describe.skipIf(process.platform !== 'linux')('two authors and a bot on one remote (kills by /proc)', () => {
  it(`lose no text, are told no lie and can always go on, over ${STEPS} steps (seed ${SEED})`, {
    timeout: 60_000 + STEPS * 5_000,
  }, async () => {
    const world = await makeWorld();
    const { authors, random, ledger } = world;
    try {
      for (let step = 0; step < STEPS; step += 1) {
        const author = authors[step % 2] as Author;
        const [name, act] = pick(random, actions);
        await act(world, author).catch((error: unknown) => {
          throw new Error(`Step ${step}, ${author.name}: ${name}`, { cause: error });
        });
        if (step % 15 === 14) await expectAllKept(world);
      }
      await settleEverything(world);
      await expectAllKept(world);
      expect(ledger.saved.length).toBeGreaterThan(0);
      expect(ledger.published.length).toBeGreaterThan(0);
    } finally {
      await Promise.all(authors.map(({ close }) => close()));
    }
  });
});

interface World {
  authors: Author[];
  remote: string;
  bot: string;
  random: () => number;
  ledger: Ledger;
}

async function makeWorld(): Promise<World> {
  const posts = Object.fromEntries(
    Array.from({ length: 5 }, (_, at) => [`posts/post-${at}.md`, firstText(`Post ${at}`)]),
  );
  const { remote } = makeRepository(parent, { 'galley.yml': 'title: Two\n', ...posts });
  const clone = (name: string): string => {
    const tree = join(parent, name, 'blog');
    git(parent, 'clone', '-q', remote, tree);
    git(tree, 'config', 'user.name', name);
    git(tree, 'config', 'user.email', `${name}@example.org`);
    return tree;
  };
  const authors = await Promise.all(['ada', 'ben'].map((name) => openAuthor(name, clone(name))));
  const ledger: Ledger = { saved: [], published: [], staged: new Map() };
  return { authors, remote, bot: clone('bot'), random: seededRandom(SEED), ledger };
}

function firstText(title: string): string {
  const body = Array.from({ length: 6 }, (_, at) => `Paragraph ${at} of ${title}.`).join('\n\n');
  return `---\ntitle: ${title}\ndate: 2024-05-01\ntags: [a]\n---\n\n${body}\n`;
}

async function openAuthor(name: string, tree: string): Promise<Author> {
  const place = join(tree, '..');
  const home = { data: join(place, 'home', 'data'), cache: join(place, 'home', 'cache') };
  const application = createApplication({ home, host: { kind: 'cli', version: '1.0.0' }, resources: '' });
  await application.handlers['site.open']({ path: tree });
  return { name, tree, place, ask: application.handlers, close: () => application.close() };
}

type Act = (world: World, author: Author) => Promise<void>;

/** The oftener it stands here, the oftener it happens. */
const actions: [string, Act][] = [
  ['edit', edit],
  ['edit', edit],
  ['edit', edit],
  ['create', create],
  ['publish', publish],
  ['publish', publish],
  ['publish', publish],
  ['bring in', bringIn],
  ['bring in', bringIn],
  ['bot', botCommits],
  ['bot', botCommits],
  ['stage', stage],
  ['rename', rename],
  ['delete', remove],
  ['take back', unpublish],
  ['restore', restore],
  ['kill a publish', killPublish],
  ['kill a bring-in', killBringIn],
];

async function edit({ random, ledger }: World, author: Author): Promise<void> {
  const path = pickPost(random, author.tree);
  if (path === undefined) return;
  const { text, revision } = await author.ask['posts.read']({ path });
  const changed = changedText(random, text, author.name);
  const outcome = await author.ask['posts.save']({ path, text: changed, basedOn: revision });
  expect(outcome.kind).toBe('saved');
  ledger.saved.push({ text: changed, author });
}

async function create({ random, ledger }: World, author: Author): Promise<void> {
  const title = `New ${author.name} ${Math.floor(random() * 1e9)}`;
  const { text } = await author.ask['posts.create']({ title, body: `Written by ${author.name}.\n` });
  ledger.saved.push({ text, author });
}

async function publish(world: World, author: Author): Promise<void> {
  const plan = await author.ask['publish.plan']({});
  const posts = plan.changes.filter(({ post }) => post).map(({ path }) => path);
  const paths = posts.filter(() => world.random() < 0.7);
  believe(world, await author.ask['publish.run']({ paths }));
}

/** “Published” is said only of what the remote has at that moment. */
function believe({ remote, ledger }: World, outcome: PublishOutcome): void {
  expect(outcome.message).not.toMatch(/^(fatal|error):/m);
  if (outcome.outcome !== 'published') return;
  expect(outcome.verified).toBe(true);
  git(remote, 'merge-base', '--is-ancestor', outcome.commit ?? '', 'main');
  ledger.published.push(outcome.commit ?? '');
}

async function bringIn({ random, ledger }: World, author: Author): Promise<void> {
  const before = indexOf(author.tree);
  const outcome = await author.ask['publish.bringIn']({});
  expect(outcome.message).not.toMatch(/^(fatal|error):/m);
  if (outcome.kind === 'conflict') expect(indexOf(author.tree)).toBe(before);
  if (!outcome.conflicts || random() < 0.4) return;
  const resolutions = outcome.conflicts.map(({ path, parts, removedBy }) => ({
    path,
    text:
      removedBy !== undefined && random() < 0.5
        ? undefined
        : mergedText(parts, () => pick(random, ['ours', 'theirs', 'both'] as const)),
  }));
  const resolved = await author.ask['publish.resolve']({ resolutions });
  if (resolved.kind !== 'brought-in') return;
  for (const { text } of resolutions) if (text !== undefined) ledger.saved.push({ text, author });
}

async function botCommits({ random, bot }: World): Promise<void> {
  git(bot, 'fetch', '-q');
  git(bot, 'reset', '-q', '--hard', 'origin/main');
  const path = pickPost(random, bot);
  if (path === undefined || random() < 0.2) {
    writeFiles(bot, { [`posts/bot-${Math.floor(random() * 1e9)}.md`]: firstText('Of the bot') });
  } else if (random() < 0.15) git(bot, 'rm', '-q', path);
  else writeFiles(bot, { [path]: changedText(random, readFileSync(join(bot, path), 'utf8'), 'bot') });
  git(bot, 'add', '-A');
  git(bot, 'commit', '-q', '--allow-empty', '-m', 'By the bot');
  git(bot, 'push', '-q');
}

async function stage({ random, ledger }: World, author: Author): Promise<void> {
  writeFiles(author.tree, { 'own-notes.txt': `${Math.floor(random() * 1e9)}\n` });
  git(author.tree, 'add', 'own-notes.txt');
  ledger.staged.set(author, git(author.tree, 'ls-files', '--stage', 'own-notes.txt'));
}

async function rename({ random }: World, author: Author): Promise<void> {
  const path = pickPost(random, author.tree);
  if (path === undefined) return;
  const to = `posts/renamed-${Math.floor(random() * 1e9)}.md`;
  renameSync(join(author.tree, path), join(author.tree, to));
}

async function remove({ random }: World, author: Author): Promise<void> {
  const path = pickPost(random, author.tree);
  // What no commit has is not Galley’s to bring back when another program deletes it.
  if (path === undefined || git(author.tree, 'status', '--porcelain', '--', path) !== '') return;
  rmSync(join(author.tree, path));
}

async function unpublish(world: World, author: Author): Promise<void> {
  const path = pickPost(world.random, author.tree);
  if (path !== undefined) believe(world, await author.ask['publish.unpublish']({ path }));
}

async function restore({ random, ledger }: World, author: Author): Promise<void> {
  const path = pickPost(random, author.tree);
  const versions = path === undefined ? [] : await author.ask['posts.history']({ path });
  if (path === undefined || versions.length === 0) return;
  await author.ask['posts.restore']({ path, version: pick(random, versions).commit });
  ledger.saved.push({ text: readFileSync(join(author.tree, path), 'utf8'), author });
}

async function killPublish(world: World, author: Author): Promise<void> {
  const path = pickPost(world.random, author.tree);
  if (path !== undefined) await killed(world, author, path);
}

async function killBringIn(world: World, author: Author): Promise<void> {
  await killed(world, author, '');
}

async function killed({ random, remote }: World, { tree, place }: Author, path: string): Promise<void> {
  const kill =
    random() < 0.5 ? killAll : (child: { kill(signal: 'SIGKILL'): unknown }) => child.kill('SIGKILL');
  const output = await runAndKill([program, place, tree, path], Math.floor(random() * 600), kill);
  removeLocks(join(tree, '.git'));
  removeLocks(remote);
  // What it said before it was killed must be so, too.
  if (output.includes('published')) {
    const head = git(tree, 'rev-parse', 'HEAD').trim();
    git(remote, 'merge-base', '--is-ancestor', head, 'main');
  }
}

async function expectAllKept({ authors, remote, bot, ledger }: World): Promise<void> {
  for (const tree of [...authors.map((author) => author.tree), remote])
    expect(git(tree, 'fsck', '--strict', '--no-dangling', '--no-progress')).toBe('');
  const committed = new Set(
    [...authors.map(({ tree }) => tree), remote, bot].flatMap((tree) =>
      git(tree, 'rev-list', '--all', '--reflog', '--objects', '--no-object-names').split('\n'),
    ),
  );
  for (const { text, author } of ledger.saved) {
    const bytes = Buffer.from(text);
    const isKept =
      committed.has(blobId(bytes, 40)) ||
      snapshotsOf(author).has(createHash('sha256').update(bytes).digest('hex')) ||
      textsIn(author.tree).has(text);
    expect(isKept, `A text of ${author.name} is nowhere: ${text}`).toBe(true);
  }
  for (const commit of ledger.published) git(remote, 'merge-base', '--is-ancestor', commit, 'main');
  for (const [{ tree }, staged] of ledger.staged)
    expect(git(tree, 'ls-files', '--stage', 'own-notes.txt')).toBe(staged);
  expect(git(remote, 'ls-tree', '-r', '--name-only', 'main')).not.toContain('own-notes.txt');
  // Git fails where it finds nothing.
  expect(() => git(remote, 'grep', '-l', '-e', '^<<<<<<<', 'main')).toThrow();
}

/** Revisions of the texts that Galley has kept: they stand in the names of the files. */
function snapshotsOf({ place }: Author): Set<string> {
  const folder = join(place, 'home', 'data', 'snapshots');
  if (!existsSync(folder)) return new Set();
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return new Set(names.map((name) => /-([0-9a-f]{64})\.json$/.exec(name)?.[1] ?? ''));
}

function textsIn(tree: string): Set<string> {
  return new Set(postsIn(tree).map((path) => readFileSync(join(tree, path), 'utf8')));
}

/** Both publish all they have and bring in all there is, by clicks alone, until the three agree. */
async function settleEverything(world: World): Promise<void> {
  const { authors, remote } = world;
  for (let round = 0; round < 6; round += 1) {
    for (const author of authors) await publishAndBringIn(world, author);
    const trees = [
      ...authors.map(({ tree }) => git(tree, 'rev-parse', 'HEAD^{tree}')),
      git(remote, 'rev-parse', 'main^{tree}'),
    ];
    if (new Set(trees).size === 1) break;
  }
  for (const { tree } of authors) {
    expect(git(tree, 'rev-parse', 'HEAD^{tree}')).toBe(git(remote, 'rev-parse', 'main^{tree}'));
    expect(git(tree, 'status', '--porcelain').replace(/^[AM] {2}own-notes\.txt\n/, '')).toBe('');
  }
}

async function publishAndBringIn(world: World, author: Author): Promise<void> {
  const plan = await author.ask['publish.plan']({});
  const posts = plan.changes.filter(({ post }) => post).map(({ path }) => path);
  const outcome = await author.ask['publish.run']({ paths: posts });
  believe(world, outcome);
  const brought = await author.ask['publish.bringIn']({});
  if (brought.conflicts) {
    const resolutions = brought.conflicts.map(({ path, parts }) => ({
      path,
      text: mergedText(parts, () => 'ours'),
    }));
    for (const { text } of resolutions) world.ledger.saved.push({ text, author });
    expect(await author.ask['publish.resolve']({ resolutions })).toMatchObject({ kind: 'brought-in' });
  }
  believe(world, await author.ask['publish.run']({ paths: [] }));
}

function postsIn(tree: string): string[] {
  const folder = join(tree, 'posts');
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.md'))
    .sort()
    .map((name) => `posts/${name}`);
}

function pickPost(random: () => number, tree: string): string | undefined {
  const posts = postsIn(tree);
  return posts.length === 0 ? undefined : pick(random, posts);
}

function pick<T>(random: () => number, items: readonly T[]): T {
  return items[Math.floor(random() * items.length)] as T;
}

/** Another title, other tags, another paragraph, or one more. */
function changedText(random: () => number, text: string, name: string): string {
  const word = `${name} ${Math.floor(random() * 1e9)}`;
  const kind = random();
  if (kind < 0.2) return text.replace(/^title: .*$/m, `title: ${word}`);
  if (kind < 0.35) return text.replace(/^tags: .*$/m, `tags: [${word}]`);
  if (kind < 0.5) return `${text}\nAdded by ${word}.\n`;
  const lines = text.split('\n');
  const body = lines.flatMap((line, at) => (/^(Paragraph|Changed|Added)/.test(line) ? [at] : []));
  if (body.length === 0) return `${text}\nAdded by ${word}.\n`;
  lines[pick(random, body)] = `Changed by ${word}.`;
  return lines.join('\n');
}
