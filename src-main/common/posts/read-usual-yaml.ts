import type { FrontMatterData, FrontMatterValue } from './front-matter-tree.ts';

/** How `readHead` makes its data, and what it takes a plain text for. */
export interface UsualYamlParts {
  emptyData(): FrontMatterData;
  /** Undefined for what the full reader should judge. */
  plain(text: string): FrontMatterValue | undefined;
  /** Whether there is a sign beyond ASCII that the full reader should judge. */
  isUnusual(block: string): boolean;
}

/**
 * Reads a block of which every line is a key with one plain text, one in quotes without escapes, a list of these in
 * brackets, or has such a list below it with a dash a line. Declines at anything else, comments and empty lines
 * included. One pass over the signs: it is run once a post, ten thousand times.
 */
export function readUsualYaml(
  text: string,
  { from, to, parts }: { from: number; to: number; parts: UsualYamlParts },
): FrontMatterData | undefined {
  const reader = new UsualYaml(text, from, to, parts);
  const data = reader.read();
  if (!data || (reader.isBeyondAscii && parts.isUnusual(text.slice(from, to)))) return undefined;
  return data;
}

const lineEnd = 0x0a;
const blank = 0x20;
const doubleQuote = 0x22;
const hash = 0x23;
const singleQuote = 0x27;
const comma = 0x2c;
const dash = 0x2d;
const colon = 0x3a;
const openBracket = 0x5b;
const backslash = 0x5c;
const closeBracket = 0x5d;

/** What a sign of ASCII may be part of. */
const beginsKey = 1;
const inKey = 2;
const beginsText = 4;
const beginsItem = 8;
const inItem = 16;

