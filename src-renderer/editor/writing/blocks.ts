import { syntaxTree } from '@codemirror/language';
import { EditorSelection, type EditorState, type Line, type StateCommand } from '@codemirror/state';
import type { SyntaxNode } from '@lezer/common';
import { isFrontMatter, lineChanges, lineCommand, selectedLines, withSelection } from './line-edits.ts';
import { type ItemKind, isBlankLine, itemKindOf, prefixOf } from './prefixes.ts';

export type HeadingLevel = 1 | 2 | 3 | 4 | 5 | 6;

/** Makes the lines of the selection headings of this level, or plain text where they are that already; 0 is plain text. */
export function setHeading(level: HeadingLevel | 0): StateCommand {
  return ({ state, dispatch }) => {
    if (state.readOnly || isFrontMatter(state)) return false;
    const lines = selectedLines(state).filter(({ text }) => !isUnderline(state, text));
    const mark = level === 0 ? '' : `${'#'.repeat(level)} `;
    const areAll = wordful(lines).every((line) => levelOf(state, line) === level);
    const after = lines.map(({ text }) => withHeading(text, areAll ? '' : mark, lines.length));
    const changes = [...lineChanges(lines, after), ...underlinesOf(state, lines)];
    dispatch(state.update(withSelection(state, changes)));
    return true;
  };
}

/** Makes the lines of the selection items of a list of this kind, or plain text where they are that already. */
export function toggleList(kind: ItemKind): StateCommand {
  return lineCommand((lines) => {
    const heads = lines.filter((line, index) => !isContinued(lines, index) && !isLeftBlank(lines, line));
    if (heads.length > 0 && heads.every((line) => itemKindOf(prefixOf(line)) === kind))
      return withoutItems(lines);
    return withItems(lines, kind);
  });
}

/** Quotes the lines of the selection, or takes one level of quote away where all of them are quoted. */
export const toggleQuote: StateCommand = lineCommand((lines) => {
  const areQuoted = lines.every((line) => /^\s{0,3}>/.test(line));
  if (areQuoted) return lines.map((line) => line.replace(/^\s{0,3}> ?/, ''));
  return lines.map((line) => (line.trim() === '' && lines.length > 1 ? '>' : `> ${line}`));
});

/** Checks the tasks of the selection off, or opens them again where all are done. */
export const checkTasks: StateCommand = lineCommand((lines) => {
  const tasks = lines.filter((line) => prefixOf(line).task !== '');
  if (tasks.length === 0) return undefined;
  const areDone = tasks.every((line) => /\[[xX]\]/.test(prefixOf(line).task));
  return lines.map((line) => {
    const { container, marker, task, words } = prefixOf(line);
    return task ? container + marker + task.replace(/\[.\]/, areDone ? '[ ]' : '[x]') + words : line;
  });
});

/** Puts the lines of the selection between fences, or takes the fences away that the cursor is in. */
export const toggleCodeBlock: StateCommand = ({ state, dispatch }) => {
  if (state.readOnly || isFrontMatter(state)) return false;
  const block = nodeAround(state, 'FencedCode');
  dispatch(state.update(block ? withoutFences(state, block) : withFences(state)));
  return true;
};

function wordful(lines: readonly Line[]): readonly Line[] {
  const filled = lines.filter(({ text }) => !isBlankLine(text));
  return filled.length > 0 ? filled : lines;
}

function withHeading(text: string, mark: string, lines: number): string {
  if (isBlankLine(text) && lines > 1) return text;
  const { container, heading, marker, task, words } = prefixOf(text);
  // An item that becomes a heading is no item any more; text that stays text keeps what it is.
  if (!mark && !heading) return text;
  const item = mark ? '' : marker + task;
  const indent =
    mark && marker
      ? container.replace(/[ \t]+$/, (blank) => (container.includes('>') ? blank : ''))
      : container;
  return indent + mark + item + words;
}

function levelOf(state: EditorState, { from, text }: Line): number {
  const { container, heading } = prefixOf(text);
  if (heading) return heading.trim().length;
  const node = syntaxTree(state).resolveInner(from + container.length, 1);
  for (let at: SyntaxNode | null = node; at; at = at.parent) {
    const level = /^SetextHeading(\d)$/.exec(at.name)?.[1];
    if (level) return Number(level);
  }
  return 0;
}

function isUnderline(state: EditorState, text: string): boolean {
  return /^\s*(?:=+|-+)\s*$/.test(text) && nodeAround(state, /^SetextHeading/) !== undefined;
}

