/** Where in a post a part is. */
export type MergePlace =
  /** One key of the front matter; `['extra', 'author']` is a nested one. */
  | { kind: 'field'; key: string[] }
  /** The front matter as a whole, where it cannot be taken apart. */
  | { kind: 'front-matter' }
  /** A paragraph, a block of code, some lines of a list; `line` is the 1-based line where ours has it. */
  | { kind: 'paragraph'; line: number }
  /** The whole text. */
  | { kind: 'post' };

/**
 * A stretch of the merged text. All parts in their order are the whole of it. `base`, `ours` and `theirs` are what each
 * text has there, empty where it has nothing.
 */
export type MergePart =
  /** Nobody changed it. */
  | { kind: 'same'; base: string; ours: string; theirs: string; text: string; where: MergePlace }
  /** One side changed it, both did so alike, or what both did can stand side by side. */
  | { kind: 'merged'; base: string; ours: string; theirs: string; text: string; where: MergePlace }
  | MergeConflict;

/** Both sides changed it, each in another way. `mergedText` puts `before` and `after` around what is chosen. */
export interface MergeConflict {
  kind: 'conflict';
  base: string;
  ours: string;
  theirs: string;
  /** Both texts, ours first; undefined where a post cannot have both. */
  both: string | undefined;
  before: string;
  after: string;
  where: MergePlace;
}

/** What to take of a conflict; a text of the author’s own where neither serves. */
export type MergeChoice = 'ours' | 'theirs' | 'both' | { text: string };

/** The text that choices give. They are asked for in the order of the text. */
export function mergedText(
  parts: readonly MergePart[],
  choose: (part: MergeConflict, index: number) => MergeChoice,
): string {
  let conflicts = 0;
  return parts
    .map((part) => {
      if (part.kind !== 'conflict') return part.text;
      const text = chosenText(part, choose(part, conflicts));
      conflicts += 1;
      return text === '' ? '' : part.before + text + part.after;
    })
    .join('');
}

function chosenText(part: MergeConflict, choice: MergeChoice): string {
  if (typeof choice === 'object') return choice.text;
  return choice === 'both' ? (part.both ?? part.ours) : part[choice];
}
