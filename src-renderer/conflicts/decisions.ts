import { type MergeChoice, type MergeConflict, mergedText } from '../../src-main/common/posts/merged-text.ts';
import type { PostConflict, Resolution } from '../../src-main/common/publish/publish.ts';

/** What the author has decided so far, by the name of the place; see `placesOf`. */
export type Decisions = Readonly<Record<string, MergeChoice>>;

/** One place that the author decides on. */
export interface ConflictPlace {
  /** Stays the same as long as what stands there does: a decision holds when the changes are brought in once more. */
  key: string;
  /** Undefined where a file is decided on as a whole: one that is no text. */
  part: MergeConflict | undefined;
}

/** The places of a file in their order. */
export function placesOf({ path, parts, versions, removedBy }: PostConflict): ConflictPlace[] {
  if (versions) return [{ key: JSON.stringify([path, versions.ours, versions.theirs]), part: undefined }];
  const seen = new Map<string, number>();
  return parts
    .filter((part) => part.kind === 'conflict')
    .map((part) => {
      const name = JSON.stringify([path, removedBy ?? '', part.base, part.ours, part.theirs]);
      const count = seen.get(name) ?? 0;
      seen.set(name, count + 1);
      return { key: `${count}${name}`, part };
    });
}

/** How many places of a file are still open. */
export function openPlaces(conflict: PostConflict, decisions: Decisions): number {
  return placesOf(conflict).filter(({ key }) => decisions[key] === undefined).length;
}

/** The decisions that still fit: those on places which are as they were. */
export function carryOver(decisions: Decisions, conflicts: readonly PostConflict[]): Decisions {
  const keys = conflicts.flatMap((conflict) => placesOf(conflict).map(({ key }) => key));
  return Object.fromEntries(
    keys.flatMap((key) => {
      const choice = decisions[key];
      return choice === undefined ? [] : [[key, choice] as const];
    }),
  );
}

/** Whether there is the same to decide in the same places. */
export function isSameQuestion(one: readonly PostConflict[], other: readonly PostConflict[]): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** What becomes of a file; undefined while a place is open. */
export function resolutionOf(conflict: PostConflict, decisions: Decisions): Resolution | undefined {
  const { path, removedBy, versions } = conflict;
  if (openPlaces(conflict, decisions) > 0) return undefined;
  const choices = placesOf(conflict).map(({ key }) => decisions[key]);
  const [first] = choices;
  if (versions) return { path, take: first === 'theirs' ? 'theirs' : 'ours' };
  if (removedBy !== undefined && first === removedBy) return { path };
  return { path, text: mergedText(conflict.parts, (_part, index) => choices[index] ?? 'ours') };
}

/** A stretch of a file as it will be. */
export interface ResultPiece {
  text: string;
  kind: 'same' | 'merged' | 'chosen' | 'open';
}

/** The file as it will be, open places among it as they are here; undefined where it goes or is no text. */
export function resultOf(conflict: PostConflict, decisions: Decisions): ResultPiece[] | undefined {
  const places = placesOf(conflict);
  const [first] = places;
  if (conflict.versions) return undefined;
  if (conflict.removedBy && first && decisions[first.key] === conflict.removedBy) return undefined;
  let next = 0;
  return conflict.parts.map((part): ResultPiece => {
    if (part.kind !== 'conflict') return { text: part.text, kind: part.kind };
    const key = places[next]?.key ?? '';
    next += 1;
    const choice = decisions[key];
    const text = mergedText([part], () => choice ?? shownWhileOpen(conflict));
    return { text, kind: choice === undefined ? 'open' : 'chosen' };
  });
}

/** Of a file that one side has taken away, the other’s text is what there is to see. */
function shownWhileOpen({ removedBy }: PostConflict): 'ours' | 'theirs' {
  return removedBy === 'ours' ? 'theirs' : 'ours';
}

/** What stands in a text field, without the line ends behind it, which are no words. */
export function editableText(part: MergeConflict, choice: MergeChoice | undefined): string {
  const text =
    typeof choice === 'object'
      ? choice.text
      : choice === 'both' || choice === undefined
        ? (part.both ?? (part.ours || part.theirs))
        : part[choice];
  return text.replace(/\r\n?/g, '\n').replace(/\n+$/, '');
}

/** What was typed, with the line ends that the place has. */
export function typedText(part: MergeConflict, typed: string): string {
  const model = part.ours || part.theirs || part.base;
  const lineEnd = /\r\n|\n|\r/.exec(model)?.[0] ?? '\n';
  const behind = /[\r\n]*$/.exec(model)?.[0] ?? '';
  const trimmed = typed.replace(/\n+$/, '');
  return trimmed === '' ? '' : trimmed.replaceAll('\n', lineEnd) + behind;
}
