import { slugify } from '../../posts/slug.ts';
import type { NewPostDate } from '../new-post.ts';
import { monthNames, twoDigits, weekdayNames } from '../permalinks.ts';

/** What an action of a template may come to. */
export type TemplateValue = string | number | NewPostDate;

/** What a template can ask for. */
export interface TemplateFacts {
  now: NewPostDate;
  /** The value of `.File.Dir` or `site.Title`, both without a dot before them; undefined for what is not known. */
  valueOf(path: string): TemplateValue | undefined;
}

/**
 * Works out the actions of a Go template as far as they are values and Hugo's functions of texts and dates; shortcodes
 * stay. Undefined where one is more than that, as a condition or a loop is. In the line of a title what is not known
 * becomes a word that stands for it. Source: pkg.go.dev/text/template, gohugo.io/functions.
 */
export function fillActions(text: string, facts: TemplateFacts): string | undefined {
  const variables = new Map<string, TemplateValue>();
  let filled = '';
  let from = 0;
  let isTrimmed = false;
  const textUpTo = (end: number | undefined): string => {
    const piece = text.slice(from, end);
    return isTrimmed ? piece.trimStart() : piece;
  };
  for (const { index, 0: whole, 1: opening, 2: source = '', 3: closing } of text.matchAll(action)) {
    const before = textUpTo(index);
    filled += opening === '-' ? before.trimEnd() : before;
    const isTitle = titleLine.test(filled.slice(filled.lastIndexOf('\n') + 1));
    const value = valueOfAction(source, facts, variables) ?? (isTitle ? 'title' : undefined);
    if (value === undefined) return undefined;
    filled += value;
    from = index + whole.length;
    isTrimmed = closing === '-';
  }
  return filled + textUpTo(undefined);
}

