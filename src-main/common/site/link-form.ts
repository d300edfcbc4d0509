import { folderOf, isIn, join, stemOf, within } from './paths.ts';
import type { ConventionName } from './site.ts';

/** How the posts of a convention refer to each other, so that a link stays right when an address changes. */
export type LinkForm =
  /** Jekyll: `{% post_url 2024-05-01-name %}`, https://jekyllrb.com/docs/liquid/tags/#linking-to-posts */
  | 'post-url'
  /** Hugo: `{{< ref "/posts/name.md" >}}`, https://gohugo.io/shortcodes/ref/ */
  | 'ref'
  /** Zola: `@/blog/name.md`, https://www.getzola.org/documentation/content/linking/ */
  | 'content-path'
  /** The other file, from this one: `../b/name.md`. */
  | 'file'
  /** The address that the generator gives. */
  | 'permalink';

const forms: Record<ConventionName, LinkForm> = {
  jekyll: 'post-url',
  hugo: 'ref',
  zola: 'content-path',
  docusaurus: 'file',
  vitepress: 'file',
  plain: 'file',
  hexo: 'permalink',
  astro: 'permalink',
  eleventy: 'permalink',
  gatsby: 'permalink',
  next: 'permalink',
  galley: 'permalink',
};

/** What a link needs to know of the post that it goes to. */
export interface LinkedPost {
  path: string;
  url: string | undefined;
}

/** Where a link is written. */
export interface LinkPlace {
  /** Path of the post that is being written. */
  from: string;
  convention: ConventionName;
  /** Folder of the site, relative to the root. */
  site: string;
}

/** What stands between the brackets of a link to a post: in the convention's own form, else its address, else its file. */
export function linkTarget(post: LinkedPost, place: LinkPlace): string {
  const form = forms[place.convention];
  return inForm(form, post, place) ?? post.url ?? relativePath(place.from, post.path);
}

function inForm(form: LinkForm, post: LinkedPost, place: LinkPlace): string | undefined {
  const path = withinSite(post.path, place.site);
  switch (form) {
    case 'post-url': {
      const name = /(?:^|\/)_posts\/(.*)\.[^./]+$/.exec(path)?.[1];
      return name === undefined ? undefined : `{% post_url ${name} %}`;
    }
    case 'ref': {
      const name = /^content\/(.*)$/.exec(path)?.[1];
      return name === undefined ? undefined : `{{< ref "/${name.replace(/\/index\.[^./]+$/, '')}" >}}`;
    }
    case 'content-path': {
      const name = /^content\/(.*)$/.exec(path)?.[1];
      return name === undefined ? undefined : `@/${encoded(name)}`;
    }
    case 'file':
      return relativePath(place.from, post.path);
    case 'permalink':
      return undefined;
  }
}

/** Where a picture is shown, as far as its target needs it. */
export interface PicturePlace extends LinkPlace {
  /** The folder whose files are served from the site's root, relative to the root; undefined where there is none. */
  served: string | undefined;
}

/** Conventions that take a picture from anywhere in the repository, by its path from the post. */
const taking: ReadonlySet<ConventionName> = new Set(['astro', 'docusaurus', 'gatsby', 'plain', 'vitepress']);

/** What stands between the brackets of a picture in a post; undefined where the site would not show it there. */
export function pictureTarget(path: string, { from, convention, served }: PicturePlace): string | undefined {
  const own = folderOf(from);
  const folder = join(own, stemOf(from));
  if (convention === 'hexo' && isIn(folder, path)) return encoded(within(folder, path));
  if (own !== '.' && isIn(own, path)) return encoded(within(own, path));
  if (served !== undefined && isIn(served, path)) {
    const address = within(served, path);
    if (!/(?:^|\/)_/.test(address)) return `/${encoded(address)}`;
  }
  return taking.has(convention) ? relativePath(from, path) : undefined;
}

function withinSite(path: string, site: string): string {
  return site !== '.' && path.startsWith(`${site}/`) ? path.slice(site.length + 1) : path;
}

/** A file as another one names it: `./name.md` beside it. */
export function relativePath(from: string, to: string): string {
  const start = folderOf(from) === '.' ? [] : folderOf(from).split('/');
  const end = to.split('/');
  let shared = 0;
  while (shared < start.length && shared < end.length - 1 && start[shared] === end[shared]) shared += 1;
  const up = start.slice(shared).map(() => '..');
  const path = [...up, ...end.slice(shared)].join('/');
  return encoded(up.length === 0 ? `./${path}` : path);
}

/** As a target of Markdown: blanks and brackets would end it. */
function encoded(path: string): string {
  return encodeURI(path).replaceAll('(', '%28').replaceAll(')', '%29');
}
