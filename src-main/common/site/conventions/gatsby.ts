import { readConfiguration, textAt } from '../configuration.ts';
import { isMarkdown, isProjectFile } from '../content-files.ts';
import {
  type Convention,
  type PostFacts,
  type SiteSettings,
  usualMeaning,
  usualNewPost,
} from '../convention.ts';
import { isIn, join } from '../paths.ts';
import { type GatsbyPages, type GatsbySource, gatsbyPages, pageOf } from './gatsby-pages.ts';

/** Source: gatsbyjs.com/docs (gatsby-source-filesystem, createFilePath) and its blog starters. */
export const gatsby: Convention = {
  name: 'gatsby',
  label: 'Gatsby',
  recognise(folder) {
    const path = folder.findHere(/^gatsby-config\.[cm]?[jt]s$/);
    return path ? { strength: 3, evidence: [`${path} is Gatsby’s configuration.`] } : undefined;
  },
  settle(folder) {
    const path = folder.find(/^gatsby-config\./);
    const text = path ? folder.text(path) : '';
    const data = path ? readConfiguration(path, text) : {};
    const node = folder.findHere(/^gatsby-node\.[cm]?[jt]s$/);
    const pages = gatsbyPages(folder.files, node ? folder.text(node) : '', text);
    const sources = sourcesOf(text, pages.theme !== undefined);
    const named = sources.filter((source) =>
      folder.files.some((file) => isIn(source.folder, file) && isMarkdown(file)),
    );
    return {
      data: { ...data, pages, sources: named },
      title: textAt(data, 'title'),
      address: textAt(data, 'siteUrl'),
      content: named.map((source) => ({ folder: source.folder })),
      staticFolders: ['static', 'src'],
    };
  },
  place(path, settings) {
    if (!isMarkdown(path) || !path.includes('/') || isProjectFile(path)) return undefined;
    const source = settings.content.find(
      ({ folder }) => isIn(folder, path) && folder !== 'src' && folder !== 'content',
    );
    if (isIn('src/pages', path)) return { collection: 'src/pages', kind: undefined };
    return { collection: source?.folder, kind: undefined };
  },
  meaning: usualMeaning,
  url: urlInGatsby,
  formerAddresses: { elsewhere: 'Add the former address with “createRedirect” in gatsby-node.' },
  newPost: {
    ...usualNewPost,
    folder: (settings) => settings.content[0]?.folder ?? 'content/blog',
    fileName: '{slug}/index.md',
    dateFormat: 'utc-milliseconds',
  },
};

function urlInGatsby(post: PostFacts, { data }: SiteSettings): string | undefined {
  const sources = (data.sources as readonly GatsbySource[]).filter(({ folder }) => isIn(folder, post.path));
  const [nearest] = sources.sort((a, b) => b.folder.length - a.folder.length);
  const source = nearest ?? { folder: post.place.collection ?? '.', name: undefined };
  const page = pageOf({ path: post.path, data: post.data, source }, data.pages as GatsbyPages);
  if (page === undefined) return undefined;
  const plain = page.replace(/^\/+|\/+$/g, '');
  if (plain === '') return '/';
  if (data.trailingSlash === 'ignore') return `/${page.replace(/^\/+/, '')}`;
  return data.trailingSlash === 'never' ? `/${plain}` : `/${plain}/`;
}

/** The folders that the configuration names: as text, or put together of parts with `path.join` and `__dirname`. */
function sourcesOf(text: string, hasTheme: boolean): GatsbySource[] {
  const plain = /path\s*:\s*(?:__dirname\s*\+\s*)?[`'"](?:\$\{__dirname\}|\.)?\/?([^`'"]+?)\/?[`'"]/;
  const joined = /path\s*:\s*path\.(?:join|resolve)\(([^()]*)\)/;
  const sources = text.split(/(?=\bpath\s*:)/).flatMap((part, index, parts) => {
    const written = plain.exec(part)?.[1];
    const joins = joined.exec(part)?.[1];
    const folder =
      joins === undefined
        ? written
        : join(...[...joins.matchAll(/[`'"]([^`'"]*)[`'"]/g)].map(([, name = '']) => name));
    if (folder === undefined || !part.startsWith('path')) return [];
    // Its name stands beside it, before or after.
    const around = `${/[^{}]*$/.exec(parts[index - 1] ?? '')?.[0] ?? ''}${/^(?:[^{}]|\$\{[^{}]*\})*/.exec(part)?.[0] ?? ''}`;
    return [
      { folder: folder.replace(/^\.?\/+/, ''), name: /\bname\s*:\s*[`'"]([^`'"]+)[`'"]/.exec(around)?.[1] },
    ];
  });
  if (!hasTheme) return sources;
  const content = /\bcontentPath\s*:\s*[`'"]([^`'"]+)[`'"]/.exec(text)?.[1] ?? 'content/posts';
  return [...sources, { folder: content.replace(/^\.?\/+|\/+$/g, ''), name: undefined }];
}
