import { folderOf, isIn, join, stemOf, within } from './paths.ts';
import type { ConventionName } from './site.ts';

/** How the posts of a convention refer to each other, so that a link stays right when an address changes. */
export type LinkForm =
  /** Jekyll: `{% post_url 2024-05-01-name %}`, https://jekyllrb.com/docs/liquid/tags/#linking-to-posts */
  | 'post-url'
  /** Hugo: `{{< ref "/posts/name.md" >}}`, https://gohugo.io/shortcodes/ref/ */
  | 'ref'
  /** Hugo: `{{< relref "/posts/name.md" >}}` */
  | 'relref'
  /** Jekyll: `{% link _posts/2024-05-01-name.md %}` */
  | 'link-tag'
  /** Jekyll: `{{ site.baseurl }}/2024/05/name/` */
  | 'baseurl'
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

/** The forms that each convention leaves open, and how a text shows that it uses one. */
const usedAs: readonly { form: LinkForm; by: RegExp; of?: readonly ConventionName[] }[] = [
  { form: 'post-url', by: /\]\([^()\n]*\{%-?\s*post_url\s/, of: ['jekyll'] },
  { form: 'link-tag', by: /\]\([^()\n]*\{%-?\s*link\s/, of: ['jekyll'] },
  { form: 'baseurl', by: /(?<!!)\[[^\]\n]*\]\(\s*\{\{-?\s*site\.baseurl/, of: ['jekyll'] },
  { form: 'ref', by: /\]\(\s*\{\{[<%]\s*ref\s/, of: ['hugo'] },
  { form: 'relref', by: /\]\(\s*\{\{[<%]\s*relref\s/, of: ['hugo'] },
  { form: 'content-path', by: /\]\(@\//, of: ['zola'] },
  {
    form: 'file',
    by: /(?<!!)\[[^\]\n]*\]\((?!\/|@|[a-z][a-z0-9+.-]*:)[^()\s]+\.(?:mdx?|markdown)(?:#[^()\s]*)?\)/i,
  },
  { form: 'permalink', by: /(?<!!)\[[^\]\n]*\]\(\/(?!\/)[^()\s.]*(?:\.html)?(?:#[^()\s]*)?\)/ },
];

/**
 * How most posts of a blog write links to others, where its convention leaves a choice; undefined where no post shows
 * it. Of equals the convention's own.
 *
 * @param bodies of its posts, without front matter
 */
export function learnLinkForm(bodies: readonly string[], convention: ConventionName): LinkForm | undefined {
  const open = usedAs.filter(({ of }) => !of || of.includes(convention));
  const texts = bodies.map((body) => body.replace(/^[ ]{0,3}(`{3,}|~{3,})[\s\S]*?^[ ]{0,3}\1/gm, ''));
  const counted = open.map(({ form, by }) => ({
    form,
    // What the convention does by itself wins where as many posts do otherwise.
    posts: texts.filter((text) => by.test(text)).length + (form === forms[convention] ? 0.5 : 0),
  }));
  const best = counted.filter(({ posts }) => posts >= 1).sort((a, b) => b.posts - a.posts)[0];
  return best?.form;
}

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
  /** As the blog's posts write links; the convention's own where none is given. */
  form?: LinkForm | undefined;
}

/** What stands between the brackets of a link to a post: in the convention's own form, else its address, else its file. */
export function linkTarget(post: LinkedPost, place: LinkPlace): string {
  const form = place.form ?? forms[place.convention];
  return inForm(form, post, place) ?? post.url ?? relativePath(place.from, post.path);
}

function inForm(form: LinkForm, post: LinkedPost, place: LinkPlace): string | undefined {
  const path = withinSite(post.path, place.site);
  switch (form) {
    case 'post-url': {
      const name = /(?:^|\/)_posts\/(.*)\.[^./]+$/.exec(path)?.[1];
      return name === undefined ? undefined : `{% post_url ${name} %}`;
    }
    case 'link-tag':
      return `{% link ${path} %}`;
    case 'baseurl':
      return post.url?.startsWith('/') ? `{{ site.baseurl }}${post.url}` : undefined;
    case 'ref':
    case 'relref': {
      const name = /^content\/(.*)$/.exec(path)?.[1];
      return name === undefined ? undefined : `{{< ${form} "/${name.replace(/\/index\.[^./]+$/, '')}" >}}`;
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
