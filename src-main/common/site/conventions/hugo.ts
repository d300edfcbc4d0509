import type { FrontMatterData } from '../../posts/front-matter.ts';
import { readFrontMatter } from '../../posts/front-matter.ts';
import {
  type ConfigurationData,
  isRecord,
  readConfiguration,
  recordAt,
  textAt,
  valueAt,
} from '../configuration.ts';
import { isText } from '../content-files.ts';
import type {
  ContentFolder,
  Convention,
  Meaning,
  Place,
  PostData,
  SiteSettings,
  WrittenPost,
} from '../convention.ts';
import { asPostData, fitsGlob } from '../inherited-data.ts';
import { extensionOf, folderOf, isIn, join, resolveAddress, stemOf, within } from '../paths.ts';
import type { SiteFolder } from '../site-folder.ts';
import {
  basePath,
  isDisabled,
  isIndex,
  languageOf,
  nameInHugo,
  rootOf,
  settingsIn,
  urlInHugo,
} from './hugo-address.ts';
import { archetypes } from './hugo-archetype.ts';
import { datedName, dateText } from './hugo-dates.ts';
import { targetsInHugo } from './hugo-references.ts';

const usualDateRules = {
  date: ['date', 'publishdate', 'pubdate', 'published', 'lastmod', 'modified'],
  publishdate: ['publishdate', 'pubdate', 'published', 'date'],
  expirydate: ['expirydate', 'unpublishdate'],
} as const;

/** What else a date may be called wherever Hugo is told to take it. */
const otherNames: Readonly<Record<string, readonly string[]>> = {
  publishdate: ['pubdate', 'published'],
  expirydate: ['unpublishdate'],
  lastmod: ['modified'],
};

/** Source: gohugo.io (configuration, content organization, front matter, URL management) and Hugo's code. */
export const hugo: Convention = {
  name: 'hugo',
  label: 'Hugo',
  recognise(folder) {
    const own =
      folder.findHere(/^hugo\.(toml|ya?ml|json)$/) ??
      folder.find(/^config\/_default\/(hugo|config)\.(toml|ya?ml|json)$/);
    if (own) return { strength: 3, evidence: [`${own} is Hugo’s configuration.`] };
    const shared = folder.findHere(/^config\.(toml|ya?ml|json)$/);
    if (!shared) return undefined;
    const data = lowerCased(readConfiguration(shared, folder.text(shared)));
    const speaks = [
      'baseurl',
      'languagecode',
      'contentdir',
      'disablekinds',
      'permalinks',
      'taxonomies',
    ].filter((key) => Object.hasOwn(data, key));
    if (Object.hasOwn(data, 'base_url') || speaks.length === 0) return undefined;
    return { strength: 2, evidence: [`${shared} is Hugo’s configuration: it has ${speaks.join(', ')}.`] };
  },
  settle(folder) {
    const data = configurationOf(folder);
    const permalinks = recordAt(data, 'permalinks');
    const patterns = { ...permalinks, ...(isRecord(permalinks.page) ? permalinks.page : {}) };
    const first = Object.values(patterns).find((pattern) => typeof pattern === 'string');
    const language = textAt(data, 'defaultcontentlanguage') ?? 'en';
    const content = contentFolders(data);
    return {
      data: {
        ...data,
        permalinks: patterns,
        sections: sectionsOf(folder),
        haspagesofothers: hasPagesOfOthers(folder, data),
      },
      title: textAt(data, 'title') ?? textAt(data, `languages.${language}.title`),
      address: textAt(data, 'baseurl'),
      permalink: first as string | undefined,
      timeZone: textAt(data, 'timezone'),
      content,
      base: basePath(textAt(data, 'baseurl')),
      bundles: bundlesOf(folder, content),
      folderData: cascadesOf(folder, { data, content }),
      meaning: dateRules(data),
      ...servedIn(data),
      shows: {
        drafts: data.builddrafts === true,
        future: data.buildfuture === true,
        expired: data.buildexpired === true,
      },
    };
  },
  place: placeInHugo,
  needsFrontMatter: (_, path) => /^\.html?$/.test(extensionOf(path)),
  meaning: {
    dateKeys: usualDateRules.date,
    dateInName: false,
    titleInBody: false,
    nameAsTitle: 'sentence',
    tagKeys: ['tags', 'tag'],
    categoryKeys: ['categories', 'category'],
    wholeTextKeys: ['tags', 'tag', 'categories', 'category'],
    descriptionKeys: ['description', 'summary', 'excerpt', 'subtitle'],
    booleans: 'go',
    dateText,
    draftRules: [
      { key: 'draft', value: true },
      { key: 'published', value: false },
    ],
    publishKeys: usualDateRules.publishdate,
    expiryKeys: usualDateRules.expirydate,
    timesWithoutZone: 'local',
    firstDraftRule: true,
    dayInName: (path) => datedName(isIndex(path) ? folderOf(path) : stemOf(path))?.date,
  },
  keysInAnyCase: true,
  dataOf: withCascades,
  url: urlInHugo,
  references: ['ref'],
  ownTargets: targetsInHugo,
  linksToFiles: { mendedBy: /(^|\/)_markup\/render-link\b/, instead: 'a ref finds it' },
  makesFile: makesFileInHugo,
  formerAddresses: {
    key: 'aliases',
    read: (alias, url) =>
      alias.startsWith('/') ? alias : resolveAddress(`${folderOf(url.replace(/\/+$/, ''))}/${alias}`),
  },
  newPost: {
    folder: (settings) => `${settings.content[0]?.folder ?? 'content'}/posts`,
    fileName: '{slug}.md',
    format: 'yaml',
    keys: ['title', 'date', 'description', 'tags', 'draft'],
    dateKey: 'date',
    dateFormat: 'instant',
    tagKey: 'tags',
    draft: { key: 'draft', value: true },
    templates: archetypes,
  },
};

