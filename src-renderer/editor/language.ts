import { ParseContext } from '@codemirror/language';
import type { Extension, Text } from '@codemirror/state';
import { type Parser, parseMixed } from '@lezer/common';
import { tags } from '@lezer/highlight';
import type { BlockContext, MarkdownConfig } from '@lezer/markdown';
import { splitHead } from './front-matter-block.ts';
import { markdownSupport, parserNamed } from './markdown-language.ts';

/** Above this many characters the text is shown without colours, so that typing never waits for a parser. */
export const longestParsed = 3_000_000;

/** Markdown with its front matter, and code in its own language, fetched when a text first shows it. */
export function postLanguage(document: Text): Extension {
  if (document.length > longestParsed) return [];
  return markdownSupport([frontMatter]);
}

const contentNodes = { yaml: 'FrontMatterYaml', toml: 'FrontMatterToml', json: 'FrontMatterJson' } as const;

const frontMatter: MarkdownConfig = {
  defineNodes: [
    { name: 'FrontMatter', block: true },
    { name: 'FrontMatterFence', style: tags.meta },
    { name: contentNodes.yaml, style: tags.content },
    { name: contentNodes.toml, style: tags.content },
    { name: contentNodes.json, style: tags.content },
  ],
  parseBlock: [{ name: 'FrontMatter', before: 'IndentedCode', parse: parseFrontMatter }],
  wrap: parseMixed((node) => {
    const parser = parserOfContent(node.name);
    return parser ? { parser } : null;
  }),
};

function parseFrontMatter(context: BlockContext): boolean {
  if (context.lineStart !== 0) return false;
  const document = ParseContext.get()?.state.doc;
  if (!document) return false;
  const { format, opening, content, closing } = splitHead(document);
  if (format === 'none' || closing.to > document.length) return false;
  const end = Math.max(content.to, lastLineEnd(document, closing.to));
  while (context.nextLine() && context.lineStart < end);
  const parts = [
    { name: 'FrontMatterFence', from: opening.from, to: opening.to },
    { name: contentNodes[format], from: content.from, to: content.to },
    { name: 'FrontMatterFence', from: closing.from, to: end },
  ].filter((part) => part.from < part.to);
  const elements = parts.map((part) => context.elt(part.name, part.from, part.to));
  context.addElement(context.elt('FrontMatter', 0, end, elements));
  return true;
}

function lastLineEnd(document: Text, position: number): number {
  const line = document.lineAt(position);
  return line.from === position && position > 0 ? position - 1 : position;
}

function parserOfContent(name: string): Parser | null {
  if (name === contentNodes.yaml) return parserNamed('yaml');
  if (name === contentNodes.toml) return parserNamed('toml');
  return name === contentNodes.json ? parserNamed('json') : null;
}
