import type { EditorView } from '@codemirror/view';
import { X } from 'lucide-react';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { IconButton } from '../../ui/button.tsx';
import type { Desk } from '../desk.ts';
import { frontMatterOf } from '../front-matter-block.ts';
import { type Heading, headingsOf } from './headings.ts';
import { onTextChange } from './modes.ts';
import './outline-panel.css';

/** Quiet before the headings are looked for again, in milliseconds. */
const quietBeforeReading = 300;

/** The headings of the post. A click or Enter goes to one; arrows go through them. */
export function OutlinePanel({ desk, onClose }: { desk: Desk; onClose(): void }) {
  const headings = useHeadings(desk);
  const panel = useRef<HTMLElement>(null);
  const list = useRef<HTMLUListElement>(null);
  const top = Math.min(6, ...headings.map(({ level }) => level));

  /** Above the text and not beside it, it takes room that the text needs once it has done its work. */
  function leave(): void {
    const place = panel.current?.parentElement;
    if (place && getComputedStyle(place).flexDirection !== 'row') onClose();
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key === 'Escape') {
      event.preventDefault();
      leave();
      desk.view.focus();
      return;
    }
    const entries = [...(list.current?.querySelectorAll('button') ?? [])];
    const here = entries.indexOf(document.activeElement as HTMLButtonElement);
    const next = nextOf(event.key, here, entries.length);
    if (next === undefined) return;
    event.preventDefault();
    entries[next]?.focus();
  }

  return (
    <nav className="outline" aria-label="Outline" ref={panel}>
      <header className="outline-head">
        <h2 className="outline-title">Outline</h2>
        <IconButton icon={X} label="Hide the outline" onClick={onClose} />
      </header>
      {headings.length === 0 && <p className="outline-none">No headings yet.</p>}
      <ul className="outline-list" ref={list} onKeyDown={onKeyDown}>
        {headings.map(({ level, words, line }, index) => (
          <li key={line}>
            <button
              type="button"
              className="outline-entry"
              data-depth={level - top}
              tabIndex={index === 0 ? 0 : -1}
              onClick={() => {
                leave();
                desk.reveal(line);
              }}
            >
              {words || '…'}
            </button>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function nextOf(key: string, here: number, count: number): number | undefined {
  switch (key) {
    case 'ArrowDown':
      return Math.min(count - 1, here + 1);
    case 'ArrowUp':
      return Math.max(0, here - 1);
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return undefined;
  }
}

/** The headings of the text, read again once the author pauses. */
function useHeadings({ view }: Desk): readonly Heading[] {
  const [headings, setHeadings] = useState(() => headingsIn(view));
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = onTextChange(view, () => {
      clearTimeout(timer);
      timer = setTimeout(() => setHeadings(headingsIn(view)), quietBeforeReading);
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [view]);
  return headings;
}

function headingsIn({ state }: EditorView): readonly Heading[] {
  return headingsOf(state.doc, frontMatterOf(state).bodyFrom);
}
