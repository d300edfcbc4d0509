import { type DiskCalls, systemCalls } from '../../src-main/core/disk.ts';

/** What the i-th call of the system does: an error, or a write that stops early without one. */
export type Fault = 'EIO' | 'ENOSPC' | 'EACCES' | 'EROFS' | 'EBUSY' | 'EMFILE' | 'ENOENT' | 'short-write';
/** Every kind of failure. */
export const faults: readonly Fault[] = [
  'EIO',
  'ENOSPC',
  'EACCES',
  'EROFS',
  'EBUSY',
  'EMFILE',
  'ENOENT',
  'short-write',
];

/** Calls of which the i-th fails: once, or it and all that follow. Counts all of them. */
export function faultyCalls(
  at: number,
  fault: Fault,
  lasts: boolean,
): { calls: DiskCalls; count: () => number } {
  let made = 0;
  const failing = (name: string): boolean => {
    made += 1;
    const isTurn = made === at || (lasts && made > at);
    if (!isTurn || fault === 'short-write') return isTurn && name === 'write';
    throw Object.assign(new Error(`${fault}: injected into ${name}`), { code: fault });
  };
  // A proxy counts every call of the interface, so that a new one cannot be forgotten here.
  const wrap = <T extends object>(target: T): T =>
    new Proxy(target, {
      get(object, property) {
        const original: unknown = Reflect.get(object, property);
        if (typeof original !== 'function') return original;
        return async (...args: unknown[]) => {
          // Whatever fails, a file is closed: the system closes it when the program ends.
          if (property === 'close') return original.apply(object, args);
          const isShort = failing(String(property));
          if (isShort) args[2] = Math.floor((args[2] as number) / 2);
          if (isShort && args[2] === 0) return 0;
          const result = await original.apply(object, args);
          return property === 'open' ? wrap(result as object) : result;
        };
      },
    });
  return { calls: wrap(systemCalls), count: () => made };
}
