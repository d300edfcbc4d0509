import type { Completion, CompletionContext, CompletionResult } from '@codemirror/autocomplete';
import { Facet } from '@codemirror/state';
import type { EditorView } from '@codemirror/view';
import type { PostSummary } from '../../../src-main/common/posts/post.ts';
import { linkTarget } from '../../../src-main/common/site/link-form.ts';
import type { SiteInfo } from '../../../src-main/common/site/site.ts';
import { findMatches } from '../../palette/find-matches.ts';
import { isLiteral, slashAt } from './slash-menu.ts';

/** What links may go to. */
export interface LinkSource {
  /** Path of the post that is being written. */
  from: string;
  site: Pick<SiteInfo, 'convention' | 'site'>;
  posts(): Promise<readonly PostSummary[]>;
}

/** Where completions learn of other posts; without one there are none. */
export const linkSource = Facet.define<LinkSource, LinkSource | undefined>({
  combine: (values) => values[0],
});

/** Other posts by title or address: behind `[[`, where the address of a link goes, and behind a slash at a line's start. */
export async function linkCompletion(context: CompletionContext): Promise<CompletionResult | null> {
  const source = context.state.facet(linkSource);
  const place = source && placeOf(context);
  if (!source || !place) return null;
  const posts = await source.posts();
  if (context.aborted) return null;
  const others = posts.filter(({ path }) => path !== source.from);
  const options = found(others, context.state.sliceDoc(place.from, context.pos)).map((post) =>
    optionFor(post, linkTarget(post, { from: source.from, ...source.site }), place),
  );
  return options.length === 0 ? null : { from: place.from, options, filter: false };
}

/** By title or by address, the best ones first. */
function found(posts: readonly PostSummary[], query: string): readonly PostSummary[] {
  const words = query.replaceAll(/[/-]+/g, ' ').trim();
  if (words === '') return posts.slice(0, mostPosts);
  const texts = posts.map(({ title, url, path }) => `${title} ${(url ?? path).replaceAll(/[/-]+/g, ' ')}`);
  return findMatches(texts, words, mostPosts).flatMap(({ index }) => posts[index] ?? []);
}

const mostPosts = 50;

interface LinkPlace {
  kind: 'wiki' | 'address' | 'slash';
  /** Where the typed words begin. */
  from: number;
}

function placeOf(context: CompletionContext): LinkPlace | undefined {
  const { state, pos } = context;
  const line = state.doc.lineAt(pos);
  const before = line.text.slice(0, pos - line.from);
  const wiki = /\[\[([^[\]]*)$/.exec(before);
  const address = /(!?)\[(?:[^[\]]|\[[^\]]*\])*\]\(([^()<>]*)$/.exec(before);
  if ((wiki || address) && isLiteral(state, pos)) return undefined;
  if (wiki) return { kind: 'wiki', from: pos - (wiki[1]?.length ?? 0) };
  if (address) {
    const isOther = address[1] === '!' || /^[a-z][a-z0-9+.-]*:|^#|[{]/i.test(address[2] ?? '');
    return isOther ? undefined : { kind: 'address', from: pos - (address[2]?.length ?? 0) };
  }
  const slash = slashAt(context);
  // Commands alone at first: posts come with what only they can be.
  if (slash === undefined || pos - slash < 3) return undefined;
  return { kind: 'slash', from: slash + 1 };
}

const section = { name: 'Posts', rank: 10 };

function optionFor(post: PostSummary, target: string, place: LinkPlace): Completion {
  return {
    label: post.title,
    detail: post.url ?? post.path,
    ...(place.kind === 'slash' && { section }),
    apply: (view, _completion, from, to) => put(view, { post, target, kind: place.kind }, { from, to }),
  };
}

function put(
  view: EditorView,
  { post, target, kind }: { post: PostSummary; target: string; kind: LinkPlace['kind'] },
  typed: { from: number; to: number },
): void {
  const after = view.state.sliceDoc(typed.to, typed.to + 2);
  const link = `[${post.title.replaceAll(/[[\]\\]/g, '\\$&')}](${target})`;
  const changes = {
    wiki: { from: typed.from - 2, to: typed.to + (after === ']]' ? 2 : 0), insert: link },
    slash: { from: typed.from - 1, to: typed.to, insert: link },
    address: { ...typed, insert: target + (after.startsWith(')') ? '' : ')') },
  }[kind];
  const isClosed = kind === 'address' && after.startsWith(')');
  view.dispatch({
    changes,
    selection: { anchor: changes.from + changes.insert.length + (isClosed ? 1 : 0) },
    userEvent: 'input.complete',
    scrollIntoView: true,
  });
}
