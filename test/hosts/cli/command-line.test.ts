import { chmodSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Serve } from '../../../src-main/hosts/cli/command-line.ts';
import { git, makeRepository, writeFiles } from '../../helpers/repository.ts';
import { type RanGalley, runGalley } from '../../helpers/run-galley.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

const post = (front: string, body = 'Text.') => `---\n${front}\n---\n\n${body}\n`;
const posts = {
  '_config.yml': 'title: Plain Notes\n',
  '_posts/2024-05-01-first.md': post('title: First\ntags: [Trains]', 'A walk along the Übergang.'),
  '_posts/2024-06-15-second.md': post('title: Second\ndate: 2024-06-15 22:30:00 +0200'),
  '_posts/2999-01-01-later.md': post('title: Later\ncategories: [trains]'),
  '_drafts/idea.md': post('title: Idea'),
};

function blog(files: Record<string, string> = posts) {
  const folder = temporaryFolder();
  return { ...makeRepository(folder, files), home: join(folder, 'home'), parent: folder };
}

const titles = (ran: RanGalley) => ran.json<{ title: string }[]>().map(({ title }) => title);

describe('galley list', () => {
  it.each([
    [['--drafts'], ['Idea']],
    [['--published'], ['Second', 'First']],
    [['--scheduled'], ['Later']],
    [
      ['--tag', 'trains'],
      ['Later', 'First'],
    ],
    [['--tag', 'train'], []],
    [['--query', 'übergang WALK'], ['First']],
    [['--query', 'second'], ['Second']],
    [['--query', 'nowhere'], []],
    [
      ['--since', '2024-06-15'],
      ['Later', 'Second'],
    ],
    [
      ['--since', '2024-06'],
      ['Later', 'Second'],
    ],
    [
      ['--until', '2024-06-15'],
      ['Second', 'First'],
    ],
    [['--until', '2024-06-14'], ['First']],
    [['--until', '2024-06-15T20:30:00Z', '--since', '2024-06-15T20:30:00Z'], ['Second']],
    [['--until', '2024-06-15T20:29:59Z'], ['First']],
    [['--limit', '1'], ['Later']],
    [['--limit', '0'], []],
  ])('answers %j', async (filters, expected) => {
    const { tree, home } = blog();
    expect(titles(await runGalley({ home, folder: tree }, 'list', ...filters, '--json'))).toEqual(expected);
  });

  it('has every field for a script, with null where there is nothing', async () => {
    const { tree, home } = blog();
    const ran = await runGalley({ home, folder: tree }, 'list', '--tag', 'Trains', '--published', '--json');
    expect(ran.json()).toEqual([
      {
        path: '_posts/2024-05-01-first.md',
        title: 'First',
        date: '2024-05-01',
        description: expect.any(String),
        tags: ['Trains'],
        categories: [],
        draft: false,
        slug: 'first',
        url: '/2024/05/01/first.html',
        words: 5,
        problems: 0,
      },
    ]);
  });

  it('says what is wrong with a filter', async () => {
    const { tree, home } = blog();
    for (const words of [
      ['--since', 'yesterday'],
      ['--until', '2024-99-99'],
      ['--limit', '-1'],
      ['--limit', 'many'],
      ['--drafts', '--published'],
    ]) {
      const ran = await runGalley({ home, folder: tree }, 'list', ...words, '--json');
      expect([ran.exitCode, ran.json()], words.join(' ')).toMatchObject([
        2,
        { error: { code: 'bad-input' } },
      ]);
    }
  });

  it('keeps control characters of a title away from the terminal', async () => {
    const { tree, home } = blog({ ...posts, '_posts/2024-07-01-evil.md': post('title: "a\\e[2Jb\\nc"') });
    const ran = await runGalley({ home, folder: tree }, 'list');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the escape character is what is looked for
    expect(ran.out).not.toMatch(/\u001b/);
    expect(ran.out).toContain('a [2Jb c');
  });
});

