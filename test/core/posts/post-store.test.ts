import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type OpenSite, openSite } from '../../../src-main/core/site/open-site.ts';
import { writeFiles } from '../../helpers/repository.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';
import { withoutRoot } from '../../helpers/without-root.ts';

const home = { data: '', cache: '' };

async function openBlog(files: Record<string, string | Uint8Array>): Promise<OpenSite> {
  const folder = temporaryFolder();
  writeFiles(folder, files);
  const site = await openSite(folder, { home });
  onTestFinished(() => site.close());
  return site;
}

const post = (title: string, date: string, body = 'Text.\n') =>
  `---\ntitle: ${title}\ndate: ${date}\n---\n\n${body}`;

const blog = {
  'galley.yml': 'title: My blog\nurl: https://blog.example\n',
  'posts/2024-05-01-first.md': post('First', '2024-05-01'),
  'posts/2024-06-01-second.md': post('Second', '2024-06-01T10:00:00+02:00'),
  'assets/a.png': 'png',
};

describe('listing posts', () => {
  it('has the newest first, and those without a date last', async () => {
    const { posts } = await openBlog({ ...blog, 'posts/undated.md': '# Undated\n' });
    expect((await posts.list()).map(({ title }) => title)).toEqual(['Second', 'First', 'Undated']);
  });

  it('says what the generator makes of drafts and dates', async () => {
    const { posts } = await openBlog({
      'hugo.toml': 'baseURL = "https://example.org"\n',
      'content/posts/public.md': post('Public', '2020-01-01'),
      'content/posts/draft.md': '---\ntitle: Draft\ndate: 2020-01-01\ndraft: yes\n---\n',
      'content/posts/quoted.md': '---\ntitle: Quoted\ndate: 2020-01-01\ndraft: "yes"\n---\n',
      'content/posts/scheduled.md': post('Scheduled', '2999-01-01'),
      'content/posts/expired.md': '---\ntitle: Expired\ndate: 2020-01-01\nexpiryDate: 2021-01-01\n---\n',
    });
    const seen = Object.fromEntries((await posts.list()).map(({ title, visibility }) => [title, visibility]));
    expect(seen).toEqual({
      Public: 'public',
      Draft: 'draft',
      Quoted: 'public',
      Scheduled: 'scheduled',
      Expired: 'expired',
    });
  });

  it('reads titles that are no text as they are written', async () => {
    const { posts } = await openBlog({
      'galley.yml': '',
      'posts/number.md': '---\ntitle: 1.10\n---\n',
      'posts/year.md': '---\ntitle: 2020\n---\n',
      'posts/truth.md': '---\ntitle: true\n---\n',
      'posts/none.md': '---\ndraft: true\n---\n',
    });
    expect((await posts.list()).map(({ title }) => title).sort()).toEqual(['1.10', '2020', 'None', 'true']);
  });

  it('counts words on demand', async () => {
    const { posts } = await openBlog({
      'galley.yml': '',
      'posts/latin.md': post('Latin', '2024-01-01', 'One two three.\n'),
      'posts/japanese.md': post('Japanese', '2023-01-01', '今日は世界\n'),
    });
    const [latin, japanese] = await posts.listWithWords();
    expect(latin?.words).toBe(3);
    expect(japanese?.words).toBeGreaterThan(1);
  });
});

