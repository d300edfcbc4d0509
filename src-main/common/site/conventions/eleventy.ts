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
import { readExpressionAt, unknownName, valueIn } from '../expression.ts';
import { asPostData, fitsGlob, withInherited } from '../inherited-data.ts';
import { folderOf, isIn, nameOf, stemOf, within } from '../paths.ts';
import type { SiteFolder } from '../site-folder.ts';
import { asWorkedOut, programData } from '../worked-out-data.ts';
import { fillAddress, filtersIn } from './eleventy-address.ts';

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
    const script = path ? folder.text(path) : '';
    const data = path ? readConfiguration(path, script) : {};
    const input = trimmed(inputOf(folder, textAt(data, 'input')));
    return {
      data: {
        ...data,
        ignored: ignoredIn(folder, script),
        filters: filtersIn(script),
        given: givenToAll(folder, script),
        heedsDrafts: heedsDrafts(folder, script),
        major: Number(/"@11ty\/eleventy"\s*:\s*"[^\d"]*(\d+)/.exec(folder.text('package.json'))?.[1] ?? 3),
      },
      content: [{ folder: input }],
      staticFolders: [input, 'public', 'static', 'src/static', 'src/public'],
    };
  },
  place(path, settings) {
    const input = settings.content[0]?.folder ?? '.';
    // Its templates are called `.md`; no other name of Markdown is one.
    if (!isIn(input, path) || !/\.mdx?$/.test(path) || !isMarkdown(path)) return undefined;
    const inside = within(input, path);
    const names = inside.split('/').slice(0, -1);
    if (names.some((name) => /^_(includes|data|layouts|site)$/.test(name)) || isProjectFile(inside))
      return undefined;
    if (ownFolders(settings).some((folder) => isIn(folder, inside))) return undefined;
    if (isIgnored(path, settings)) return undefined;
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
  hidesDrafts: (_path, _place, settings) => settings.data.heedsDrafts === true,
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

/** Paths and patterns that Eleventy passes over, as `.eleventyignore` and the configuration name them. */
function ignoredIn(folder: SiteFolder, script: string): string[] {
  const lines = folder.has('.eleventyignore') ? folder.text('.eleventyignore').split(/\r?\n/) : [];
  const named = [...script.matchAll(/\bignores\.add\(\s*(["'`])([^"'`$]+)\1/g)].map(
    ([, , path = '']) => path,
  );
  return [...lines, ...named]
    .map((line) => line.trim().replace(/^\.?\/|\/(?:\*\*?\/?)?$/g, ''))
    .filter((line) => line !== '' && !/^[#!]/.test(line));
}

function isIgnored(path: string, { data }: SiteSettings): boolean {
  return (data.ignored as readonly string[]).some((pattern) =>
    /[*?{[]/.test(pattern) ? fitsGlob(pattern, path) || fitsGlob(`${pattern}/**`, path) : isIn(pattern, path),
  );
}

/** What the configuration and the site's data give to every page, as far as addresses need it. */
function givenToAll(folder: SiteFolder, script: string): PostData {
  const found = /\baddGlobalData\(\s*["'`]([\w.]+)["'`]\s*,\s*/g;
  const given: Record<string, FrontMatterValue> = {};
  for (const match of script.matchAll(found)) {
    const [, name = ''] = match;
    const value = script.slice(match.index + match[0].length);
    // A function gives the value: of an address, it gives the function that makes it.
    const plain = valueIn(readExpressionAt(value, 0), unknownName);
    if (typeof plain === 'string' || typeof plain === 'number' || typeof plain === 'boolean')
      given[name] = plain;
    else if (/(^|\.)permalink$/.test(name))
      given.permalink = asWorkedOut(value.replace(/^(?:\(\s*\)|function\s*\(\s*\))\s*=>\s*/, ''));
  }
  const computed = folder.find(/(^|\/)_data\/(eleventyComputed|permalink)\.[cm]?js$/);
  return computed ? { ...given, ...asPostData(programData(folder.text(computed))) } : given;
}

/** Whether anything of the site speaks of drafts, or may do so out of sight: Eleventy itself knows none. */
function heedsDrafts(folder: SiteFolder, script: string): boolean {
  if (/draft|published\b|(?:require\(|from|import)\s*["']\.{1,2}\//i.test(script) || script.length < 20)
    return true;
  const programs = folder.files.filter((file) => /\.11tydata\.[cm]?js$|(^|\/)_data\/.*\.[cm]?js$/.test(file));
  return programs.some((file) => folder.text(file) === '' || /draft|published\b/i.test(folder.text(file)));
}

/** What data files give to all posts of a folder. Their tags make collections and are none of the post's own. */
function withFolderData({ path, data }: WrittenPost, settings: SiteSettings): PostData {
  let given: PostData = {};
  if (settings.folderData.size > 0)
    for (let folder = folderOf(path); ; folder = folderOf(folder)) {
      const { tags, ...values } = asPostData(settings.folderData.get(folder));
      given = { ...values, ...given };
      if (folder === '.') break;
    }
  const all = settings.data.given as PostData;
  for (const _ in all) return withInherited(data, { ...all, ...given });
  return withInherited(data, given);
}

function trimmed(folder: string): string {
  return folder.replace(/^\.?\/+|\/+$/g, '') || '.';
}

function urlInEleventy(post: PostFacts, settings: SiteSettings): string | undefined {
  const inside = within(settings.content[0]?.folder ?? '.', post.path);
  const own = permalinkOf(post.data);
  if (own === false) return undefined;
  if (typeof own === 'string' && own !== '') {
    const filled = fillAddress(own, { post, inside, data: settings.data });
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