describe('where a post is', () => {
  it('is found as the list names it, from the folder one is in, and through a link', async () => {
    const { tree, home, parent } = blog();
    symlinkSync(tree, join(parent, 'link'));
    const shown = async (folder: string, path: string) => {
      const ran = await runGalley({ home, folder }, 'show', path, '--json');
      return (ran.json() as { path?: string }).path;
    };
    const path = '_posts/2024-05-01-first.md';
    expect(await shown(tree, path)).toBe(path);
    expect(await shown(join(tree, '_posts'), '2024-05-01-first.md')).toBe(path);
    expect(await shown(join(tree, '_drafts'), '../_posts/2024-05-01-first.md')).toBe(path);
    expect(await shown(join(tree, '_drafts'), path)).toBe(path);
    expect(await shown(tree, join(tree, path))).toBe(path);
    expect(await shown(join(parent, 'link/_posts'), '2024-05-01-first.md')).toBe(path);
    expect(await shown(tree, `./${path}`)).toBe(path);
  });

  it.each(['../outside.md', '/etc/hostname', '.git/config', '../../etc/passwd'])(
    'is never outside the blog: %s',
    async (path) => {
      const { tree, home, parent } = blog();
      writeFileSync(join(parent, 'outside.md'), 'outside');
      const ran = await runGalley({ home, folder: tree }, 'show', path, '--json');
      expect(ran.exitCode).not.toBe(0);
      expect(Object.keys(ran.json() as object)).toEqual(['error']);
    },
  );
});

describe('what is printed', () => {
  const commands = [
    ['info'],
    ['list'],
    ['show', '_posts/2024-05-01-first.md'],
    ['render', '_posts/2024-05-01-first.md'],
    ['status'],
    ['trust', '--show'],
    ['publish', '--all', '--dry-run'],
  ];

  it.each(commands)('is one JSON value for a script, or lines for a person: %s', async (...words) => {
    const { tree, home } = blog();
    const forScript = await runGalley({ home, folder: tree }, ...words, '--json');
    expect([forScript.exitCode, forScript.error]).toEqual([0, '']);
    expect(typeof forScript.json()).toBe('object');
    const forPerson = await runGalley({ home, folder: tree }, ...words);
    expect([forPerson.exitCode, forPerson.error]).toEqual([0, '']);
    expect(forPerson.out).toMatch(/\n$/);
    expect(git(tree, 'status', '--porcelain')).toBe('');
  });

  it.each([
    [[], 2],
    [['nothing'], 2],
    [['list', '--nothing'], 2],
    [['show'], 2],
    [['show', 'a.md', 'b.md'], 2],
    [['publish'], 2],
    [['serve', '--port', 'x'], 2],
    [['serve', '--port', '65536'], 2],
    [['show', 'missing.md'], 1],
    [['info', '--site', '/nowhere/at/all'], 1],
  ])('is one error for a script, one line and a next step for a person: %j', async (words, exitCode) => {
    const { tree, home } = blog();
    const forScript = await runGalley({ home, folder: tree }, ...words, '--json');
    expect(forScript.exitCode).toBe(exitCode);
    expect(forScript.json()).toEqual({
      error: { code: expect.any(String), message: expect.any(String), next: expect.any(Array) },
    });
    const forPerson = await runGalley({ home, folder: tree }, ...words);
    expect([forPerson.exitCode, forPerson.out]).toEqual([exitCode, '']);
    expect(forPerson.error).toMatch(/^galley: .+\n( {2}.+\n)*$/);
  });

  it('is help and version where these are asked for', async () => {
    const options = { home: temporaryFolder(), folder: temporaryFolder() };
    expect(await runGalley(options, '--version')).toMatchObject({ exitCode: 0, out: '1.2.3\n' });
    const help = await runGalley(options, '--help');
    for (const name of ['info', 'list', 'show', 'new', 'render', 'status', 'trust', 'publish', 'serve'])
      expect(help.out).toContain(`  ${name} `);
    for (const command of ['list', 'publish', 'serve'])
      expect((await runGalley(options, command, '--help')).out).toContain('--site');
  });
});

