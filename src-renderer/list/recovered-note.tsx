import { useEffect, useState } from 'react';
import type { PostPath } from '../../src-main/common/posts/post.ts';
import { useWindow, useWindowState } from '../app/window-context.ts';
import { counted } from '../publish/publish-readiness.ts';
import { TextButton } from '../ui/button.tsx';

/** Says which posts have text that was typed and not saved when Galley ended. The open post says so itself. */
export function RecoveredNote() {
  const { actions, client } = useWindow();
  const root = useWindowState((state) => state.site?.root);
  const openPost = useWindowState((state) => state.openPost);
  const posts = useWindowState((state) => state.posts);
  const [paths, setPaths] = useState<readonly PostPath[]>([]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: whoever leaves a post may have decided about its text
  useEffect(() => {
    let isCurrent = true;
    client.call('journal.list').then(
      (notes) => isCurrent && setPaths(notes.map(({ path }) => path)),
      () => isCurrent && setPaths([]),
    );
    return () => {
      isCurrent = false;
    };
  }, [client, root, openPost]);

  const others = paths.filter((path) => path !== openPost);
  if (others.length === 0) return null;
  const titleOf = (path: PostPath) => posts?.find((post) => post.path === path)?.title ?? path;
  return (
    <div className="post-list-recovered" role="status">
      <p>Recovered text in {counted(others.length, 'post')}:</p>
      <ul>
        {others.map((path) => (
          <li key={path}>
            <TextButton onClick={() => void actions.openPost(path)}>{titleOf(path)}</TextButton>
          </li>
        ))}
      </ul>
    </div>
  );
}
