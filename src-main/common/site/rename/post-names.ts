import { AppError } from '../../errors.ts';
import { slugify } from '../../posts/slug.ts';
import { mayBePost } from '../content-files.ts';
import { dateAtStart } from '../file-dates.ts';
import { folderOf, isIn, join, nameOf, normalise, seenFrom, stemOf } from '../paths.ts';
import type { SitePlace } from '../site-map.ts';

/** A file or folder that goes from one path to another, both relative to the root. */
export interface Move {
  from: string;
  to: string;
  kind: 'file' | 'folder';
}

/** A name in its parts: `2024-05-01-` `hello` `.fr`. The extension is none of them. */
export interface NameParts {
  /** With what stands between it and the slug; empty where there is no date. */
  date: string;
  slug: string;
  /** With its dot; empty where there is none. */
  language: string;
}

/**
 * Refuses what is no slug as Galley makes them.
 *
 * @throws AppError `bad-input`, which names the slug that would do
 */
export function checkSlug(slug: string): void {
  if (slug !== '' && slugify(slug) === slug) return;
  const hasWords = /[\p{L}\p{N}]/u.test(slug);
  throw new AppError('bad-input', {
    message: slug === '' ? 'A slug is needed.' : `“${shown(slug)}” cannot be the slug of a post.`,
    next: [
      hasWords ? `“${slugify(slug)}” would do.` : 'Write it as words with hyphens, such as “a-new-name”.',
    ],
  });
}

function shown(slug: string): string {
  const plain = slug.replace(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu, '\uFFFD');
  return plain.length > 100 ? `${plain.slice(0, 100)}…` : plain;
}

/**
 * What is moved when a post is called otherwise: its file, or the folder that is all its own, and the folder of its
 * files. Nothing where it is called so already.
 *
 * @param files all files of the blog
 * @throws AppError `bad-input` for a post without a name of its own
 */
export function movesOf(
  post: { path: string; place: SitePlace },
  slug: string,
  files: readonly string[],
): Move[] {
  const { path, place } = post;
  if (isPageOfFolder(path, place)) {
    const folder = folderOf(path);
    refuseSharedFolder(path, place, files);
    const to = join(folderOf(folder), nameWith(partsOf(nameOf(folder), place), slug));
    return to === folder ? [] : [{ from: folder, to, kind: 'folder' }];
  }
  const parts = partsOf(stemOf(path), place);
  const extension = nameOf(path).slice(stemOf(path).length);
  const to = join(folderOf(path), nameWith(parts, slug) + extension);
  if (to === path) return [];
  const assets = ownFolderOf(post);
  const hasAssets = assets !== undefined && files.some((file) => file !== assets && isIn(assets, file));
  // A folder that holds other posts is not this one's alone.
  const isShared = hasAssets && files.some((file) => isIn(assets, file) && mayBePost(file));
  const folders: Move[] =
    hasAssets && !isShared ? [{ from: assets, to: join(folderOf(to), stemOf(to)), kind: 'folder' }] : [];
  return [{ from: path, to, kind: 'file' }, ...folders];
}

/** The slug that a post's file or folder has in its name. */
export function slugInName(path: string, place: SitePlace): string {
  return partsOf(isPageOfFolder(path, place) ? nameOf(folderOf(path)) : stemOf(path), place).slug;
}

/** The folder of a post's own files: a bundle's, or the one that its convention has for them. */
export function ownFolderOf({ path, place }: { path: string; place: SitePlace }): string | undefined {
  if (isPageOfFolder(path, place)) return isSharedFolder(path, place) ? undefined : folderOf(path);
  const { convention, settings } = place.site;
  const folder = convention.assetFolder?.(place.path, settings);
  return folder === undefined ? undefined : join(settings.folder, folder);
}

/**
 * The other files of a post's own folder; none where the folder is other texts' as well.
 *
 * @param files all files of the blog
 */
export function ownFilesOf(
  post: { path: string; place: SitePlace },
  files: readonly string[],
): { folder: string; files: string[] } | undefined {
  const folder = ownFolderOf(post);
  if (folder === undefined) return undefined;
  const { bundles, folder: site } = post.place.site.settings;
  const isBundle = bundles?.has(seenFrom(site, folder)) ?? false;
  const inside = files.filter((file) => file !== post.path && isIn(folder, file));
  // The texts in a bundle of Hugo are parts of its page, but for the page in another language.
  const isShared = inside.some((file) => mayBePost(file) && (!isBundle || isIndexIn(folder, file)));
  return isShared ? undefined : { folder, files: inside };
}

