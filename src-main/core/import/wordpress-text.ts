import { moreMark, withParagraphs } from './html-to-post.ts';

/** A picture of the library. */
export interface PictureOfLibrary {
  address: string;
  alt: string;
}

/** What a post's text names without holding it. */
export interface WordPressLibrary {
  /** By its number. */
  picture(id: string): PictureOfLibrary | undefined;
  /** Those that were added to a post, by the post's number. */
  picturesOf(post: string): readonly PictureOfLibrary[];
  /** The content of a block that several posts share, by its number. */
  block(id: string): string | undefined;
}

/** A post's text as WordPress keeps it. */
export interface WordPressText {
  id: string;
  content: string;
  footnotes: readonly { id: string; content: string }[];
}

/**
 * The HTML that WordPress would show for what it keeps of a post: blocks without their comments, paragraphs where the
 * editor wrote none, and its own shortcodes as what they stand for. Shortcodes of plugins stay, and are named.
 */
export function wordPressHtml(
  post: WordPressText,
  library: WordPressLibrary,
): { html: string; shortcodes: string[] } {
  const content = withSharedBlocks(post.content, library);
  const hasBlocks = /<!--\s*wp:/.test(content);
  const noted = withFootnotes(content, post.footnotes);
  const known = withoutShortcodes(noted.replaceAll(/\r\n?/g, '\n'), post.id, library);
  const marked = known
    .replace(/<!--\s*more\b[^>]*-->/, `<p>${moreMark}</p>`)
    .replaceAll(/<!--[\s\S]*?-->/g, '');
  const html = withEmbeds(hasBlocks ? marked : withParagraphs(marked));
  return { html, shortcodes: shortcodesIn(html) };
}

/** More in one post are no author's: shared blocks may hold shared blocks, or themselves. */
const mostSharedBlocks = 100;

function withSharedBlocks(content: string, library: WordPressLibrary): string {
  let left = mostSharedBlocks;
  const expand = (text: string, within: readonly string[]): string =>
    text.replaceAll(
      /<!--\s*wp:block\s+\{[^}]*"ref":\s*"?(\d+)"?(?:(?!-->)[\s\S])*?\/-->/g,
      (all, id: string) => {
        const shared = within.includes(id) || left === 0 ? undefined : library.block(id);
        if (shared === undefined) return all;
        left -= 1;
        return expand(shared, [...within, id]);
      },
    );
  return expand(content, []);
}

/** The marks are links to the notes, which stand where their block is, else at the end. */
function withFootnotes(content: string, footnotes: WordPressText['footnotes']): string {
  if (footnotes.length === 0) return content;
  const items = footnotes.map(
    ({ id, content: note }) =>
      `<li>${note} <sup id="${attribute(id)}"><a href="#${attribute(id)}-link">↩</a></sup></li>`,
  );
  const list = `\n\n<ol>${items.join('')}</ol>\n\n`;
  const block = /<!--\s*wp:footnotes\b(?:(?!-->)[\s\S])*-->/;
  return block.test(content) ? content.replace(block, () => list) : content + list;
}

function withoutShortcodes(content: string, post: string, library: WordPressLibrary): string {
  return content
    .replaceAll(codes, (_all, name: string, values: string, code: string) => codeBlock(name, values, code))
    .replaceAll(
      /\[caption\b([^\]]*)\]\s*((?:<a\b[^>]*>\s*)?<img\b[^>]*>(?:\s*<\/a>)?)([\s\S]*?)\[\/caption\]/g,
      (_all, values: string, image: string, text: string) =>
        `<figure>${image}<figcaption>${text.trim() || (attributeOf(values, 'caption') ?? '')}</figcaption></figure>`,
    )
    .replaceAll(
      /\[gallery\b([^\]]*)\]/g,
      (all: string, values: string) => galleryOf(values, post, library) ?? all,
    )
    .replaceAll(
      /\[(audio|video)\b([^\]]*)\](?:\s*\[\/\1\])?/g,
      (all: string, name: string, values: string) => mediumOf(name, values) ?? all,
    )
    .replaceAll(/\[(?:embed|youtube|vimeo)\b[^\]]*?(?:=)?(https?:\/\/[^\s\]]+)\s*\]/g, '\n\n$1\n\n')
    .replaceAll(/\[embed\b[^\]]*\]\s*(https?:\/\/[^\s[]+)\s*\[\/embed\]/g, '\n\n$1\n\n');
}

