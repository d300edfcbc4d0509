import type { PostSummary } from '../../src-main/common/posts/post.ts';
import type { PreviewDocument } from '../preview/preview.ts';
import type { OpenDocument } from './open-document.ts';
import { type ListedPost, previewDocument } from './preview-frame.ts';
import type { Store } from './store.ts';
import type { WindowState } from './window-state.ts';

/** How long after a change the text is shown, in milliseconds; the whole of a large text costs, so it waits for a pause. */
const soon = 16;
const afterAPause = 300;
const longText = 200_000;

/**
 * Shows the text as it is and as it becomes, with what the list says of it where its front matter does not. A large
 * text waits until its author pauses.
 */
export function followText(
  openDocument: OpenDocument,
  store: Store<WindowState>,
  show: (document: PreviewDocument) => void,
): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let listed: ListedPost | undefined;

  function showNow(): void {
    timer = undefined;
    const document = openDocument.get();
    if (!document) return;
    listed = listedPost(store.get(), document.path);
    const post = previewDocument(document.path, document.text.toString(), listed);
    show({ ...post, generator: store.get().site?.convention });
  }

  function onChange(): void {
    const document = openDocument.get();
    if (!document) return;
    const isLong = document.text.length > longText;
    if (isLong) clearTimeout(timer);
    else if (timer !== undefined) return;
    timer = setTimeout(showNow, isLong ? afterAPause : soon);
  }

  function onList(): void {
    const document = openDocument.get();
    if (!document) return;
    const now = listedPost(store.get(), document.path);
    if (now?.title !== listed?.title || now?.date !== listed?.date) onChange();
  }

  showNow();
  const stops = [openDocument.subscribe(onChange), store.subscribe(onList)];
  return () => {
    for (const stop of stops) stop();
    clearTimeout(timer);
  };
}

/** One list is searched once, however often the window's state changes otherwise. */
const found = new WeakMap<readonly PostSummary[], Map<string, PostSummary | undefined>>();

function listedPost({ posts }: WindowState, path: string): ListedPost | undefined {
  if (!posts) return undefined;
  const known = found.get(posts) ?? new Map<string, PostSummary | undefined>();
  found.set(posts, known);
  if (!known.has(path))
    known.set(
      path,
      posts.find((post) => post.path === path),
    );
  return known.get(path);
}
