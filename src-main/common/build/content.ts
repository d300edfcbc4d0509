/**
 * What is done with a post's HTML after the renderer. Its output is well formed, each attribute in double quotes and
 * each text escaped, so that patterns are enough to find an element.
 */

/** A picture as a page shows it. */
export interface ShownPicture {
  /** CSS pixels; undefined where they could not be read. */
  width: number | undefined;
  height: number | undefined;
  /** Smaller forms of it, narrowest first; empty where there are none. */
  forms: readonly { url: string; width: number }[];
}

/** Gives pictures their size, so that nothing jumps when they come, and their smaller forms. @param sizes CSS `sizes` */
export function withPictures(
  html: string,
  pictureAt: (url: string) => ShownPicture | undefined,
  sizes: string,
): string {
  if (!html.includes('<img ')) return html;
  return html.replace(/<img src="([^"]*)"([^>]*)>/g, (tag, source: string, rest: string) => {
    const picture = pictureAt(unescaped(source));
    if (!picture) return tag;
    const own = /(?:^| )(?:width|height)="/.test(rest);
    const size =
      own || picture.width === undefined || picture.height === undefined
        ? ''
        : ` width="${picture.width}" height="${picture.height}"`;
    const forms = picture.forms.map(({ url, width }) => `${escaped(url)} ${width}w`);
    if (picture.width !== undefined && forms.length > 0) forms.push(`${source} ${picture.width}w`);
    const set = forms.length === 0 ? '' : ` srcset="${forms.join(', ')}" sizes="${escaped(sizes)}"`;
    return `<img src="${source}"${set}${size}${rest}>`;
  });
}

/** Elements that HTML has no longer, and what looks as they did. */
const oldElements: Readonly<Record<string, readonly [name: string, className: string]>> = {
  font: ['span', ''],
  big: ['span', 'big'],
  center: ['div', 'align-center'],
  strike: ['s', ''],
  tt: ['code', ''],
};

/** Makes HTML of today of what the renderer keeps of older HTML; the alignment of cells becomes a class. */
export function withoutOldHtml(html: string): string {
  const withNewElements = /<(?:font|big|center|strike|tt)\b/.test(html)
    ? html.replace(/<(\/?)(font|big|center|strike|tt)\b[^>]*>/g, (_tag, end: string, old: string) => {
        const [name, className] = oldElements[old] ?? [old, ''];
        return `<${end}${name}${end === '' && className !== '' ? ` class="${className}"` : ''}>`;
      })
    : html;
  if (!/ (?:valign|width)="/.test(withNewElements)) return withAlignClasses(withNewElements);
  return withAlignClasses(
    withNewElements.replace(/<(t[dh]|col|colgroup)\b([^>]*)>/g, (tag, name: string, attributes: string) =>
      / (?:valign|width)="/.test(attributes)
        ? `<${name}${attributes.replace(/ (?:valign|width)="[^"]*"/g, '')}>`
        : tag,
    ),
  );
}

function withAlignClasses(html: string): string {
  if (!html.includes(' align="')) return html;
  return html.replace(
    /<(\w+)((?: [\w-]+="[^"]*")*?) align="(left|right|center|justify)"((?: [\w-]+="[^"]*")*)>/gi,
    (_tag, name: string, before: string, align: string, after: string) => {
      const others = `${before}${after}`;
      const own = / class="([^"]*)"/.exec(others);
      const value = `align-${align.toLowerCase()}`;
      const attributes = own
        ? others.replace(own[0], ` class="${own[1]} ${value}"`)
        : `${others} class="${value}"`;
      return `<${name}${attributes}>`;
    },
  );
}

/** Lets wide tables and code be scrolled from the keyboard without the page being wider than the window, and names the boxes of tasks as the author wrote them. */
export function withScrollableParts(html: string): string {
  return html
    .replace(/<table(?=[ >])/g, '<div class="table" tabindex="0" role="group"><table')
    .replaceAll('</table>', '</table></div>')
    .replace(/<pre((?: [^>]*)?)><code/g, '<pre$1 tabindex="0"><code')
    .replace(
      /<input type="checkbox"( checked="")?/g,
      (box, checked?: string) => `${box} aria-label="${checked ? '[x]' : '[ ]'}"`,
    );
}

