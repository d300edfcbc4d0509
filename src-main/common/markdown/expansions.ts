import type { TemplateTag } from './template-tag.ts';

/** What expanding needs of the engine and of the window around it. */
export interface ExpansionContext {
  escaped(text: string): string;
  /** HTML of a line of Markdown. */
  inline(markdown: string): string;
  /** The front matter's value of this name as text. */
  param?: ((name: string) => string | undefined) | undefined;
  /** Where a generator's own way to refer to a post leads. */
  resolveReference?: ResolveReference | undefined;
}

/** How posts refer to each other in their generator's words. */
export type ReferenceKind = 'ref' | 'post_url' | 'link-tag' | 'post_link' | 'content-path';
export type ResolveReference = (
  kind: ReferenceKind,
  target: string,
) => { url: string; title?: string | undefined } | undefined;

type Expand = (tag: TemplateTag, context: ExpansionContext) => string | undefined;

/** What a template becomes: HTML that is not yet safe, and whether it is a block of its own. */
export interface Expansion {
  html: string;
  isBlock: boolean;
}

/**
 * Expands the tags whose meaning is the same in every blog of their generator, without asking any other site: pictures
 * are shown, what another site would show becomes a link to it. Undefined for all others.
 */
export function expand(tag: TemplateTag, context: ExpansionContext): Expansion | undefined {
  if (tag.closes) return undefined;
  const known = Object.hasOwn(blocks, tag.name) ? blocks[tag.name] : undefined;
  const block = known?.(tag, context);
  if (block !== undefined) return { html: block, isBlock: true };
  const word = Object.hasOwn(inlines, tag.name) ? inlines[tag.name] : undefined;
  const html = word?.(tag, context);
  return html === undefined ? undefined : { html, isBlock: false };
}

const blocks: Record<string, Expand> = {
  // Hugo, https://gohugo.io/shortcodes/
  figure: (tag, context) => {
    const { src, alt, caption, title, link, class: names, width, height } = tag.named;
    if (src === undefined) return undefined;
    return figure({ src, alt: alt ?? caption, caption, title, link, names, width, height }, context);
  },
  youtube: (tag, context) =>
    embed('YouTube video', 'https://www.youtube.com/watch?v=', firstOf(tag, 'id'), context, tag.named.title),
  vimeo: (tag, context) => embed('Vimeo video', 'https://vimeo.com/', firstOf(tag, 'id'), context),
  tweet: (tag, context) => tweet(tag, context),
  x: (tag, context) => tweet(tag, context),
  twitter: (tag, context) => tweet(tag, context),
  instagram: (tag, context) =>
    embed('Instagram post', 'https://www.instagram.com/p/', firstOf(tag, 'id'), context),
  gist: (tag, context) => {
    const id =
      tag.form === 'shortcode' && tag.positional.length > 1
        ? tag.positional.slice(0, 2).join('/')
        : firstOf(tag, 'id');
    return embed('Gist', 'https://gist.github.com/', id, context);
  },
  jsfiddle: (tag, context) => embed('JSFiddle', 'https://jsfiddle.net/', firstOf(tag, 'id'), context),
  youtubeembed: (tag, context) =>
    embed('YouTube video', 'https://www.youtube.com/watch?v=', tag.positional[0], context, tag.positional[1]),
  // Hexo, https://hexo.io/docs/tag-plugins
  iframe: (tag, context) => {
    const [url] = tag.positional;
    return tag.form === 'tag' && url !== undefined ? embed('Embedded page', '', url, context) : undefined;
  },
  asset_img: (tag, context) => hexoPicture(tag, context),
  img: (tag, context) => (tag.form === 'tag' ? hexoPicture(tag, context) : undefined),
};

