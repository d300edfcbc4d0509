import { isolateHistory } from '@codemirror/commands';
import type { Text } from '@codemirror/state';
import type { EditorView } from '@codemirror/view';
import { minimalChanges } from './minimal-changes.ts';
import { fromDisk } from './origins.ts';

/** Shows another text by the smallest change; as something the author did, where it is theirs. */
export function showText(view: EditorView, text: Text): void {
  const changes = minimalChanges(view.state.doc, text);
  if (changes.length > 0)
    view.dispatch({ changes, annotations: [fromDisk.of(true), isolateHistory.of('full')] });
}
