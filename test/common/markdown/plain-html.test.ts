import { tests } from 'commonmark-spec';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanPlainHtml } from '../../../src-main/common/markdown/plain-html.ts';
import { createRenderer } from '../../../src-main/common/markdown/render.ts';
import { createSanitiser, type SanitiserOptions } from '../../../src-main/common/markdown/sanitise.ts';

const options: SanitiserOptions = {
  remoteImages: false,
  idPrefix: 'own-',
  resolveImage: (target) => (target.startsWith('no') ? undefined : `/media/${target}`),
  resolveLink: (target) => (target.endsWith('.md') ? `/posts/${target.slice(0, -3)}/` : undefined),
};
const quick = createSanitiser(options);
const slow = createSanitiser({ ...options, quickly: false });

const names =
  `a blockquote br code div em h1 h2 hr img input li ol p pre s span strong sup table tbody td th thead tr ul
  script style iframe svg math title select form option font body`.split(/\s+/);
const attributes = [
  '',
  ' class="token x"',
  ' class=""',
  ' id="a"',
  ' href="a.md"',
  ' href="javascript:x"',
  ' href="https://e.example/?a=1&amp;b=2"',
  ' src="a.png"',
  ' src="no.png" alt="n"',
  ' src="https://e.example/x.png"',
  ' onclick="x()"',
  ' style="color: red"',
  ' type="checkbox"',
  ' class="a" class="b"',
  ' data-line="3"',
  " title='q'",
  ' CLASS="x"',
  ' /',
  ' align="left"',
];
const texts = [
  'word',
  ' ',
  '\n',
  '&amp;',
  '&lt;',
  '&quot;',
  '&#39;',
  '&nbsp;',
  '"',
  "'",
  '>',
  '<',
  '&',
  '\0',
  '\r',
  '<!-- x -->',
  '😀',
];

const tag = fc
  .tuple(fc.constantFrom('<', '</'), fc.constantFrom(...names), fc.constantFrom(...attributes))
  .map(([start, name, rest]) => `${start}${name}${start === '</' ? '' : rest}>`);
const soup = fc
  .array(fc.oneof(tag, fc.constantFrom(...texts), fc.string({ maxLength: 8 })), { maxLength: 25 })
  .map((parts) => parts.join(''));
/** Elements that are closed, in whatever order they may stand. */
const { tree } = fc.letrec<{ tree: string; element: string }>((tie) => ({
  tree: fc
    .array(fc.oneof({ depthSize: 'small' }, fc.constantFrom(...texts.slice(0, 6)), tie('element')), {
      maxLength: 5,
    })
    .map((parts) => parts.join('')),
  element: fc
    .tuple(fc.constantFrom(...names), fc.constantFrom(...attributes), tie('tree'))
    .map(([name, rest, inner]) =>
      ['br', 'hr', 'img', 'input'].includes(name) ? `<${name}${rest}>` : `<${name}${rest}>${inner}</${name}>`,
    ),
}));

describe('HTML that is judged without a parser', () => {
  it('is what the parser’s way makes of it, whatever is in it', () => {
    fc.assert(
      fc.property(fc.oneof(soup, tree), (html) => {
        expect(quick(html)).toBe(slow(html));
      }),
      { numRuns: 5000 },
    );
  });

  it('is what the parser’s way makes of all examples of CommonMark', () => {
    const renderer = createRenderer({ remoteImages: true, sanitise: false });
    for (const { markdown } of tests) {
      const html = renderer.render(markdown);
      expect(quick(html)).toBe(slow(html));
    }
  });

  it('is most of what Markdown makes, and never what an author wrote as raw HTML of another kind', () => {
    const renderer = createRenderer({ remoteImages: true, sanitise: false });
    const write = (name: string): string => `<${name}>`;
    const usual = '# T\n\nA *b* `c` [d](e.md) "f".\n\n- g\n\n| h |\n| - |\n| i |\n\n```go\nj\n```\n\n> k\n';
    expect(cleanPlainHtml(renderer.render(usual), write)).toBeDefined();
    for (const html of [
      '<script>x</script>',
      '<p><div></div></p>',
      '<p>a',
      '<svg></svg>',
      '<b onclick=x>y</b>',
    ])
      expect(cleanPlainHtml(html, write)).toBeUndefined();
  });
});
