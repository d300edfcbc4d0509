import { extname } from 'node:path';
import type { AddedPicture } from '../../common/api/pictures.ts';
import { AppError } from '../../common/errors.ts';
import {
  applyChanges,
  editFrontMatter,
  type FrontMatterEdit,
  type FrontMatterInput,
} from '../../common/posts/edit-front-matter.ts';
import { readFrontMatter } from '../../common/posts/front-matter.ts';
import { heroOf } from '../../common/posts/hero.ts';
import type { ImportFormat, ImportOutcome, ImportProgress } from '../../common/posts/import.ts';
import type { PostPath } from '../../common/posts/post.ts';
import { slugify } from '../../common/posts/slug.ts';
import type { PostProblem } from '../../common/site/check/check-posts.ts';
import { picturesIn } from '../../common/site/picture-uses.ts';
import { meaningOf } from '../../common/site/post-meaning.ts';
import { formerAddressEdits, listsFormerAddresses } from '../../common/site/rename/own-keys.ts';
import type { SitePlace } from '../../common/site/site-map.ts';
import type { PictureWishes } from '../assets/prepare-picture.ts';
import type { NewPostInput } from '../posts/create-post.ts';
import type { OpenSite } from '../site/open-site.ts';
import { type Archive, openArchive } from './archive.ts';
import { type Dialect, dialectOf } from './dialect.ts';
import { createFetchPicture, type FetchPicture } from './fetch-picture.ts';
import { exportProblem, type ForeignBlog, type ForeignPicture, type ForeignPost } from './foreign-blog.ts';
import { htmlToPost, imagesIn, type NewPlaces } from './html-to-post.ts';
import { movePictures } from './move-pictures.ts';
import { readGhost } from './read-ghost.ts';
import { readMarkdown } from './read-markdown.ts';
import { readMedium } from './read-medium.ts';
import { readWordPress } from './read-wordpress.ts';

/** What is imported, and how. */
export interface ImportOrder {
  /** Absolute path of the export. */
  file: string;
  /** Which program gave it out; told by the export itself where none is given. */
  from?: ImportFormat | undefined;
  /** Whether pictures that the export does not hold are fetched from the web. */
  download: boolean;
}

export interface ImportTools {
  site: OpenSite;
  wishes: PictureWishes;
  signal: AbortSignal;
  onProgress(progress: ImportProgress): void;
  /** Tests give their own. */
  fetchPicture?: FetchPicture;
}

/**
 * Brings the posts of an export into the blog, each as a new post where and as the blog has them, with its pictures.
 * Nothing that is there is replaced: what has its place taken is left out, so that an import can be run again. Each post
 * is whole before its pictures come; links between the posts lead to where they are now.
 *
 * @throws AppError `bad-input` for what is no export, as `Disk.create`
 */
export async function importPosts(tools: ImportTools, order: ImportOrder): Promise<ImportOutcome> {
  const archive = await openArchive(order.file);
  try {
    const blog = await readExport(archive, order.from);
    const problems: PostProblem[] = [...blog.problems];
    const imported: Imported[] = [];
    const [newest] = await tools.site.posts.list();
    const { convention } = tools.site.description();
    const target = {
      site: tools.site,
      dialect: dialectOf(convention, newest?.path),
      namesakes: new Map<PostPath, number>(),
    };
    let done = 0;
    const advance = (): void => {
      done += 1;
      tools.onProgress({ done, total: blog.posts.length * 2 });
    };
    for (const post of blog.posts) {
      if (tools.signal.aborted) break;
      const made = await create(target, post, problems).catch((error: unknown) => refused(post, error));
      if ('problem' in made) problems.push(made.problem);
      else imported.push(made);
      advance();
    }
    const finishing = createFinishing({ ...tools, ...target }, blog, imported, order.download);
    for (const each of imported) {
      if (tools.signal.aborted) break;
      problems.push(...(await finishing.finish(each)));
      advance();
    }
    const posts = imported.map(({ path }) => path);
    return {
      posts,
      assets: finishing.assets(),
      problems: withPaths(problems, imported),
      cancelled: tools.signal.aborted,
    };
  } finally {
    await archive.close();
  }
}

