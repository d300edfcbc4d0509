import { describe, expect, it } from 'vitest';
import { highlight } from '../../../src-main/common/markdown/highlight.ts';

describe('highlight', () => {
  it.each([
    ['ts', 'const a: number = 1;', 'keyword'],
    ['php', '<?php echo "a"; ?><b>c</b>', 'php'],
    ['liquid', '<p>{{ a | b }}</p>', 'liquid'],
    ['vue', '<template><p :a="b" /></template>', 'tag'],
    ['c++', 'int main() { return 0; }', 'keyword'],
    ['sh', 'echo "$HOME"', 'builtin'],
    ['yml', 'a: b', 'key'],
    ['jsonc', '{ "a": 1 }', 'property'],
    ['dockerfile', 'FROM node', 'instruction'],
  ])('knows %s', (language, code, token) => {
    const html = highlight(code, language) ?? '';
    expect(html).toMatch(new RegExp(`<span class="token [^"]*\\b${token}\\b`));
    expect(textOf(html)).toBe(code);
  });
  it('leaves other languages and very long code alone', () => {
    expect(highlight('qo', 'klingon')).toBeUndefined();
    expect(highlight('a', '__proto__')).toBeUndefined();
    expect(highlight('a\n'.repeat(100_000), 'js')).toBeUndefined();
  });
});

function textOf(html: string): string {
  return html
    .replace(/<[^>]*>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}
