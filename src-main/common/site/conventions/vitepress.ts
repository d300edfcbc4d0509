import { readConfiguration, textAt } from '../configuration.ts';
import { isMarkdown, isPostsFolderName, isProjectFile } from '../content-files.ts';
import { type Convention, usualMeaning, usualNewPost } from '../convention.ts';
import { type Expression, readExpressionAt, resultIn, unknownName, valueIn } from '../expression.ts';
import { fitsGlob } from '../inherited-data.ts';
import { isIn, within } from '../paths.ts';
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
      content: [{ folder: source }, ...postFolders(folder).map((name) => ({ folder: name }))],
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

function postFolders(folder: SiteFolder): string[] {
  const folders = folder.files
    .filter((file) => isMarkdown(file) && !file.startsWith('.'))
    .flatMap((file) =>
      file
        .split('/')
        .slice(0, -1)
        .map((_, index, names) => names.slice(0, index + 1).join('/')),
    );
  const named = [...new Set(folders)].filter(isPostsFolderName);
  return named.filter((name) => !named.some((other) => other !== name && isIn(other, name)));
}
