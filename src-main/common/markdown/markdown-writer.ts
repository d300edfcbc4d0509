import { strikethrough, tables, taskListItems } from '@joplin/turndown-plugin-gfm';
import Turndown from 'turndown';

/** Writes HTML as Markdown in the one way that Galley does, wherever it comes from. A new one for each text. */
export function createMarkdownWriter(): Turndown {
  const service = new Turndown({
    headingStyle: 'atx',
    hr: '---',
    bulletListMarker: '-',
    codeBlockStyle: 'fenced',
    emDelimiter: '_',
  });
  const escaped = service.escape.bind(service);
  service.escape = (text) => withoutTags(escaped(text));
  service.use([tables, strikethrough, taskListItems]);
  service.addRule('strikethrough', {
    filter: ['del', 's'],
    replacement: (content) => (content.trim() === '' ? content : `~~${content}~~`),
  });
  service.addRule('emphasis', {
    filter: ['em', 'i'],
    replacement: (content, node) => emphasised(content, node as unknown as InlineNode, ['_', '*'], 'em'),
  });
  service.addRule('strong', {
    filter: ['strong', 'b'],
    replacement: (content, node) => emphasised(content, node as unknown as InlineNode, ['**'], 'strong'),
  });
  service.addRule('listItem', {
    filter: 'li',
    replacement: (content, node) => listItem(content, node as unknown as ListItem),
  });
  return service;
}

/** Words that look like HTML, or like a character's name in it, would be that. */
function withoutTags(text: string): string {
  return text.replaceAll(/&(?=#?[a-z\d]+;)/gi, '&amp;').replaceAll(/<(?=[a-z/!?])/gi, '&lt;');
}

/** What is asked of words within a line, of whatever document. */
interface InlineNode {
  textContent: string | null;
  previousSibling: { textContent: string | null } | null;
  nextSibling: { textContent: string | null } | null;
}

/**
 * Marks are read as such only where they lean on their words: `_` not within a word, and none of them between a letter
 * and a punctuation mark, https://spec.commonmark.org/0.31.2/#delimiter-run
 */
function emphasised(content: string, node: InlineNode, marks: readonly string[], tag: string): string {
  if (content.trim() === '') return '';
  const text = node.textContent ?? '';
  // Blanks at the ends of the words come to stand outside.
  const before = /^\s/.test(text) ? ' ' : (node.previousSibling?.textContent ?? '').slice(-2);
  const after = /\s$/.test(text) ? ' ' : (node.nextSibling?.textContent ?? '').slice(0, 2);
  const joins = /[\p{L}\p{N}\p{M}]$/u.test(before) || /^[\p{L}\p{N}]/u.test(after);
  const leans =
    (!/[^\s\p{P}]$/u.test(before) || /^[\p{L}\p{N}]/u.test(content)) &&
    (!/^[^\s\p{P}]/u.test(after) || /[\p{L}\p{N}\p{M}]$/u.test(content));
  const mark = marks.find((one) => leans && !(one === '_' && joins));
  return mark === undefined ? `<${tag}>${content}</${tag}>` : `${mark}${content}${mark}`;
}

/** What is asked of a list item, of whatever document. */
interface ListItem {
  parentElement: {
    localName: string;
    children: ArrayLike<{ localName: string }>;
    getAttribute(name: string): string | null;
  } | null;
  nextElementSibling: unknown;
}

/** An item behind `- ` or its number, what belongs to it indented as far. */
function listItem(content: string, item: ListItem): string {
  const list = item.parentElement;
  const items: unknown[] = Array.from(list?.children ?? []).filter(({ localName }) => localName === 'li');
  const first = Number(list?.getAttribute('start') ?? 1);
  const marker = list?.localName === 'ol' ? `${first + items.indexOf(item)}. ` : '- ';
  const text = content.trim().replaceAll('\n', `\n${' '.repeat(marker.length)}`);
  return marker + text + (item.nextElementSibling ? '\n' : '');
}

/** Without the blanks and empty lines that taking HTML apart leaves behind. */
export function tidyMarkdown(text: string): string {
  return text
    .replaceAll(/[ \t]+$/gm, '')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim();
}
