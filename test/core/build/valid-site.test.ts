import { cpSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { HtmlValidate } from 'html-validate';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listThemes } from '../../../src-main/core/build/theme.ts';
import { built, postText, resources } from '../../helpers/built-site.ts';
import { brokenLinks, readXml, type XmlElement } from '../../helpers/check-site.ts';
import { filesUnder } from '../../helpers/files-under.ts';
import { writeFiles } from '../../helpers/repository.ts';
import { againstSchemas, xmllint } from '../../helpers/schemas.ts';
import { makeTemporaryFolder } from '../../helpers/temporary-folder.ts';

const everything = [
  '## Heading\n\n## Heading\n\nA [link](#heading-1), a note[^1], https://example.org and <kbd>K</kbd>.\n',
  '| a | b |\n| :-: | --: |\n| 1 | 2 |\n',
  '- [x] done\n- [ ] open\n\n> [!NOTE]\n> Mind the gap.\n',
  '```js\nconst a = "<b>";\n```\n\n$$\n\\frac{1}{2}\n$$\n\nInline $x<y$.\n',
  '![A line](/assets/line.svg) ![none](missing.png)\n\n<details><summary>More</summary>\n\nText.\n\n</details>\n',
  '<table class="plain"><tbody><tr><td>One</td></tr></tbody></table>\n\n```mermaid\ngraph LR; A-->B;\n```\n',
  '<p align="center">Old <font color="red">HTML</font></p>\n\n[^1]: The note.\n',
].join('\n');

/** Rules about taste, and those about what authors write themselves in their posts. */
const html = new HtmlValidate({
  extends: ['html-validate:recommended'],
  rules: {
    'doctype-style': 'off',
    'void-style': 'off',
    'no-trailing-whitespace': 'off',
    'attribute-boolean-style': 'off',
    'long-title': 'off',
    // Ids of HTML may begin with a digit, as those of headings do that begin with one.
    'valid-id': ['error', { relaxed: true }],
    // A table or a block of code that is wider than the page is scrolled with the keyboard.
    'no-redundant-role': 'error',
    'prefer-native-element': 'off',
    'tel-non-breaking': 'off',
  },
});