describe('galley info', () => {
  it('works where there is no git', async () => {
    const folder = temporaryFolder();
    writeFiles(folder, posts);
    const ran = await runGalley({ home: temporaryFolder(), folder }, 'info', '--json');
    expect(ran.json()).toMatchObject({ convention: 'jekyll', git: null, site: '.', frontMatter: 'yaml' });
    const status = await runGalley({ home: temporaryFolder(), folder }, 'status', '--json');
    expect([status.exitCode, status.json()]).toMatchObject([1, { error: { code: 'no-repository' } }]);
  });

  it('finds the blog from a folder inside it', async () => {
    const { tree, home } = blog();
    mkdirSync(join(tree, '_posts/deep'));
    const ran = await runGalley({ home, folder: join(tree, '_posts/deep') }, 'info', '--json');
    expect(ran.json()).toMatchObject({ convention: 'jekyll', git: { branch: 'main' } });
  });
});

describe('a repository that would run programs', () => {
  async function withHook() {
    const made = blog();
    const canary = join(made.parent, 'ran');
    const hook = join(made.tree, '.git/hooks/pre-commit');
    writeFileSync(hook, `#!/bin/sh\ntouch "${canary}"\n`);
    chmodSync(hook, 0o755);
    return { ...made, canary };
  }

  it('is shown, and publishes only once it is trusted', async () => {
    const { tree, home, canary, remote } = await withHook();
    const options = { home, folder: tree };
    writeFileSync(join(tree, '_posts/2024-05-01-first.md'), post('title: First', 'Changed.'));
    expect((await runGalley(options, 'info', '--json')).json()).toMatchObject({
      git: { state: 'untrusted', ahead: null, behind: null },
    });
    for (const words of [['status'], ['publish', '--all'], ['publish', '--all', '--dry-run']]) {
      const ran = await runGalley(options, ...words, '--json');
      expect([ran.exitCode, ran.json()]).toMatchObject([7, { error: { code: 'untrusted' } }]);
    }
    const shown = await runGalley(options, 'trust', '--show', '--json');
    expect(shown.json()).toEqual({ trusted: false, runs: [expect.stringContaining('pre-commit')] });
    expect(existsSync(canary)).toBe(false);

    const published = await runGalley(options, 'publish', '--all', '--trust', '--json');
    expect(published.json()).toMatchObject({ outcome: 'published', verified: true });
    expect(existsSync(canary)).toBe(true);
    expect(git(remote, 'log', '-1', '--format=%H', 'main').trim()).toBe(
      (published.json() as { commit: string }).commit,
    );
    expect((await runGalley(options, 'trust', '--show', '--json')).json()).toMatchObject({ trusted: true });
  });
});

