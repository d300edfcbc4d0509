import { Info, TriangleAlert, Unplug, X } from 'lucide-react';
import { IconButton } from '../ui/button.tsx';
import { RawWords } from '../ui/raw-words.tsx';
import './notices.css';
import { useWindow, useWindowState } from './window-context.ts';

/** What concerns the whole window: a lost connection, and what belongs to no other place. */
export function Notices() {
  const { actions } = useWindow();
  const connected = useWindowState((state) => state.connected);
  const notice = useWindowState((state) => state.notice);
  const Icon = notice?.tone === 'problem' ? TriangleAlert : Info;
  return (
    <div className="notices">
      {!connected && (
        <div className="notice notice-problem" role="alert">
          <Unplug className="icon" aria-hidden />
          <p className="notice-words">
            <strong>Galley does not answer.</strong> Your text is kept here and is saved as soon as the
            connection is back. If Galley was closed, start it again and leave this window open.
          </p>
        </div>
      )}
      {notice && (
        <div className={`notice notice-${notice.tone}`} role={notice.tone === 'problem' ? 'alert' : 'status'}>
          <Icon className="icon" aria-hidden />
          <div className="notice-words">
            <strong>{notice.message}</strong> {notice.next.join(' ')}
            <RawWords words={notice.detail} label="Details" />
          </div>
          <IconButton icon={X} label="Dismiss" onClick={actions.dismissNotice} />
        </div>
      )}
    </div>
  );
}
