import { history, redo, undo } from '@codemirror/commands';
import { EditorSelection, EditorState, Text, type TransactionSpec } from '@codemirror/state';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AppError } from '../../../src-main/common/errors.ts';
import { keepLineEnds } from '../../../src-renderer/editor/file-text.ts';
import { journalPause } from '../../../src-renderer/editor/journal-keeper.ts';
import {
  type DocumentSession,
  longestUnsaved,
  openSession,
  quietBeforeSave,
  retryPauses,
} from '../../../src-renderer/editor/session.ts';
import { FakeDisk, revisionOf } from './fake-disk.ts';

const path = 'posts/a.md';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

/** A session over a bare editor state: everything but the drawing. */
class Desk {
  state: EditorState;
  readonly session: DocumentSession;
  readonly states: string[] = [];

  constructor(disk: FakeDisk, readOnly = false) {
    this.session = openSession({
      client: disk.client,
      source: disk.read(path, readOnly),
      surface: () => this,
    });
    const { document, lineEnds } = this.session.opened;
    this.state = EditorState.create({ doc: document, extensions: [history(), keepLineEnds(lineEnds)] });
    this.session.subscribe(() => this.states.push(this.session.status.saveState.kind));
  }

  dispatch(spec: TransactionSpec): void {
    const transaction = this.state.update(spec);
    this.state = transaction.state;
    if (transaction.docChanged) this.session.textChanged();
  }

  type(insert: string, at = this.state.doc.length): void {
    this.dispatch({ changes: { from: at, insert }, userEvent: 'input.type' });
  }

  undo(command = undo): void {
    command({
      state: this.state,
      dispatch: (transaction) => {
        this.state = transaction.state;
        this.session.textChanged();
      },
    });
  }

  get kind() {
    return this.session.status.saveState.kind;
  }

  get notice() {
    return this.session.status.notice?.kind;
  }
}

/** Lets calls over the fake client and dynamic imports be answered. */
const settle = async () => {
  await vi.dynamicImportSettled();
  await vi.advanceTimersByTimeAsync(0);
  await vi.dynamicImportSettled();
  await vi.advanceTimersByTimeAsync(0);
};
const pass = async (milliseconds: number) => {
  await vi.advanceTimersByTimeAsync(milliseconds);
  await settle();
};

function openDesk(text = 'one\n') {
  const disk = new FakeDisk({ [path]: text });
  return { disk, desk: new Desk(disk) };
}

describe('autosave', () => {
  it('saves nothing where nothing was typed', async () => {
    const { disk, desk } = openDesk('a\r\nb\n');
    await pass(60_000);
    expect(await desk.session.flush()).toEqual({ kind: 'saved' });
    expect(disk.saves).toEqual([]);
  });

  it('saves once the author pauses, and says how it goes', async () => {
    const { disk, desk } = openDesk();
    desk.type('two');
    expect(desk.kind).toBe('unsaved');
    await pass(quietBeforeSave - 1);
    expect(disk.saves).toEqual([]);
    await pass(1);
    expect(disk.saves).toEqual(['one\ntwo']);
    expect(desk.states).toEqual(['unsaved', 'saving', 'saved']);
  });

  it('saves from time to time while the author types on', async () => {
    const { disk, desk } = openDesk('');
    for (let elapsed = 0; elapsed < longestUnsaved * 2.5; elapsed += 100) {
      desk.type('x');
      await pass(100);
    }
    expect(disk.saves).toHaveLength(2);
    await pass(quietBeforeSave);
    expect(disk.files.get(path)).toBe(desk.state.doc.toString());
  });

  it('has one save in flight at a time and then saves what was typed meanwhile', async () => {
    const { disk, desk } = openDesk('');
    let openGate = () => {};
    const gate = new Promise<void>((resolve) => {
      openGate = resolve;
    });
    disk.beforeSave = () => gate;
    desk.type('a');
    await pass(quietBeforeSave);
    desk.type('b');
    await pass(10_000);
    expect(disk.saves).toEqual([]);
    expect(desk.kind).toBe('saving');
    openGate();
    await pass(quietBeforeSave);
    expect(disk.saves).toEqual(['a', 'ab']);
    expect(desk.kind).toBe('saved');
    expect(desk.notice).toBeUndefined();
  });

  it('is not unsaved any more where the edit was undone', async () => {
    const { disk, desk } = openDesk('a\r\nb\nc\r\n');
    desk.dispatch({ changes: { from: 0, to: 5 } });
    expect(desk.kind).toBe('unsaved');
    desk.undo();
    expect(desk.kind).toBe('saved');
    await pass(60_000);
    expect(disk.saves).toEqual([]);
  });

  it.each([
    ['Windows line ends', 'one\r\ntwo\r\n'],
    ['mixed line ends', 'one\r\ntwo\nthree\rfour\r\n'],
    ['lone carriage returns', 'one\rtwo'],
    ['a byte order mark', '\uFEFFone\n'],
    ['no final newline', 'one\ntwo'],
    ['U+2028', 'one\u2028two\n'],
  ])('changes the file by the typed letter only: %s', async (_name, text) => {
    const { disk, desk } = openDesk(text);
    desk.type('x', 2);
    await desk.session.flush();
    expect(disk.saves.map((saved) => saved.replace('x', ''))).toEqual([text]);
    desk.undo();
    await desk.session.flush();
    expect(disk.files.get(path)).toBe(text);
  });

  it('saves at once when it is asked to', async () => {
    const { disk, desk } = openDesk();
    desk.type('two');
    expect(await desk.session.flush()).toEqual({ kind: 'saved' });
    expect(disk.saves).toEqual(['one\ntwo']);
  });

  it('never saves a file that may not be written', async () => {
    const disk = new FakeDisk({ [path]: 'one' });
    const desk = new Desk(disk, true);
    desk.type('x');
    await pass(60_000);
    expect(disk.saves).toEqual([]);
    expect(desk.session.hasUnsavedText()).toBe(false);
  });
});

