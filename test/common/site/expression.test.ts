import { describe, expect, it } from 'vitest';
import { cannotTell, readExpression, resultIn, valueIn } from '../../../src-main/common/site/expression.ts';

const names: Record<string, unknown> = {
  data: { title: 'Hello World', page: { fileSlug: 'hello', date: '2024-05-01' }, tags: ['a', 'b'] },
  lower: (text: unknown) => String(text).toLowerCase(),
};

const scope = (name: string): unknown => {
  if (!Object.hasOwn(names, name)) throw cannotTell;
  return names[name];
};

const told = (script: string) => valueIn(readExpression(script), scope);

describe('an expression of a configuration', () => {
  it.each([
    // biome-ignore-start lint/suspicious/noTemplateCurlyInString: the expressions' own text
    ['`/blog/${data.page.fileSlug}/`', '/blog/hello/'],
    ["'/' + data.title.toLowerCase().replace(/\\s+/g, '-') + '/'", '/hello-world/'],
    ['data.permalink ?? `/${lower(data.title)}`', '/hello world'],
    ["data['page'].date.slice(0, 4)", '2024'],
    ["data?.other?.deep || 'none'", 'none'],
    ["data.tags.includes('a') && data.tags.length > 1 ? 'two' : 'one'", 'two'],
    ["`${new Date(data.page.date).getFullYear()}/${String(5).padStart(2, '0')}`", '2024/05'],
    ["data.tags.map((tag) => `#${tag}`).join(' ')", '#a #b'],
    ["'a/b.md'.split('/').pop()!.replace(/\\.md$/, '') as string", 'b'],
    // biome-ignore-end lint/suspicious/noTemplateCurlyInString: the expressions' own text
  ])('%s', (script, value) => expect(told(script)).toBe(value));

  it('may be a function of what it is given', () => {
    const of = (script: string, ...given: unknown[]) => resultIn(readExpression(script), scope, given);
    expect(of("({ entry }) => entry.replace('.md', '')", { entry: 'a.md' })).toBe('a');
    expect(
      of("function (data) { const { x } = data; return 'a' }", { x: 1 }),
      'a form that is not known',
    ).toBeUndefined();
    const branches =
      'data => { if (data.draft) { return false; } const name = data.name; return name + "/"; }';
    expect([of(branches, { draft: true }), of(branches, { name: 'a' })]).toEqual([false, 'a/']);
  });

  it.each([
    'process.exit()',
    'data.constructor',
    "data.constructor.constructor('return 1')()",
    "''.constructor",
    "[].map.constructor('x')",
    'data.__proto__',
    'fetch("https://example.org")',
    "data.title.replace(/(a+)+$/, '')",
    "'a'.repeat(1000000)",
    'import("fs")',
    'while (true) {}',
    `${'['.repeat(5000)}`,
  ])('reaches nothing that it is not given: %s', (script) => expect(told(script)).toBeUndefined());
});
