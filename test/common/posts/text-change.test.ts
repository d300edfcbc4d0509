import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  applyChanges,
  composeChanges,
  invertChanges,
  type TextChange,
} from '../../../src-main/common/posts/text-change.ts';

const text = fc.string({ maxLength: 20 });

/** Any sorted changes of a text that do not overlap. */
function changesOf(original: string): fc.Arbitrary<TextChange[]> {
  return fc
    .tuple(
      fc.array(fc.nat(original.length), { maxLength: 6 }),
      fc.array(fc.string({ maxLength: 3 }), { maxLength: 3 }),
    )
    .map(([offsets, inserts]) => {
      const sorted = [...new Set(offsets)].sort((one, other) => one - other);
      return inserts.flatMap((insert, at) => {
        const [from, to] = [sorted[2 * at], sorted[2 * at + 1]];
        return from === undefined ? [] : [{ from, to: to ?? from, insert }];
      });
    });
}

describe('text changes', () => {
  it('are undone by their inverse', () => {
    fc.assert(
      fc.property(
        text.chain((original) => fc.tuple(fc.constant(original), changesOf(original))),
        ([original, changes]) => {
          const changed = applyChanges(original, changes);
          expect(applyChanges(changed, invertChanges(original, changes))).toBe(original);
        },
      ),
    );
  });

  it('composed do what they do in a row', () => {
    const twice = text
      .chain((original) => fc.tuple(fc.constant(original), changesOf(original)))
      .chain(([original, first]) =>
        fc.tuple(fc.constant(original), fc.constant(first), changesOf(applyChanges(original, first))),
      );
    fc.assert(
      fc.property(twice, ([original, first, second]) => {
        const composed = composeChanges(original, first, second);
        expect(applyChanges(original, composed)).toBe(applyChanges(applyChanges(original, first), second));
        for (const [at, { from, to }] of composed.entries()) {
          expect(from).toBeLessThanOrEqual(to);
          expect(from).toBeGreaterThan(composed[at - 1]?.to ?? -1);
        }
      }),
      { numRuns: 1000 },
    );
  });
});