describe('a save that fails', () => {
  it('says why, keeps the text and tries again', async () => {
    const { disk, desk } = openDesk();
    disk.beforeSave = async () => {
      throw new AppError('disk-full');
    };
    desk.type('two');
    await pass(quietBeforeSave);
    expect(desk.session.status.saveState).toMatchObject({
      kind: 'failed',
      message: new AppError('disk-full').message,
    });
    await pass(retryPauses[0]);
    expect(desk.kind).toBe('failed');
    disk.beforeSave = async () => {};
    await pass(retryPauses[1] - 1);
    expect(disk.saves).toEqual([]);
    await pass(1);
    expect(disk.saves).toEqual(['one\ntwo']);
    expect(desk.kind).toBe('saved');
  });

  it('is tried again with the next key and when asked', async () => {
    const { disk, desk } = openDesk();
    let tries = 0;
    disk.beforeSave = async () => {
      tries += 1;
      throw new AppError('write-refused');
    };
    desk.type('t');
    await pass(quietBeforeSave);
    desk.type('w');
    await pass(quietBeforeSave);
    expect(tries).toBe(2);
    expect(await desk.session.flush()).toMatchObject({ kind: 'failed' });
    expect(tries).toBe(3);
    expect(desk.session.hasUnsavedText()).toBe(true);
  });

  it('knows its own text again where only the answer was lost', async () => {
    const { disk, desk } = openDesk();
    disk.afterSave = async () => {
      throw new AppError('disconnected');
    };
    desk.type('two');
    await pass(quietBeforeSave);
    disk.afterSave = async () => {};
    desk.type(' three');
    await pass(quietBeforeSave);
    await pass(quietBeforeSave);
    expect(desk.notice).toBeUndefined();
    expect(disk.files.get(path)).toBe('one\ntwo three');
    expect(desk.kind).toBe('saved');
  });
});