describe('files that are no good posts', () => {
  it('are each listed with the problem, and hide no other', async () => {
    const site = await openBlog({
      ...blog,
      'posts/binary.md': new Uint8Array([0x89, 0x50, 0, 1, 2, 3]),
      'posts/latin1.md': new Uint8Array([...new TextEncoder().encode('---\ntitle: caf'), 0xe9, 0x0a]),
      'posts/unclosed.md': '---\ntitle: Unclosed\n\nText.\n',
      'posts/broken.md': '---\ntitle: [\n---\n\nText.\n',
      'posts/empty.md': '',
      'posts/deep.md': `---\ntitle: ${'['.repeat(20_000)}\n---\n`,
    });
    const problems = Object.fromEntries(
      (await site.posts.list()).map((summary) => [
        summary.path.slice(6),
        summary.problems.map(({ code }) => code),
      ]),
    );
    expect(Object.keys(problems)).toHaveLength(8);
    expect(problems['binary.md']).toEqual(['not-text']);
    expect(problems['latin1.md']).toEqual(['not-utf-8']);
    expect(problems['unclosed.md']).toEqual(['front-matter-unclosed']);
    expect(problems['broken.md']).toEqual(['front-matter-invalid']);
    expect(problems['deep.md']?.length).toBeGreaterThan(0);
    expect(problems['2024-05-01-first.md']).toEqual([]);
    for (const name of ['binary.md', 'latin1.md'])
      await expect(site.posts.read(`posts/${name}`), name).rejects.toMatchObject({ code: 'not-text' });
    await expect(site.posts.read('posts/broken.md')).resolves.toMatchObject({
      text: '---\ntitle: [\n---\n\nText.\n',
    });
  });

  it('are named with what is wrong far behind their beginning, once their words are counted', async () => {
    const long = `---\ntitle: Long\n---\n${'A line of text.\n'.repeat(1000)}`;
    const site = await openBlog({
      'galley.yml': '',
      'posts/latin1.md': Buffer.from(`${long}caf\xe9\n`, 'latin1'),
      'posts/nothing.md': `${long}\0\n`,
      'posts/sound.md': `${long}café\n`,
    });
    const codes = (await site.posts.listWithWords()).map(({ path, problems }) => [
      path,
      ...problems.map(({ code }) => code),
    ]);
    expect(codes.sort()).toEqual([
      ['posts/latin1.md', 'not-utf-8'],
      ['posts/nothing.md', 'not-text'],
      ['posts/sound.md'],
    ]);
  });

  it('may be ten megabytes long', async () => {
    const text = post('Large', '2024-01-01', 'A line of text.\n'.repeat(650_000));
    const { posts } = await openBlog({ ...blog, 'posts/large.md': text });
    expect((await posts.list()).map(({ title }) => title)).toContain('Large');
    expect((await posts.read('posts/large.md')).text.length).toBe(text.length);
  });

  it('may have more front matter than the first kilobytes', async () => {
    const tags = Array.from({ length: 2000 }, (_, index) => `  - tag-${index}`).join('\n');
    const { posts } = await openBlog({
      ...blog,
      'posts/tags.md': `---\ntags:\n${tags}\ntitle: Many tags\n---\n`,
    });
    const found = (await posts.list()).find(({ title }) => title === 'Many tags');
    expect(found?.tags).toHaveLength(2000);
  });

  it('are refused over fifty megabytes', async () => {
    const { posts } = await openBlog({ ...blog, 'posts/huge.md': Buffer.alloc(50 * 1024 * 1024 + 1, 'a') });
    await expect(posts.read('posts/huge.md')).rejects.toMatchObject({ code: 'post-too-large' });
    expect((await posts.summary('posts/huge.md'))?.problems.map(({ code }) => code)).toEqual([
      'post-too-large',
    ]);
  });

  it('may be links: those that lead out are listed and not read', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'secret.md'), post('Secret', '2024-01-01'));
    writeFiles(join(folder, 'blog'), blog);
    symlinkSync('2024-05-01-first.md', join(folder, 'blog', 'posts', 'inside.md'));
    symlinkSync('../../secret.md', join(folder, 'blog', 'posts', 'outside.md'));
    symlinkSync('nowhere.md', join(folder, 'blog', 'posts', 'dangling.md'));
    const site = await openSite(join(folder, 'blog'), { home });
    const list = await site.posts.list();
    const codes = (name: string) =>
      list.find(({ path }) => path === `posts/${name}`)?.problems.map(({ code }) => code);
    expect(codes('inside.md')).toEqual([]);
    expect(codes('outside.md')).toEqual(['outside-site']);
    expect(codes('dangling.md')).toEqual(['outside-site']);
    expect(list.map(({ title }) => title)).not.toContain('Secret');
    await expect(site.posts.read('posts/outside.md')).rejects.toMatchObject({ code: 'path-outside-site' });
    const inside = await site.posts.read('posts/inside.md');
    await site.posts.save({ path: 'posts/inside.md', text: 'through the link', basedOn: inside.revision });
    expect(readFileSync(join(folder, 'blog', 'posts', '2024-05-01-first.md'), 'utf8')).toBe(
      'through the link',
    );
    expect(
      readdirSync(join(folder, 'blog', 'posts'), { withFileTypes: true })
        .find(({ name }) => name === 'inside.md')
        ?.isSymbolicLink(),
    ).toBe(true);
    await site.close();
  });

  it('may be unreadable, or lie in a folder that is', async () => {
    const folder = temporaryFolder();
    writeFiles(folder, { ...blog, 'posts/closed/inside.md': post('Inside', '2024-01-01') });
    chmodSync(folder, 0o755);
    chmodSync(join(folder, 'posts', '2024-05-01-first.md'), 0);
    chmodSync(join(folder, 'posts', 'closed'), 0);
    await withoutRoot(async () => {
      const site = await openSite(folder, { home });
      const summary = await site.posts.summary('posts/2024-05-01-first.md');
      expect(summary?.problems.map(({ code }) => code)).toEqual(['unreadable']);
      expect((await site.posts.list()).map(({ title }) => title)).toContain('Second');
      expect(site.description().evidence.join()).toContain('posts/closed');
      const read = (path: string) => site.posts.read(path);
      await expect(read('posts/2024-05-01-first.md')).rejects.toMatchObject({ code: 'post-unreadable' });
      await expect(read('posts/closed/inside.md')).rejects.toMatchObject({ code: 'post-unreadable' });
      await site.close();
    });
    chmodSync(join(folder, 'posts', 'closed'), 0o755);
  });

  it('may be read-only, and are not replaced', async () => {
    const folder = temporaryFolder();
    writeFiles(folder, blog);
    chmodSync(folder, 0o755);
    await withoutRoot(async () => {
      const site = await openSite(folder, { home });
      const source = await site.posts.read('posts/2024-05-01-first.md');
      const saving = site.posts.save({ path: source.path, text: 'mine', basedOn: source.revision });
      await expect(saving).rejects.toMatchObject({ code: 'write-refused' });
      await expect(site.posts.create({ title: 'New' })).rejects.toMatchObject({ code: 'write-refused' });
      await site.close();
    });
    expect(readFileSync(join(folder, 'posts', '2024-05-01-first.md'), 'utf8')).toBe(
      blog['posts/2024-05-01-first.md'],
    );
  });
});

