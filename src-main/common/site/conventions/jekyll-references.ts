import type { OwnTargets, ReferablePost, SiteSettings } from '../convention.ts';
import { datePartsOf } from '../file-dates.ts';
import { folderOf, join, nameOf, stemOf, within } from '../paths.ts';
import { twoDigits } from '../permalinks.ts';
import { nameInJekyll } from './jekyll-names.ts';
import { jekyllSite } from './jekyll-site.ts';

/** What `{% post_url %}` and `{% link %}` can name. Source: `PostComparer` and `Link` of Jekyll's tags. */
export function targetsInJekyll(
  posts: readonly ReferablePost[],
  settings: SiteSettings,
  isFile: (path: string) => boolean,
): OwnTargets {
  const site = jekyllSite(settings);
  const named = new Map<string, string>();
  const read = posts.filter(isReadPost);
  // A post's name goes before the day and the slug that another one has.
  for (const namesOf of [pathNamesOf, daysOf])
    for (const post of read)
      for (const name of namesOf(post, settings)) if (!named.has(name)) named.set(name, post.path);
  const postNamed = (target: string): string | undefined =>
    named.get(target.replace(/^\//, '')) ?? named.get(dayAndSlugIn(target));
  const texts = new Map(
    posts.map((post) => {
      const isPage = site.holdsPages(post.place);
      const path = isPage ? within(site.source, post.path) : site.inCollections(post.path);
      // A draft without a date has an address by the day of its file.
      return [path, post.isRead && (post.url !== undefined || post.place.kind !== 'pages')];
    }),
  );
  /** A file that is copied, or a page that is no text. */
  const isOther = (target: string): boolean => {
    const [first = ''] = target.split('/');
    if (!first.startsWith('_'))
      return isFile(join(site.source, target)) && site.isPage(join(site.source, target));
    const path = join(site.collections, target);
    const folder = join(site.collections, first);
    return site.isCollection(first.slice(1)) && isFile(path) && site.isDocument(path, folder);
  };
  return {
    hasPost: (target) => postNamed(target) !== undefined,
    postNamed,
    hasFile(target) {
      const bare = target.replace(/^\//, '');
      const isRead = texts.get(bare);
      // A slash stands before the files that are copied alone.
      return isRead === undefined ? !/^\.\.?\//.test(bare) && isOther(bare) : isRead && bare === target;
    },
  };
}

function isReadPost({ isRead, place }: ReferablePost): boolean {
  return isRead && place.kind !== 'pages';
}

/** A post's name below its folder of posts, as far as any dot. */
function pathNamesOf({ path }: ReferablePost, settings: SiteSettings): string[] {
  const inside = jekyllSite(settings).inCollections(path);
  const folder = folderOf(inside);
  const above = folder.startsWith('_posts')
    ? within('_posts', folder)
    : folder.endsWith('/_posts')
      ? folderOf(folder)
      : undefined;
  if (above === undefined) return [];
  const parts = stemOf(path).split('.');
  return parts.map((_, index) => join(above, parts.slice(0, index + 1).join('.')));
}

/** A post's day with its slug, whatever folder it lies in. */
function daysOf({ date, slug }: ReferablePost, settings: SiteSettings): string[] {
  const zone = { name: settings.timeZone, timesWithoutZone: 'utc-with-seconds' } as const;
  const day = date === undefined ? undefined : datePartsOf(date, zone);
  if (!day) return [];
  const written = `${String(day.year).padStart(4, '0')}-${twoDigits(day.month)}-${twoDigits(day.day)}`;
  return [dayAndSlug(written, slug)];
}

function dayAndSlugIn(target: string): string {
  const [, day = '', slug = ''] = /^(\d+-\d+-\d+)-(.*)$/s.exec(nameOf(target)) ?? [];
  const date = nameInJekyll(`${day}-x.md`, { collection: '_posts', kind: 'posts' })?.date ?? '';
  return dayAndSlug(date, slug);
}

function dayAndSlug(day: string, slug: string): string {
  return `${day}\0${slug}`;
}
