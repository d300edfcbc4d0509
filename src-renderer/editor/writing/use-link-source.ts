import type { EditorView } from '@codemirror/view';
import { type RefObject, useEffect, useRef } from 'react';
import type { Client } from '../../../src-main/common/api/client.ts';
import type { PostSummary } from '../../../src-main/common/posts/post.ts';
import type { LinkForm } from '../../../src-main/common/site/link-form.ts';
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
    let posts: Promise<readonly PostSummary[]> | undefined;
    let snippets: Promise<readonly SiteSnippet[]> | undefined;
    let form: Promise<LinkForm | undefined> | undefined;
    const askForSnippets = async () => {
      snippets ??= client.call('site.snippets', { post: path }).catch(() => {
        snippets = undefined;
        return [];
      });
      known.current = await snippets;
      return known.current;
    };
    const stops = [
      client.listen('posts.changed', () => {
        posts = undefined;
        snippets = undefined;
        form = undefined;
      }),
      client.listen('repository.changed', () => {
        snippets = undefined;
      }),
    ];
    const timer = setTimeout(() => void askForSnippets(), quietBeforeSnippets);
    setLinkSource(view, {
      from: path,
      site: { convention, site: folder },
      posts() {
        posts ??= client.call('posts.list').catch(() => {
          posts = undefined;
          return [];
        });
        return posts;
      },
      linkForm() {
        form ??= client.call('site.linkForm', { post: path }).catch(() => undefined);
        return form;
      },
      pictures: () => client.call('assets.pictures', { post: path }).catch(() => []),
      snippets: askForSnippets,
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
