import { history, undo } from '@codemirror/commands';
import { EditorState, type StateCommand, type TransactionSpec } from '@codemirror/state';
import { describe, expect, it } from 'vitest';
import { readFrontMatter } from '../../../src-main/common/posts/front-matter.ts';
import {
  fileTextOf,
  isSameFileText,
  keepLineEnds,
  parseFileText,
  printFileText,
} from '../../../src-renderer/editor/file-text.ts';
import { editFields } from '../../../src-renderer/editor/form-edit.ts';
import {
  frontMatterBlock,
  frontMatterOf,
  visibleFrom,
} from '../../../src-renderer/editor/front-matter-block.ts';
import { postFieldsOf } from '../../../src-renderer/editor/post-fields.ts';
import { corpusPosts } from '../../helpers/corpora.ts';

const posts = corpusPosts();
const where =
  posts.length > 0 ? `${posts.length} real posts` : 'real posts (skipped: no reference blogs here)';

class Editor {
  state: EditorState;

  constructor(text: string) {
    const file = parseFileText(text);
    this.state = EditorState.create({
      doc: file.document,
      extensions: [keepLineEnds(file.lineEnds), history(), frontMatterBlock({ read: readFrontMatter })],
    });
  }

  dispatch(spec: TransactionSpec): void {
    this.state = this.state.update(spec).state;
  }

  run(command: StateCommand): void {
    command({ state: this.state, dispatch: (transaction) => (this.state = transaction.state) });
  }

  get file(): string {
    return printFileText(fileTextOf(this.state));
  }
}

const crlf = (text: string) => text.replaceAll(/\r\n?|\n/g, '\r\n');
const variants: Record<string, (text: string) => string> = {
  'as they are': (text) => text,
  'with Windows line ends': crlf,
  'with a byte order mark': (text) => (text.startsWith('\uFEFF') ? text : `\uFEFF${text}`),
  'with mixed line ends': (text) => {
    let line = 0;
    return crlf(text).replaceAll('\r\n', () => ['\n', '\r\n', '\r\n'][line++ % 3] ?? '\n');
  },
};

describe.skipIf(posts.length === 0).each(Object.entries(variants))(`${where}, %s`, (_name, variant) => {
  it('come back byte by byte, also after a letter was typed and undone', () => {
    for (const { name, text } of posts) {
      const original = variant(text);
      const editor = new Editor(original);
      const before = fileTextOf(editor.state);
      const same = editor.file === original;
      const at = visibleFrom(editor.state);
      editor.dispatch({ changes: { from: at, insert: 'x' }, userEvent: 'input.type' });
      const typed = editor.file;
      editor.run(undo);
      const undone = editor.file === original && isSameFileText(fileTextOf(editor.state), before);
      expect({ name, same, added: typed.length - original.length, undone }).toEqual({
        name,
        same: true,
        added: 1,
        undone: true,
      });
    }
  });

  it('change by their title only where their title is changed, and not at all once that is undone', () => {
    for (const { name, text } of posts) {
      const original = variant(text);
      const editor = new Editor(original);
      const { reading, readable, bodyFrom } = frontMatterOf(editor.state);
      const { title } = postFieldsOf(reading, { convention: 'hugo' });
      if (!readable || title.kind !== 'text' || !title.present) continue;
      const body = editor.state.sliceDoc(bodyFrom);
      const others = JSON.stringify({ ...reading.data, [title.key[0] ?? '']: undefined });
      const refusal = editFields(editor, {
        edits: [{ kind: 'set', key: title.key, value: `${title.text}: more` }],
        typed: true,
        newBlock: 'yaml',
      });
      if (refusal) {
        expect({ name, file: editor.file === original }).toEqual({ name, file: true });
        continue;
      }
      const after = frontMatterOf(editor.state);
      expect({ name, title: after.reading.data[title.key[0] ?? ''] }).toEqual({
        name,
        title: `${title.text}: more`,
      });
      expect(editor.state.sliceDoc(after.bodyFrom) === body).toBe(true);
      expect(JSON.stringify({ ...after.reading.data, [title.key[0] ?? '']: undefined })).toBe(others);
      editor.run(undo);
      expect({ name, file: editor.file === original }).toEqual({ name, file: true });
    }
  });
});