/** The path once these moves are made. */
export function movedPath(path: string, moves: readonly Move[]): string {
  const move = moves.find(({ from, kind }) => (kind === 'file' ? from === path : isIn(from, path)));
  return move ? move.to + path.slice(move.from.length) : path;
}

function nameWith({ date, language }: NameParts, slug: string): string {
  return date + slug + language;
}

function partsOf(whole: string, { site, place }: SitePlace): NameParts {
  const { before = '', after = '' } = site.convention.nameOf?.(`${whole}.md`, place) ?? {};
  const name = whole.slice(0, whole.length - after.length);
  // What only the generator takes for no part of the slug, such as `24-05-01-`.
  const inner = dateAtStart(name) ? name : name.slice(before.length);
  const dated = dateAtStart(inner);
  const rest = dated?.rest ?? inner;
  const isDateAlone = dated !== undefined && rest === '';
  const day = isDateAlone ? `${inner}-` : inner.slice(0, inner.length - rest.length);
  const date = name.slice(0, name.length - inner.length) + day;
  const language = languageAt(rest, site.settings.data.languages);
  const slug = rest.slice(0, rest.length - language.length);
  return { date, slug, language: language + after };
}

/** `.fr` of `hello.fr`: a language of the site, or where it names none, of the world; never `.js` of `node.js`. */
function languageAt(name: string, languages: unknown): string {
  const [, suffix = ''] = /^.+\.([a-z]{2,3}(?:[-_][a-z0-9]{2,8})*)$/i.exec(name) ?? [];
  if (suffix === '') return '';
  const isNamed = typeof languages === 'object' && languages !== null && Object.hasOwn(languages, suffix);
  return isNamed || isLanguage(suffix) ? `.${suffix}` : '';
}

function isLanguage(code: string): boolean {
  languageNames ??= new Intl.DisplayNames(['en'], { type: 'language', fallback: 'none' });
  try {
    return /^[a-z]{2}([-_]|$)/i.test(code) && languageNames.of(code.replaceAll('_', '-')) !== undefined;
  } catch {
    return false;
  }
}

/** Made where a name needs it: the tables are large. */
let languageNames: Intl.DisplayNames | undefined;

/** Whether the folder gives the post its name. */
function isPageOfFolder(path: string, place: SitePlace): boolean {
  return isIndexName(path) || place.site.convention.pageOfFolder?.test(place.path) === true;
}

function isIndexName(path: string): boolean {
  return /^_?index(\.[\w-]+)?$/i.test(stemOf(path));
}

function refuseSharedFolder(path: string, place: SitePlace, files: readonly string[]): void {
  const folder = folderOf(path);
  const isBundle = place.site.settings.bundles?.has(seenFrom(place.site.settings.folder, folder)) ?? false;
  const holdsOthers =
    !isBundle &&
    files.some((file) => file !== path && isIn(folder, file) && mayBePost(file) && !isIndexIn(folder, file));
  if (!isSharedFolder(path, place) && !holdsOthers) return;
  throw new AppError('bad-input', {
    message: 'This text is the first page of a folder with others, so its name is not its own.',
    next: ['Rename the folder in another program, then correct the links to it.'],
  });
}

function isIndexIn(folder: string, file: string): boolean {
  return folderOf(file) === folder && isIndexName(file);
}

/** The top of a site, of its content or of a collection. */
function isSharedFolder(path: string, place: SitePlace): boolean {
  const folder = folderOf(path);
  const { settings } = place.site;
  const tops = [
    place.collection,
    settings.folder,
    ...settings.content.map((one) => normalise(`${settings.folder}/${one.folder}`) ?? one.folder),
  ];
  return folder === '.' || tops.includes(folder) || /^_index/i.test(stemOf(path));
}

/** Whether a text may hold one of these names, which are in lower case: if not, it need not be looked at more closely. */
export function mayMention(text: string, names: readonly string[]): boolean {
  const plain = plainly(text);
  return names.some((name) => plain.includes(name));
}

/** A text for finding names in it, which may be written with percent signs, or in another form of Unicode. */
export function plainly(text: string): string {
  const isPlain = !/%[0-9a-f]{2}|\\/i.test(text);
  return (isPlain ? text : decodedLoosely(text)).normalize('NFC').toLowerCase();
}

/** Without percent signs and the backslashes of Markdown, for a look alone. */
function decodedLoosely(text: string): string {
  return text.replaceAll('\\', '').replace(/(?:%[0-9a-f]{2})+/gi, (signs) => {
    try {
      return decodeURIComponent(signs);
    } catch {
      return signs;
    }
  });
}
