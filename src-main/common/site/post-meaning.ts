import { readDate, type WrittenDate } from '../posts/dates.ts';
import type { FrontMatter, FrontMatterValue } from '../posts/front-matter.ts';
import type { PostSummary, Visibility } from '../posts/post.ts';
import type { Meaning, PostFacts } from './convention.ts';
import { embeddedData } from './embedded-data.ts';
import { dateInPath, datePartsOf, instantOf, isMoment, type SiteZone, slugInPath } from './file-dates.ts';
import { folderOf, nameOf, stemOf } from './paths.ts';
import type { SitePlace } from './site-map.ts';

/** What a post's generator makes of it: all of a summary that the head of the file can say. */
export type PostMeaning = Pick<
  PostSummary,
  'title' | 'date' | 'description' | 'tags' | 'categories' | 'visibility' | 'slug' | 'url'
> & {
  /** When the visibility will be another by itself, in milliseconds since 1970; undefined: never. */
  visibleUntil: number | undefined;
};

/** A post's front matter, as any reader gives it. */
export interface ReadableFrontMatter {
  data: FrontMatter['data'];
  /** How the values are written, where that is known. */
  format?: string;
  /** Asked for only where what is written matters: a quick reader need not know the places of values. */
  fields(): FrontMatter['fields'];
}

/** What the full reader gives, as `readMeaning` takes it. */
export function readable(frontMatter: Pick<FrontMatter, 'data' | 'fields' | 'format'>): ReadableFrontMatter {
  return { format: frontMatter.format, data: frontMatter.data, fields: () => frontMatter.fields };
}

/** A post to be read for its meaning. */
export interface PostToRead {
  place: SitePlace;
  frontMatter: ReadableFrontMatter;
  /** Beginning of the body, for a title that stands there. */
  body: string;
  /** Milliseconds since 1970, to tell what is due. */
  now: number;
}

/** Reads what a post means, as the generator of its site does. Pure; never throws. */
export function readMeaning({ place, frontMatter, body, now }: PostToRead): PostMeaning {
  const meaning = meaningOf(place.site);
  const values = valuesOf({ place, frontMatter, body });
  const name = place.site.convention.nameOf?.(place.path, place.place);
  const slug = name?.slug ?? slugOfFile(place);
  const date =
    values.date(meaning.dateKeys, meaning) ??
    (meaning.dateInName ? dateOfName(name ? name.date : dayInName(place.path, meaning), meaning) : undefined);
  const title = writtenTitle(values, meaning, body) ?? titleFromSlug(slug, place.path, meaning.nameAsTitle);
  const categories = values.list(meaning.categoryKeys, meaning);
  const { visibility, until } = visibilityOf(place, values, now, date);
  const facts: PostFacts = {
    path: place.path,
    place: place.place,
    data: values.data,
    title,
    date,
    categories,
    visibility,
  };
  const url = place.site.convention.url(facts, place.site.settings);
  return {
    title,
    date,
    description: values.text(meaning.descriptionKeys) ?? '',
    tags: values.list(meaning.tagKeys, meaning),
    categories,
    visibility,
    visibleUntil: until,
    slug: values.text(slugKeys) ?? slug,
    url: url === undefined ? undefined : encoded(url),
  };
}

const titleKeys = ['title', 'Title'];
const slugKeys = ['slug', 'Slug'];

function dateOfName(date: string | undefined, { dateText }: Meaning): string | undefined {
  return date !== undefined && dateText ? dateText(date, false, undefined) : date;
}

function dayInName(path: string, { dayInName }: Meaning): string | undefined {
  return dayInName ? dayInName(path) : dateInPath(path)?.date;
}

/** Whether the post says its title itself; else its generator makes one of the file's name, or shows none. */
export function hasTitle({ place, frontMatter, body }: Omit<PostToRead, 'now'>): boolean {
  return writtenTitle(valuesOf({ place, frontMatter, body }), meaningOf(place.site), body) !== undefined;
}

