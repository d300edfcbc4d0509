import { inPlainLetters } from '../../posts/slug.ts';
import { isRecord, readConfiguration, recordAt, textAt, valueAt } from '../configuration.ts';
import { isProjectFile, isText } from '../content-files.ts';
import type { Convention, PostFacts, SiteSettings } from '../convention.ts';
import type { DatedName } from '../file-dates.ts';
import { extensionOf, folderOf, isIn, nameOf, stemOf, within } from '../paths.ts';

/** Source: getzola.org/documentation (content, page, configuration, multilingual). */
export const zola: Convention = {
  name: 'zola',
  label: 'Zola',
  recognise(folder) {
    if (folder.has('zola.toml')) return { strength: 3, evidence: ['zola.toml is Zola’s configuration.'] };
    if (!folder.has('config.toml')) return undefined;
    const data = readConfiguration('config.toml', folder.text('config.toml'));
    const speaks = [
      'base_url',
      'compile_sass',
      'build_search_index',
      'generate_feeds',
      'generate_feed',
    ].filter((key) => Object.hasOwn(data, key));
    if (!speaks.includes('base_url')) return undefined;
    return { strength: 3, evidence: [`config.toml is Zola’s configuration: it has ${speaks.join(', ')}.`] };
  },
  settle(folder) {
    const path = folder.has('zola.toml') ? 'zola.toml' : 'config.toml';
    const data = readConfiguration(path, folder.text(path));
    return {
      data,
      title: textAt(data, 'title'),
      address: textAt(data, 'base_url'),
      base: (textAt(data, 'base_url') ?? '').replace(/^([a-z]+:)?\/\/[^/]*/i, '').replace(/\/+$/, ''),
      content: [{ folder: 'content' }],
      staticFolders: ['static', 'content'],
    };
  },
  place(path) {
    const inside = isIn('content', path) && extensionOf(path) === '.md' && isText(path);
    // `_index.md` is the page of a section, not a post.
    if (!inside || /^_index(\.[\w-]+)?$/.test(stemOf(path)) || isProjectFile(`x/${path}`)) return undefined;
    const folder = within('content', folderOf(path));
    // The folder of a single page belongs to that page.
    const [section] = (stemOf(path) === 'index' ? folderOf(folder) : folder).split('/');
    return {
      collection: section === undefined || section === '.' ? 'content' : `content/${section}`,
      kind: undefined,
    };
  },
  meaning: {
    dateKeys: ['date'],
    dateInName: true,
    dayInName: (path) => {
      const isIndex = /^index(\.[\w-]+)?$/.test(stemOf(path));
      return datedName(isIndex ? nameOf(folderOf(path)) : stemOf(path))?.date;
    },
    titleInBody: false,
    nameAsTitle: 'sentence',
    tagKeys: ['taxonomies.tags', 'extra.tags', 'tags'],
    categoryKeys: ['taxonomies.categories', 'categories'],
    descriptionKeys: ['description'],
    booleans: 'yaml-1.2',
    draftRules: [{ key: 'draft', value: true }],
    publishKeys: [],
    expiryKeys: [],
    timesWithoutZone: 'local',
  },
  url: urlInZola,
  references: ['content-path'],
  formerAddresses: { key: 'aliases' },
  newPost: {
    folder: () => 'content',
    fileName: '{slug}.md',
    format: 'toml',
    keys: ['title', 'date', 'description', 'draft', 'tags'],
    dateKey: 'date',
    dateFormat: 'day',
    // Zola refuses to build a site with a taxonomy that its configuration does not name.
    tagKey: (settings) => (hasTaxonomy(settings, 'tags') ? 'taxonomies.tags' : 'extra.tags'),
    draft: { key: 'draft', value: true },
  },
};

function urlInZola(post: PostFacts, settings: SiteSettings): string | undefined {
  const [stem = '', suffix] = splitLanguage(
    stemOf(post.path),
    Object.keys(recordAt(settings.data, 'languages')),
  );
  const isOther = suffix !== undefined && suffix !== (textAt(settings.data, 'default_language') ?? 'en');
  const prefix = `${settings.base ?? ''}${isOther ? `/${suffix}` : ''}`;
  if (post.data.render === false) return undefined;
  const own = post.data.path;
  if (typeof own === 'string' && own !== '') return `${prefix}/${own.replace(/^\/+|\/+$/g, '')}/`;
  const mode = valueAt(settings.data, 'slugify.paths') ?? 'on';
  const keepsDates = valueAt(settings.data, 'slugify.paths_keep_dates') === true;
  const slugify = (text: string) =>
    mode === 'on' ? slugified(text) : mode === 'safe' ? withoutUnsafe(text) : text;
  const folders = within('content', folderOf(post.path))
    .split('/')
    .filter((name) => name !== '.');
  const name = stem === 'index' ? (folders.pop() ?? '') : stem;
  const slug =
    typeof post.data.slug === 'string' ? post.data.slug : keepsDates ? name : (datedName(name)?.rest ?? name);
  const written = [...folders, slug];
  // Zola writes other scripts and signs with Latin letters, by tables of its own.
  if (mode === 'on' && written.some((part) => otherScript.test(inPlainLetters(part)))) return undefined;
  const parts = written.map(slugify).filter((part) => part !== '');
  return parts.length === 0 ? `${prefix}/` : `${prefix}/${parts.join('/')}/`;
}

function hasTaxonomy({ data }: SiteSettings, name: string): boolean {
  const named = Array.isArray(data.taxonomies) ? data.taxonomies : [];
  return named.some((taxonomy) => isRecord(taxonomy) && taxonomy.name === name);
}

/** A day, or a moment with its offset, that a dash or an underscore parts from the rest. */
function datedName(name: string): DatedName | undefined {
  const [, date, rest] =
    /^(\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?:T\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d))?)\s?[_-](.+)$/s.exec(
      name,
    ) ?? [];
  return date !== undefined && rest !== undefined ? { date, rest } : undefined;
}

function splitLanguage(stem: string, languages: string[]): [string, string | undefined] {
  const [, name, language] = /^(.+)\.([\w-]+)$/.exec(stem) ?? [];
  return name && language && languages.includes(language) ? [name, language] : [stem, undefined];
}

const otherScript = /(?![ -~]|\p{Script=Latin})[\p{L}\p{N}\p{S}]/u;

/** As Zola's `slugify.paths = "safe"`: without what names of files on Windows may not have. */
function withoutUnsafe(text: string): string {
  return text.replace(/[ .]+$/, '').replace(/[<>:"/\\|?*]/g, '');
}

/** As Zola's `slugify.paths = "on"`: ASCII letters and digits, all else one hyphen. */
function slugified(text: string): string {
  return inPlainLetters(text.toLowerCase())
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}
