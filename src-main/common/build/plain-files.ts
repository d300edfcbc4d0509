import { escaped } from './content.ts';
import { rfc3339, xml } from './feeds.ts';
import { jsonForHtml } from './head.ts';

/** A page for search engines. The address is absolute. */
export interface SitemapEntry {
  url: string;
  /** ISO 8601. */
  changed: string | undefined;
}

/** https://www.sitemaps.org/protocol.html, which allows 50,000 pages in one file. */
export function sitemap(entries: readonly SitemapEntry[]): string {
  const urls = entries.slice(0, 50_000).map(({ url, changed }) => {
    const day = changed === undefined ? '' : `<lastmod>${rfc3339(changed)}</lastmod>`;
    return `<url><loc>${xml(url)}</loc>${day}</url>`;
  });
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">',
    ...urls,
    '</urlset>',
    '',
  ].join('\n');
}

/** RFC 9309. @param sitemapUrl absolute; empty where there is none */
export function robots(isAllowed: boolean, sitemapUrl: string): string {
  const rule = isAllowed ? 'Allow: /' : 'Disallow: /';
  return `User-agent: *\n${rule}\n${sitemapUrl === '' ? '' : `\nSitemap: ${sitemapUrl}\n`}`;
}

/** A page that leads to where a post is now, with and without scripts. */
export function redirectPage(to: {
  url: string;
  canonical: string;
  title: string;
  language: string;
}): string {
  return [
    '<!doctype html>',
    `<html lang="${escaped(to.language)}">`,
    '<head>',
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${escaped(to.title)}</title>`,
    '<meta name="robots" content="noindex">',
    `<link rel="canonical" href="${escaped(to.canonical)}">`,
    `<meta http-equiv="refresh" content="0; url=${escaped(to.url)}">`,
    '</head>',
    '<body>',
    `<main><h1>${escaped(to.title)}</h1><p><a href="${escaped(to.url)}">${escaped(to.canonical)}</a></p></main>`,
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

/** A post as the search of the site knows it: title, address, date, description, tags, text. */
export type SearchEntry = readonly [string, string, string, string, string, string];

/** The index that the search page loads. */
export function searchIndex(entries: readonly SearchEntry[]): string {
  return `${jsonForHtml({ version: 1, posts: entries })}\n`;
}