// `access` asks for the real user, which a test that runs as root cannot change and change back.
it.skipIf(process.getuid?.() === 0)('knows on open that a post is read-only (not as root)', async () => {
  const site = await openBlog(blog);
  expect((await site.posts.read('posts/2024-05-01-first.md')).readOnly).toBe(false);
  chmodSync(join(site.root, 'posts', '2024-05-01-first.md'), 0o444);
  expect((await site.posts.read('posts/2024-05-01-first.md')).readOnly).toBe(true);
});

describe('reading and saving', () => {
  it.each([
    ['a byte order mark and CRLF', '\uFEFF---\r\ntitle: A\r\n---\r\nText\r\n'],
    ['no final newline', '---\ntitle: A\n---\nText'],
    ['mixed line ends', '---\ntitle: A\r\n---\nText\r\nmore\n'],
    ['trailing blanks', '---  \ntitle: A   \n---\t\nText  \n\n\n'],
    ['nothing at all', ''],
    ['signs outside the basic plane', '😀 é 日本\n'],
  ])('keeps every byte of a post with %s', async (_, text) => {
    const site = await openBlog({ 'galley.yml': '', 'posts/a.md': text });
    const before = readFileSync(join(site.root, 'posts', 'a.md'));
    const source = await site.posts.read('posts/a.md');
    expect(source.text).toBe(text);
    expect(
      await site.posts.save({ path: 'posts/a.md', text: source.text, basedOn: source.revision }),
    ).toEqual({
      kind: 'saved',
      revision: source.revision,
    });
    expect(readFileSync(join(site.root, 'posts', 'a.md')).equals(before)).toBe(true);
  });

  it('refuses to save over a file that changed on disk, and shows what is there', async () => {
    const site = await openBlog(blog);
    const path = 'posts/2024-05-01-first.md';
    const { revision } = await site.posts.read(path);
    writeFileSync(join(site.root, path), 'theirs');
    const outcome = await site.posts.save({ path, text: 'mine', basedOn: revision });
    expect(outcome).toMatchObject({ kind: 'changed-on-disk', current: { text: 'theirs' } });
    expect(readFileSync(join(site.root, path), 'utf8')).toBe('theirs');
  });

  it('sees a change that kept size and time', async () => {
    const site = await openBlog(blog);
    const path = 'posts/2024-05-01-first.md';
    const absolute = join(site.root, path);
    const { revision, text } = await site.posts.read(path);
    const { atime, mtime } = statSync(absolute);
    writeFileSync(absolute, text.replace('First', 'Frist'));
    const { utimesSync } = await import('node:fs');
    utimesSync(absolute, atime, mtime);
    expect(await site.posts.save({ path, text: 'mine', basedOn: revision })).toMatchObject({
      kind: 'changed-on-disk',
    });
  });

  it('does not bring a removed post back', async () => {
    const site = await openBlog(blog);
    const path = 'posts/2024-05-01-first.md';
    const { revision } = await site.posts.read(path);
    rmSync(join(site.root, path));
    expect(await site.posts.save({ path, text: 'mine', basedOn: revision })).toEqual({
      kind: 'changed-on-disk',
      current: undefined,
    });
    expect(readdirSync(join(site.root, 'posts'))).toEqual(['2024-06-01-second.md']);
  });

  it('writes a post that was based on no file where there is none, and never over one', async () => {
    const site = await openBlog(blog);
    const path = 'posts/2024-05-01-first.md';
    const there = await site.posts.read(path);
    expect(await site.posts.save({ path, text: 'mine' })).toEqual({
      kind: 'changed-on-disk',
      current: there,
    });
    rmSync(join(site.root, path));
    expect(await site.posts.save({ path, text: 'mine' })).toMatchObject({ kind: 'saved' });
    expect(await site.posts.save({ path: 'posts/2023/new/a.md', text: 'new' })).toMatchObject({
      kind: 'saved',
    });
    expect(readFileSync(join(site.root, path), 'utf8')).toBe('mine');
    expect(readFileSync(join(site.root, 'posts/2023/new/a.md'), 'utf8')).toBe('new');
    expect((await site.posts.list()).map((post) => post.path)).toContain('posts/2023/new/a.md');
    await expect(site.posts.save({ path: '../outside.md', text: 'x' })).rejects.toThrow();
  });

  it('lets saves of one post follow each other', async () => {
    const site = await openBlog(blog);
    const path = 'posts/2024-05-01-first.md';
    const { revision } = await site.posts.read(path);
    const outcomes = await Promise.all(
      ['one', 'two', 'three'].map((text) => site.posts.save({ path, text, basedOn: revision })),
    );
    expect(outcomes.map(({ kind }) => kind)).toEqual(['saved', 'changed-on-disk', 'changed-on-disk']);
    expect(readFileSync(join(site.root, path), 'utf8')).toBe('one');
  });

  it('lets saves wait while they are held, and others pass', async () => {
    const site = await openBlog(blog);
    const [held, free] = ['posts/2024-05-01-first.md', 'posts/2024-06-01-second.md'];
    const sources = [await site.posts.read(held as string), await site.posts.read(free as string)];
    let waiting: Promise<unknown> = Promise.resolve();
    await site.holdingSaves([held as string], async () => {
      waiting = site.posts.save({ path: held as string, text: 'later', basedOn: sources[0]?.revision ?? '' });
      await site.posts.save({ path: free as string, text: 'now', basedOn: sources[1]?.revision ?? '' });
      expect(readFileSync(join(site.root, free as string), 'utf8')).toBe('now');
      expect(await site.revisionOf(held as string)).toBe(sources[0]?.revision);
    });
    expect(await waiting).toMatchObject({ kind: 'saved' });
  });

  it('shows the saved post in the list at once', async () => {
    const site = await openBlog(blog);
    const path = 'posts/2024-05-01-first.md';
    const { revision } = await site.posts.read(path);
    await site.posts.save({ path, text: post('Another title', '2024-07-01'), basedOn: revision });
    expect((await site.posts.list())[0]).toMatchObject({ path, title: 'Another title' });
  });

  it('keeps half of a character out of files', async () => {
    const site = await openBlog(blog);
    const { revision } = await site.posts.read('posts/2024-05-01-first.md');
    await expect(
      site.posts.save({ path: 'posts/2024-05-01-first.md', text: 'a\ud83d', basedOn: revision }),
    ).rejects.toMatchObject({ code: 'bad-input' });
  });

  it.each(['../a.md', '/etc/passwd', '.git/config', 'posts/../../a.md', 'galley.yml', 'assets/a.png'])(
    'reads and writes no %s',
    async (path) => {
      const site = await openBlog(blog);
      await expect(site.posts.read(path)).rejects.toMatchObject({ code: /outside|bad-input/ });
      await expect(site.posts.save({ path, text: 'x', basedOn: '0'.repeat(64) })).rejects.toBeDefined();
    },
  );
});