/**
 * All of Hugo's configuration files, their keys in lower case, since Hugo does not tell cases apart. A table counts with
 * what the files before have in it.
 */
function configurationOf(folder: SiteFolder): ConfigurationData {
  let data: ConfigurationData = {};
  for (const name of configurationsOf(folder)) {
    const values = lowerCased(readConfiguration(name, folder.text(name)));
    const [key = '', language] = stemOf(name).split('.');
    const isWhole = /^(hugo|config)$/.test(key);
    if (language === undefined) data = merged(data, isWhole ? values : { [key]: values });
    else if (isWhole || key === 'languages') data = merged(data, { languages: { [language]: values } });
  }
  return data;
}

/** Of files beside the folders, Hugo takes one; what is built for the public counts more than what is usual. */
function configurationsOf({ files, findHere }: SiteFolder): string[] {
  const main = ['hugo', 'config']
    .flatMap((name) => ['toml', 'ya?ml', 'json'].map((type) => findHere(new RegExp(`^${name}\\.${type}$`))))
    .find((name) => name !== undefined);
  const inFolder = (name: string) =>
    files.filter(
      (file) =>
        file.startsWith(`config/${name}/`) && /^[^/]+\.(toml|ya?ml|json)$/.test(file.slice(name.length + 8)),
    );
  return [...(main ? [main] : []), ...inFolder('_default'), ...inFolder('production')];
}

function merged(data: ConfigurationData, added: ConfigurationData): ConfigurationData {
  const entries = Object.entries(added).map(([key, value]) => {
    const known = data[key];
    return [key, isRecord(known) && isRecord(value) ? merged(known, value) : value];
  });
  return { ...data, ...Object.fromEntries(entries) };
}

function lowerCased(data: ConfigurationData): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(data).map(([key, value]) => [
      key.toLowerCase(),
      isRecord(value) && key.toLowerCase() !== 'params' ? lowerCased(value) : value,
    ]),
  );
}

/** What is mounted as content stands in the place of the folders that are named or usual. */
function contentFolders(data: ConfigurationData): ContentFolder[] {
  const standard = textAt(data, 'defaultcontentlanguage') ?? 'en';
  const mounted = mountsOf(data, 'content').map(({ folder, below, mount }) => ({
    folder,
    language: textAt(mount, 'lang') ?? standard,
    below,
  }));
  const folders: ContentFolder[] = mounted.length > 0 ? mounted : namedFolders(data);
  // The default language first, for new posts; the most specific wins where folders lie in each other.
  const isStandard = (entry: ContentFolder) => (entry.language ?? standard) === standard;
  return folders.sort(
    (a, b) => Number(isStandard(b)) - Number(isStandard(a)) || b.folder.length - a.folder.length,
  );
}

