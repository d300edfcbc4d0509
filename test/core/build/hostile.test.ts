import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Parser } from 'htmlparser2';
import { describe, expect, it } from 'vitest';
import { built, postText } from '../../helpers/built-site.ts';
import { brokenLinks, readXml } from '../../helpers/check-site.ts';
import { filesUnder } from '../../helpers/files-under.ts';
import { writeFiles } from '../../helpers/repository.ts';
import { againstSchemas } from '../../helpers/schemas.ts';
import { sharedFolder } from '../../helpers/shared.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

const suites = sharedFolder('suites');
const own = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  '</title><script>alert(1)</script>',
  '</script><script>alert(1)</script>',
  '{{ site.title }}{% include "x" %}',
  ']]><![CDATA[<script>',
  '\u2028\u2029\u0000\u0008\ufffe',
  'إختبار النص \u202e gnirts',
  '😀'.repeat(200),
];
const strings: string[] = suites
  ? [...own, ...(JSON.parse(readFileSync(join(suites, 'naughty-strings/blns.json'), 'utf8')) as string[])]
  : own;

const pathTricks = [
  '../../escaped',
  '/../../escaped',
  '..%2f..%2fescaped',
  '%2e%2e/%2e%2e/escaped',
  '..\\..\\escaped',
  '/etc/passwd',
  'C:\\escaped',
  'a\u0000b',
  'con',
  'NUL.txt',
  '.git/config',
  '.galley-site.json',
  '//evil.example/x',
  'https://evil.example/x',
  '?x=1',
  '#frag',
  'x'.repeat(5000),
  'é'.repeat(300),
  ' . ',
  '.',
  '..',
  'trailing. ',
  '\u202eevil',
  '~/x',
  'a:b*c?d"e<f>g|h',
  'index.html',
  '../index.html',
  'deep/'.repeat(60),
];

