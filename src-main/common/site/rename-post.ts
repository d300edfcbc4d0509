import { AppError } from '../errors.ts';
import { percentDecoded } from '../percent-decoded.ts';
import type { FrontMatterEdit } from '../posts/edit-front-matter.ts';
import { type FrontMatter, readFrontMatter } from '../posts/front-matter.ts';
import type { RenamePreview } from '../posts/post.ts';
import { applyChanges, type TextChange } from '../posts/text-change.ts';
import { addressInSite } from './check/check-references.ts';
import { addressesIn, findReferences, type Reference } from './check/find-references.ts';
import { isText } from './content-files.ts';
import { isIn } from './paths.ts';
import { readable, readMeaning } from './post-meaning.ts';
import { followLinks, followTarget, type NamePair, type RenamedBlog } from './rename/follow-links.ts';
import { findReferencesInTemplate, isTemplate, otherPlace } from './rename/other-texts.ts';
import {
  changesFor,
  formerAddressEdits,
  listsFormerAddresses,
  requireFormerAddresses,
  saysOtherSlug,
  slugEdits,
} from './rename/own-keys.ts';
import { checkSlug, type Move, movedPath, movesOf, slugInName } from './rename/post-names.ts';
import { createLinkResolver, type LinkedBlog, type LinkedText } from './rename/resolve-links.ts';
import type { SiteListing } from './site-folder.ts';
import { mapSites, type SiteMap, type SitePlace } from './site-map.ts';

export { otherPlace } from './rename/other-texts.ts';
export { type Move, movedPath } from './rename/post-names.ts';

/** A post that is to be called otherwise, and the blog around it. */
export interface PostToRename {
  path: string;
  slug: string;
  /** Whether readers are led on from the former address. */
  redirect: boolean;
  map: SiteMap;
  listing: SiteListing;
  /** Every post and page with its address. */
  posts: readonly { path: string; url: string | undefined }[];
  /** The whole texts of the post itself, of what moves with it, and of all that may refer to it, by path. */
  texts: ReadonlyMap<string, string>;
}

/** A text that becomes another. */
export interface RewrittenText {
  /** Before and after. */
  from: string;
  to: string;
  text: string;
  changed: string;
  /** Whether references in it are other ones, and not only what the post says of itself. */
  hasLinks: boolean;
}

/** All that renaming a post does. */
export interface RenamePlan {
  from: string;
  to: string;
  moves: Move[];
  texts: RewrittenText[];
}

/** What moves, and the names by which texts may refer to it, in lower case: one with none of them need not be read whole. */
export function namesToLookFor({
  path,
  slug,
  map,
  listing,
  posts,
}: Pick<PostToRename, 'path' | 'slug' | 'map' | 'listing' | 'posts'>): { moves: Move[]; words: string[] } {
  const place = placeOf(map, path);
  const moves = movesOf({ path, place }, slug, listing.files);
  const own = posts.filter((post) => post.path === path || movedPath(post.path, moves) !== post.path);
  const names = [
    slugInName(path, place),
    ...own.map(({ url = '' }) => withoutHtml(lastName(percentDecoded(url).replace(/\/+$/, '')))),
  ].filter((name) => name !== '');
  return { moves, words: [...new Set(names.map((name) => name.normalize('NFC').toLowerCase()))] };
}

/**
 * Works out everything that a new slug of a post changes: its file or folder, what it says of its own address, and the
 * references to it. Touches nothing.
 *
 * @throws AppError `bad-input`, `post-missing`, `post-exists`, `not-available`, `front-matter-edit-refused`
 */
export function planRename(order: PostToRename): RenamePlan {
  const { path, slug, map, listing, texts } = order;
  const place = placeOf(map, path);
  const isSame = slugInName(path, place) === slug && !saysOtherSlug(texts.get(path) ?? '', slug);
  if (isSame) return { from: path, to: path, moves: [], texts: [] };
  checkSlug(slug);
  const moves = movesOf({ path, place }, slug, listing.files);
  if (order.redirect) requireFormerAddresses(place.site.convention, place.site.settings);
  refuseTaken(moves, listing.files);

  const movedPosts = order.posts.filter(
    (post) => post.path === path || movedPath(post.path, moves) !== post.path,
  );
  const mapAfter = moves.length === 0 ? map : mapSites(movedListing(listing, moves));
  const own = new Map(movedPosts.map((post) => [post.path, ownChanges(order, post, { moves, mapAfter })]));
  refuseSameAddress(order, own);
  const blog = renamedBlog(order, { moves, mapAfter, own });
  const rewritten = [...texts].flatMap(([from, text]) =>
    rewrite(order, { from, text }, { own: own.get(from), blog }),
  );
  return { from: path, to: movedPath(path, moves), moves, texts: rewritten };
}