/** A folder for each language that names one; the site's is that of the others. */
function namedFolders(data: ConfigurationData): ContentFolder[] {
  const main = trimmed(textAt(data, 'contentdir') ?? 'content');
  const languages = Object.entries(recordAt(data, 'languages')).map(([language, values]) => {
    const named = isRecord(values) ? textAt(values, 'contentdir') : undefined;
    return { language, folder: named && trimmed(named) };
  });
  const folders = languages.flatMap(({ language, folder }) => (folder ? [{ language, folder }] : []));
  const others = languages.filter(({ folder }) => !folder).map(({ language }) => language);
  const isLeftOut = languages.length > 0 && others.length === 0;
  if (isLeftOut || folders.some(({ folder }) => folder === main)) return folders;
  const [first] = others;
  const isStandard = first === undefined || others.includes(textAt(data, 'defaultcontentlanguage') ?? 'en');
  return [...folders, { folder: main, ...(!isStandard && { language: first }) }];
}

interface Mount {
  /** The folder of the site that is mounted. */
  folder: string;
  /** Where, as seen from the component that it belongs to. */
  below: string;
  mount: ConfigurationData;
}

/** Folders of the site itself that are mounted as a component, or below it. */
function mountsOf(data: ConfigurationData, component: 'content' | 'static'): Mount[] {
  return listAt(data, 'module.mounts').flatMap((mount) => {
    if (!isRecord(mount)) return [];
    const target = trimmed(textAt(mount, 'target') ?? '');
    const source = textAt(mount, 'source');
    if (!isIn(component, target) || source === undefined || source.startsWith('..')) return [];
    return [{ folder: trimmed(source), below: within(component, target), mount }];
  });
}

/** Which keys say a post's dates, where `[frontmatter]` of the configuration names them. */
function dateRules(data: ConfigurationData): Partial<Meaning> {
  const rules = recordAt(data, 'frontmatter');
  const keysFor = (name: keyof typeof usualDateRules): readonly string[] | undefined => {
    const value = rules[name];
    const named = typeof value === 'string' ? [value] : Array.isArray(value) ? value : [];
    const keys = named.filter((key) => typeof key === 'string').map((key) => key.toLowerCase());
    return keys.length === 0
      ? undefined
      : keys.flatMap((key) =>
          key === ':default' ? usualDateRules[name] : [key, ...(otherNames[key] ?? [])],
        );
  };
  const [dateKeys, publishKeys, expiryKeys] = [
    keysFor('date'),
    keysFor('publishdate'),
    keysFor('expirydate'),
  ];
  return {
    ...(dateKeys && { dateKeys }),
    ...(publishKeys && { publishKeys }),
    ...(expiryKeys && { expiryKeys }),
  };
}

/** Folders with an `index`: whatever else lies in them belongs to that one page. */
function bundlesOf({ files }: SiteFolder, content: readonly ContentFolder[]): ReadonlySet<string> {
  const isBundle = (file: string): boolean =>
    isIndex(file) &&
    isText(file) &&
    content.some(({ folder }) => isIn(folder, file) && folder !== folderOf(file));
  return new Set(files.filter(isBundle).map(folderOf));
}

/** Whether themes, modules, programs or folders outside of the site bring pages that are not among its texts. */
function hasPagesOfOthers({ find }: SiteFolder, data: ConfigurationData): boolean {
  const isForeign = (mount: unknown): boolean =>
    isRecord(mount) &&
    isIn('content', trimmed(textAt(mount, 'target') ?? '')) &&
    /^(\.\.|node_modules)\//.test(textAt(mount, 'source') ?? '');
  return (
    listAt(data, 'module.imports').length > 0 ||
    listAt(data, 'module.mounts').some(isForeign) ||
    JSON.stringify(data.theme ?? '').includes('.') ||
    find(/^(go\.mod$|themes\/[^/]+\/content\/)|(^|\/)_content\.gotmpl$/) !== undefined
  );
}