const action = /\{\{(?![<%])(-?)((?:[^{}"`]|"(?:[^"\\\n]|\\.)*"|`[^`]*`)*?)(-?)\}\}/g;
const titleLine = /^\s*["']?title["']?\s*[:=]/i;

function valueOfAction(
  source: string,
  facts: TemplateFacts,
  variables: Map<string, TemplateValue>,
): string | undefined {
  if (/^\s*\/\*.*\*\/\s*$/s.test(source)) return '';
  const [, name, rest = source] = /^\s*(\$\w+)\s*:?=(.*)$/s.exec(source) ?? [];
  const value = new Reader(rest, facts, variables).whole();
  if (value === undefined || name === undefined)
    return typeof value === 'object' ? undefined : value?.toString();
  variables.set(name, value);
  return '';
}

/** A dot right behind a bracket is kept with it: a method of what stands in the brackets. */
const token = /"(?:[^"\\\n]|\\.)*"|`[^`]*`|\d+|\)\.|[()|]|[.$]?\w[\w.]*|\S/g;

/** Reads one pipeline. What it does not know makes the whole of it undefined. */
class Reader {
  readonly #tokens: readonly string[];
  readonly #facts: TemplateFacts;
  readonly #variables: ReadonlyMap<string, TemplateValue>;
  #at = 0;

  constructor(source: string, facts: TemplateFacts, variables: ReadonlyMap<string, TemplateValue>) {
    this.#tokens = source.match(token) ?? [];
    this.#facts = facts;
    this.#variables = variables;
  }

  whole(): TemplateValue | undefined {
    const value = this.#pipeline();
    return this.#at === this.#tokens.length ? value : undefined;
  }

  #pipeline(): TemplateValue | undefined {
    let value = this.#command([]);
    while (value !== undefined && this.#tokens[this.#at] === '|') {
      this.#at += 1;
      value = this.#command([value]);
    }
    return value;
  }

  /** @param piped what the command before it came to, as the last argument */
  #command(piped: readonly TemplateValue[]): TemplateValue | undefined {
    const first = this.#tokens[this.#at] ?? '';
    const call = functions.get(aliases.get(first) ?? first);
    const method = call ? undefined : /^(.+)\.Format$/.exec(first)?.[1];
    if (!call && method === undefined) return piped.length === 0 ? this.#operand() : undefined;
    this.#at += 1;
    const subject = method === undefined ? [] : [this.#valueOf(method)];
    const given = [...subject, ...this.#operands(), ...piped];
    const known = given.filter((value) => value !== undefined);
    if (known.length < given.length) return undefined;
    return call ? call(known, this.#facts) : formatted(known);
  }

  #operands(): (TemplateValue | undefined)[] {
    const operands: (TemplateValue | undefined)[] = [];
    while (this.#at < this.#tokens.length && !/^[|)]/.test(this.#tokens[this.#at] ?? ''))
      operands.push(this.#operand());
    return operands;
  }

  #operand(): TemplateValue | undefined {
    const next = this.#tokens[this.#at] ?? '';
    this.#at += 1;
    if (next === '(') return this.#closed(this.#pipeline());
    if (next.startsWith('"')) return unquoted(next);
    if (next.startsWith('`')) return next.slice(1, -1);
    return /^\d+$/.test(next) ? Number(next) : this.#valueOf(next);
  }

  /** Behind what stands in brackets: nothing, or a method of it. */
  #closed(value: TemplateValue | undefined): TemplateValue | undefined {
    const end = this.#tokens[this.#at];
    this.#at += 1;
    if (end === ')') return value;
    if (end !== ').' || this.#tokens[this.#at] !== 'Format' || value === undefined) return undefined;
    this.#at += 1;
    const layout = this.#operand();
    return layout === undefined ? undefined : formatted([value, layout]);
  }

  #valueOf(path: string): TemplateValue | undefined {
    if (path.startsWith('$')) return this.#variables.get(path);
    if (path === 'now' || path === 'time.Now') return this.#facts.now;
    const isField = path.startsWith('.') || path.startsWith('site.');
    const value = isField ? this.#facts.valueOf(path.replace(/^\./, '')) : undefined;
    // The page's own date is a text there, unlike that of now.
    return path === '.Date' && typeof value === 'object' ? inLayout(value, internetTime) : value;
  }
}

const internetTime = '2006-01-02T15:04:05Z07:00';

function unquoted(text: string): string | undefined {
  try {
    return JSON.parse(text) as string;
  } catch {
    return undefined;
  }
}

type TemplateFunction = (given: readonly TemplateValue[], facts: TemplateFacts) => TemplateValue | undefined;

const functions: ReadonlyMap<string, TemplateFunction> = new Map(
  Object.entries<TemplateFunction>({
    replace: ([text, old, by, ...more]) =>
      more.length === 0 && areTexts(text, old, by)
        ? String(text).replaceAll(String(old), String(by))
        : undefined,
    lower: onText((text) => text.toLowerCase()),
    upper: onText((text) => text.toUpperCase()),
    title: onText(titleCased),
    humanize: onText((text) => capital(text.replace(/[-_]+/g, ' ').trim().toLowerCase())),
    urlize: onText(slugify),
    anchorize: onText(slugify),
    trim: ([text, signs]) =>
      areTexts(text, signs)
        ? String(text).replace(new RegExp(`^${oneOf(String(signs))}+|${oneOf(String(signs))}+$`, 'gu'), '')
        : undefined,
    dateFormat: ([layout, date], facts) => formattedBy(layout, date, facts),
    'time.Format': ([layout, date], facts) => formattedBy(layout, date, facts),
  }),
);

/** Functions by the names of their groups. */
const aliases: ReadonlyMap<string, string> = new Map([
  ['strings.Replace', 'replace'],
  ['strings.ToLower', 'lower'],
  ['strings.ToUpper', 'upper'],
  ['strings.Title', 'title'],
  ['strings.Trim', 'trim'],
  ['inflect.Humanize', 'humanize'],
  ['urls.URLize', 'urlize'],
  ['urls.Anchorize', 'anchorize'],
]);

function onText(change: (text: string) => string): TemplateFunction {
  return ([text, ...more]) => (typeof text === 'string' && more.length === 0 ? change(text) : undefined);
}

function areTexts(...values: readonly (TemplateValue | undefined)[]): boolean {
  return values.every((value) => typeof value === 'string');
}

/** A pattern of any of these signs. */
function oneOf(signs: string): string {
  return `[${signs.replace(/[\\\]^-]/g, '\\$&')}]`;
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

/** As the Associated Press has it, which is Hugo's default. */
function titleCased(text: string): string {
  const words = text.split(' ');
  return words
    .map((word, index) =>
      index > 0 && index < words.length - 1 && smallWords.has(word.toLowerCase())
        ? word.toLowerCase()
        : capital(word),
    )
    .join(' ');
}

const smallWords: ReadonlySet<string> = new Set(
  'a an and as at but by en for if in of on or the to v v. via vs vs.'.split(' '),
);

function formatted([date, layout]: readonly TemplateValue[]): string | undefined {
  return typeof date === 'object' && typeof layout === 'string' ? inLayout(date, layout) : undefined;
}

/** The date of the page comes as a text, but there is only this one. */
function formattedBy(
  layout: TemplateValue | undefined,
  date: TemplateValue | undefined,
  { now }: TemplateFacts,
): string | undefined {
  const isOwn = typeof date === 'object' || date === inLayout(now, internetTime);
  return isOwn && typeof layout === 'string' ? inLayout(now, layout) : undefined;
}

/** A date as Go writes it like `Mon Jan 2 15:04:05 2006`. */
function inLayout(date: NewPostDate, layout: string): string {
  return layout.replace(partOfLayout, (part) => parts[part]?.(date) ?? part);
}

const partOfLayout = /January|Jan|Monday|Mon|2006|06|Z07:00|-07:00|-0700|PM|01|02|03|04|05|15|_2|[1-5]/g;

const parts: Readonly<Record<string, (date: NewPostDate) => string>> = {
  January: ({ month }) => monthNames[month - 1] ?? '',
  Jan: ({ month }) => (monthNames[month - 1] ?? '').slice(0, 3),
  Monday: (date) => weekday(date),
  Mon: (date) => weekday(date).slice(0, 3),
  2006: ({ year }) => String(year).padStart(4, '0'),
  '06': ({ year }) => twoDigits(year % 100),
  'Z07:00': ({ offset }) => (offset === 0 ? 'Z' : zone(offset, ':')),
  '-07:00': ({ offset }) => zone(offset, ':'),
  '-0700': ({ offset }) => zone(offset, ''),
  PM: ({ hour }) => (hour < 12 ? 'AM' : 'PM'),
  '01': ({ month }) => twoDigits(month),
  '02': ({ day }) => twoDigits(day),
  '03': ({ hour }) => twoDigits(hour % 12 || 12),
  '04': ({ minute }) => twoDigits(minute),
  '05': ({ second }) => twoDigits(second),
  15: ({ hour }) => twoDigits(hour),
  _2: ({ day }) => String(day).padStart(2, ' '),
  1: ({ month }) => String(month),
  2: ({ day }) => String(day),
  3: ({ hour }) => String(hour % 12 || 12),
  4: ({ minute }) => String(minute),
  5: ({ second }) => String(second),
};

function weekday({ year, month, day }: NewPostDate): string {
  return weekdayNames[new Date(Date.UTC(year, month - 1, day)).getUTCDay()] ?? '';
}

function zone(offset: number, sign: string): string {
  const minutes = Math.abs(offset);
  return `${offset < 0 ? '-' : '+'}${twoDigits(Math.floor(minutes / 60))}${sign}${twoDigits(minutes % 60)}`;
}
