import { useEffect } from 'react';
import type { LiveReport } from '../../src-main/common/publish/live.ts';
import { useWindow, useWindowState } from '../app/window-context.ts';
import { Button, TextButton } from '../ui/button.tsx';
import './live-view.css';

export interface LiveViewProps {
  /** The commit that was published. */
  commit: string | undefined;
  /** What is said where nobody looks. */
  children: React.ReactNode;
}

/** How far what was published has come to its readers, with the way to it. */
export function LiveView({ commit, children }: LiveViewProps) {
  const { publishing } = useWindow();
  const report = useWindowState((state) => state.live);
  useEffect(() => void publishing.refreshLive(), [publishing]);
  if (!report || report.commit !== commit || report.kind === 'stopped') return children;
  return (
    <div className="live" data-kind={report.kind}>
      <p className="publish-text" role="status">
        {wordsFor(report)}
      </p>
      <ul className="live-posts">
        {report.posts.map((post) => (
          <li key={post.path}>
            <Address url={post.url} />
            {report.posts.length > 1 && (post.there ? ' — there' : ' — not yet')}
          </li>
        ))}
      </ul>
      {report.build && (
        <p className="publish-text">
          {report.kind === 'build-failed' ? (
            <code>{report.build.words}</code>
          ) : (
            `Build: ${report.build.words}`
          )}
          {report.build.url && (
            <>
              {' '}
              <Address url={report.build.url} />
            </>
          )}
        </p>
      )}
      {report.next.length > 0 && (
        <ul className="outcome-next">
          {report.next.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ul>
      )}
      {(report.kind === 'looking' || report.kind === 'building') && (
        <Button look="quiet" onClick={() => void publishing.stopLooking()}>
          Look no longer
        </Button>
      )}
    </div>
  );
}

function Address({ url }: { url: string }) {
  const { actions } = useWindow();
  return <TextButton onClick={() => void actions.openAddress(url)}>{url}</TextButton>;
}

function wordsFor({ kind, posts }: LiveReport): string {
  switch (kind) {
    case 'looking':
      return 'Looking whether readers have it…';
    case 'building':
      return 'The site is being built…';
    case 'live':
      return posts.length === 1 ? 'Live at' : 'Live. Readers have all of it:';
    case 'build-failed':
      return 'The build failed, so readers do not have it yet.';
    case 'not-there':
      return 'Not there yet after ten minutes.';
    case 'stopped':
      return '';
  }
}
