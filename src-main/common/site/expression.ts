/**
 * An expression of a configuration, such as a template literal for an address, worked out without running it: it is read
 * as a small part of JavaScript in which nothing can be reached but what it is given.
 */
export type Expression = (scope: Scope) => unknown;

/**
 * The value of a name; throws `cannotTell` for one that is not known. Functions of it may be called; what is made with
 * `new URL(…)` is asked for as a function `new URL`.
 */
export type Scope = (name: string) => unknown;

/** Thrown where a value cannot be told. One for all: there may be as many as posts. */
export const cannotTell = new Error('This cannot be told without running it.');

/** The scope in which no name is known. */
export function unknownName(): never {
  throw cannotTell;
}

/** Reads an expression or a function; undefined for what is no such simple one. */
export function readExpression(script: string): Expression | undefined {
  if (script.length > longestScript) return undefined;
  try {
    const reader = new Reader(script);
    const expression = reader.expression();
    return reader.isAtEnd() ? expression : undefined;
  } catch {
    return undefined;
  }
}

/** Reads the object or other expression that begins there, whatever follows it. */
export function readExpressionAt(script: string, start: number): Expression | undefined {
  try {
    return new Reader(script.slice(start, start + longestScript)).expression();
  } catch {
    return undefined;
  }
}

/** What an expression is there; undefined where that cannot be told. */
export function valueIn(expression: Expression | undefined, scope: Scope): unknown {
  try {
    return expression?.(scope);
  } catch {
    return undefined;
  }
}

/** As `valueIn`, of an expression that is a function, for these arguments. */
export function resultIn(
  expression: Expression | undefined,
  scope: Scope,
  given: readonly unknown[],
): unknown {
  try {
    const value = expression?.(scope);
    return typeof value === 'function' ? value(...given) : value;
  } catch {
    return undefined;
  }
}

/** In UTF-16 code units. */
const longestScript = 4000;
const longestText = 10_000;
/** A pattern may take long over a long text. */
const longestMatched = 500;

