import { elementScroll, type Rect, useVirtualizer, type Virtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type Ref, useEffect, useId, useImperativeHandle, useRef, useState } from 'react';
import type { PostSummary } from '../../src-main/common/posts/post.ts';
import type { MatchedText } from '../../src-main/common/posts/search.ts';
import type { PlannedChange } from '../../src-main/common/publish/publish.ts';
import { useWindow, useWindowState } from '../app/window-context.ts';
import { Matched } from '../ui/matched.tsx';
import { longDay, shortDay } from './dates.ts';
import { type ListOrder, wordsOfOrder } from './list-order.ts';
import { PostMark } from './post-mark.tsx';
import './post-rows.css';
import { statesOf } from './post-states.ts';

/** Heights of a row in px, with and without a line of description: known, so that nothing jumps while scrolling. */
const rowHeight = 60;
const describedRowHeight = 80;

/** Says in `aria-setsize` that the number of rows is not known yet. */
const unknownSize = -1;

/** What the filter box asks of the rows. */
export interface PostRowsHandle {
  focus(): void;
}

export interface PostRowsProps {
  posts: readonly PostSummary[];
  order: ListOrder;
  changes: ReadonlyMap<string, PlannedChange>;
  /** What is shown of posts that were found by their texts, in the place of the description. */
  snippets: ReadonlyMap<string, MatchedText>;
  ref?: Ref<PostRowsHandle>;
}

/**
 * The rows, as a list box: it has the focus itself and names the active row, since only the rows in sight exist.
 * Arrows, Page, Home and End move, Enter opens.
 */
export function PostRows({ posts, order, changes, snippets, ref }: PostRowsProps) {
  const { actions } = useWindow();
  const openPost = useWindowState((state) => state.openPost);
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const morePosts = useWindowState((state) => state.morePosts);
  const [activePath, setActivePath] = useState(openPost);
  const wantsEnd = useRef(false);
  const wasScrolled = useRef(false);
  const active = Math.max(
    0,
    posts.findIndex((post) => post.path === activePath),
  );

  const virtual = useVirtualizer({
    count: posts.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => {
      const post = posts[index];
      return post && (post.description || snippets.has(post.path)) ? describedRowHeight : rowHeight;
    },
    getItemKey: (index) => posts[index]?.path ?? index,
    overscan: 6,
    initialRect: { width: 0, height: window.innerHeight },
    observeElementRect: observeRect,
    // A list that was just made is at its top: to put it there would lay out the window, too.
    scrollToFn: (offset, options, instance) => {
      if (offset === 0 && !wasScrolled.current && !instance.scrollOffset) return;
      wasScrolled.current = true;
      elementScroll(offset, options, instance);
    },
  });

  useImperativeHandle(ref, () => ({ focus: () => scroller.current?.focus() }), []);

  // Heights belong to posts, not to places: another order needs another measure.
  const measured = useRef(posts);
  useEffect(() => {
    if (measured.current === posts) return;
    measured.current = posts;
    virtual.measure();
  }, [posts, virtual]);

  // A post opened elsewhere (palette, new post) is shown here too.
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs for another open post only
  useEffect(() => {
    if (!openPost) return;
    wantsEnd.current = false;
    setActivePath(openPost);
    const index = posts.findIndex((post) => post.path === openPost);
    if (index >= 0) virtual.scrollToIndex(index, { align: 'auto' });
  }, [openPost, posts.length > 0]);

  // Who asked for the end before the whole list was there gets to the true end when it is.
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when the whole list is there
  useEffect(() => {
    if (!morePosts && wantsEnd.current) move(posts.length - 1);
  }, [morePosts]);

  function move(index: number): void {
    const target = Math.min(Math.max(index, 0), posts.length - 1);
    setActivePath(posts[target]?.path);
    virtual.scrollToIndex(target, { align: 'auto' });
  }

  function onKeyDown(event: KeyboardEvent): void {
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / describedRowHeight) - 1);
    const steps: Record<string, number> = {
      ArrowDown: active + 1,
      ArrowUp: active - 1,
      PageDown: active + page,
      PageUp: active - page,
      Home: 0,
      End: posts.length - 1,
    };
    const target = steps[event.key];
    const post = posts[active];
    if (target !== undefined && !event.altKey && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      wantsEnd.current = event.key === 'End' && morePosts;
      move(target);
    } else if ((event.key === 'Enter' || event.key === ' ') && post && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      void actions.openPost(post.path, { andWrite: true });
    }
  }

  return (
    <div
      ref={scroller}
      className="post-rows"
      role="listbox"
      tabIndex={0}
      aria-label={`Posts, ${wordsOfOrder(order)}`}
      aria-activedescendant={`${id}-${active}`}
      onKeyDown={onKeyDown}
    >
      <div className="post-rows-all" role="presentation" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, key, start, size }) => {
          const post = posts[index];
          return (
            post && (
              <PostRow
                key={key}
                id={`${id}-${index}`}
                post={post}
                change={changes.get(post.path)}
                snippet={snippets.get(post.path)}
                place={{ index, of: morePosts ? unknownSize : posts.length, top: start, height: size }}
                active={index === active}
                open={post.path === openPost}
                onOpen={() => {
                  wantsEnd.current = false;
                  setActivePath(post.path);
                  void actions.openPost(post.path);
                }}
              />
            )
          );
        })}
      </div>
    </div>
  );
}

