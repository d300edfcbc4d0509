import { Text } from '@codemirror/state';
import { describe, expect, it } from 'vitest';
import { measureText } from '../../../src-renderer/editor/text-statistics.ts';

const measure = (text: string, from = 0) =>
  measureText(Text.of(text.split('\n')), from, new AbortController().signal);

describe('measureText', () => {
  it.each([
    ['', 0],
    ['# One *two*, three!', 3],
    ["It’s well-known: don't", 3],
    ['2024 is 3.5', 4],
    ['東京 and Ωmega', 4],
    ['--- *** ...', 0],
  ])('counts words: %s', async (text, words) => expect((await measure(text))?.words).toBe(words));

  it('counts from a position on', async () => expect((await measure('one two three', 4))?.words).toBe(2));

  it('counts long texts in parts', async () => {
    expect(await measure('one two three\n'.repeat(50_000))).toEqual({ words: 150_000, minutes: 682 });
  });

  it('rounds to minutes, one at least', async () => {
    expect((await measure('word'))?.minutes).toBe(1);
    expect((await measure('word '.repeat(660)))?.minutes).toBe(3);
  });

  it('ends early when it is no longer wanted', async () => {
    const stop = new AbortController();
    stop.abort();
    expect(await measureText(Text.of(['one']), 0, stop.signal)).toBeUndefined();
  });
});
