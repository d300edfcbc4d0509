import type { Text } from '@codemirror/state';
import { FileX2, GitCompareArrows, GitMerge, History, RefreshCw } from 'lucide-react';
import { type ReactNode, useEffect, useMemo, useState } from 'react';
import type { JournalEntry } from '../../src-main/common/posts/kept-texts.ts';
import { failureOf } from '../app/failure.ts';
import { useSelected } from '../app/store.ts';
import { Button } from '../ui/button.tsx';
import { lazyPart, WaitForPart } from '../ui/lazy-part.tsx';
import type { Desk } from './desk.ts';
import { parseFileText } from './file-text.ts';
import { momentOf } from './moments.ts';
import './outside-change.css';
import type { Notice } from './session.ts';

const Compare = lazyPart(async () => (await import('./compare.tsx')).Compare);

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
      return (
        <PassingNote key="reloaded" desk={desk} icon={<RefreshCw className="icon" aria-hidden />}>
          Changed on disk, reloaded
        </PassingNote>
      );
    case 'merged':
      return (
        <PassingNote key="merged" desk={desk} icon={<GitMerge className="icon" aria-hidden />}>
          Changed on disk, merged with your text
        </PassingNote>
      );
    case 'recovered':
      return <Recovered desk={desk} entry={notice.entry} />;
    case 'conflict':
      return <Conflict desk={desk} notice={notice} />;
    case 'missing':
      return <Missing desk={desk} moved={notice.moved} onMoved={onMoved} onClose={onClose} />;
  }
}

/** How long a note that asks nothing stays, in milliseconds. */
const noteStays = 6000;

function PassingNote({ desk, icon, children }: { desk: Desk; icon: ReactNode; children: ReactNode }) {
  useEffect(() => {
    const timer = setTimeout(() => desk.session.dismissNotice(), noteStays);
    return () => clearTimeout(timer);
  }, [desk]);
  return (
    <p className="outside-change outside-change-quiet" role="status">
      {icon}
      {children}
    </p>
  );
}

function Recovered({ desk, entry }: { desk: Desk; entry: JournalEntry }) {
  const [comparing, setComparing] = useState<{ left: Text; right: Text }>();
  const { session, view } = desk;
  const backToText = () => view.focus();
  const compare = () => setComparing({ left: view.state.doc, right: parseFileText(entry.text).document });
  return (
    <>
      <div className="outside-change outside-change-offer" role="status">
        <History className="icon" aria-hidden />
        <p className="outside-change-words">
          <strong>Recovered text from {momentOf(entry.keptAt)}.</strong> It was typed and not saved when
          Galley ended.
        </p>
        <div className="outside-change-actions">
          <Button look="primary" onClick={compare}>
            Compare
          </Button>
          <Button onClick={() => void session.takeRecovered().then(backToText)}>Use it</Button>
          <Button
            onClick={() => {
              session.discardRecovered();
              backToText();
            }}
          >
            Discard
          </Button>
        </div>
      </div>
      {comparing && (
        <WaitForPart onMissing={() => setComparing(undefined)}>
          <Compare
            description="Left is the post as it is now. Right is the recovered text: take over what you want, or type."
            left={{ head: 'Now', label: 'The post as it is now', text: comparing.left }}
            right={{ head: 'Recovered', label: 'The recovered text', text: comparing.right }}
            take="Use the right text"
            onTake={(text) => session.takeRecovered(text)}
            onClose={() => {
              setComparing(undefined);
              backToText();
            }}
          />
        </WaitForPart>
      )}
    </>
  );
}

function Conflict({ desk, notice }: { desk: Desk; notice: Extract<Notice, { kind: 'conflict' }> }) {
  const [comparing, setComparing] = useState(false);
  const onDisk = useMemo(() => parseFileText(notice.theirs.text).document, [notice.theirs]);
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
        <WaitForPart onMissing={() => setComparing(false)}>
          <Compare
            description="Left is the file as the other program left it. Right is your text: take over what you want, or type."
            left={{ head: 'On disk', label: 'The text on disk', text: onDisk }}
            right={{ head: 'Yours', label: 'Your text', text: view.state.doc }}
            take="Save the right text"
            onTake={(text) => session.resolveWith(text)}
            onBack={(text, show) => show(view, text)}
            onClose={() => {
              setComparing(false);
              backToText();
            }}
          />
        </WaitForPart>
      )}
    </>
  );
}

function Missing({ desk, moved, onMoved, onClose }: OutsideChangeProps & { moved: string | undefined }) {
  const [failure, setFailure] = useState<string>();
  const [isLeaving, setLeaving] = useState(false);
  const { session } = desk;
  const isUnsaved = useSelected(desk.store, (state) => state.status.saveState.kind !== 'gone');
  const title = useSelected(desk.store, (state) => state.frontMatter.reading.data.title);

  const keep = () => {
    const named = typeof title === 'string' && title.trim() ? title : nameOf(session.path);
    const { path: before } = session;
    session.keepAsNew(named).then(
      (path) => path && path !== before && onMoved?.(path),
      (error: unknown) => setFailure(failureOf(error).message),
    );
  };
  const follow = () => {
    session.followMove().then(
      (path) => path && onMoved?.(path),
      (error: unknown) => setFailure(failureOf(error).message),
    );
  };
  const close = () => {
    session.abandon();
    onClose?.();
  };
  const copyAndClose = () => {
    navigator.clipboard
      .writeText(desk.view.state.doc.toString())
      .then(close, () => setFailure('The text could not be copied: select it and copy it yourself.'));
  };

  if (isLeaving) {
    return (
      <div className="outside-change" role="alert">
        <FileX2 className="icon" aria-hidden />
        <p className="outside-change-words">
          <strong>Close without this text?</strong> It is in no file.
          {failure && <span className="outside-change-failure"> {failure}</span>}
        </p>
        <div className="outside-change-actions">
          <Button look="primary" onClick={() => setLeaving(false)}>
            Go back
          </Button>
          <Button onClick={copyAndClose}>Copy the text and close</Button>
          <Button onClick={close}>Close without it</Button>
        </div>
      </div>
    );
  }

  return (
    <div className="outside-change" role="alert">
      <FileX2 className="icon" aria-hidden />
      <p className="outside-change-words">
        {moved ? (
          <>
            <strong>This file was renamed.</strong> It is now called{' '}
            <bdi className="outside-change-path">{moved}</bdi>.
          </>
        ) : (
          <>
            <strong>This file is no longer there.</strong> It was deleted, renamed or moved. Your text is
            still here.
          </>
        )}
        {failure && <span className="outside-change-failure"> {failure}</span>}
      </p>
      <div className="outside-change-actions">
        {moved && (
          <Button look="primary" onClick={follow}>
            Open it there
          </Button>
        )}
        <Button look={moved ? 'plain' : 'primary'} onClick={keep}>
          {moved ? 'Put it back here' : 'Keep as new'}
        </Button>
        {onClose && <Button onClick={isUnsaved ? () => setLeaving(true) : close}>Close</Button>}
      </div>
    </div>
  );
}

function nameOf(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1).replace(/\.\w+$/, '');
  return name.replace(/^\d{4}-\d{2}-\d{2}-/, '').replaceAll('-', ' ') || 'Untitled';
}
