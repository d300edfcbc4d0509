import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { buildBlog, built, pageText, postText, siteFiles } from '../../helpers/built-site.ts';
import { pictureWithPlace } from '../../helpers/picture-with-place.ts';
import { writeFiles } from '../../helpers/repository.ts';
import { sharedFolder } from '../../helpers/shared.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

const settings =
  'title: Tide tables\nauthor: Ines Brook\ndescription: On water.\nurl: https://tide.example\n';

function blog(files: Record<string, string | Uint8Array>, config = settings): string {
  const folder = temporaryFolder();
  writeFiles(folder, { 'galley.yml': config, ...files });
  return folder;
}

function page(folder: string, file: string): string {
  return readFileSync(join(folder, '_site', file), 'utf8');
}

describe('building a site', () => {
  it('makes a page of each post and page, with its neighbours', async () => {
    const folder = blog({
      'posts/2024-01-01-ebb.md': postText({ title: 'Ebb', date: '2024-01-01' }),
      'posts/2024-02-01-flood.md': postText({ title: 'Flood', date: '2024-02-01', tags: ['Sea'] }),
      'posts/2024-03-01-slack.md': postText({ title: 'Slack water', date: '2024-03-01' }),
      'pages/about.md': postText({ title: 'About' }, 'Who writes here.\n'),
    });
    const outcome = await built(folder);
    expect(outcome.posts).toBe(3);
    expect(outcome.problems).toEqual([]);
    const flood = page(folder, 'flood/index.html');
    expect(pageText(flood)).toContain('Flood February 1, 2024');
    expect(flood).toMatch(/<a rel="prev" href="\/ebb\/">[\s\S]*Ebb<\/a>/);
    expect(flood).toMatch(/<a rel="next" href="\/slack\/">[\s\S]*Slack water<\/a>/);
    expect(flood).toContain('<link rel="canonical" href="https://tide.example/flood/">');
    expect(page(folder, 'about/index.html')).toContain('Who writes here.');
    expect(pageText(page(folder, 'tags/sea/index.html'))).toContain('Flood');
    expect(page(folder, 'index.html')).toContain('<a href="/about/">About</a>');
  });

  it('says so where there is no post yet', async () => {
    const folder = blog({ 'posts/a.md': postText({ title: 'A', draft: true }) });
    await built(folder);
    expect(pageText(page(folder, 'index.html'))).toContain('No posts yet.');
    await built(folder, { drafts: true });
    expect(pageText(page(folder, 'index.html'))).not.toContain('No posts yet.');
  });

  it('leaves out drafts, what is not due and what is over, and shows them only when asked', async () => {
    const folder = blog({
      'posts/a.md': postText({ title: 'Seen', date: '2024-01-01' }),
      'posts/b.md': postText({ title: 'Hidden draft', date: '2024-01-02', draft: true }),
      'posts/c.md': postText({ title: 'Hidden future', date: '2999-01-01' }),
      'posts/d.md': postText({ title: 'Hidden past', date: '2024-01-03', expires: '2024-02-01' }),
    });
    await built(folder);
    const all = [...siteFiles(join(folder, '_site')).values()].join('\n');
    expect(all).toContain('Seen');
    expect(all).not.toContain('Hidden');
    const drafts = temporaryFolder();
    await built(folder, { drafts: true, out: join(drafts, 'site') });
    const withDrafts = [...siteFiles(join(drafts, 'site')).values()].join('\n');
    expect(withDrafts).toContain('Hidden draft');
    expect(withDrafts).toContain('Hidden future');
    expect(withDrafts).not.toContain('Hidden past');
  });

  it('takes the newest post first, pages a long list, and dates in the site’s language', async () => {
    const posts = Object.fromEntries(
      Array.from({ length: 7 }, (_, n) => [
        `posts/p${n}.md`,
        postText({ title: `Number ${n}`, date: `2024-05-0${n + 1}` }),
      ]),
    );
    const folder = blog(posts, `${settings}language: de\nposts-per-page: 3\n`);
    await built(folder);
    expect(pageText(page(folder, 'index.html'))).toMatch(
      /Number 6 7\. Mai 2024 .*Number 6 7\. Mai 2024 .*Number 5 6\. Mai 2024 .*Number 4/,
    );
    expect(pageText(page(folder, 'page/3/index.html'))).toContain('Number 0');
    expect(existsSync(join(folder, '_site/page/4'))).toBe(false);
    expect(page(folder, 'page/2/index.html')).toContain('<link rel="prev" href="/">');
  });

  it('leads from former addresses to where a post is now', async () => {
    const folder = blog({
      'posts/new.md': postText({ title: 'Moved', date: '2024-01-01', aliases: ['/old/', '2020/older.html'] }),
    });
    const { pages } = await built(folder);
    expect(pages).toBeGreaterThan(7);
    expect(page(folder, 'old/index.html')).toContain('content="0; url=/new/"');
    expect(page(folder, '2020/older.html')).toContain('href="https://tide.example/new/"');
  });

  it('puts the whole site below the path of its address', async () => {
    const folder = blog(
      {
        'posts/a.md': postText(
          { title: 'A', date: '2024-01-01' },
          'To [B](/b/), [file](b.md), [pdf](/assets/x.pdf).\n',
        ),
        'posts/b.md': postText({ title: 'B', date: '2024-01-02' }),
        'assets/x.pdf': 'x',
      },
      settings.replace('tide.example', 'tide.example/log'),
    );
    await built(folder);
    const a = page(folder, 'a/index.html');
    expect(a).toContain(
      '<a href="/log/b/">B</a>, <a href="/log/b/">file</a>, <a href="/log/assets/x.pdf">pdf</a>',
    );
    expect(page(folder, 'atom.xml')).toContain('href="https://tide.example/log/b/"');
    expect(page(folder, 'sitemap.xml')).toContain('<loc>https://tide.example/log/a/</loc>');
    expect(page(folder, 'feed.json')).toContain('https://tide.example/log/assets/x.pdf');
  });

  it('follows the references of the blog’s own generator, and changes with what they lead to', async () => {
    const folder = temporaryFolder();
    writeFiles(folder, {
      '_config.yml': 'title: Log\npermalink: /:title/\n',
      '_posts/2024-01-01-a.md': postText({ title: 'A' }, 'To [B]({% post_url 2024-01-02-b %}).\n'),
      '_posts/2024-01-02-b.md': postText({ title: 'B' }),
    });
    const home = temporaryFolder();
    await built(folder, { home });
    expect(page(folder, 'a/index.html')).toContain('To <a href="/b/">B</a>.');
    writeFileSync(join(folder, '_posts/2024-01-02-b.md'), postText({ title: 'B', permalink: '/c/' }));
    await built(folder, { home });
    expect(page(folder, 'a/index.html')).toContain('To <a href="/c/">B</a>.');
  });

  it('publishes pictures without the place where they were taken, those of assets too, and leaves the blog as it is', async () => {
    const picture = await pictureWithPlace({ format: 'jpeg', orientation: 6 });
    const folder = temporaryFolder();
    const home = temporaryFolder();
    writeFiles(folder, {
      'galley.yml': 'title: T\n',
      'posts/a/index.md': postText(
        { title: 'A', date: '2024-01-01' },
        '![Sea](sea.jpg) ![Sky](/assets/sky.jpg)\n',
      ),
      'posts/a/sea.jpg': picture,
      'assets/sky.jpg': picture,
      'assets/unused.jpg': picture,
    });
    await built(folder, { home });
    const site = siteFiles(join(folder, '_site'));
    const names = [...site.keys()].filter((name) => name.endsWith('.jpg'));
    expect(names).toHaveLength(3);
    for (const name of names) {
      const { exif, orientation } = await sharp(join(folder, '_site', name)).metadata();
      expect([exif?.includes('GPS') ?? false, exif?.includes('Ada'), orientation]).toEqual([false, false, 6]);
      expect(site.get(name)).not.toContain('Camera of Ada');
    }
    expect(readFileSync(join(folder, 'assets/sky.jpg')).equals(picture)).toBe(true);
    expect(await built(folder, { home })).toMatchObject({ changed: 0 });
  });

  it('gives pictures their size and smaller forms, each made once', async () => {
    const picture = await sharp({ create: { width: 1200, height: 800, channels: 3, background: '#357' } })
      .jpeg()
      .toBuffer();
    const folder = blog({
      'posts/a/index.md': postText(
        { title: 'A', date: '2024-01-01' },
        '![Sea](sea.jpg)\n\n![Line](/assets/line.svg)\n',
      ),
      'posts/a/sea.jpg': picture,
      'assets/line.svg': '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 150"/>',
    });
    const home = temporaryFolder();
    await built(folder, { home });
    const html = page(folder, 'a/index.html');
    expect(html).toMatch(
      /<img src="(\/media\/sea-\w{10}\.jpg)" srcset="\/media\/sea-\w{10}-480\.webp 480w, \/media\/sea-\w{10}-960\.webp 960w, \1 1200w" sizes="[^"]+" width="1200" height="800" alt="Sea" loading="lazy"/,
    );
    expect(html).toContain('src="/assets/line.svg" width="300" height="150"');
    const form = readdirSync(join(folder, '_site/media')).find((name) => name.endsWith('-480.webp')) ?? '';
    const { width, height, format } = await sharp(join(folder, '_site/media', form)).metadata();
    expect({ width, height, format }).toEqual({ width: 480, height: 320, format: 'webp' });
    expect(readdirSync(join(home, 'cache/pictures'))).toHaveLength(2);
  });

  it('says of a film that it tells where it was taken, as long as it does', async () => {
    const place = Buffer.from(
      '....moov....udta....\u00a9xyz\0\u0012\u0015\u00c7+48.2082+016.3738/',
      'latin1',
    );
    const folder = blog({
      'posts/film.md': postText({ title: 'Film', date: '2024-01-01' }, '![Walk](/assets/walk.mp4)\n'),
      'assets/walk.mp4': place,
      'assets/other.mov': Buffer.from('....moov....\u00a9xyzabcdefgh', 'latin1'),
      'assets/phone.mov': Buffer.from('....mdta com.apple.quicktime.location.ISO6709 ....', 'latin1'),
    });
    const told = (path: string) =>
      expect.objectContaining({ path, severity: 'warning', code: 'film-tells-place' });
    const home = temporaryFolder();
    for (let round = 0; round < 2; round += 1) {
      const { problems } = await built(folder, { home });
      expect(problems).toEqual([told('assets/phone.mov'), told('assets/walk.mp4')]);
    }
    writeFiles(folder, { 'assets/walk.mp4': 'cut anew', 'assets/phone.mov': 'cut anew' });
    expect((await built(folder, { home })).problems).toEqual([]);
  });

  it('names a broken post with its line, and builds the rest', async () => {
    const folder = blog({
      'posts/good.md': postText({ title: 'Good', date: '2024-01-01' }),
      'posts/bad.md': '---\ntitle: "open\ndate: 2024-01-02\ndraft: true\n---\nText that nobody may see.\n',
    });
    const { problems, posts } = await built(folder);
    expect(posts).toBe(1);
    expect(problems).toMatchObject([{ path: 'posts/bad.md', severity: 'error', line: expect.any(Number) }]);
    expect([...siteFiles(join(folder, '_site')).values()].join('')).not.toContain('nobody may see');
  });

  it('gives an address that two posts want to the first, and says so', async () => {
    const folder = blog({
      'posts/1.md': postText({ title: 'One', slug: 'same', date: '2024-01-01' }),
      'posts/2.md': postText({ title: 'Two', slug: 'SAME', date: '2024-01-02' }),
      'posts/3.md': postText({ title: 'Three', slug: 'tags', date: '2024-01-03' }),
    });
    const { problems, posts } = await built(folder);
    expect(posts).toBe(1);
    expect(problems.map(({ path, code }) => [path, code])).toEqual([
      ['posts/2.md', 'duplicate-url'],
      ['posts/3.md', 'duplicate-url'],
    ]);
    expect(page(folder, 'same/index.html')).toContain('One');
  });

  it('says what is wrong in galley.yml with its line, and goes on without it', async () => {
    const folder = blog(
      { 'posts/a.md': postText({ title: 'A', date: '2024-01-01' }) },
      'title: T\nposts-per-page: many\nurl: javascript:alert(1)\nmenu:\n  - title: X\n    url: "javascript:alert(1)"\nunknown: kept\n',
    );
    const { problems } = await built(folder);
    expect(problems.map(({ path, line, severity }) => [path, line, severity])).toEqual([
      ['galley.yml', 2, 'warning'],
      ['galley.yml', 3, 'warning'],
      ['galley.yml', 4, 'warning'],
    ]);
    expect([...siteFiles(join(folder, '_site')).values()].join('')).not.toContain('javascript:');
  });

  it('lets a blog change a theme file by file', async () => {
    const folder = blog({
      'posts/a.md': postText({ title: 'A', date: '2024-01-01' }),
      'theme/templates/404.liquid':
        '{% layout "layouts/base" %}{% block main %}<h1>Gone {{ "<b>" }}</h1>{% endblock %}',
      'theme/assets/style.css': 'body { color: teal }',
    });
    await built(folder);
    expect(page(folder, '404.html')).toContain('<h1>Gone &lt;b&gt;</h1>');
    const style = /theme\/style-\w+\.css/.exec(page(folder, 'index.html'))?.[0] ?? '';
    expect(page(folder, style)).toBe('body { color: teal }');
  });

  it.each([
    ['a template that does not parse', '{% for x in %}'],
    ['a filter that is not there', '{{ page.title | nothing }}'],
    [
      'a template that never ends',
      '{% for a in (1..100000) %}{% for b in (1..100000) %}x{% endfor %}{% endfor %}',
    ],
    ['a file outside', '{% include "../../../galley" %}'],
  ])('says what is wrong with a theme: %s', { timeout: 120_000 }, async (_name, template) => {
    const folder = blog({
      'posts/a.md': postText({ title: 'A', date: '2024-01-01' }),
      'theme/templates/404.liquid': template,
    });
    await expect(built(folder)).rejects.toMatchObject({ code: 'theme-broken' });
    expect(existsSync(join(folder, '_site'))).toBe(false);
    expect(readdirSync(folder).filter((name) => name.startsWith('._site'))).toEqual([]);
  });

  it('writes the same bytes for the same input, whatever was built before and wherever', async () => {
    const files = {
      'posts/a.md': postText(
        { title: 'A', date: '2024-01-01', tags: ['x', 'y'] },
        '`$x$` $x^2$\n\n```js\nlet a;\n```\n',
      ),
      'posts/b.md': postText({ title: 'B', date: '2024-01-01', tags: ['y'] }),
    };
    const [one, two] = [blog(files), blog(files)];
    await built(one);
    await new Promise((done) => setTimeout(done, 1100));
    await built(two);
    expect(siteFiles(join(two, '_site'))).toEqual(siteFiles(join(one, '_site')));
  });
});

