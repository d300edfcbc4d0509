import { describe, expect, it } from 'vitest';
import { countWords } from '../../../src-main/common/markdown/words.ts';

describe('countWords', () => {
  it.each([
    ['', 0],
    ['One two, three.', 3],
    ["It's a well-known *fact* — really.", 5],
    ['# Title\n\nText of **two** lines.', 5],
    ['日本語 and 中文', 6],
    ['한국어 낱말 셋', 3],
    ['Before\n\n```js\nlet many = words();\n```\n\nafter', 2],
    ['An unclosed fence\n\n~~~\neats the rest', 3],
    ['[two words](https://example.org/not/these) ![alt](a.png)', 3],
    ['See https://example.org/a/b now', 2],
    ['<div class="x">one</div> <!-- not this -->', 1],
    ['{{ site.title }} one {% include a.html %}', 1],
    ['text\n\n[ref]: https://example.org "Title"', 1],
    ['1,204 words', 3],
  ])('%j has %i', (body, count) => expect(countWords(body)).toBe(count));
});
