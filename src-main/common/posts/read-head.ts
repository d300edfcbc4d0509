import type { FrontMatterData, FrontMatterValue } from './front-matter-tree.ts';
import { readUsualYaml, type UsualYamlParts } from './read-usual-yaml.ts';
import type { FrontMatterFormat } from './split-post.ts';

/** What the head of a file tells, the same as `readFrontMatter` reads from the whole. */
export interface PostHead {
  format: FrontMatterFormat;
  data: FrontMatterData;
  /** Offset of the body. */
  bodyStart: number;
}

/** As much of a file as its head needs, in bytes. */
export const headSize = 4096;

/**
 * Reads the front matter from the first kilobytes of a file, some twenty times faster than the full reader, for
 * lists of thousands of posts. It knows only what nearly all posts use: a key, a text, number or truth value on
 * the same line, lists of these, TOML's plain tables. At anything else, and where the block does not end in the
 * head, it declines: then `readFrontMatter` must read the whole file. What it accepts has no problems.
 *
 * @param isWhole whether this is the whole file: then the last line may be a fence without a line end
 */
export function readHead(head: string, isWhole = false): PostHead | undefined {
  const start = behindEmptyLines(head, head.charCodeAt(0) === 0xfeff ? 1 : 0);
  const first = head.charCodeAt(start);
  if (first === 0x2d) return readFenced(head, start, '---', isWhole, readYaml);
  if (first === 0x2b) return readFenced(head, start, '+++', isWhole, readToml);
  if (first === 0x7b) return readObject(head, start);
  return undefined;
}

function behindEmptyLines(head: string, start: number): number {
  let at = start;
  while (head.charCodeAt(at) === 0x0a || head.startsWith('\r\n', at))
    at += head.charCodeAt(at) === 0x0a ? 1 : 2;
  return at;
}

/** Nothing of these is unusual: most blocks need no closer look. */
const usual = /^[\n -~]*$/;

/** Data without a prototype's names, in a form that engines make quicker than an object without any prototype. */
function Data(this: unknown): void {}
Data.prototype = Object.create(null);

function emptyData(): FrontMatterData {
  // TypeScript takes only classes for constructors, and a class's prototype cannot be replaced.
  return new (Data as unknown as new () => FrontMatterData)();
}

type BlockReader = (lines: readonly string[]) => FrontMatterData | undefined;

// What only the full readers judge: tabs, controls, unusual blanks and line ends, marks inside the text.
const unusual = /[^\P{Cc}\n\r]|[^\P{Zs} ]|\r(?!\n)|[\u2028\u2029\ufeff]/u;

function readFenced(
  head: string,
  start: number,
  fence: string,
  isWhole: boolean,
  read: BlockReader,
): PostHead | undefined {
  const lineEnd = head.startsWith('\r\n', start + 3) ? '\r\n' : '\n';
  if (!head.startsWith(fence + lineEnd, start)) return undefined;
  const from = start + 3 + lineEnd.length;
  // A closing fence is looked for from the line end before it, which may be that of the opening one.
  let closing = head.indexOf(lineEnd + fence + lineEnd, from - lineEnd.length);
  let bodyStart = closing + 2 * lineEnd.length + 3;
  if (closing === -1) {
    if (!isWhole || !head.endsWith(lineEnd + fence)) return undefined;
    closing = head.length - lineEnd.length - 3;
    bodyStart = head.length;
  }
  // Nearly every block is of lines that are told at a glance; what that is no match for is looked at line by line.
  const usualData =
    fence === '---' && lineEnd === '\n'
      ? readUsualYaml(head, { from, to: closing, parts: usualParts })
      : undefined;
  if (usualData) return { format: 'yaml', data: usualData, bodyStart };
  const content = head.slice(from, Math.max(from, closing));
  if (!usual.test(content) && unusual.test(content)) return undefined;
  const lines = content.split(lineEnd);
  const data = lines.some((line) => isFenceOf(line, fence)) ? undefined : read(lines);
  // Rules with no key between them may be Markdown, unless they begin the file.
  const isFirst = start === 0 || (start === 1 && head.charCodeAt(0) === 0xfeff);
  if (!data || (!isFirst && Object.keys(data).length === 0)) return undefined;
  return { format: fence === '---' ? 'yaml' : 'toml', data, bodyStart };
}

