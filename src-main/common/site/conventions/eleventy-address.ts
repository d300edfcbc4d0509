import type { ConfigurationData } from '../configuration.ts';
import type { PostFacts } from '../convention.ts';
import {
  cannotTell,
  type Expression,
  readExpression,
  readExpressionAt,
  resultIn,
  type Scope,
  unknownName,
  valueIn,
} from '../expression.ts';
import { type DateParts, datePartsOf, instantOf, slugInPath } from '../file-dates.ts';
import { monthNames, twoDigits } from '../permalinks.ts';
import { workedOutBy } from '../worked-out-data.ts';

/** What an address is made of. */
interface AddressFacts {
  post: PostFacts;
  /** The post's path below the folder of input. */
  inside: string;
  data: ConfigurationData;
}

/** Filters that the configuration defines in a way that can be told: `addFilter('year', (date) => date.getFullYear())`. */
export function filtersIn(script: string): Readonly<Record<string, Expression>> {
  const filters: Record<string, Expression> = Object.create(null);
  const found = /\badd(?:Async|Liquid|Nunjucks)?Filter\(\s*["'`](\w+)["'`]\s*,\s*/g;
  for (const match of script.matchAll(found)) {
    const expression = readExpressionAt(script, match.index + match[0].length);
    if (match[1] !== undefined && expression) filters[match[1]] = expression;
  }
  return filters;
}

/**
 * An address of a template or, worked out without running it, of a function; undefined where only Eleventy can tell it.
 */
export function fillAddress(address: string, facts: AddressFacts): string | undefined {
  const scope = scopeOf(facts);
  const script = workedOutBy(address);
  if (script !== undefined) {
    const made = resultIn(expressionAtStart(script), unknownName, [allOf(facts)]);
    return typeof made === 'string' ? fillAddress(made, facts) : undefined;
  }
  let isWhole = true;
  const filled = address.replace(/\{\{-?\s*(.*?)\s*-?\}\}/g, (_, inner: string) => {
    const text = filteredText(inner, scope, facts);
    if (text === undefined) isWhole = false;
    return text ?? '';
  });
  return isWhole && !/\{%|\$\{/.test(filled) ? filled : undefined;
}

/** The same few expressions make the addresses of all posts. */
const expressions = new Map<string, Expression | undefined>();

function expressionAtStart(script: string): Expression | undefined {
  return remembered(script, () => readExpressionAt(script, 0));
}

function remembered(key: string, make: () => Expression | undefined): Expression | undefined {
  if (expressions.has(key)) return expressions.get(key);
  if (expressions.size > 1000) expressions.clear();
  const made = make();
  expressions.set(key, made);
  return made;
}

/** What a template's names are; `data` of a function. */
function allOf({ post, inside }: AddressFacts): Record<string, unknown> {
  const stem = inside.replace(/\.[^./]+$/, '');
  const dated = stem.replace(/(^|\/)\d{4}-\d\d-\d\d-(?=[^/]+$)/, '$1');
  const instant = post.date === undefined ? Number.NaN : instantOf(post.date);
  const page: Record<string, unknown> = {
    fileSlug: inside === 'index.md' ? '' : slugInPath(inside),
    filePathStem: `/${dated}`,
    inputPath: `./${post.path}`,
    outputFileExtension: 'html',
  };
  // What is not written is the file's own date, which Eleventy takes from the disk.
  page.date = Number.isNaN(instant) ? cannotTell : new Date(instant);
  return { title: post.title, ...post.data, date: page.date, page };
}

function scopeOf(facts: AddressFacts): Scope {
  let all: Record<string, unknown> | undefined;
  return (name) => {
    all ??= allOf(facts);
    if (!Object.hasOwn(all, name)) throw cannotTell;
    return all[name];
  };
}

function filteredText(inner: string, scope: Scope, facts: AddressFacts): string | undefined {
  const [first = '', ...filters] = inner.split('|').map((part) => part.trim());
  let value = valueIn(
    remembered(first, () => readExpression(first)),
    scope,
  );
  for (const filter of filters) {
    const [, name = '', written = ''] = /^(\w+)\s*(?::\s*|\()?(.*?)\)?$/.exec(filter) ?? [];
    const given = valueIn(
      remembered(`[${written}]`, () => readExpression(`[${written}]`)),
      scope,
    );
    value = filtered(value, { name, given: Array.isArray(given) ? given : [cannotTell] }, facts);
  }
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}

function filtered(
  value: unknown,
  { name, given }: { name: string; given: readonly unknown[] },
  { post, data }: AddressFacts,
): unknown {
  const own = (data.filters as Readonly<Record<string, Expression>>)[name];
  if (own) return resultIn(own, unknownName, [value, ...given]);
  if (name === 'default') return value === undefined || value === '' ? given[0] : value;
  if (value instanceof Date) {
    const parts = post.date === undefined ? undefined : datePartsOf(post.date);
    return name === 'date' && parts && typeof given[0] === 'string' ? clockText(given[0], parts) : undefined;
  }
  if (typeof value === 'number') return filtered(String(value), { name, given }, { post, data, inside: '' });
  if (typeof value !== 'string') return undefined;
  // Options of a slug are another slug.
  if (name === 'slugify' && given.length === 0) return slugOf(value, Number(data.major) >= 3);
  if (name === 'slug' && given.length === 0) return oldSlugOf(value);
  if (name === 'url') return value;
  if (name === 'lower' || name === 'downcase') return value.toLowerCase();
  if (name === 'upper' || name === 'upcase') return value.toUpperCase();
  if (name === 'trim' || name === 'strip') return value.trim();
  return undefined;
}

/** Liquid's `date` filter, of the numbers that addresses have; undefined for others. */
function clockText(format: string, { year, month, day }: DateParts): string | undefined {
  const values: Record<string, string> = {
    '%Y': String(year),
    '%y': twoDigits(year % 100),
    '%m': twoDigits(month),
    '%-m': String(month),
    '%d': twoDigits(day),
    '%-d': String(day),
    '%B': monthNames[month - 1] ?? '',
    '%b': (monthNames[month - 1] ?? '').slice(0, 3),
  };
  const text = format.replace(/%-?[a-zA-Z]/g, (sign) => values[sign] ?? sign);
  return text.includes('%') ? undefined : text;
}

/** As Eleventy's filter `slugify` writes a text; undefined for letters that it spells by tables of its own. */
function slugOf(text: string, joinsContractions: boolean): string | undefined {
  const latin = latinOf(text)?.replaceAll('&', ' and ').toLowerCase();
  if (latin === undefined) return undefined;
  const joined = joinsContractions ? latin.replace(/([a-z\d]+)'([ts])(\s|$)/g, '$1$2$3') : latin;
  return joined.replace(/[^a-z\d]+/g, '-').replace(/^-|-$/g, '');
}

/** As Eleventy's former filter `slug` does, which keeps some signs. Source: the package `slugify`. */
function oldSlugOf(text: string): string | undefined {
  const latin = latinOf(text)
    ?.replaceAll('&', 'and')
    .replaceAll('%', 'percent')
    .replaceAll('$', 'dollar')
    .replaceAll('|', 'or')
    .replaceAll('<', 'less')
    .replaceAll('>', 'greater');
  return latin
    ?.replaceAll('-', ' ')
    .replace(/[^\w\s*+~.()'"!:@]+/g, '')
    .trim()
    .replace(/\s+/g, '-')
    .toLowerCase();
}

/** Letters of alphabets that both filters spell in Latin ones; those of scripts without an alphabet are left out. */
const spelt =
  /[\p{sc=Greek}\p{sc=Cyrillic}\p{sc=Arabic}\p{sc=Armenian}\p{sc=Georgian}\p{sc=Hebrew}\p{sc=Devanagari}\p{sc=Myanmar}]/u;

function latinOf(text: string): string | undefined {
  if (spelt.test(text)) return undefined;
  return text
    .replace(/[äöüÄÖÜ]/g, (letter) => `${letter}e`)
    .normalize('NFD')
    .replace(/[\p{M}\u2018\u201c\u201d]/gu, '')
    .replace(/[ßøØłŁđĐæÆœŒ]/g, (letter) => latinLetters[letter.toLowerCase()] ?? letter);
}

const latinLetters: Readonly<Record<string, string>> = {
  ß: 'ss',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  æ: 'ae',
  œ: 'oe',
};
