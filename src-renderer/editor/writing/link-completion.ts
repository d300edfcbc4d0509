import type { Completion, CompletionContext, CompletionResult } from '@codemirror/autocomplete';
import type { EditorView } from '@codemirror/view';
import type { PostSummary } from '../../../src-main/common/posts/post.ts';
import { linkTarget } from '../../../src-main/common/site/link-form.ts';
import { findMatches } from '../../palette/find-matches.ts';
import { type LinkSource, linkSource } from './link-source.ts';
import { isLiteral } from './literal.ts';
import { slashAt } from './slash-menu.ts';

/** Pictures of the blog by name, where the address of one goes. */
export async function pictureCompletion(context: CompletionContext): Promise<CompletionResult | null> {
  const source = context.state.facet(linkSource);
  if (!source || typedPicture(context) === undefined) return null;
  const pictures = await source.pictures();
  const complete = (at: CompletionContext): CompletionResult | null => {
    const typed = typedPicture(at);
    if (at.aborted || typed === undefined) return null;
    const options = foundPictures(pictures, typed).map((one) => pictureOption(one, source));
    if (options.length === 0) return null;
    return {
      from: at.pos - typed.length,
      options,
      filter: false,
      update: (_was, _from, _to, next) => complete(next),
    };
  };
  return complete(context);
}

/** What is typed of a picture's address so far; undefined where none goes. */
function typedPicture(context: CompletionContext): string | undefined {
  const line = context.state.doc.lineAt(context.pos);
  const typed = /!\[[^[\]]*\]\(([^()<>]*)$/.exec(line.text.slice(0, context.pos - line.from))?.[1];
  const isOther = typed === undefined || /^[a-z]+:/i.test(typed) || isLiteral(context.state, context.pos);
  return isOther ? undefined : typed;
}

function pictureOption(
  { path, target }: { path: string; target: string },
  source: LinkSource,
): PictureCompletion {
  return {
    label: path.replace(/^.*\//, ''),
    detail: path.replace(/\/?[^/]*$/, ''),
    picture: source.addressOf(target),
    apply: (view, _completion, from, to) => putAddress(view, target, { from, to }),
  };
}

/** A completion with a small picture. */
export interface PictureCompletion extends Completion {
  picture?: string;
}

function foundPictures<Picture extends { path: string }>(
  pictures: readonly Picture[],
  typed: string,
): readonly Picture[] {
  const words = typed.replaceAll(/[./\-_]+/g, ' ').trim();
  if (words === '') return pictures.slice(0, mostPosts);
  const texts = pictures.map(({ path }) => path.replaceAll(/[./\-_]+/g, ' '));
  return findMatches(texts, words, mostPosts).flatMap(({ index }) => pictures[index] ?? []);
}

/** Puts an address where it goes and the cursor behind its bracket. */
function putAddress(view: EditorView, target: string, typed: { from: number; to: number }): void {
  const isClosed = view.state.sliceDoc(typed.to, typed.to + 1) === ')';
  view.dispatch({
    changes: { ...typed, insert: isClosed ? target : `${target})` },
    selection: { anchor: typed.from + target.length + 1 },
    userEvent: 'input.complete',
    scrollIntoView: true,
  });
}

/** Other posts by title or address: behind `[[`, where the address of a link goes, and behind a slash at a line's start. */
export async function linkCompletion(context: CompletionContext): Promise<CompletionResult | null> {
  const source = context.state.facet(linkSource);
  const begun = placeOf(context);
  if (!source || !begun) return null;
  // The menu of commands is there at once; posts join it with the next letter.
  if (begun.kind === 'slash' && !source.isReady()) {
    void source.posts();
    void source.linkForm();
    return null;
  }
  const [all, form] = await Promise.all([source.posts(), source.linkForm()]);
  const posts = all.filter(({ path }) => path !== source.from);
  const complete = (at: CompletionContext): CompletionResult | null => {
    const place = placeOf(at);
    if (at.aborted || !place) return null;
    const options = found(posts, at.state.sliceDoc(place.from, at.pos)).map((post) =>
      optionFor(post, linkTarget(post, { from: source.from, ...source.site, form }), place),
    );
    if (options.length === 0) return null;
    return { from: place.from, options, filter: false, update: (_was, _from, _to, next) => complete(next) };
  };
  return complete(context);
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
  if (kind === 'address') {
    putAddress(view, target, typed);
    return;
  }
  const isClosed = view.state.sliceDoc(typed.to, typed.to + 2) === ']]';
  const insert = `[${post.title.replaceAll(/[[\]\\]/g, '\\$&')}](${target})`;
  const from = typed.from - (kind === 'wiki' ? 2 : 1);
  view.dispatch({
    changes: { from, to: typed.to + (kind === 'wiki' && isClosed ? 2 : 0), insert },
    selection: { anchor: from + insert.length },
    userEvent: 'input.complete',
    scrollIntoView: true,
  });
}