describe('a file that another program changed', () => {
  it('is shown in place where nothing is unsaved, with the cursor and the history kept', async () => {
    const { disk, desk } = openDesk('first\nsecond\nthird\n');
    desk.type('my ', 6);
    await desk.session.flush();
    desk.dispatch({ selection: EditorSelection.cursor(9) });
    disk.change(path, 'zero\nfirst\nmy second\nthird, changed\n');
    await settle();
    expect(desk.state.doc.toString()).toBe('zero\nfirst\nmy second\nthird, changed\n');
    expect(desk.state.selection.main.head).toBe(14);
    expect(desk.notice).toBe('reloaded');
    expect(desk.kind).toBe('saved');
    desk.undo();
    expect(desk.state.doc.toString()).toBe('zero\nfirst\nsecond\nthird, changed\n');
    desk.undo(redo);
    desk.session.dismissNotice();
    expect(desk.notice).toBeUndefined();
  });

  it('is taken out by undo where it is an earlier version that the author brought back', async () => {
    const { disk, desk } = openDesk('first\nsecond\n');
    desk.session.expectOwnChange();
    disk.change(path, 'first, earlier\nsecond\n');
    await settle();
    expect(desk.state.doc.toString()).toBe('first, earlier\nsecond\n');
    expect(desk.notice).toBeUndefined();
    desk.undo();
    expect(desk.state.doc.toString()).toBe('first\nsecond\n');
    await desk.session.flush();
    disk.change(path, 'of another program\n');
    await settle();
    expect(desk.notice).toBe('reloaded');
  });

  it('is shown with its new line ends', async () => {
    const { disk, desk } = openDesk('a\nb\n');
    disk.change(path, 'a\r\nb\r\n');
    await settle();
    expect(desk.kind).toBe('saved');
    desk.type('x', 0);
    await desk.session.flush();
    expect(disk.saves).toEqual(['xa\r\nb\r\n']);
  });

  it('is looked at where the event names no path', async () => {
    const { disk, desk } = openDesk();
    disk.change(path, 'two\n', []);
    await settle();
    expect(desk.state.doc.toString()).toBe('two\n');
  });

  it('is left alone where the event names others', async () => {
    const { disk } = openDesk();
    disk.tell(['posts/b.md']);
    await settle();
    expect(disk.reads).toEqual([]);
  });

  it('is a conflict where text is unsaved, and nothing is written', async () => {
    const { disk, desk } = openDesk();
    desk.type('mine');
    disk.change(path, 'theirs\n');
    await settle();
    expect(desk.kind).toBe('conflict');
    expect(desk.notice).toBe('conflict');
    desk.type(' more');
    await pass(60_000);
    expect(await desk.session.flush()).toEqual({ kind: 'conflict' });
    expect(disk.saves).toEqual([]);
    expect(disk.files.get(path)).toBe('theirs\n');
    expect(desk.state.doc.toString()).toBe('one\nmine more');
  });

  it('is a conflict where the save finds it so', async () => {
    const { disk, desk } = openDesk();
    disk.files.set(path, 'theirs\n');
    desk.type('mine');
    await pass(quietBeforeSave);
    expect(desk.kind).toBe('conflict');
    expect(disk.files.get(path)).toBe('theirs\n');
  });

  it('is none where both wrote the same', async () => {
    const { disk, desk } = openDesk();
    desk.type('two');
    disk.change(path, 'one\ntwo');
    await settle();
    expect(desk.kind).toBe('saved');
    expect(desk.notice).toBeUndefined();
    await pass(60_000);
    expect(disk.saves).toEqual([]);
  });

  it('never comes from our own saves, whenever the event arrives', async () => {
    const { disk, desk } = openDesk('');
    for (let key = 0; key < 20; key += 1) {
      desk.type('x');
      if (key % 3 === 0) disk.tell([path]);
      await pass(key % 2 === 0 ? quietBeforeSave : 50);
      disk.tell([path]);
    }
    await desk.session.flush();
    expect(desk.notice).toBeUndefined();
    expect(disk.files.get(path)).toBe('x'.repeat(20));
  });

  it('can be overwritten by choice', async () => {
    const { disk, desk } = openDesk();
    desk.type('mine');
    disk.change(path, 'theirs\n');
    await settle();
    expect(await desk.session.keepMine()).toEqual({ kind: 'saved' });
    expect(disk.files.get(path)).toBe('one\nmine');
    expect(desk.notice).toBeUndefined();
  });

  it('is a conflict again where it changed while the author chose', async () => {
    const { disk, desk } = openDesk();
    desk.type('mine');
    disk.change(path, 'theirs\n');
    await settle();
    disk.files.set(path, 'theirs, later\n');
    expect(await desk.session.keepMine()).toEqual({ kind: 'conflict' });
    expect(disk.files.get(path)).toBe('theirs, later\n');
  });

  it('can be taken, and undo brings the author’s text back', async () => {
    const { disk, desk } = openDesk();
    desk.type('mine');
    disk.change(path, 'theirs\r\n');
    await settle();
    await desk.session.takeTheirs();
    expect(desk.state.doc.toString()).toBe('theirs\n');
    expect(desk.kind).toBe('saved');
    desk.undo();
    expect(desk.state.doc.toString()).toBe('one\nmine');
    await desk.session.flush();
    expect(disk.files.get(path)).toBe('one\nmine');
  });

  it('can be settled with a third text', async () => {
    const { disk, desk } = openDesk();
    desk.type('mine');
    disk.change(path, 'theirs\n');
    await settle();
    expect(await desk.session.resolveWith(Text.of(['theirs', 'mine']))).toEqual({ kind: 'saved' });
    expect(disk.files.get(path)).toBe('theirs\nmine');
  });

  it('is simply shown once the author has undone everything', async () => {
    const { disk, desk } = openDesk();
    desk.type('mine');
    disk.change(path, 'theirs\n');
    await settle();
    desk.undo();
    await settle();
    expect(desk.state.doc.toString()).toBe('theirs\n');
    expect(desk.kind).toBe('saved');
  });
});