const kinds = Uint8Array.from({ length: 128 }, (_, code) => {
  const sign = String.fromCharCode(code);
  return (
    (/[A-Za-z_]/.test(sign) ? beginsKey : 0) |
    (/[\w.-]/.test(sign) ? inKey : 0) |
    (/[\w./(]/.test(sign) ? beginsText : 0) |
    (/[\w./]/.test(sign) ? beginsItem : 0) |
    (code >= blank && code < 0x7f && /[^[\]{}:#"',]/.test(sign) ? inItem : 0)
  );
});

function isOf(kind: number, code: number): boolean {
  return code < 128 && ((kinds[code] as number) & kind) !== 0;
}

/** Each method reads at `at` and goes on behind what it has read, up to the end of the line; undefined declines. */
class UsualYaml {
  isBeyondAscii = false;
  readonly #text: string;
  readonly #to: number;
  readonly #parts: UsualYamlParts;
  #at: number;

  constructor(text: string, from: number, to: number, parts: UsualYamlParts) {
    this.#text = text;
    this.#at = from;
    this.#to = to;
    this.#parts = parts;
  }

  read(): FrontMatterData | undefined {
    const data = this.#parts.emptyData();
    if (this.#at >= this.#to) return undefined;
    while (this.#at < this.#to) {
      const key = this.#key();
      if (key === undefined || data[key] !== undefined) return undefined;
      const value = this.#value();
      if (value === undefined) return undefined;
      data[key] = value;
    }
    return data;
  }

  #key(): string | undefined {
    const text = this.#text;
    const from = this.#at;
    if (!isOf(beginsKey, text.charCodeAt(from))) return undefined;
    let at = from + 1;
    while (isOf(inKey, text.charCodeAt(at))) at += 1;
    if (text.charCodeAt(at) !== colon) return undefined;
    const next = text.charCodeAt(at + 1);
    if (next !== blank && next !== lineEnd) return undefined;
    this.#at = at + 1;
    return text.slice(from, at);
  }

  #value(): FrontMatterValue | undefined {
    this.#passBlanks();
    if (this.#at >= this.#to) return null;
    const code = this.#text.charCodeAt(this.#at);
    if (code === lineEnd) return this.#dashes();
    return code === openBracket ? this.#brackets() : this.#scalar(code);
  }

  #passBlanks(): void {
    let at = this.#at;
    while (this.#text.charCodeAt(at) === blank) at += 1;
    this.#at = at;
  }

  #scalar(first: number): FrontMatterValue | undefined {
    if (first === doubleQuote || first === singleQuote) {
      const value = this.#quoted(first);
      return value !== undefined && this.#endsLine() ? value : undefined;
    }
    return this.#plainLine(first);
  }

  /** Passes the line end. */
  #endsLine(): boolean {
    if (this.#at < this.#to && this.#text.charCodeAt(this.#at) !== lineEnd) return false;
    this.#at += 1;
    return true;
  }

  #quoted(quote: number): string | undefined {
    const text = this.#text;
    const from = this.#at + 1;
    for (let at = from; at < this.#to; at += 1) {
      const code = text.charCodeAt(at);
      if (code === quote) {
        this.#at = at + 1;
        return text.slice(from, at);
      }
      if (code < blank || (code === backslash && quote === doubleQuote)) return undefined;
      if (code > 0x7e) this.isBeyondAscii = true;
    }
    return undefined;
  }

  #plainLine(first: number): FrontMatterValue | undefined {
    const text = this.#text;
    const from = this.#at;
    if (first < 128 && !isOf(beginsText, first)) return undefined;
    let end = from;
    let at = from;
    for (; at < this.#to; at += 1) {
      const code = text.charCodeAt(at);
      if (code === blank) continue;
      if (code < blank) break;
      if (code === hash && end !== at) return undefined;
      end = at + 1;
      if (code === colon && isEndOfWord(text.charCodeAt(end))) return undefined;
      if (code > 0x7e) this.isBeyondAscii = true;
    }
    this.#at = at;
    return this.#endsLine() ? this.#parts.plain(text.slice(from, end)) : undefined;
  }

  #brackets(): FrontMatterValue | undefined {
    const items: FrontMatterValue[] = [];
    this.#at += 1;
    this.#passBlanks();
    if (this.#text.charCodeAt(this.#at) === closeBracket) {
      this.#at += 1;
      return this.#endsLine() ? items : undefined;
    }
    for (;;) {
      this.#passBlanks();
      const item = this.#item();
      if (item === undefined) return undefined;
      items.push(item);
      const code = this.#text.charCodeAt(this.#at);
      this.#at += 1;
      if (code === closeBracket) return this.#endsLine() ? items : undefined;
      if (code !== comma) return undefined;
    }
  }

  /** An item in brackets, and the blanks behind it. */
  #item(): FrontMatterValue | undefined {
    const text = this.#text;
    const from = this.#at;
    const first = text.charCodeAt(from);
    if (first === doubleQuote || first === singleQuote) {
      const value = this.#quoted(first);
      this.#passBlanks();
      return value;
    }
    if (!isOf(beginsItem, first)) return undefined;
    let end = from;
    let at = from;
    for (; at < this.#to; at += 1) {
      const code = text.charCodeAt(at);
      if (code > 0x7e) this.isBeyondAscii = true;
      else if (!isOf(inItem, code)) break;
      if (code !== blank) end = at + 1;
    }
    this.#at = at;
    return this.#parts.plain(text.slice(from, end));
  }

  /** Items below a key, or the empty value where none follow. */
  #dashes(): FrontMatterValue | undefined {
    const text = this.#text;
    const items: FrontMatterValue[] = [];
    let indent = -1;
    this.#at += 1;
    for (;;) {
      const from = this.#at;
      this.#passBlanks();
      const blanks = this.#at - from;
      if (this.#at >= this.#to || text.charCodeAt(this.#at) !== dash) {
        // What is indented and no item is left to those who know more.
        if (blanks > 0) return undefined;
        return items.length === 0 ? null : items;
      }
      if (indent === -1) indent = blanks;
      if (blanks !== indent || text.charCodeAt(this.#at + 1) !== blank) return undefined;
      this.#at += 2;
      this.#passBlanks();
      const item = this.#at < this.#to ? this.#scalar(text.charCodeAt(this.#at)) : undefined;
      if (item === undefined) return undefined;
      items.push(item);
    }
  }
}

/** Whether a colon before it would be one of YAML's. */
function isEndOfWord(code: number): boolean {
  return code === blank || code === lineEnd || Number.isNaN(code);
}
