import type { EditorView } from '@codemirror/view';
import { useEffect } from 'react';
import type { Client } from '../../../src-main/common/api/client.ts';
import type { PostSummary } from '../../../src-main/common/posts/post.ts';
import type { SiteInfo } from '../../../src-main/common/site/site.ts';
import { setLinkSource } from './modes.ts';

/** Lets completions know the other posts of the blog. The list is asked for when it is first wanted, and kept until a post changes. */
export function useLinkSource(
  view: EditorView | undefined,
  { client, site, path }: { client: Client; site: SiteInfo; path: string },
): void {
  const { convention, site: folder } = site;
  useEffect(() => {
    if (!view) return;
    let list: Promise<readonly PostSummary[]> | undefined;
    const stop = client.listen('posts.changed', () => {
      list = undefined;
    });
    const posts = () => {
      list ??= client.call('posts.list').catch(() => {
        list = undefined;
        return [];
      });
      return list;
    };
    setLinkSource(view, {
      from: path,
      site: { convention, site: folder },
      posts,
      pictures: () => client.call('assets.pictures', { post: path }).catch(() => []),
      addressOf: (target) => client.assetUrl({ post: path, target }),
    });
    return stop;
  }, [view, client, convention, folder, path]);
}
