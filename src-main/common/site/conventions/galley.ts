import { readConfiguration, textAt } from '../configuration.ts';
import { isMarkdown, isProjectFile } from '../content-files.ts';
import { type Convention, usualMeaning, usualNewPost } from '../convention.ts';
import { slugInPath } from '../file-dates.ts';
import { isIn } from '../paths.ts';

/** Galley's own layout: `galley.yml`, `posts/YYYY-MM-DD-slug.md`, `assets/`. */
export const galley: Convention = {
  name: 'galley',
  label: 'Galley',
  recognise: (folder) =>
    folder.has('galley.yml')
      ? { strength: 3, evidence: ['galley.yml is Galley’s own configuration.'] }
      : undefined,
  settle(folder) {
    const data = readConfiguration('galley.yml', folder.text('galley.yml'));
    return {
      data,
      title: textAt(data, 'title') ?? textAt(data, 'name'),
      address: textAt(data, 'url') ?? textAt(data, 'address'),
      permalink: '/:slug/',
      timeZone: textAt(data, 'timezone'),
      content: [{ folder: 'posts' }],
      staticFolders: ['.', 'assets'],
    };
  },
  place(path) {
    if (!isMarkdown(path) || isProjectFile(`x/${path}`)) return undefined;
    if (isIn('posts', path)) return { collection: 'posts', kind: 'posts' };
    return isIn('pages', path) ? { collection: 'pages', kind: 'pages' } : undefined;
  },
  meaning: {
    ...usualMeaning,
    dateKeys: ['date'],
    titleInBody: false,
    publishKeys: ['date'],
    expiryKeys: ['expires', 'expiryDate'],
  },
  url(post) {
    const { slug } = post.data;
    return `/${typeof slug === 'string' && slug !== '' ? slug : slugInPath(post.path)}/`;
  },
  formerAddresses: { key: 'aliases' },
  newPost: { ...usualNewPost, folder: () => 'posts', fileName: '{date}-{slug}.md' },
};
