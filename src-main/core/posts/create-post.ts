import { join } from 'node:path';
import { AppError } from '../../common/errors.ts';
import { readDate } from '../../common/posts/dates.ts';
import type { PostPath, PostSummary } from '../../common/posts/post.ts';
import { slugify } from '../../common/posts/slug.ts';
import { isPostsFolderName } from '../../common/site/content-files.ts';
import { isClockAlone, withNeededZone } from '../../common/site/date-pattern.ts';
import { sitesAround } from '../../common/site/detect-sites.ts';
import { datePartsOf, instantOf } from '../../common/site/file-dates.ts';
import { isDraft } from '../../common/site/make-draft.ts';
import { composePost, type NewPost, type NewPostDate } from '../../common/site/new-post.ts';
import { isIn, normalise, seenFrom } from '../../common/site/paths.ts';
import { meaningOf } from '../../common/site/post-meaning.ts';
import { learnStyle, type Neighbour } from '../../common/site/post-style.ts';
import type { SiteMap, SitePlace } from '../../common/site/site-map.ts';
import type { Disk } from '../disk.ts';
import { fencePath } from '../site/fence.ts';
import type { DiskListing } from '../site/list-files.ts';
import type { PostIndex } from './post-index.ts';
import { beginFrom, bringCompany, type ChosenStyle, type Company, findTemplate } from './post-template.ts';
import { readHeadOf } from './read-post-file.ts';

/** What an author says of a new post. */
export interface NewPostInput {
  title: string;
  /** Words that the slug is made of; the title's where none are given. */
  slug?: string | undefined;
  draft?: boolean | undefined;
  /** ISO 8601 day or instant; now where none is given. */
  date?: string | undefined;
  tags?: string[] | undefined;
  body?: string | undefined;
}

/** Posts to learn the style from; more would not teach more. */
const neighbourCount = 12;

/** A new post as the blog would have it, written nowhere yet. */
export interface ComposedPost {
  path: PostPath;
  text: string;
  /** Undefined where it would be no post of any site yet. */
  place: SitePlace | undefined;
  /** What its template brings along into its folder; undefined: nothing. */
  company: Company | undefined;
}

/** Makes new posts where and as their neighbours are, which it has looked at once for all of them. What is being written has its name. */
export interface PostMaker {
  /** How files are named, with parts to fill in: `{year}-{month}-{day}-{slug}.md`. */
  fileName: string;
  /**
   * @param begins `plainly`: with what the post has; `from-template`: as the author's own template, where there is one
   * @throws AppError `post-exists` with the path in `detail`, `bad-input`, `path-outside-site`
   */
  compose(input: NewPostInput, begins?: 'plainly' | 'from-template'): Promise<ComposedPost>;
  /** Writes what was composed, or another text in its place. @throws AppError `post-exists`, as `Disk.create` */
  write(post: Pick<ComposedPost, 'path' | 'text'> & Partial<ComposedPost>): Promise<void>;
}

