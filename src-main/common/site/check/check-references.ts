import { readTarget } from '../../markdown/targets.ts';
import type { Problem } from '../../problem.ts';
import { pathOnSite, withoutBase } from '../base-path.ts';
import type { OwnReference, OwnTargets } from '../convention.ts';
import { extensionOf, folderOf, join, nameOf, normalise, resolveAddress, stemOf } from '../paths.ts';
import type { SiteMap, SitePlace } from '../site-map.ts';
import { pathOfTarget, placesOfTarget } from '../target-places.ts';
import { type Addressed, type Addresses, addressKey, bareAddress } from './addresses.ts';
import type { Anchors } from './anchors.ts';
import type { ContentNames } from './content-names.ts';
import type { ExaminedPost, PlacedReference } from './examine-post.ts';

/** The files of the blog as they are on disk. Paths are relative to the root. */
export interface FileLookup {
  at(path: string): 'file' | 'folder' | undefined;
  /** Names in a folder; empty where there is none. */
  names(folder: string): ReadonlySet<string>;
}

/** What references are looked for in. */
export interface ReferencedSite {
  map: SiteMap;
  files: FileLookup;
  addresses: Addresses;
  /** Whether a file is a post or page with an address, so that no other leads there. */
  hasAddress(path: string): boolean;
  /** Whether a link to the file of a post stays as it is, so that it leads nowhere. */
  leavesLinks: boolean;
  /** See `closedAddresses`. */
  mayBeMade: ((key: string) => boolean) | undefined;
  names: ContentNames;
  /** See `Convention.ownTargets`. @param asReaders without what is not public; undefined where the ends of paths tell */
  ownTargets(asReaders: boolean): OwnTargets | undefined;
  /** Whether any file's path ends like this: what a build copies may be served from another folder. */
  hasFileEnding(path: string): boolean;
}

/** What a post refers to and what is not there. What only its generator can know is left alone. */
export function checkReferences(post: ExaminedPost, site: ReferencedSite): Problem[] {
  // Texts often refer to the same thing again and again.
  const findings = new Map<string, Finding>();
  return post.references.flatMap((reference) => {
    const key = `${reference.kind} ${reference.language ?? ''} ${reference.target}`;
    if (!findings.has(key)) findings.set(key, problemOf(post, reference, site));
    const finding = findings.get(key);
    return finding ? [{ ...finding, line: reference.line, column: reference.column }] : [];
  });
}

type Finding = Pick<Problem, 'severity' | 'code' | 'message'> | undefined;

function problemOf(post: ExaminedPost, reference: PlacedReference, site: ReferencedSite): Finding {
  switch (reference.kind) {
    case 'image':
    case 'link':
      return targetProblem(post, reference, site);
    case 'cover':
      return coverProblem(post, reference.target, site);
    case 'label':
      return undefinedLabel(reference.target);
    case 'asset':
      return post.place.site.convention.references?.includes('asset')
        ? fileProblem(post, reference, reference.target, site)
        : undefined;
    default:
      return ownProblem(post, reference.kind, reference, site);
  }
}

function ownProblem(
  post: ExaminedPost,
  kind: OwnReference,
  { target, language }: PlacedReference,
  { names, files, ownTargets }: ReferencedSite,
): Finding {
  const { site, path } = post.place;
  if (!site.convention.references?.includes(kind) || /[{}]/.test(target)) return undefined;
  const from = language === undefined ? { path } : { path, language };
  const isFound = (targets: OwnTargets | undefined): boolean => {
    if (kind === 'link-tag')
      return targets?.hasFile(target) ?? files.at(join(site.settings.folder, target)) === 'file';
    return targets?.hasPost(target, from) ?? names.has(withoutAnchor(target));
  };
  const asReaders = post.summary.visibility === 'public';
  if (isFound(ownTargets(asReaders))) return undefined;
  const stops = kind === 'post_link' ? '' : ` ${site.convention.label} will not build the site.`;
  const isUnread = asReaders && isFound(ownTargets(false));
  const what = isUnread ? 'No post or file that readers can see' : 'No post or file';
  return broken('link', 'error', `${what} is called “${target}”.${stops}`);
}

