import { describe, expect, it } from 'vitest';
import { highlight } from '../../../src-main/common/markdown/highlight.ts';
import { createRenderer } from '../../../src-main/common/markdown/render.ts';
import { renderTex } from '../../../src-main/common/markdown/tex.ts';

const options = { remoteImages: false, highlight, math: renderTex };

/** A body with all that makes one block depend on another. */
const body = `# Title

Text with [a reference][a], a note[^1], $x^2$ and *emphasis*
over two lines.

## Title

- one
- [x] two

  more of two
1. first

> quote with [a]

<details>
<summary>More</summary>

inside **bold**

</details>

\`\`\`js
let a = 1;
\`\`\`

| a | b |
|---|---|
| 1 | 2[^n] |

{{< figure src="x.png" >}}

Setext
======

[a]: https://example.org/a "A"
[^1]: A note with [a].
[^n]:
    > a quote in it
`;

/** What edits put in: marks that open, close, join and split blocks. */
const pieces = [
  'a',
  ' ',
  '\n',
  '\n\n',
  '*',
  '`',
  '```\n',
  '# ',
  '- ',
  '> ',
  '    ',
  '|',
  '$',
  '[^1]',
  '[a]',
  '[a]: /b\n',
].concat([
  '<div>\n',
  '</div>\n',
  '{{ x }}',
  '===\n',
  '[^n]: z\n',
  '<!-- ',
  '-->',
  '\r\n',
  '{#id}',
  '日本',
  ':::\n',
  '{: .a}',
]);

/** Numbers from 0 to 1 that are the same in each run. */
function numbersFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

function edited(text: string, random: () => number): string {
  const from = Math.floor(random() * (text.length + 1));
  const removed = random() < 0.5 ? Math.floor(random() * 12) : 0;
  const added = random() < 0.75 ? (pieces[Math.floor(random() * pieces.length)] ?? '') : '';
  return text.slice(0, from) + added + text.slice(from + removed);
}

describe('a renderer that remembers blocks', () => {
  it.each([1, 2, 3, 4, 5])('gives what a new one gives after 200 edits (seed %i)', (seed) => {
    const random = numbersFrom(seed);
    const renderer = createRenderer(options);
    let text = body;
    for (let count = 0; count < 200; count += 1) {
      text = edited(text, random);
      expect(renderer.renderBlocks(text), JSON.stringify(text)).toEqual(
        createRenderer(options).renderBlocks(text),
      );
      if (text.length < 200) text += body;
    }
  });

  it.each([1, 2])('gives the same where it was let work piece by piece (seed %i)', (seed) => {
    const random = numbersFrom(seed);
    const renderer = createRenderer(options);
    let text = body;
    for (let count = 0; count < 60; count += 1) {
      text = edited(text, random);
      let left = Math.floor(random() * 8);
      renderer.prepare(text, () => {
        left -= 1;
        return left > 0;
      });
      if (count % 3 === 0) {
        expect(renderer.renderBlocks(text)).toEqual(createRenderer(options).renderBlocks(text));
      }
    }
    while (!renderer.prepare(text, () => false));
    expect(renderer.renderBlocks(text)).toEqual(createRenderer(options).renderBlocks(text));
  });

  it('renders only what has changed', () => {
    let highlighted = 0;
    const renderer = createRenderer({
      remoteImages: false,
      highlight(code) {
        highlighted += 1;
        return code;
      },
    });
    const blocks = Array.from({ length: 50 }, (_, index) => `\`\`\`js\n${index}\n\`\`\`\n`);
    renderer.renderBlocks(blocks.join('\n'));
    highlighted = 0;
    renderer.renderBlocks(`Before.\n\n${blocks.join('\n').replace('\n25\n', '\ntwenty-five\n')}`);
    expect(highlighted).toBe(1);
  });
});

describe('bodies that are made to be slow', () => {
  const many = 10_000;
  it.each([
    ['opening brackets', '['.repeat(many)],
    ['closing brackets', ']'.repeat(many)],
    ['pairs of brackets', `${'['.repeat(many)}a${']'.repeat(many)}`],
    ['brackets of notes', '[^'.repeat(many)],
    ['notes in notes', '^['.repeat(many)],
    ['links in links', `${'['.repeat(many)}a${'](b)'.repeat(many)}`],
    ['quotes in quotes', `${'> '.repeat(many)}a`],
    ['lists in lists', Array.from({ length: 500 }, (_, depth) => `${'  '.repeat(depth)}- a\n`).join('')],
    ['emphasis', '*a _b '.repeat(many)],
    ['stars', `${'*'.repeat(many)}a${'*'.repeat(many)}`],
    ['tildes', '~~a'.repeat(many)],
    ['backticks', Array.from({ length: 500 }, (_, length) => `e${'`'.repeat(length)}`).join('')],
    ['dollars', '$a '.repeat(many)],
    ['dollars in pairs', '$$a '.repeat(many)],
    ['dollars at line starts', '$$\n'.repeat(many)],
    ['braces', '{{'.repeat(many)],
    ['braces and percent signs', '{% '.repeat(many)],
    ['braces at line starts', '{{\n'.repeat(many)],
    ['highlight tags', '{% highlight a %}\n'.repeat(many / 4)],
    ['tags', '<div>'.repeat(many)],
    ['tags at line starts', '<div>\n\n'.repeat(many / 4)],
    ['unclosed tags', '<a '.repeat(many)],
    ['unclosed components', '<Ab '.repeat(many)],
    ['tags with braces', `<Ab ${'{'.repeat(many)}>`],
    ['comments', '<!-- '.repeat(many)],
    ['comments in lines', '<!--\n\n'.repeat(many / 4)],
    ['declarations', '<!A '.repeat(many)],
    ['entities', '&'.repeat(many)],
    ['escapes', '\\'.repeat(many)],
    ['references', Array.from({ length: 2000 }, (_, index) => `[${index}]: /${index}\n`).join('')],
    ['the same heading', '# a\n\n'.repeat(2000)],
    ['table columns', `${'|a'.repeat(2000)}|\n${'|-'.repeat(2000)}|\n${'|b\n'.repeat(2000)}`],
    ['addresses', 'https://a.b/('.repeat(many / 4)],
    ['blanks', `a${' '.repeat(many)}b${' '.repeat(many)}\n`.repeat(5)],
    ['nulls', '\0'.repeat(many)],
  ])('%s', (_, text) => {
    const renderer = createRenderer(options);
    // Processor time, since other tests run beside this one.
    const begin = process.cpuUsage();
    renderer.renderBlocks(text);
    expect(process.cpuUsage(begin).user / 1000).toBeLessThan(1000);
  });
});