describe('a file that another program changed elsewhere than the author', () => {
  const post = '---\ntitle: One\n---\nfirst\n\nsecond\n';

  it('is merged with what is unsaved, as one step to undo, and saved', async () => {
    const { disk, desk } = openDesk(post);
    desk.type(' mine', post.length - 1);
    disk.change(path, post.replace('One', 'Two').replace('first', 'first, theirs'));
    await settle();
    const both = '---\ntitle: Two\n---\nfirst, theirs\n\nsecond mine\n';
    expect(desk.state.doc.toString()).toBe(both);
    expect(desk.notice).toBe('merged');
    await pass(quietBeforeSave);
    expect(disk.files.get(path)).toBe(both);
    expect(desk.kind).toBe('saved');
    expect(desk.notice).toBe('merged');
    desk.undo();
    expect(desk.state.doc.toString()).toBe(post.replace('second', 'second mine'));
    desk.session.dismissNotice();
    expect(desk.notice).toBeUndefined();
  });

  it('is merged where the save finds it so', async () => {
    const { disk, desk } = openDesk(post);
    disk.files.set(path, post.replace('One', 'Two'));
    desk.type('third\n');
    await pass(quietBeforeSave);
    await pass(quietBeforeSave);
    expect(disk.files.get(path)).toBe(`${post.replace('One', 'Two')}third\n`);
    expect(desk.kind).toBe('saved');
  });

  it('keeps line ends and byte order mark as that program wrote them', async () => {
    const { disk, desk } = openDesk(post);
    desk.type(' mine', post.length - 1);
    disk.change(path, `\uFEFF${post.replaceAll('\n', '\r\n')}`);
    await settle();
    await desk.session.flush();
    expect(disk.files.get(path)).toBe(
      `\uFEFF${post.replace('second', 'second mine').replaceAll('\n', '\r\n')}`,
    );
  });

  it('does not merge under the eyes of somebody who is asked already', async () => {
    const { disk, desk } = openDesk(post);
    desk.type(' mine', post.length - 1);
    disk.change(path, post.replace('second', 'second, theirs'));
    await settle();
    expect(desk.notice).toBe('conflict');
    disk.change(path, post.replace('first', 'first, theirs'));
    await settle();
    expect(desk.notice).toBe('conflict');
  });
});

