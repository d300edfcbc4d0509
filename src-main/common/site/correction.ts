import * as v from 'valibot';
import { isMarkdown, isProjectFile } from './content-files.ts';
import type { Convention, Place, SiteSettings } from './convention.ts';
import { conventionNamed } from './conventions.ts';
import { type DetectedSite, settleSite } from './detect-sites.ts';
import { isIn, join, nameOf, within } from './paths.ts';
import { type SiteListing, siteFolder } from './site-folder.ts';

/** What a person has said of a blog that Galley took for something else. Kept by Galley, never in the blog. */
export const siteCorrectionSchema = v.strictObject({
  convention: v.optional(
    v.picklist([
      'jekyll',
      'hugo',
      'hexo',
      'astro',
      'eleventy',
      'zola',
      'docusaurus',
      'vitepress',
      'gatsby',
      'next',
      'galley',
      'plain',
    ]),
  ),
  /** Folders of posts, relative to the root, with `/`. */
  posts: v.optional(v.array(v.pipe(v.string(), v.minLength(1), v.maxLength(4096)))),
});

export type SiteCorrection = v.InferOutput<typeof siteCorrectionSchema>;

/**
 * Puts what a person has said in the place of what was found: the site that holds the posts they named, or else the
 * first, has the convention and the folders of posts that they gave. The other sites stay.
 */
export function correctSites(
  detected: readonly DetectedSite[],
  listing: SiteListing,
  correction: SiteCorrection | undefined,
): DetectedSite[] {
  const { convention: name, posts = [] } = correction ?? {};
  if (name === undefined && posts.length === 0) return [...detected];
  const site = siteMeant(detected, posts, name);
  const folder = site?.settings.folder ?? '.';
  const convention =
    name === undefined ? (site?.convention ?? conventionNamed('plain')) : conventionNamed(name);
  const own = posts.map((path) => within(folder, join(path)));
  const settings = settleSite(convention, siteFolder(listing, folder));
  const corrected: DetectedSite = {
    convention: own.length === 0 ? convention : withPosts(convention, own),
    settings: {
      ...settings,
      content: [...settings.content, ...own.map((path) => ({ folder: path }))],
    },
    evidence: [
      ...(name === undefined ? (site?.evidence ?? []) : [`You said that this is ${convention.label}.`]),
      ...(own.length === 0 ? [] : [`You said that posts lie in ${posts.join(', ')}.`]),
    ],
  };
  return [corrected, ...detected.filter((other) => other !== site && other.settings.folder !== folder)];
}

/** A site of that convention rather than another; one that holds all folders that were named. */
function siteMeant(
  detected: readonly DetectedSite[],
  posts: readonly string[],
  name: SiteCorrection['convention'],
): DetectedSite | undefined {
  const holding = detected.filter(({ settings }) => posts.every((path) => isIn(settings.folder, path)));
  return holding.find(({ convention }) => convention.name === name) ?? holding[0];
}

/** The convention with its posts in these folders and nowhere else. */
function withPosts(convention: Convention, posts: readonly string[]): Convention {
  return {
    ...convention,
    place(path: string, settings: SiteSettings): Place | undefined {
      const place = convention.place(path, settings);
      const folder = posts.find((one) => isIn(one, path));
      if (folder === undefined) return place && place.kind !== 'drafts' ? { ...place, kind: 'pages' } : place;
      const isPost = place !== undefined || (isMarkdown(path) && !isSpecial(path));
      return isPost ? { collection: folder, kind: place?.kind === 'drafts' ? 'drafts' : 'posts' } : undefined;
    },
  };
}

function isSpecial(path: string): boolean {
  return isProjectFile(path) || /^_index\./.test(nameOf(path));
}
