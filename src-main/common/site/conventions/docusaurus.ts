import { readConfiguration, textAt } from '../configuration.ts';
import { isMarkdown, isProjectFile } from '../content-files.ts';
import {
  type Convention,
  type PostFacts,
  type SiteSettings,
  usualMeaning,
  usualNewPost,
} from '../convention.ts';
import { folderOf, isIn, nameOf, within } from '../paths.ts';
import type { SiteFolder } from '../site-folder.ts';

/** Source: docusaurus.io/docs/blog and the code of its blog plugin. */
export const docusaurus: Convention = {
  name: 'docusaurus',
  label: 'Docusaurus',
  recognise(folder) {
    const path = folder.find(/^docusaurus\.config\.[cm]?[jt]s$/);
    return path ? { strength: 3, evidence: [`${path} is Docusaurus’s configuration.`] } : undefined;
  },
  settle(folder) {
    const path = folder.find(/^docusaurus\.config\.[cm]?[jt]s$/);
    const data = path ? readConfiguration(path, folder.text(path)) : {};
    return {
      data,
      title: textAt(data, 'title'),
      address: textAt(data, 'url'),
      content: contentFolders(folder).map((name) => ({ folder: name })),
      staticFolders: ['static'],
    };
  },
  place(path, settings) {
    if (!isMarkdown(path) || isProjectFile(path)) return undefined;
    const translated = /^i18n\/[^/]+\/docusaurus-plugin-content-blog[^/]*/.exec(path)?.[0];
    if (translated) return { collection: translated, kind: 'posts' };
    const blog = settings.content.find(({ folder }) => isIn(folder, path));
    if (blog) return { collection: blog.folder, kind: blog.folder === 'docs' ? 'pages' : 'posts' };
    return isIn('src/pages', path) ? { collection: 'src/pages', kind: 'pages' } : undefined;
  },
  meaning: { ...usualMeaning, dateKeys: ['date'], categoryKeys: [], descriptionKeys: ['description'] },
  url: urlInDocusaurus,
  newPost: {
    ...usualNewPost,
    folder: (settings) => settings.content[0]?.folder ?? 'blog',
    fileName: '{date}-{slug}.md',
    keys: ['title', 'description', 'tags', 'draft'],
  },
};

/** Where there is no blog, the documentation is what can be written. */
function contentFolders(folder: SiteFolder): string[] {
  const blogs = blogFolders(folder);
  const hasPosts = folder.files.some((file) => isMarkdown(file) && blogs.some((blog) => isIn(blog, file)));
  return hasPosts ? blogs : [...blogs, 'docs'];
}

/** `blog`, and every other folder that has the plugin's list of authors or is named as a blog. */
function blogFolders(folder: SiteFolder): string[] {
  const named = folder.files.flatMap((file) => {
    const [first = ''] = file.split('/');
    const isBlog = /(^|[-_])blog([-_]|$)|^news$/i.test(first) && file.includes('/');
    const hasAuthors = nameOf(file) === 'authors.yml' && folderOf(file) !== '.';
    return [...(isBlog ? [first] : []), ...(hasAuthors ? [folderOf(file)] : [])];
  });
  return [...new Set(['blog', ...named])]
    .filter((name) => !name.startsWith('i18n'))
    .sort((a, b) => b.length - a.length);
}

function urlInDocusaurus(post: PostFacts, settings: SiteSettings): string | undefined {
  const collection = post.place.collection ?? 'blog';
  const base = textAt(settings.data, 'baseUrl') ?? '/';
  if (collection === 'src/pages')
    return joined(base, within(collection, post.path).replace(/(\/?index)?\.mdx?$/, ''));
  const route = collection.startsWith('i18n')
    ? 'blog'
    : (textAt(settings.data, 'routeBasePath') ?? nameOf(collection));
  const { slug } = post.data;
  const path = typeof slug === 'string' && slug !== '' ? slug : slugOf(within(collection, post.path));
  return joined(base === '/' ? '' : '', route, path);
}

/** The plugin's own rule: a date in the path becomes folders. */
function slugOf(path: string): string {
  const match = /^(.*?)(\d{4}[-/]\d{1,2}[-/]\d{1,2})[-/]?(.*?)(?:\/?index)?\.mdx?$/.exec(path);
  if (match) return `${match[1]}${(match[2] ?? '').replaceAll('-', '/')}/${match[3]}`;
  return path.replace(/(\/index)?\.mdx?$/, '');
}

function joined(...parts: string[]): string {
  const path = parts
    .join('/')
    .replace(/\/{2,}/g, '/')
    .replace(/^\/|\/$/g, '');
  return `/${path}`;
}
