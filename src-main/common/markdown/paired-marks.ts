import { readComponentTag } from './component-tags.ts';
import { readTemplateTag, type TemplateTag } from './template-tag.ts';
import { endOfTemplate } from './template-text.ts';

/** A mark on lines of its own that opens a box around Markdown, and the line of the mark that closes it. */
export interface PairedMark {
  /** As written, from its first to its last character. */
  source: string;
  mark:
    | { kind: 'colons'; name: string; title: string }
    | { kind: 'template'; tag: TemplateTag }
    | { kind: 'component'; name: string };
  /** The line after the opening mark. */
  insideFrom: number;
  /** The line of the closing mark. */
  closedOn: number;
}

interface Open extends Omit<PairedMark, 'closedOn'> {
  line: number;
  key: string;
  colons: number;
}

/** Tags between which nothing is Markdown. */
const verbatim = /^(?:highlight|codeblock|code|comment|rawhtml|mermaid|prism|math|katex)$/;

/**
 * Finds the marks that open and close boxes in a body: `:::note` and `:::`, `{{< details >}}` and `{{< /details >}}`,
 * `{% note %}` and `{% endnote %}`, `<Note>` and `</Note>`, each alone on its line and outside of fenced code. By the line
 * of the opening mark, from 0. Reads the body once.
 */
