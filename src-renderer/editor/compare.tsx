import { history, historyKeymap, isolateHistory, standardKeymap } from '@codemirror/commands';
import { MergeView } from '@codemirror/merge';
import { EditorState, type Text } from '@codemirror/state';
import { EditorView, keymap } from '@codemirror/view';
import { useEffect, useState } from 'react';
import type { PostSource } from '../../src-main/common/posts/post.ts';
import { pageNonce } from '../theme/page-nonce.ts';
import { Button } from '../ui/button.tsx';
import { Dialog, DialogFoot } from '../ui/dialog.tsx';
import './compare.css';
import type { Desk } from './desk.ts';
import { parseFileText } from './file-text.ts';
import { minimalChanges } from './minimal-changes.ts';
import { fromDisk } from './origins.ts';
import { writingTheme } from './theme.ts';

export interface CompareProps {
  desk: Desk;
  theirs: PostSource;
  onClose(): void;
}

/** Both texts side by side; the right one can be edited and saved. */
export function Compare({ desk, theirs, onClose }: CompareProps) {
  // A portal gives its content later than the first effect.
  const [place, setPlace] = useState<HTMLDivElement | null>(null);
  const [merge, setMerge] = useState<MergeView>();

  useEffect(() => {
    if (!place) return;
    const made = makeMergeView(place, desk);
    setMerge(made);
    made.b.focus();
    return () => made.destroy();
  }, [place, desk]);

  // The other program may write again meanwhile: what was done on the right stays.
  useEffect(() => {
    if (merge) show(merge.a, parseFileText(theirs.text).document);
  }, [merge, theirs]);

  const save = () => {
    if (merge) void desk.session.resolveWith(merge.b.state.doc).then(onClose);
  };
  const back = () => {
    if (merge) show(desk.view, merge.b.state.doc);
    onClose();
  };
  return (
    <Dialog
      title="Compare"
      description="Left is the file as the other program left it. Right is your text: take over what you want, or type."
      className="compare"
      onClose={back}
    >
      <div className="compare-heads" aria-hidden>
        <span>On disk</span>
        <span>Yours</span>
      </div>
      <div className="compare-place" ref={setPlace} />
      <DialogFoot>
        <Button onClick={back}>Back</Button>
        <Button look="primary" onClick={save}>
          Save the right text
        </Button>
      </DialogFoot>
    </Dialog>
  );
}

/** Shows another text by the smallest change; as something the author did, where it is theirs. */
function show(view: EditorView, text: Text): void {
  const changes = minimalChanges(view.state.doc, text);
  if (changes.length > 0)
    view.dispatch({ changes, annotations: [fromDisk.of(true), isolateHistory.of('full')] });
}

function makeMergeView(parent: HTMLElement, desk: Desk): MergeView {
  const nonce = pageNonce();
  const shared = [EditorView.lineWrapping, writingTheme(), nonce ? EditorView.cspNonce.of(nonce) : []];
  return new MergeView({
    parent,
    a: {
      extensions: [
        shared,
        EditorState.readOnly.of(true),
        EditorView.contentAttributes.of({ 'aria-label': 'The text on disk' }),
      ],
    },
    b: {
      doc: desk.view.state.doc,
      extensions: [
        shared,
        history(),
        keymap.of([...historyKeymap, ...standardKeymap]),
        EditorView.contentAttributes.of({ 'aria-label': 'Your text', spellcheck: 'true' }),
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
