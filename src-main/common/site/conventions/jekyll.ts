import { readConfiguration, textAt, valueAt } from '../configuration.ts';
import { isMarkdown, isProjectFile } from '../content-files.ts';
import type { Convention, Place, SiteSettings } from '../convention.ts';
import { extensionOf, isIn, join } from '../paths.ts';
import type { SiteFolder } from '../site-folder.ts';
import { urlInJekyll } from './jekyll-address.ts';
import { dateInRuby } from './jekyll-dates.ts';
import { dataInJekyll } from './jekyll-defaults.ts';
import { nameInJekyll } from './jekyll-names.ts';
import { targetsInJekyll } from './jekyll-references.ts';
import { isOn, isPostsFolder, jekyllSite, mayBePost } from './jekyll-site.ts';

/** Source: jekyllrb.com/docs (posts, collections, permalinks, configuration/front-matter-defaults) and Jekyll 4's code. */
export const jekyll: Convention = {
  name: 'jekyll',
  label: 'Jekyll',
  recognise(folder) {
    const configuration = configurationOf(folder);
    // Folders alone speak for Jekyll only where it would publish what is in them: others have a `_posts`, too.
    const posts = folder.find(configuration ? /(^|\/)_posts\// : ownPosts);
    const gem = /\bjekyll\b|github-pages/.test(folder.text('Gemfile'));
    if (!configuration && !posts) return undefined;
    if (!posts && !gem && !folder.find(/^(_drafts|_layouts|_includes)\//)) return undefined;
    const evidence = [
      ...(configuration ? [`${configuration} is Jekyll’s configuration.`] : []),
      ...(posts
        ? [`Posts lie in ${posts.replace(/(_posts|_drafts)\/.*$/, '$1')}, Jekyll’s folder for them.`]
        : []),
      ...(gem ? ['Gemfile asks for Jekyll.'] : []),
    ];
    return { strength: configuration ? 2 : 1, evidence };
  },
  settle(folder) {
    const path = configurationOf(folder);
    const data = path ? readConfiguration(path, folder.text(path)) : {};
    const permalink = valueAt(data, 'collections.posts.permalink') ?? defaultForPosts(data) ?? data.permalink;
    const source = join(textAt(data, 'source') ?? '.');
    return {
      data,
      content: [{ folder: source }],
      title: textAt(data, 'title') ?? textAt(data, 'name'),
      address: textAt(data, 'url'),
      permalink: typeof permalink === 'string' ? permalink : undefined,
      timeZone: textAt(data, 'timezone'),
      shows: {
        drafts: isOn(data.show_drafts),
        unpublished: isOn(data.unpublished),
        future: isOn(data.future),
        expired: true,
      },
      staticFolders: [source],
      packages: packagesOf(folder, data),
    };
  },
  place: placeInJekyll,
  nameOf: nameInJekyll,
  needsFrontMatter: ({ collection, kind, waits }) =>
    kind === 'pages' && (waits === true || !/(^|\/)_[^/]+$/.test(collection ?? '')),
  meaning: {
    dateKeys: ['date'],
    dateText: dateInRuby,
    stopsAtEmptyDate: true,
    dateInName: true,
    titleInBody: false,
    titleKeys: ['title'],
    nameAsTitle: 'words-capitalised',
    tagKeys: ['tag', 'tags'],
    categoryKeys: ['categories', 'category'],
    wholeTextKeys: ['tag', 'category'],
    partsAtBlanks: true,
    descriptionKeys: ['description', 'excerpt', 'summary', 'subtitle'],
    publishedNames: /^\d{2,4}-\d{1,2}-\d{1,2}-/,
    booleans: 'yaml-1.1',
    // `draft: true` hides nothing.
    draftRules: [{ key: 'published', value: false }],
    publishKeys: ['date'],
    expiryKeys: [],
    timesWithoutZone: 'utc-with-seconds',
  },
  datesInZone: true,
  dataOf: dataInJekyll,
  url: urlInJekyll,
  references: ['post_url', 'link-tag'],
  ownTargets: targetsInJekyll,
  filesOfLinkTag: (target, settings) => {
    const { source, collections } = jekyllSite(settings);
    return [join(source, target), join(collections, target)];
  },
  makesFile: (path, { packages }) => path === '/robots.txt' && packages?.has('jekyll-sitemap') === true,
  formerAddresses: {
    key: 'redirect_from',
    package: {
      name: 'jekyll-redirect-from',
      add: 'Add jekyll-redirect-from to the plugins of _config.yml and to the Gemfile.',
    },
  },
  newPost: {
    folder: (settings) => join(jekyllSite(settings).collections, '_posts'),
    draftFolder: (settings) => join(jekyllSite(settings).collections, '_drafts'),
    fileName: '{date}-{slug}.md',
    draftFileName: '{slug}.md',
    format: 'yaml',
    keys: ['layout', 'title', 'date', 'description', 'tags', 'draft'],
    constants: { layout: 'post' },
    dateKey: 'date',
    dateFormat: 'local-with-zone',
    tagKey: 'tags',
    draft: { key: 'published', value: false },
  },
};

const ownPosts = /^(?:_posts\/(?:.*\/)?\d{2,4}-\d{1,2}-\d{1,2}-[^/]*$|_drafts\/)/;

function configurationOf(folder: SiteFolder): string | undefined {
  return ['_config.yml', '_config.yaml', '_config.toml'].find((name) => folder.has(name));
}

/** The plugins that Jekyll loads: the configuration names them, or the Gemfile among those for Jekyll. */
function packagesOf(folder: SiteFolder, data: SiteSettings['data']): ReadonlySet<string> {
  const named = [data.plugins, data.gems].flat().filter((name) => typeof name === 'string');
  return new Set([...named, ...pluginsInGemfile(folder.text('Gemfile'))]);
}

function pluginsInGemfile(text: string): string[] {
  const plugins: string[] = [];
  const open: boolean[] = [];
  for (const line of text.split('\n')) {
    const isNamed = /:jekyll_plugins\b/.test(line);
    if (/^\s*(?:(?:if|unless|case)\b|[^#]*\bdo\s*$)/.test(line)) open.push(isNamed);
    else if (/^\s*end\b/.test(line)) open.pop();
    const gem = /^\s*gem[\s(]+["']([^"']+)["']/.exec(line)?.[1];
    if (gem !== undefined && (isNamed || open.includes(true))) plugins.push(gem);
  }
  return plugins;
}

function placeInJekyll(path: string, settings: SiteSettings): Place | undefined {
  const site = jekyllSite(settings);
  if (!isIn(site.source, path)) return undefined;
  const names = path.split('/').slice(0, -1);
  const posts = names.findIndex(isPostsFolder);
  if (posts !== -1) {
    const collection = names.slice(0, posts + 1).join('/');
    if (!mayBePost(path, site) || !site.isDocument(path, collection)) return undefined;
    return { collection, kind: names[posts] === '_posts' ? 'posts' : 'drafts' };
  }
  if (!isMarkdown(path) && !site.isMarkdown(path) && extensionOf(path) !== '.textile') return undefined;
  if (isProjectFile(path)) return undefined;
  if (site.isPage(path)) return { collection: site.source, kind: 'pages' };
  const inside = site.inCollections(path);
  const [first = ''] = inside.split('/').slice(0, -1);
  if (!first.startsWith('_') || hidden.has(first) || site.isExcluded(path)) return undefined;
  const collection = path.slice(0, path.length - inside.length + first.length);
  return { collection, kind: 'pages', waits: site.isCollection(first.slice(1)) };
}

const hidden = new Set(['_layouts', '_sass', '_data', '_site', '_plugins', '_cache']);

/** The permalink that `defaults:` of the configuration gives to all posts. */
function defaultForPosts({ defaults }: Readonly<Record<string, unknown>>): unknown {
  return (Array.isArray(defaults) ? defaults : [])
    .filter((entry) => isForPosts(valueAt(entry, 'scope.path') ?? '', valueAt(entry, 'scope.type')))
    .map((entry) => valueAt(entry, 'values.permalink'))
    .findLast((permalink) => typeof permalink === 'string');
}

function isForPosts(path: unknown, type: unknown): boolean {
  if (type === 'posts' || type === 'post') return path === '' || path === '_posts';
  return type === undefined && (path === '' || path === '_posts');
}
