import { readConfiguration, textAt } from '../configuration.ts';
import { isMarkdown, isProjectFile } from '../content-files.ts';
import { type Convention, usualMeaning, usualNewPost } from '../convention.ts';
import { folderOf, isIn, join, stemOf, within } from '../paths.ts';

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
    const sources = sourcesOf(text);
    const named = sources.filter((source) =>
      folder.files.some((file) => isIn(source, file) && isMarkdown(file)),
    );
    return {
      data,
      title: textAt(data, 'title'),
      address: textAt(data, 'siteUrl'),
      content: named.map((source) => ({ folder: source })),
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
  /** As the starters' `createFilePath` has it: the path below the folder of posts. */
  url(post) {
    const { slug, path } = post.data;
    const own = [path, slug].find((value) => typeof value === 'string' && value !== '');
    if (typeof own === 'string') return `/${own.replace(/^\/+|\/+$/g, '')}/`;
    const inside = within(post.place.collection ?? '.', post.path);
    const name = /^index$/i.test(stemOf(inside)) ? folderOf(inside) : inside.replace(/\.\w+$/, '');
    return name === '.' ? '/' : `/${name}/`;
  },
  formerAddresses: { elsewhere: 'Add the former address with “createRedirect” in gatsby-node.' },
  newPost: {
    ...usualNewPost,
    folder: (settings) => settings.content[0]?.folder ?? 'content/blog',
    fileName: '{slug}/index.md',
    dateFormat: 'utc-milliseconds',
  },
};

/** The folders that the configuration names: as text, or put together of parts with `path.join` and `__dirname`. */
function sourcesOf(text: string): string[] {
  const plain = [
    ...text.matchAll(/path\s*:\s*(?:__dirname\s*\+\s*)?[`'"](?:\$\{__dirname\}|\.)?\/?([^`'"]+?)\/?[`'"]/g),
  ].map(([, source = '']) => source);
  const joined = [...text.matchAll(/path\s*:\s*path\.(?:join|resolve)\(([^()]*)\)/g)].map(([, parts = '']) =>
    join(...[...parts.matchAll(/[`'"]([^`'"]*)[`'"]/g)].map(([, part = '']) => part)),
  );
  return [...plain, ...joined];
}
