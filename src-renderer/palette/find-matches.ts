import UFuzzy from '@leeoniya/ufuzzy';
import { anyAlphabet } from '../../src-main/common/fuzzy-matching.ts';

const fuzzy = new UFuzzy({ intraMode: 1, ...anyAlphabet });

/** A match: which item, and which parts of its words matched, as pairs of from and to. */
export interface Match {
  index: number;
  ranges: readonly number[];
}

/** The items whose words match the query, one slip of a letter forgiven: first what says just that, then best first. */
export function findMatches(words: string[], query: string, limit: number): Match[] {
  const [found, info, order] = fuzzy.search(words, query, 1, 2000);
  if (!found) return [];
  const matches: Match[] =
    info && order
      ? order.map((place) => ({ index: info.idx[place] ?? 0, ranges: info.ranges[place] ?? [] }))
      : found.map((index) => ({ index, ranges: [] }));
  const rank = ({ index }: Match) => slipsIn(words[index] ?? '', query);
  return matches.toSorted((a, b) => rank(a) - rank(b)).slice(0, limit);
}

/** 0 where the words are the query, 1 where they have it as it was typed, 2 where letters were forgiven. */
function slipsIn(words: string, query: string): number {
  const [all, typed] = [words.toLowerCase(), query.trim().toLowerCase()];
  if (all === typed) return 0;
  return typed.split(/\s+/).every((part) => all.includes(part)) ? 1 : 2;
}
