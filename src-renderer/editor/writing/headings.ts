import type { Text } from '@codemirror/state';

/** A heading of a post. */
export interface Heading {
  level: 1 | 2 | 3 | 4 | 5 | 6;
  /** Its text without marks. */
  words: string;
  /** 1-based line of the file. */
  line: number;
}

/** The headings of a document from a position on, in the order of the text. Code between fences holds none. */
export function headingsOf(doc: Text, from: number): Heading[] {
  const headings: Heading[] = [];
  let fence: string | undefined;
  let above = '';
  let number = doc.lineAt(from).number;
  for (const text of doc.iterLines(number, doc.lines + 1)) {
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(text)?.[1];
    if (fence !== undefined) {
      if (mark?.startsWith(fence) && /^\s*[`~]+\s*$/.test(text)) fence = undefined;
    } else if (mark) fence = mark;
    else {
      const heading = atxHeading(text, number) ?? underlined(above, text, number);
      if (heading) headings.push(heading);
    }
    above = fence === undefined && !mark ? text : '';
    number += 1;
  }
  return headings;
}

function atxHeading(text: string, line: number): Heading | undefined {
  const found = /^ {0,3}(#{1,6})(?:[ \t]+(.*))?$/.exec(text);
  if (!found) return undefined;
  const words = (found[2] ?? '').replace(/(?:^|[ \t]+)#+[ \t]*$/, '');
  return { level: levelOf(found[1]?.length), words: plainWords(words), line };
}

/** The older form: a text above a line of equals signs or dashes. */
function underlined(above: string, text: string, line: number): Heading | undefined {
  const mark = /^ {0,3}(=+|-+)[ \t]*$/.exec(text)?.[1];
  if (!mark || !/^ {0,3}[^\s#>|*+-]/.test(above) || /^\s*\d+[.)]\s/.test(above)) return undefined;
  return { level: mark.startsWith('=') ? 1 : 2, words: plainWords(above), line: line - 1 };
}

function levelOf(length = 1): Heading['level'] {
  return Math.min(6, Math.max(1, length)) as Heading['level'];
}

/** Without the marks of emphasis, code, links and heading ids. */
function plainWords(text: string): string {
  return text
    .replace(/\s*\{#[^}]*\}\s*$/, '')
    .replace(/!?\[([^\]]*)\](?:\([^)]*\)|\[[^\]]*\])/g, '$1')
    .replace(/(\*\*|__|~~|`)(.+?)\1/g, '$2')
    .replace(/(^|\W)([*_])(\S(?:.*?\S)?)\2(?=\W|$)/g, '$1$3')
    .trim();
}
