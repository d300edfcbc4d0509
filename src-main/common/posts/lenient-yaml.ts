/** A text to parse in place of another, with the way back from its offsets. */
export interface PatchedText {
  text: string;
  toOriginal(offset: number): number;
}

/**
 * A YAML block as the strict parser wants it, where Ruby's, Go's and Hexo's readers are content with less: quoted
 * texts and bracketed lists that go on at the margin are indented, and tabs at the start of a line become blanks.
 * No value is another one by that. Undefined where there is nothing of the kind.
 */
export function patchYaml(content: string): PatchedText | undefined {
  const patcher = new Patcher(content);
  return patcher.run() ? patcher.patched() : undefined;
}

class Patcher {
  readonly #content: string;
  readonly #parts: string[] = [];
  /** Offsets in the original before which blanks were put in, with how many. */
  readonly #inserted: { at: number; length: number }[] = [];
  #copiedTo = 0;
  #changed = false;

  constructor(content: string) {
    this.#content = content;
  }

  run(): boolean {
    for (let at = 0; at < this.#content.length; ) {
      const next = this.#line(at);
      if (next === undefined) return false;
      at = next;
    }
    return this.#changed;
  }

  patched(): PatchedText {
    const text = this.#parts.join('') + this.#content.slice(this.#copiedTo);
    const inserted = this.#inserted;
    return { text, toOriginal: (offset) => originalOffset(offset, inserted) };
  }

  /** Takes a line with all that its value goes on over; undefined where a quote or bracket never closes. */
  #line(from: number): number | undefined {
    const indent = this.#blanksForTabs(from);
    const next = nextLine(this.#content, from);
    const value = valueStart(this.#content, from + indent, next);
    if (value === undefined) return next;
    const first = this.#content[value];
    if (first === '|' || first === '>') return this.#skipBlock(next, indent);
    if (first !== '"' && first !== "'" && first !== '[' && first !== '{') return next;
    const end = endOfConstruct(this.#content, value);
    if (end === undefined) return undefined;
    for (let line = next; line < end; line = nextLine(this.#content, line)) this.#indent(line, indent + 2);
    return nextLine(this.#content, Math.max(value, end - 1));
  }

  /** Puts one blank for each tab at the start of a line, and returns how many white characters stand there. */
  #blanksForTabs(from: number): number {
    let at = from;
    let tabs = false;
    for (
      let character = this.#content[at];
      character === ' ' || character === '\t';
      character = this.#content[at]
    ) {
      tabs ||= character === '\t';
      at += 1;
    }
    if (tabs) {
      this.#parts.push(this.#content.slice(this.#copiedTo, from), ' '.repeat(at - from));
      this.#copiedTo = at;
      this.#changed = true;
    }
    return at - from;
  }

  #indent(from: number, length: number): void {
    this.#parts.push(this.#content.slice(this.#copiedTo, from), ' '.repeat(length));
    this.#copiedTo = from;
    this.#inserted.push({ at: from, length });
    this.#changed = true;
  }

  #skipBlock(from: number, indent: number): number {
    let at = from;
    while (at < this.#content.length) {
      const next = nextLine(this.#content, at);
      const line = this.#content.slice(at, next);
      const blanks = line.length - line.trimStart().length;
      if (line.trim() !== '' && blanks <= indent) break;
      at = next;
    }
    return at;
  }
}

function originalOffset(offset: number, inserted: readonly { at: number; length: number }[]): number {
  let shift = 0;
  for (const { at, length } of inserted) {
    if (at + shift >= offset) break;
    shift += Math.min(length, offset - at - shift);
  }
  return offset - shift;
}

// No two neighbouring repetitions can match the same character, so that this takes linear time.
const keyWithColon =
  /^(?:"[^"\\\r\n]*"[ \t]*|'[^'\r\n]*'[ \t]*|[^\s"'#[\]{},&*!|>%@`:][^:\r\n]*(?::[^\s:][^:\r\n]*)*):[ \t]+/;

/** Where the value of a line begins, behind its dashes and its key. */
function valueStart(content: string, from: number, to: number): number | undefined {
  const line = content.slice(from, to);
  const dashes = /^(?:-[ \t]+)*/.exec(line)?.[0].length ?? 0;
  const rest = line.slice(dashes);
  const first = rest[0];
  if (first === undefined || first === '#') return undefined;
  const key = keyWithColon.exec(rest);
  const start = from + dashes + (key?.[0].length ?? 0);
  const marks = /^(?:[&!][^\s]*[ \t]+)*/.exec(content.slice(start, to))?.[0].length ?? 0;
  return start + marks < to ? start + marks : undefined;
}

/** Offset behind the quote or bracket that closes what opens here. */
function endOfConstruct(content: string, from: number): number | undefined {
  const first = content[from];
  if (first === '"' || first === "'") return endOfQuotes(content, from);
  let depth = 0;
  for (let at = from; at < content.length; at += 1) {
    const character = content[at];
    if (character === '"' || character === "'") {
      if (!/[\s[{,:]/.test(content[at - 1] ?? '')) continue;
      const end = endOfQuotes(content, at);
      if (end === undefined) return undefined;
      at = end - 1;
    } else if (character === '#' && /\s/.test(content[at - 1] ?? '')) {
      at = nextLine(content, at) - 1;
    } else if (character === '[' || character === '{') depth += 1;
    else if (character === ']' || character === '}') {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return undefined;
}

/** Offset behind the quote that closes the one here; undefined where none does. */
export function endOfQuotes(content: string, from: number): number | undefined {
  const quote = content[from];
  for (let at = from + 1; at < content.length; at += 1) {
    const character = content[at];
    if (character === '\\' && quote === '"') at += 1;
    else if (character === quote) {
      if (quote === '"' || content[at + 1] !== "'") return at + 1;
      at += 1;
    }
  }
  return undefined;
}

function nextLine(content: string, from: number): number {
  const newline = content.indexOf('\n', from);
  return newline === -1 ? content.length : newline + 1;
}
