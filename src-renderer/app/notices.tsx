import { Info, TriangleAlert, Unplug, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button, IconButton } from '../ui/button.tsx';
import { RawWords } from '../ui/raw-words.tsx';
import './notices.css';
import { useWindow, useWindowState } from './window-context.ts';
import type { Notice } from './window-state.ts';

/** What concerns the whole window: a lost connection, and what belongs to no other place. It moves nothing else. */
export function Notices() {
  const { actions } = useWindow();
  const connected = useWindowState((state) => state.connected);
  const notice = useWindowState((state) => state.notice);
  usePassing(notice, actions.dismissNotice);
  const Icon = notice?.tone === 'problem' ? TriangleAlert : Info;
  return (
    <div className="notices">
      {!connected && <Disconnected />}
      {notice && (connected || !notice.ofUnsaved) && (
        <div className={`notice notice-${notice.tone}`} role={notice.tone === 'problem' ? 'alert' : 'status'}>
          <Icon className="icon" aria-hidden />
          <div className="notice-words">
            <strong>{notice.message}</strong> {notice.next.join(' ')}
            <RawWords words={notice.detail} label="Details" />
          </div>
          {notice.action && <Button onClick={notice.action.run}>{notice.action.words}</Button>}
          <IconButton icon={X} label="Dismiss" onClick={actions.dismissNotice} />
        </div>
      )}
    </div>
  );
}

/** How long a notice that asks nothing stays in sight, in milliseconds. */
const noticeStays = 10_000;

/** What asks nothing goes by itself, once it has been in sight: what it says is soon no longer so. */
function usePassing(notice: Notice | undefined, dismiss: () => void): void {
  const passes = notice?.tone === 'info' && !notice.action && notice.next.length === 0;
  useEffect(() => {
    if (!notice || !passes) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const wait = () => {
      clearTimeout(timer);
      if (document.visibilityState === 'visible') timer = setTimeout(dismiss, noticeStays);
    };
    wait();
    document.addEventListener('visibilitychange', wait);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', wait);
    };
  }, [notice, passes, dismiss]);
}

function Disconnected() {
  const { editor } = useWindow();
  const openPost = useWindowState((state) => state.openPost);
  const [copied, setCopied] = useState<boolean>();
  const copy = () => {
    const text = (editor.current ?? editor.last)?.document()?.text.toString() ?? '';
    navigator.clipboard.writeText(text).then(
      () => setCopied(true),
      () => setCopied(false),
    );
  };
  return (
    <div className="notice notice-problem" role="alert">
      <Unplug className="icon" aria-hidden />
      <p className="notice-words">
        <strong>Galley does not answer.</strong>{' '}
        {openPost
          ? 'Your text is still here, and is saved if Galley answers again. What you typed since may be nowhere else: copy it before you close this window.'
          : 'This window goes on if it answers again.'}
        {copied === false && ' The browser did not let Galley copy: select the text and copy it yourself.'}
      </p>
      {openPost && <Button onClick={copy}>{copied ? 'Copied' : 'Copy the text'}</Button>}
    </div>
  );
}
