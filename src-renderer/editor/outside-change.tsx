import { FileX2, GitCompareArrows, RefreshCw } from 'lucide-react';
import { lazy, Suspense, useEffect, useState } from 'react';
import { failureOf } from '../app/failure.ts';
import { useSelected } from '../app/store.ts';
import { Button } from '../ui/button.tsx';
import type { Desk } from './desk.ts';
import './outside-change.css';
import type { Notice } from './session.ts';

const Compare = lazy(async () => ({ default: (await import('./compare.tsx')).Compare }));

export interface OutsideChangeProps {
  desk: Desk;
  onMoved: ((path: string) => void) | undefined;
  onClose: (() => void) | undefined;
}

/** What another program did to the open file, and the ways on from there. */
export function OutsideChange({ desk, onMoved, onClose }: OutsideChangeProps) {
  const { notice } = useSelected(desk.store, (state) => state.status);
  if (!notice) return null;
  switch (notice.kind) {
    case 'reloaded':
      return <Reloaded desk={desk} />;
    case 'conflict':
      return <Conflict desk={desk} notice={notice} />;
    case 'missing':
      return <Missing desk={desk} onMoved={onMoved} onClose={onClose} />;
  }
}

/** How long the note of a reload stays, in milliseconds. */
const noteStays = 6000;

function Reloaded({ desk }: { desk: Desk }) {
  useEffect(() => {
    const timer = setTimeout(() => desk.session.dismissNotice(), noteStays);
    return () => clearTimeout(timer);
  }, [desk]);
  return (
    <p className="outside-change outside-change-quiet" role="status">
      <RefreshCw className="icon" aria-hidden />
      Changed on disk, reloaded
    </p>
  );
}

function Conflict({ desk, notice }: { desk: Desk; notice: Extract<Notice, { kind: 'conflict' }> }) {
  const [comparing, setComparing] = useState(false);
  const { session, view } = desk;
  const backToText = () => view.focus();
  return (
    <>
      <div className="outside-change" role="alert">
        <GitCompareArrows className="icon" aria-hidden />
        <p className="outside-change-words">
          <strong>Another program changed this file</strong> while you were writing. Nothing is saved until
          you choose.
        </p>
        <div className="outside-change-actions">
          <Button look="primary" onClick={() => setComparing(true)}>
            Compare
          </Button>
          <Button onClick={() => void session.keepMine().then(backToText)}>Keep mine</Button>
          <Button onClick={() => void session.takeTheirs().then(backToText)}>Take theirs</Button>
        </div>
      </div>
      {comparing && (
        <Suspense>
          <Compare
            desk={desk}
            theirs={notice.theirs}
            onClose={() => {
              setComparing(false);
              backToText();
            }}
          />
        </Suspense>
      )}
    </>
  );
}

function Missing({ desk, onMoved, onClose }: OutsideChangeProps) {
  const [failure, setFailure] = useState<string>();
  const { session } = desk;
  const title = useSelected(desk.store, (state) => state.frontMatter.reading.data.title);

  const keep = () => {
    const named = typeof title === 'string' && title.trim() ? title : nameOf(session.path);
    session.keepAsNew(named).then(
      (path) => path && onMoved?.(path),
      (error: unknown) => setFailure(failureOf(error).message),
    );
  };
  const close = () => {
    session.abandon();
    onClose?.();
  };

  return (
    <div className="outside-change" role="alert">
      <FileX2 className="icon" aria-hidden />
      <p className="outside-change-words">
        <strong>This file is no longer there.</strong> It was deleted, renamed or moved. Your text is still
        here.
        {failure && <span className="outside-change-failure"> {failure}</span>}
      </p>
      <div className="outside-change-actions">
        <Button look="primary" onClick={keep}>
          Keep as new
        </Button>
        {onClose && <Button onClick={close}>Close</Button>}
      </div>
    </div>
  );
}

function nameOf(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1).replace(/\.\w+$/, '');
  return name.replace(/^\d{4}-\d{2}-\d{2}-/, '').replaceAll('-', ' ') || 'Untitled';
}