async function readExport(archive: Archive, from: ImportFormat | undefined): Promise<ForeignBlog> {
  const format = from ?? formatOf(archive);
  if (format === 'wordpress') return readWordPress(archive);
  if (format === 'ghost') return readGhost(archive);
  if (format === 'medium') return readMedium(archive);
  return readMarkdown(archive);
}

/** By the names in it. */
function formatOf({ names }: Archive): ImportFormat {
  const extensions = new Set(names.map((name) => extname(name).toLowerCase()));
  if (names.some((name) => /\.(?:md|markdown|mdx)$/i.test(name))) return 'markdown';
  if (extensions.has('.xml')) return 'wordpress';
  if (extensions.has('.json')) return 'ghost';
  if (extensions.has('.html')) return 'medium';
  throw new AppError('bad-input', {
    message: 'Nothing here is a post that Galley could read.',
    next: ['Say which program gave it out: --from wordpress, ghost, medium or markdown.'],
  });
}

/** The blog that posts come into. */
interface Target {
  site: OpenSite;
  dialect: Dialect;
  /** How many posts of the export would have had each place: it is that of the first, whether it came or was there. */
  namesakes: Map<PostPath, number>;
}

/** A post that has come, and where it came from. */
interface Imported {
  path: PostPath;
  url: string | undefined;
  post: ForeignPost;
  /** Its text as it was made, with pictures and links where they were. */
  body: string;
  /** Where its links lead. */
  links: ReadonlySet<string>;
}

async function create(target: Target, post: ForeignPost, problems: PostProblem[]): Promise<Imported> {
  const { site, dialect } = target;
  const links = new Set<string>();
  const asThere: NewPlaces = { image: () => undefined, link: (address) => void links.add(address) };
  const body = bodyOf(post, asThere, dialect);
  const { path, url } = await createNamesake(target, {
    title: post.title.replaceAll(/\s+/g, ' ').trim().slice(0, 1000),
    slug: post.slug,
    draft: post.draft,
    date: post.date,
    tags: [...post.tags],
    body,
  });
  const imported = { path, url, post, body, links };
  const place = (await site.sources()).map.place(path);
  await change(site, path, { edits: place ? editsFor(place, imported, problems) : [] }, problems);
  return imported;
}

/**
 * Posts of one name in the export, as drafts without a title are, are numbered: in the same way each time, so that an
 * import that is run again finds them.
 */
async function createNamesake(
  { site, namesakes }: Target,
  input: NewPostInput,
): ReturnType<OpenSite['posts']['create']> {
  const slug = slugify(input.slug || input.title);
  let first: PostPath | undefined;
  for (let number = 1; ; number = (namesakes.get(first ?? '') ?? 0) + 1) {
    if (first !== undefined) namesakes.set(first, number);
    try {
      const made = await site.posts.create({ ...input, slug: numbered(slug, number) });
      namesakes.set(made.path, 1);
      return made;
    } catch (error) {
      const taken = error instanceof AppError && error.code === 'post-exists' ? error.detail : undefined;
      const isNamesake = taken !== undefined && namesakes.has(taken);
      if (taken !== undefined && !isNamesake) namesakes.set(taken, 1);
      if (!isNamesake) throw error;
      first ??= taken;
    }
  }
}

function numbered(slug: string, number: number): string {
  if (number === 1) return slug;
  const end = `-${number}`;
  const whole = slugify(slug + end);
  // A name that is as long as names may be would lose its number.
  return whole.endsWith(end) ? whole : Array.from(slug).slice(0, 40).join('') + end;
}

function bodyOf({ body }: ForeignPost, places: NewPlaces, dialect: Dialect): string {
  return 'html' in body ? htmlToPost(body.html, places, dialect) : movePictures(body.markdown, places);
}

/** One post that cannot come stops no other. A disk that is full stops all. */
function refused(post: ForeignPost, error: unknown): { problem: PostProblem } {
  if (!(error instanceof AppError) || error.code === 'disk-full' || error.code === 'write-refused')
    throw error;
  const message =
    error.code === 'post-exists'
      ? 'There is a post in its place already, so it was left out.'
      : `It was left out: ${error.message}`;
  return {
    problem: exportProblem(post.name, error.code === 'post-exists' ? 'info' : 'error', error.code, message),
  };
}

