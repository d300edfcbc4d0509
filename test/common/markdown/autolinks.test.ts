import { describe, expect, it } from 'vitest';
import { createRenderer } from '../../../src-main/common/markdown/render.ts';

const renderer = createRenderer({ remoteImages: false });

/** What becomes of a line: each link in angle brackets, with its target where that is another. */
function linked(line: string): string {
  return renderer
    .render(line)
    .replace(/<a href="([^"]*)">(.*?)<\/a>/g, (_all, target: string, words: string) =>
      target === words ? `<${words}>` : `<${words} = ${target}>`,
    )
    .replace(/^<p>|<\/p>\s*$/g, '');
}

describe('an address by itself', () => {
  it.each([
    ['See https://example.com/a. Then', 'See <https://example.com/a>. Then'],
    ['(https://example.com/a)', '(<https://example.com/a>)'],
    ['https://a.org/wiki/A_(b) z', '<https://a.org/wiki/A_(b)> z'],
    ['[https://a.com/b] x', '[<https://a.com/b>] x'],
    ['“https://a.com/x”', '“<https://a.com/x>”'],
    ['"https://a.com/x", he', '"<https://a.com/x>", he'],
    ['见https://a.com/b。然后', '见<https://a.com/b>。然后'],
    ['**https://a.com**', '<strong><https://a.com></strong>'],
    ['www.a.com/b_c_d, ok', '<www.a.com/b_c_d = http://www.a.com/b_c_d>, ok'],
    ['http://localhost:4000/a', '<http://localhost:4000/a>'],
    ['me@mail.example, too', '<me@mail.example = mailto:me@mail.example>, too'],
    ['git@a.com:u/r.git', '<git@a.com = mailto:git@a.com>:u/r.git'],
    ['https://a.com/?a=1;', '<https://a.com/?a=1>;'],
  ])('is a link, and the sentence around it is not: %s', (line, expected) =>
    expect(linked(line)).toBe(expected),
  );

  it.each([
    'main.rs and example.org',
    'pkg@1.2.3',
    'ssh://git@a.com/x',
    'https://',
    'www.',
    'x@y.com_',
    'http://256.256',
    'https://a.org:port',
  ])('is no link where it is none: %s', (line) => expect(linked(line)).toBe(line));

  it("ends where a generator's mark begins, which is labelled", () =>
    expect(linked('https://a.com/{{ page.id }}')).toBe(
      '<https://a.com/><code class="template">{{ page.id }}</code>',
    ));

  it.each([
    'https://a.com/'.padEnd(50_000, '('),
    'https://a.com/'.padEnd(50_000, ')'),
    'a@'.repeat(25_000),
    'https://'.repeat(6_000),
    'www.'.repeat(12_000),
    `https://a.com/${'&a;'.repeat(15_000)}`,
  ])('takes time by its length, whatever it is: %#', (text) => {
    const begin = performance.now();
    renderer.render(text);
    expect(performance.now() - begin).toBeLessThan(10_000);
  });
});