/**
 * What another name of a post would touch; touches nothing.
 *
 * @throws AppError `bad-input` for a post without a name of its own
 */
export function previewRename(order: Omit<PostToRename, 'redirect'>): RenamePreview {
  const { path, map } = order;
  const place = placeOf(map, path);
  const { texts } = planRename({ ...order, redirect: false });
  return {
    slug: slugInName(path, place),
    linkedFrom: texts.filter((text) => text.hasLinks && text.from !== path).length,
    canRedirect: listsFormerAddresses(place.site.convention, place.site.settings),
  };
}

function placeOf(map: SiteMap, path: string): SitePlace {
  const place = map.place(path);
  if (place) return place;
  throw new AppError('bad-input', { message: 'This file is not a post of the blog.' });
}

/** What a moved post says of itself. */
interface OwnChanges {
  edits: FrontMatterEdit[];
  urlBefore: string | undefined;
  urlAfter: string | undefined;
  place: SitePlace;
}

function ownChanges(
  { slug, texts, map, redirect }: PostToRename,
  { path, url }: { path: string; url: string | undefined },
  { moves, mapAfter }: { moves: readonly Move[]; mapAfter: SiteMap },
): OwnChanges {
  const place = placeOf(map, path);
  const text = texts.get(path);
  const to = movedPath(path, moves);
  const placeAfter = mapAfter.place(to) ?? { ...place, path: to };
  if (text === undefined) return { edits: [], urlBefore: url, urlAfter: url, place };
  const edits = slugEdits(text, slugInName(path, place), slug);
  const { format } = place.site.convention.newPost;
  const changed = applyChanges(text, changesFor(text, edits, format));
  const urlAfter = url === undefined ? undefined : urlOf(placeAfter, changed);
  const rule = place.site.convention.formerAddresses;
  const isMoved = url !== undefined && urlAfter !== undefined && url !== urlAfter;
  if (isMoved && 'key' in rule) {
    const [former, current] = [url, urlAfter].map((one) => percentDecoded(addressInSite(place.site, one)));
    edits.push(
      ...formerAddressEdits(
        readFrontMatter(changed),
        rule,
        { former: redirect ? former : undefined, current },
        place.site.convention.keysInAnyCase,
      ),
    );
  }
  return { edits, urlBefore: url, urlAfter, place };
}

function urlOf(place: SitePlace, text: string): string | undefined {
  const frontMatter = readFrontMatter(text);
  const body = text.slice(frontMatter.bodyStart, frontMatter.bodyStart + 2000);
  return readMeaning({ place, frontMatter: readable(frontMatter), body, now: Date.now() }).url;
}

function renamedBlog(
  { map, listing, posts }: PostToRename,
  {
    moves,
    mapAfter,
    own,
  }: { moves: readonly Move[]; mapAfter: SiteMap; own: ReadonlyMap<string, OwnChanges> },
): RenamedBlog {
  const moved = (path: string) => movedPath(path, moves);
  const before: LinkedBlog = {
    map,
    files: listing.files,
    texts: posts.flatMap((post) => linkedText(map, post)),
  };
  const after: LinkedBlog = {
    map: mapAfter,
    files: listing.files.map(moved),
    texts: posts.flatMap(({ path, url }) => {
      const changes = own.get(path);
      return linkedText(mapAfter, { path: moved(path), url: changes ? changes.urlAfter : url });
    }),
  };
  return {
    before: createLinkResolver(before),
    after: createLinkResolver(after),
    moved,
    isRenamed: (path) => own.has(path) || moved(path) !== path,
    pairs: pairsOf(moves, own),
  };
}

function linkedText(map: SiteMap, { path, url }: { path: string; url: string | undefined }): LinkedText[] {
  const place = map.place(path);
  return place ? [{ path, place, url }] : [];
}

/** What is called otherwise in paths and in addresses, the longest names first. */
function pairsOf(moves: readonly Move[], own: ReadonlyMap<string, OwnChanges>): NamePair[] {
  const pairs: NamePair[] = [];
  const add = (from: string | undefined, to: string | undefined) => {
    if (from && to && from !== to && !pairs.some((pair) => pair.from === from && pair.to === to))
      pairs.push({ from, to });
  };
  for (const { from, to, kind } of moves) {
    const [old = '', name = ''] = [from, to].map(lastName);
    add(old, name);
    if (kind === 'file') add(old.replace(/\.[^.]+$/, ''), name.replace(/\.[^.]+$/, ''));
  }
  for (const [path, { place, urlBefore = '', urlAfter = '' }] of own) {
    const [before = [], after = []] = [urlBefore, urlAfter].map((url) => url.split('/').map(percentDecoded));
    if (before.length === after.length)
      before.forEach((name, index) => {
        add(withoutHtml(name), withoutHtml(after[index] ?? ''));
      });
    const to = movedPath(path, moves);
    add(slugInName(path, place), slugInName(to, place));
  }
  return pairs.sort((a, b) => b.from.length - a.from.length);
}

