import { readTarget } from '../../markdown/targets.ts';
import { percentDecoded } from '../../percent-decoded.ts';
import { pathOnSite, withoutBase } from '../base-path.ts';
import { addressKey } from '../check/addresses.ts';
import { addressesFrom, addressInSite, textEndings } from '../check/check-references.ts';
import type { Reference } from '../check/find-references.ts';
import type { OwnTargets } from '../convention.ts';
import { dateAtStart } from '../file-dates.ts';
import { extensionOf, folderOf, join, nameOf, normalise, stemOf, within } from '../paths.ts';
import type { SiteMap, SitePlace } from '../site-map.ts';
import { pathOfTarget, placesOfTarget } from '../target-places.ts';
import { otherPlace } from './other-texts.ts';
import { ownFolderOf } from './post-names.ts';

/** A post or page as far as links to it go. */
export interface LinkedText {
  path: string;
  place: SitePlace;
  url: string | undefined;
}

/** A blog at one moment. */
export interface LinkedBlog {
  map: SiteMap;
  /** Paths of all files. */
  files: readonly string[];
  texts: readonly LinkedText[];
}

/** The file that a reference in a text leads to, relative to the root; undefined where that is not known. */
export type LinkResolver = (
  from: string,
  reference: Pick<Reference, 'kind' | 'target'>,
) => string | undefined;

/**
 * Finds what references lead to, as browsers and the sites' generators do. Where two texts could be meant and the
 * generator would not know either, none is.
 */
