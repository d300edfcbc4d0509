import type { PostSummary } from '../../src-main/common/posts/post.ts';
import type { PreviewDocument } from '../preview/preview.ts';
import type { OpenDocument } from './open-document.ts';
import { type ListedPost, previewDocument } from './preview-frame.ts';
import type { Store } from './store.ts';
import type { WindowState } from './window-state.ts';

/** How long after a change the text is shown, in milliseconds. */
const soon = 16;

/** A text that takes long to read, being large, is read the less often: so many times that long lie between, up to a limit. */
const restPerReading = 4;
const longestRest = 300;

/**
 * Shows the text as it is and as it becomes, with what the list says of it where its front matter does not. Several
 * changes in a row are shown at once, but none waits for its author to pause.
 */
export function followText(
  openDocument: OpenDocument,
  store: Store<WindowState>,
  show: (document: PreviewDocument) => void,
): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let listed: ListedPost | undefined;
  /** Milliseconds from a change until the text is read. */
  let wait = soon;

  function showNow(): void {
    timer = undefined;
    const document = openDocument.get();
    if (!document) return;
    listed = listedPost(store.get(), document.path);
    const begin = performance.now();
    const post = previewDocument(document.path, document.text.toString(), listed);
    wait = Math.max(soon, Math.min(longestRest, restPerReading * (performance.now() - begin)));
    show({ ...post, generator: store.get().site?.convention });
  }

  function onChange(): void {
    if (openDocument.get() && timer === undefined) timer = setTimeout(showNow, wait);
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
