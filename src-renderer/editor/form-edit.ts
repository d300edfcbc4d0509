import type { EditorState, TransactionSpec } from '@codemirror/state';
import {
  type EditRefusal,
  editFrontMatter,
  type FrontMatterEdit,
  type TextChange,
} from '../../src-main/common/posts/edit-front-matter.ts';
import type { FrontMatterFormat } from '../../src-main/common/posts/split-post.ts';
import { frontMatterOf, headOf } from './front-matter-block.ts';
import { formEdit } from './origins.ts';

export interface FormEdit {
  edits: readonly FrontMatterEdit[];
  /** Keys typed one after another are undone together; a switch or a chip is a step of its own. */
  typed: boolean;
  /** What a block is written in where the post has none. */
  newBlock: FrontMatterFormat;
}

/** Where an edit goes: an `EditorView`, or a bare state in a test. */
export interface EditTarget {
  readonly state: EditorState;
  dispatch(spec: TransactionSpec): void;
}

/** Makes a field's change in the text, as one transaction of the editor. Answers why where it was refused. */
export function editFields(
  target: EditTarget,
  { edits, typed, newBlock }: FormEdit,
): EditRefusal | undefined {
  const { state } = target;
  const text = frontMatterOf(state).source || headOf(state.doc);
  const result = editFrontMatter(text, edits, { newBlock });
  if (!result.ok) return result;
  const changes = state.changes(result.changes.map((change) => withoutCommonEnds(text, change)));
  if (changes.empty) return undefined;
  target.dispatch({
    changes,
    // A cursor at the start of the text stays behind a block that is new.
    selection: state.selection.map(changes, 1),
    annotations: formEdit.of(true),
    userEvent: typed ? 'input.type.form' : 'input.form',
  });
  return undefined;
}

/** The change without what it leaves as it was, so that line ends and undo keep to what really changed. */
function withoutCommonEnds(text: string, { from, to, insert }: TextChange): TextChange {
  let start = from;
  let kept = 0;
  while (start < to && kept < insert.length && text[start] === insert[kept]) {
    start += 1;
    kept += 1;
  }
  let end = to;
  let rest = insert.length;
  while (end > start && rest > kept && text[end - 1] === insert[rest - 1]) {
    end -= 1;
    rest -= 1;
  }
  return { from: start, to: end, insert: insert.slice(kept, rest) };
}