/** What was said of a post of the export is said of the post that it has become. */
function withPaths(problems: readonly PostProblem[], imported: readonly Imported[]): PostProblem[] {
  const paths = new Map(imported.map(({ post, path }) => [post.name, path]));
  return problems.map((problem) => ({ ...problem, path: paths.get(problem.path) ?? problem.path }));
}

interface Finishing {
  /** Gives a post its pictures, links and what else its front matter holds. */
  finish(imported: Imported): Promise<PostProblem[]>;
  /** Pictures that were written. */
  assets(): string[];
}

function createFinishing(
  { site, dialect, wishes, signal, fetchPicture }: ImportTools & Target,
  blog: ForeignBlog,
  imported: readonly Imported[],
  download: boolean,
): Finishing {
  const assets = new Set<string>();
  const fetch = fetchPicture ?? createFetchPicture(blog.site);
  const links = new Map(
    imported.flatMap(({ post, url }) =>
      [post.address, post.shortAddress].flatMap((address) =>
        address && url ? [[plainAddress(address), url] as const] : [],
      ),
    ),
  );
  const names = new Map(imported.map(({ post, url }) => [post.name, url]));

  function linkFrom(post: ForeignPost): NewPlaces['link'] {
    return (address) => {
      const [whole = '', place = ''] = address.split(/(?=#)/);
      const name = blog.linkedPost?.(whole, post);
      const isOwn = /^(?:https?:)?\/|^__/.test(whole);
      const absolute = whole.startsWith('/') ? (absoluteAddress(whole, blog.site) ?? whole) : whole;
      const found = name === undefined ? isOwn && links.get(plainAddress(absolute)) : names.get(name);
      return found ? found + place : undefined;
    };
  }

  /** Undefined where the picture stays where it is. */
  async function bring(address: string, { post }: Imported): Promise<ForeignPicture | undefined> {
    const held = await blog.picture(address, post);
    if (held) return held;
    const absolute = absoluteAddress(address, post.address ?? blog.site);
    if (!download || absolute === undefined) {
      if (/^(?:https?:)?\/\//i.test(address)) return undefined;
      throw new Error('the export does not hold it');
    }
    return fetch(absolute, signal);
  }

  async function add(
    each: Imported,
    address: string,
    key: string[] | undefined,
    problems: PostProblem[],
  ): Promise<AddedPicture | undefined> {
    try {
      const picture = await bring(address, each);
      if (!picture) return undefined;
      const added = await site.pictures.add({ post: each.path, ...picture, key }, wishes);
      if (added.isNew) assets.add(added.path);
      return added;
    } catch (error) {
      if (error instanceof AppError && (error.code === 'disk-full' || error.code === 'write-refused'))
        throw error;
      if (signal.aborted) return undefined;
      const why = error instanceof Error ? error.message : String(error);
      problems.push(
        exportProblem(
          each.path,
          'warning',
          'picture-missing',
          `The picture ${address} did not come: ${why.replace(/\.$/, '')}.`,
        ),
      );
      return undefined;
    }
  }

  return {
    assets: () => [...assets],
    async finish(each) {
      const problems: PostProblem[] = [];
      const { post, path, body } = each;
      const images = 'html' in post.body ? imagesIn(post.body.html) : addressesIn(post.body.markdown);
      const places = new Map<string, AddedPicture>();
      for (const address of images) {
        if (signal.aborted) break;
        const added = await add(each, address, undefined, problems);
        if (added) places.set(address, added);
      }
      const link = linkFrom(post);
      const isMoved = places.size > 0 || [...each.links].some(link);
      const moved = isMoved ? bodyOf(post, { image: (address) => places.get(address), link }, dialect) : body;
      const key = post.cover && (await coverKey(site, path));
      const cover = post.cover && (await add(each, post.cover.address, key, problems));
      const edits: FrontMatterEdit[] =
        key && post.cover ? [{ kind: 'set', key, value: cover?.target ?? post.cover.address }] : [];
      if (moved !== body || edits.length > 0) await change(site, path, { edits, body: moved }, problems);
      return problems;
    },
  };
}

/** Writes other values and another body into a post that has come. */
async function change(
  site: OpenSite,
  path: PostPath,
  { edits, body }: { edits: readonly FrontMatterEdit[]; body?: string },
  problems: PostProblem[],
): Promise<void> {
  const { text, revision } = await site.posts.read(path);
  const head = text.slice(0, readFrontMatter(text).bodyStart);
  const changed = edited(body === undefined ? text : `${head}\n${body.trimEnd()}\n`, edits, problems, path);
  if (changed !== text) await site.posts.save({ path, text: changed, basedOn: revision });
}

function addressesIn(markdown: string): string[] {
  return [...new Set(picturesIn(`\n${markdown}`).map(({ target }) => target))].filter(
    (target) => !/^data:|[{}]/i.test(target),
  );
}

/** Without what differs between two ways to write one address. */
function plainAddress(address: string): string {
  return decoded(address)
    .replace(/^(?:https?:)?\/\/(?:www\.)?/i, '')
    .replace(/\?(?!p=\d+$).*$/, '')
    .replace(/\/+$/, '')
    .toLowerCase();
}

function decoded(address: string): string {
  try {
    return decodeURI(address);
  } catch {
    return address;
  }
}

function absoluteAddress(address: string, base: string | undefined): string | undefined {
  if (/^(?:data|blob|file):/i.test(address)) return undefined;
  const isWhole = base !== undefined && URL.canParse(base);
  if (!URL.canParse(address, isWhole ? base : undefined)) return undefined;
  return new URL(address, isWhole ? base : undefined).href;
}

/** The key that posts of this blog have their picture at, else the one that most themes read. */
async function coverKey(site: OpenSite, path: PostPath): Promise<string[]> {
  const fields = await site.fieldsInUse(path);
  const found = fields.find(({ key, values }) => {
    const [name = '', inner] = key;
    const value = values[0] ?? 'a.png';
    return heroOf(inner === undefined ? { [name]: value } : { [name]: { [inner]: value } }) !== undefined;
  });
  return found?.key ?? ['image'];
}

/** Categories, description, former address, and what only the other program knows. */
function editsFor(
  { site }: SitePlace,
  { post, path, url }: Imported,
  problems: PostProblem[],
): FrontMatterEdit[] {
  const { convention, settings } = site;
  const meaning = meaningOf(site);
  const edits: FrontMatterEdit[] = [];
  const set = (key: string, value: FrontMatterInput): void => {
    edits.push({ kind: 'set', key: key.split('.'), value });
  };
  const [categoryKey] = meaning.categoryKeys;
  if (post.categories.length > 0 && categoryKey !== undefined) set(categoryKey, [...post.categories]);
  const [descriptionKey] = meaning.descriptionKeys;
  if (post.description !== '' && descriptionKey !== undefined) set(descriptionKey, post.description);
  for (const [key, value] of Object.entries(post.others ?? {}))
    edits.push({ kind: 'set', key: [key], value: { kind: 'json', value } });
  const former = post.address && pathOf(post.address);
  if (former !== undefined && url !== undefined && !isSameAddress(former, url)) {
    if (listsFormerAddresses(convention, settings) && 'key' in convention.formerAddresses)
      edits.push(...formerAddressEdits({ data: {} }, convention.formerAddresses, { former, current: url }));
    else
      problems.push(
        exportProblem(path, 'info', 'address-changed', `Its address was ${former} and is ${url} here.`),
      );
  }
  return edits;
}

function pathOf(address: string): string | undefined {
  try {
    return decodeURI(new URL(address, 'https://example.org').pathname);
  } catch {
    return undefined;
  }
}

function isSameAddress(one: string, other: string): boolean {
  return one.replace(/\/+$/, '') === decodeURI(other).replace(/\/+$/, '');
}

/** What cannot be said in this blog's front matter is left out, and named. */
function edited(
  text: string,
  edits: readonly FrontMatterEdit[],
  problems: PostProblem[],
  path: PostPath,
): string {
  let current = text;
  for (const edit of edits) {
    const result = editFrontMatter(current, [edit]);
    if (result.ok) current = applyChanges(current, result.changes);
    else
      problems.push(
        exportProblem(
          path,
          'warning',
          'value-left-out',
          `“${edit.key.join('.')}” was left out: ${result.message}`,
        ),
      );
  }
  return current;
}