const inlines: Record<string, Expand> = {
  ref: (tag, context) => address('ref', tag, context),
  relref: (tag, context) => address('ref', tag, context),
  param: (tag, { param, escaped }) => {
    const value = param?.(firstOf(tag, 'name') ?? '');
    return value === undefined ? undefined : escaped(value);
  },
  post_url: (tag, context) => address('post_url', tag, context),
  post_path: (tag, context) => address('post_link', tag, context),
  post_link: (tag, context) => {
    const [name, ...words] = tag.positional;
    const found = name === undefined ? undefined : context.resolveReference?.('post_link', name);
    const text = words.filter((word) => !/^(?:true|false)$/.test(word)).join(' ');
    return found && anchor(found.url, text || found.title || found.url, context);
  },
  link: (tag, context) => {
    const [first, second, ...more] = tag.positional;
    if (tag.form !== 'tag' || first === undefined) return undefined;
    if (second === undefined) return address('link-tag', tag, context);
    const words = [first, second, ...more];
    const at = words.findIndex((word) => /^(?:https?:\/\/|\/)/i.test(word));
    return at < 1 ? undefined : anchor(words[at] ?? '', words.slice(0, at).join(' '), context);
  },
  asset_link: (tag, context) => {
    const [name, ...words] = tag.positional;
    return name === undefined ? undefined : anchor(encodeURI(name), words.join(' ') || name, context);
  },
  asset_path: (tag, { escaped }) => {
    const [name] = tag.positional;
    return name === undefined ? undefined : escaped(name);
  },
};

interface Figure {
  src: string;
  alt?: string | undefined;
  caption?: string | undefined;
  title?: string | undefined;
  link?: string | undefined;
  names?: string | undefined;
  width?: string | undefined;
  height?: string | undefined;
}

function figure(
  { src, alt, caption, title, link, names, width, height }: Figure,
  { escaped, inline }: ExpansionContext,
): string {
  const attribute = (name: string, value: string | undefined): string =>
    value === undefined || value === '' ? '' : ` ${name}="${escaped(value)}"`;
  const size = attribute('width', numberOf(width)) + attribute('height', numberOf(height));
  const image = `<img src="${escaped(src)}" alt="${escaped(plain(alt ?? ''))}"${size}>`;
  const heading = title ? `<strong>${inline(title)}</strong>` : '';
  const text = [heading, caption ? inline(caption) : ''].filter((part) => part !== '').join('<br>');
  const shown = link ? `<a href="${escaped(link)}">${image}</a>` : image;
  return `<figure${attribute('class', names)}>${shown}${text && `<figcaption>${text}</figcaption>`}</figure>\n`;
}

/** `{% asset_img [class] name [width] [height] ["title" ["alt"]] %}` */
function hexoPicture({ positional }: TemplateTag, context: ExpansionContext): string | undefined {
  const at = positional.findIndex((word) => /\.[a-z0-9]{2,5}$/i.test(word) || /^https?:/i.test(word));
  const src = positional[at];
  if (src === undefined) return undefined;
  const rest = positional.slice(at + 1);
  const sizes = rest.slice(0, 2).filter((word) => /^\d+(?:px|%)?$/.test(word));
  const [title, alt] = rest.slice(sizes.length);
  const names = positional.slice(0, at).join(' ');
  return figure({ src, alt: alt ?? title, names, width: sizes[0], height: sizes[1] }, context);
}

/** What another site would show: a link, since the preview asks no other site. */
function embed(
  label: string,
  base: string,
  id: string | undefined,
  { escaped }: ExpansionContext,
  title?: string,
): string | undefined {
  if (!id) return undefined;
  const url = /^https?:\/\//i.test(id) ? id : base + encodeURI(id);
  const shown = [label, title || id].join(' · ');
  return `<p class="embed"><a href="${escaped(url)}">${escaped(shown)}</a></p>\n`;
}

function tweet(tag: TemplateTag, context: ExpansionContext): string | undefined {
  const { user, id } = tag.named;
  if (user !== undefined && id !== undefined) {
    return embed(`Post by @${user}`, `https://x.com/${encodeURIComponent(user)}/status/`, id, context);
  }
  return embed('Post on X', 'https://x.com/i/status/', firstOf(tag, 'id'), context);
}

function address(
  kind: ReferenceKind,
  tag: TemplateTag,
  { resolveReference, escaped }: ExpansionContext,
): string | undefined {
  const found = resolveReference?.(kind, firstOf(tag, 'path') ?? '');
  return found && escaped(found.url);
}

function anchor(url: string, text: string, { escaped }: ExpansionContext): string {
  return `<a href="${escaped(url)}">${escaped(text)}</a>`;
}

function firstOf({ positional, named }: TemplateTag, name: string): string | undefined {
  return named[name] ?? positional[0];
}

function numberOf(text: string | undefined): string | undefined {
  return /^(\d+)(?:px)?$/.exec(text ?? '')?.[1];
}

/** A caption's words without its tags. */
function plain(text: string): string {
  return text.replace(/<[^>]*>/g, '');
}
