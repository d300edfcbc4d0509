import { syntaxTree } from '@codemirror/language';
import type { EditorState } from '@codemirror/state';
import type { SyntaxNode } from '@lezer/common';

/** Whether a position is in code, HTML or front matter, where signs mean what they are. */
export function isLiteral(state: EditorState, position: number): boolean {
  let node: SyntaxNode | null = syntaxTree(state).resolveInner(position, -1);
  for (; node; node = node.parent) if (literal.has(node.name)) return true;
  return false;
}

const literal = new Set([
  'FencedCode',
  'CodeBlock',
  'InlineCode',
  'FrontMatter',
  'HTMLBlock',
  'HTMLTag',
  'CommentBlock',
]);