/** How a site reads front matter: as its generator does, unless its configuration says otherwise. */
export function meaningOf({
  convention,
  settings,
}: Pick<SitePlace['site'], 'convention' | 'settings'>): Meaning {
  if (!settings.meaning) return convention.meaning;
  const known = meanings.get(settings);
  if (known) return known;
  const meaning = { ...convention.meaning, ...settings.meaning };
  meanings.set(settings, meaning);
  return meaning;
}

/** Asked for with each post of a site. */
const meanings = new WeakMap<SitePlace['site']['settings'], Meaning>();

function valuesOf({ place, frontMatter, body }: Omit<PostToRead, 'now'>): Values {
  const { convention, settings } = place.site;
  const written = embeddedData(place.path, frontMatter.data, body, convention.readsHeadLines);
  const data =
    convention.dataOf?.({ path: place.path, place: place.place, data: written }, settings) ?? written;
  return new Values(place.path, data, frontMatter);
}

function writtenTitle(values: Values, meaning: Meaning, body: string): string | undefined {
  const written = meaning.titleKeys
    ? values.text(meaning.titleKeys)
    : (values.text(titleKeys) ?? values.text(values.titleKeys()));
  return written ?? (meaning.titleInBody ? headingOf(body) : undefined);
}

/** Reads values by what a person wrote, for kinds of values that parsers disagree about. */
class Values {
  readonly data: PostFacts['data'];
  readonly #path: string;
  readonly #frontMatter: ReadableFrontMatter;

  constructor(path: string, data: PostFacts['data'], frontMatter: ReadableFrontMatter) {
    this.data = data;
    this.#path = path;
    this.#frontMatter = frontMatter;
  }

  get(key: string): FrontMatterValue | undefined {
    const { data } = this;
    if (!key.includes('.')) return Object.hasOwn(data, key) ? data[key] : undefined;
    let value: FrontMatterValue | undefined = data;
    for (const part of key.split('.')) {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
      value = Object.hasOwn(value, part) ? value[part] : undefined;
    }
    return value;
  }

  /** Sites with a title of their own for lists of posts call it `newsTitle` or the like. */
  titleKeys(): string[] {
    return Object.keys(this.data).filter((key) => /title$/i.test(key) && !/^(sub|sidebar)/i.test(key));
  }

  source(key: string): string | undefined {
    const fields = this.#frontMatter.fields();
    const found = fields.find((field) => field.key.join('.') === key);
    return (found ?? fields.find((field) => field.key.join('.').toLowerCase() === key))?.source;
  }

  /** A title `1.10` is that text, although it reads as a number. */
  written(key: string): string | undefined {
    const value = this.get(key);
    if (typeof value === 'string') return value.trim() || undefined;
    if (typeof value === 'number' || typeof value === 'boolean') return this.source(key) ?? String(value);
    return undefined;
  }

  text(keys: readonly string[]): string | undefined {
    for (const key of keys) {
      const text = this.written(key);
      if (text !== undefined) return unusualBlank.test(text) ? text.replace(/\s+/g, ' ') : text;
    }
    return undefined;
  }

