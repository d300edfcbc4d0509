import type { ImportProgress } from '../../src-main/common/posts/import.ts';
import { useWindow } from '../app/window-context.ts';
import { Button } from '../ui/button.tsx';
import { stopImport } from './importing.ts';

const steps = { posts: 'Writing the posts…', pictures: 'Bringing pictures and leading links on…' };

/** How far the import has come, with a button that stops it. */
export function ImportRunning({
  progress,
  isStopping,
}: {
  progress: ImportProgress | undefined;
  isStopping: boolean;
}) {
  const parts = useWindow();
  const words = isStopping ? 'Stopping…' : progress ? steps[progress.step] : 'Reading the export…';
  return (
    <>
      <h2 className="publish-title" id="import-step">
        {words}
      </h2>
      <p className="visually-hidden" role="status">
        {words}
      </p>
      <progress
        className="import-progress"
        aria-labelledby="import-step"
        max={progress?.total ?? 1}
        value={progress?.done}
      />
      <p className="import-count">
        {progress ? `${progress.done} of ${progress.total} ${progress.total === 1 ? 'post' : 'posts'}` : ' '}
      </p>
      <p className="publish-text">
        You can go on writing meanwhile. Nothing that is in the blog is replaced, and what has come stays if
        you stop.
      </p>
      <div className="publish-actions">
        <Button onClick={() => void stopImport(parts)} disabled={isStopping}>
          {isStopping ? 'Stopping…' : 'Stop'}
        </Button>
      </div>
    </>
  );
}