describe.each(listThemes(resources).map(({ name }) => name))('a site in the theme %s', (theme) => {
  let folder = '';
  let out = '';
  beforeAll(async () => {
    folder = makeTemporaryFolder();
    const blog = join(folder, 'blog');
    cpSync(resolve(resources, 'sample'), blog, { recursive: true });
    writeFiles(blog, {
      'galley.yml': `title: "Head & room"\nauthor: Maren\nurl: https://e.example/log\nlanguage: en\ntheme: ${theme}\nposts-per-page: 10\n`,
      'posts/2026-01-01-everything.md': postText(
        {
          title: 'Every <i>thing</i> & "more"',
          date: '2026-01-01T10:00:00+02:00',
          tags: ['C++', 'c', 'Été'],
          aliases: ['/before/'],
        },
        everything,
      ),
      'posts/undated.md': postText({ title: 'No day' }),
      'posts/image.md': postText({ title: 'With a cover', date: '2025-12-01', image: '/assets/line.svg' }),
      'pages/about.md': postText({ title: 'About' }),
      'assets/line.svg': '<svg xmlns="http://www.w3.org/2000/svg" width="30" height="10"/>',
    });
    out = join(folder, 'site');
    const { problems } = await built(blog, { out, drafts: true });
    expect(problems).toEqual([]);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('is valid HTML', async () => {
    const found: string[] = [];
    for (const file of filesUnder(out).filter((path) => path.endsWith('.html'))) {
      const report = await html.validateFile(file);
      for (const { messages } of report.results)
        for (const { ruleId, message, line } of messages)
          found.push(`${file.slice(out.length)}:${line} ${ruleId}: ${message}`);
    }
    expect(found.slice(0, 20)).toEqual([]);
  });

  it('has no link that leads nowhere', () => {
    const broken = brokenLinks(out, { origin: 'https://e.example', base: '/log' });
    expect(broken).toEqual([]);
  });

  it(`has feeds and a sitemap that are valid against their schemas${xmllint ? '' : ' (the JSON feed only: xmllint is missing)'}`, () => {
    expect(againstSchemas(out)).toEqual([]);
  });

  it('has an Atom feed as RFC 4287 has it', () => {
    const feed = readXml(readFileSync(join(out, 'atom.xml'), 'utf8'));
    expect([feed.name, feed.attributes.xmlns]).toEqual(['feed', 'http://www.w3.org/2005/Atom']);
    checkAtom(feed);
    const entries = feed.children.filter(({ name }) => name === 'entry');
    expect(entries).toHaveLength(20);
    const first = entries[0];
    expect(first && textOf(first, 'title')).toBe('Every &lt;i&gt;thing&lt;/i&gt; &amp; &quot;more&quot;');
    expect(first && textOf(first, 'published')).toBe('2026-01-01T10:00:00+02:00');
    expect(first && textOf(first, 'content')).toContain(
      'src=&quot;https://e.example/log/assets/line.svg&quot;',
    );
    expect(first && textOf(first, 'content')).toContain(
      'href=&quot;https://e.example/log/everything/#heading-1&quot;',
    );
  });

  it('has an RSS feed as RSS 2.0 has it', () => {
    const rss = readXml(readFileSync(join(out, 'rss.xml'), 'utf8'));
    expect([rss.name, rss.attributes.version]).toEqual(['rss', '2.0']);
    const [channel] = rss.children;
    expect(channel?.children.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['title', 'link', 'description', 'atom:link', 'item']),
    );
    const items = channel?.children.filter(({ name }) => name === 'item') ?? [];
    expect(items).toHaveLength(20);
    for (const item of items) {
      expect(item.children.map(({ name }) => name)).toEqual(
        expect.arrayContaining(['title', 'link', 'guid', 'description', 'content:encoded']),
      );
      expect(textOf(item, 'link')).toMatch(/^https:\/\/e\.example\/log\//);
      const date = textOf(item, 'pubDate');
      expect(date).toMatch(/^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d \w{3} \d{4} \d\d:\d\d:\d\d \+0000$/);
    }
  });

  it('has a JSON feed as version 1.1 has it', () => {
    const feed: unknown = JSON.parse(readFileSync(join(out, 'feed.json'), 'utf8'));
    const parsed = v.parse(jsonFeed, feed);
    expect(parsed.items).toHaveLength(20);
    expect(new Set(parsed.items.map(({ id }) => id)).size).toBe(20);
  });

  it('has a sitemap of pages that are there, and no former address in it', () => {
    const map = readXml(readFileSync(join(out, 'sitemap.xml'), 'utf8'));
    expect(map.attributes.xmlns).toBe('http://www.sitemaps.org/schemas/sitemap/0.9');
    const urls = map.children.map((url) => textOf(url, 'loc'));
    expect(urls).toContain('https://e.example/log/everything/');
    expect(urls.join(' ')).not.toContain('/before/');
    expect(new Set(urls).size).toBe(urls.length);
    expect(readFileSync(join(out, 'robots.txt'), 'utf8')).toContain(
      'Sitemap: https://e.example/log/sitemap.xml',
    );
  });
});

const rfc3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/;
const url = v.pipe(v.string(), v.url());
const instant = v.pipe(v.string(), v.regex(rfc3339));

/** https://www.jsonfeed.org/version/1.1/ */
const jsonFeed = v.strictObject({
  version: v.literal('https://jsonfeed.org/version/1.1'),
  title: v.string(),
  home_page_url: url,
  feed_url: url,
  description: v.optional(v.string()),
  language: v.optional(v.string()),
  authors: v.optional(v.array(v.strictObject({ name: v.string(), url: v.optional(url) }))),
  items: v.array(
    v.strictObject({
      id: url,
      url,
      title: v.string(),
      summary: v.optional(v.string()),
      content_html: v.string(),
      date_published: v.optional(instant),
      date_modified: v.optional(instant),
      tags: v.optional(v.array(v.string())),
    }),
  ),
});

/** How often each element may stand in a feed or an entry: RFC 4287, 4.1.1 and 4.1.2. */
const atomChildren: Record<string, Record<string, readonly [least: number, most: number]>> = {
  feed: {
    title: [1, 1],
    subtitle: [0, 1],
    link: [1, 99],
    id: [1, 1],
    updated: [1, 1],
    generator: [0, 1],
    author: [1, 99],
    entry: [0, 999],
  },
  entry: {
    title: [1, 1],
    link: [1, 99],
    id: [1, 1],
    published: [0, 1],
    updated: [1, 1],
    summary: [0, 1],
    category: [0, 99],
    content: [1, 1],
  },
  author: { name: [1, 1], email: [0, 1], uri: [0, 1] },
};

function checkAtom(element: XmlElement): void {
  const allowed = atomChildren[element.name];
  if (!allowed) return;
  const counts = new Map<string, number>();
  for (const child of element.children) {
    expect(Object.keys(allowed), `${child.name} in ${element.name}`).toContain(child.name);
    counts.set(child.name, (counts.get(child.name) ?? 0) + 1);
    checkAtom(child);
  }
  for (const [name, [least, most]] of Object.entries(allowed)) {
    const count = counts.get(name) ?? 0;
    expect(count >= least && count <= most, `${count} times ${name} in ${element.name}`).toBe(true);
  }
  for (const name of ['updated', 'published'])
    if (counts.has(name)) expect(textOf(element, name)).toMatch(rfc3339);
  if (counts.has('id')) expect(textOf(element, 'id')).toMatch(/^https:\/\//);
}

function textOf(element: XmlElement, name: string): string {
  return element.children.find((child) => child.name === name)?.text ?? '';
}