/** Themes show the title themselves: a first heading that says the same again goes. */
export function withoutTitle(html: string, title: string): string {
  const heading = /^\s*<h1[^>]*>([\s\S]*?)<\/h1>\s*/.exec(html);
  return heading && textOfHtml(heading[1] ?? '') === title.trim() ? html.slice(heading[0].length) : html;
}

/** Addresses that work wherever the HTML is read: in feeds. @param page absolute address of the post */
export function withAbsoluteAddresses(html: string, origin: string, page: string): string {
  return html
    .replace(/ (href|src|poster)="([^"]*)"/g, (attribute, name: string, target: string) => {
      const absolute = absoluteAddress(target, origin, page);
      return absolute === target ? attribute : ` ${name}="${absolute}"`;
    })
    .replace(/ srcset="([^"]*)"/g, (_attribute, set: string) => {
      const forms = set
        .split(', ')
        .map((form) => form.replace(/^\S+/, (url) => absoluteAddress(url, origin, page)));
      return ` srcset="${forms.join(', ')}"`;
    })
    .replace(/ (?:tabindex|loading|decoding)="[^"]*"/g, '');
}

function absoluteAddress(target: string, origin: string, page: string): string {
  if (/^[a-z][a-z0-9+.-]*:/i.test(target)) return target;
  if (target.startsWith('//')) return `https:${target}`;
  if (target.startsWith('/')) return origin + target;
  try {
    return escaped(new URL(unescaped(target), page).href);
  } catch {
    return page;
  }
}

/** The words of some HTML, on one line. */
export function textOfHtml(html: string): string {
  const text = html
    .replace(/<math\b[\s\S]*?<annotation[^>]*>([\s\S]*?)<\/annotation>[\s\S]*?<\/math>/g, '$1')
    .replace(/<(?:script|style)\b[\s\S]*?<\/(?:script|style)>/g, ' ')
    .replace(
      /<\/?(?:p|div|h\d|li|ul|ol|pre|blockquote|table|tr|td|th|br|hr|section|figure|figcaption|dt|dd)\b[^>]*>/g,
      ' ',
    )
    .replace(/<[^>]*>/g, '');
  return unescaped(text).replace(/\s+/g, ' ').trim();
}

/** The beginning of a text's first paragraph, for posts that do not describe themselves. */
export function excerptOf(html: string, most = 200): string {
  for (const [, inner = ''] of html.matchAll(/<p(?: [^>]*)?>([\s\S]*?)<\/p>/g)) {
    const text = textOfHtml(inner.replace(/<sup class="footnote-ref">[\s\S]*?<\/sup>/g, ''));
    if (text !== '') return shortened(text, most);
  }
  return '';
}

/** As many whole words as fit, with an ellipsis where some do not. */
export function shortened(text: string, most: number): string {
  if (text.length <= most) return text;
  const start = text.slice(0, most + 1);
  const blank = start.lastIndexOf(' ');
  const cut =
    blank > most / 2
      ? start.slice(0, blank)
      : Array.from(text.slice(0, most))
          .join('')
          .replace(/[\ud800-\udbff]$/, '');
  return `${cut.replace(/[\s,;:.–—-]+$/, '')}…`;
}

/** Text for HTML and XML, in elements and in attributes. */
export function escaped(text: string): string {
  return /[&<>"']/.test(text)
    ? text
        .replaceAll('&', '&amp;')
        .replaceAll('<', '&lt;')
        .replaceAll('>', '&gt;')
        .replaceAll('"', '&quot;')
        .replaceAll("'", '&#39;')
    : text;
}

function unescaped(text: string): string {
  return text.includes('&')
    ? text
        .replaceAll('&lt;', '<')
        .replaceAll('&gt;', '>')
        .replaceAll('&quot;', '"')
        .replaceAll('&#39;', "'")
        .replaceAll('&nbsp;', '\u00a0')
        .replaceAll('&amp;', '&')
    : text;
}
