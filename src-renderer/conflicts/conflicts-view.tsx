import { Check, CircleDashed } from 'lucide-react';
import { useState } from 'react';
import type { PostConflict } from '../../src-main/common/publish/publish.ts';
import { useWindow, useWindowState } from '../app/window-context.ts';
import { counted } from '../publish/publish-readiness.ts';
import { Button } from '../ui/button.tsx';
import { Mark } from '../ui/mark.tsx';
import { Segments } from '../ui/segments.tsx';
import { ConflictFile } from './conflict-file.tsx';
import './conflicts-view.css';
import { openPlaces, placesOf } from './decisions.ts';
import type { ConflictStage } from './resolving.ts';
import { ResultPane } from './result-pane.tsx';

/** Left the files, then the places of one to decide on, and what it will be; below, how far it is and the ways on. */
export function ConflictsView({ stage }: { stage: ConflictStage }) {
  const { conflicts, decisions, news } = stage;
  const [path, setPath] = useState<string>();
  const [view, setView] = useState<'parts' | 'result'>('parts');
  const shown = conflicts.find((conflict) => conflict.path === path) ?? conflicts[0];
  if (!shown) return null;
  return (
    <div className="conflicts" data-view={view}>
      <div className="conflicts-panes">
        <nav className="conflicts-list" aria-label="What both changed">
          <p className="conflicts-news" role="status">
            {news ??
              'You and somebody else changed the same places. Say what is to stand in each; nothing has changed until then.'}
          </p>
          <ul>
            {conflicts.map((conflict) => (
              <li key={conflict.path}>
                <FileRow
                  conflict={conflict}
                  open={openPlaces(conflict, decisions)}
                  shown={conflict === shown}
                  onShow={() => setPath(conflict.path)}
                />
              </li>
            ))}
          </ul>
        </nav>
        <div className="conflicts-switch">
          <Segments<'parts' | 'result'>
            label="What to see"
            value={view}
            onChange={setView}
            options={[
              { value: 'parts', words: 'Decide' },
              { value: 'result', words: 'Result' },
            ]}
          />
        </div>
        <ConflictFile key={shown.path} conflict={shown} decisions={decisions} />
        <ResultPane conflict={shown} decisions={decisions} />
      </div>
      <Foot stage={stage} onShow={setPath} />
    </div>
  );
}

interface FileRowProps {
  conflict: PostConflict;
  open: number;
  shown: boolean;
  onShow(): void;
}

function FileRow({ conflict, open, shown, onShow }: FileRowProps) {
  const title = useWindowState(
    (state) => state.posts?.find((post) => post.path === conflict.path)?.title ?? conflict.path,
  );
  const all = placesOf(conflict).length;
  return (
    <button type="button" className="conflicts-row" aria-current={shown || undefined} onClick={onShow}>
      <span className="conflicts-row-title">{title}</span>
      {title !== conflict.path && <span className="conflicts-row-path">{conflict.path}</span>}
      {open === 0 ? (
        <Mark icon={Check} tone="accent" words="Decided" />
      ) : (
        <Mark
          icon={CircleDashed}
          tone="warning"
          words={open === all ? `${counted(all, 'place')} open` : `${open} of ${counted(all, 'place')} open`}
        />
      )}
    </button>
  );
}

function Foot({ stage, onShow }: { stage: ConflictStage; onShow(path: string): void }) {
  const { publishing } = useWindow();
  const { conflicts, decisions } = stage;
  const all = conflicts.flatMap(placesOf).length;
  const open = conflicts.reduce((sum, conflict) => sum + openPlaces(conflict, decisions), 0);
  const nextOpen = conflicts.find((conflict) => openPlaces(conflict, decisions) > 0);

  function goToOpen(): void {
    if (!nextOpen) return;
    onShow(nextOpen.path);
    // Once its file is shown.
    setTimeout(() => showOpenPlace());
  }

  return (
    <footer className="conflicts-foot">
      <p role="status">
        {open === 0 ? 'Everything is decided.' : `${all - open} of ${counted(all, 'place')} decided.`}
      </p>
      <Button onClick={publishing.resolving.callOff}>Call it off</Button>
      {open > 0 ? (
        <Button look="primary" onClick={goToOpen}>
          To the next open place
        </Button>
      ) : (
        <Button look="primary" onClick={() => void publishing.finishConflicts()}>
          Bring it together
        </Button>
      )}
    </footer>
  );
}

function showOpenPlace(): void {
  const place = document.querySelector<HTMLElement>('.conflict-place[data-open]');
  place?.scrollIntoView({ block: 'center' });
  place?.querySelector<HTMLElement>('.segment > input')?.focus({ preventScroll: true });
}
