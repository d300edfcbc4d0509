import { history, moveLineDown, moveLineUp, undo } from '@codemirror/commands';
import { EditorSelection, EditorState, type StateCommand, type TransactionSpec } from '@codemirror/state';
import { describe, expect, it } from 'vitest';
import { readFrontMatter } from '../../../src-main/common/posts/front-matter.ts';
import { editFields } from '../../../src-renderer/editor/form-edit.ts';
import {
  frontMatterBlock,
  frontMatterOf,
  isSourceShown,
  showSource,
  visibleFrom,
} from '../../../src-renderer/editor/front-matter-block.ts';
import { fromDisk } from '../../../src-renderer/editor/origins.ts';

const post = '---\ntitle: One\n---\n\nBody\n';

/** An editor without its drawing. */
class Editor {
  state: EditorState;

  constructor(doc: string) {
    const state = EditorState.create({
      doc,
      extensions: [history(), frontMatterBlock({ read: readFrontMatter })],
    });
    this.state = state.update({ selection: { anchor: visibleFrom(state) } }).state;
  }

  dispatch(spec: TransactionSpec): void {
    this.state = this.state.update(spec).state;
  }

  run(command: StateCommand): void {
    command({ state: this.state, dispatch: (transaction) => (this.state = transaction.state) });
  }

  undo(): void {
    this.run(undo);
  }

  setTitle(value: string) {
    return editFields(this, {
      edits: [{ kind: 'set', key: ['title'], value }],
      typed: true,
      newBlock: 'yaml',
    });
  }

  get text(): string {
    return this.state.doc.toString();
  }

  get visible(): string {
    return this.state.sliceDoc(visibleFrom(this.state));
  }
}

describe('the hidden block', () => {
  it.each([
    ['YAML', post, 'Body\n'],
    ['TOML', '+++\ntitle = "One"\n+++\nBody\n', 'Body\n'],
    ['JSON', '{\n"title": "One"\n}\n\nBody', 'Body'],
    ['blank lines behind it', '---\ntitle: One\n---\n\n\nBody\n', 'Body\n'],
    ['a post without a word', '---\ntitle: One\n---\n', ''],
    ['a post of blank lines', '---\ntitle: One\n---\n\n', ''],
  ])('is out of the text: %s', (_name, doc, body) => {
    expect(new Editor(doc).visible).toBe(body);
  });

  it.each([
    ['there is none', 'Body\n'],
    ['it never ends', '---\ntitle: One\n\nBody\n'],
    ['it cannot be read', '---\ntitle: "One\n---\n\nBody\n'],
    ['nothing could be typed behind it', '---\ntitle: One\n---'],
    ['its language is none of ours', '---js\nmodule.exports = {}\n---\n\nBody\n'],
  ])('is text where %s', (_name, doc) => {
    const editor = new Editor(doc);
    expect(isSourceShown(editor.state)).toBe(true);
    expect(editor.visible).toBe(doc);
  });

  it('cannot be deleted, overwritten or typed into', () => {
    const editor = new Editor(post);
    const start = visibleFrom(editor.state);
    editor.dispatch({ changes: { from: start - 1, to: start }, userEvent: 'delete.backward' });
    editor.dispatch({ changes: { from: 0, to: start }, userEvent: 'delete' });
    editor.dispatch({ changes: { from: 0, insert: 'x' }, userEvent: 'input.type' });
    editor.dispatch({ changes: { from: 6, insert: 'x' }, userEvent: 'input.drop' });
    expect(editor.text).toBe(post);
  });

  it('stays where everything is replaced', () => {
    const editor = new Editor(post);
    editor.dispatch({ changes: { from: 0, to: post.length, insert: 'New' }, userEvent: 'input.paste' });
    expect(editor.text).toBe('---\ntitle: One\n---\n\nNew');
  });

  it('takes no line of the text, and gives none', () => {
    const editor = new Editor('---\ntitle: One\n---\nBody\nMore\n');
    const before = editor.text;
    editor.run(moveLineUp);
    expect(editor.text).toBe(before);
    editor.run(moveLineDown);
    expect(editor.visible).toBe('More\nBody\n');
  });

  it('is never in the selection', () => {
    const editor = new Editor(post);
    editor.dispatch({ selection: EditorSelection.range(0, post.length), userEvent: 'select' });
    expect(editor.state.selection.main.from).toBe(visibleFrom(editor.state));
    expect(editor.state.selection.main.to).toBe(post.length);
  });

  it('is shown and hidden by choice, and the cursor is never lost in it', () => {
    const editor = new Editor(post);
    editor.dispatch({ effects: showSource.of(true) });
    expect(editor.visible).toBe(post);
    editor.dispatch({ selection: EditorSelection.cursor(8) });
    editor.dispatch({ effects: showSource.of(false) });
    expect(editor.state.selection.main.head).toBe(visibleFrom(editor.state));
  });

  it('does not swallow a line break typed at the start of the text', () => {
    const editor = new Editor(post);
    editor.dispatch({ changes: { from: visibleFrom(editor.state), insert: '\n' }, userEvent: 'input.type' });
    expect(editor.visible).toBe('\nBody\n');
  });

  it('does not vanish under the cursor while it is written as text', () => {
    const editor = new Editor('---\ntitle: "One\n---\n\nBody\n');
    editor.dispatch({ changes: { from: 15, insert: '"' }, userEvent: 'input.type' });
    expect(frontMatterOf(editor.state).readable).toBe(true);
    expect(isSourceShown(editor.state)).toBe(true);
    editor.dispatch({ effects: showSource.of(false) });
    expect(editor.visible).toBe('Body\n');
  });

  it('is changed, and then shown, by replacing all that was found', () => {
    const editor = new Editor(post);
    editor.dispatch({ changes: { from: 11, to: 14, insert: 'Two' }, userEvent: 'input.replace.all' });
    expect(editor.text).toContain('title: Two');
    expect(isSourceShown(editor.state)).toBe(true);
  });

  it('comes with a text from disk', () => {
    const editor = new Editor('Body\n');
    editor.dispatch({
      changes: { from: 0, insert: '---\ntitle: One\n---\n' },
      annotations: fromDisk.of(true),
    });
    expect(editor.visible).toBe('Body\n');
  });
});

