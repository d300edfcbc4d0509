/** What stands before the words of a line of Markdown: quote marks, then a heading mark or a list item's marker. */
export interface Prefix {
  /** Indentation and quote marks: `> > `. */
  container: string;
  /** `## ` or ``. */
  heading: string;
  /** `- `, `12. ` or ``. */
  marker: string;
  /** `[ ] ` or ``; only behind a marker. */
  task: string;
  /** What is left of the line. */
  words: string;
}

/** What kind of list item a line is. */
export type ItemKind = 'bullet' | 'ordered' | 'task';

/** Takes a line apart. Its parts joined are the line. */
export function prefixOf(line: string): Prefix {
  const found =
    /^(\s*(?:>[ \t]?)*[ \t]*)(#{1,6}(?:[ \t]+|$))?([-*+][ \t]+|[-*+]$|\d{1,9}[.)][ \t]+|\d{1,9}[.)]$)?/.exec(
      line,
    );
  const [all = '', container = '', heading = '', marker = ''] = found ?? [];
  const rest = line.slice(all.length);
  const task = marker ? (/^\[[ xX]\](?:[ \t]+|$)/.exec(rest)?.[0] ?? '') : '';
  // A mark behind a heading's is the heading's text.
  if (heading)
    return { container, heading, marker: '', task: '', words: line.slice((container + heading).length) };
  return { container, heading, marker, task, words: rest.slice(task.length) };
}

/** The kind of item that a line begins; undefined where it begins none. */
export function itemKindOf({ marker, task }: Prefix): ItemKind | undefined {
  if (!marker) return undefined;
  if (task) return 'task';
  return /\d/.test(marker) ? 'ordered' : 'bullet';
}

/** Whether a line is blank, quote marks aside. */
export function isBlankLine(line: string): boolean {
  return /^[\s>]*$/.test(line);
}
