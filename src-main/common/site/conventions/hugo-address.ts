import type { FrontMatterValue } from '../../posts/front-matter.ts';
import { type ConfigurationData, isRecord, recordAt, textAt } from '../configuration.ts';
import type { ContentFolder, PostFacts, SiteSettings } from '../convention.ts';
import { datePartsOf } from '../file-dates.ts';
import { folderOf, isIn, join, stemOf, within } from '../paths.ts';
import { fillPattern } from '../permalinks.ts';
import { datedName, dateText } from './hugo-dates.ts';

/** The address that Hugo gives a post, by its own `url`, the site's patterns or its place. */
export function urlInHugo(post: PostFacts, settings: SiteSettings): string | undefined {
  const root = rootOf(post.path, settings);
  if (!root || isWithoutPage(post, settings)) return undefined;
  const language = languageOf(post.path, settings);
  const { data, base, prefix } = settingsIn(language, settings);
  const own = textOf(post.data.url);
  if (own !== '') {
    // An address from the root is the same in every language.
    const path = (own.startsWith('/') ? base + own : `${prefix}/${own}`).replace(/\/{2,}/g, '/');
    return `${/\.[a-z0-9]+$|\/$/i.test(path) ? path : `${path}/`}`;
  }
  const folders = join(root.below ?? '.', within(root.folder, folderOf(post.path)))
    .split('/')
    .filter((name) => name !== '.');
  const isBundle = isIndex(post.path);
  const name = isBundle ? (folders.at(-1) ?? '') : nameInHugo(post.path, settings);
  const above = isBundle ? folders.slice(0, -1) : folders;
  const section = above[0] ?? '';
  const slug = textOf(post.data.slug) || slugOfDatedName(name, post, settings);
  const pattern = patternFor(section, recordAt(data, 'permalinks'));
  const isUgly = data.uglyurls === true || recordAt(data, 'uglyurls')[section] === true;

  const path =
    pattern !== undefined
      ? fromPattern(pattern, {
          post,
          section,
          above: sectionsAbove(root.folder, above, settings),
          name,
          slug,
        })
      : [...above, slug ?? name].join('/');
  const clean = urlized(withoutAccents(path, data).replace(/\/{2,}/g, '/')).replace(/^\/+|\/+$/g, '');
  const cased = data.disablepathtolower === true ? clean : clean.toLowerCase();
  if (cased === '') return `${prefix}/`;
  return isUgly ? `${prefix}/${cased}.html` : `${prefix}/${cased}/`;
}

/** A page that has its name from its folder, in whatever language: `index.md`, `index.fr.md`. */
export function isIndex(path: string): boolean {
  return /^index(\.[^/]*)?$/.test(stemOf(path));
}

/** Hugo takes numbers and booleans for the texts that they are written with. */
function textOf(value: FrontMatterValue | undefined): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : '';
}

/** What a language's own table says stands in the place of the site's. */
interface LanguageSettings {
  data: ConfigurationData;
  /** What addresses from the root begin with. */
  base: string;
  /** What all other addresses begin with. */
  prefix: string;
}

/** A site as one of its languages has it. */
export function settingsIn(language: string, settings: SiteSettings): LanguageSettings {
  const known = settingsByLanguage.get(settings) ?? new Map<string, LanguageSettings>();
  if (known.size === 0) settingsByLanguage.set(settings, known);
  const found = known.get(language) ?? {
    data: { ...settings.data, ...languageTable(language, settings.data) },
    ...beginningsIn(language, settings),
  };
  known.set(language, found);
  return found;
}

/** Asked for with each post of a site. */
const settingsByLanguage = new WeakMap<SiteSettings, Map<string, LanguageSettings>>();

function languageTable(language: string, data: ConfigurationData): ConfigurationData {
  const table = recordAt(data, 'languages')[language.toLowerCase()];
  return isRecord(table) ? table : {};
}