describe('the reading of the block', () => {
  it('is the same object while its text is the same', () => {
    const editor = new Editor(post);
    const before = frontMatterOf(editor.state);
    editor.dispatch({ changes: { from: post.length, insert: 'more' } });
    editor.dispatch({ changes: { from: visibleFrom(editor.state), insert: 'more' } });
    expect(frontMatterOf(editor.state)).toBe(before);
    editor.dispatch({ changes: { from: 14, insert: '!' }, userEvent: 'undo' });
    expect(frontMatterOf(editor.state).reading.data.title).toBe('One!');
  });

  it('finds a block that is longer than the usual head', () => {
    const long = `---\ntitle: One\nnote: "${'x'.repeat(100_000)}"\n---\nBody`;
    expect(frontMatterOf(new Editor(long).state).reading.data.title).toBe('One');
  });

  it('names the line of a block that never ends', () => {
    const { problems } = frontMatterOf(new Editor('---\ntitle: One\n').state).reading;
    expect(problems).toMatchObject([{ code: 'front-matter-unclosed', line: 1 }]);
  });
});

describe('editFields', () => {
  it('changes only what differs, and keeps the cursor', () => {
    const editor = new Editor(post);
    editor.dispatch({ selection: EditorSelection.cursor(post.length - 1) });
    expect(editor.setTitle('One more')).toBeUndefined();
    expect(editor.text).toBe(post.replace('One', 'One more'));
    expect(editor.state.selection.main.head).toBe(post.length - 1 + ' more'.length);
  });

  it('makes one step of undo of what is typed in a row', () => {
    const editor = new Editor(post);
    for (const title of ['T', 'Tw', 'Two']) editor.setTitle(title);
    expect(editor.text).toContain('title: Two');
    editor.undo();
    expect(editor.text).toBe(post);
  });

  it('makes a block above the text, with the cursor still in the text', () => {
    const editor = new Editor('Body\n');
    editor.setTitle('One');
    expect(editor.text).toBe(post);
    expect(editor.visible).toBe('Body\n');
    expect(editor.state.selection.main.head).toBe(visibleFrom(editor.state));
    editor.undo();
    expect(editor.text).toBe('Body\n');
  });

  it('refuses where the block cannot be read, and changes nothing', () => {
    const broken = '---\ntitle: "One\n---\n\nBody\n';
    const editor = new Editor(broken);
    expect(editor.setTitle('Two')).toMatchObject({ code: 'front-matter-unreadable' });
    expect(editor.text).toBe(broken);
  });
});