  date(keys: readonly string[], meaning: Meaning): string | undefined {
    for (const key of keys) {
      const date = key === ':filename' ? dayInName(this.#path, meaning) : this.#dateAt(key, meaning);
      if (date !== undefined) return date;
    }
    return undefined;
  }

  #dateAt(key: string, meaning: Meaning): string | undefined {
    const text = this.written(key);
    return text === undefined
      ? undefined
      : readDateFor(meaning, text, typeof this.get(key) === 'number', this.#frontMatter.format)?.iso;
  }

  list(keys: readonly string[], { wholeTextKeys, partsAtBlanks }: Meaning): string[] {
    for (const key of keys) {
      const value = this.get(key);
      if (typeof value === 'string' && wholeTextKeys?.includes(key) && value.trim() !== '')
        return [value.trim()];
      const list = value === undefined ? undefined : listOf(value, partsAtBlanks);
      if (list) return list;
    }
    return [];
  }

  boolean(key: string, booleans: Meaning['booleans']): boolean | undefined {
    const value = this.get(key);
    if (typeof value === 'boolean') return value;
    // What is written is asked for only where it matters: the quick reader does not know it.
    if (value === undefined) return undefined;
    if (booleans === 'go') return this.#booleanOfGo(value, () => this.source(key) ?? '');
    // Source: the booleans of Hexo's database, warehouse.
    if (booleans === 'hexo')
      return value === null ? undefined : Boolean(value) && value !== 'false' && value !== '0';
    if (typeof value !== 'string') return undefined;
    const isTrue = /^(true|yes|on)$/i.test(value);
    if (booleans === 'yaml-1.2') return isTrue || /^y$/i.test(value) || undefined;
    if (!isTrue && !/^(false|no|off)$/i.test(value)) return undefined;
    return /^["']/.test(this.source(key) ?? '') ? undefined : isTrue;
  }

  /** Source: go-yaml's booleans, and `ToBool` of Go's cast package, which knows only the whole numbers of go-yaml. */
  #booleanOfGo(value: FrontMatterValue, source: () => string): boolean | undefined {
    const { format } = this.#frontMatter;
    if (value === null) return false;
    if (typeof value === 'number') return format === 'yaml' && Number.isInteger(value) && value !== 0;
    if (typeof value !== 'string') return undefined;
    const isPlain = format === 'yaml' && !/^["']/.test(source());
    if (isPlain && /^(y|Y|yes|Yes|YES|on|On|ON)$/.test(value)) return true;
    if (isPlain && /^(n|N|no|No|NO|off|Off|OFF)$/.test(value)) return false;
    if (/^(1|t|T|true|True|TRUE)$/.test(value)) return true;
    return /^(0|f|F|false|False|FALSE)$/.test(value) ? false : undefined;
  }
}

/** The date that the generator reads in a text or, where the value is one, a number. */
export function readDateFor(
  { dateText }: Meaning,
  written: string,
  isNumber = false,
  format?: string,
): WrittenDate | undefined {
  const text = dateText ? dateText(written, isNumber, format) : written;
  return text === undefined ? undefined : readDate(text);
}

/** Most texts are words of ASCII with single blanks between them: told without a step back. */
const unusualBlank = /[^ -~]| {2}/;

function listOf(value: FrontMatterValue | undefined, partsAtBlanks = false): string[] | undefined {
  if (typeof value === 'string') {
    // One text for several tags: by commas where there are some, else by blanks, as the generators take it.
    const parts = value.includes(',') && !partsAtBlanks ? value.split(',') : value.split(/\s+/);
    return parts.map((part) => part.trim()).filter((part) => part !== '');
  }
  if (typeof value === 'number' || typeof value === 'boolean') return [String(value)];
  if (!Array.isArray(value)) return undefined;
  if (value.every((item) => typeof item === 'string')) return [...value];
  // Categories below each other may be lists in the list.
  const items = value.some(Array.isArray) ? [...new Set(value.flat())] : value;
  return items.flatMap((item) => {
    // Docusaurus takes a tag with an address of its own: `{ label: Hello, permalink: /hello }`.
    const tag = typeof item === 'object' && item !== null && !Array.isArray(item) ? item.label : item;
    return typeof tag === 'string' || typeof tag === 'number' || typeof tag === 'boolean'
      ? [String(tag)]
      : [];
  });
}

function headingOf(body: string): string | undefined {
  const text = /^#[ \t]+(.+?)[ \t]*#*[ \t]*$/m.exec(body.replace(/^(```|~~~)[\s\S]*?^\1/gm, ''))?.[1];
  return (
    text
      ?.replace(/\s*\{#[^{}]*\}$/, '')
      .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .replace(/[*_`]/g, '')
      .trim() || undefined
  );
}

/** `hello-world` is “Hello world”. */
function titleFromSlug(slug: string, path: string, style: Meaning['nameAsTitle']): string {
  if (style === 'words-capitalised') {
    const words = slug.split('-').map((word) => capitalised(word.toLowerCase()));
    return words.join(' ').replace(/\s+/g, ' ').trim() || stemOf(path);
  }
  return capitalised(slug.replace(/[-_]+/g, ' ').trim() || stemOf(path));
}

/** The name that the file gives to its post, or its folder where that is the post. */
function slugOfFile({ site, path }: SitePlace): string {
  const isOfFolder = site.convention.pageOfFolder?.test(path) === true && folderOf(path) !== '.';
  return isOfFolder ? nameOf(folderOf(path)) : slugInPath(path);
}

function capitalised(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

function visibilityOf(
  { site, place, path }: SitePlace,
  values: Values,
  now: number,
  date: string | undefined,
): { visibility: Visibility; until?: number } {
  const meaning = meaningOf(site);
  const { shows } = site.settings;
  const isHidden =
    (!shows.drafts && place.kind === 'drafts') ||
    (place.kind !== 'pages' &&
      place.kind !== 'drafts' &&
      meaning.publishedNames?.test(nameOf(path)) === false) ||
    (!(shows.unpublished ?? shows.drafts) && hidesByRule(meaning, values));
  if (isHidden) return { visibility: 'draft' };
  const zone = { name: site.settings.timeZone, timesWithoutZone: meaning.timesWithoutZone };
  const expiry = values.date(meaning.expiryKeys, meaning);
  const ends = expiry === undefined || shows.expired ? Number.NaN : instantNear(expiry, zone, now);
  if (ends <= now) return { visibility: 'expired' };
  if (meaning.publishKeys.length > 0 && !shows.future && (place.kind !== 'pages' || place.waits)) {
    const isDated = meaning.dateInName && meaning.publishKeys[0] === meaning.dateKeys[0];
    const due = isDated ? date : values.date(meaning.publishKeys, meaning);
    const begins = due === undefined ? Number.NaN : instantNear(due, zone, now);
    if (begins > now)
      return { visibility: 'scheduled', until: Number.isNaN(ends) ? begins : Math.min(begins, ends) };
  }
  return Number.isNaN(ends) ? { visibility: 'public' } : { visibility: 'public', until: ends };
}

/** Whether a text under such a key speaks of drafts: `published` does, `seedling` says something else. */
export function isStatus(written: FrontMatterValue | undefined, draft: string): boolean {
  return (
    typeof written === 'string' && (written.toLowerCase() === draft || /^publi(?:c|sh|shed)$/i.test(written))
  );
}

function hidesByRule({ draftRules, firstDraftRule, booleans }: Meaning, values: Values): boolean {
  for (const { key, value } of draftRules) {
    const own = typeof value === 'string' ? values.text([key])?.toLowerCase() : values.boolean(key, booleans);
    if (own === value) return true;
    if (firstDraftRule && own !== undefined) return false;
  }
  return false;
}

/** No clock on earth is further from UTC. In milliseconds. */
const longestOffset = 26 * 3_600_000;

/**
 * The instant of a date. Asking for a zone takes long, and only around a moment does it decide whether that is past: a
 * past one is told without it, and one far ahead as early as it can be.
 */
function instantNear(iso: string, zone: SiteZone, now: number): number {
  const plain = instantOf(iso);
  if (plain < now - longestOffset) return plain;
  return plain > now + 2 * longestOffset ? plain - longestOffset : instantIn(iso, zone);
}

/** A day begins at midnight of the site's zone; a time that gives no zone is read as the generator does. */
function instantIn(iso: string, zone: SiteZone): number {
  const plain = instantOf(iso);
  if (Number.isNaN(plain) || isMoment(iso, zone)) return plain;
  const shown = datePartsOf(new Date(plain).toISOString(), zone);
  if (!shown) return plain;
  const asUtc = Date.UTC(shown.year, shown.month - 1, shown.day, shown.hour, shown.minute, shown.second);
  return plain - (asUtc - plain);
}

/** As a browser would show it in its address, escapes that the author has written kept, and never above the root. */
function encoded(url: string): string {
  if (/^(?:\/(?:[\w~-][\w~.-]*)?)*$/.test(url)) return url;
  const names = url.split('/');
  const clean = names.filter((name) => !/^(\.|%2e){1,2}$/i.test(name)).join('/');
  return encodeURI(wellFormed(clean))
    .replace(/%25([0-9A-Fa-f]{2})/g, '%$1')
    .replaceAll('#', '%23')
    .replaceAll('?', '%3F');
}

/** `encodeURI` throws on half a surrogate pair. */
function wellFormed(text: string): string {
  return text.replace(/\p{Cs}/gu, '\uFFFD');
}