/** Folders with an `_index` are sections of their own in addresses. */
function sectionsOf({ files }: SiteFolder): string[] {
  return [...new Set(files.filter(isListPage).map(folderOf))];
}

function isListPage(file: string): boolean {
  return /^_index(\.[\w-]+)?$/i.test(stemOf(file)) && isText(file);
}

/** What the pages of sections give to all posts below them, by the language of both. */
function cascadesOf(
  folder: SiteFolder,
  settings: Pick<SiteSettings, 'data' | 'content'>,
): SiteSettings['folderData'] {
  const given = new Map<string, ConfigurationData>();
  for (const file of folder.files.filter(isListPage)) {
    const { data } = readFrontMatter(folder.text(file));
    const cascade = lowerKeys(data).cascade;
    // In a language that the site does not have, it is not the page of its folder.
    if (cascade === undefined || nameInHugo(file, settings) !== '_index') continue;
    given.set(folderOf(file), { ...given.get(folderOf(file)), [languageOf(file, settings)]: cascade });
  }
  return given;
}

/** Hugo does not tell cases of keys apart. A section nearer to the post, and the post itself, count more. */
function withCascades({ path, data }: WrittenPost, settings: SiteSettings): PostData {
  const own = lowerKeys(data);
  const language = languageOf(path, settings);
  const cascades = [settingsIn(language, settings).data.cascade];
  if (settings.folderData.size > 0) {
    const folders = folderOf(path).split('/');
    for (let count = 1; count <= folders.length; count += 1)
      cascades.push(settings.folderData.get(folders.slice(0, count).join('/'))?.[language]);
  }
  if (cascades.every((cascade) => cascade === undefined)) return own;
  const page = { language, paths: pathsOf(path, settings) };
  return Object.assign({}, ...cascades.map((cascade) => cascaded(cascade, page)), own) as PostData;
}

/** What targets of cascades tell pages apart by. */
interface TargetedPage {
  language: string;
  /** As versions of Hugo have it: the file, and since 0.123 the page. */
  paths: readonly string[];
}

function pathsOf(path: string, settings: SiteSettings): string[] {
  const root = rootOf(path, settings);
  const file = `/${join(root?.below ?? '.', within(root?.folder ?? '.', path))}`;
  return [file, isIndex(path) ? folderOf(file) : `${folderOf(file)}/${nameInHugo(path, settings)}`];
}

function cascaded(cascade: unknown, page: TargetedPage): PostData {
  const entries = Array.isArray(cascade) ? cascade : [cascade];
  const fitting = entries
    .map((entry) => lowerKeys(asPostData(entry)))
    .filter((entry) => isTarget(entry._target ?? entry.target, page));
  const { _target, target, ...values } = Object.assign({}, ...fitting) as FrontMatterData;
  return values;
}

function isTarget(target: unknown, { language, paths }: TargetedPage): boolean {
  if (!isRecord(target)) return true;
  const fits = (key: string, values: readonly string[]): boolean => {
    const pattern = target[key];
    return typeof pattern !== 'string' || values.some((value) => fitsGlob(pattern, value));
  };
  return (
    fits('path', paths) &&
    fits('kind', ['page']) &&
    fits('lang', [language]) &&
    fits('environment', ['production'])
  );
}

function lowerKeys(data: PostData): FrontMatterData {
  let lowered: FrontMatterData | undefined;
  for (const key of Object.keys(data)) {
    if (key === key.toLowerCase()) continue;
    lowered ??= { ...data };
    const lower = key.toLowerCase();
    if (!Object.hasOwn(data, lower)) lowered[lower] = data[key] ?? null;
  }
  return lowered ?? (data as FrontMatterData);
}

function listAt(data: ConfigurationData, key: string): readonly unknown[] {
  const value = valueAt(data, key);
  return Array.isArray(value) ? value : [];
}

