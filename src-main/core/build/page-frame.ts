import { join } from 'node:path';
import { excerptOf } from '../../common/build/content.ts';
import type { PageModel, PostModel, SiteModel } from '../../common/build/model.ts';
import type { PageFrame } from '../../common/build/page-frame.ts';
import { planSite } from '../../common/build/plan-site.ts';
import { shownDate } from '../../common/build/shown-date.ts';
import { readSiteConfig, type SiteConfig } from '../../common/build/site-config.ts';
import { siteModel } from '../../common/build/site-model.ts';
import { countWords } from '../../common/markdown/words.ts';
import { readFrontMatter } from '../../common/posts/front-matter.ts';
import type { PostPath } from '../../common/posts/post.ts';
import { join as joinPath } from '../../common/site/paths.ts';
import { readable, readMeaning } from '../../common/site/post-meaning.ts';
import type { OpenSite } from '../site/open-site.ts';
import { readSource, updatedOf } from './render-post.ts';
import { toBuild } from './sources.ts';
import { createTemplates } from './templates.ts';
import { readTheme } from './theme.ts';

/** Stands in the theme’s page for the text of the post, which the window renders itself. */
const place = '<div class="page-body"></div>';

/**
 * The page that the theme puts around a post, for a preview in the look of the site. Title, date and the rest are of the
 * text that is given, saved or not.
 *
 * @returns undefined for a post that the built-in site has no page for
 * @throws AppError `theme-broken`
 */
export async function framePage(
  { site, resources }: { site: OpenSite; resources: string },
  { path, text }: { path: PostPath; text: string },
): Promise<PageFrame | undefined> {
  const { map } = await site.sources();
  const found = map.place(path);
  if (found?.site.settings.convention !== 'galley') return undefined;
  const { folder } = found.site.settings;
  const source = readSource(site.root, joinPath(folder, 'galley.yml'))?.toString('utf8') ?? '';
  const { config } = readSiteConfig(source, site.description().name);
  const theme = readTheme(resources, config.theme, join(site.root, folder, 'theme'));
  // Names where addresses would be: nothing is loaded from them.
  const assets = Object.fromEntries(theme.assets.map(({ name }) => [name, `galley-asset:${name}`]));
  const siteOfPage = await modelOf(site, config);
  const templates = createTemplates({
    templates: theme.templates,
    assets,
    base: config.base,
    site: siteOfPage,
  });

  const isPage = found.place.kind === 'pages';
  const frontMatter = readFrontMatter(text);
  const body = text.slice(frontMatter.bodyStart);
  const meaning = readMeaning({ place: found, frontMatter: readable(frontMatter), body, now: Date.now() });
  const url = config.base + (meaning.url ?? '/');
  const words = countWords(body);
  const description = meaning.description || (await beginningOf(body));
  const post: PostModel = {
    title: meaning.title,
    url,
    date: shownDate(meaning.date, config.language),
    updated: shownDate(updatedOf(frontMatter.data), config.language),
    description,
    tags: isPage ? [] : meaning.tags.map((name) => ({ name, url: '#', count: 1 })),
    image: '',
    minutes: Math.max(1, Math.round(words / 230)),
    words,
    draft: meaning.visibility === 'draft',
    content: place,
    previous: undefined,
    next: undefined,
    math: false,
  };
  const kind = isPage ? 'page' : 'post';
  const page: PageModel = { kind, title: post.title, url, description: post.description, head: '' };
  const html = templates.render(kind, { site: siteOfPage, page, post });
  return { theme: theme.name, html: bodyOf(html), styles: stylesOf(html, theme.assets) };
}

/** Where a post does not describe itself, its beginning does. */
async function beginningOf(body: string): Promise<string> {
  const { createRenderer } = await import('../../common/markdown/render.ts');
  const renderer = createRenderer({ remoteImages: true, resolveImage: (target) => target });
  return excerptOf(renderer.render(body.slice(0, mostBeginning)));
}

/** More than any first paragraph that is shown whole. In UTF-16 code units. */
const mostBeginning = 3000;

async function modelOf(site: OpenSite, config: SiteConfig): Promise<SiteModel> {
  const summaries = await site.posts.list();
  const folders = new Map(site.description().collections.map(({ folder, kind }) => [folder, kind]));
  const pages = summaries.filter(({ collection }) => folders.get(collection) === 'pages');
  // A post with a tag is enough to know whether there are any.
  const tagged = summaries.filter(({ tags }) => tags.length > 0).slice(0, 1);
  const some = [
    ...pages.map((page) => toBuild(page, 'pages')),
    ...tagged.map((post) => toBuild(post, 'posts')),
  ];
  return siteModel(config, planSite(some));
}

/** What is inside the body of a page. */
function bodyOf(html: string): string {
  return /<body[^>]*>([\s\S]*)<\/body>/i.exec(html)?.[1] ?? html;
}

/** The styles that the page loads, in its order. */
function stylesOf(html: string, assets: readonly { name: string; bytes: Uint8Array }[]): string[] {
  const links = html.matchAll(/<link\b[^>]*\bhref="galley-asset:([^"]+)"/gi);
  return [...links].flatMap(([, name]) => {
    const asset = assets.find((one) => one.name === name && one.name.endsWith('.css'));
    return asset ? [Buffer.from(asset.bytes).toString('utf8')] : [];
  });
}
