import { percentDecoded } from '../../percent-decoded.ts';
import { recordAt } from '../configuration.ts';
import type { OwnTargets, ReferablePost, SiteSettings } from '../convention.ts';
import { extensionOf, folderOf, isIn, join, nameOf, resolveAddress, within } from '../paths.ts';
import { isIndex, languageOf, nameInHugo, rootOf } from './hugo-address.ts';

/**
 * What `ref` and `relref` can name; where versions of Hugo differ, what any of them finds. A path is looked for beside the
 * post and from the content on, a name alone is that of any page. Undefined where others bring pages of their own.
 * Source: `getContentNode` of Hugo 0.111 and 0.123.
 */
export function targetsInHugo(
  posts: readonly ReferablePost[],
  settings: SiteSettings,
): OwnTargets | undefined {
  if (settings.data.haspagesofothers === true) return undefined;
  const pages = pagesIn(posts, settings);
  const isList = listsIn(settings);
  return {
    hasPost(target, { path, language = languageOf(path, settings) }) {
      const known = pages.get(language.toLowerCase());
      const name = spelt(withoutAnchor(target));
      // To name a language that is none is another fault.
      if (name === '' || known === undefined) return true;
      const isThere = (place: string): boolean =>
        isList(place) || bareNames(place, settings).some((bare) => known.has(bare));
      return placesOf(name, contentPath(path, settings), isIndex(path)).some(isThere);
    },
    hasFile: () => true,
  };
}

/** The pages of each language: by their paths in the content, which begin with a slash, and by their names, as tags are. */
function pagesIn(posts: readonly ReferablePost[], settings: SiteSettings): Map<string, Set<string>> {
  const pages = new Map<string, Set<string>>();
  const sections = sectionsIn(settings);
  for (const { path, isRead, terms } of posts) {
    const language = languageOf(path, settings).toLowerCase();
    const known = pages.get(language) ?? new Set(['/', ...sections, ...sections.map(nameOf)]);
    pages.set(language, known);
    const whole = contentPath(path, settings);
    const [, first = ''] = whole.split('/', 2);
    const folder = folderOf(whole);
    // Whatever lies in it makes a section of the first folder.
    if (folder !== '') for (const name of [`/${first}`, first]) known.add(name);
    if (!isRead) continue;
    const page = isIndex(path) ? folder || '/' : `${folder}/${spelt(nameInHugo(path, settings))}`;
    for (const name of [page, nameOf(page), ...terms.map(spelt)]) known.add(name);
  }
  return pages;
}

/** Folders with a page of their own, in whatever language. */
function sectionsIn(settings: SiteSettings): string[] {
  const folders = Array.isArray(settings.data.sections) ? settings.data.sections.map(String) : [];
  return folders.map((folder) => folderOf(contentPath(`${folder}/_index.md`, settings))).filter(Boolean);
}

/** The lists of tags and their like, and all in them: a tag is whatever a page says. */
function listsIn({ data }: SiteSettings): (place: string) => boolean {
  const named = Object.values(recordAt(data, 'taxonomies')).map((name) => `/${spelt(String(name))}`);
  const lists = Object.hasOwn(data, 'taxonomies') ? named : ['/tags', '/categories'];
  return (place) => lists.some((list) => isIn(list, place) || list === `/${place}`);
}

/** From the content on, `/posts/one.md`, in the letters that Hugo compares. */
function contentPath(path: string, settings: SiteSettings): string {
  const root = rootOf(path, settings);
  return `/${spelt(join(root?.below ?? '.', within(root?.folder ?? '.', path)))}`;
}

/** Where what is named may be. A name alone stays one: there it is the page's whose name it is, too. */
function placesOf(name: string, from: string, isBundle: boolean): string[] {
  const folder = folderOf(from);
  // The way up to a file begins in the folder of a bundle, other ways beside it.
  const isWayUp = name.startsWith('../') && extensionOf(name) !== '';
  const bases = isBundle && !isWayUp ? [folder, folderOf(folder)] : [folder];
  const beside = name.startsWith('/') ? [] : bases;
  const paths = beside.map((base) => `${base}/${name}`);
  if (!name.startsWith('.')) paths.push(`/${name}`);
  const places = paths.map(resolveAddress);
  const bare = name.replace(/^\/|\/$/g, '');
  return bare.includes('/') || bare.startsWith('.') ? places : [...places, bare];
}

/** A path as it is, and without what says no more: its extension, its language, the name of a page of a folder. */
function bareNames(place: string, settings: SiteSettings): string[] {
  const stem = place.replace(/\.[^./]*$/, '');
  return [place, stem].flatMap((path) => {
    const name = spelt(nameInHugo(`${nameOf(path)}.md`, settings));
    const folder = path.slice(0, path.length - nameOf(path).length);
    const page = /^_?index$/.test(name) ? folder.replace(/(.)\/$/, '$1') : folder + name;
    return [path, page];
  });
}

/** Capitals tell nothing apart, and since 0.123 blanks are dashes. */
function spelt(text: string): string {
  return text.normalize('NFC').toLowerCase().trim().replace(/\s+/g, '-');
}

function withoutAnchor(target: string): string {
  const path = target.replace(/[?#].*$/s, '');
  return percentDecoded(path);
}