describe('creating a post', () => {
  it('writes Galley’s own layout', async () => {
    const site = await openBlog({ 'galley.yml': '' });
    const created = await site.posts.create({
      title: 'Hello: world',
      date: '2024-05-01',
      tags: ['a', 'b c'],
      draft: true,
    });
    expect(created.path).toBe('posts/2024-05-01-hello-world.md');
    expect(created.url).toBe('/hello-world/');
    expect(created.text).toBe(
      '---\ntitle: "Hello: world"\ndate: 2024-05-01\ndescription: ""\ntags: [a, b c]\ndraft: true\n---\n\n',
    );
    expect((await site.posts.list())[0]).toMatchObject({
      title: 'Hello: world',
      visibility: 'draft',
      tags: ['a', 'b c'],
    });
  });

  it('never replaces a post', async () => {
    const site = await openBlog(blog);
    await site.posts.create({ title: 'New', date: '2024-05-01' });
    await expect(site.posts.create({ title: 'New', date: '2024-05-01' })).rejects.toMatchObject({
      code: 'post-exists',
    });
  });

  it('keeps Jekyll’s drafts in their folder, without a date', async () => {
    const site = await openBlog({
      '_config.yml': 'title: J\n',
      '_posts/2024-01-01-a.markdown': '---\nlayout: post\ntitle: "A"\ndate: 2024-01-01 10:00:00 +0100\n---\n',
    });
    const draft = await site.posts.create({ title: 'An idea', draft: true });
    expect(draft.path).toBe('_drafts/an-idea.md');
    expect(draft.text).toBe('---\nlayout: post\ntitle: "An idea"\n---\n\n');
    const created = await site.posts.create({ title: 'Done', date: '2024-05-01T08:30:00+02:00' });
    expect(created.path).toBe('_posts/2024-05-01-done.markdown');
    expect(created.text).toBe('---\nlayout: post\ntitle: "Done"\ndate: 2024-05-01 08:30:00 +0200\n---\n\n');
  });

  it('writes TOML where the neighbours do', async () => {
    const site = await openBlog({
      'config.toml': 'base_url = "https://example.org"\n',
      'content/blog/2024-01-01-a.md':
        '+++\ntitle = "A"\ndescription = "d"\n\n[taxonomies]\ntags = ["x"]\n+++\n',
      'content/blog/2024-02-01-b.md':
        '+++\ntitle = "B"\ndescription = "d"\n\n[taxonomies]\ntags = ["y"]\n+++\n',
    });
    const created = await site.posts.create({ title: 'New one', date: '2024-05-01', tags: ['t'] });
    expect(created.path).toBe('content/blog/2024-05-01-new-one.md');
    expect(created.text).toBe(
      '+++\ntitle = "New one"\ndescription = ""\n\n[taxonomies]\ntags = ["t"]\n+++\n\n',
    );
  });

  describe('in a new site of Hugo', () => {
    const hugo = { 'hugo.toml': 'baseURL = "https://example.org/"\ntheme = "t"\n', 'content/_index.md': '' };
    const given = { title: 'It: is', slug: 'my-post', date: '2024-05-01T10:00:00+02:00' };
    const created = async (files: Record<string, string>, more = {}) =>
      (await openBlog({ ...hugo, ...files })).posts.create({ ...given, ...more });

    it('begins as the default archetype says, in the folder of posts', async () => {
      const archetype = '+++\ntitle = \'{{ replace .File.ContentBaseName "-" " " | title }}\'\n';
      const post = await created({
        'archetypes/default.md': `${archetype}date = {{ .Date }}\ndraft = true\n+++\n`,
      });
      expect(post.path).toBe('content/posts/my-post.md');
      expect(post.text).toBe("+++\ntitle = 'It: is'\ndate = 2024-05-01T10:00:00+02:00\ndraft = false\n+++\n");
    });

    it('begins as the section’s archetype says, with comments, maps and a body', async () => {
      const post = await created(
        {
          'archetypes/default.md': '---\ntitle: x\n---\n',
          'archetypes/posts.md':
            '---\ntitle: "{{ replaceRE "^x" "" .Name }}"\n# said\ncover:\n  alt: {{ .Name | humanize }}\ntags: []\n---\n\n## {{ .Type }}\n\n{{< toc >}}\n',
        },
        { tags: ['one'], draft: true },
      );
      expect(post.text).toBe(
        '---\ntitle: "It: is"\n# said\ncover:\n  alt: My post\ntags: [one]\ndate: 2024-05-01T10:00:00+02:00\ndraft: true\n---\n\n## posts\n\n{{< toc >}}\n',
      );
    });

    it('brings what lies in a folder that is the archetype', async () => {
      const site = await openBlog({
        ...hugo,
        'archetypes/posts/index.md': '---\ntitle: x\n---\n',
        'archetypes/posts/images/a.png': 'a picture',
      });
      expect((await site.posts.create(given)).path).toBe('content/posts/my-post/index.md');
      expect(readFileSync(join(site.root, 'content/posts/my-post/images/a.png'), 'utf8')).toBe('a picture');
    });

    it.each([
      ['a theme’s', { 'themes/t/archetypes/posts.md': '---\ntitle: x\nfrom: theme\n---\n' }, 'from: theme'],
      [
        'none with a condition',
        { 'archetypes/posts.md': '---\n{{ if .Name }}a: b{{ end }}\n---\n' },
        'description',
      ],
      [
        'no default one beside posts',
        {
          'archetypes/default.md': '---\ntitle: x\nfrom: default\n---\n',
          'content/posts/a.md': '---\ntitle: A\ndate: 2024-01-01\nlayout: wide\n---\n',
          'content/posts/b.md': '---\ntitle: B\ndate: 2024-01-02\nlayout: wide\n---\n',
        },
        'layout: wide',
      ],
    ])('begins as %s', async (_, files, line) => {
      const { path, text } = await created(files as Record<string, string>);
      expect(path).toBe('content/posts/my-post.md');
      expect(text).toContain(line);
    });
  });

  it('writes an Astro post as its neighbours: their date key, quotes, bundle and constant keys', async () => {
    const neighbour = (title: string, day: string) =>
      `---\nauthor: 'Ada'\ntitle: '${title}'\npubDate: '${day}'\nheroImage: './hero.png'\ndraft: false\ntags:\n  - one\n---\n\nText\n`;
    const site = await openBlog({
      'astro.config.mjs': 'export default {};\n',
      'src/content/blog/a/index.md': neighbour('A', '2024-01-01'),
      'src/content/blog/b/index.md': neighbour('B', '2024-01-02'),
      'src/content/blog/c/index.md': neighbour('C', '2024-01-03'),
    });
    const created = await site.posts.create({ title: 'Fourth', date: '2024-05-01', tags: ['x'] });
    expect(created.path).toBe('src/content/blog/fourth/index.md');
    expect(created.text).toBe(
      "---\nauthor: 'Ada'\ntitle: 'Fourth'\npubDate: '2024-05-01'\ndraft: false\ntags:\n  - x\n---\n\n",
    );
  });

  it.each([
    '../../evil',
    '/etc/passwd',
    'a/../../b',
    'CON',
    '.git/hooks/x',
    '\0',
    '💥',
    '-rf',
    'a'.repeat(900),
    '---\nx: y',
    '"quoted" \\ \'title\'',
  ])('makes a harmless file of the title %j, which reads back the same', async (title) => {
    const site = await openBlog(blog);
    const created = await site.posts.create({ title, date: '2024-05-01' });
    expect(created.path).toMatch(/^posts\/2024-05-01-[^/]+\.md$/);
    const summary = await site.posts.summary(created.path);
    expect(summary?.problems).toEqual([]);
    expect(summary?.title).toBe(title.replace(/\s+/g, ' ').trim());
  });

  it('says when a date is none', async () => {
    const site = await openBlog(blog);
    await expect(site.posts.create({ title: 'A', date: 'soon' })).rejects.toMatchObject({
      code: 'bad-input',
    });
  });
});