describe('the folder that a site is built to', () => {
  it('is refused where it holds files that are not ours, or what the site is made of', async () => {
    const folder = blog({
      'posts/a.md': postText({ title: 'A', date: '2024-01-01' }),
      'docs/own.txt': 'mine',
    });
    for (const out of ['docs', 'posts', '.'])
      await expect(buildBlog(folder, { out: join(folder, out) })).rejects.toMatchObject({
        code: 'output-not-ours',
      });
    expect(readFileSync(join(folder, 'docs/own.txt'), 'utf8')).toBe('mine');
    await expect(buildBlog(folder, { out: join(folder, 'galley.yml') })).rejects.toMatchObject({
      code: 'output-not-ours',
    });
    await expect(buildBlog(folder, { out: join(folder, '.git/site') })).rejects.toMatchObject({
      code: 'path-outside-site',
    });
  });

  it.skipIf(!existsSync('/proc/self'))('is refused where the system lets nobody make any', async () => {
    const folder = blog({ 'posts/a.md': postText({ title: 'A', date: '2024-01-01' }) });
    for (const out of ['/proc/galley', '/proc/galley/site'])
      await expect(buildBlog(folder, { out })).rejects.toMatchObject({ code: 'write-refused' });
  });

  it('keeps files that others put beside the site’s', async () => {
    const folder = blog({ 'posts/a.md': postText({ title: 'A', date: '2024-01-01' }) });
    await built(folder);
    writeFiles(join(folder, '_site'), { CNAME: 'tide.example', 'a/note.txt': 'mine' });
    for (let n = 0; n < 220; n += 1)
      writeFileSync(join(folder, `posts/n${n}.md`), postText({ title: `N ${n}`, date: '2024-02-01' }));
    await built(folder);
    rmSync(join(folder, 'posts/a.md'));
    await built(folder);
    expect(page(folder, 'CNAME')).toBe('tide.example');
    expect(page(folder, 'a/note.txt')).toBe('mine');
    expect(existsSync(join(folder, '_site/a/index.html'))).toBe(false);
  });

  it('is never left through a link', async () => {
    const folder = blog({ 'posts/a.md': postText({ title: 'A', date: '2024-01-01' }) });
    await built(folder);
    const elsewhere = temporaryFolder();
    symlinkSync(elsewhere, join(folder, '_site/b'));
    writeFileSync(join(folder, 'posts/b.md'), postText({ title: 'B', date: '2024-01-02' }));
    await expect(built(folder)).rejects.toMatchObject({ code: 'write-refused' });
    expect(readdirSync(elsewhere)).toEqual([]);
  });

  it('is as it was after a cancelled build', async () => {
    const folder = blog({ 'posts/a.md': postText({ title: 'A', date: '2024-01-01' }) });
    await built(folder);
    const before = siteFiles(join(folder, '_site'));
    writeFileSync(join(folder, 'posts/b.md'), postText({ title: 'B', date: '2024-01-02' }));
    const controller = new AbortController();
    const onProgress = () => controller.abort();
    const outcome = await buildBlog(folder, { during: { signal: controller.signal, onProgress } });
    expect(outcome).toEqual({ kind: 'cancelled' });
    expect(siteFiles(join(folder, '_site'))).toEqual(before);
    expect(readdirSync(folder).filter((name) => name.startsWith('._site'))).toEqual([]);
  });

  it('is told to git to be left alone, the usual one only', async () => {
    const folder = blog({ 'posts/a.md': postText({ title: 'A', date: '2024-01-01' }) });
    await built(folder);
    await built(folder, { out: join(folder, 'docs') });
    expect(page(folder, '.gitignore')).toBe('*\n');
    expect(existsSync(join(folder, 'docs/.gitignore'))).toBe(false);
  });
});

