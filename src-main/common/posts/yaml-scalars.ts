import type { ScalarStyle } from './front-matter-tree.ts';

/** Where a scalar is written: in brackets more characters have a meaning. */
export interface ScalarPlace {
  flow: boolean;
  /** The style to keep where the text allows it. */
  style: 'plain' | 'single' | 'double';
  /** The quotes to use where a plain scalar cannot hold the text. */
  quotes: 'single' | 'double';
}

/**
 * Writes a text as one line of YAML that every reader of the field takes for exactly that text: YAML 1.1 (Ruby's
 * Psych, js-yaml 3, PyYAML), YAML 1.2 (yaml, js-yaml 4) and Go's readers. Quoted only where it must be, unless
 * `style` asks for quotes.
 */
export function writeYamlString(text: string, { flow, style, quotes }: ScalarPlace): string {
  if (style === 'plain' && isPlainText(text, flow)) return text;
  const wanted = style === 'plain' ? quotes : style;
  if (wanted === 'single' && canBeSingleQuoted(text)) return `'${text.replaceAll("'", "''")}'`;
  return doubleQuoted(text);
}

/** Whether a text can stand without quotes and be read as that text by every reader. */
export function isPlainText(text: string, flow: boolean): boolean {
  if (text === '' || text !== text.trim() || hasUnprintable(text)) return false;
  if (isAmbiguous(text)) return false;
  if (!startsPlain(text)) return false;
  if (/:(?:\s|$)|\s#/.test(text)) return false;
  return !flow || !/[,[\]{}:?]/.test(text);
}

function startsPlain(text: string): boolean {
  if (/^[?:,[\]{}#&*!|>'"%@`]/.test(text)) return false;
  // Dashes and dots alone are fences, items and ends of documents.
  return !/^-(?:[\s-]|$)|^\.\.\./.test(text);
}

/**
 * Whether some reader takes a plain text for something else than text: an empty value, a truth value, a number in
 * any base, with blanks of thousands or in sixties, a date, a merge.
 */
export function isAmbiguous(text: string): boolean {
  return words.has(text.toLowerCase()) || numeric.some((pattern) => pattern.test(text));
}

const words = new Set([
  ...['', '~', 'null', 'true', 'false', 'yes', 'no', 'on', 'off', 'y', 'n', '<<', '=', '-', '.', '..'],
  ...['.inf', '-.inf', '+.inf', '.nan', '-.nan', '+.nan', 'inf', '-inf', '+inf', 'nan', 'infinity'],
  ...['-infinity', '+infinity'],
]);

// Each is linear: no two neighbouring repetitions can match the same character.
const numeric: readonly RegExp[] = [
  // Integers and floats, with the underscores and commas that YAML 1.1 and Psych allow.
  /^[-+]?[0-9][0-9_,]*$/,
  /^[-+]?[0-9._,]+(?:[eE][-+]?[0-9_]*)?$/,
  /^[-+]?[eE][-+]?[0-9_]+$/,
  /^[-+]?0[xXoObB][0-9a-fA-F_,]*(?:\.[0-9a-fA-F]*)?(?:[pP][-+]?[0-9]*)?$/,
  // Base sixty: 12:30 is 750 to YAML 1.1.
  /^[-+]?[0-9][0-9_]*(?::[0-9_.]*)+$/,
  // Dates and instants; what follows the day does not matter.
  /^[-+]?[0-9]{1,6}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt\s].*)?$/,
];

/** Characters that YAML holds only as escapes: controls, other line ends, a byte order mark, half characters. */
const unprintable = /[\p{Cc}\p{Surrogate}\u2028\u2029\ufeff\ufffe\uffff]/u;

function hasUnprintable(text: string): boolean {
  return unprintable.test(text);
}

function canBeSingleQuoted(text: string): boolean {
  return !hasUnprintable(text);
}

const shortEscapes: ReadonlyMap<string, string> = new Map([
  ['"', '\\"'],
  ['\\', '\\\\'],
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
]);

function doubleQuoted(text: string): string {
  let written = '';
  for (const character of text) {
    const short = shortEscapes.get(character);
    if (short !== undefined) written += short;
    else if (hasUnprintable(character)) written += unicodeEscape(character);
    else written += character;
  }
  return `"${written}"`;
}

function unicodeEscape(character: string): string {
  return `\\u${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}

/** The nearest style of one line, for a value that was written in any style. */
export function oneLineStyle(style: ScalarStyle): 'plain' | 'single' | 'double' {
  if (style === 'single' || style === 'multi-line-single') return 'single';
  if (style === 'double' || style === 'multi-line-double') return 'double';
  return 'plain';
}

export interface BlockScalarPlace {
  style: 'literal' | 'folded';
  /** Blanks before each line. */
  indent: string;
  lineEnd: string;
  /** Folded lines are broken before they grow longer than this. */
  width: number;
}

/**
 * Writes a text as a YAML block scalar, from its `|` or `>` to its last line end; undefined where that style
 * cannot hold it.
 */
export function writeBlockScalar(text: string, place: BlockScalarPlace): string | undefined {
  const body = text.replace(/\n+$/, '');
  const ends = text.length - body.length;
  if (
    body === '' ||
    /^[ \t\n]/.test(body) ||
    /[ \t](?:\n|$)/.test(body) ||
    hasUnprintable(body.replaceAll('\n', ''))
  ) {
    return undefined;
  }
  if (ends > 1) return undefined;
  const header = `${place.style === 'literal' ? '|' : '>'}${ends === 0 ? '-' : ''}`;
  const lines =
    place.style === 'literal' ? body.split('\n') : foldedLines(body, place.width - place.indent.length);
  if (!lines) return undefined;
  const indented = lines.map((line) => (line === '' ? '' : place.indent + line));
  return [header, ...indented, ''].join(place.lineEnd);
}

/** Lines that fold back to the text: paragraphs broken at single blanks, with an empty line for each line end. */
function foldedLines(text: string, width: number): string[] | undefined {
  const lines: string[] = [];
  for (const [index, paragraph] of text.split('\n').entries()) {
    if (/^[ \t]/.test(paragraph)) return undefined;
    if (index > 0) lines.push('');
    if (paragraph !== '') lines.push(...wrapped(paragraph, width));
  }
  return lines;
}

function wrapped(paragraph: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of paragraph.split(/(?<=\S) (?=\S)/)) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  lines.push(line);
  return lines;
}
