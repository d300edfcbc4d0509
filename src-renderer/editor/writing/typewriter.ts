import { EditorState, type Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';

/** Keeps the line that is being written in the middle of the window. A click leaves the text where it is. */
export function typewriter(): Extension {
  return [centred, room];
}

const centred = EditorState.transactionExtender.of((transaction) => {
  const isWriting = transaction.docChanged
    ? transaction.isUserEvent('input') || transaction.isUserEvent('delete')
    : transaction.selection !== undefined &&
      transaction.isUserEvent('select') &&
      !transaction.isUserEvent('select.pointer');
  if (!isWriting) return null;
  return { effects: EditorView.scrollIntoView(transaction.newSelection.main.head, { y: 'center' }) };
});

/** So that the last line can be in the middle too. */
const room = EditorView.theme({ '.cm-content': { paddingBottom: '50vh' } });