describe('galley publish', () => {
  it('only says what would go where it is to be tried', async () => {
    const { tree, home, remote } = blog();
    const path = '_posts/2024-05-01-first.md';
    writeFileSync(join(tree, path), post('title: First', 'Changed.'));
    const before = git(remote, 'rev-parse', 'main');
    const ran = await runGalley({ home, folder: tree }, 'publish', '--all', '--dry-run', '--json');
    expect([ran.exitCode, ran.json()]).toEqual([
      0,
      {
        outcome: 'cancelled',
        commit: null,
        branch: 'main',
        remote: 'origin',
        paths: [path],
        verified: false,
      },
    ]);
    expect(git(remote, 'rev-parse', 'main')).toBe(before);
    expect(git(tree, 'diff', '--cached', '--name-only')).toBe('');
  });

  it('publishes every changed post and nothing else with --all', async () => {
    const { tree, home, remote } = blog();
    writeFiles(tree, {
      '_posts/2024-05-01-first.md': post('title: First', 'Changed.'),
      '_posts/2024-07-01-new.md': post('title: New'),
      'notes.txt': 'not a post',
    });
    const ran = await runGalley({ home, folder: tree }, 'publish', '--all', '-m', 'Two posts', '--json');
    expect(ran.json()).toMatchObject({ outcome: 'published' });
    expect(git(remote, 'show', '--name-only', '--format=%s', 'main').trim().split(/\n+/)).toEqual([
      'Two posts',
      '_posts/2024-05-01-first.md',
      '_posts/2024-07-01-new.md',
    ]);
    expect(git(tree, 'status', '--porcelain').trim()).toBe('?? notes.txt');
  });

  it('answers 3 where the remote is ahead and 4 where it is gone', async () => {
    const ahead = blog();
    git(ahead.parent, 'clone', '-q', ahead.remote, 'other');
    const other = join(ahead.parent, 'other');
    writeFiles(other, { '_posts/2024-05-01-first.md': post('title: Theirs') });
    git(other, 'commit', '-qam', 'Theirs');
    git(other, 'push', '-q');
    writeFileSync(join(ahead.tree, '_posts/2024-05-01-first.md'), post('title: Mine'));
    const refused = await runGalley({ home: ahead.home, folder: ahead.tree }, 'publish', '--all', '--json');
    expect(refused.exitCode).toBe(3);
    expect(['remote-is-ahead', 'conflict']).toContain((refused.json() as { outcome: string }).outcome);

    const gone = blog();
    git(gone.tree, 'remote', 'set-url', 'origin', join(gone.parent, 'nowhere.git'));
    writeFileSync(join(gone.tree, '_posts/2024-05-01-first.md'), post('title: Mine'));
    const missing = await runGalley({ home: gone.home, folder: gone.tree }, 'publish', '--all', '--json');
    expect([missing.exitCode, missing.json()]).toMatchObject([4, { outcome: 'offline' }]);
    expect(readFileSync(join(gone.tree, '_posts/2024-05-01-first.md'), 'utf8')).toContain('Mine');
  });
});

describe('galley new', () => {
  it('makes the post that the words describe', async () => {
    const { tree, home } = blog();
    const ran = await runGalley(
      { home, folder: tree },
      ...['new', 'On the train: a “test”', '--date', '2024-08-01', '--tag', 'a b', '--tag', 'yes', '--json'],
    );
    const { path } = ran.json() as { path: string };
    expect(path).toMatch(/^_posts\/2024-08-01-on-the-train.*\.md$/);
    const shown = await runGalley({ home, folder: tree }, 'show', path, '--json');
    expect(shown.json()).toMatchObject({
      path,
      frontMatter: { format: 'yaml', data: { title: 'On the train: a “test”', tags: ['a b', 'yes'] } },
      problems: [],
    });
  });

  it('refuses a date that is none', async () => {
    const { tree, home } = blog();
    const ran = await runGalley({ home, folder: tree }, 'new', 'Title', '--date', 'soon', '--json');
    expect([ran.exitCode, ran.json()]).toMatchObject([2, { error: { code: 'bad-input' } }]);
    expect(git(tree, 'status', '--porcelain')).toBe('');
  });
});

