import { readFrontMatter } from '../posts/front-matter.ts';

/** One picture as a text shows it. */
export interface PictureUse {
  /** What stands around the picture's address and its description: `![ALT](TARGET)`. */
  wrapper: string;
  /** The address as it is written. */
  target: string;
}

/** Stands in a wrapper for the address of the picture. */
export const targetMark = 'TARGET';
/** Stands in a wrapper for the description of the picture. */
export const altMark = 'ALT';
/** How Markdown itself shows a picture. */
export const markdownWrapper = `![${altMark}](${targetMark})`;

/** Every picture that a post's body shows, in the ways that people write them. Code is no text. */
export function picturesIn(text: string): PictureUse[] {
  const { bodyStart } = readFrontMatter(text);
  const body = withoutCode(text.slice(bodyStart));
  return [...inMarkdown(body), ...inHtml(body), ...inShortcodes(body), ...inTags(body), ...inCalls(body)];
}

/** The text at a dotted key of the front matter, as a picture's address. */
export function pictureAtKey(text: string, key: readonly string[]): PictureUse[] {
  const { fields } = readFrontMatter(text);
  const wanted = key.join('\0').toLowerCase();
  const field = fields.findLast((one) => one.key.join('\0').toLowerCase() === wanted);
  return typeof field?.value === 'string' && field.value.trim() !== ''
    ? [{ wrapper: targetMark, target: field.value.trim() }]
    : [];
}

function withoutCode(body: string): string {
  return body.replace(/^[ ]{0,3}(`{3,}|~{3,})[^\n]*\n[\s\S]*?(?:^[ ]{0,3}\1[`~]*[ \t]*$|$(?![\s\S]))/gm, '');
}

function inMarkdown(body: string): PictureUse[] {
  const images =
    /!\[(?:[^[\]\n]|\[[^[\]\n]*\])*\]\([ \t]*(?:<([^>\n]+)>|((?:\{\{[^{}\n]*\}\}|\{%[^%\n]*%\}|[^()\s{}]|\{(?![{%])|\}|\([^()\s]*\))+))/g;
  return [...body.matchAll(images)].map(([, angled, plain]) => ({
    wrapper: markdownWrapper,
    target: angled ?? plain ?? '',
  }));
}

function inHtml(body: string): PictureUse[] {
  return [...body.matchAll(/<img\s([^<>]*?)(\s?\/)?>/gi)].flatMap(([, attributes = '', closing = '']) => {
    const target = attribute(attributes, 'src');
    const wrapper = `<img src="${targetMark}" alt="${altMark}"${closing}>`;
    return target === undefined ? [] : [{ wrapper, target }];
  });
}

/** Hugo's `{{< figure src="a.png" alt="…" >}}`, and a blog's own that are called like it. */
function inShortcodes(body: string): PictureUse[] {
  const calls = /\{\{([<%])\s*([\w/-]+)\s([^{}]*?)\/?\s*[>%]\}\}/g;
  return [...body.matchAll(calls)].flatMap(([, sign = '<', name = '', values = '']) => {
    const key = sourceKeys.find((one) => attribute(values, one) !== undefined);
    if (key === undefined) return [];
    const close = sign === '<' ? '>' : '%';
    const alt = descriptionKeys.find((one) => attribute(values, one) !== undefined) ?? 'alt';
    const wrapper = `{{${sign} ${name} ${key}="${targetMark}" ${alt}="${altMark}" ${close}}}`;
    return [{ wrapper, target: attribute(values, key) ?? '' }];
  });
}

/** Hexo's `{% asset_img a.png words %}`, Jekyll's `{% include figure.html src="…" %}`, Eleventy's `{% image "…", "…" %}`. */
function inTags(body: string): PictureUse[] {
  return [...body.matchAll(/\{%-?\s*(\w+)\s+([^%]*?)\s*-?%\}/g)].flatMap(([, name = '', words = '']) => {
    if (name === 'asset_img') {
      const file = /(?:^|\s)["']?([^\s"']+\.(?:avif|gif|jpe?g|png|svg|webp))/i.exec(words)?.[1];
      return file ? [{ wrapper: `{% asset_img ${targetMark} ${altMark} %}`, target: file }] : [];
    }
    if (name === 'include' || name === 'include_relative') return inInclude(name, words);
    const list = /^(["'])([^"']+)\1\s*,\s*(["'])[^"']*\3$/.exec(words);
    const [, quote = '"', target] = list ?? [];
    return target
      ? [{ wrapper: `{% ${name} ${quote}${targetMark}${quote}, ${quote}${altMark}${quote} %}`, target }]
      : [];
  });
}

function inInclude(tag: string, words: string): PictureUse[] {
  const [file = ''] = words.split(/\s/);
  const key = sourceKeys.find((one) => attribute(words, one) !== undefined);
  if (key === undefined) return [];
  const alt = descriptionKeys.find((one) => attribute(words, one) !== undefined) ?? 'alt';
  const wrapper = `{% ${tag} ${file} ${key}="${targetMark}" ${alt}="${altMark}" %}`;
  return [{ wrapper, target: attribute(words, key) ?? '' }];
}

/** Zola's `{{ image(src="a.png", alt="…") }}`. */
function inCalls(body: string): PictureUse[] {
  return [...body.matchAll(/\{\{-?\s*(\w+)\(([^(){}]*)\)\s*-?\}\}/g)].flatMap(
    ([, name = '', values = '']) => {
      const key = sourceKeys.find((one) => attribute(values, one) !== undefined);
      if (key === undefined) return [];
      const alt = descriptionKeys.find((one) => attribute(values, one) !== undefined) ?? 'alt';
      const wrapper = `{{ ${name}(${key}="${targetMark}", ${alt}="${altMark}") }}`;
      return [{ wrapper, target: attribute(values, key) ?? '' }];
    },
  );
}

const sourceKeys = ['src', 'path', 'url', 'image', 'image_path', 'file', 'link'] as const;
const descriptionKeys = ['alt', 'caption', 'title', 'description'] as const;

function attribute(text: string, name: string): string | undefined {
  const found = new RegExp(`(?:^|[\\s,(])${name}\\s*=\\s*(?:"([^"\\n]*)"|'([^'\\n]*)')`, 'i').exec(text);
  return found?.[1] ?? found?.[2];
}
