import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readFrontMatter } from '../../../src-main/common/posts/front-matter.ts';

function fixture(name: string): string {
  const path = fileURLToPath(new URL(`../../fixtures/front-matter/${name}.md`, import.meta.url));
  return readFileSync(path, 'utf8');
}

function read(name: string) {
  return readFrontMatter(fixture(name));
}

function sources(name: string): Record<string, string> {
  return Object.fromEntries(read(name).fields.map(({ key, source }) => [key.join('.'), source]));
}

function codes(name: string): string[] {
  return read(name).problems.map(
    ({ severity, code, line, column }) => `${severity} ${code} ${line}:${column}`,
  );
}

describe('readFrontMatter', () => {
  it('reads every form of fence', () => {
    const titles: Record<string, string> = {
      'without-opening-fence': 'Crossing the river',
      'four-dashes': 'Four dashes',
      'six-dashes': 'Six dashes',
      'blank-line-before': 'After a blank line',
      'dots-close': 'Closed by dots',
      'byte-order-mark': 'Marked',
      'windows-line-ends': 'From Windows',
      'mixed-line-ends': 'Mixed',
      'toml-after-a-blank-line': 'Later',
      'json-hexo': 'In JSON without braces',
      'language-yaml': 'Named YAML',
      'language-toml': 'Named TOML',
      'language-json': 'Named JSON',
    };
    for (const [name, title] of Object.entries(titles)) {
      const { data, problems } = read(name);
      expect([name, data.title, problems]).toEqual([name, title, []]);
    }
  });

  it('reads nothing where nothing is written', () => {
    for (const name of ['empty-block', 'only-comments', 'plain', 'empty']) {
      expect(read(name)).toMatchObject({ data: {}, fields: [], problems: [] });
    }
  });

  it('keeps the source of values that readers differ about', () => {
    expect(read('numeric-titles').data).toEqual({
      title: 2020,
      version: 1.1,
      long: Number('12345678901234567890'),
      zero: 12,
    });
    expect(sources('numeric-titles')).toMatchObject({
      version: '1.10',
      long: '12345678901234567890',
      zero: '012',
    });
    expect(read('truth-values').data).toMatchObject({
      draft: 'yes',
      published: 'no',
      nothing: null,
      empty: null,
    });
    expect(sources('truth-values')).toMatchObject({ draft: 'yes', comments: 'off', nothing: '~', empty: '' });
  });

  it('leaves dates as they are written', () => {
    expect(sources('dates')).toEqual({
      title: 'Dates',
      a: '2024-05-01',
      b: '2015-1-6',
      c: '2015-01-09 18:00:00 -0800',
      d: '2024-03-01T10:00:00Z',
      e: 'Jan 4, 2014',
      f: '"2020-01-01 10:00"',
    });
    expect(read('dates').data.c).toBe('2015-01-09 18:00:00 -0800');
    expect(read('toml').data).toMatchObject({ date: '2024-05-01T10:00:00+02:00', day: '2024-05-01' });
  });

  it('takes the last of two equal keys and says so', () => {
    expect(read('duplicate-keys').data.title).toBe('Second');
    expect(codes('duplicate-keys')).toEqual(['warning front-matter-duplicate-key 4:1']);
  });

  it('forgives what Ruby and Hexo forgive', () => {
    expect(read('quoted-lines-at-the-margin').data.description).toBe('It goes on and on to the end.');
    expect(read('tabs').data.menu).toEqual({ main: 1, side: 2 });
    for (const name of ['quoted-lines-at-the-margin', 'tabs']) {
      expect(codes(name).every((code) => code.startsWith('warning front-matter-lenient'))).toBe(true);
    }
  });

  it('takes every key as a plain key', () => {
    const { data } = read('odd-keys');
    expect(Object.keys(data)).toEqual(
      expect.arrayContaining(['Title', 'cSpell:ignore', '__proto__', 'constructor', '42']),
    );
    expect(Object.getOwnPropertyDescriptor(data, '__proto__')?.value).toBe('plain');
    expect(data.constructor).toBe('plain too');
    expect(Object.getPrototypeOf(data)).toBeNull();
    expect(({} as Record<string, unknown>).plain).toBeUndefined();
    for (const text of [
      '+++\n__proto__ = "a"\n[constructor]\nb = 1\n+++\n',
      '{"__proto__": "a", "constructor": {"b": 1}}\n',
    ]) {
      expect(Object.entries(readFrontMatter(text).data)).toEqual([
        ['__proto__', 'a'],
        ['constructor', { b: 1 }],
      ]);
    }
  });

  it('names nested keys with their places', () => {
    const text = fixture('nested');
    const { fields } = readFrontMatter(text);
    const field = fields.find(({ key }) => key.join('.') === 'author.name');
    expect(field).toMatchObject({ value: 'Ada', source: 'Ada' });
    expect(text.slice(field?.range.from, field?.range.to)).toBe('Ada');
    expect(sources('nested')['extra.b']).toBe('[x, y]');
    expect(sources('toml')['taxonomies.categories']).toBe('["Work"]');
    expect(sources('toml')['extra.image']).toBe("'cover.jpg'");
  });

  it('writes aliases and merges out, and shares nothing', () => {
    const { data } = read('aliases');
    expect(data).toEqual({
      title: 'Named',
      again: 'Named',
      base: { colour: 'blue', size: 1 },
      more: { colour: 'blue', size: 2 },
    });
    const shared = readFrontMatter('---\na: &x [1]\nb: *x\n---\n').data;
    (shared.a as number[]).push(2);
    expect(shared.b).toEqual([1]);
  });

  it('reads texts of several lines', () => {
    expect(read('block-scalars').data).toMatchObject({
      literal: 'one\n  two\n\nthree\n',
      folded: 'four five',
      kept: 'six\n\n',
      draft: false,
    });
    expect(read('windows-line-ends').data.text).toBe('first\nsecond\n');
  });

  it('says what is wrong, where, and reads the rest', () => {
    expect(codes('invalid')).toEqual(['error front-matter-invalid 2:8']);
    expect(codes('toml-invalid')[0]).toMatch(/^error front-matter-invalid [34]:/);
    expect(codes('json-invalid')).toEqual(['error front-matter-invalid 3:12']);
    expect(codes('not-keys')).toEqual(['error front-matter-not-keys 2:1']);
    expect(codes('unclosed')).toEqual(['error front-matter-unclosed 1:1']);
    expect(codes('language-js')).toEqual(['warning front-matter-language 1:1']);
    expect(read('json-invalid').data.title).toBe('In JSON');
  });

  it('says the same each time', () => {
    for (const name of ['invalid', 'toml-invalid', 'json-invalid', 'duplicate-keys', 'nested']) {
      const first = JSON.stringify(read(name));
      for (let time = 0; time < 3; time += 1) expect(JSON.stringify(read(name))).toBe(first);
    }
  });

  it('runs nothing', () => {
    for (const name of ['language-js', 'body-like-front-matter']) read(name);
    readFrontMatter(
      '---\na: !!js/function "function () { globalThis.canary = 1 }"\nb: !ruby/object:A {}\n---\n',
    );
    expect((globalThis as Record<string, unknown>).canary).toBeUndefined();
  });

  describe('of an attacker', () => {
    const many = 20_000;
    const bombs: Record<string, string> = {
      'nested brackets': `---\na: ${'['.repeat(many)}\n---\n`,
      'nested braces': `---\na: ${'{a: '.repeat(many)}\n---\n`,
      'nested dashes': `---\n${'- '.repeat(many)}a\n---\n`,
      'nested questions': `---\n${'? '.repeat(many)}a\n---\n`,
      'nested indents': `---\n${Array.from({ length: 1000 }, (_, at) => `${' '.repeat(at)}a:\n`).join('')}---\n`,
      'nested TOML': `+++\na = ${'['.repeat(many)}\n+++\n`,
      'dotted TOML': `+++\na${'.a'.repeat(many)} = 1\n+++\n`,
      'nested JSON': `{"a": ${'['.repeat(many)}${']'.repeat(many)}}\n`,
      'aliases of aliases': `---\n${'abcdefghi'
        .split('')
        .map((name, at, all) =>
          at === 0 ? `a: &a [${'x,'.repeat(9)}]` : `${name}: &${name} [${`*${all[at - 1]},`.repeat(9)}]`,
        )
        .join('\n')}\n---\n`,
      'anchors on one value': `---\na: ${'&a '.repeat(many)}b\n---\n`,
      'a megabyte of keys': `---\n${Array.from({ length: 70_000 }, (_, at) => `key${at}: value\n`).join('')}---\n`,
      'an alias of itself': '---\na: &a [*a]\n---\n',
      'quotes without end': `---\n${'a: "b\n'.repeat(5000)}---\n`,
    };
    for (const [name, text] of Object.entries(bombs)) {
      it(`ends soon and says so: ${name}`, () => {
        const start = performance.now();
        const { problems, data } = readFrontMatter(text);
        expect(performance.now() - start).toBeLessThan(10_000);
        expect(problems.some(({ severity }) => severity === 'error')).toBe(true);
        expect(JSON.stringify(data).length).toBeLessThan(100_000);
      });
    }
  });
});

describe('what is never closed', () => {
  it.each([
    ['title: "Hello\ndate: 2024\ntags: [a]\n', 2, 8],
    ["a: 1\ntitle: 'Hello\ntags: [a]\n", 3, 8],
    ['title: ok\ntags: [a, b\ndate: 2024\n', 3, 7],
    ['title: ok\ntags: {a: b\n', 3, 7],
    ['title: it\nb: [a, "c]\nd: e\n', 3, 8],
  ])('is told where it begins: %j', (block, line, column) => {
    const { problems } = readFrontMatter(`---\n${block}---\n\nText\n`);
    expect(problems[0]).toMatchObject({ code: 'front-matter-invalid', line, column });
    expect(problems[0]?.message).toMatch(/closing quote or bracket/);
  });

  it('is no list that is closed at the margin', () => {
    const { problems } = readFrontMatter('---\ntags: [a,\nb]\n---\n');
    expect(problems).toMatchObject([{ severity: 'warning', message: expect.stringContaining('indented') }]);
  });
});
