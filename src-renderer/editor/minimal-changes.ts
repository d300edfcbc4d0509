import { diff } from '@codemirror/merge';
import type { ChangeSpec, Text } from '@codemirror/state';

/** Beyond these the differences are told more coarsely rather than the window held up. */
const limits = { scanLimit: 1000, timeout: 150 };

/** The small changes that turn one document into another, so that cursor, scroll and undo history outlive them. */
export function minimalChanges(from: Text, to: Text): ChangeSpec[] {
  const after = to.toString();
  return diff(from.toString(), after, limits).map(({ fromA, toA, fromB, toB }) => ({
    from: fromA,
    to: toA,
    insert: after.slice(fromB, toB),
  }));
}
