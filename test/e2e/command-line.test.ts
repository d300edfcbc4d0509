import { cpSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { galley } from '../helpers/galley.ts';
import { git, makeRepository, writeFiles } from '../helpers/repository.ts';
import { sharedFolder } from '../helpers/shared.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

const corpora = sharedFolder('corpora');

interface ListedPost {
  path: string;
  title: string;
  date: string | null;
  problems: number;
}

interface Outcome {
  outcome: string;
  commit: string;
  branch: string;
  remote: string;
  paths: string[];
  verified: boolean;
}

describe('the main job by command line', () => {
  const blogs = {
    jekyll: {
      '_config.yml': 'title: Plain Notes\n',
      '_posts/2024-05-01-first.md':
        '---\nlayout: post\ntitle:  "First"   # keep\ntags: [a, b]\n---\r\nText.\n',
    },
    hugo: {
      'hugo.toml': 'baseURL = "https://example.org/"\ntitle = "Plain Notes"\n',
      'content/posts/first.md': '+++\ntitle = "First"\ndate = 2024-05-01\ndraft = false\n+++\n\nText.\n',
    },
    zola: {
      'config.toml': 'base_url = "https://example.org"\ntitle = "Plain Notes"\n',
      'content/_index.md': '+++\ntitle = "Home"\n+++\n',
      'content/first.md': '+++\ntitle = "First"\ndate = 2024-05-01\n+++\n\nText.\n',
    },
    astro: {
      'astro.config.mjs': 'export default {};\n',
      'package.json': '{ "dependencies": { "astro": "^5.0.0" } }\n',
      'src/content/blog/first.md': "---\ntitle: 'First'\npubDate: 2024-05-01\n---\n\nText.\n",
    },
    plain: { 'posts/first.md': '# First\n\nText.\n' },
  } as const;

  it.each(Object.entries(blogs))('goes through a %s blog', async (convention, files) => {
    const folder = temporaryFolder();
    const { tree, remote } = makeRepository(folder, files);
    await goThrough({ tree, remote, home: join(folder, 'home'), convention });
  });
});

describe.skipIf(!corpora)(
  `the main job on real blogs${corpora ? '' : ' (skipped: no ../shared/corpora)'}`,
  () => {
    const conventions: Record<string, string> = {
      'jekyll-brew': 'jekyll',
      'hugo-gopheracademy': 'hugo',
      'zola-testsite': 'zola',
      'astro-cactus': 'astro',
      'docusaurus-prettier': 'docusaurus',
    };

    it.each(Object.entries(conventions))('goes through %s', async (name, convention) => {
      const folder = temporaryFolder();
      const { tree, remote } = makeRepository(folder, { '.gitignore': '.corpus\n' });
      cpSync(join(corpora as string, name), tree, {
        recursive: true,
        filter: (source) => !source.includes('/.corpus'),
      });
      git(tree, 'add', '-A');
      git(tree, 'commit', '-q', '-m', 'The blog');
      git(tree, 'push', '-q');
      await goThrough({ tree, remote, home: join(folder, 'home'), convention });
    });
  },
);

/** Looks at a blog, edits a post, starts another, publishes just the first, and asks the bare remote by git. */
async function goThrough(blog: {
  tree: string;
  remote: string;
  home: string;
  convention: string;
}): Promise<void> {
  const { tree, remote } = blog;
  const run = (...args: string[]) => galley({ home: blog.home, folder: tree }, ...args, '--json');
  const before = git(tree, 'rev-parse', 'HEAD').trim();

  const info = (await run('info')).json<{ convention: string; git: { state: string; ahead: number } }>();
  expect(info.convention).toBe(blog.convention);
  expect(info.git).toMatchObject({ state: 'ready', ahead: 0, behind: 0, branch: 'main', remote: 'origin' });

  const posts = (await run('list')).json<ListedPost[]>();
  const post = posts.find(({ problems }) => problems === 0) ?? posts[0];
  if (!post) throw new Error('No posts were listed.');

  const shown = (await run('show', post.path)).json<{ body: string; revision: string; path: string }>();
  expect(shown.path).toBe(post.path);
  expect(readFileSync(join(tree, post.path), 'utf8').endsWith(shown.body)).toBe(true);
  expect((await run('render', post.path)).json<{ html: string }>().html).toContain('<');
  expect(git(tree, 'status', '--porcelain')).toBe('');

  const created = (await run('new', 'Notes from the train', '--draft')).json<{ path: string }>();
  const original = readFileSync(join(tree, post.path));
  writeFileSync(join(tree, post.path), Buffer.concat([original, Buffer.from('\nOne more line.\n')]));
  writeFiles(tree, { 'staged.txt': 'staged\n', 'loose.txt': 'loose\n' });
  git(tree, 'add', 'staged.txt');
  const stagedBefore = git(tree, 'ls-files', '--stage', 'staged.txt');

  const plan = (await run('status')).json<{
    changes: { path: string; kind: string; post: boolean }[];
    blocked: null;
  }>();
  expect(plan.blocked).toBeNull();
  expect(plan.changes).toContainEqual(
    expect.objectContaining({ path: post.path, kind: 'changed', post: true }),
  );
  expect(plan.changes).toContainEqual(
    expect.objectContaining({ path: created.path, kind: 'new', post: true }),
  );

  const published = await run('publish', post.path, '-m', 'One more line');
  expect(published.status, published.stdout + published.stderr).toBe(0);
  const outcome = published.json<Outcome>();
  expect(outcome).toMatchObject({ outcome: 'published', verified: true, paths: [post.path], branch: 'main' });

  expect(git(remote, 'rev-parse', 'main').trim()).toBe(outcome.commit);
  expect(git(remote, 'rev-list', `${before}..main`).trim()).toBe(outcome.commit);
  expect(git(remote, '-c', 'core.quotePath=false', 'diff', '--name-only', before, 'main').trim()).toBe(
    post.path,
  );
  expect(git(remote, 'diff', '--numstat', before, 'main')).toMatch(/^[12]\t[01]\t/);
  expect(git(tree, 'ls-files', '--stage', 'staged.txt')).toBe(stagedBefore);
  const left = git(tree, '-c', 'core.quotePath=false', 'status', '--porcelain', '-uall')
    .trim()
    .split('\n')
    .sort();
  expect(left).toEqual(['?? loose.txt', `?? ${created.path}`, 'A  staged.txt'].sort());

  const again = (await run('publish', post.path)).json<Outcome>();
  expect(again.outcome).toBe('nothing-to-publish');
}

describe('a repository that would run programs', () => {
  /** Each would leave a file behind if it ran. */
  const hostile: Record<string, (tree: string, canary: string) => void> = {
    'core.fsmonitor': (tree, canary) => git(tree, 'config', 'core.fsmonitor', `touch ${canary}; false`),
    'a hook': (tree, canary) => {
      for (const hook of ['post-index-change', 'pre-commit', 'reference-transaction', 'pre-push']) {
        writeFileSync(join(tree, '.git/hooks', hook), `#!/bin/sh\ntouch ${canary}\n`, { mode: 0o755 });
      }
    },
    'core.hooksPath': (tree, canary) => {
      writeFiles(tree, { 'hooks/post-index-change': '' });
      writeFileSync(join(tree, 'hooks/post-index-change'), `#!/bin/sh\ntouch ${canary}\n`, { mode: 0o755 });
      git(tree, 'config', 'core.hooksPath', 'hooks');
    },
    'a clean filter': (tree, canary) => {
      git(tree, 'config', 'filter.evil.clean', `touch ${canary}; cat`);
      writeFiles(tree, { '.gitattributes': '*.md filter=evil\n' });
    },
    'core.sshCommand': (tree, canary) => {
      git(tree, 'config', 'core.sshCommand', `touch ${canary}; false`);
      git(tree, 'remote', 'set-url', 'origin', 'ssh://127.0.0.1/blog.git');
    },
    'diff.external': (tree, canary) => git(tree, 'config', 'diff.external', `touch ${canary}`),
    'an ext:: remote': (tree, canary) => {
      git(tree, 'config', 'protocol.ext.allow', 'always');
      git(tree, 'config', 'remote.origin.url', `ext::sh -c touch% ${canary}`);
    },
    'an include': (tree, canary) => {
      writeFiles(tree, { 'more.config': `[core]\n\tfsmonitor = "touch ${canary}; false"\n` });
      git(tree, 'config', 'include.path', '../more.config');
    },
  };

  it.each(Object.entries(hostile))('runs nothing before it is trusted: %s', async (_, plant) => {
    const folder = temporaryFolder();
    const { tree } = makeRepository(folder, { 'posts/first.md': '---\ntitle: First\n---\n\nText.\n' });
    const canaries = temporaryFolder();
    plant(tree, join(canaries, 'ran'));
    writeFileSync(join(tree, 'posts/first.md'), '---\ntitle: First\n---\n\nText, edited.\n');
    const run = (...args: string[]) =>
      galley({ home: join(folder, 'home'), folder: tree }, ...args, '--json');

    const info = await run('info');
    expect(info.status).toBe(0);
    expect(info.json<{ git: unknown }>().git).toMatchObject({
      state: 'untrusted',
      ahead: null,
      behind: null,
    });
    expect((await run('list')).json<ListedPost[]>()).toHaveLength(1);
    expect((await run('show', 'posts/first.md')).status).toBe(0);
    expect((await run('render', 'posts/first.md')).status).toBe(0);
    const trust = (await run('trust', '--show')).json<{ trusted: boolean; runs: string[] }>();
    expect(trust.trusted).toBe(false);
    expect(trust.runs.length).toBeGreaterThan(0);
    for (const command of [['status'], ['publish', 'posts/first.md'], ['publish', '--all']]) {
      const refused = await run(...command);
      expect(refused.status).toBe(7);
      expect(refused.json<{ error: { code: string } }>().error.code).toBe('untrusted');
    }
    expect(readdirSync(canaries)).toEqual([]);
  });
});

describe('bad input by command line', () => {
  it('lists what it can read and names what it cannot', async () => {
    const folder = temporaryFolder();
    const { tree } = makeRepository(folder, { 'posts/good.md': '---\ntitle: Good\n---\n\nText.\n' });
    writeFiles(tree, {
      'posts/binary.md': new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 3, 0xff]),
      'posts/latin1.md': new Uint8Array([
        ...Buffer.from('---\ntitle: Caf'),
        0xe9,
        ...Buffer.from('\n---\n\nText.\n'),
      ]),
      'posts/broken.md': '---\ntitle: [unclosed\n  - "what\n---\n\nText.\n',
      'posts/huge.md': `---\ntitle: Huge\n---\n\n${'A line of a very long post.\n'.repeat(400_000)}`,
    });
    const run = (...args: string[]) =>
      galley({ home: join(folder, 'home'), folder: tree }, ...args, '--json');

    const listed = (await run('list')).json<ListedPost[]>();
    expect(listed.map(({ path }) => path).sort()).toEqual(
      ['binary', 'broken', 'good', 'huge', 'latin1'].map((name) => `posts/${name}.md`),
    );
    const problems = Object.fromEntries(listed.map((post) => [post.path, post.problems]));
    expect(problems['posts/good.md']).toBe(0);
    for (const name of ['binary', 'broken', 'latin1'])
      expect(problems[`posts/${name}.md`]).toBeGreaterThan(0);

    expect((await run('show', 'posts/binary.md')).json<{ error: { code: string } }>().error.code).toBe(
      'not-text',
    );
    expect((await run('show', 'posts/huge.md')).status).toBe(0);
    expect((await run('show', 'posts/none.md')).json<{ error: { code: string } }>().error.code).toBe(
      'post-missing',
    );
    for (const path of ['../outside.md', '/etc/passwd', 'posts/../../outside.md', '.git/config']) {
      const answer = await run('show', path);
      expect(answer.status).toBe(1);
      expect(['path-outside-site', 'post-missing']).toContain(
        answer.json<{ error: { code: string } }>().error.code,
      );
    }
  });

  it('leaves out of a build what is no text at its end, and says so', async () => {
    const folder = temporaryFolder();
    const long = `---\ntitle: Long\n---\n${'A line of text.\n'.repeat(1000)}`;
    writeFiles(folder, {
      'posts/good.md': '# Good\n',
      'posts/late.md': Buffer.from(`${long}\xe9\n`, 'latin1'),
    });
    const home = join(folder, 'home');
    const built = await galley({ home, folder }, 'build', '--out', join(folder, 'made'), '--json');
    expect(built.status).toBe(1);
    expect(built.stderr).toContain('posts/late.md:1:1 error: This file is not text in UTF-8');
    expect(built.json<{ posts: number }>().posts).toBe(1);
  });

  it('loses no edit of several that are made at once', async () => {
    const folder = temporaryFolder();
    writeFiles(folder, { 'posts/a.md': '---\ntitle: A\n---\n\nText.\n' });
    const home = join(folder, 'home');
    const keys = Array.from({ length: 6 }, (_, at) => `key${at}`);
    const runs = await Promise.all(
      keys.map((key) => galley({ home, folder }, 'set', 'posts/a.md', key, 'x', '--json')),
    );
    expect(runs.map(({ status }) => status)).toEqual(keys.map(() => 0));
    const lines = readFileSync(join(folder, 'posts/a.md'), 'utf8').split('\n');
    expect(lines.slice(0, 2)).toEqual(['---', 'title: A']);
    expect(lines.slice(2, 8).sort()).toEqual(keys.map((key) => `${key}: x`));
    expect(lines.slice(8)).toEqual(['---', '', 'Text.', '']);
  });

  it('takes nothing for a key, a date or a number that is none', async () => {
    const folder = temporaryFolder();
    const toml = '+++\ntitle = "A"\ndate = 2024-01-01\nweight = 1\n+++\n';
    writeFiles(folder, { 'hugo.toml': '', 'content/posts/a.md': toml });
    const set = (...args: string[]) =>
      galley({ home: join(folder, 'home'), folder }, 'set', 'content/posts/a.md', ...args, '--json');
    for (const key of ['', '.', 'a..b', 'a.', ' ']) expect((await set(key, 'x')).status, key).toBe(2);
    for (const date of ['2024-02-30', '2024-13-01', '2024-05-01T25:00', 'soon'])
      expect((await set('date', date, '--type', 'date')).status, date).toBe(2);
    expect((await set('weight', '12345678901234567890', '--type', 'number')).status).toBe(2);
    expect(readFileSync(join(folder, 'content/posts/a.md'), 'utf8')).toBe(toml);

    expect((await set('date', '2024-05-01 10:00 +0100')).status).toBe(0);
    expect(readFileSync(join(folder, 'content/posts/a.md'), 'utf8')).toBe(
      toml.replace('2024-01-01', '2024-05-01T10:00:00+01:00'),
    );
  });

  it('takes a post by way of a link to its folder for that post', async () => {
    const folder = temporaryFolder();
    const { tree } = makeRepository(folder, { 'posts/a.md': '---\ntitle: A\n---\n\nText.\n' });
    symlinkSync('posts', join(tree, 'texts'));
    const run = { home: join(folder, 'home'), folder: tree };
    const changed = await galley(run, 'set', 'texts/a.md', 'title', 'B', '--json');
    expect(changed.json()).toEqual({ path: 'posts/a.md', changed: true, line: 2 });
  });

  it('says what is wrong with a command', async () => {
    const folder = temporaryFolder();
    const run = (...args: string[]) => galley({ home: join(folder, 'home'), folder }, ...args, '--json');
    for (const wrong of [['frobnicate'], ['show'], ['list', '--limit', 'many'], ['publish']]) {
      const answer = await run(...wrong);
      expect(answer.status, wrong.join(' ')).toBe(2);
      expect(answer.json<{ error: { code: string; next: string[] } }>().error.code).toBe('bad-input');
      expect(answer.stderr).not.toMatch(/^\s+at /m);
    }
    const missing = await run('info', '--site', join(folder, 'nowhere'));
    expect(missing.status).toBe(1);
    expect(missing.json<{ error: { code: string } }>().error.code).toBe('folder-missing');
  });
});
