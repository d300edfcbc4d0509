import type { FrontMatterValue } from '../../posts/front-matter.ts';
import { isRecord, readConfiguration, textAt } from '../configuration.ts';
import { isMarkdown, isProjectFile } from '../content-files.ts';
import {
  type Convention,
  type PostData,
  type PostFacts,
  type SiteSettings,
  usualMeaning,
  usualNewPost,
  type WrittenPost,
} from '../convention.ts';
import { type DateParts, datePartsOf, slugInPath } from '../file-dates.ts';
import { asPostData, withInherited } from '../inherited-data.ts';
import { folderOf, isIn, nameOf, stemOf, within } from '../paths.ts';
import { monthNames, twoDigits } from '../permalinks.ts';
import type { SiteFolder } from '../site-folder.ts';

/** Source: 11ty.dev/docs (configuration, permalinks, directory data files, dates, drafts). */
export const eleventy: Convention = {
  name: 'eleventy',
  label: 'Eleventy',
  recognise(folder) {
    const configuration = configurationOf(folder);
    if (configuration) return { strength: 3, evidence: [`${configuration} is Eleventy’s configuration.`] };
    return folder.packages.has('@11ty/eleventy')
      ? { strength: 2, evidence: ['package.json asks for Eleventy.'] }
      : undefined;
  },
  settle(folder) {
    const path = configurationOf(folder);
    const data = path ? readConfiguration(path, folder.text(path)) : {};
    const input = trimmed(inputOf(folder, textAt(data, 'input')));
    return {
      data,
      content: [{ folder: input }],
      staticFolders: [input, 'public', 'static', 'src/static', 'src/public'],
    };
  },
  place(path, settings) {
    const input = settings.content[0]?.folder ?? '.';
    if (!isIn(input, path) || !isMarkdown(path)) return undefined;
    const inside = within(input, path);
    const names = inside.split('/').slice(0, -1);
    if (names.some((name) => /^_(includes|data|layouts|site)$/.test(name)) || isProjectFile(inside))
      return undefined;
    if (ownFolders(settings).some((folder) => isIn(folder, inside))) return undefined;
    const [first] = names;
    if (first === undefined) return { collection: input, kind: 'pages' };
    const isContainer = /^(content|pages)$/.test(first) && names[1] !== undefined;
    const below = isContainer ? `${first}/${names[1]}` : first;
    return { collection: input === '.' ? below : `${input}/${below}`, kind: undefined };
  },
  meaning: {
    ...usualMeaning,
    wholeTextKeys: ['tags', 'tag', 'categories', 'category'],
    dateKeys: ['date'],
    workedOutDates: /^(git )?(last modified|created)$/i,
  },
  dataOf: withFolderData,
  url: urlInEleventy,
  formerAddresses: {
    elsewhere: 'Add the former address to the redirects of your server, such as the file _redirects.',
  },
  newPost: {
    ...usualNewPost,
    folder: ({ content }) =>
      content[0] && content[0].folder !== '.' ? `${content[0].folder}/posts` : 'posts',
  },
};

function configurationOf(folder: SiteFolder): string | undefined {
  return folder.findHere(/^(eleventy\.config\.[cm]?[jt]s|\.eleventy\.[cm]?js)$/);
}

/** The configuration is a program; where it does not say the folder in plain words, the files do. */
function inputOf(folder: SiteFolder, named: string | undefined): string {
  if (named) return named;
  return (
    ['src', 'content', 'site'].find((name) =>
      folder.files.some((file) => isIn(name, file) && isMarkdown(file)),
    ) ?? '.'
  );
}

/** Folders of templates and data that the configuration names, relative to the input folder. */
function ownFolders({ data }: SiteSettings): string[] {
  return ['includes', 'layouts', 'data', 'output'].flatMap((key) => {
    const folder = textAt(data, key);
    return folder === undefined || trimmed(folder) === '.' ? [] : [trimmed(folder)];
  });
}

/** What data files give to all posts of a folder. Their tags make collections and are none of the post's own. */
function withFolderData({ path, data }: WrittenPost, settings: SiteSettings): PostData {
  if (settings.folderData.size === 0) return data;
  let given: PostData = {};
  for (let folder = folderOf(path); ; folder = folderOf(folder)) {
    const { tags, ...values } = asPostData(settings.folderData.get(folder));
    given = { ...values, ...given };
    if (folder === '.') return withInherited(data, given);
  }
}