describe('the journal', () => {
  it('is half a second behind typing, however long that goes on', async () => {
    const { disk, desk } = openDesk('');
    disk.beforeSave = () => new Promise(() => {});
    for (let typed = 1; typed <= 40; typed += 1) {
      desk.type('x');
      await pass(100);
      const kept = disk.journal.get(path)?.text.length ?? 0;
      expect(typed - kept).toBeLessThanOrEqual(journalPause / 100);
    }
    await pass(journalPause);
    expect(disk.journal.get(path)).toMatchObject({ text: 'x'.repeat(40), basedOn: revisionOf('') });
  });

  it('says nothing while nothing is unsaved', async () => {
    const { disk, desk } = openDesk();
    await pass(60_000);
    desk.dispatch({ selection: EditorSelection.cursor(1) });
    await pass(60_000);
    expect(disk.journalCalls).toEqual([]);
  });

  it('forgets the text once it is saved', async () => {
    const { disk, desk } = openDesk('');
    desk.type('x');
    await pass(journalPause);
    expect(disk.journal.get(path)?.text).toBe('x');
    await pass(quietBeforeSave);
    expect(disk.files.get(path)).toBe('x');
    expect(disk.journalCalls).toEqual(['keep x', 'discard']);
  });

  it('forgets the text once it is undone', async () => {
    const { disk, desk } = openDesk('');
    disk.beforeSave = () => new Promise(() => {});
    desk.type('x');
    await pass(journalPause);
    desk.undo();
    await pass(journalPause);
    expect(disk.journalCalls).toEqual(['keep x', 'discard']);
  });

  it('has one call under way at a time, and the last text wins', async () => {
    const { disk, desk } = openDesk('');
    disk.beforeSave = () => new Promise(() => {});
    let openGate = () => {};
    const gate = new Promise<void>((resolve) => {
      openGate = resolve;
    });
    disk.beforeJournal = () => gate;
    for (let typed = 0; typed < 30; typed += 1) {
      desk.type('x');
      await pass(100);
    }
    expect(disk.journalCalls).toEqual([]);
    openGate();
    await settle();
    expect(disk.journalCalls).toEqual(['keep xxxxx', `keep ${'x'.repeat(30)}`]);
  });

  it('keeps the text of a post that cannot be saved, is asked about, is gone or is closed', async () => {
    const { disk, desk } = openDesk();
    disk.beforeSave = async () => {
      throw new AppError('disk-full');
    };
    desk.type('mine');
    await pass(60_000);
    expect(disk.journal.get(path)?.text).toBe('one\nmine');
    disk.change(path, 'theirs\n');
    await settle();
    desk.type('!');
    await pass(journalPause);
    expect(disk.journal.get(path)?.text).toBe('one\nmine!');
    disk.change(path, undefined);
    await settle();
    desk.type('?');
    desk.session.dispose();
    await settle();
    expect(disk.journal.get(path)?.text).toBe('one\nmine!?');
  });

  it('may fail without a word, and is tried again with the next change', async () => {
    const { disk, desk } = openDesk('');
    disk.beforeSave = () => new Promise(() => {});
    disk.beforeJournal = async () => {
      throw new AppError('disk-full');
    };
    desk.type('x');
    await pass(journalPause);
    disk.beforeJournal = async () => {};
    desk.type('y');
    await pass(journalPause);
    expect(disk.journal.get(path)?.text).toBe('xy');
  });

  it('still has a text that the author gave up, to the last letter', async () => {
    const { disk, desk } = openDesk();
    disk.change(path, undefined);
    await settle();
    expect(disk.journal.get(path)?.text).toBe('one\n');
    desk.type('x');
    desk.session.abandon();
    await pass(journalPause * 2);
    expect(disk.journal.get(path)?.text).toContain('x');
  });
});

describe('text that the journal kept', () => {
  async function openWith(text: string, onDisk = 'one\n') {
    const disk = new FakeDisk({ [path]: onDisk });
    disk.journal.set(path, { path, text, basedOn: revisionOf('one\n'), keptAt: '2025-01-01T10:00:00.000Z' });
    const desk = new Desk(disk);
    await settle();
    return { disk, desk };
  }

  it('is offered, and the file left alone', async () => {
    const { disk, desk } = await openWith('one\ntyped');
    expect(desk.session.status.notice).toMatchObject({ kind: 'recovered', entry: { text: 'one\ntyped' } });
    await pass(60_000);
    expect(desk.state.doc.toString()).toBe('one\n');
    expect(disk.saves).toEqual([]);
    expect(disk.journal.has(path)).toBe(true);
  });

  it('is forgotten where the file says it already', async () => {
    const { disk, desk } = await openWith('one\n');
    expect(desk.notice).toBeUndefined();
    expect(disk.journal.has(path)).toBe(false);
  });

  it('can be used, is saved and then forgotten; undo brings the file’s text back', async () => {
    const { disk, desk } = await openWith('\uFEFFone\r\ntyped\r\n');
    await desk.session.takeRecovered();
    expect(desk.notice).toBeUndefined();
    await desk.session.flush();
    await settle();
    expect(disk.files.get(path)).toBe('\uFEFFone\r\ntyped\r\n');
    expect(disk.journal.has(path)).toBe(false);
    desk.undo();
    await desk.session.flush();
    expect(disk.files.get(path)).toBe('one\n');
  });

  it('can be used in part', async () => {
    const { disk, desk } = await openWith('one\ntyped');
    await desk.session.takeRecovered(Text.of(['one', 'typed, in part']));
    await desk.session.flush();
    expect(disk.files.get(path)).toBe('one\ntyped, in part');
  });

  it('can be discarded', async () => {
    const { disk, desk } = await openWith('one\ntyped');
    desk.session.discardRecovered();
    await settle();
    expect(desk.notice).toBeUndefined();
    expect(disk.journal.has(path)).toBe(false);
    expect(desk.state.doc.toString()).toBe('one\n');
  });

  it('stays offered while the author types on', async () => {
    const { desk } = await openWith('one\ntyped');
    desk.type('new');
    await pass(60_000);
    expect(desk.session.status.notice).toMatchObject({ kind: 'recovered', entry: { text: 'one\ntyped' } });
  });
});

