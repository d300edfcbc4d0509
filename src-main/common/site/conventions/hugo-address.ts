import { isRecord, recordAt, textAt, valueAt } from '../configuration.ts';
import type { ContentFolder, PostFacts, SiteSettings } from '../convention.ts';
import { dateInPath, datePartsOf } from '../file-dates.ts';
import { folderOf, isIn, join, stemOf, within } from '../paths.ts';
import { fillPattern } from '../permalinks.ts';
import { dateText } from './hugo-dates.ts';

/** The address that Hugo gives a post, by its own `url`, the site's patterns or its place. */
export function urlInHugo(post: PostFacts, settings: SiteSettings): string | undefined {
  const { data } = settings;
  const root = rootOf(post.path, settings);
  if (!root) return undefined;
  const languages = languagesOf(settings);
  const standard = standardLanguage(settings);
  const [stem = ''] = splitLanguage(stemOf(post.path), languages);
  const language = languageOf(post.path, settings);
  const inSubfolder = language !== standard || data.defaultcontentlanguageinsubdir === true;
  const base = settings.base ?? '';
  const prefix = `${base}${inSubfolder && languages.length > 0 ? `/${language.toLowerCase()}` : ''}`;

  if (isWithoutPage(post)) return undefined;
  const own = post.data.url;
  if (typeof own === 'string' && own !== '') {
    // An address from the root is the same in every language.
    const path = own.startsWith('/') ? base + own : `${prefix}/${own}`;
    return `${/\.[a-z0-9]+$|\/$/i.test(path) ? path : `${path}/`}`;
  }
  const folders = join(root.below ?? '.', within(root.folder, folderOf(post.path)))
    .split('/')
    .filter((name) => name !== '.');
  const isBundle = /^index$/i.test(stem);
  const section = folders[0] ?? '';
  const name = isBundle ? (folders.at(-1) ?? '') : stem;
  const above = isBundle ? folders.slice(0, -1) : folders;
  const written = typeof post.data.slug === 'string' && post.data.slug !== '' ? post.data.slug : undefined;
  const slug = written ?? slugOfDatedName(post, settings);
  const patterns = recordAt(data, `languages.${language.toLowerCase()}.permalinks`);
  const pattern = patternFor(section, patterns) ?? patternFor(section, recordAt(data, 'permalinks'));
  const isUgly = data.uglyurls === true || valueAt(data, `uglyurls.${section.toLowerCase()}`) === true;

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

/** The language of a text, by the folder that it lies in or by its name: `post.fr.md`. */
export function languageOf(path: string, settings: SiteSettings): string {
  const [, suffix] = splitLanguage(stemOf(path), languagesOf(settings));
  return rootOf(path, settings)?.language ?? suffix ?? standardLanguage(settings);
}

function standardLanguage({ data }: SiteSettings): string {
  return textAt(data, 'defaultcontentlanguage') ?? 'en';
}

/** Where none is named, names may still end with the standard one. */
function languagesOf(settings: SiteSettings): string[] {
  const named = Object.keys(recordAt(settings.data, 'languages'));
  return named.length > 0 ? named : [standardLanguage(settings)];
}

/** Texts that are only a part of other pages. */
function isWithoutPage({ data }: PostFacts): boolean {
  if (data.headless === true) return true;
  const render = [data._build, data.build].map((build) => (isRecord(build) ? build.render : undefined));
  return render.some((value) => value === 'never' || value === false);
}

/** The pattern of a section; `/` is that of pages in none. */
function patternFor(section: string, patterns: Readonly<Record<string, unknown>>): string | undefined {
  const own = isRecord(patterns.page) ? { ...patterns, ...patterns.page } : patterns;
  const entry = Object.entries(own).find(
    ([name]) => name.replace(/^\/+|\/+$/g, '').toLowerCase() === section.toLowerCase(),
  );
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
function slugOfDatedName(post: PostFacts, settings: SiteSettings): string | undefined {
  const keys = settings.meaning?.dateKeys ?? [];
  const before = keys.slice(0, keys.indexOf(':filename') + 1);
  const isFromName = before.every((key) => key === ':filename' || !saysDate(post.data[key]));
  if (before.length === 0 || !isFromName) return undefined;
  return dateInPath(post.path)?.rest.replace(/\.[^.]*$/, '') || undefined;
}

function saysDate(value: unknown): boolean {
  return (
    typeof value === 'number' ||
    (typeof value === 'string' && dateText(value, false, undefined) !== undefined)
  );
}

/** The folders that are sections: the first, and below it those that have a page of their own. */
function sectionsAbove(root: string, folders: readonly string[], { data }: SiteSettings): string[] {
  const own = Array.isArray(data.sections) ? data.sections : [];
  return folders.filter((_, index) => {
    const folder = [root, ...folders.slice(0, index + 1)].filter((name) => name !== '.').join('/');
    return index === 0 || own.includes(folder);
  });
}

function fromPattern(
  pattern: string,
  {
    post,
    section,
    above,
    name,
    slug,
  }: { post: PostFacts; section: string; above: string[]; name: string; slug: string | undefined },
): string {
  // Go's date that is none is the first day of the year 1.
  const parts = datePartsOf(post.date ?? '0001-01-01');
  // A title that Galley makes of the name is none to Hugo.
  const title = typeof post.data.title === 'string' ? urlized(post.title) : '';
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
export function rootOf(path: string, settings: SiteSettings): ContentFolder | undefined {
  const holding = settings.content.filter(({ folder }) => isIn(folder, path));
  return holding.sort((a, b) => b.folder.length - a.folder.length)[0];
}