/**
 * Tells a list of its size once the browser has laid it out. To ask for it before would lay out the whole window in the task
 * that draws it; rows for a list as high as the window are there by then.
 */
function observeRect(
  { scrollElement }: Virtualizer<HTMLDivElement, Element>,
  tell: (rect: Rect) => void,
): (() => void) | undefined {
  if (!scrollElement) return undefined;
  const observer = new ResizeObserver(() => {
    const { offsetWidth: width, offsetHeight: height } = scrollElement;
    tell({ width, height });
  });
  observer.observe(scrollElement);
  return () => observer.disconnect();
}

interface PostRowProps {
  id: string;
  post: PostSummary;
  change: PlannedChange | undefined;
  snippet: MatchedText | undefined;
  place: { index: number; of: number; top: number; height: number };
  active: boolean;
  open: boolean;
  onOpen(): void;
}

function PostRow({ id, post, change, snippet, place, active, open, onOpen }: PostRowProps) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the list box above takes the keys
    // biome-ignore lint/a11y/useFocusableInteractive: the list box above has the focus and names the active row
    <div
      id={id}
      className="post-row"
      role="option"
      aria-selected={open}
      aria-setsize={place.of}
      aria-posinset={place.index + 1}
      data-active={active || undefined}
      style={{ height: place.height, transform: `translateY(${place.top}px)` }}
      onClick={onOpen}
    >
      <div className="post-row-title" title={`${post.title}\n${post.path}`}>
        {open && <UnsavedDot />}
        <span dir="auto">{post.title}</span>
      </div>
      {(snippet || post.description) && (
        <div className="post-row-description">{snippet ? <Matched {...snippet} /> : post.description}</div>
      )}
      <div className="post-row-foot">
        {post.date && (
          <time dateTime={post.date} title={longDay(post.date)}>
            {shortDay(post.date)}
          </time>
        )}
        {statesOf(post, change).map((state) => (
          <PostMark key={state} state={state} why={state === 'problem' ? firstProblem(post) : undefined} />
        ))}
      </div>
    </div>
  );
}

function firstProblem({ problems }: PostSummary): string | undefined {
  return problems.find(({ severity }) => severity === 'error')?.message;
}

/** Stands before the open post's title while its text is not on disk. */
function UnsavedDot() {
  const saved = useWindowState(({ saveState: { kind } }) => kind === 'saved' || kind === 'gone');
  if (saved) return null;
  return (
    <span className="post-row-dot">
      <span className="visually-hidden">Not saved yet: </span>
    </span>
  );
}
