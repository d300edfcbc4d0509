import { Facet } from '@codemirror/state';
import type { PostSummary } from '../../../src-main/common/posts/post.ts';
import type { LinkForm } from '../../../src-main/common/site/link-form.ts';
import type { SiteInfo } from '../../../src-main/common/site/site.ts';
import type { SiteSnippet } from '../../../src-main/common/site/snippets/snippet.ts';

/** What links may go to. */
export interface LinkSource {
  /** Path of the post that is being written. */
  from: string;
  site: Pick<SiteInfo, 'convention' | 'site'>;
  posts(): Promise<readonly PostSummary[]>;
  /** How the blog's posts write links to each other; undefined: as the convention has it. */
  linkForm(): Promise<LinkForm | undefined>;
  pictures(): Promise<readonly { path: string; target: string }[]>;
  /** What the blog, its theme and its generator expand in a post. */
  snippets(): Promise<readonly SiteSnippet[]>;
  /** Whether posts and the form of links are known already, so that nobody waits for them. */
  isReady(): boolean;
  /** Where the window finds the picture that a target means. */
  addressOf(target: string): string;
}

/** Where completions learn of other posts; without one there are none. */
export const linkSource = Facet.define<LinkSource, LinkSource | undefined>({
  combine: (values) => values[0],
});