/** Where each language has a host of its own, its name is in no address; where there is but one language, neither. */
function beginningsIn(language: string, settings: SiteSettings): Pick<LanguageSettings, 'base' | 'prefix'> {
  const { data } = settings;
  const languages = enabledLanguages(data);
  const hosts = languages.map((name) => textAt(languageTable(name, data), 'baseurl'));
  if (hosts.length > 0 && hosts.every((host) => host !== undefined)) {
    const base = basePath(textAt(languageTable(language, data), 'baseurl'));
    return { base, prefix: base };
  }
  const base = settings.base ?? '';
  const isStandardNamed = data.defaultcontentlanguageinsubdir === true && languages.length > 1;
  const isNamed = language !== standardLanguage(settings) || isStandardNamed;
  return { base, prefix: isNamed ? `${base}/${language.toLowerCase()}` : base };
}

/** The folder of the base address, `/blog`; empty for a site at the root of its host. */
export function basePath(address: string | undefined): string {
  return address?.replace(/^([a-z]+:)?\/\/[^/]*/i, '').replace(/\/+$/, '') ?? '';
}

/** The languages that the configuration names and does not turn off. */
function enabledLanguages(data: ConfigurationData): string[] {
  return Object.keys(recordAt(data, 'languages')).filter((language) => !isDisabled(language, data));
}

/** Whether the configuration turns a language off: its texts are no pages then. */
export function isDisabled(language: string, data: ConfigurationData): boolean {
  const named = Array.isArray(data.disablelanguages) ? data.disablelanguages : [];
  return named.includes(language) || languageTable(language, data).disabled === true;
}

/** As much of the configuration as tells languages apart. */
type Languages = Pick<SiteSettings, 'data' | 'content'>;

/** The language of a text, by its name, `post.fr.md`, or else by the folder that it lies in. */
export function languageOf(path: string, settings: Languages): string {
  const [, suffix] = splitLanguage(stemOf(path), languagesOf(settings));
  return suffix ?? rootOf(path, settings)?.language ?? standardLanguage(settings);
}

/** The name of a text without its language. */
export function nameInHugo(path: string, settings: Languages): string {
  return splitLanguage(stemOf(path), languagesOf(settings))[0];
}

function standardLanguage({ data }: Languages): string {
  return textAt(data, 'defaultcontentlanguage') ?? 'en';
}

/** Where none is named, names may still end with the standard one. */
function languagesOf(settings: Languages): string[] {
  const named = Object.keys(recordAt(settings.data, 'languages'));
  return named.length > 0 ? named : [standardLanguage(settings)];
}

/** Texts that are only a part of other pages. */
function isWithoutPage({ path, data }: PostFacts, settings: SiteSettings): boolean {
  if (data.headless === true && nameInHugo(path, settings) === 'index') return true;
  const render = [data._build, data.build].map((build) => (isRecord(build) ? build.render : undefined));
  return render.some((value) => value === 'never' || value === false);
}

/** The pattern of a section; `/` is that of pages in none. Names of patterns are in lower case, whatever was written. */
function patternFor(section: string, patterns: ConfigurationData): string | undefined {
  const own = isRecord(patterns.page) ? { ...patterns, ...patterns.page } : patterns;
  const entry = Object.entries(own).find(([name]) => name.replace(/^\/+|\/+$/g, '') === section);
  return typeof entry?.[1] === 'string' ? entry[1] : undefined;
}

function withoutAccents(path: string, data: SiteSettings['data']): string {
  return data.removepathaccents === true
    ? path
        .normalize('NFD')
        .replace(/\p{Mn}/gu, '')
        .normalize('NFC')
    : path;
}

/** Where the date is taken from the name, the rest of it is the slug, up to what looks like the end of a file's name. */
function slugOfDatedName(name: string, post: PostFacts, settings: SiteSettings): string | undefined {
  const keys = settings.meaning?.dateKeys ?? [];
  const before = keys.slice(0, keys.indexOf(':filename') + 1);
  const isFromName = before.every((key) => key === ':filename' || !saysDate(post.data[key]));
  if (before.length === 0 || !isFromName) return undefined;
  return datedName(name)?.rest || undefined;
}

function saysDate(value: unknown): boolean {
  return (
    typeof value === 'number' ||
    (typeof value === 'string' && dateText(value, false, undefined) !== undefined)
  );
}