function attributeOf(values: string, name: string): string | undefined {
  const [, double, single, bare] =
    new RegExp(`\\b${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s"']+))`).exec(values) ?? [];
  return double ?? single ?? bare;
}

/** Films and sounds that WordPress plays. */
function mediumOf(name: string, values: string): string | undefined {
  const address = ['src', 'mp4', 'm4v', 'webm', 'ogv', 'mp3', 'm4a', 'ogg', 'wav', 'flac']
    .map((key) => attributeOf(values, key))
    .find((value) => value !== undefined);
  return address && `\n\n<${name} controls src="${attribute(address)}"></${name}>\n\n`;
}

const codes =
  /\[(code|sourcecode|php|python|css|html|xml|sql|bash|js|javascript|java|ruby|cpp|csharp)\b([^\]]*)\]\n?([\s\S]*?)\[\/\1\]/g;

function codeBlock(name: string, values: string, code: string): string {
  const said = /\b(?:lang|language)\s*=\s*["']?([\w+#-]+)/.exec(values)?.[1];
  const language = said ?? (/^(?:code|sourcecode)$/.test(name) ? '' : name);
  // The editor may have written the signs of HTML out already.
  const html = /&(?:lt|gt|amp|quot|#\d+);/.test(code) ? code : code.replaceAll('&', '&amp;');
  return `<pre class="language-${language}">${html.replaceAll('<', '&lt;').replaceAll('>', '&gt;')}</pre>`;
}

/** The pictures that it names, else those that were added to the post. */
function galleryOf(values: string, post: string, library: WordPressLibrary): string | undefined {
  const ids = /\b(?:ids|include)\s*=\s*["']?([\d,\s]+)/.exec(values)?.[1]?.split(',');
  const pictures = ids
    ? ids.flatMap((id) => library.picture(id.trim()) ?? [])
    : library.picturesOf(attributeOf(values, 'id') ?? post);
  if (pictures.length === 0) return undefined;
  const images = pictures.map(
    ({ address, alt }) => `<p><img src="${attribute(address)}" alt="${attribute(alt)}"></p>`,
  );
  return `\n\n${images.join('\n')}\n\n`;
}

function attribute(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}

/** An address alone in its paragraph is something that WordPress shows in place; here it is a link. */
function withEmbeds(html: string): string {
  return html.replaceAll(
    /(<(?:p|div)\b[^>]*>)\s*(https?:\/\/[^\s<>"]+)\s*(<\/(?:p|div)>)/g,
    (_all, begin: string, address: string, end: string) =>
      `${begin}<a href="${address}">${address}</a>${end}`,
  );
}

/** Words in brackets that are no link of Markdown's and no footnote, in text rather than code: `[contact-form-7 id="1"]`. */
function shortcodesIn(html: string): string[] {
  const text = html
    .replaceAll(/<pre\b[\s\S]*?<\/pre>|<code\b[\s\S]*?<\/code>/g, '')
    .replaceAll(/<[^>]*>/g, '');
  const found = text.matchAll(
    /(?<!\[)\[([a-z][a-z0-9]*(?:[-_][a-z0-9]+)+|[a-z][a-z0-9_-]*(?=\s+\w+=)|gallery|audio|video|playlist)[^\]\n]*\]/g,
  );
  return [...new Set([...found].map(([, name = '']) => name))];
}
