import { diagramSettings } from '../markdown/diagram-settings.ts';
import { escaped } from './content.ts';
import type { PageModel, SiteModel } from './model.ts';
import type { SiteConfig } from './site-config.ts';

/** What a page's head says of it. */
export interface HeadFacts {
  kind: PageModel['kind'];
  title: string;
  description: string;
  /** With the site's base: `/blog/hello/`. */
  url: string;
  /** With the site's base; empty where there is none. */
  image: string;
  published: string | undefined;
  updated: string | undefined;
  tags: readonly string[];
  previous?: string | undefined;
  next?: string | undefined;
  isIndexed: boolean;
  /** Addresses of what shows the page’s diagrams. */
  diagrams?: { script: string; program: string } | undefined;
}

/** The part of a page's head that is the same in every theme. HTML. */
export function headOf(facts: HeadFacts, config: SiteConfig, site: SiteModel): string {
  const origin = originOf(config);
  const absolute = (url: string): string => (/^[a-z]+:/i.test(url) ? url : origin + url);
  const isArticle = facts.kind === 'post';
  const title =
    facts.kind === 'home' && facts.url === site.url ? config.title : `${facts.title} · ${config.title}`;
  const lines = [
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${escaped(title)}</title>`,
    meta('description', facts.description),
    meta('author', config.author.name),
    '<meta name="generator" content="Galley">',
    facts.isIndexed && config.robots ? '' : '<meta name="robots" content="noindex">',
    facts.previous === undefined ? '' : link('prev', facts.previous),
    facts.next === undefined ? '' : link('next', facts.next),
  ];
  if (facts.diagrams) {
    const { script, program } = facts.diagrams;
    const data = `data-program="${escaped(program)}" data-settings="${escaped(JSON.stringify(diagramSettings))}"`;
    lines.push(`<script type="module" src="${escaped(script)}" ${data}></script>`);
  }
  if (origin !== '' && facts.kind !== '404') {
    const image = facts.image === '' ? '' : absolute(facts.image);
    lines.push(
      link('canonical', absolute(facts.url)),
      link('alternate', site.urls.atom, `type="application/atom+xml" title="${escaped(config.title)}"`),
      link('alternate', site.urls.rss, `type="application/rss+xml" title="${escaped(config.title)}"`),
      link('alternate', site.urls.json, `type="application/feed+json" title="${escaped(config.title)}"`),
      property('og:type', isArticle ? 'article' : 'website'),
      property('og:site_name', config.title),
      property('og:title', facts.title),
      property('og:description', facts.description),
      property('og:url', absolute(facts.url)),
      property('og:locale', config.language.replace('-', '_')),
      property('og:image', image),
      meta('twitter:card', image === '' ? 'summary' : 'summary_large_image'),
      ...(isArticle
        ? [
            property('article:published_time', facts.published ?? ''),
            property('article:modified_time', facts.updated ?? ''),
            ...facts.tags.map((tag) => property('article:tag', tag)),
          ]
        : []),
      linkedData(facts, config, { isArticle, image, url: absolute(facts.url), home: absolute(site.url) }),
    );
  }
  return lines.filter((line) => line !== '').join('\n');
}

/** Scheme and host of the site, without a slash; empty where its address is not known. */
export function originOf({ url, base }: Pick<SiteConfig, 'url' | 'base'>): string {
  return url.slice(0, url.length - base.length);
}

function meta(name: string, content: string): string {
  return content === '' ? '' : `<meta name="${name}" content="${escaped(content)}">`;
}

function property(name: string, content: string): string {
  return content === '' ? '' : `<meta property="${name}" content="${escaped(content)}">`;
}

function link(rel: string, href: string, more = ''): string {
  return href === '' ? '' : `<link rel="${rel}"${more === '' ? '' : ` ${more}`} href="${escaped(href)}">`;
}

/** https://schema.org/BlogPosting, https://schema.org/Blog */
function linkedData(
  facts: HeadFacts,
  config: SiteConfig,
  { isArticle, image, url, home }: { isArticle: boolean; image: string; url: string; home: string },
): string {
  if (!isArticle && facts.kind !== 'home') return '';
  const author =
    config.author.name === ''
      ? {}
      : {
          author: {
            '@type': 'Person',
            name: config.author.name,
            ...(config.author.url === '' ? {} : { url: config.author.url }),
          },
        };
  const data = isArticle
    ? {
        '@context': 'https://schema.org',
        '@type': 'BlogPosting',
        headline: facts.title,
        ...(facts.description === '' ? {} : { description: facts.description }),
        url,
        mainEntityOfPage: url,
        ...(facts.published === undefined ? {} : { datePublished: facts.published }),
        ...(facts.updated === undefined ? {} : { dateModified: facts.updated }),
        ...(image === '' ? {} : { image }),
        ...(facts.tags.length === 0 ? {} : { keywords: facts.tags.join(', ') }),
        inLanguage: config.language,
        isPartOf: { '@type': 'Blog', name: config.title, url: home },
        ...author,
      }
    : {
        '@context': 'https://schema.org',
        '@type': 'Blog',
        name: config.title,
        url: home,
        ...(config.description === '' ? {} : { description: config.description }),
        inLanguage: config.language,
        ...author,
      };
  return `<script type="application/ld+json">${jsonForHtml(data)}</script>`;
}

/** JSON that no text in it can end or change the script element of. */
export function jsonForHtml(value: unknown): string {
  return JSON.stringify(value)
    .replaceAll('<', '\\u003c')
    .replaceAll('>', '\\u003e')
    .replaceAll('&', '\\u0026')
    .replaceAll('\u2028', '\\u2028')
    .replaceAll('\u2029', '\\u2029');
}