/** Learns how new posts are written in the site that was opened. @param parts `within`: its folder relative to the root */
export async function createPostMaker({
  root,
  within,
  index,
  disk,
}: {
  root: string;
  within: string;
  index: PostIndex;
  disk: Disk;
}): Promise<PostMaker> {
  const map = await index.map();
  const { site, style, hasPosts } = chooseStyle({ root, within }, map, await index.list());
  const { timesWithoutZone } = meaningOf(site);
  const needsZone = timesWithoutZone !== 'local' && isClockAlone(style.date);
  const made = new Set<string>();
  let known: { listing: DiskListing; names: ReadonlySet<string> } | undefined;

  /** Two names that look the same are one file on some systems. */
  async function isTaken(path: PostPath): Promise<boolean> {
    const listing = await index.listing();
    if (known?.listing !== listing) known = { listing, names: new Set(listing.files.map(comparable)) };
    return known.names.has(comparable(path)) || made.has(comparable(path));
  }

  return {
    fileName: style.fileName,
    async compose(input, begins = 'plainly') {
      const date = dateFor(input.date, site, needsZone);
      const slug = slugify(input.slug || input.title);
      const given: NewPost = {
        title: input.title,
        // A file of that name is its whole folder's page: Hugo would show none of the posts beside it.
        slug: slug === 'index' ? 'index-post' : slug,
        draft: input.draft ?? false,
        tags: input.tags ?? [],
        body: input.body ?? '',
        date,
      };
      const dated = { ...style, date: needsZone ? withNeededZone(style.date, date) : style.date };
      const { files } = await index.listing();
      const template =
        begins === 'from-template' ? findTemplate(root, { site, style, hasPosts, files }) : undefined;
      const usual = beginFrom(given, template, { site, style: dated, isDated: input.date !== undefined }) ?? {
        ...composePost(given, dated),
        company: undefined,
      };
      const usualPlace = map.place(inRoot(site, usual.path));
      // Where the site makes drafts of all posts that say nothing, a post says that it is none.
      const post =
        !given.draft && usualPlace && isDraft(usualPlace, usual.text)
          ? composePost(given, { ...dated, keys: [...dated.keys, dated.draft.key], alwaysDraft: true })
          : usual;
      const path = inRoot(site, post.path);
      const { exists } = await fencePath(root, path);
      if (exists || (await isTaken(path))) throw new AppError('post-exists', { detail: path });
      const company = post === usual ? usual.company : undefined;
      return { path, text: post.text, place: map.place(path), company };
    },
    async write({ path, text, company }) {
      made.add(comparable(path));
      const { real } = await fencePath(root, path);
      await disk.create(real, new TextEncoder().encode(text));
      if (company) await bringCompany({ root, disk }, company, path);
    },
  };
}

/** Writes a new post. Returns its path. @throws AppError `post-exists` with the path in `detail`, `bad-input`, as `Disk.create` */
export async function createPost(
  parts: { root: string; within: string; index: PostIndex; disk: Disk },
  input: NewPostInput,
): Promise<PostPath> {
  const maker = await createPostMaker(parts);
  const post = await maker.compose(input, 'from-template');
  await maker.write(post);
  return post.path;
}

function inRoot({ settings }: SitePlace['site'], path: string): PostPath {
  return normalise(`${settings.folder}/${path}`) ?? path;
}

function comparable(path: string): string {
  return path.normalize('NFC');
}

/** The site and the folder that the newest posts are in, and how they are written; of the site that was opened. */
function chooseStyle(
  { root, within }: { root: string; within: string },
  map: SiteMap,
  posts: readonly PostSummary[],
): ChosenStyle {
  const sites = sitesAround(map.sites, within);
  const places = new Map<PostPath, SitePlace | undefined>();
  const placed = (post: PostSummary): PlacedPost | undefined => {
    if (!places.has(post.path)) places.set(post.path, map.place(post.path));
    const place = places.get(post.path);
    return place &&
      sites.includes(place.site) &&
      place.place.kind !== 'drafts' &&
      place.place.kind !== 'pages'
      ? { post, place }
      : undefined;
  };
  const dated = firstOf(posts, (post) => (post.date === undefined ? undefined : placed(post)));
  // Where none is dated, the name of a folder tells posts from pages.
  const named = dated.length > 0 ? dated : firstOf(posts, (post) => inPostsFolder(placed(post)));
  const recent = named.length > 0 ? named : firstOf(posts, placed);
  const collection = collectionOf(recent);
  const newest = recent.find(({ post }) => post.collection === collection);
  const site = newest?.place.site ?? sites[0];
  if (!site) throw new AppError('internal');
  const alike = firstOf(posts, (post) => (post.collection === collection ? placed(post) : undefined));
  const neighbours: Neighbour[] = alike.map(({ post, place }) => ({
    path: place.path,
    text: readHeadOf(join(root, post.path), { isEnough: () => true }).text,
  }));
  const folder = collection === undefined ? undefined : seenFrom(site.settings.folder, collection);
  const style = learnStyle(neighbours, folder, site.convention, site.settings);
  return { site, style, hasPosts: neighbours.length > 0 };
}