/** The folders down to the last one that has a page of its own; the first is a section in any case. */
function sectionsAbove(root: string, folders: readonly string[], { data }: SiteSettings): readonly string[] {
  const own = Array.isArray(data.sections) ? data.sections : [];
  const hasPage = (count: number) =>
    own.includes([root, ...folders.slice(0, count)].filter((name) => name !== '.').join('/'));
  let count = folders.length;
  while (count > 1 && !hasPage(count)) count -= 1;
  return folders.slice(0, count);
}

function fromPattern(
  pattern: string,
  {
    post,
    section,
    above,
    name,
    slug,
  }: { post: PostFacts; section: string; above: readonly string[]; name: string; slug: string | undefined },
): string {
  // Go's date that is none is the first day of the year 1.
  const parts = datePartsOf(post.date ?? '0001-01-01');
  // A title that Galley makes of the name is none to Hugo.
  const title = urlized(textOf(post.data.title));
  const own = pattern
    .replace(/:sections(\[[^\]]*\])/g, (_, range: string) => partOf(above, range).join('/'))
    .replace(/:(\d[\d-]*)/g, (whole, layout: string) => datesOfGo(layout, parts) ?? whole);
  const path = fillPattern(own, parts, {
    year: String(parts?.year ?? 1),
    section,
    sections: above.join('/'),
    title,
    slug: slug ?? title,
    slugorfilename: slug ?? name,
    slugorcontentbasename: slug ?? name,
    filename: name,
    contentbasename: name,
  });
  // Hugo takes a filled pattern for the address of a folder that is escaped: there, a plus is a blank.
  return `${path.replaceAll('+', ' ')}/`;
}

/** `[0]`, `[1:]`, `[:last]`, `[last]`: of what is out of range there is nothing. */
function partOf(sections: readonly string[], range: string): readonly string[] {
  const last = sections.length - 1;
  const at = (text: string) => (text === 'last' ? last : Number(text));
  const [, from = '', colon, to = ''] = /^\[(last|\d*)(:?)(last|\d*)\]$/.exec(range) ?? [];
  if (colon === '') return sections.slice(at(from), at(from) + 1);
  return sections.slice(from === '' ? 0 : at(from), to === '' ? undefined : at(to));
}

/** Numbers of Go's layout of dates: `2006-01-02`. */
function datesOfGo(layout: string, parts: ReturnType<typeof datePartsOf>): string | undefined {
  if (!parts || !/^(2006|06|01|02|1|2)(-(2006|06|01|02|1|2))*$/.test(layout)) return undefined;
  const year = String(parts.year).padStart(4, '0');
  const values: Record<string, string> = {
    '2006': year,
    '06': year.slice(-2),
    '01': String(parts.month).padStart(2, '0'),
    '02': String(parts.day).padStart(2, '0'),
    '1': String(parts.month),
    '2': String(parts.day),
  };
  return layout.replace(/\d+/g, (name) => values[name] ?? name);
}

function splitLanguage(stem: string, languages: string[]): [string, string | undefined] {
  const [, name, language] = /^(.+)\.([\w-]+)$/.exec(stem) ?? [];
  return name && language && languages.includes(language) ? [name, language] : [stem, undefined];
}

/** Hugo's `UnicodeSanitize`: letters, digits and some signs stay, blanks become one hyphen, all else goes. */
function urlized(text: string): string {
  let result = '';
  let blank = false;
  for (const [sign] of text.trim().matchAll(/%[0-9A-Fa-f]{2}|[\s\S]/gu)) {
    if (/^(?:%..|[\p{L}\p{Nd}\p{M}./\\_#+~@-])$/u.test(sign)) {
      result += blank && sign !== '-' && !result.endsWith('-') ? `-${sign}` : sign;
      blank = false;
    } else if (/\s/.test(sign) && result !== '') blank = true;
  }
  return result;
}

/** The folder of content that a file lies in. */
export function rootOf(path: string, settings: Pick<SiteSettings, 'content'>): ContentFolder | undefined {
  const holding = settings.content.filter(({ folder }) => isIn(folder, path));
  return holding.sort((a, b) => b.folder.length - a.folder.length)[0];
}
