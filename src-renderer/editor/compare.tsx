import { history, historyKeymap, standardKeymap } from '@codemirror/commands';
import { MergeView } from '@codemirror/merge';
import { EditorState, type Text } from '@codemirror/state';
import { EditorView, keymap } from '@codemirror/view';
import { useEffect, useRef, useState } from 'react';
import { pageNonce } from '../theme/page-nonce.ts';
import { Button } from '../ui/button.tsx';
import { Dialog, DialogFoot } from '../ui/dialog.tsx';
import './compare.css';
import { showText } from './show-text.ts';
import { writingTheme } from './theme.ts';

/** What is compared, and what becomes of it. */
export interface CompareProps {
  description: string;
  left: Column;
  right: Column;
  /** What the button says that takes the right text. */
  take: string;
  /** Takes the right text, as it is by then. */
  onTake(text: Text): Promise<unknown>;
  /** Hears of the right text where the author goes back without taking it, and is given what shows it in an editor. */
  onBack?: ((text: Text, show: typeof showText) => void) | undefined;
  onClose(): void;
}

interface Column {
  /** Over the text: “On disk”. */
  head: string;
  /** What the text is, for those who hear the window. */
  label: string;
  text: Text;
}

/** Two texts side by side; the right one can be edited and taken. */
export function Compare({ description, left, right, take, onTake, onBack, onClose }: CompareProps) {
  // A portal gives its content later than the first effect.
  const [place, setPlace] = useState<HTMLDivElement | null>(null);
  const [merge, setMerge] = useState<MergeView>();
  const started = useRef({ left, right });

  useEffect(() => {
    if (!place) return;
    const made = makeMergeView(place, started.current);
    setMerge(made);
    made.b.focus();
    return () => made.destroy();
  }, [place]);

  // Another program may write again meanwhile: what was done on the right stays.
  useEffect(() => {
    if (merge) showText(merge.a, left.text);
  }, [merge, left.text]);

  const finish = () => {
    if (merge) void onTake(merge.b.state.doc).then(onClose);
  };
  const back = () => {
    if (merge) onBack?.(merge.b.state.doc, showText);
    onClose();
  };
  return (
    <Dialog title="Compare" description={description} className="compare" onClose={back}>
      <div className="compare-heads" aria-hidden>
        <span>{left.head}</span>
        <span>{right.head}</span>
      </div>
      <div className="compare-place" ref={setPlace} />
      <DialogFoot>
        <Button onClick={back}>Back</Button>
        <Button look="primary" onClick={finish}>
          {take}
        </Button>
      </DialogFoot>
    </Dialog>
  );
}

function makeMergeView(parent: HTMLElement, { left, right }: { left: Column; right: Column }): MergeView {
  const nonce = pageNonce();
  const shared = [EditorView.lineWrapping, writingTheme(), nonce ? EditorView.cspNonce.of(nonce) : []];
  return new MergeView({
    parent,
    a: {
      doc: left.text,
      extensions: [
        shared,
        EditorState.readOnly.of(true),
        EditorView.contentAttributes.of({ 'aria-label': left.label }),
      ],
    },
    b: {
      doc: right.text,
      extensions: [
        shared,
        history(),
        keymap.of([...historyKeymap, ...standardKeymap]),
        EditorView.contentAttributes.of({ 'aria-label': right.label, spellcheck: 'true' }),
      ],
    },
    revertControls: 'a-to-b',
    renderRevertControl,
    collapseUnchanged: { margin: 4, minSize: 8 },
    gutter: true,
  });
}

function renderRevertControl(): HTMLElement {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'compare-take';
  button.textContent = '→';
  button.title = 'Take this part over';
  button.setAttribute('aria-label', 'Take this part over');
  return button;
}
