import type { PostPath } from './post.ts';

/** Part of a text that matches, in UTF-16 code units, the end not included. */
export interface MatchRange {
  from: number;
  to: number;
}

/** A text with the parts of it that match. */
export interface MatchedText {
  text: string;
  ranges: MatchRange[];
}

/** A post that a search found. */
export interface SearchResult {
  path: PostPath;
  /** `exact` holds every word of the query somewhere; `similar` has a title that differs by a typing error. */
  kind: 'exact' | 'similar';
  title: MatchedText;
  /** Tags and categories that match. */
  tags: string[];
  /** The first place of the text that matches; undefined where only the title, tags or description do. */
  snippet: MatchedText | undefined;
}

/** What a search found. */
export interface SearchAnswer {
  /** Best first. */
  results: SearchResult[];
  /** Posts that were found, those beyond the limit included. */
  total: number;
}