describe('a file that is gone', () => {
  it('is said to be, and never made again by autosave', async () => {
    const { disk, desk } = openDesk();
    disk.change(path, undefined);
    await settle();
    expect(desk.notice).toBe('missing');
    expect(desk.kind).toBe('gone');
    expect(desk.session.hasUnsavedText()).toBe(true);
    desk.type('x');
    await pass(60_000);
    expect(desk.kind).toBe('failed');
    await desk.session.flush();
    expect(disk.files.has(path)).toBe(false);
    expect(desk.state.doc.toString()).toBe('one\nx');
  });

  it('is noticed by the save too', async () => {
    const { disk, desk } = openDesk();
    disk.files.delete(path);
    desk.type('x');
    await pass(quietBeforeSave);
    expect(desk.notice).toBe('missing');
  });

  it('can be put back where it was, byte by byte', async () => {
    const { disk, desk } = openDesk('one\r\ntwo\n');
    disk.change(path, undefined);
    await settle();
    desk.type('x', 0);
    expect(await desk.session.keepAsNew('Kept Text')).toBe(path);
    expect([...disk.files]).toEqual([[path, 'xone\r\ntwo\n']]);
    expect(desk.kind).toBe('saved');
    expect(desk.notice).toBeUndefined();
    desk.type('y', 0);
    await desk.session.flush();
    expect(disk.files.get(path)).toBe('yxone\r\ntwo\n');
  });

  it('is gone on with where it was moved to, with what is unsaved', async () => {
    const { disk, desk } = openDesk('one\r\ntwo\n');
    desk.type('x', 0);
    disk.files.set('posts/moved.md', 'one\r\ntwo\n');
    disk.change(path, undefined);
    await settle();
    expect(desk.session.status.notice).toEqual({ kind: 'missing', moved: 'posts/moved.md' });
    expect(await desk.session.followMove()).toBe('posts/moved.md');
    expect([...disk.files]).toEqual([['posts/moved.md', 'xone\r\ntwo\n']]);
    expect(desk.session.path).toBe('posts/moved.md');
    expect([desk.kind, desk.notice]).toEqual(['saved', undefined]);
    expect([...disk.journal.keys()]).toEqual([]);
  });

  it('is found when its new name comes later than the news that it is gone', async () => {
    const { disk, desk } = openDesk();
    const text = disk.files.get(path) as string;
    disk.change(path, undefined);
    await settle();
    expect(desk.session.status.notice).toEqual({ kind: 'missing', moved: undefined });
    expect(await desk.session.followMove()).toBeUndefined();
    disk.change('posts/moved.md', text);
    await settle();
    expect(desk.session.status.notice).toEqual({ kind: 'missing', moved: 'posts/moved.md' });
  });

  it('is never put back over another file of that name', async () => {
    const { disk, desk } = openDesk();
    disk.change(path, undefined);
    await settle();
    desk.type('mine');
    disk.files.set(path, 'theirs\n');
    expect(await desk.session.keepAsNew('Kept Text')).toBeUndefined();
    expect(desk.notice).toBe('conflict');
    expect([...disk.files]).toEqual([[path, 'theirs\n']]);
  });

  it('can be kept as a new post where its own place is no more, byte by byte', async () => {
    const { disk, desk } = openDesk('one\r\ntwo\n');
    disk.change(path, undefined);
    await settle();
    desk.type('x', 0);
    let tries = 0;
    disk.beforeSave = async () => {
      tries += 1;
      if (tries === 1) throw new AppError('write-refused');
    };
    expect(await desk.session.keepAsNew('Kept Text')).toBe('posts/kept-text.md');
    expect(disk.files.get('posts/kept-text.md')).toBe('xone\r\ntwo\n');
    expect(desk.kind).toBe('saved');
    desk.type('y', 0);
    await desk.session.flush();
    expect(disk.files.get('posts/kept-text.md')).toBe('yxone\r\ntwo\n');
  });

  it('is all well again once it is back', async () => {
    const { disk, desk } = openDesk();
    disk.change(path, undefined);
    await settle();
    disk.change(path, 'one\n');
    await settle();
    expect(desk.notice).toBeUndefined();
    expect(desk.kind).toBe('saved');
  });
});

describe('a session that ended', () => {
  it('neither saves nor listens', async () => {
    const { disk, desk } = openDesk();
    desk.type('x');
    desk.session.dispose();
    disk.change(path, 'two');
    await pass(60_000);
    expect(disk.saves).toEqual([]);
    expect(desk.state.doc.toString()).toBe('one\nx');
  });
});