export function createLinkResolver({ map, files, texts }: LinkedBlog): LinkResolver {
  const there = new Map(files.map((file) => [file.normalize('NFC'), file]));
  const byPath = new Map(texts.map((text) => [text.path, text]));
  /** What is no post has no address that is known. */
  const textWith = (path: string): LinkedText | undefined => {
    const place = byPath.has(path) ? undefined : otherPlace(map, path);
    return place ? { path, place, url: undefined } : byPath.get(path);
  };
  const sites = new Map<string, SiteNames>();
  const namesOf = ({ site: { settings } }: SitePlace): SiteNames => {
    const known = sites.get(settings.folder) ?? createSiteNames(settings.folder, texts);
    sites.set(settings.folder, known);
    return known;
  };
  const targets = new Map<string, OwnTargets | undefined>();
  const targetsOf = ({ site }: SitePlace): OwnTargets | undefined => {
    const { folder } = site.settings;
    if (!targets.has(folder)) targets.set(folder, ownTargetsOf(site, texts));
    return targets.get(folder);
  };
  const fileAt = (path: string | undefined): string | undefined =>
    path === undefined ? undefined : there.get(path.normalize('NFC'));
  const textAt = (path: string): string | undefined =>
    fileAt(path) ?? textEndings.map((ending) => fileAt(path.replace(/\.html?$/, '') + ending)).find(isKnown);
  const pageAt = (path: string): string | undefined =>
    textAt(path) ?? (path === '.' ? undefined : textAt(`${path}/index`));

  function resolveTarget(from: LinkedText, target: string): string | undefined {
    const { place } = from;
    const { convention, settings } = place.site;
    if (target.startsWith('@/') && convention.references?.includes('content-path'))
      return fileAt(join(settings.folder, settings.content[0]?.folder ?? '.', bareTarget(target).slice(2)));
    // A tag of the generator's own is looked at as that.
    if (/^\s*\{%/.test(target)) return undefined;
    const read = readTarget(target);
    if (read.kind === 'remote') return byAddress(from, pathOnSite(place, read.url));
    if (read.kind !== 'local') return undefined;
    const places = placesOfTarget(map, from.path, read.written);
    return (
      places.map(fileAt).find(isKnown) ??
      byAddress(from, pathOfTarget(read.written)) ??
      places.map(pageAt).find(isKnown)
    );
  }

  function byAddress(from: LinkedText, path: string | undefined): string | undefined {
    if (path === undefined) return undefined;
    const names = namesOf(from.place);
    const addresses = addressesFrom(from.place.site, from.url, withoutBase(from.place, path));
    return (
      addresses.map((address) => names.byAddress.get(addressKey(address))).find(isKnown) ??
      addresses.map((address) => belowText(names, address)).find(isKnown)
    );
  }

  /** A file that is served beside the page of its post. */
  function belowText(names: SiteNames, address: string): string | undefined {
    if (!/^\.[a-z][a-z0-9]{1,4}$/.test(extensionOf(address))) return undefined;
    for (let end = address.lastIndexOf('/'); end > 0; end = address.lastIndexOf('/', end - 1)) {
      const owner = byPath.get(names.byAddress.get(addressKey(address.slice(0, end))) ?? '');
      const folder = owner && ownFolderOf(owner);
      if (folder !== undefined) return fileAt(join(folder, address.slice(end + 1)));
    }
    return undefined;
  }

  function resolveName(from: LinkedText, kind: Reference['kind'], target: string): string | undefined {
    const { place } = from;
    const { settings } = place.site;
    const name = bareTarget(target).trim();
    if (name === '') return undefined;
    if (kind === 'link-tag') {
      const inContent = join(settings.content[0]?.folder ?? '.', name);
      const files = place.site.convention.filesOfLinkTag?.(name, settings) ?? [inContent, name];
      return files.map((file) => fileAt(join(settings.folder, file))).find(isKnown);
    }
    if (kind === 'post_url') {
      const found = targetsOf(place)?.postNamed?.(name);
      return found === undefined ? undefined : fileAt(normalise(`${settings.folder}/${found}`));
    }
    const key = nameKey(name);
    const candidates = namesOf(place).byName.get(key) ?? [];
    const own = languageOf(from.path);
    const alike = candidates.filter((text) => languageOf(text.path) === own);
    const rooted = settings.content.map(({ folder }) => nameKey(join(settings.folder, folder, name)));
    const exact: ((text: LinkedText) => boolean)[] = {
      ref: [
        (text: LinkedText) => !name.startsWith('/') && isSame(text.path, join(folderOf(from.path), name)),
        (text: LinkedText) => rooted.includes(nameKey(text.path)),
      ],
      post_link: [(text: LinkedText) => nameKey(insideOf(text)) === key || datelessOf(text) === key],
    }[kind as 'ref' | 'post_link'];
    for (const group of [alike, candidates])
      for (const isMeant of exact) {
        const found = group.filter(isMeant);
        if (found.length === 1) return found[0]?.path;
      }
    const mayBeAnywhere = kind === 'ref' && !name.startsWith('/');
    const only = alike.length > 0 ? alike : candidates;
    return mayBeAnywhere && only.length === 1 ? only[0]?.path : undefined;
  }

  return (from, { kind, target }) => {
    const text = textWith(from);
    if (!text || target === '') return undefined;
    if (kind === 'link' || kind === 'image') return resolveTarget(text, target);
    const isNamed = kind === 'ref' || kind === 'post_url' || kind === 'post_link' || kind === 'link-tag';
    const isMeant = isNamed && text.place.site.convention.references?.includes(kind);
    return isMeant && !/[{}]/.test(target) ? resolveName(text, kind, target) : undefined;
  };
}

/** What the site's own tags name, by the names of its files alone. */
function ownTargetsOf(site: SitePlace['site'], texts: readonly LinkedText[]): OwnTargets | undefined {
  const own = texts.filter(({ place }) => place.site.settings.folder === site.settings.folder);
  const posts = own.map(({ url, place: { path, place } }) => {
    const name = site.convention.nameOf?.(path, place);
    return { path, place, date: name?.date, slug: name?.slug ?? stemOf(path), url, terms: [], isRead: true };
  });
  // Of posts of one day the first path is found first.
  posts.sort((a, b) => (a.path < b.path ? -1 : 1));
  return site.convention.ownTargets?.(posts, site.settings, () => false);
}

interface SiteNames {
  byAddress: ReadonlyMap<string, string>;
  /** By every end of their paths. */
  byName: ReadonlyMap<string, readonly LinkedText[]>;
}

function createSiteNames(folder: string, texts: readonly LinkedText[]): SiteNames {
  const byAddress = new Map<string, string>();
  const byName = new Map<string, LinkedText[]>();
  const own = texts.filter(({ place }) => place.site.settings.folder === folder);
  for (const text of own) {
    if (text.url !== undefined) {
      const key = addressKey(addressInSite(text.place.site, text.url));
      if (!byAddress.has(key)) byAddress.set(key, text.path);
    }
    for (const name of new Set([...endsOf(nameKey(text.path)), datelessOf(text)])) {
      const others = byName.get(name);
      if (others) others.push(text);
      else byName.set(name, [text]);
    }
  }
  return { byAddress, byName };
}

/** `blog/2024/hello`, `2024/hello` and `hello`. */
function endsOf(name: string): string[] {
  const names = name.split('/');
  return names.map((_, index) => names.slice(index).join('/'));
}

/** A path below its collection, as Jekyll and Hexo call posts. */
function insideOf({ path, place }: LinkedText): string {
  return within(place.collection, path);
}

/** Hexo's name for a post whose file begins with its date. */
function datelessOf(text: LinkedText): string {
  const inside = nameKey(insideOf(text));
  const rest = dateAtStart(nameOf(inside))?.rest;
  return rest ? nameKey(join(folderOf(inside), rest)) : inside;
}

function isSame(path: string, other: string): boolean {
  return nameKey(path) === nameKey(other);
}

/** A path by which a generator may call a post: without extension, language and `index`. */
function nameKey(path: string): string {
  const bare = (normalise(path) ?? path)
    .normalize('NFC')
    .toLowerCase()
    .replace(/\.(md|markdown|mdx|html?|adoc|org|rst|textile|mkd|mkdn|mdown|asciidoc)$/, '');
  return bare.replace(languageSuffix, '').replace(/(^|\/)_?index$/, '') || bare;
}

const languageSuffix = /\.[a-z]{2}(-[a-z]{2,4})?$/;

function languageOf(path: string): string {
  return languageSuffix.exec(stemOf(path).toLowerCase())?.[0] ?? '';
}

function bareTarget(target: string): string {
  const path = target.replace(/[?#].*$/s, '');
  return percentDecoded(path);
}

function isKnown<T>(value: T | undefined): value is T {
  return value !== undefined;
}
