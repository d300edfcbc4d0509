import UFuzzy from '@leeoniya/ufuzzy';
import { anyAlphabet } from '../../src-main/common/fuzzy-matching.ts';

const fuzzy = new UFuzzy({ intraMode: 1, ...anyAlphabet });

/** A match: which item, and which parts of its words matched, as pairs of from and to. */
export interface Match {
  index: number;
  ranges: readonly number[];
}

/** The items whose words match the query, one slip of a letter forgiven, best first. */
export function findMatches(words: string[], query: string, limit: number): Match[] {
  const [found, info, order] = fuzzy.search(words, query, 1, 2000);
  if (!found) return [];
  if (!info || !order) return found.slice(0, limit).map((index) => ({ index, ranges: [] }));
  return order.slice(0, limit).map((place) => ({
    index: info.idx[place] ?? 0,
    ranges: info.ranges[place] ?? [],
  }));
}
