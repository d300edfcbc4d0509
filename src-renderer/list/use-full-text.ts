import { useEffect, useMemo, useState } from 'react';
import type { SearchAnswer, SearchResult } from '../../src-main/common/posts/search.ts';
import { useWindow, useWindowState } from '../app/window-context.ts';

/** A search begins once nobody has typed for this time. In milliseconds. */
const pause = 120;

/** Shorter queries are in nearly every text. In UTF-16 code units. */
const shortest = 2;

/** What the texts of all posts hold of a query. */
export interface FullText {
  /** Best first. Of an earlier query only what matches the new one too, so that no answer is stale and none flickers. */
  results: readonly SearchResult[];
  /** Whether the answer to this very query is still to come. */
  isPending: boolean;
}

/** Searches the texts of all posts, away from the window's thread. Asks again when posts have changed. */
export function useFullText(query: string, limit: number): FullText {
  const { client } = useWindow();
  const posts = useWindowState((state) => state.posts);
  const [last, setLast] = useState<{ query: string; answer: SearchAnswer }>();
  const words = query.trim();

  // biome-ignore lint/correctness/useExhaustiveDependencies: other posts are another answer
  useEffect(() => {
    if (words.length < shortest) return;
    let isWanted = true;
    const timer = setTimeout(() => {
      const none: SearchAnswer = { results: [], total: 0 };
      // Titles are still found without the texts.
      void client
        .call('posts.search', { query: words.slice(0, 1000), limit })
        .catch(() => none)
        .then((answer) => isWanted && setLast({ query: words, answer }));
    }, pause);
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
  }, [client, words, limit, posts]);

  return useMemo(() => {
    if (words.length < shortest) return { results: [], isPending: false };
    if (last?.query === words) return { results: last.answer.results, isPending: false };
    return { results: stillMatching(last?.answer.results ?? [], words), isPending: true };
  }, [last, words]);
}

/** Results that show every word of the query: they match whatever the answer will be. */
export function stillMatching(results: readonly SearchResult[], query: string): readonly SearchResult[] {
  const wanted = query.toLowerCase().split(/\s+/).filter(Boolean);
  return results.filter(({ title, tags, snippet }) => {
    const shown = [title.text, ...tags, snippet?.text ?? ''].join('\n').toLowerCase();
    return wanted.every((word) => shown.includes(word));
  });
}