function targetProblem(post: ExaminedPost, reference: PlacedReference, site: ReferencedSite): Finding {
  const { target } = reference;
  const isContentPath = post.place.site.convention.references?.includes('content-path');
  if (isContentPath && target.startsWith('@/')) return contentPathProblem(post.place, target, site);
  // A tag of the generator's own is looked at as that.
  if (/^\s*\{%/.test(target)) return undefined;
  const read = readTarget(target);
  if (read.kind === 'remote') return ownAddressProblem(post, reference, read.url, site);
  if (read.kind === 'fragment') return anchorProblem(target, read.id, post.anchors);
  if (read.kind !== 'local') return undefined;
  const path = pathOfTarget(read.written);
  // What is still a template or a program's text is no path.
  if (path === undefined || /[{}<>$|*\\]|^[@~]|\.\.\.|\s\s/.test(path)) return undefined;
  const here = withoutBase(post.place, path);
  const problem = isPage(path)
    ? pageProblem(post, here, site, /#(.+)$/s.exec(read.written)?.[1])
    : fileProblem(post, { kind: reference.kind, target: here }, here, site);
  if (problem && looksLikeHost(path))
    return broken('link', 'warning', `${path} leads to another site only with https:// before it.`);
  if (problem && looksLikeMail(path))
    return broken('link', problem.severity, `${path} is a mail address only with mailto: before it.`);
  return problem;
}

/**
 * A whole address on the site itself, which other programs may serve parts of: a post's that is none, or a file that is
 * not there.
 */
function ownAddressProblem(
  post: ExaminedPost,
  { kind }: PlacedReference,
  url: string,
  site: ReferencedSite,
): Finding {
  const path = pathOnSite(post.place, url);
  if (path === undefined || /[{}<>$|*\\]|\.\.\.|\s\s/.test(path)) return undefined;
  const here = withoutBase(post.place, path);
  // Beside the folder of the site there are others.
  const { base = '' } = post.place.site.settings;
  if (here === path && base !== '') return undefined;
  const fragment = /#(.+)$/s.exec(url)?.[1];
  return isPage(path)
    ? pageProblem(post, here, { ...site, mayBeMade: undefined }, fragment)
    : fileProblem(post, { kind, target: url }, here, site);
}

function anchorProblem(target: string, id: string, anchors: Anchors | undefined): Finding {
  if (!anchors || anchors.mayHave(id)) return undefined;
  return broken('link', 'warning', `No heading there is called as ${target} says.`);
}

/** `github.com/x`, `www.example.org`, `gopkg.in/yaml.v2`: a name with dots before the first slash. */
function looksLikeHost(path: string): boolean {
  return /^(www\.[\w-]+\.|([\w-]+\.)+[a-z]{2,}\/|([\w-]+\.)+(com|org|net|io|dev|edu|gov|info|me|co|uk|de|fr|jp)$)/i.test(
    path,
  );
}

/** `ann@example.org`: as people write addresses, not all that the standard allows. */
function looksLikeMail(path: string): boolean {
  return /^[\w.+-]+@([\w-]+\.)+[a-z]{2,}$/i.test(path);
}

/** Zola refuses to build a site with a `@/` that leads nowhere. */
function contentPathProblem(place: SitePlace, target: string, { files }: ReferencedSite): Finding {
  const { folder, content } = place.site.settings;
  const path = join(folder, content[0]?.folder ?? 'content', withoutAnchor(target.slice(2)));
  if (files.at(path) === 'file') return undefined;
  const label = place.site.convention.label;
  return broken('link', 'error', `There is no file ${path}. ${label} will not build the site.`);
}

const pageExtensions: ReadonlySet<string> = new Set(['', '.html', '.htm', '.php', '.xml', '.aspx', '.cgi']);
const textExtensions: ReadonlySet<string> = new Set(['.md', '.mdx', '.markdown']);

/** Whether a path names a page by its address: without an extension that only a file has. */
function isPage(path: string): boolean {
  const extension = extensionOf(path);
  return path.endsWith('/') || pageExtensions.has(extension) || !/^\.[a-z][a-z0-9]{1,4}$/.test(extension);
}

function pageProblem(
  post: ExaminedPost,
  path: string,
  site: ReferencedSite,
  fragment: string | undefined,
): Finding {
  const addresses = addressesOf(post, path);
  const address = addresses.find((one) => site.addresses.at(one).length > 0);
  if (address !== undefined)
    return ownerProblem(post, { path, address, fragment }, site.addresses.at(address));
  if (isThereAsFile(post, path, site)) return undefined;
  if (addresses.length === 0) return withoutAddress(post, path, site);
  if (addresses.some((address) => site.addresses.has(address))) return undefined;
  const names = addresses.map((address) => addressKey(address));
  if (names.some((name) => name === '' || site.files.at(join(siteFolder(post), name)) !== undefined))
    return undefined;
  const { mayBeMade } = site;
  const isNowhere = mayBeMade !== undefined && !names.some((name) => mayBeMade(name));
  if (isNowhere || addresses.some((address) => site.addresses.wouldBePost(address)) || looksLikeHost(path))
    return broken('link', 'error', `No post of this blog has the address ${path}.`);
  return undefined;
}

/** A post has the address, but readers do not see it, or find it in other capitals alone, or not the place in it. */
function ownerProblem(
  { summary }: ExaminedPost,
  { path, address, fragment }: { path: string; address: string; fragment: string | undefined },
  owners: readonly Addressed[],
): Finding {
  if (summary.visibility === 'public' && !owners.some(({ isRead }) => isRead))
    return broken('link', 'warning', `Readers do not see the post that has the address ${path}.`);
  const [{ url = '', anchors } = {}] = owners;
  if (!owners.some((owner) => bareAddress(owner.url ?? '') === bareAddress(address)))
    return broken('link', 'warning', `${path} is called ${url} here: most servers tell capitals apart.`);
  return fragment === undefined ? undefined : anchorProblem(`#${fragment}`, fragment, anchors);
}

/** Files without addresses refer to each other by their places alone. */
function withoutAddress(
  { summary }: ExaminedPost,
  path: string,
  { map, mayBeMade }: ReferencedSite,
): Finding {
  const [place] = placesOfTarget(map, summary.path, path);
  if (mayBeMade === undefined || place === undefined || place === '.') return undefined;
  return broken('link', 'error', `There is no file for ${path}.`);
}

/** A post's address as seen from the site's own root, which on its server may be a folder. */
export function addressInSite({ settings: { base = '' } }: SitePlace['site'], url: string): string {
  return base !== '' && url.startsWith(`${base}/`) ? url.slice(base.length) : url;
}

/** The addresses that a path may mean: from the site's root, else from the post's own address. */
function addressesOf({ summary, place }: ExaminedPost, path: string): string[] {
  return addressesFrom(place.site, summary.url, path);
}

/** As above, for a text with this address; undefined for one without. */
export function addressesFrom(site: SitePlace['site'], own: string | undefined, path: string): string[] {
  if (path.startsWith('/')) return [path];
  if (own === undefined) return [];
  const url = addressInSite(site, own);
  // With a slash behind it an address is a folder, without it is a file; servers differ in what they add.
  const bases = url.endsWith('/') ? [url] : [folderOf(url), `${url}/`].filter((base) => base !== '.');
  return bases.map((base) => resolveAddress(`${base}/${path}`));
}

/** A text, a folder or a page that lies where the path says, whatever its extension. */
function isThereAsFile(
  post: ExaminedPost,
  path: string,
  { map, files, names, hasAddress, mayBeMade }: ReferencedSite,
): boolean {
  const stem = path.replace(/\/+$/, '').replace(/\.html?$/, '');
  const places = placesOfTarget(map, post.summary.path, path);
  const contents = post.place.site.settings.content.map(({ folder }) =>
    normalise(`${siteFolder(post)}/${folder}/${path}`),
  );
  const candidates = [...places, ...contents].filter((place) => place !== undefined && place !== '.');
  if (candidates.some((place) => files.at(place as string) !== undefined)) return true;
  const hasText = (place: string): boolean => {
    const bare = place.replace(/\.html?$/, '');
    // Where all addresses are known, a post is nowhere but at its own.
    const isElsewhere = (file: string) => path.startsWith('/') && mayBeMade !== undefined && hasAddress(file);
    return textEndings.some((ending) => files.at(bare + ending) === 'file' && !isElsewhere(bare + ending));
  };
  if (candidates.some((place) => hasText(place as string))) return true;
  return !path.startsWith('/') && !stem.includes('..') && stem.includes('/') && names.has(stem);
}

/** Endings of the sources that a page may be made of. */
export const textEndings = [
  '.md',
  '.mdx',
  '.markdown',
  '.html',
  '.njk',
  '.liquid',
  '.astro',
  '.tsx',
  '.jsx',
  '.vue',
  '.svelte',
  '.js',
  '.ts',
  '.pug',
  '.org',
  '.adoc',
];

function coverProblem(post: ExaminedPost, target: string, site: ReferencedSite): Finding {
  const finding = fileProblem(post, { kind: 'image', target }, target, site);
  // Themes put a folder of their own before such names.
  return finding && { ...finding, severity: 'warning' };
}

function fileProblem(
  post: ExaminedPost,
  { kind, target }: Pick<PlacedReference, 'kind' | 'target'>,
  path: string,
  site: ReferencedSite,
): Finding {
  const what = kind === 'link' ? 'link' : 'image';
  const addresses = [path, ...addressesOf(post, path)];
  if (addresses.some((address) => site.addresses.has(address))) return undefined;
  const { convention, settings } = post.place.site;
  if (addresses.some((address) => convention.makesFile?.(address, settings))) return undefined;
  const places = candidatesOf(post, path, site);
  const served = servedPath(post, path, site);
  if (served !== undefined)
    return broken(
      what,
      'warning',
      `${target} is at ${served} in the site: it serves the folder from its root.`,
    );
  const file = places.find((place) => site.files.at(place) === 'file');
  if (file !== undefined)
    return kind === 'link' ? linkToFileProblem(convention, target, file, site) : undefined;
  if (places.length === 0) return undefined;
  const otherCase = places
    .map((place) => withOtherCase(place, site.files))
    .find((name) => name !== undefined);
  if (otherCase)
    return broken(
      what,
      'warning',
      `${target} is called ${otherCase} here: most servers tell capitals apart.`,
    );
  if (
    site.hasFileEnding(path.replace(/^(\.{0,2}\/)+/, '')) ||
    places.some((place) => isMadeFrom(place, site.files))
  )
    return undefined;
  const message = `There is no file for ${target}.`;
  return broken(what, isSure(post, path, site) ? 'error' : 'warning', message);
}

function linkToFileProblem(
  { label, linksToFiles }: SitePlace['site']['convention'],
  target: string,
  file: string,
  { leavesLinks, hasAddress }: ReferencedSite,
): Finding {
  if (!leavesLinks || !linksToFiles || !textExtensions.has(extensionOf(file)) || !hasAddress(file))
    return undefined;
  const message = `${label} leaves this link to a file as it is, so that ${target} leads readers nowhere: ${linksToFiles.instead}.`;
  return broken('link', 'warning', message);
}

/** `/img/a.png` for `/static/img/a.png`, where only what lies in `static` is served; undefined for all else. */
function servedPath({ place }: ExaminedPost, path: string, { files }: ReferencedSite): string | undefined {
  const { folder, staticFolders } = place.site.settings;
  const [, name = '', rest = ''] = /^\/(static|public)(\/.+)$/.exec(path) ?? [];
  if (name !== staticFolders[0] || files.at(join(folder, path)) !== 'file') return undefined;
  const others = staticFolders.map((each) => join(folder, each, path));
  return others.some((file) => files.at(file) === 'file') ? undefined : rest;
}

function candidatesOf(post: ExaminedPost, path: string, { map }: ReferencedSite): string[] {
  const places = placesOfTarget(map, post.summary.path, path);
  if (path.startsWith('/') || post.summary.url === undefined) return places;
  // A browser looks from the post's address on.
  const served = addressesOf(post, path).flatMap((address) =>
    placesOfTarget(map, post.summary.path, address),
  );
  return [...new Set([...places, ...served])];
}

/** A build may make `cat-800.webp` or `cat.png` of `cat.jpg`. */
function isMadeFrom(place: string, files: FileLookup): boolean {
  if (!/\.(png|jpe?g|gif|svg|webp|avif|css|js)$/i.test(place)) return false;
  const stem = stemOf(place).replace(/([-_@.](\d+(x\d*)?w?|[0-9.]+x|min))+$/i, '');
  return stemsIn(files.names(folderOf(place))).has(stem);
}

const stems = new WeakMap<ReadonlySet<string>, ReadonlySet<string>>();

function stemsIn(names: ReadonlySet<string>): ReadonlySet<string> {
  const known = stems.get(names);
  if (known) return known;
  const made = new Set([...names].map(stemOf));
  stems.set(names, made);
  return made;
}

/** A file beside the post must be there. One from the root may be made by a build, unless its folder is there to look in. */
function isSure(post: ExaminedPost, path: string, { map, files }: ReferencedSite): boolean {
  if (textExtensions.has(extensionOf(path))) return !path.startsWith('/');
  if (!path.startsWith('/')) return true;
  const folder = folderOf(path);
  return placesOfTarget(map, post.summary.path, folder === '' ? '/' : folder).some(
    (place) => place !== '.' && files.at(place) === 'folder',
  );
}

function withOtherCase(place: string, files: FileLookup): string | undefined {
  const wanted = nameOf(place).normalize('NFC').toLowerCase();
  const names = files.names(folderOf(place));
  if (names.size === 0 || !lowerCased(names).has(wanted)) return undefined;
  return [...names].find((name) => name.normalize('NFC').toLowerCase() === wanted);
}

const lowered = new WeakMap<ReadonlySet<string>, ReadonlySet<string>>();

function lowerCased(names: ReadonlySet<string>): ReadonlySet<string> {
  const known = lowered.get(names);
  if (known) return known;
  const made = new Set([...names].map((name) => name.normalize('NFC').toLowerCase()));
  lowered.set(names, made);
  return made;
}

function siteFolder(post: ExaminedPost): string {
  return post.place.site.settings.folder;
}

function undefinedLabel(label: string): Finding {
  const message = `The link’s label [${label}] is explained nowhere in this post, so it stays plain text.`;
  return broken('link', 'warning', message);
}

function broken(what: 'link' | 'image', severity: Problem['severity'], message: string): Finding {
  return { severity, code: `broken-${what}`, message };
}

function withoutAnchor(target: string): string {
  return target.replace(/[?#].*$/s, '');
}