/** The lines of equals signs or dashes below headings of the older form. */
function underlinesOf(state: EditorState, lines: readonly Line[]) {
  const ranges = new Map<number, { from: number; to: number }>();
  for (const line of lines) {
    const { container } = prefixOf(line.text);
    let node: SyntaxNode | null = syntaxTree(state).resolveInner(line.from + container.length, 1);
    while (node && !node.name.startsWith('SetextHeading')) node = node.parent;
    const mark = node?.getChild('HeaderMark');
    if (mark) {
      const underline = state.doc.lineAt(mark.from);
      ranges.set(underline.from, { from: underline.from - 1, to: underline.to });
    }
  }
  return [...ranges.values()];
}

function nodeAround(state: EditorState, name: string | RegExp): SyntaxNode | undefined {
  const { from, to } = state.selection.main;
  for (const side of [1, -1] as const) {
    let node: SyntaxNode | null = syntaxTree(state).resolveInner(from, side);
    for (; node; node = node.parent) {
      const isMeant = typeof name === 'string' ? node.name === name : name.test(node.name);
      if (isMeant && node.from <= from && node.to >= to) return node;
    }
  }
  return undefined;
}

/** A line that goes on with the item above: indented, with no mark of its own. */
function isContinued(lines: readonly string[], index: number): boolean {
  const { container, marker } = prefixOf(lines[index] ?? '');
  if (marker || !/[ \t]{2}$/.test(container)) return false;
  const above = lines.slice(0, index).findLast((line) => !/^\s/.test(line) || prefixOf(line).marker !== '');
  return above !== undefined && prefixOf(above).marker !== '';
}

/** Blank lines between items are no items; a single blank line becomes one. */
function isLeftBlank(lines: readonly string[], line: string): boolean {
  return isBlankLine(line) && lines.length > 1;
}

function withoutItems(lines: readonly string[]): string[] {
  let dedent = 0;
  return lines.map((line, index) => {
    if (isContinued(lines, index)) return line.replace(new RegExp(`^[ \\t]{0,${dedent}}`), '');
    const { container, marker, words } = prefixOf(line);
    dedent = marker.length;
    return container + words;
  });
}

function withItems(lines: readonly string[], kind: ItemKind): string[] {
  const counts = new Map<number, number>();
  return lines.map((line, index) => {
    if (isLeftBlank(lines, line) || isContinued(lines, index)) return line;
    const { container, marker, task, words } = prefixOf(line);
    const depth = container.length;
    for (const deeper of [...counts.keys()]) if (deeper > depth) counts.delete(deeper);
    const count = (counts.get(depth) ?? 0) + 1;
    counts.set(depth, count);
    return (
      container +
      markerFor(kind, count, /^[-*+]/.exec(marker)?.[0]) +
      (kind === 'task' ? task || '[ ] ' : '') +
      words
    );
  });
}

function markerFor(kind: ItemKind, count: number, bullet = '-'): string {
  return kind === 'ordered' ? `${count}. ` : `${bullet} `;
}

function withFences(state: EditorState) {
  const lines = selectedLines(state);
  const first = lines[0] ?? state.doc.lineAt(state.selection.main.head);
  const last = lines.at(-1) ?? first;
  const text = state.sliceDoc(first.from, last.to);
  const longest = Math.max(2, ...(text.match(/^[ \t]*`{3,}/gm) ?? []).map((run) => run.trim().length));
  const fence = '`'.repeat(longest + 1);
  const indent = lines.length === 1 ? '' : (/^[ \t]*/.exec(first.text)?.[0] ?? '');
  const opening = `${indent}${fence}\n`;
  const changes = state.changes([
    { from: first.from, insert: opening },
    { from: last.to, insert: `\n${indent}${fence}` },
  ]);
  const { anchor, head } = state.selection.main;
  return {
    changes,
    selection: EditorSelection.single(anchor + opening.length, head + opening.length),
    userEvent: 'input',
    scrollIntoView: true,
  };
}

function withoutFences(state: EditorState, block: SyntaxNode) {
  const marks = block.getChildren('CodeMark');
  const opening = state.doc.lineAt(block.from);
  const closing = marks.length > 1 ? state.doc.lineAt(block.to) : undefined;
  const changes = [{ from: opening.from, to: Math.min(state.doc.length, opening.to + 1) }];
  if (closing && closing.from > opening.to)
    changes.push({ from: Math.max(opening.to + 1, closing.from - 1), to: closing.to });
  return withSelection(state, changes);
}
