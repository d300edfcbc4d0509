import { basename } from 'node:path';
import type { PostSummary } from '../../common/posts/post.ts';
import { isPostsFolderName } from '../../common/site/content-files.ts';
import type { SiteSettings } from '../../common/site/convention.ts';
import { type DetectedSite, sitesAround } from '../../common/site/detect-sites.ts';
import type { Collection, SiteInfo } from '../../common/site/site.ts';
import type { SiteMap } from '../../common/site/site-map.ts';
import type { PostIndex } from '../posts/post-index.ts';

/**
 * What the blog is, from what the index has seen. Of several sites, the one that holds the folder that was opened,
 * else the one with most posts.
 *
 * @param within the folder that was opened, relative to the root
 */
export async function describeSite({
  root,
  within,
  index,
}: {
  root: string;
  within: string;
  index: PostIndex;
}): Promise<Omit<SiteInfo, 'git'>> {
  const map = await index.map();
  const collections = collectionsOf(await index.list(), map);
  const main = mainSite(map.sites, collections, within);
  const { unreadable } = await index.listing();
  const evidence = [
    ...(main?.evidence ?? []),
    ...unreadable.map((folder) => `The folder ${folder} may not be read, so what lies there is not shown.`),
  ];
  const site = main?.settings.folder ?? '.';
  return {
    name: main?.settings.title ?? (basename(root) || root),
    root,
    convention: main?.convention.name ?? 'plain',
    evidence,
    site,
    collections,
    frontMatter: formatOf(await index.formats()),
    permalink: main?.settings.permalink,
    address: main && addressOf(main.settings),
  };
}

/** The site's address, to put before a post's: without the folder that the posts' own begin with. */
function addressOf({ address, base = '' }: SiteSettings): string | undefined {
  const clean = address?.replace(/\/+$/, '');
  return base !== '' && clean?.endsWith(base) ? clean.slice(0, -base.length) : address;
}

function collectionsOf(posts: readonly PostSummary[], map: SiteMap): Collection[] {
  const groups = new Map<string, PostSummary[]>();
  for (const post of posts) {
    const members = groups.get(post.collection);
    if (members) members.push(post);
    else groups.set(post.collection, [post]);
  }
  return [...groups]
    .map(([folder, members]) => {
      const place = map.place(members[0]?.path ?? '');
      return {
        folder,
        site: place?.site.settings.folder ?? '.',
        kind: place?.place.kind ?? learnedKind(folder, members),
        posts: members.length,
        drafts: members.filter((post) => post.visibility === 'draft').length,
      };
    })
    .sort((a, b) => order[a.kind] - order[b.kind] || b.posts - a.posts || (a.folder < b.folder ? -1 : 1));
}

const order: Record<Collection['kind'], number> = { posts: 0, drafts: 1, pages: 2 };

/** A folder whose files are dated holds posts, whatever its name; so does one whose name says so. */
function learnedKind(folder: string, members: readonly PostSummary[]): Collection['kind'] {
  const dated = members.filter((post) => post.date !== undefined).length;
  return dated * 2 >= members.length || isPostsFolderName(folder) ? 'posts' : 'pages';
}

function mainSite(
  sites: readonly DetectedSite[],
  collections: readonly Collection[],
  within: string,
): DetectedSite | undefined {
  // A few pages of no known generator are no reason to overlook the site that is recognised.
  const pageWeight = (site: DetectedSite): number => (site.convention.name === 'plain' ? 0 : 0.001);
  const weight = (site: DetectedSite): number =>
    collections
      .filter((collection) => collection.site === site.settings.folder)
      .reduce((sum, { posts, kind }) => sum + posts * (kind === 'pages' ? pageWeight(site) : 1), 0);
  return [...sitesAround(sites, within)].sort((a, b) => weight(b) - weight(a))[0];
}

function formatOf(formats: ReadonlySet<string>): SiteInfo['frontMatter'] {
  const [first, ...others] = [...formats].filter((format) => format !== 'none');
  if (first === undefined) return 'none';
  if (others.length > 0) return 'mixed';
  return first === 'yaml' || first === 'toml' || first === 'json' ? first : 'none';
}
