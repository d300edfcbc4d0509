import { instantOf } from '../site/file-dates.ts';
import { escaped } from './content.ts';
import type { SiteConfig } from './site-config.ts';

/** A post as feeds have it. Addresses are absolute. */
export interface FeedPost {
  title: string;
  url: string;
  date: string | undefined;
  updated: string | undefined;
  description: string;
  tags: readonly string[];
  /** HTML with absolute addresses. */
  content: string;
}

/** A feed's posts, newest first, and where it is. Addresses are absolute. */
export interface Feed {
  home: string;
  self: string;
  posts: readonly FeedPost[];
}

/** A day that posts without a date are given, since both formats demand one: it is the same in each build. */
const noDate = '1970-01-01T00:00:00Z';

/** Atom, RFC 4287. The feed is as old as its newest post: no clock is in it. */
export function atomFeed({ home, self, posts }: Feed, config: SiteConfig): string {
  const { author } = config;
  const entries = posts.map((post) =>
    [
      '<entry>',
      `<title>${xml(post.title)}</title>`,
      `<link href="${xml(post.url)}"/>`,
      `<id>${xml(post.url)}</id>`,
      post.date === undefined ? '' : `<published>${rfc3339(post.date)}</published>`,
      `<updated>${rfc3339(post.updated ?? post.date ?? noDate)}</updated>`,
      post.description === '' ? '' : `<summary>${xml(post.description)}</summary>`,
      ...post.tags.map((tag) => `<category term="${xml(tag)}"/>`),
      `<content type="html">${xml(post.content)}</content>`,
      '</entry>',
    ]
      .filter(isLine)
      .join('\n'),
  );
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    `<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${xml(config.language)}">`,
    `<title>${xml(config.title)}</title>`,
    config.description === '' ? '' : `<subtitle>${xml(config.description)}</subtitle>`,
    `<link href="${xml(home)}"/>`,
    `<link rel="self" type="application/atom+xml" href="${xml(self)}"/>`,
    `<id>${xml(home)}</id>`,
    `<updated>${rfc3339(newest(posts) ?? noDate)}</updated>`,
    '<generator>Galley</generator>',
    '<author>',
    `<name>${xml(author.name || config.title)}</name>`,
    author.email === '' ? '' : `<email>${xml(author.email)}</email>`,
    author.url === '' ? '' : `<uri>${xml(author.url)}</uri>`,
    '</author>',
    ...entries,
    '</feed>',
    '',
  ]
    .filter((line, index, all) => isLine(line) || index === all.length - 1)
    .join('\n');
}

/** RSS 2.0, https://www.rssboard.org/rss-specification, with the whole text in `content:encoded`. */
export function rssFeed({ home, self, posts }: Feed, config: SiteConfig): string {
  const latest = newest(posts);
  const items = posts.map((post) =>
    [
      '<item>',
      `<title>${xml(post.title)}</title>`,
      `<link>${xml(post.url)}</link>`,
      `<guid isPermaLink="true">${xml(post.url)}</guid>`,
      post.date === undefined ? '' : `<pubDate>${rfc822(post.date)}</pubDate>`,
      `<description>${xml(post.description)}</description>`,
      ...post.tags.map((tag) => `<category>${xml(tag)}</category>`),
      `<content:encoded>${xml(post.content)}</content:encoded>`,
      '</item>',
    ]
      .filter(isLine)
      .join('\n'),
  );
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:content="http://purl.org/rss/1.0/modules/content/">',
    '<channel>',
    `<title>${xml(config.title)}</title>`,
    `<link>${xml(home)}</link>`,
    `<atom:link rel="self" type="application/rss+xml" href="${xml(self)}"/>`,
    `<description>${xml(config.description || config.title)}</description>`,
    `<language>${xml(config.language)}</language>`,
    latest === undefined ? '' : `<lastBuildDate>${rfc822(latest)}</lastBuildDate>`,
    '<generator>Galley</generator>',
    ...items,
    '</channel>',
    '</rss>',
  ]
    .filter(isLine)
    .join('\n')
    .concat('\n');
}

/** JSON Feed 1.1, https://www.jsonfeed.org/version/1.1/ */
export function jsonFeed({ home, self, posts }: Feed, config: SiteConfig): string {
  const { author } = config;
  const feed = {
    version: 'https://jsonfeed.org/version/1.1',
    title: config.title,
    home_page_url: home,
    feed_url: self,
    ...(config.description === '' ? {} : { description: config.description }),
    language: config.language,
    ...(author.name === ''
      ? {}
      : { authors: [{ name: author.name, ...(author.url === '' ? {} : { url: author.url }) }] }),
    items: posts.map((post) => ({
      id: post.url,
      url: post.url,
      title: post.title,
      ...(post.description === '' ? {} : { summary: post.description }),
      content_html: post.content,
      ...(post.date === undefined ? {} : { date_published: rfc3339(post.date) }),
      ...(post.updated === undefined ? {} : { date_modified: rfc3339(post.updated) }),
      ...(post.tags.length === 0 ? {} : { tags: post.tags }),
    })),
  };
  return `${JSON.stringify(feed, null, 1)}\n`;
}

function newest(posts: readonly FeedPost[]): string | undefined {
  let latest: string | undefined;
  for (const { date, updated } of posts) {
    for (const one of [date, updated])
      if (one !== undefined && (latest === undefined || instantOf(one) > instantOf(latest))) latest = one;
  }
  return latest;
}

function isLine(line: string): boolean {
  return line !== '';
}

/** A date of ISO 8601 as RFC 3339 has it; a day begins at midnight in UTC, and so does a time without a zone. */
export function rfc3339(iso: string): string {
  const instant = instantOf(iso);
  if (Number.isNaN(instant)) return noDate;
  const hasOffset = /T\d\d:\d\d(?::\d\d)?(?:\.\d+)?[+-]\d\d:?\d\d$/.exec(iso);
  if (!hasOffset) return new Date(instant).toISOString().replace('.000Z', 'Z');
  return iso.replace(/T(\d\d:\d\d)(?=[+-])/, 'T$1:00').replace(/([+-]\d\d)(\d\d)$/, '$1:$2');
}

/** As RFC 822 writes it, in UTC. */
function rfc822(iso: string): string {
  const instant = instantOf(iso);
  return new Date(Number.isNaN(instant) ? 0 : instant).toUTCString().replace('GMT', '+0000');
}

/** Text for XML 1.0, without the characters that it cannot hold. */
export function xml(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: XML 1.0 cannot hold these
  return escaped(text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff\p{Cs}]/gu, '\ufffd'));
}