const token =
  /\s+|\/\/[^\n]*|\/\*[\s\S]*?\*\/|(?<name>[A-Za-z_$][\w$]*)|(?<number>\d+(?:\.\d+)?)|(?<text>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')|(?<sign>=>|\?\?|\?\.(?!\d)|\|\||&&|[!=]==?|\.\.\.|[<>]=?|[-+*%!?:.,;(){}[\]`/=])/y;

type Kind = 'name' | 'number' | 'text' | 'sign' | 'end';

/** Reads by descent, each method one kind of expression from the loosest to the tightest. */
class Reader {
  readonly #script: string;
  #end = 0;
  #start = 0;
  #kind: Kind = 'end';
  #text = '';

  constructor(script: string) {
    this.#script = script;
    this.#next();
  }

  isAtEnd(): boolean {
    while (this.#is(';')) this.#next();
    return this.#kind === 'end';
  }

  expression(): Expression {
    const parameters = this.#parameters();
    if (parameters) return this.#function(parameters);
    const condition = this.#operation(0);
    if (!this.#takes('?')) return condition;
    const yes = this.expression();
    this.#expect(':');
    const no = this.expression();
    return (scope) => (condition(scope) ? yes(scope) : no(scope));
  }

  #next(): void {
    const { kind, text } = this.#token();
    this.#kind = kind;
    this.#text = text;
  }

  #token(): { kind: Kind; text: string } {
    for (;;) {
      this.#start = this.#end;
      if (this.#end >= this.#script.length) return { kind: 'end', text: '' };
      token.lastIndex = this.#end;
      const found = token.exec(this.#script);
      // A pattern's own signs are read with it.
      if (!found) return { kind: 'sign', text: 'unknown' };
      this.#end = token.lastIndex;
      for (const kind of ['name', 'number', 'text', 'sign'] as const) {
        const text = found.groups?.[kind];
        if (text !== undefined) return { kind, text };
      }
    }
  }

  #is(text: string): boolean {
    return this.#text === text && (this.#kind === 'sign' || this.#kind === 'name');
  }

  #takes(text: string): boolean {
    if (!this.#is(text)) return false;
    this.#next();
    return true;
  }

  #expect(text: string): void {
    if (!this.#takes(text)) throw cannotTell;
  }

  #name(): string {
    if (this.#kind !== 'name') throw cannotTell;
    const name = this.#text;
    this.#next();
    return name;
  }

  /** The names of a function's parameters; undefined, with nothing read, where none begins here. */
  #parameters(): Parameter[] | undefined {
    const rest = this.#script.slice(this.#start);
    const arrow =
      /^(?:async\s+)?(?:\(([^()]*)\)(?:\s*:\s*\w+)?|([A-Za-z_$][\w$]*))\s*=>/.exec(rest) ??
      /^(?:async\s+)?function\b\s*\w*\s*\(([^()]*)\)()/.exec(rest);
    if (!arrow) return undefined;
    this.#end = this.#start + arrow[0].length;
    this.#next();
    return parametersOf(arrow[1] ?? arrow[2] ?? '');
  }

  #function(parameters: readonly Parameter[]): Expression {
    const body = this.#is('{') ? this.#block() : this.expression();
    return (scope) =>
      (...given: unknown[]) => {
        const values = new Map<string, unknown>();
        for (const [index, parameter] of parameters.entries())
          if (typeof parameter === 'string') values.set(parameter, given[index]);
          else for (const name of parameter) values.set(name, propertyOf(given[index], name));
        return body((name) => (values.has(name) ? values.get(name) : scope(name)));
      };
  }

  /** `{ const a = …; if (…) return …; return …; }` */
  #block(): Expression {
    this.#expect('{');
    const statements: ((scope: Map<string, unknown>, outer: Scope) => { result: unknown } | undefined)[] = [];
    while (!this.#takes('}')) {
      if (this.#takes(';')) continue;
      const constant = this.#takes('const') || this.#takes('let') ? this.#name() : undefined;
      if (constant !== undefined) {
        this.#expect('=');
        const value = this.expression();
        statements.push((own, scope) => {
          own.set(constant, value(scope));
          return undefined;
        });
      } else if (this.#takes('if')) {
        this.#expect('(');
        const condition = this.expression();
        this.#expect(')');
        const body = this.#is('{') ? this.#block() : this.#returned();
        const otherwise = this.#takes('else')
          ? this.#is('{')
            ? this.#block()
            : this.#returned()
          : undefined;
        statements.push((_, scope) => {
          const chosen = condition(scope) ? body : otherwise;
          const result = chosen?.(scope);
          return result === goesOn || !chosen ? undefined : { result };
        });
      } else {
        const result = this.#returned();
        statements.push((_, scope) => ({ result: result(scope) }));
      }
    }
    return (outer) => {
      const own = new Map<string, unknown>();
      const scope: Scope = (name) => (own.has(name) ? own.get(name) : outer(name));
      for (const statement of statements) {
        const done = statement(own, scope);
        if (done) return done.result;
      }
      return goesOn;
    };
  }

  #returned(): Expression {
    this.#expect('return');
    if (this.#is(';') || this.#is('}')) return () => undefined;
    return this.expression();
  }

  #operation(level: number): Expression {
    const signs = operators[level];
    if (!signs) return this.#prefixed();
    let left = this.#operation(level + 1);
    for (;;) {
      const sign = this.#kind === 'sign' ? this.#text : '';
      const operator = Object.hasOwn(signs, sign) ? signs[sign] : undefined;
      if (!operator) return left;
      this.#next();
      const first = left;
      const second = this.#operation(level + 1);
      left = (scope) => operator(first(scope), () => second(scope));
    }
  }

  #prefixed(): Expression {
    if (this.#takes('!')) {
      const value = this.#prefixed();
      return (scope) => !value(scope);
    }
    if (this.#takes('await')) return this.#prefixed();
    if (this.#takes('-')) {
      const value = this.#prefixed();
      return (scope) => -Number(value(scope));
    }
    return this.#accessed(this.#primary());
  }

  #accessed(start: Expression): Expression {
    let value = start;
    for (;;) {
      const from = value;
      if (this.#is('?.') || this.#is('.')) {
        const isOptional = this.#takes('?.') || !this.#takes('.');
        if (isOptional && this.#takes('[')) {
          value = this.#indexed(from);
          continue;
        }
        const name = this.#name();
        if (this.#takes('(')) value = methodOf(from, name, this.#list(')'), isOptional);
        else value = (scope) => propertyOf(from(scope), name, isOptional);
      } else if (this.#takes('[')) {
        value = this.#indexed(from);
      } else if (this.#takes('(')) {
        const given = this.#list(')');
        value = (scope) => called(from(scope), ...given.map((item) => item(scope)));
      } else if (this.#is('!') && this.#script[this.#end] !== '=') {
        this.#next();
      } else if (this.#takes('as')) {
        this.#name();
      } else return value;
    }
  }

  #indexed(from: Expression): Expression {
    const index = this.expression();
    this.#expect(']');
    return (scope) => propertyOf(from(scope), String(index(scope)));
  }

  #list(close: string): Expression[] {
    const items: Expression[] = [];
    while (!this.#takes(close)) {
      items.push(this.expression());
      if (!this.#is(close)) this.#expect(',');
    }
    return items;
  }

  #primary(): Expression {
    const text = this.#text;
    if (this.#kind === 'number') {
      this.#next();
      return () => Number(text);
    }
    if (this.#kind === 'text') {
      this.#next();
      const value = unescaped(text.slice(1, -1));
      return () => value;
    }
    if (this.#is('`')) return this.#template();
    if (this.#is('/')) return this.#pattern();
    if (this.#takes('(')) {
      const inner = this.expression();
      this.#expect(')');
      return inner;
    }
    if (this.#takes('[')) {
      const items = this.#list(']');
      return (scope) => items.map((item) => item(scope));
    }
    if (this.#is('{')) return this.#object();
    if (this.#takes('new')) {
      const maker = this.#name();
      this.#expect('(');
      const given = this.#list(')');
      return (scope) => {
        const [first, ...others] = given.map((item) => item(scope));
        return maker === 'Date' ? dateOf(first) : called(scope(`new ${maker}`), first, ...others);
      };
    }
    const name = this.#name();
    if (Object.hasOwn(constants, name)) return () => constants[name];
    return (scope) => (Object.hasOwn(functions, name) ? functions[name] : scope(name));
  }

  #object(): Expression {
    this.#expect('{');
    const entries: [string, Expression][] = [];
    while (!this.#takes('}')) {
      const isQuoted = this.#kind === 'text';
      const key = isQuoted ? unescaped(this.#text.slice(1, -1)) : this.#text;
      if (isQuoted) this.#next();
      else this.#name();
      if (this.#takes(':')) entries.push([key, this.expression()]);
      else if (this.#is('(')) entries.push([key, this.#method()]);
      else entries.push([key, (scope) => scope(key)]);
      if (!this.#is('}')) this.#expect(',');
    }
    return (scope) => {
      const object: Record<string, unknown> = Object.create(null);
      for (const [key, value] of entries) object[key] = valueOrNothing(value, scope);
      return object;
    };
  }

  #method(): Expression {
    const found = /^\(([^()]*)\)/.exec(this.#script.slice(this.#start));
    if (!found) throw cannotTell;
    this.#end = this.#start + found[0].length;
    this.#next();
    return this.#function(parametersOf(found[1] ?? ''));
  }

  #template(): Expression {
    const parts: Expression[] = [];
    let text = '';
    let at = this.#end;
    for (;;) {
      const sign = this.#script[at];
      if (sign === undefined) throw cannotTell;
      if (sign === '\\') {
        text += unescaped(this.#script.slice(at, at + 2));
        at += 2;
      } else if (sign === '$' && this.#script[at + 1] === '{') {
        const before = text;
        text = '';
        this.#end = at + 2;
        this.#next();
        const inner = this.expression();
        if (!this.#is('}')) throw cannotTell;
        at = this.#end;
        parts.push(() => before, inner);
      } else if (sign === '`') {
        this.#end = at + 1;
        this.#next();
        const last = text;
        return (scope) => limited(parts.map((part) => textOf(part(scope))).join('') + last);
      } else {
        text += sign;
        at += 1;
      }
    }
  }

  #pattern(): Expression {
    const found = /^\/((?:[^/\\\n[]|\\.|\[(?:[^\]\\\n]|\\.)*\])+)\/([a-z]*)/.exec(
      this.#script.slice(this.#start),
    );
    const [whole = '', source = '', flags = ''] = found ?? [];
    if (!isQuickPattern(source)) throw cannotTell;
    const pattern = new RegExp(source, flags.replace(/[^gimsu]/g, ''));
    this.#end = this.#start + whole.length;
    this.#next();
    return () => pattern;
  }
}

/** A name, or the names of an object's keys. */
type Parameter = string | string[];

function parametersOf(list: string): Parameter[] {
  const found = list.matchAll(/\{([^{}]*)\}|([A-Za-z_$][\w$]*)(?:\s*:\s*[\w.<>[\]]+)?/g);
  return [...found].map(([, keys, name]) => name ?? (keys ?? '').split(',').map((key) => key.trim()));
}

/** Answer of a block that comes to its end without an answer. */
const goesOn = Symbol('no answer');

/** Repetitions of repetitions may take for ever. */
function isQuickPattern(source: string): boolean {
  return source !== '' && source.length < 200 && !/\)(?:[*+]|\{\d)|\\[1-9k]/.test(source);
}

type Operator = (left: unknown, right: () => unknown) => unknown;

const operators: readonly Readonly<Record<string, Operator>>[] = [
  { '??': (a, b) => a ?? b(), '||': (a, b) => a || b() },
  { '&&': (a, b) => a && b() },
  {
    '===': (a, b) => a === b(),
    '!==': (a, b) => a !== b(),
    '==': (a, b) => (a ?? null) === (b() ?? null),
    '!=': (a, b) => (a ?? null) !== (b() ?? null),
  },
  {
    '<': (a, b) => Number(a) < Number(b()),
    '>': (a, b) => Number(a) > Number(b()),
    '<=': (a, b) => Number(a) <= Number(b()),
    '>=': (a, b) => Number(a) >= Number(b()),
  },
  {
    '+': (a, b) => {
      const second = b();
      if (typeof a === 'number' && typeof second === 'number') return a + second;
      return limited(textOf(a) + textOf(second));
    },
    '-': (a, b) => Number(a) - Number(b()),
  },
];

const constants: Readonly<Record<string, unknown>> = {
  true: true,
  false: false,
  null: null,
  undefined: undefined,
};

const functions: Readonly<Record<string, (value: unknown) => unknown>> = {
  String: textOf,
  Number: (value) => Number(value),
  Boolean: (value) => Boolean(value),
  encodeURIComponent: (value) => encodeURIComponent(textOf(value)),
  encodeURI: (value) => encodeURI(textOf(value)),
};

type Method<T> = (value: T, given: readonly unknown[]) => unknown;
type Methods<T> = Readonly<Record<string, Method<T>>>;

const textMethods: Methods<string> = {
  toString: (text: string) => text,
  toLowerCase: (text) => text.toLowerCase(),
  toUpperCase: (text) => text.toUpperCase(),
  trim: (text) => text.trim(),
  normalize: (text, [form]) => text.normalize(form === undefined ? 'NFC' : textOf(form)),
  replace: (text, [from, to]) => limited(matched(text).replace(sought(from), textOf(to))),
  replaceAll: (text, [from, to]) => limited(matched(text).replaceAll(sought(from), textOf(to))),
  split: (text, [at]) => matched(text).split(sought(at)),
  match: (text, [pattern]) => {
    const found = pattern instanceof RegExp ? matched(text).match(pattern) : undefined;
    return found === undefined ? undefined : found && [...found];
  },
  slice: (text, [from, to]) => text.slice(Number(from ?? 0), to === undefined ? undefined : Number(to)),
  substring: (text, [from, to]) =>
    text.substring(Number(from ?? 0), to === undefined ? undefined : Number(to)),
  startsWith: (text, [start]) => text.startsWith(textOf(start)),
  endsWith: (text, [end]) => text.endsWith(textOf(end)),
  includes: (text, [part]) => text.includes(textOf(part)),
  indexOf: (text, [part]) => text.indexOf(textOf(part)),
  lastIndexOf: (text, [part]) => text.lastIndexOf(textOf(part)),
  concat: (text, given) => limited(text + given.map(textOf).join('')),
  padStart: (text, [length, fill]) =>
    text.padStart(Math.min(Number(length), 100), fill === undefined ? ' ' : textOf(fill)),
  at: (text, [index]) => text.at(Number(index)),
  charAt: (text, [index]) => text.charAt(Number(index)),
};

const listMethods: Methods<readonly unknown[]> = {
  join: (list, [between]) =>
    limited(
      list
        .map((item) => (item === undefined || item === null ? '' : textOf(item)))
        .join(between === undefined ? ',' : textOf(between)),
    ),
  slice: (list, [from, to]) => list.slice(Number(from ?? 0), to === undefined ? undefined : Number(to)),
  at: (list, [index]) => list.at(Number(index)),
  pop: (list) => list.at(-1),
  shift: (list) => list[0],
  includes: (list, [item]) => list.includes(item),
  indexOf: (list, [item]) => list.indexOf(item),
  reverse: (list) => [...list].reverse(),
  filter: (list, [test]) => list.filter((item) => called(test, item)),
  map: (list, [change]) => list.map((item) => called(change, item)),
  find: (list, [test]) => list.find((item) => called(test, item)),
  some: (list, [test]) => list.some((item) => called(test, item)),
};

/** In UTC, as sites are built. */
const dateMethods: Methods<Date> = {
  getFullYear: (date) => date.getUTCFullYear(),
  getUTCFullYear: (date) => date.getUTCFullYear(),
  getMonth: (date) => date.getUTCMonth(),
  getUTCMonth: (date) => date.getUTCMonth(),
  getDate: (date) => date.getUTCDate(),
  getUTCDate: (date) => date.getUTCDate(),
  getTime: (date) => date.getTime(),
  valueOf: (date: Date) => date.getTime(),
  toISOString: (date) => date.toISOString(),
};

const numberMethods: Methods<number> = { toString: (value: number) => String(value) };
const patternMethods: Methods<RegExp> = {
  test: (pattern, [text]) => new RegExp(pattern.source, pattern.flags).test(matched(textOf(text))),
};

function methodOf(from: Expression, name: string, given: readonly Expression[], isOptional: boolean) {
  return (scope: Scope): unknown => {
    const value = from(scope);
    if (isOptional && (value === undefined || value === null)) return undefined;
    const apply = <T>(methods: Methods<T>, self: T): unknown => {
      const method = Object.hasOwn(methods, name) ? methods[name] : undefined;
      if (!method) throw cannotTell;
      return method(
        self,
        given.map((item) => item(scope)),
      );
    };
    if (typeof value === 'string')
      return Object.hasOwn(dateMethods, name) ? apply(dateMethods, dateOf(value)) : apply(textMethods, value);
    if (Array.isArray(value)) return apply(listMethods, value);
    if (value instanceof Date) return apply(dateMethods, value);
    if (typeof value === 'number') return apply(numberMethods, value);
    if (value instanceof RegExp) return apply(patternMethods, value);
    return called(propertyOf(value, name), ...given.map((item) => item(scope)));
  };
}

function called(method: unknown, ...given: readonly unknown[]): unknown {
  if (typeof method !== 'function') throw cannotTell;
  return method(...given);
}

/** Only what the value itself holds: nothing of a language's own can be reached. */
function propertyOf(value: unknown, name: string, isOptional = false): unknown {
  if (typeof value === 'string' || Array.isArray(value)) {
    if (name === 'length') return value.length;
    return /^\d+$/.test(name) ? value[Number(name)] : undefined;
  }
  if (isOptional && (value === undefined || value === null)) return undefined;
  if (typeof value !== 'object' || value === null || value instanceof Date || value instanceof RegExp)
    throw cannotTell;
  return Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined;
}

/** A key that cannot be told spoils no other. */
function valueOrNothing(value: Expression, scope: Scope): unknown {
  try {
    return value(scope);
  } catch {
    return cannotTell;
  }
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw cannotTell;
}

function sought(value: unknown): string | RegExp {
  return value instanceof RegExp ? value : textOf(value);
}

function dateOf(value: unknown): Date {
  const date = value instanceof Date ? value : new Date(typeof value === 'number' ? value : textOf(value));
  if (Number.isNaN(date.getTime())) throw cannotTell;
  return date;
}

function matched(text: string): string {
  if (text.length > longestMatched) throw cannotTell;
  return text;
}

function limited(text: string): string {
  if (text.length > longestText) throw cannotTell;
  return text;
}

function unescaped(text: string): string {
  return text.replace(/\\(.)/gs, (_, sign: string) => ({ n: '\n', t: '\t' })[sign] ?? sign);
}
