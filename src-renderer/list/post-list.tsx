import { FilePlus2, Search, X } from 'lucide-react';
import { useDeferredValue, useMemo, useRef } from 'react';
import { shortcuts } from '../app/shortcuts.ts';
import { useWindow, useWindowState } from '../app/window-context.ts';
import { counted } from '../publish/publish-readiness.ts';
import { AfterAMoment } from '../ui/after-a-moment.tsx';
import { Button, IconButton, TextButton } from '../ui/button.tsx';
import { Failure } from '../ui/failure.tsx';
import { useMeanwhile } from '../ui/late-menu.ts';
import { latePart } from '../ui/late-part.tsx';
import { Segments } from '../ui/segments.tsx';
import { type ListTab, shownPosts } from './filter-posts.ts';
import { inOrder } from './list-order.ts';
import { OrderMenuButton } from './order-menu-button.tsx';
import './post-list.css';
import { PostRows, type PostRowsHandle } from './post-rows.tsx';
import { changesByPath } from './post-states.ts';
import { RecoveredNote } from './recovered-note.tsx';
import { TrustNote } from './trust-note.tsx';
import { useFullText } from './use-full-text.ts';

const OrderMenu = latePart(async () => (await import('./order-menu.tsx')).OrderMenu, OrderMenuButton);

/** Nobody looks through more posts that hold a word somewhere in their texts. */
const mostFoundByText = 100;

/** The left pane: every post, newest first unless the author wants another order, with the state it is in. */
export function PostList() {
  const { actions, store } = useWindow();
  const posts = useWindowState((state) => state.posts);
  const failure = useWindowState((state) => state.postsFailure);
  const plan = useWindowState((state) => state.plan);
  const tab = useWindowState((state) => state.listTab);
  const query = useWindowState((state) => state.listQuery);
  const order = useWindowState((state) => state.layout.listOrder ?? 'newest');
  const rows = useRef<PostRowsHandle>(null);
  const orderMeanwhile = useMeanwhile();

  const changes = useMemo(() => changesByPath(plan), [plan]);
  const deferredQuery = useDeferredValue(query);
  const { results, isPending } = useFullText(query, mostFoundByText);
  // The newest come first of all: in another order nothing is shown until all are there, so that no row moves.
  const isWhole = useWindowState((state) => !state.morePosts) || order === 'newest';
  const ordered = useMemo(
    () => (posts && isWhole ? inOrder(posts, order) : undefined),
    [posts, isWhole, order],
  );
  const { shown, snippets } = useMemo(
    () => shownPosts(ordered, { tab, query: deferredQuery, changes }, results),
    [ordered, tab, deferredQuery, changes, results],
  );
  const drafts = useMemo(() => posts?.filter((post) => post.visibility === 'draft').length ?? 0, [posts]);

  return (
    <section className="post-list" aria-label="Posts" data-pane="list">
      <header className="post-list-head">
        <Segments<ListTab>
          label="Which posts"
          value={tab}
          onChange={(listTab) => store.change({ listTab })}
          options={[
            { value: 'all', words: 'All' },
            { value: 'drafts', words: <Counted words="Drafts" count={drafts} /> },
            { value: 'changed', words: <Counted words="Changed" count={changes.size} /> },
          ]}
        />
        <IconButton
          icon={FilePlus2}
          label="New post"
          keys={shortcuts.newPost}
          onClick={() => actions.showPanel('new-post')}
        />
      </header>
      <div className="post-list-find">
        <FilterBox
          query={query}
          onQuery={(listQuery) => store.change({ listQuery })}
          onLeave={() => rows.current?.focus()}
        />
        <OrderMenu meanwhile={orderMeanwhile} />
      </div>
      <p className="visually-hidden" role="status">
        {deferredQuery && shown && !isPending ? `${counted(shown.length, 'post')} found` : ''}
      </p>
      <TrustNote />
      <RecoveredNote />
      {failure && !posts && (
        <div className="post-list-note">
          <Failure {...failure}>
            <Button onClick={() => void actions.refreshPosts()}>Try again</Button>
          </Failure>
        </div>
      )}
      {!shown && !failure && <Skeleton />}
      {shown && shown.length > 0 && (
        <PostRows ref={rows} posts={shown} order={order} changes={changes} snippets={snippets} />
      )}
      {shown?.length === 0 && !isPending && (
        <Nothing tab={tab} query={query} onClear={() => store.change({ listQuery: '', listTab: 'all' })} />
      )}
    </section>
  );
}

function Counted({ words, count }: { words: string; count: number }) {
  return (
    <>
      {words}
      {count > 0 && <span className="post-list-count"> {count}</span>}
    </>
  );
}

interface FilterBoxProps {
  query: string;
  onQuery(query: string): void;
  /** Down or Enter: on to the list. */
  onLeave(): void;
}

function FilterBox({ query, onQuery, onLeave }: FilterBoxProps) {
  return (
    <div className="filter-box">
      <Search className="icon" aria-hidden />
      <input
        className="filter-field"
        type="text"
        placeholder="Filter posts"
        aria-label="Filter posts"
        spellCheck={false}
        value={query}
        onChange={(event) => onQuery(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && query) {
            event.stopPropagation();
            onQuery('');
          } else if (event.key === 'ArrowDown' || event.key === 'Enter') {
            event.preventDefault();
            onLeave();
          }
        }}
      />
      {query && (
        <IconButton icon={X} label="Clear the filter" className="filter-clear" onClick={() => onQuery('')} />
      )}
    </div>
  );
}

const emptyWords: Record<ListTab, { title: string; note: string }> = {
  all: { title: 'No posts yet', note: 'What you write here stays on this computer until you publish it.' },
  drafts: { title: 'No drafts', note: 'Posts marked as draft are gathered here.' },
  changed: { title: 'Nothing has changed', note: 'All posts are as they are online.' },
};

function Nothing({ tab, query, onClear }: { tab: ListTab; query: string; onClear(): void }) {
  const { actions } = useWindow();
  const planKnown = useWindowState((state) => state.plan !== undefined && state.plan.blocked === undefined);
  if (query) {
    return (
      <div className="post-list-note">
        <p className="post-list-note-title">No post matches</p>
        <p>
          Nothing holds “{query.trim()}”, neither titles and tags nor texts.{' '}
          <TextButton onClick={onClear}>Show all posts</TextButton>
        </p>
      </div>
    );
  }
  const { title, note } = emptyWords[tab];
  return (
    <div className="post-list-note">
      <p className="post-list-note-title">{title}</p>
      <p>{tab === 'changed' && !planKnown ? 'Galley cannot compare with what is online yet.' : note}</p>
      {tab === 'all' && (
        <Button icon={FilePlus2} className="post-list-new" onClick={() => actions.showPanel('new-post')}>
          New post
        </Button>
      )}
    </div>
  );
}

function Skeleton() {
  return (
    <AfterAMoment>
      <div className="post-list-skeleton" role="status" aria-label="Reading the posts">
        {[70, 45, 82, 60, 75, 52].map((width) => (
          <div key={width} className="post-list-skeleton-row">
            <span style={{ width: `${width}%` }} />
            <span />
          </div>
        ))}
      </div>
    </AfterAMoment>
  );
}
