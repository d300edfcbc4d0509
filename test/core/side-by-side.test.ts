import { describe, expect, it } from 'vitest';
import { sideBySide } from '../../src-main/core/side-by-side.ts';

/** Actions that wait to be ended by their number, and those that have begun. */
function actions(count: number): {
  all: (() => Promise<number>)[];
  begun: number[];
  end(number: number): void;
  fail(number: number): void;
} {
  const begun: number[] = [];
  const waiting = new Map<number, { resolve(number: number): void; reject(error: Error): void }>();
  return {
    begun,
    all: Array.from({ length: count }, (_, number) => () => {
      begun.push(number);
      return new Promise((resolve, reject) => waiting.set(number, { resolve, reject }));
    }),
    end: (number) => waiting.get(number)?.resolve(number),
    fail: (number) => waiting.get(number)?.reject(new Error(`action ${number}`)),
  };
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('actions side by side', () => {
  it('begin as there is room, and answer in their order', async () => {
    const { all, begun, end } = actions(3);
    const answer = sideBySide(all, 2);
    await turn();
    expect(begun).toEqual([0, 1]);
    end(1);
    await turn();
    expect(begun).toEqual([0, 1, 2]);
    end(2);
    end(0);
    expect(await answer).toEqual([0, 1, 2]);
  });

  it('begin no more after a failure, and end what has begun', async () => {
    const { all, begun, end, fail } = actions(3);
    const answer = sideBySide(all, 2);
    let message = '';
    const watched = answer.catch((error: Error) => {
      message = error.message;
    });
    await turn();
    fail(1);
    await turn();
    expect(begun).toEqual([0, 1]);
    expect(message).toBe('');
    end(0);
    await watched;
    expect(message).toBe('action 1');
  });
});