export function findPairedMarks(source: string): Map<number, PairedMark> {
  const pairs = new Map<number, PairedMark>();
  if (!/^[ \t]*(?::::|\{[{%]|<[A-Za-z])/m.test(source)) return pairs;
  const stack: Open[] = [];
  const waiting = new Map<string, number>();
  const ends = findEnds(source);
  let fence: string | undefined;
  let line = 0;

  for (let begin = 0; begin <= source.length; line += 1) {
    const newline = source.indexOf('\n', begin);
    const end = newline < 0 ? source.length : newline;
    let at = begin;
    while (at < end && (source[at] === ' ' || source[at] === '\t')) at += 1;
    const next = readLine(at, end);
    line += next.lines;
    begin = next.begin;
  }
  return pairs;

  function readLine(at: number, end: number): { begin: number; lines: number } {
    const plain = { begin: end + 1, lines: 0 };
    const character = source[at];
    if (character === '`' || character === '~') {
      fence = fenceAfter(source.slice(at, end), fence);
      return plain;
    }
    if (fence !== undefined) return plain;
    if (character === ':') colons(source.slice(at, end));
    else if (character === '{' || character === '<') return construct(at) ?? plain;
    return plain;
  }

  function colons(text: string): void {
    const [, marks = '', rest = ''] = /^(:{3,})[ \t]*(.*)$/.exec(text) ?? [];
    if (marks === '') return;
    if (rest.trim() === '') {
      const index = stack.findLastIndex((open) => open.colons > 0 && open.colons <= marks.length);
      if (index >= 0) close(index, line);
    } else if (/^[\w{[-]/.test(rest)) {
      const [, name = '', title = ''] = /^([\w-]*)[ \t]*(.*)$/.exec(rest) ?? [];
      open({ source: text, mark: { kind: 'colons', name, title }, key: ':', colons: marks.length });
    }
  }

  /** A template or a component alone on its line or lines. */
  function construct(at: number): { begin: number; lines: number } | undefined {
    const component = source[at] === '<' ? readComponentTag(source, at, source.length) : undefined;
    const end = component?.end ?? endOfTemplate(source, at, source.length);
    if (end === undefined) return undefined;
    const newline = source.indexOf('\n', end);
    const lineEnd = newline < 0 ? source.length : newline;
    if (source.slice(end, lineEnd).trim() !== '') return undefined;
    const text = source.slice(at, end);
    const lines = text.split('\n').length - 1;
    const tag = component ? undefined : readTemplateTag(text);
    const key = component ? `<${component.name}` : tag && `${tag.form} ${tag.name}`;
    if (key !== undefined && (component ?? tag)?.closes) closeNamed(key);
    else if (component && !component.isWhole) {
      open({ source: text, mark: { kind: 'component', name: component.name }, key, colons: 0 }, lines);
    } else if (tag && verbatim.test(tag.name)) {
      return verbatimTo(tag, text, { lines, lineEnd });
    } else if (tag && tag.form !== 'call' && !tag.isWhole) {
      open({ source: text, mark: { kind: 'template', tag }, key, colons: 0 }, lines);
    }
    return { begin: lineEnd + 1, lines };
  }

  /** Goes on behind the end of a block in which nothing is a mark. */
  function verbatimTo(
    tag: TemplateTag,
    text: string,
    { lines, lineEnd }: { lines: number; lineEnd: number },
  ): { begin: number; lines: number } {
    const end = ends.after(tag, lineEnd);
    if (end === undefined) return { begin: lineEnd + 1, lines };
    const insideFrom = line + lines + 1;
    const inside = source.slice(lineEnd + 1, end.from).split('\n').length - 1;
    pairs.set(line, {
      source: text,
      mark: { kind: 'template', tag },
      insideFrom,
      closedOn: insideFrom + inside,
    });
    return { begin: end.to + 1, lines: lines + inside + 1 };
  }

  function open(
    opening: Pick<Open, 'source' | 'mark' | 'colons'> & { key: string | undefined },
    lines = 0,
  ): void {
    const key = opening.key ?? '';
    stack.push({ ...opening, key, line, insideFrom: line + lines + 1 });
    waiting.set(key, (waiting.get(key) ?? 0) + 1);
  }

  function closeNamed(key: string): void {
    // Zola's `{% end %}` closes whatever was called with brackets.
    const anyCall = key === 'tag ';
    if (!anyCall && !waiting.get(key)) return;
    const index = stack.findLastIndex(({ key: other, mark }) =>
      anyCall ? mark.kind === 'template' && mark.tag.rest.startsWith('(') : other === key,
    );
    if (index >= 0) close(index, line);
  }

  /** Whatever was opened since stands for itself. */
  function close(index: number, closedOn: number): void {
    for (const { key } of stack.slice(index)) waiting.set(key, (waiting.get(key) ?? 1) - 1);
    const opened = stack[index];
    stack.length = index;
    if (!opened) return;
    const { source: text, mark, insideFrom } = opened;
    pairs.set(opened.line, { source: text, mark, insideFrom, closedOn });
  }
}

/** Finds the lines on which tags are closed; those that are not are looked for once. */
function findEnds(source: string): {
  after(tag: TemplateTag, from: number): { from: number; to: number } | undefined;
} {
  const absent = new Set<string>();
  return {
    after({ form, name }, from) {
      const key = `${form} ${name}`;
      if (absent.has(key)) return undefined;
      const mark =
        form === 'shortcode'
          ? `\\{\\{[<%]-?[ \\t]*/[ \\t]*${name}[ \\t]*-?[%>]\\}\\}`
          : `\\{%[-~]?[ \\t]*end_?${name}[ \\t]*[-~]?%\\}`;
      const search = new RegExp(`\\n[ \\t]*${mark}[ \\t]*(?=\\n|$)`, 'gi');
      search.lastIndex = from;
      const found = search.exec(source);
      if (!found) {
        absent.add(key);
        return undefined;
      }
      return { from: found.index + 1, to: search.lastIndex };
    },
  };
}

/** The tag between whose marks nothing is Markdown; undefined for all others. */
export function verbatimTag({ mark }: PairedMark): TemplateTag | undefined {
  return mark.kind === 'template' && verbatim.test(mark.tag.name) ? mark.tag : undefined;
}

function fenceAfter(line: string, open: string | undefined): string | undefined {
  const [, marks, rest = ''] = /^(`{3,}|~{3,})(.*)/.exec(line) ?? [];
  if (!marks) return open;
  if (open === undefined) return marks.startsWith('`') && rest.includes('`') ? undefined : marks;
  return marks.startsWith(open) && rest.trim() === '' ? undefined : open;
}
