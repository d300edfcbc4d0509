import { existsSync } from 'node:fs';
import { join, sep } from 'node:path';
import type { PostToBuild } from '../../common/build/plan-site.ts';
import { configOfOtherSite, readSiteConfig, type SiteConfig } from '../../common/build/site-config.ts';
import { AppError } from '../../common/errors.ts';
import type { PostSummary } from '../../common/posts/post.ts';
import type { PostProblem } from '../../common/site/check/check-posts.ts';
import { isMarkdown } from '../../common/site/content-files.ts';
import type { SiteSettings } from '../../common/site/convention.ts';
import { isIn, join as joinPath } from '../../common/site/paths.ts';
import { isServed } from '../site/assets.ts';
import { checkPathName } from '../site/fence.ts';
import type { OpenSite } from '../site/open-site.ts';
import { manifestName } from './output-folder.ts';
import { readSource } from './render-post.ts';
import { readTheme, type Theme } from './theme.ts';

/** Everything that a site is built from, read once. */
export interface Sources {
  settings: SiteSettings;
  config: SiteConfig;
  theme: Theme;
  posts: PostToBuild[];
  /** Folder that is copied as it is, relative to the root. */
  copied: string | undefined;
  /** Files in it. */
  files: string[];
  searchLength: number;
  problems: PostProblem[];
}

/** A site is never built over what it is made of, nor into git's own folder. */
export async function refuseSources(out: string, site: OpenSite): Promise<void> {
  const { root } = site;
  if (root === out || root.startsWith(out + sep)) throw new AppError('output-not-ours');
  if (!out.startsWith(root + sep)) return;
  const inside = out
    .slice(root.length + 1)
    .split(sep)
    .join('/');
  checkPathName(inside);
  const { listing } = await site.sources();
  const source = listing.find((file) => file.startsWith(`${inside}/`) && !file.includes('/.'));
  if (source !== undefined && !existsSync(join(out, manifestName))) throw new AppError('output-not-ours');
}

/** Reads what the open site is built from. @throws AppError `theme-broken` */
export async function readSources(
  { site, resources }: { site: OpenSite; resources: string },
  drafts: boolean,
): Promise<Sources> {
  const summaries = await site.posts.list();
  const { map, listing } = await site.sources();
  const description = site.description();
  const settings = map.sites.find((one) => one.settings.folder === description.site)?.settings;
  if (!settings) throw new AppError('folder-missing');
  const isGalley = settings.convention === 'galley';
  const configPath = joinPath(settings.folder, 'galley.yml');
  const read = isGalley
    ? readSiteConfig(textAt(site.root, configPath), description.name)
    : {
        config: configOfOtherSite(settings.data, { title: description.name, address: settings.address }),
        problems: [],
      };
  const own = isGalley ? join(site.root, settings.folder, 'theme') : undefined;
  const problems: PostProblem[] = read.problems.map((problem) => ({ ...problem, path: configPath }));
  const kinds = new Map(description.collections.map(({ folder, kind }) => [folder, kind]));
  const posts = summaries.flatMap((summary): PostToBuild[] => {
    if (map.place(summary.path)?.site.settings.folder !== settings.folder) return [];
    const isPage = kinds.get(summary.collection) === 'pages';
    // What is no Markdown is a template of the blog's own generator.
    if (isPage && !isMarkdown(summary.path)) return [];
    if (!isShown(summary, drafts)) return [];
    const broken = summary.problems.filter(({ severity }) => severity === 'error');
    problems.push(...broken.map((problem) => ({ ...problem, path: summary.path })));
    return broken.length > 0 ? [] : [toBuild(summary, isPage ? 'pages' : 'posts')];
  });
  const copied = isGalley ? joinPath(settings.folder, 'assets') : undefined;
  return {
    settings,
    config: read.config,
    theme: readTheme(resources, read.config.theme, own),
    posts,
    copied,
    files: copied === undefined ? [] : listing.filter((file) => isIn(copied, file) && isServed(file)),
    searchLength: posts.length <= 250 ? 4000 : posts.length <= 2000 ? 500 : 0,
    problems,
  };
}

function textAt(root: string, path: string): string {
  return readSource(root, path)?.toString('utf8') ?? '';
}

function isShown({ visibility }: PostSummary, drafts: boolean): boolean {
  return visibility === 'public' || (drafts && visibility !== 'expired');
}

/** A listed post as the builder sees it. */
export function toBuild(summary: PostSummary, kind: PostToBuild['kind']): PostToBuild {
  const { path, title, date, description, tags, categories, url, slug, visibility } = summary;
  return {
    path,
    kind,
    title,
    date,
    description,
    tags: [...tags, ...categories],
    url,
    slug,
    draft: visibility === 'draft',
  };
}
