import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { instantOfPlainDay, isPlainDayAt } from '../../../src-main/common/posts/plain-day.ts';

describe('plain days', () => {
  it('are counted as the engine counts them', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 9999 }), fc.nat(13), fc.nat(32), (year, month, day) => {
        const text = `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
        if (!isPlainDayAt(text, 0)) return;
        expect(new Date(instantOfPlainDay(text)).toISOString().slice(0, 10)).toBe(text);
        expect(instantOfPlainDay(text)).toBe(Date.parse(text));
      }),
      { numRuns: 20_000 },
    );
  });

  it('are told at any place, and nothing else is', () => {
    expect(isPlainDayAt('x2024-02-28', 1)).toBe(true);
    for (const text of [
      '2024-02-29',
      '2024-2-28',
      '2024-00-10',
      '2024-13-10',
      '2024-01-00',
      '2024-04-31',
      '24-01-01',
      '2024/01/01',
      '',
    ])
      expect(isPlainDayAt(text, 0)).toBe(false);
  });
});
