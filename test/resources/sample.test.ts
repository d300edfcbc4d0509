import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import katex from 'katex';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

const sample = fileURLToPath(new URL('../../resources/sample/', import.meta.url));

const dates = [
  '2013-01-15',
  '2013-08-18',
  '2013-12-20',
  '2014-11-18',
  '2021-01-15',
  '2021-02-12',
  '2021-03-20',
  '2021-04-18',
  '2021-05-22',
  '2021-06-17',
  '2021-07-14',
  '2021-09-16',
  '2021-10-21',
  '2021-11-18',
  '2021-12-30',
  '2022-01-20',
  '2022-02-15',
  '2022-03-17',
  '2022-04-14',
  '2022-05-18',
  '2022-06-22',
  '2022-09-23',
  '2022-10-27',
  '2022-11-18',
  '2022-12-28',
  '2024-07-14',
  '2024-08-11',
  '2024-11-18',
  '2024-12-28',
  '2025-03-18',
  '2025-06-17',
  '2025-07-14',
];

describe('the sample blog', () => {
  const posts = readPosts();
  const pictures = readdirSync(join(sample, 'assets'));

  it('has thirty-two posts on their dates', () => {
    expect(posts.map((post) => post.file.slice(0, 10))).toEqual(dates);
  });

  it('opens with the newest one', () => {
    expect(posts.at(-1)?.data.title).toBe('WASM Runtime Architecture: Performance and Security Trade-offs');
  });

  it('names every file by date and slug, each slug once', () => {
    for (const post of posts) expect(post.file).toMatch(/^\d{4}-\d\d-\d\d-[a-z0-9]+(-[a-z0-9]+)*\.md$/);
    expect(new Set(posts.map((post) => post.slug)).size).toBe(posts.length);
  });

  it('says who writes it, and where it would be', () => {
    const settings = parse(readFileSync(join(sample, 'galley.yml'), 'utf8'));
    expect(Object.keys(settings)).toEqual(['title', 'author', 'description', 'url', 'language']);
    expect(settings.url).toBe('https://example.org');
  });

  it.each(posts)('has complete front matter in $file', ({ file, data }) => {
    expect(Object.keys(data)).toEqual(['title', 'date', 'description', 'tags']);
    expect(data.date).toBe(file.slice(0, 10));
    expect(data.title).toMatch(/^\S.{4,}\S$/);
    expect(data.description.length).toBeGreaterThan(60);
    expect(data.tags.length).toBeGreaterThan(1);
  });

  it('gives no title and no description twice', () => {
    expect(new Set(posts.map((post) => post.data.title)).size).toBe(posts.length);
    expect(new Set(posts.map((post) => post.data.description)).size).toBe(posts.length);
  });

  it.each(posts)('has a body worth reading in $file', ({ body }) => {
    expect(wordsOf(body)).toBeGreaterThanOrEqual(450);
  });

  it.each(posts)('is tidy text in $file', ({ text }) => {
    expect(text).not.toMatch(/\r|\t$|[ \t]\n|\n\n\n/);
    expect(text).toMatch(/[^\n]\n$/);
  });

  it.each(posts)(
    'refers only to pictures that exist, with words for those who cannot see them, in $file',
    (post) => {
      for (const { alternative, target } of imagesOf(post.body)) {
        expect(existsSync(join(sample, target)), target).toBe(true);
        expect(alternative.length).toBeGreaterThan(20);
      }
    },
  );

  it('shows every picture somewhere', () => {
    const shown = posts.flatMap((post) => imagesOf(post.body)).map((image) => image.target);
    expect(new Set(shown)).toEqual(new Set(pictures.map((name) => `/assets/${name}`)));
  });

  it.each(pictures)('draws %s without scripts, outside references or a missing background', (name) => {
    const svg = readFileSync(join(sample, 'assets', name), 'utf8');
    const [, width, height] = /<svg [^>]*width="(\d+)" height="(\d+)" viewBox="0 0 \1 \2"/.exec(svg) ?? [];
    expect(svg).toContain(`<rect width="${width}" height="${height}" rx="12" fill="#f7f5f0"/>`);
    expect(svg).toMatch(/<title id="title">[^<]+<\/title>/);
    expect(svg).not.toMatch(/<script|<foreignObject|<image|href=|\son\w+=|@import|url\((?!#)/i);
  });

  it.each(posts)('links only to posts that were there already, in $file', (post) => {
    for (const slug of linksOf(post.body)) {
      const target = posts.find((other) => other.slug === slug);
      expect(target, slug).toBeDefined();
      expect(String(target?.file) < post.file, `${slug} is older`).toBe(true);
    }
  });

  it.each(posts)('defines every footnote and every reference once, in $file', ({ body }) => {
    const prose = withoutCode(body);
    expect(idsOf(prose, /\[\^(\w+)\](?!:)/g)).toEqual(idsOf(prose, /^\[\^(\w+)\]:/gm));
    for (const label of idsOf(prose, /\]\[(\w+)\]/g)) expect(prose).toContain(`\n[${label}]: /`);
  });

  it.each(posts)('writes maths that can be set, in $file', ({ body }) => {
    for (const { tex, displayMode } of mathsOf(body)) {
      expect(katex.renderToString(tex, { displayMode, throwOnError: true, strict: 'error' })).toContain(
        'katex',
      );
    }
  });

  it('shows what a post can hold', () => {
    const having = (test: (body: string) => boolean) => posts.filter((post) => test(post.body)).length;
    const languages = posts.flatMap((post) => idsOf(post.body, /^```(\w+)$/gm));
    expect(new Set(languages).size).toBeGreaterThanOrEqual(9);
    expect(having((body) => imagesOf(body).length > 0)).toBeGreaterThanOrEqual(10);
    expect(having((body) => /^\|[ :|-]+\|$/m.test(body))).toBeGreaterThanOrEqual(20);
    expect(having((body) => /^- \[[ x]\] /m.test(body))).toBeGreaterThanOrEqual(10);
    expect(having((body) => /^> /m.test(body))).toBeGreaterThanOrEqual(5);
    expect(having((body) => /^\[\^\w+\]:/m.test(body))).toBeGreaterThanOrEqual(6);
    expect(having((body) => mathsOf(body).some((maths) => maths.displayMode))).toBeGreaterThanOrEqual(6);
    expect(having((body) => mathsOf(body).some((maths) => !maths.displayMode))).toBeGreaterThanOrEqual(6);
    expect(having((body) => linksOf(body).length > 0)).toBeGreaterThanOrEqual(15);
    expect(having((body) => /^\[[\w ]+\]: \//m.test(body))).toBeGreaterThanOrEqual(3);
    expect(having((body) => /^.{140,}$/m.test(codeOf(body)))).toBeGreaterThanOrEqual(1);
  });
});

interface SamplePost {
  file: string;
  slug: string;
  text: string;
  data: { title: string; date: string; description: string; tags: string[] };
  body: string;
}

function readPosts(): SamplePost[] {
  return readdirSync(join(sample, 'posts'))
    .sort()
    .map((file) => {
      const text = readFileSync(join(sample, 'posts', file), 'utf8');
      const [, head = '', body = ''] = /^---\n([\s\S]*?\n)---\n\n([\s\S]*)$/.exec(text) ?? [];
      return { file, slug: file.slice(11, -3), text, data: parse(head), body };
    });
}

const fencedCode = /^```.*\n[\s\S]*?^```$/gm;

function codeOf(body: string): string {
  return (body.match(fencedCode) ?? []).join('\n');
}

function withoutCode(body: string): string {
  return body.replace(fencedCode, '').replace(/`[^`\n]+`/g, '');
}

function wordsOf(body: string): number {
  return withoutCode(body).match(/[\p{L}\p{N}]+(['’.,-][\p{L}\p{N}]+)*/gu)?.length ?? 0;
}

function imagesOf(body: string): { alternative: string; target: string }[] {
  return [...withoutCode(body).matchAll(/!\[([^\]]*)\]\(([^)\s]+)\)/g)].map(
    ([, alternative = '', target = '']) => ({ alternative, target }),
  );
}

/** Slugs of the posts that the text links to, inline or by reference. */
function linksOf(body: string): string[] {
  return idsOf(withoutCode(body), /(?:\]\(|^\[[^\]^]+\]: )\/(?!assets\/)([^)\s]*)\/(?=[)\s])/gm);
}

function mathsOf(body: string): { tex: string; displayMode: boolean }[] {
  const prose = withoutCode(body);
  const display = idsOf(prose, /\$\$([\s\S]+?)\$\$/g);
  const inline = idsOf(prose.replace(/\$\$[\s\S]+?\$\$/g, ''), /\$([^$\n]+)\$/g);
  return [
    ...display.map((tex) => ({ tex, displayMode: true })),
    ...inline.map((tex) => ({ tex, displayMode: false })),
  ];
}

/** The first group of every match. */
function idsOf(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map((match) => match[1] ?? '');
}