/** A fence with blanks behind it, or YAML's other end, which would have closed the block before. */
function isFenceOf(line: string, fence: string): boolean {
  const first = line.charCodeAt(0);
  if (first === 0x2b || first === 0x2d) return line.startsWith(fence);
  return first === 0x2e && line.startsWith('...');
}

const usualParts: UsualYamlParts = { emptyData, plain, isUnusual: (block) => unusual.test(block) };

const yamlKey = /^([A-Za-z_][\w.-]*):(?: +|$)/;

function readYaml(lines: readonly string[]): FrontMatterData | undefined {
  const data = emptyData();
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] as string;
    if (isEmptyOrComment(line)) continue;
    const match = yamlKey.exec(line);
    const key = match?.[1];
    if (match === null || key === undefined || Object.hasOwn(data, key)) return undefined;
    const written = line.slice(match[0].length).trimEnd();
    if (written !== '' && written.charCodeAt(0) !== 0x23) {
      const value = written.startsWith('[') ? flowList(written, yamlItem) : yamlScalar(written);
      if (value === undefined || isContinued(lines, at)) return undefined;
      data[key] = value;
      continue;
    }
    const below = readDashes(lines, at + 1) ?? readIndentedKeys(lines, at + 1);
    if (!below) return undefined;
    data[key] = below.value;
    at = below.next - 1;
  }
  return data;
}

/** Whether the next filled line belongs to the value of the line before. */
function isContinued(lines: readonly string[], at: number): boolean {
  for (let next = at + 1; next < lines.length; next += 1) {
    const line = lines[next] as string;
    if (isEmptyOrComment(line)) continue;
    return line.startsWith(' ');
  }
  return false;
}

/** A value on the lines below its key, and the line behind it. */
interface Below {
  value: FrontMatterValue;
  next: number;
}

/** Items below a key, or the empty value where none follow. */
function readDashes(lines: readonly string[], from: number): Below | undefined {
  const items: FrontMatterValue[] = [];
  let indent: number | undefined;
  let at = from;
  for (; at < lines.length; at += 1) {
    const line = lines[at] as string;
    if (isEmptyOrComment(line)) continue;
    const blanks = leadingBlanks(line);
    if (!line.startsWith('- ', blanks)) {
      if (blanks > 0 || line.startsWith('-')) return undefined;
      break;
    }
    indent ??= blanks;
    const value = blanks === indent ? yamlScalar(line.slice(blanks + 2).trim()) : undefined;
    if (value === undefined) return undefined;
    items.push(value);
  }
  return { value: items.length === 0 ? null : items, next: at };
}

/** Keys with values on the same line, one level below a key. */
function readIndentedKeys(lines: readonly string[], from: number): Below | undefined {
  const value = emptyData();
  let indent: number | undefined;
  let at = from;
  for (; at < lines.length; at += 1) {
    const line = lines[at] as string;
    if (isEmptyOrComment(line)) continue;
    const blanks = leadingBlanks(line);
    if (blanks === 0) break;
    indent ??= blanks;
    const match = blanks === indent ? yamlKey.exec(line.slice(blanks)) : null;
    const key = match?.[1];
    if (match === null || key === undefined || Object.hasOwn(value, key)) return undefined;
    const scalar = yamlScalar(line.slice(blanks + match[0].length).trimEnd());
    if (scalar === undefined) return undefined;
    value[key] = scalar;
  }
  return { value, next: at };
}

function isEmptyOrComment(line: string): boolean {
  const first = line.charCodeAt(leadingBlanks(line));
  return Number.isNaN(first) || first === 0x23;
}

function leadingBlanks(line: string): number {
  let at = 0;
  while (line.charCodeAt(at) === 0x20) at += 1;
  return at;
}