/** What is copied as it is: what is mounted there, else the folders that the configuration or a language names. */
function servedIn(data: ConfigurationData): Pick<SiteSettings, 'staticFolders' | 'mounts'> {
  const mounts = mountsOf(data, 'static').map(({ folder, below }) => ({ folder, below }));
  const languages = Object.values(recordAt(data, 'languages')).filter(isRecord);
  const named = [data, ...languages].flatMap((table) =>
    Object.entries(table).flatMap(([key, value]) => (/^staticdir\d*$/.test(key) ? textsIn(value) : [])),
  );
  const whole = mounts.filter(({ below }) => below === '.').map(({ folder }) => folder);
  const folders = mounts.length > 0 ? whole : named.length > 0 ? named.map(trimmed) : ['static'];
  return {
    staticFolders: [...new Set([...folders, 'assets'])],
    mounts: mounts.filter(({ below }) => below !== '.'),
  };
}

function textsIn(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).filter((entry) => typeof entry === 'string');
}

function trimmed(folder: string): string {
  return folder.replace(/^\.?\/+|\/+$/g, '') || '.';
}

/**
 * Other forms of pages lie in the folders of their addresses, by the name `index` or one that the configuration gives, or
 * have the name of the page.
 */
function makesFileInHugo(path: string, { data }: SiteSettings): boolean {
  if (path === '/robots.txt') return data.enablerobotstxt === true;
  const formats = Object.values(recordAt(data, 'outputformats')).filter(isRecord);
  const names = ['index', ...formats.flatMap((format) => textAt(format, 'basename') ?? [])];
  const isOfPage = data.uglyurls !== undefined && isRecord(data.outputs);
  return (isOfPage || names.includes(stemOf(path))) && /\.(json|xml|txt|csv|ics|webmanifest)$/.test(path);
}

function placeInHugo(path: string, settings: SiteSettings): Place | undefined {
  const root = rootOf(path, settings);
  if (!root || !isText(path)) return undefined;
  // `_index.md` is the page of a list, not a post. Whatever else lies in the content, a README too, is a page.
  if (/^_index(\.[\w-]+)?$/i.test(stemOf(path))) return undefined;
  if (/^\.(mdx|mkdn?|textile)$/.test(extensionOf(path)) || isOfBundle(path, settings)) return undefined;
  if (isLeftOut(path, settings) || isDisabled(languageOf(path, settings), settings.data)) return undefined;
  // The folder of a single page belongs to that page.
  const isBundle = isIndex(path);
  const inside = within(root.folder, path)
    .split('/')
    .slice(0, isBundle ? -2 : -1);
  const [first, second] = inside;
  const isLanguage =
    first !== undefined &&
    root.language === undefined &&
    Object.hasOwn(recordAt(settings.data, 'languages'), first);
  const names = isLanguage ? [first, second] : [first];
  const section = names.filter((name) => name !== undefined);
  return {
    collection: [root.folder, ...section].filter((name) => name !== '.').join('/') || '.',
    kind: undefined,
  };
}

/** What `ignoreFiles` names, as expressions that fit anywhere in a path. */
function isLeftOut(path: string, { data }: SiteSettings): boolean {
  const patterns = Array.isArray(data.ignorefiles) ? data.ignorefiles : [];
  return patterns.some((pattern) => typeof pattern === 'string' && expressionOf(pattern)?.test(`/${path}`));
}

const expressions = new Map<string, RegExp | undefined>();

function expressionOf(pattern: string): RegExp | undefined {
  if (!expressions.has(pattern)) expressions.set(pattern, made(pattern));
  return expressions.get(pattern);
}

/** Go's expressions always end in time; those that JavaScript might never finish are left alone. */
function made(pattern: string): RegExp | undefined {
  const repeats = pattern.match(/[*+}]/g)?.length ?? 0;
  if (pattern.length > 200 || repeats > 3 || /[)}][*+{]/.test(pattern)) return undefined;
  try {
    return new RegExp(pattern);
  } catch {
    return undefined;
  }
}

/** A text in the folder of a post that is not the post itself. */
function isOfBundle(path: string, { bundles }: SiteSettings): boolean {
  if (!bundles || bundles.size === 0) return false;
  let folder = folderOf(path);
  if (bundles.has(folder) && isIndex(path)) folder = folderOf(folder);
  for (; folder !== '.'; folder = folderOf(folder)) if (bundles.has(folder)) return true;
  return false;
}
