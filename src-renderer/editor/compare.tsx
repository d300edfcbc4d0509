import { MergeView } from '@codemirror/merge';
import { EditorState } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { useEffect, useState } from 'react';
import type { PostSource } from '../../src-main/common/posts/post.ts';
import { pageNonce } from '../theme/page-nonce.ts';
import { Button } from '../ui/button.tsx';
import { Dialog, DialogFoot } from '../ui/dialog.tsx';
import './compare.css';
import type { Desk } from './desk.ts';
import { parseFileText } from './file-text.ts';
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
    const made = makeMergeView(place, { desk, theirs });
    setMerge(made);
    made.b.focus();
    return () => made.destroy();
  }, [place, desk, theirs]);

  const save = () => {
    if (merge) void desk.session.resolveWith(merge.b.state.doc).then(onClose);
  };
  return (
    <Dialog
      title="Compare"
      description="Left is the file as the other program left it. Right is your text: take over what you want, or type."
      className="compare"
      onClose={onClose}
    >
      <div className="compare-heads" aria-hidden>
        <span>On disk</span>
        <span>Yours</span>
      </div>
      <div className="compare-place" ref={setPlace} />
      <DialogFoot>
        <Button onClick={onClose}>Back</Button>
        <Button look="primary" onClick={save}>
          Save the right text
        </Button>
      </DialogFoot>
    </Dialog>
  );
}

function makeMergeView(parent: HTMLElement, { desk, theirs }: { desk: Desk; theirs: PostSource }): MergeView {
  const nonce = pageNonce();
  const shared = [EditorView.lineWrapping, writingTheme(), nonce ? EditorView.cspNonce.of(nonce) : []];
  return new MergeView({
    parent,
    a: {
      doc: parseFileText(theirs.text).document,
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
