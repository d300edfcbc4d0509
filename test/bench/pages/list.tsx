import { createRoot } from 'react-dom/client';
import type { PostSummary } from '../../../src-main/common/posts/post.ts';
import { shortDay } from '../../../src-renderer/list/dates.ts';

/** So many rows are in sight, as in the window. */
const rowsInSight = 20;

// The least that shows the list of the same posts: React, the posts, and the rows in sight.
const posts = (await (await fetch('/posts.json')).json()) as PostSummary[];
createRoot(document.getElementById('place') as HTMLElement).render(
  <div role="listbox" aria-label={`${posts.length} posts`}>
    {posts.slice(0, rowsInSight).map((post) => (
      <div key={post.path} role="option" aria-selected={false} tabIndex={-1}>
        <div>{post.title}</div>
        <div>{post.description}</div>
        <time dateTime={post.date}>{post.date && shortDay(post.date)}</time>
      </div>
    ))}
  </div>,
);