/** A script, a handler or an address that runs, anywhere in a page; the scripts that are ours are none. */
function whatRuns(html: string): string[] {
  const found: string[] = [];
  const parser = new Parser({
    onopentag(name, attributes) {
      const isOurs =
        attributes.type === 'application/ld+json' || /^\/theme\/search-\w+\.js$/.test(attributes.src ?? '');
      if (name === 'script' && !isOurs) found.push(`<script> ${JSON.stringify(attributes)}`);
      if (['iframe', 'object', 'embed', 'base', 'svg'].includes(name)) found.push(`<${name}>`);
      for (const [key, value] of Object.entries(attributes)) {
        if (/^on/i.test(key)) found.push(`${key}=${value}`);
        const isAddress = /^(?:href|src)$/.test(key) && URL.canParse(value, 'http://site.test/');
        const protocol = isAddress ? new URL(value, 'http://site.test/').protocol : 'http:';
        if (!['http:', 'https:', 'mailto:', 'tel:'].includes(protocol) && !/^data:image\//.test(value))
          found.push(`${key}=${value}`);
      }
    },
  });
  parser.end(html);
  return found;
}

/** Everything in a folder but the site, as it must stay. */
function outside(folder: string): string[] {
  return filesUnder(folder)
    .filter((path) => !path.startsWith(join(folder, 'blog/_site/')))
    .sort();
}

describe('hostile words and paths', () => {
  it(`leave every page, feed and index what it is: ${strings.length} titles, descriptions and tags${suites ? '' : ' (the shared suite is missing: only ours)'}`, {
    timeout: 300_000,
  }, async () => {
    const folder = temporaryFolder();
    const blog = join(folder, 'blog');
    mkdirSync(join(blog, 'posts'), { recursive: true });
    writeFileSync(join(blog, 'galley.yml'), postlessSettings(own[3] ?? ''));
    strings.forEach((text, index) => {
      const data = {
        title: text || ' ',
        date: '2024-01-01',
        description: text,
        tags: [text, `${text}x`],
        image: text,
      };
      writeFileSync(join(blog, `posts/p${index}.md`), postText(data, `${text}\n\n[${text}](${text})\n`));
    });
    const before = outside(folder);
    const { posts, problems } = await built(blog);
    expect(problems.filter(({ code }) => code === 'not-rendered')).toEqual([]);
    expect(posts).toBeGreaterThan(strings.length * 0.95);
    expect(outside(folder)).toEqual(before);
    const pages = filesUnder(join(blog, '_site')).filter((path) => path.endsWith('.html'));
    const running = pages.flatMap((path) =>
      whatRuns(readFileSync(path, 'utf8')).map((what) => `${path}: ${what}`),
    );
    expect(running).toEqual([]);
    for (const file of ['atom.xml', 'rss.xml', 'sitemap.xml'])
      readXml(readFileSync(join(blog, '_site', file), 'utf8'));
    expect(againstSchemas(join(blog, '_site'))).toEqual([]);
    JSON.parse(readFileSync(join(blog, '_site/search.json'), 'utf8'));
    for (const path of pages)
      for (const [, json = ''] of readFileSync(path, 'utf8').matchAll(/ld\+json">([^<]*)<\/script>/g))
        JSON.parse(json);
    const ofTags = brokenLinks(join(blog, '_site')).filter(({ target }) => /^\/(?:tags|p\d+)\//.test(target));
    expect(ofTags).toEqual([]);
  });

  it('write nothing outside the output folder, whatever a slug, an alias or a picture names', async () => {
    const folder = temporaryFolder();
    const blog = join(folder, 'blog');
    writeFiles(folder, {
      'escaped.png': 'secret',
      'blog/galley.yml': 'title: T\nurl: https://e.example\n',
      'blog/.env': 'SECRET=1',
      'blog/notes/key.pem': 'secret',
      'blog/package.json': '{"secret":true}',
    });
    symlinkSync(join(folder, 'escaped.png'), join(blog, 'notes/link.png'));
    mkdirSync(join(blog, 'posts'));
    pathTricks.forEach((trick, index) => {
      const body = `![p](${encodeURI(trick)}.png) ![q](<${trick.replace(/[<>\p{Cc}]/gu, '')}>) [env](/.env) [pem](/notes/key.pem) [json](/package.json) ![out](../../escaped.png) ![link](/notes/link.png)\n`;
      writeFileSync(
        join(blog, `posts/p${index}.md`),
        postText({ title: `T${index}`, slug: trick, date: '2024-01-01' }, body),
      );
      writeFileSync(
        join(blog, `posts/a${index}.md`),
        postText({ title: `A${index}`, date: '2024-01-01', aliases: [trick, `/${trick}/`], image: trick }),
      );
    });
    const before = outside(folder);
    const { posts } = await built(blog);
    expect(posts).toBeGreaterThan(pathTricks.length * 1.5);
    expect(outside(folder)).toEqual(before);
    const files = filesUnder(join(blog, '_site'));
    const all = files.map((path) => readFileSync(path, 'utf8')).join('\n');
    expect(all).not.toContain('SECRET');
    expect(files.filter((path) => /\.(?:pem|env|png)$|package/.test(path))).toEqual([]);
    for (const path of files) {
      const names = path.slice(join(blog, '_site').length + 1).split('/');
      for (const name of names) {
        expect(Buffer.byteLength(name)).toBeLessThanOrEqual(255);
        expect(name).not.toMatch(/[\\:*?"<>|\p{Cc}]|[. ]$|^(?:con|nul)(?:\.|$)/iu);
      }
    }
    expect(existsSync('/escaped')).toBe(false);
    expect(readdirSync(folder).sort()).toEqual(['blog', 'escaped.png']);
  });
});

function postlessSettings(text: string): string {
  const quoted = JSON.stringify(text);
  return `title: ${quoted}\ndescription: ${quoted}\nauthor: ${quoted}\nfooter: ${quoted}\nurl: https://e.example\n`;
}