describe('opening a folder', () => {
  it('names what is wrong with it', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'file'), '');
    await expect(openSite(join(folder, 'missing'), { home })).rejects.toMatchObject({
      code: 'folder-missing',
    });
    await expect(openSite(join(folder, 'file'), { home })).rejects.toMatchObject({ code: 'not-a-folder' });
  });

  it('opens an empty one as a plain folder', async () => {
    const site = await openSite(temporaryFolder(), { home });
    expect(site.description()).toMatchObject({ convention: 'plain', collections: [], frontMatter: 'none' });
    expect(site.repository).toBeUndefined();
    expect((await site.posts.create({ title: 'First' })).path).toBe('first.md');
    await site.close();
  });

  it('opens the repository that it lies in, by looking and without git', async () => {
    const folder = temporaryFolder();
    writeFiles(folder, {
      '.git/HEAD': 'ref: refs/heads/main\n',
      '.git/refs/x': '',
      '.git/objects/x': '',
      'docs/_config.yml': 'title: Docs\n',
      'docs/_posts/2024-01-01-a.md': post('A', '2024-01-01'),
      'other/hugo.toml': 'title = "Other"\n',
      'other/content/posts/b.md': post('B', '2024-01-01'),
      'other/content/posts/c.md': post('C', '2024-01-01'),
    });
    const whole = await openSite(folder, { home });
    expect(whole.description()).toMatchObject({ convention: 'hugo', site: 'other', name: 'Other' });
    expect(
      whole
        .description()
        .collections.map(({ folder: name }) => name)
        .sort(),
    ).toEqual(['docs/_posts', 'other/content/posts']);
    const part = await openSite(join(folder, 'docs', '_posts'), { home });
    expect(part.description()).toMatchObject({
      convention: 'jekyll',
      site: 'docs',
      name: 'Docs',
      root: folder,
    });
    expect(part.repository).toEqual({ workingTree: folder, gitFolder: join(folder, '.git') });
    await Promise.all([whole.close(), part.close()]);
  });

  it('finds the repository of a worktree by its .git file', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'store'));
    writeFiles(folder, { 'tree/.git': `gitdir: ${join(folder, 'store')}\n`, 'tree/a.md': 'a' });
    const site = await openSite(join(folder, 'tree'), { home });
    expect(site.repository).toEqual({ workingTree: join(folder, 'tree'), gitFolder: join(folder, 'store') });
    await site.close();
  });

  it('leaves every file of the blog as it was', async () => {
    const site = await openBlog(blog);
    await site.posts.listWithWords();
    for (const [path, text] of Object.entries(blog))
      expect(readFileSync(join(site.root, path), 'utf8')).toBe(text);
    expect(readdirSync(site.root).sort()).toEqual(['assets', 'galley.yml', 'posts']);
  });
});
