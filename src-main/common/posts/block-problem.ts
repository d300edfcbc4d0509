import type { FrontMatterData, MapNode } from './front-matter-tree.ts';

/** A mistake in a block, by its offset in the whole text. */
export interface BlockProblem {
  severity: 'error' | 'warning';
  code: string;
  message: string;
  offset: number;
}

/** What one format's reader makes of a block: as much as could be read, and what is wrong with it. */
export interface ReadBlock {
  data: FrontMatterData;
  /** Where each value stands. Undefined where the block cannot be read as keys with values. */
  tree: MapNode | undefined;
  problems: BlockProblem[];
}

/** Values nested deeper than this are refused: parsers recurse, and a full stack can end the whole process. */
export const deepestNesting = 100;

/** The block's problem where it is nested deeper than parsers can bear. */
export function tooDeep(offset: number): BlockProblem {
  return {
    severity: 'error',
    code: 'front-matter-too-deep',
    message: 'The front matter is nested too deeply to be read.',
    offset,
  };
}

/** The offset in a text where brackets, whether in quotes or not, are nested too deeply; undefined where nowhere. */
export function excessOfBrackets(content: string): number | undefined {
  let depth = 0;
  for (let at = 0; at < content.length; at += 1) {
    const character = content[at];
    if (character === '[' || character === '{') depth += 1;
    else if ((character === ']' || character === '}') && depth > 0) depth -= 1;
    if (depth > deepestNesting) return at;
  }
  return undefined;
}
