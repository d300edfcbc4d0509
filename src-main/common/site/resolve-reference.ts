import type { ReferenceKind, ResolveReference } from '../markdown/expansions.ts';
import type { PostSummary } from '../posts/post.ts';

type Linked = Pick<PostSummary, 'path' | 'url' | 'title'>;

/**
 * Finds the post that another one refers to in its generator's words, among the posts of the list: by its path, the end of
 * its path, or its name, with or without extension and language.
 */
export function referenceResolver(posts: readonly Linked[]): ResolveReference {
  let names: Map<string, Linked> | undefined;
  return (kind, written) => {
    const [, name = '', anchor = ''] = /^([^#?]*)(.*)$/s.exec(written) ?? [];
    if (name === '') return undefined;
    names ??= namesOf(posts);
    const post = names.get(keyOf(kind, name));
    return post?.url === undefined ? undefined : { url: post.url + anchor, title: post.title };
  };
}

function keyOf(kind: ReferenceKind, name: string): string {
  const path = name.replace(/^\.?\/+/, '').replace(/\/+$/, '');
  // Jekyll looks among posts only: their folders may lie anywhere.
  return bare(kind === 'link-tag' ? path.replace(/^(?:.*\/)?(?=_posts\/)/, '') : path);
}

/** Every end of every path; of two posts with the same end the first in the list has it. */
function namesOf(posts: readonly Linked[]): Map<string, Linked> {
  const names = new Map<string, Linked>();
  for (const post of posts) {
    let end = bare(post.path);
    for (;;) {
      if (!names.has(end)) names.set(end, post);
      const slash = end.indexOf('/');
      if (slash < 0) break;
      end = end.slice(slash + 1);
    }
  }
  return names;
}

/** A path without its extension, and without the file's name where that only stands for its folder. */
function bare(path: string): string {
  return path
    .normalize('NFC')
    .replace(/\.(?:md|mdx|markdown|html|adoc|org|njk|liquid)$/i, '')
    .replace(/\/_?index(?:\.[a-z]{2})?$/i, '');
}
