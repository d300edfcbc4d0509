import { createHash } from 'node:crypto';

/** A short hash of some values that JSON can hold: equal values give equal hashes. */
export function hashOf(...values: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(values)).digest('hex').slice(0, 20);
}