/** One value on one line, undefined where it is of a kind that the full reader should judge. */
function yamlScalar(written: string): FrontMatterValue | undefined {
  const first = written[0];
  if (first === '"' || first === "'") return quoted(written, first, true);
  const comment = written.indexOf(' #');
  const text = comment === -1 ? written : written.slice(0, comment).trimEnd();
  if (text === '' || /^[\s,[\]{}#&*!|>%@`]|^[-?:](?:\s|$)|:(?:\s|$)/.test(text)) return undefined;
  return plain(text);
}

function yamlItem(written: string): FrontMatterValue | undefined {
  const first = written[0];
  if (first === '"' || first === "'") return quoted(written, first, true, nothing);
  return /^[\w./\p{L}][^[\]{}:#"']*$/u.test(written) ? plain(written) : undefined;
}

/** What YAML 1.2 makes of a plain text; undefined where it might be an unusual number. */
function plain(text: string): FrontMatterValue | undefined {
  const first = text.charCodeAt(0);
  const numeric = (first >= 0x30 && first <= 0x39) || first === 0x2b || first === 0x2d || first === 0x2e;
  if (!numeric) return text.length > 5 ? text : wordValue(text);
  if (/^-?\d{1,15}(?:\.\d{1,15})?$/.test(text)) return Number(text);
  if (/^\d{4}-\d|^\d+\.\d+\.\d[\d.]*$/.test(text)) return text;
  return /^[-+.\w]*$/.test(text) ? undefined : text;
}

const wordValues: ReadonlyMap<string, FrontMatterValue> = new Map<string, FrontMatterValue>([
  ...(['~', 'null', 'Null', 'NULL'] as const).map((word) => [word, null] as const),
  ...(['true', 'True', 'TRUE'] as const).map((word) => [word, true] as const),
  ...(['false', 'False', 'FALSE'] as const).map((word) => [word, false] as const),
]);

function wordValue(text: string): FrontMatterValue {
  const value = wordValues.get(text);
  return value === undefined ? text : value;
}

const commentOrNothing = /^(?:\s+#.*|\s*)$/;
const nothing = /^\s*$/;

/** A text in quotes with nothing but a comment behind it; `doubled` where a single quote is written twice. */
function quoted(
  written: string,
  quote: '"' | "'",
  doubled: boolean,
  behind: RegExp = commentOrNothing,
): string | undefined {
  let at = 1;
  let escapes = false;
  for (; at < written.length; at += 1) {
    const character = written[at];
    if (character === '\\' && quote === '"') {
      escapes = true;
      at += 1;
    } else if (character === quote) {
      if (quote === '"' || !doubled || written[at + 1] !== "'") break;
      at += 1;
    }
  }
  if (at >= written.length || !behind.test(written.slice(at + 1))) return undefined;
  const inner = written.slice(1, at);
  if (quote === "'") return doubled ? inner.replaceAll("''", "'") : inner;
  return escapes ? unescaped(inner) : inner;
}

/** Only the escapes that JSON, YAML and TOML have in common. */
function unescaped(inner: string): string | undefined {
  if (/\\[^"\\nrt]/.test(inner)) return undefined;
  try {
    return JSON.parse(`"${inner}"`) as string;
  } catch {
    return undefined;
  }
}

/** A list in brackets on one line. */
function flowList(
  written: string,
  read: (item: string) => FrontMatterValue | undefined,
): FrontMatterValue[] | undefined {
  const end = written.lastIndexOf(']');
  if (end === -1 || !/^(?:\s+#[^\]]*|\s*)$/.test(written.slice(end + 1))) return undefined;
  const inner = written.slice(1, end).trim();
  if (inner === '') return [];
  const items: FrontMatterValue[] = [];
  for (const part of splitAtCommas(inner)) {
    const value = part === '' ? undefined : read(part);
    if (value === undefined) return undefined;
    items.push(value);
  }
  return items;
}

function splitAtCommas(inner: string): string[] {
  if (!/["']/.test(inner)) return inner.split(',').map((part) => part.trim());
  const parts: string[] = [];
  let from = 0;
  let quote = '';
  for (let at = 0; at < inner.length; at += 1) {
    const character = inner[at] as string;
    if (quote === '"' && character === '\\') at += 1;
    else if (quote !== '') {
      if (character === quote) quote = '';
    } else if (character === '"' || character === "'") quote = character;
    else if (character === ',') {
      parts.push(inner.slice(from, at).trim());
      from = at + 1;
    }
  }
  parts.push(inner.slice(from).trim());
  return parts;
}

const tomlKey = /^([A-Za-z0-9_-]+) *= */;

function readToml(lines: readonly string[]): FrontMatterData | undefined {
  const data = emptyData();
  let table = data;
  for (const line of lines) {
    if (isEmptyOrComment(line)) continue;
    const written = line.trim();
    if (written.startsWith('[')) {
      const name = /^\[([A-Za-z0-9_-]+)\]$/.exec(written)?.[1];
      if (name === undefined || Object.hasOwn(data, name)) return undefined;
      table = emptyData();
      data[name] = table;
      continue;
    }
    const match = tomlKey.exec(written);
    const key = match?.[1];
    if (match === null || key === undefined || Object.hasOwn(table, key)) return undefined;
    const rest = written.slice(match[0].length);
    const value = rest.startsWith('[') ? flowList(rest, tomlItem) : tomlScalar(rest);
    if (value === undefined) return undefined;
    table[key] = value;
  }
  return data;
}

function tomlScalar(written: string): FrontMatterValue | undefined {
  const first = written[0];
  if (first === '"' || first === "'") {
    return written.startsWith(first.repeat(3)) ? undefined : quoted(written, first, false);
  }
  const comment = written.indexOf('#');
  const text = comment === -1 ? written : written.slice(0, comment).trimEnd();
  if (text === 'true' || text === 'false') return text === 'true';
  if (/^(?:0|-?[1-9]\d{0,14})$/.test(text)) return Number(text);
  return isTomlDate(text) ? text : undefined;
}

function tomlItem(written: string): FrontMatterValue | undefined {
  const first = written[0];
  if (first === '"' || first === "'") {
    return written.startsWith(first.repeat(3)) ? undefined : quoted(written, first, false, nothing);
  }
  return written.includes('#') ? undefined : tomlScalar(written);
}

function isTomlDate(text: string): boolean {
  const match =
    /^\d{4}-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d):(\d\d)(?:\.\d{1,3})?(?:Z|[-+](?:0\d|1[0-4]):[0-5]\d)?)?$/.exec(
      text,
    );
  if (!match) return false;
  const [, month, day, hour = '0', minute = '0', second = '0'] = match;
  // Days that some months lack are for the full reader.
  return (
    Number(month) >= 1 &&
    Number(month) <= 12 &&
    Number(day) >= 1 &&
    Number(day) <= 28 &&
    Number(hour) < 24 &&
    Number(minute) < 60 &&
    Number(second) < 60
  );
}

function readObject(head: string, start: number): PostHead | undefined {
  const close = head.indexOf('\n}\n', start);
  const closeWindows = close === -1 ? head.indexOf('\n}\r\n', start) : -1;
  const end = Math.max(close, closeWindows);
  if (end === -1) return undefined;
  const content = head.slice(start, end + 2);
  // Of two equal keys only the full reader tells; nested objects are left to it too.
  if (content.includes('{', 1)) return undefined;
  const parsed = parsedObject(content);
  const data = parsed && withoutPrototype(content, parsed);
  return data && { format: 'json', data, bodyStart: end + (closeWindows === -1 ? 3 : 4) };
}

function parsedObject(content: string): Record<string, FrontMatterValue> | undefined {
  try {
    return JSON.parse(content) as Record<string, FrontMatterValue>;
  } catch {
    return undefined;
  }
}

function withoutPrototype(
  content: string,
  parsed: Record<string, FrontMatterValue>,
): FrontMatterData | undefined {
  const keys = Object.keys(parsed);
  const written = content.match(/"\s*:/g)?.length ?? 0;
  if (written !== keys.length) return undefined;
  return Object.assign(emptyData(), parsed);
}