describe('a home page', () => {
  const seed = sharedFolder('seed');
  const own = [
    'The Long Pier',
    'July 14, 2025',
    'How a pier is kept standing',
    'July 14, 2025',
    'How a pier is kept standing',
    'March 2, 2024',
    'Counting waves from a bench',
    'December 20, 2013',
    'A year of storms',
  ].join('\n');
  const cases: [name: string, text: string][] = [['a page of our own in the same shape', own]];
  if (seed) cases.push(['the page of the seed', readFileSync(join(seed, 'archive-page.txt'), 'utf8')]);

  it.each(cases)(
    `reads in the order of the archive: %s${seed ? '' : ' (the seed is missing here: only ours)'}`,
    async (_name, text) => {
      const [title = '', ...lines] = text.trim().split('\n');
      // The featured post stands first, then every post; titles are given for the first alone.
      const posts = lines.slice(2).reduce<{ date: string; description: string }[]>((all, line, index) => {
        if (index % 2 === 0) all.push({ date: line, description: lines[index + 3] ?? '' });
        return all;
      }, []);
      const folder = temporaryFolder();
      mkdirSync(join(folder, 'posts'));
      writeFileSync(join(folder, 'galley.yml'), 'title: Archive\n');
      posts.forEach(({ date, description }, index) => {
        const day = new Date(`${date} UTC`).toISOString().slice(0, 10);
        const data = { title: index === 0 ? title : `Post ${index}`, date: day, description };
        writeFileSync(join(folder, `posts/${day}-post-${index}.md`), postText(data));
      });
      expect((await built(folder)).posts).toBe(posts.length);
      const shown = pageText(page(folder, 'index.html'));
      let at = 0;
      for (const words of [title, ...lines]) {
        const found = shown.indexOf(words, at);
        expect(found, `“${words}” in its place`).toBeGreaterThanOrEqual(0);
        at = found + words.length;
      }
      if (text !== own) expect(posts).toHaveLength(32);
    },
  );
});
