import { Text } from '@codemirror/state';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { followText } from '../../../src-renderer/app/follow-text.ts';
import { createOpenDocument } from '../../../src-renderer/app/open-document.ts';
import { createStore } from '../../../src-renderer/app/store.ts';
import type { WindowState } from '../../../src-renderer/app/window-state.ts';

/** Twelve characters a second, in milliseconds. */
const betweenKeys = 80;

describe('the text that the preview follows', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  const window = () => createStore({ posts: [] } as unknown as WindowState);

  it.each([
    ['short', 100],
    ['of a megabyte', 10_000],
  ])('is shown while its author types on, when it is %s', (_name, lines) => {
    const open = createOpenDocument();
    let text = Text.of(Array.from({ length: lines }, () => 'x'.repeat(100)));
    const type = () => {
      text = text.replace(0, 0, Text.of(['y']));
      open.set({ path: 'a.md', text });
    };
    open.set({ path: 'a.md', text });
    let shown = '';
    const stop = followText(open, window(), ({ body }) => {
      shown = body;
    });
    for (let key = 1; key <= 20; key += 1) {
      type();
      vi.advanceTimersByTime(betweenKeys);
      expect(shown.lastIndexOf('y', 100) + 1).toBe(key);
    }
    stop();
  });

  it('is read the less often the longer that takes, but at least three times a second', () => {
    const open = createOpenDocument();
    let readings = 0;
    const slow = (milliseconds: number): Text =>
      ({
        toString() {
          readings += 1;
          vi.advanceTimersByTime(milliseconds);
          return 'text';
        },
      }) as unknown as Text;
    const readingsIn = (wait: number, text: Text): number => {
      open.set({ path: 'a.md', text });
      readings = 0;
      vi.advanceTimersByTime(wait);
      return readings;
    };
    open.set({ path: 'a.md', text: slow(50) });
    const stop = followText(open, window(), () => undefined);
    expect(readingsIn(199, slow(1000))).toBe(0);
    expect(readingsIn(1, slow(1000))).toBe(1);
    expect(readingsIn(299, slow(1000))).toBe(0);
    expect(readingsIn(1, slow(1000))).toBe(1);
    stop();
  });

  it('is read once for several changes in a row, and not at all once nobody follows', () => {
    const open = createOpenDocument();
    open.set({ path: 'a.md', text: Text.of(['one']) });
    const show = vi.fn();
    const stop = followText(open, window(), show);
    for (const word of ['two', 'three', 'four']) open.set({ path: 'a.md', text: Text.of([word]) });
    vi.runAllTimers();
    expect(show.mock.calls.map(([{ body }]) => body)).toEqual(['one', 'four']);
    open.set({ path: 'a.md', text: Text.of(['five']) });
    stop();
    vi.runAllTimers();
    expect(show).toHaveBeenCalledTimes(2);
  });
});