/** The first few that are anything: what comes behind them is not looked at. */
function firstOf(
  posts: readonly PostSummary[],
  choose: (post: PostSummary) => PlacedPost | undefined,
): PlacedPost[] {
  const found: PlacedPost[] = [];
  for (const post of posts) {
    const chosen = choose(post);
    if (chosen) found.push(chosen);
    if (found.length === neighbourCount) break;
  }
  return found;
}

function inPostsFolder(placed: PlacedPost | undefined): PlacedPost | undefined {
  return placed && isPostsFolderName(placed.place.collection) ? placed : undefined;
}

interface PlacedPost {
  post: PostSummary;
  place: SitePlace;
}

/** Where most of the newest posts lie. Of translations of each other, where those in the site's own language do. */
function collectionOf(recent: readonly PlacedPost[]): string | undefined {
  const counts = new Map<string, { count: number; isTranslation: boolean }>();
  for (const { post, place } of recent) {
    const known = counts.get(post.collection) ?? { count: 0, isTranslation: isTranslation(place) };
    counts.set(post.collection, { ...known, count: known.count + 1 });
  }
  const [most, ...others] = [...counts].sort(([, a], [, b]) => b.count - a.count);
  if (!most?.[1].isTranslation) return most?.[0];
  const own = others.find(([, other]) => !other.isTranslation && other.count * 2 >= most[1].count);
  return (own ?? most)[0];
}

/** Whether a post lies in the folder of another language than the site's own, which its configuration names first. */
function isTranslation({ site, path }: SitePlace): boolean {
  const { content } = site.settings;
  const holding = content.filter(({ folder }) => isIn(folder, path));
  const language = holding.sort((a, b) => b.folder.length - a.folder.length)[0]?.language;
  return path.startsWith('i18n/') || (language !== undefined && language !== content[0]?.language);
}

/** The date by the clock that was given, unless the site's own is asked for. */
function dateFor(
  given: string | undefined,
  { convention, settings }: SitePlace['site'],
  isOfSite: boolean,
): NewPostDate {
  const zone = settings.timeZone;
  const iso = given === undefined ? new Date().toISOString() : readDate(given)?.iso;
  const hasOffset = /(Z|[+-]\d\d:\d\d)$/.test(iso ?? '');
  const isOwn = given !== undefined && hasOffset && !isOfSite;
  const place = { name: zone, timesWithoutZone: 'local' } as const;
  const parts = iso === undefined ? undefined : datePartsOf(iso, isOwn ? undefined : place);
  if (iso === undefined || !parts || Number.isNaN(instantOf(iso)))
    throw new AppError('bad-input', {
      message: 'That is no date.',
      next: ['Write it as 2024-05-01 or 2024-05-01T18:00.'],
    });
  const isDay = !iso.includes('T') && !convention.datesInZone;
  return { ...parts, offset: offsetOf(iso, parts, isOwn ? 'own' : zone), isDay };
}

/** Minutes east of UTC: those that were given, else those of the site's zone at that moment. */
function offsetOf(iso: string, parts: Omit<NewPostDate, 'offset'>, zone: string | undefined): number {
  const [, sign, hours, minutes] = /([+-])(\d\d):(\d\d)$/.exec(iso) ?? [];
  if (zone === 'own') return sign ? (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) : 0;
  const asUtc = Date.UTC(parts.year, parts.month - 1, parts.day, parts.hour, parts.minute, parts.second);
  const shown = datePartsOf(new Date(asUtc).toISOString(), { name: zone, timesWithoutZone: 'utc' });
  if (!shown) return 0;
  return (
    (Date.UTC(shown.year, shown.month - 1, shown.day, shown.hour, shown.minute, shown.second) - asUtc) /
    60_000
  );
}
