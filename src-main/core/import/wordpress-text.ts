import { moreMark, withParagraphs } from './html-to-post.ts';

/** A picture of the library that a gallery names by its number. */
export type PictureOfGallery = (id: string) => { address: string; alt: string } | undefined;

/**
 * The HTML that WordPress would show for what it keeps of a post: blocks without their comments, paragraphs where the
 * editor wrote none, and its own shortcodes as what they stand for. Shortcodes of plugins stay, and are named.
 */
export function wordPressHtml(
  content: string,
  gallery: PictureOfGallery,
): { html: string; shortcodes: string[] } {
  const hasBlocks = /<!--\s*wp:/.test(content);
  const known = withoutShortcodes(content.replaceAll(/\r\n?/g, '\n'), gallery);
  const marked = known
    .replace(/<!--\s*more\b[^>]*-->/, `<p>${moreMark}</p>`)
    .replaceAll(/<!--[\s\S]*?-->/g, '');
  const html = withEmbeds(hasBlocks ? marked : withParagraphs(marked));
  return { html, shortcodes: shortcodesIn(html) };
}

function withoutShortcodes(content: string, gallery: PictureOfGallery): string {
  return content
    .replaceAll(codes, (_all, name: string, values: string, code: string) => codeBlock(name, values, code))
    .replaceAll(
      /\[caption\b[^\]]*\]\s*((?:<a\b[^>]*>\s*)?<img\b[^>]*>(?:\s*<\/a>)?)([\s\S]*?)\[\/caption\]/g,
      (_all, image: string, text: string) =>
        `<figure>${image}<figcaption>${text.trim()}</figcaption></figure>`,
    )
    .replaceAll(/\[gallery\b([^\]]*)\]/g, (all: string, values: string) => galleryOf(values, gallery) ?? all)
    .replaceAll(/\[(?:embed|youtube|vimeo)\b[^\]]*?(?:=)?(https?:\/\/[^\s\]]+)\s*\]/g, '\n\n$1\n\n')
    .replaceAll(/\[embed\b[^\]]*\]\s*(https?:\/\/[^\s[]+)\s*\[\/embed\]/g, '\n\n$1\n\n');
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

function galleryOf(values: string, gallery: PictureOfGallery): string | undefined {
  const ids = /\b(?:ids|include)\s*=\s*["']?([\d,\s]+)/.exec(values)?.[1]?.split(',') ?? [];
  const pictures = ids.flatMap((id) => gallery(id.trim()) ?? []);
  if (pictures.length === 0) return undefined;
  return pictures
    .map(({ address, alt }) => `<p><img src="${attribute(address)}" alt="${attribute(alt)}"></p>`)
    .join('\n');
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
    /(?<!\[)\[([a-z][a-z0-9]*(?:[-_][a-z0-9]+)+|[a-z][a-z0-9_-]*(?=\s+\w+=))[^\]\n]*\]/g,
  );
  return [...new Set([...found].map(([, name = '']) => name))];
}
