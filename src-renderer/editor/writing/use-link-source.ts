import type { EditorView } from '@codemirror/view';
import { type RefObject, useEffect, useRef } from 'react';
import type { Client } from '../../../src-main/common/api/client.ts';
import type { PostSummary } from '../../../src-main/common/posts/post.ts';
import type { SiteInfo } from '../../../src-main/common/site/site.ts';
import type { SiteSnippet } from '../../../src-main/common/site/snippets/snippet.ts';
import { setLinkSource } from './modes.ts';

/** The palette wants the snippets at once: they are asked for when nobody waits for anything, in milliseconds. */
const quietBeforeSnippets = 800;

/**
 * Lets completions know the other posts of the blog and its snippets. Each is asked for when it is first wanted, and
 * kept until something changes. Answers the snippets as far as they are known.
 */
export function useLinkSource(
  view: EditorView | undefined,
  { client, site, path }: { client: Client; site: SiteInfo; path: string },
): RefObject<readonly SiteSnippet[]> {
  const { convention, site: folder } = site;
  const known = useRef<readonly SiteSnippet[]>([]);
  useEffect(() => {
    if (!view) return;
    const posts = remembered((): Promise<readonly PostSummary[]> => client.call('posts.list'), []);
    const form = remembered(() => client.call('site.linkForm', { post: path }), undefined);
    const snippets = remembered(async () => {
      known.current = await client.call('site.snippets', { post: path });
      return known.current;
    }, []);
    const stops = [
      client.listen('posts.changed', () => {
        for (const one of [posts, form, snippets]) one.forget();
      }),
      client.listen('repository.changed', snippets.forget),
    ];
    const timer = setTimeout(() => void snippets.get().then(form.get), quietBeforeSnippets);
    setLinkSource(view, {
      from: path,
      site: { convention, site: folder },
      posts: posts.get,
      linkForm: form.get,
      pictures: () => client.call('assets.pictures', { post: path }).catch(() => []),
      snippets: snippets.get,
      isReady: () => posts.isKnown() && form.isKnown(),
      addressOf: (target) => client.assetUrl({ post: path, target }),
    });
    return () => {
      clearTimeout(timer);
      known.current = [];
      for (const stop of stops) stop();
    };
  }, [view, client, convention, folder, path]);
  return known;
}

/** What was asked for once. Later answers come in for the next time: a menu that is open waits for nothing. */
function remembered<Value>(ask: () => Promise<Value>, otherwise: Value) {
  let latest: Promise<Value> | undefined;
  let isKnown = false;
  let isStale = false;
  return {
    isKnown: () => isKnown,
    get(): Promise<Value> {
      const fresh = latest === undefined || isStale ? ask() : undefined;
      isStale = false;
      fresh?.then(
        () => {
          latest = fresh;
          isKnown = true;
        },
        () => {
          isStale = true;
        },
      );
      latest ??= fresh?.catch(() => otherwise);
      return latest ?? Promise.resolve(otherwise);
    },
    forget() {
      isStale = true;
    },
  };
}
