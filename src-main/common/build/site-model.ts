import type { MenuModel, SiteModel } from './model.ts';
import type { SitePlan } from './plan-site.ts';
import type { MenuEntry, SiteConfig } from './site-config.ts';
import { directionOf, wordsFor } from './words.ts';

/** More pages than this make no menu. */
const mostInMenu = 6;

/** What every page knows of the site. */
export function siteModel(config: SiteConfig, plan: Pick<SitePlan, 'pages' | 'tags'>): SiteModel {
  const at = (path: string): string => config.base + path;
  const feed = (file: string): string => (config.url === '' ? '' : at(`/${file}`));
  const words = wordsFor(config.language);
  const hasTags = plan.tags.length > 0;
  const usual: MenuEntry[] = [
    { title: words.archive, url: '/archive/' },
    ...(hasTags ? [{ title: words.tags, url: '/tags/' }] : []),
    ...pagesOfMenu(plan),
  ];
  return {
    title: config.title,
    description: config.description,
    author: config.author,
    language: config.language,
    direction: directionOf(config.language),
    url: at('/'),
    menu: (config.menu ?? usual).map((entry) => menuModel(entry, config.base)),
    footer: config.footer,
    urls: {
      home: at('/'),
      archive: at('/archive/'),
      tags: at('/tags/'),
      search: at('/search/'),
      atom: feed('atom.xml'),
      rss: feed('rss.xml'),
      json: feed('feed.json'),
    },
    hasTags,
    words,
  };
}

function menuModel({ title, url }: MenuEntry, base: string): MenuModel {
  const isOwn = url.startsWith('/') && !url.startsWith('//');
  return { title, url: isOwn ? base + url : url, external: /^https?:/i.test(url) };
}

/** Pages at the top of the site, where they are few. */
function pagesOfMenu({ pages }: Pick<SitePlan, 'pages'>): MenuEntry[] {
  const top = pages.filter(({ address }) => /^\/[^/]+\/?$/.test(address.url));
  if (top.length > mostInMenu) return [];
  return top.map(({ source, address }) => ({ title: source.title, url: address.url }));
}
