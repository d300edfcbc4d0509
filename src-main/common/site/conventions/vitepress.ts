import { readConfiguration, textAt } from '../configuration.ts';
import { isMarkdown, isPostsFolderName, isProjectFile } from '../content-files.ts';
import { type Convention, usualMeaning, usualNewPost } from '../convention.ts';
import { type Expression, readExpressionAt, resultIn, unknownName, valueIn } from '../expression.ts';
import { fitsGlob } from '../inherited-data.ts';
import { isIn, join, within } from '../paths.ts';
import type { SiteFolder } from '../site-folder.ts';
import { type Rewrite, rewriteIn, rewritesOf, rewritten } from './vitepress-rewrites.ts';

/** Source: vitepress.dev (site config, routing, front matter). */
export const vitepress: Convention = {
  name: 'vitepress',
  label: 'VitePress',
  recognise(folder) {
    const path = folder.find(/^\.vitepress\/config(\/index)?\.[cm]?[jt]s$/);
    return path ? { strength: 3, evidence: [`${path} is VitePress’s configuration.`] } : undefined;
  },
  settle(folder) {
    const path = folder.find(/^\.vitepress\/config/);
    const data = path ? readConfiguration(path, folder.text(path)) : {};
    const script = path ? folder.text(path) : '';
    const source = (textAt(data, 'srcDir') ?? '.').replace(/^\.?\/+|\/+$/g, '') || '.';
    return {
      data: {
        ...data,
        rewrites: rewritesOf(script),
        rewrite: rewriteIn(script),
        excluded: excludedIn(script),
      },
      title: textAt(data, 'title'),
      base: (textAt(data, 'base') ?? '').replace(/\/+$/, ''),
      content: [{ folder: source }, ...postFolders(folder, source).map((name) => ({ folder: name }))],
      staticFolders: [source === '.' ? 'public' : `${source}/public`],
    };
  },
  place(path, settings) {
    const [source, ...posts] = settings.content;
    if (!source || !isMarkdown(path) || !isIn(source.folder, path) || isIn('.vitepress', path))
      return undefined;
    if (isProjectFile(path) || isTemplate(path)) return undefined;
    const inside = within(source.folder, path);
    if ((settings.data.excluded as readonly string[]).some((pattern) => fitsGlob(pattern, inside)))
      return undefined;
    const folder = posts.find((entry) => isIn(entry.folder, path));
    if (folder) return { collection: folder.folder, kind: 'posts' };
    // Where there is a blog, the other pages are the documentation of something.
    return posts.length > 0 ? undefined : { collection: undefined, kind: undefined };
  },
  meaning: usualMeaning,
  url(post, settings) {
    const inside = within(settings.content[0]?.folder ?? '.', post.path);
    const { rewrite, rewrites } = settings.data;
    const moved = rewrite
      ? resultIn(rewrite as Expression, unknownName, [inside])
      : rewritten(inside, rewrites as readonly Rewrite[]);
    if (typeof moved !== 'string') return undefined;
    const path = moved.replace(/\.md$/, '');
    const base = settings.base ?? '';
    if (/(^|\/)index$/.test(path)) return `${base}/${path.replace(/index$/, '')}`;
    return settings.data.cleanUrls === true ? `${base}/${path}` : `${base}/${path}.html`;
  },
  formerAddresses: {
    elsewhere: 'Add the former address to the redirects of your server, such as the file _redirects.',
  },
  newPost: { ...usualNewPost, folder: (settings) => settings.content[1]?.folder ?? 'posts' },
};

/** A page that is made several times, `[slug].md`. */
function isTemplate(path: string): boolean {
  return /\[\w+\]/.test(path);
}

/** The patterns of `srcExclude`, relative to the source folder. */
function excludedIn(script: string): string[] {
  const found = /\bsrcExclude\s*:\s*/.exec(script);
  const patterns = found && valueIn(readExpressionAt(script, found.index + found[0].length), unknownName);
  return Array.isArray(patterns) ? patterns.filter((pattern) => typeof pattern === 'string') : [];
}

/** Folders whose names say that posts lie in them, and those that the site's own lists are made of. */
function postFolders(folder: SiteFolder, source: string): string[] {
  const folders = folder.files
    .filter((file) => isMarkdown(file) && !file.startsWith('.'))
    .flatMap((file) =>
      file
        .split('/')
        .slice(0, -1)
        .map((_, index, names) => names.slice(0, index + 1).join('/')),
    );
  const loaded = loadedFolders(folder).map((name) => join(source, name));
  const known = [...new Set(folders)].filter((name) => isPostsFolderName(name) || loaded.includes(name));
  return known.filter((name) => !known.some((other) => other !== name && isIn(other, name)));
}

/** The folders of the patterns that `createContentLoader` is given, relative to the source folder. */
function loadedFolders(folder: SiteFolder): string[] {
  return folder.files
    .filter((file) => isDataLoader(file))
    .flatMap((file) => {
      const script = folder.text(file);
      const [call] = /\bcreateContentLoader\(\s*/.exec(script) ?? [];
      if (call === undefined) return [];
      const patterns = valueIn(readExpressionAt(script, script.indexOf(call) + call.length), unknownName);
      return [patterns].flat().flatMap((pattern) => {
        if (typeof pattern !== 'string' || pattern.startsWith('!')) return [];
        const [, named = ''] = /^\.?\/*([^*{}[\]()!?]+)\//.exec(pattern) ?? [];
        return named === '' ? [] : [named];
      });
    });
}

/** Whether a file is one of those that make lists of pages: `posts.data.ts`. */
export function isDataLoader(path: string): boolean {
  return /\.data\.[cm]?[jt]s$/.test(path);
}
