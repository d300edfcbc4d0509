import * as v from 'valibot';
import { isMap, isScalar, LineCounter, parseDocument } from 'yaml';
import type { Problem } from '../problem.ts';
import { type ConfigurationData, isRecord, textAt } from '../site/configuration.ts';

/** An entry of the site's menu. */
export interface MenuEntry {
  title: string;
  /** A path of the site or an address of another. */
  url: string;
}

/** What the built-in site knows of itself. */
export interface SiteConfig {
  title: string;
  description: string;
  author: { name: string; email: string; url: string };
  /** `https://example.org/blog`, without a slash at its end; empty where it is not known. */
  url: string;
  /** Path of the site on its host: empty, or `/blog`. */
  base: string;
  /** BCP 47, such as `en` or `pt-BR`. */
  language: string;
  theme: string;
  /** Undefined: made of the pages. */
  menu: readonly MenuEntry[] | undefined;
  postsPerPage: number;
  feedPosts: number;
  /** Plain text at the foot of each page. */
  footer: string;
  /** Whether search engines may list the site. */
  robots: boolean;
}

/** A configuration and what is wrong with it. */
export interface ReadSiteConfig {
  config: SiteConfig;
  problems: Problem[];
}

const text = v.pipe(
  v.union([v.string(), v.number(), v.boolean()]),
  v.transform((value) => String(value).trim()),
);
const count = (most: number) => v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(most));

/** The keys of `galley.yml` as they are looked for: without capitals, hyphens and underscores. */
const fields = {
  title: text,
  description: text,
  author: v.union([text, v.object({ name: text, email: v.optional(text), url: v.optional(text) })]),
  url: v.pipe(text, v.check(isWebAddress, 'is no address such as https://example.org')),
  language: v.pipe(text, v.check(isLanguage, 'is no language such as en or pt-BR')),
  theme: v.pipe(text, v.regex(/^[a-z0-9][a-z0-9-]*$/, 'is no name of a theme')),
  menu: v.array(v.object({ title: text, url: v.pipe(text, v.check(isMenuTarget, 'is no path or address')) })),
  postsperpage: count(1000),
  feedposts: count(500),
  footer: text,
  robots: v.boolean(),
} as const;

type FieldName = keyof typeof fields;

/** Reads `galley.yml`. What is wrong in it is said with its line, and takes its usual value. */
export function readSiteConfig(source: string, fallbackTitle: string): ReadSiteConfig {
  const lines = new LineCounter();
  const document = parseDocument(source, { lineCounter: lines, logLevel: 'silent', uniqueKeys: false });
  const problems: Problem[] = document.errors.slice(0, 1).map((error) => {
    const { line, col } = lines.linePos(error.pos[0]);
    const message = `galley.yml cannot be read here: ${error.message.split('\n')[0] ?? ''}`;
    return { severity: 'error', code: 'site-configuration', message, line: line || 1, column: col || 1 };
  });
  const values: Partial<Record<FieldName, unknown>> = {};
  for (const pair of isMap(document.contents) ? document.contents.items : []) {
    const name = isScalar(pair.key) ? String(pair.key.value) : '';
    const field = name.toLowerCase().replace(/[-_ ]/g, '');
    if (!isField(field)) continue;
    const value = isScalar(pair.value) ? pair.value.value : toPlain(pair.value);
    if (value === null || value === undefined) continue;
    const parsed = v.safeParse(fields[field], value);
    if (parsed.success) values[field] = parsed.output;
    else {
      const { line, col } = lines.linePos((isScalar(pair.key) && pair.key.range?.[0]) || 0);
      const issue = parsed.issues[0];
      const path = [name, ...(issue.path ?? []).map(({ key }) => String(key))].join('.');
      const message = `“${path}” of galley.yml ${reason(issue)}, so it is left out.`;
      problems.push({ severity: 'warning', code: 'site-configuration', message, line, column: col });
    }
  }
  return { config: settle(values as Settled, fallbackTitle), problems };
}

/** What the configuration of another generator says that the built-in site can use. */
export function configOfOtherSite(
  data: ConfigurationData,
  given: { title: string; address: string | undefined },
): SiteConfig {
  const params = isRecord(data.params) ? data.params : {};
  const first = (...keys: string[]): string | undefined =>
    keys.map((key) => textAt(data, key) ?? textAt(params, key)).find((found) => found !== undefined);
  const language = first('language', 'languageCode', 'lang', 'locale', 'defaultContentLanguage');
  const description = first('description', 'subtitle', 'tagline');
  const author = first('author.name', 'author');
  return settle(
    {
      title: given.title,
      ...(description === undefined ? {} : { description }),
      ...(author === undefined ? {} : { author }),
      ...(language !== undefined && isLanguage(language.replace('_', '-'))
        ? { language: language.replace('_', '-') }
        : {}),
      ...(given.address !== undefined && isWebAddress(given.address) ? { url: given.address } : {}),
    },
    given.title,
  );
}

interface Settled {
  title?: string;
  description?: string;
  author?: string | { name: string; email?: string; url?: string };
  url?: string;
  language?: string;
  theme?: string;
  menu?: MenuEntry[];
  postsperpage?: number;
  feedposts?: number;
  footer?: string;
  robots?: boolean;
}

function settle(values: Settled, fallbackTitle: string): SiteConfig {
  const { author } = values;
  const url = values.url === undefined ? '' : withoutSlash(new URL(values.url).href.replace(/[?#].*$/, ''));
  return {
    title: values.title || fallbackTitle,
    description: values.description ?? '',
    author:
      typeof author === 'object'
        ? { name: author.name, email: author.email ?? '', url: author.url ?? '' }
        : { name: author ?? '', email: '', url: '' },
    url,
    base: url === '' ? '' : withoutSlash(new URL(url).pathname),
    language: values.language ?? 'en',
    theme: values.theme ?? 'quiet',
    menu: values.menu,
    postsPerPage: values.postsperpage ?? 50,
    feedPosts: values.feedposts ?? 20,
    footer: values.footer ?? '',
    robots: values.robots ?? true,
  };
}

function reason(issue: { type: string; message: string; expected: string | null }): string {
  if (issue.type === 'check' || issue.type === 'regex') return issue.message;
  return issue.expected === null ? 'is not of the right kind' : `should be ${issue.expected}`;
}

function toPlain(node: unknown): unknown {
  if (typeof node !== 'object' || node === null || !('toJSON' in node)) return undefined;
  try {
    return (node as { toJSON(): unknown }).toJSON();
  } catch {
    return undefined;
  }
}

function isField(name: string): name is FieldName {
  return Object.hasOwn(fields, name);
}

function isWebAddress(address: string): boolean {
  return /^https?:\/\//i.test(address) && parsed(address)?.username === '';
}

function parsed(address: string): URL | undefined {
  try {
    return new URL(address);
  } catch {
    return undefined;
  }
}

function isMenuTarget(target: string): boolean {
  return /^(?:\/(?!\/)|#|https?:\/\/|mailto:)/i.test(target);
}

function isLanguage(language: string): boolean {
  try {
    return Intl.getCanonicalLocales(language).length === 1;
  } catch {
    return false;
  }
}

function withoutSlash(url: string): string {
  return url.replace(/\/+$/, '');
}
