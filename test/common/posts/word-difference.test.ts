import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wordDifference } from '../../../src-main/common/posts/word-difference.ts';

/** `[-taken out-]` and `[+put in+]`. */
function marked(before: string, after: string): string {
  const signs = { same: ['', ''], removed: ['[-', '-]'], added: ['[+', '+]'] };
  return wordDifference(before, after)
    .map(({ kind, text }) => signs[kind].join('|').replace('|', () => text))
    .join('');
}

describe('the difference of two texts by words', () => {
  it('marks the words that changed and no others', () => {
    expect(marked('We learned fast.', 'We learned quickly.')).toBe('We learned [-fast-][+quickly+].');
    expect(marked('One two three.', 'One three.')).toBe('One [-two -]three.');
    expect(marked('One three.', 'One two three.')).toBe('One [+two +]three.');
  });

  it('makes one change of words that changed side by side', () => {
    expect(marked('a red fox ran', 'a brown dog ran')).toBe('a [-red fox-][+brown dog+] ran');
  });

  it('takes a word with its apostrophe as one, and Chinese sign by sign', () => {
    expect(marked('It’s here', 'It’ll here')).toBe('[-It’s-][+It’ll+] here');
    expect(marked('我喜欢茶', '我喜欢咖啡')).toBe('我喜欢[-茶-][+咖啡+]');
  });

  it('says nothing of texts that are the same', () => {
    expect(wordDifference('', '')).toEqual([]);
    expect(marked('same', 'same')).toBe('same');
  });

  it('holds both texts whole, whatever they are', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', ' ', '\n', ',', 'é', '😀', '我', '\ud83d') });
    fc.assert(
      fc.property(text, text, (before, after) => {
        const pieces = wordDifference(before, after);
        const without = (kind: string) =>
          pieces
            .filter((each) => each.kind !== kind)
            .map((each) => each.text)
            .join('');
        expect(without('added')).toBe(before);
        expect(without('removed')).toBe(after);
      }),
    );
  });
});
