import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findNeedle, needleOf } from '../../../src-main/core/index/needle.ts';

describe('findNeedle', () => {
  it('finds what indexOf finds', () => {
    const letters = (size: number) =>
      fc.string({ unit: fc.constantFrom('a', 'e', 'x', 'q', ' ', 'ü', '文'), maxLength: size });
    fc.assert(
      fc.property(letters(60), letters(9), fc.nat(20), (text, word, from) => {
        fc.pre(word !== '');
        expect(findNeedle(text, needleOf(word), from)).toBe(text.indexOf(word, from));
      }),
      { numRuns: 5000 },
    );
  });
});