function lastName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function withoutHtml(name: string): string {
  return name.replace(/\.html?$/, '');
}

function rewrite(
  { map }: PostToRename,
  { from, text }: { from: string; text: string },
  { own, blog }: { own: OwnChanges | undefined; blog: RenamedBlog },
): RewrittenText[] {
  const place = own?.place ?? map.place(from) ?? otherPlace(map, from);
  if (!place) return [];
  if (!own && !map.place(from) && isTemplate(from)) return rewriteTemplate({ from, text }, blog);
  const frontMatter = readFrontMatter(text);
  const pictures = frontMatterLinks(frontMatter, from, blog);
  const inHead = own ? [] : addressesInHead(text, frontMatter);
  const inBody = findReferences(text, frontMatter.bodyStart, true);
  const links = followLinks(text, [...inHead, ...inBody], from, blog);
  const edits = [...(own?.edits ?? []), ...pictures];
  const changes: TextChange[] = [
    ...(edits.length > 0 ? changesFor(text, edits, place.site.convention.newPost.format) : []),
    ...links,
  ].sort((a, b) => a.from - b.from);
  if (changes.length === 0) return [];
  const changed = applyChanges(text, changes);
  if (changed === text) return [];
  return [{ from, to: blog.moved(from), text, changed, hasLinks: links.length + pictures.length > 0 }];
}

function rewriteTemplate({ from, text }: { from: string; text: string }, blog: RenamedBlog): RewrittenText[] {
  const changed = applyChanges(text, followLinks(text, findReferencesInTemplate(text), from, blog));
  return changed === text ? [] : [{ from, to: blog.moved(from), text, changed, hasLinks: true }];
}

/** Whole addresses in the front matter, but for those that may be former ones, or the text's own, which stay. */
function addressesInHead(text: string, { fields, bodyStart }: FrontMatter): Reference[] {
  const kept = fields.filter(({ key }) => key.length === 1 && staying.test(key[0] ?? ''));
  return addressesIn(text.slice(0, bodyStart)).filter(
    ({ target, from }) =>
      !fileName.test(target) && !kept.some(({ range }) => range.from <= from && from < range.to),
  );
}

const staying = /^(alias(es)?|redirect_?from|redirects?|permalink|url|path|slug|id|canonical.*)$/i;

/** Without a file’s ending it is an address. */
const fileName = /\.(?!html?$)[a-z0-9]{2,5}$/i;

/** Pictures and other files that the front matter names and that have moved. */
function frontMatterLinks({ fields }: FrontMatter, from: string, blog: RenamedBlog): FrontMatterEdit[] {
  return fields.flatMap(({ key, value }): FrontMatterEdit[] => {
    if (typeof value !== 'string' || !/^[^\s{}<>]+\.[a-z0-9]{2,5}$/i.test(value)) return [];
    const read = (target: string) => ({ kind: 'image', target }) as const;
    // An address of a text may be a former one, which must stay.
    if (isText(blog.before(from, read(value)) ?? '')) return [];
    const found = followTarget(value, from, read, blog);
    return found ? [{ kind: 'set', key, value: applyChanges(value, [found]) }] : [];
  });
}

/** @throws AppError `post-exists` where something has the new name, in any spelling that some file system takes for it */
function refuseTaken(moves: readonly Move[], files: readonly string[]): void {
  const spelt = (path: string) => path.normalize('NFC').toLowerCase();
  for (const { from, to } of moves) {
    const wanted = spelt(to);
    const isTaken = files.some((file) => !isIn(from, file) && isIn(wanted, spelt(file)));
    if (isTaken) throw new AppError('post-exists', { next: ['Choose another slug.'] });
  }
}

/** @throws AppError `post-exists` where another text has the new address */
function refuseSameAddress({ posts, map }: PostToRename, own: ReadonlyMap<string, OwnChanges>): void {
  for (const { urlBefore, urlAfter, place } of own.values()) {
    if (urlAfter === undefined || urlAfter === urlBefore) continue;
    const { folder } = place.site.settings;
    const other = posts.find(
      (post) =>
        post.url === urlAfter && !own.has(post.path) && map.place(post.path)?.site.settings.folder === folder,
    );
    if (other)
      throw new AppError('post-exists', {
        message: `${other.path} has the address ${urlAfter} already.`,
        next: ['Choose another slug.'],
      });
  }
}

function movedListing(listing: SiteListing, moves: readonly Move[]): SiteListing {
  const files = listing.files.map((file) => movedPath(file, moves)).sort();
  const texts = new Map([...listing.texts].map(([path, text]) => [movedPath(path, moves), text]));
  return { ...listing, files, texts };
}