function trimmed(folder: string): string {
  return folder.replace(/^\.?\/+|\/+$/g, '') || '.';
}

function urlInEleventy(post: PostFacts, settings: SiteSettings): string | undefined {
  const input = settings.content[0]?.folder ?? '.';
  const inside = within(input, post.path);
  const own = permalinkOf(post.data);
  if (own === false) return undefined;
  if (typeof own === 'string' && own !== '') {
    const filled = fillTemplate(own, post, inside);
    if (filled === undefined) return undefined;
    const path = filled.startsWith('/') ? filled : `/${filled}`;
    return path.replace(/\/index\.html$/, '/');
  }
  const folder = folderOf(inside) === '.' ? '' : `/${folderOf(inside)}`;
  // A file of its folder's name is the page of that folder.
  const isOfFolder = /^index$/i.test(stemOf(inside)) || stemOf(inside) === nameOf(folderOf(inside));
  if (isOfFolder) return `${folder}/`;
  // A date in the name is left out of `page.fileSlug` alone, not of the address that a file has by itself.
  return `${folder}/${stemOf(inside)}/`;
}

/** What is worked out counts before what is written; an address may be given for the built site and the server apart. */
function permalinkOf({ eleventyComputed, permalink }: PostData): FrontMatterValue | undefined {
  const own = (isRecord(eleventyComputed) ? eleventyComputed.permalink : undefined) ?? permalink;
  return (isRecord(own) ? own.build : own) as FrontMatterValue | undefined;
}

/** The few templates that nearly all sites use; undefined for others, which only Eleventy can run. */
function fillTemplate(template: string, post: PostFacts, inside: string): string | undefined {
  const parts = post.date === undefined ? undefined : datePartsOf(post.date);
  const slug = slugInPath(post.path);
  const values: Record<string, string | undefined> = {
    'page.fileSlug': slug,
    slug: typeof post.data.slug === 'string' ? post.data.slug : undefined,
    'page.filePathStem': `${folderOf(inside) === '.' ? '' : `/${folderOf(inside)}`}/${slug}`,
    title: post.title,
  };
  let isWhole = true;
  const filled = template.replace(/\{\{-?\s*(.*?)\s*-?\}\}/g, (_, expression: string) => {
    const [name = '', ...filters] = expression.split('|').map((part) => part.trim());
    const dated = parts && /^date:\s*(["'])(.*)\1$/.exec(filters[0] ?? '')?.[2];
    const isDate = parts !== undefined && dated !== undefined && /^(page\.)?date$/.test(name);
    if (isDate) filters.shift();
    const value = isDate ? clockText(dated, parts) : values[name];
    const isKnown = value !== undefined && filters.every((filter) => /^(slug|slugify|url)$/.test(filter));
    if (!isKnown) isWhole = false;
    const text = filters.some((filter) => filter.startsWith('slug')) ? slugOf(value ?? '') : value;
    if (text === undefined) isWhole = false;
    return text ?? '';
  });
  return isWhole && !/\{%|\$\{/.test(filled) ? filled : undefined;
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
function slugOf(text: string): string | undefined {
  const latin = text
    .replace(/[äöüÄÖÜ]/g, (letter) => `${letter}e`)
    .normalize('NFD')
    .replace(/[\p{M}\u2018\u201c\u201d]/gu, '')
    .replace(/[ßøØłŁđĐæÆœŒ]/g, (letter) => latinLetters[letter.toLowerCase()] ?? letter)
    .replaceAll('&', ' and ')
    .toLowerCase()
    .replace(/([a-z\d]+)'([ts])(\s|$)/g, '$1$2$3');
  if (/\p{L}/u.test(latin.replace(/[a-z]/g, ''))) return undefined;
  return latin.replace(/[^a-z\d]+/g, '-').replace(/^-|-$/g, '');
}

const latinLetters: Readonly<Record<string, string>> = {
  ß: 'ss',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  æ: 'ae',
  œ: 'oe',
};