describe('galley set and unset', () => {
  it.each([
    'published: yes',
    'published: No',
    'published:',
    'published: "true"',
    'published: true',
    'published: n',
  ])('makes a truth value of %s', async (before) => {
    const { tree, home } = blog({
      '_config.yml': 'title: A\n',
      '_posts/2024-05-01-a.md': `---\n${before}\n---\n`,
    });
    await runGalley({ home, folder: tree }, 'set', '_posts/2024-05-01-a.md', 'published', 'false');
    expect(readFileSync(join(tree, '_posts/2024-05-01-a.md'), 'utf8')).toBe('---\npublished: false\n---\n');
  });

  const path = '_posts/2024-05-01-first.md';
  const source = `---\r\ntitle:  "First"   # keep\r\ndraft: false\r\nextra:\r\n  mood: calm\r\ndate: 2024-05-01 10:00:00 +0200\r\nweight: 3\r\n---\r\nText.`;
  const change = async (...words: string[]) => {
    const { tree, home } = blog({ ...posts, [path]: source });
    const ran = await runGalley({ home, folder: tree }, ...words, '--json');
    return { ran, after: readFileSync(join(tree, path), 'utf8') };
  };

  it.each([
    [['set', path, 'title', 'Second'], '"First"', '"Second"', 2],
    [['set', path, 'draft', 'true'], 'draft: false', 'draft: true', 3],
    [['set', path, 'extra.mood', 'wild'], 'calm', 'wild', 5],
    [['set', path, 'date', '2024-06-01 08:00:00 +0200'], '2024-05-01 10', '2024-06-01 08', 6],
    [['set', path, 'weight', '12'], 'weight: 3', 'weight: 12', 7],
    [['unset', path, 'weight'], 'weight: 3\r\n', '', 7],
  ])('changes that value and no other byte: %j', async (words, from, to, line) => {
    const { ran, after } = await change(...words);
    expect(ran.json()).toEqual({ path, changed: true, line });
    expect(after).toBe(source.replace(from, to));
  });

  it('refuses numbers in JSON that would be written as others', async () => {
    const long = '{"a": [12345678901234567890]}';
    const { ran, after } = await change('set', path, 'map', long, '--type', 'json');
    expect([ran.exitCode, ran.json()]).toMatchObject([2, { error: { code: 'bad-input' } }]);
    expect(after).toBe(source);
    const text = '{"a": "12345678901234567890", "b": -9007199254740991, "c": 1.5e3}';
    expect((await change('set', path, 'map', text, '--type', 'json')).ran.exitCode).toBe(0);
  });

  it('takes a key in whatever case where the generator does', async () => {
    const post = '---\nTitle: First\nDate: 2024-05-01\n---\n\nText.\n';
    const { tree, home } = blog({
      'hugo.toml': 'baseURL = "https://example.org/"\n',
      'content/posts/first.md': post,
    });
    const run = (...words: string[]) => runGalley({ home, folder: tree }, ...words, '--json');
    await run('set', 'content/posts/first.md', 'date', '2024-06-01');
    await run('unset', 'content/posts/first.md', 'TITLE');
    expect(readFileSync(join(tree, 'content/posts/first.md'), 'utf8')).toBe(
      '---\nDate: 2024-06-01\n---\n\nText.\n',
    );
  });

  it('writes text that looks like something else so that it stays text', async () => {
    const { after } = await change('set', path, 'title', 'yes');
    expect(after).toBe(source.replace('"First"', '"yes"'));
    const { after: described } = await change('set', path, 'description', '2020');
    expect(described).toMatch(/\r\ndescription: ['"]2020['"]\r\n/);
  });

  it('takes a value for the type that is named, whatever stood there', async () => {
    const { after } = await change('set', path, 'weight', '3', '--type', 'string');
    expect(after).toMatch(/\r\nweight: ['"]3['"]\r\n/);
  });

  it.each([
    ['published', 'false', 'published: false'],
    ['pubDate', '2024-06-01', 'pubDate: 2024-06-01'],
    ['mood', 'true', 'mood: "true"'],
  ])('writes a new %s as every generator reads that key', async (key, value, line) => {
    const { after } = await change('set', path, key, value);
    expect(after.split('\r\n')).toContain(line);
  });

  it.each([
    [['set', path, 'title', 'First'], 2],
    [['unset', path, 'nothing'], 1],
  ])('says that nothing is to change: %j', async (words, line) => {
    const { ran, after } = await change(...words);
    expect([ran.exitCode, ran.json(), after]).toEqual([0, { path, changed: false, line }, source]);
  });

  it.each([
    ['set', path, 'weight', 'heavy', '--type', 'number'],
    ['set', path, 'draft', 'yes', '--type', 'boolean'],
    ['set', path, 'tags', '[', '--type', 'json'],
    ['set', path, 'date', 'soon', '--type', 'date'],
    ['set', path, 'date', 'soon', '--type', 'moment'],
  ])('refuses %s %s %s %s', async (...words) => {
    const { ran, after } = await change(...words);
    expect([ran.exitCode, ran.json(), after]).toMatchObject([2, { error: { code: 'bad-input' } }, source]);
  });

  it('refuses where the block cannot be read', async () => {
    const { tree, home } = blog({ ...posts, [path]: '---\ntitle: [a\n---\nText.\n' });
    const ran = await runGalley({ home, folder: tree }, 'set', path, 'title', 'b', '--json');
    expect([ran.exitCode, ran.json()]).toMatchObject([1, { error: { code: 'front-matter-edit-refused' } }]);
    expect(git(tree, 'status', '--porcelain')).toBe('');
  });

  it('puts no front matter before the object that a post exports', async () => {
    const page = 'app/blog/one/page.mdx';
    const text = "export const metadata = { title: 'One', date: '2024-05-01' }\n\nText.\n";
    const { tree, home } = blog({ 'next.config.mjs': 'export default {}\n', [page]: text });
    const ran = await runGalley({ home, folder: tree }, 'set', page, 'title', 'b', '--json');
    expect([ran.exitCode, ran.json()]).toMatchObject([1, { error: { code: 'front-matter-edit-refused' } }]);
    expect(readFileSync(join(tree, page), 'utf8')).toBe(text);
  });
});

describe('galley info', () => {
  it('takes what a person says the blog is, keeps it, and forgets it', async () => {
    const { tree, home } = blog({ 'notes/one.md': post('title: One') });
    const info = async (folder: string, ...words: string[]) =>
      (await runGalley({ home, folder }, 'info', ...words, '--json')).json() as Record<string, unknown>;
    expect(await info(tree, '--convention', 'Hugo')).toMatchObject({ convention: 'hugo' });
    expect(await info(join(tree, 'notes'), '--convention', 'zola', '--posts', '.')).toMatchObject({
      convention: 'zola',
      evidence: ['You said that this is Zola.', 'You said that posts lie in notes.'],
      collections: [{ folder: 'notes', kind: 'posts', posts: 1 }],
    });
    expect(await info(tree)).toMatchObject({ convention: 'zola' });
    expect(await info(tree, '--forget')).toMatchObject({ convention: 'plain' });
    expect(git(tree, 'status', '--porcelain')).toBe('');
  });

  it('says which conventions there are, and that a folder is missing', async () => {
    const { tree, home } = blog();
    const wrong = await runGalley({ home, folder: tree }, 'info', '--convention', 'wordpress', '--json');
    expect([wrong.exitCode, wrong.json()]).toMatchObject([2, { error: { code: 'bad-input' } }]);
    const missing = await runGalley({ home, folder: tree }, 'info', '--posts', 'none', '--json');
    expect([missing.exitCode, missing.json()]).toMatchObject([1, { error: { code: 'folder-missing' } }]);
  });
});

describe('galley check', () => {
  const broken = { ...posts, '_posts/2024-07-01-broken.md': post('title: Broken', '![A cat](cat.png)') };

  it('prints each problem with its place and fails where one is an error', async () => {
    const { tree, home } = blog(broken);
    const ran = await runGalley({ home, folder: tree }, 'check', '--json');
    expect(ran.exitCode).toBe(1);
    expect((ran.json() as { problems: unknown[] }).problems).toContainEqual({
      path: '_posts/2024-07-01-broken.md',
      line: 5,
      column: 1,
      severity: 'error',
      code: 'broken-image',
      message: 'There is no file for cat.png.',
    });
  });

  it('looks at what is named, for people too', async () => {
    const { tree, home } = blog(broken);
    const sound = await runGalley({ home, folder: join(tree, '_posts') }, 'check', '2024-05-01-first.md');
    expect(sound.exitCode).toBe(0);
    const folder = await runGalley({ home, folder: tree }, 'check', '_posts');
    expect([folder.exitCode, folder.out]).toEqual([
      1,
      expect.stringMatching(
        /^_posts\/2024-07-01-broken\.md:5:1 {2}error {2}There is no file for cat\.png\./m,
      ),
    ]);
    const missing = await runGalley({ home, folder: tree }, 'check', '_posts/none.md', '--json');
    expect([missing.exitCode, missing.json()]).toMatchObject([1, { error: { code: 'post-missing' } }]);
  });
});

describe('galley render', () => {
  const rendered = async (files: Record<string, string>, path: string): Promise<string> => {
    const { tree, home } = blog(files);
    const ran = await runGalley({ home, folder: tree }, 'render', path, '--json');
    return (ran.json() as { html: string }).html;
  };

  it('follows references to other posts and shows values of the front matter, as the preview does', async () => {
    const html = await rendered(
      {
        'hugo.toml': 'baseURL = "https://example.org/"\n',
        'content/posts/first.md': post('title: First\ndate: 2024-05-01'),
        'content/posts/second.md': post(
          'title: Second\ndate: 2024-05-02\ndescription: All of it',
          'See [it]({{< ref "first.md" >}}): {{< param "description" >}}, {{< param "toString" >}}.',
        ),
      },
      'content/posts/second.md',
    );
    expect(html).toContain('<a href="/posts/first/">it</a>: All of it, <code class="template">');
  });

  it('reads marks as the generator of the blog does', async () => {
    const jekyll = {
      ...posts,
      '_posts/2024-05-01-first.md': post('title: A', '`{% raw %}{{ x }}{% endraw %}`'),
    };
    expect(await rendered(jekyll, '_posts/2024-05-01-first.md')).toContain('<code>{{ x }}</code>');
    const docusaurus = {
      'docusaurus.config.js': 'module.exports = { title: "A" };\n',
      'blog/2024-05-01-first.md': post('title: A', "import Note from './note';\n\n<Note>Words</Note>"),
    };
    const html = await rendered(docusaurus, 'blog/2024-05-01-first.md');
    expect(html).toContain('template');
    expect(html).not.toContain('<p>import');
  });

  it('asks other sites for pictures only where the author has allowed it', async () => {
    const files = {
      ...posts,
      '_posts/2024-05-01-first.md': post('title: A', '![x](https://a.example/x.png)'),
    };
    const { tree, home } = blog(files);
    const run = async () =>
      (await runGalley({ home, folder: tree }, 'render', '_posts/2024-05-01-first.md', '--json')).json();
    expect(await run()).toMatchObject({ html: expect.not.stringContaining('<img') });
    mkdirSync(join(home, 'data'), { recursive: true });
    writeFileSync(join(home, 'data/settings.json'), JSON.stringify({ remoteImages: true }));
    expect(await run()).toMatchObject({
      html: expect.stringContaining('<img src="https://a.example/x.png"'),
    });
  });
});

describe('galley serve', () => {
  it('opens the blog that is named, the one around, the last one, or the sample', async () => {
    const { tree, home } = blog();
    const opened: (string | undefined)[] = [];
    const serve: Serve = async (application) => {
      opened.push((await application.handlers['site.current']({}))?.root);
    };
    const elsewhere = temporaryFolder();
    await runGalley({ home, folder: elsewhere, serve }, 'serve', '--last');
    await runGalley({ home, folder: join(tree, '_posts'), serve }, 'serve');
    await runGalley({ home, folder: elsewhere, serve }, 'serve', '--site', tree);
    await runGalley({ home, folder: elsewhere, serve }, 'serve', tree);
    await runGalley({ home, folder: dirname(tree), serve }, 'serve', basename(tree));
    await runGalley({ home, folder: elsewhere, serve }, 'serve', '--last');
    expect(opened).toEqual([join(home, 'data/sample/blog'), tree, tree, tree, tree, tree]);
  });

  it('fails for a blog that is named and not there', async () => {
    const ran = await runGalley(
      { home: temporaryFolder(), folder: temporaryFolder() },
      'serve',
      '--site',
      '/nowhere',
    );
    expect(ran.exitCode).toBe(1);
    expect(ran.error).toMatch(/^galley: /);
  });
});
