import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { built, postText } from '../../helpers/built-site.ts';
import { writeFiles } from '../../helpers/repository.ts';
import { againstSchemas, xmllint } from '../../helpers/schemas.ts';
import { makeTemporaryFolder } from '../../helpers/temporary-folder.ts';

describe('the schemas of feeds and sitemaps', () => {
  let folder = '';
  beforeAll(async () => {
    folder = makeTemporaryFolder();
    writeFiles(join(folder, 'blog'), {
      'galley.yml': 'title: T\nurl: https://e.example\nauthor: A\n',
      'posts/one.md': postText({ title: 'One', date: '2024-01-01', tags: ['a'] }),
    });
    await built(join(folder, 'blog'), { out: join(folder, 'site') });
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('take what is built', () => expect(againstSchemas(join(folder, 'site'))).toEqual([]));

  const faults: [what: string, file: string, from: string, to: string][] = [
    ['a feed without an id', 'atom.xml', '<id>https://e.example/</id>', ''],
    ['a day where an instant belongs', 'atom.xml', '2024-01-01T00:00:00Z', '2024-01-01'],
    ['an element that Atom has not', 'atom.xml', '<generator>', '<pubDate>x</pubDate><generator>'],
    ['two contents', 'atom.xml', '</entry>', '<content/></entry>'],
    ['an item without title and description', 'rss.xml', '<item>', '<item></item><item>'],
    ['a date of another form', 'rss.xml', 'Mon, 01 Jan 2024', '2024-01-01'],
    ['an address without a scheme', 'rss.xml', '<link>https:', '<link>'],
    ['an element that RSS has not', 'rss.xml', '<generator>', '<updated>x</updated><generator>'],
    [
      'a page twice',
      'sitemap.xml',
      '<url><loc>https://e.example/one/',
      '<url><loc>https://e.example/</loc></url><url><loc>https://e.example/one/',
    ],
    ['a page without its host', 'sitemap.xml', '<loc>https://e.example/one/', '<loc>/one/'],
    ['an item without an id', 'feed.json', '"id": "https', '"guid": "https'],
    ['a day where an instant belongs', 'feed.json', '2024-01-01T00:00:00Z', '2024-01-01'],
  ];
  it.each(faults.filter(([, file]) => xmllint || file === 'feed.json'))(
    'refuse %s in %s',
    (_what, file, from, to) => {
      const broken = join(folder, 'broken');
      cpSync(join(folder, 'site'), broken, { recursive: true });
      const text = readFileSync(join(broken, file), 'utf8');
      expect(text).toContain(from);
      writeFileSync(join(broken, file), text.replace(from, to));
      const found = againstSchemas(broken);
      expect(found.length).toBeGreaterThan(0);
      for (const problem of found) expect(problem).toContain(file);
    },
  );
});
