import { isolateHistory } from '@codemirror/commands';
import { type EditorState, type Text, Transaction, type TransactionSpec } from '@codemirror/state';
import type { Client } from '../../src-main/common/api/client.ts';
import { AppError } from '../../src-main/common/errors.ts';
import type { JournalEntry } from '../../src-main/common/posts/kept-texts.ts';
import type { PostPath, PostSource, Revision, SaveOutcome } from '../../src-main/common/posts/post.ts';
import { unreachable } from '../../src-main/common/unreachable.ts';
import type { SaveState } from '../editor-contract.ts';
import {
  type FileText,
  fileTextOf,
  isSameFileText,
  parseFileText,
  printFileText,
  replaceLineEnds,
} from './file-text.ts';
import { createJournalKeeper, type JournalKeeper } from './journal-keeper.ts';
import type { minimalChanges as MinimalChanges } from './minimal-changes.ts';
import { fromDisk } from './origins.ts';

/** Quiet after the last key before the text is saved, in milliseconds. */
export const quietBeforeSave = 700;
/** The longest that text which is being typed stays unsaved, in milliseconds. */
export const longestUnsaved = 3000;
/** Pauses between tries after failures, in milliseconds; the last one goes on. */
export const retryPauses = [2000, 4000, 8000, 15_000, 30_000] as const;

/** Failed saves whose text is remembered, to know it again if it did reach the disk. */
const mostAttempts = 8;

/** Saves that one flush makes at most while the author types on. */
const mostRounds = 5;

/** What the author should know about the file on disk. */
export type Notice =
  /** Another program changed the file; nothing was unsaved, so its text is shown now. */
  | { kind: 'reloaded' }
  /** Another program changed the file, and its changes are now part of the text here. Undo takes them out. */
  | { kind: 'merged' }
  /** Unsaved text of an earlier time was found in the journal. The file is as it was until the author chooses. */
  | { kind: 'recovered'; entry: JournalEntry }
  /** Another program changed the file, and text here is unsaved. Nothing is written until the author chooses. */
  | { kind: 'conflict'; theirs: PostSource }
  /** The file was deleted or renamed, to `moved` where it was found again. Nothing is written until the author chooses. */
  | { kind: 'missing'; moved: PostPath | undefined };

export interface SessionStatus {
  saveState: SaveState;
  notice: Notice | undefined;
}

/** Where the text is edited: an `EditorView`, or a bare state in a test. */
export interface EditedSurface {
  readonly state: EditorState;
  dispatch(spec: TransactionSpec): void;
}

/** One open post: what is on disk, what is unsaved, and the way between the two. */
export interface DocumentSession {
  readonly path: PostPath;
  /** The file as it was opened: what the first editor state is made of. */
  readonly opened: FileText;
  readonly status: SessionStatus;
  /** Calls after each change of `status`, until the returned function is called. */
  subscribe(listener: () => void): () => void;
  /** To be called after every change of the document. Cheap: never saves by itself, never copies the text. */
  textChanged(): void;
  /** Saves what is unsaved now, also after a failure; answers when that is done, has failed or has to wait for a choice. */
  flush(): Promise<SaveState>;
  /** Writes the text as it is here over that of the other program. */
  keepMine(): Promise<SaveState>;
  /** Takes the other program's text; undo brings the author's back. */
  takeTheirs(): Promise<void>;
  /** Ends a conflict with this text. */
  resolveWith(text: Text): Promise<SaveState>;
  /** Shows the text that was recovered from the journal, or another one made of it; undo brings back what was here. */
  takeRecovered(text?: Text): Promise<void>;
  /** Forgets the text that was recovered from the journal. */
  discardRecovered(): void;
  /**
   * Puts the text of a post that is gone back where it was; into a new post of this title where that cannot be. Answers
   * where it is once it is saved there.
   */
  keepAsNew(title: string): Promise<PostPath | undefined>;
  /** Goes on where the file is now, with what is unsaved; answers where that is once it is saved there. */
  followMove(): Promise<PostPath | undefined>;
  /** Gives the text of a post that is gone up: nothing is unsaved any more. The journal keeps it. */
  abandon(): void;
  dismissNotice(): void;
  /** The next text on disk is the author’s own doing: it is shown so that undo takes it out again. */
  expectOwnChange(): void;
  /** From now on the author is renaming the post, or is no more: meanwhile nobody looks where its file is. */
  expectMove(isMoving: boolean): void;
  /** Whether there is text that no disk holds. */
  hasUnsavedText(): boolean;
  /** Stops listening and timers. Call `flush` before. */
  dispose(): void;
}

export interface SessionOptions {
  client: Client;
  source: PostSource;
  /** Asked each time; first after the editor was made from `opened`. */
  surface: () => EditedSurface;
}

/** Opens the session of a post that was just read: autosave, outside changes, conflicts. */
export function openSession(options: SessionOptions): DocumentSession {
  const session = new Session(options);
  session.listen();
  return session;
}

interface Saved {
  revision: Revision;
  file: FileText;
}

type Waiting = { kind: 'conflict'; theirs: PostSource } | { kind: 'missing'; moved: PostPath | undefined };

class Session implements DocumentSession {
  path: PostPath;
  readonly opened: FileText;
  status: SessionStatus = { saveState: { kind: 'saved' }, notice: undefined };

  readonly #client: Client;
  readonly #surface: () => EditedSurface;
  readonly #readOnly: boolean;
  readonly #listeners = new Set<() => void>();
  /** The file as it was last read or written by us: what the text is based on. */
  #saved: Saved;
  /** Texts of saves without an answer: if one of them is found on disk, it was our own. */
  #attempts: FileText[] = [];
  #waiting: Waiting | undefined;
  #failure: AppError | undefined;
  #failures = 0;
  /** What was last done about a change by another program. */
  #tookIn: 'reloaded' | 'merged' | undefined;
  #recovered: JournalEntry | undefined;
  readonly #journal: JournalKeeper;
  #saving = false;
  #wantsSave = false;
  #wantsCheck = false;
  #running: Promise<void> | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #unsavedSince: number | undefined;
  #stopListening: (() => void) | undefined;
  #disposed = false;
  #expectsOwnChange = false;
  #isMoving = false;

  constructor({ client, source, surface }: SessionOptions) {
    this.path = source.path;
    this.#client = client;
    this.#surface = surface;
    this.#readOnly = source.readOnly;
    this.opened = parseFileText(source.text);
    this.#saved = { revision: source.revision, file: this.opened };
    this.#journal = createJournalKeeper(client, () => this.#unsaved());
  }

  listen(): void {
    void this.#recover();
    this.#stopListening = this.#client.listen('posts.changed', ({ paths }) => {
      const mayConcern = paths.length === 0 || paths.includes(this.path) || this.#waiting?.kind === 'missing';
      if (!this.#isMoving && mayConcern) this.#check();
    });
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  textChanged(): void {
    this.#journal.later(this.#surface().state.doc.length);
    if (this.#isDirty()) {
      this.#unsavedSince ??= Date.now();
      this.#schedule(Math.min(quietBeforeSave, this.#unsavedSince + longestUnsaved - Date.now()));
    } else {
      this.#unsavedSince = undefined;
      this.#clearTimer();
      // Undone to what it was based on: then there is nothing to choose between any more.
      if (this.#waiting?.kind === 'conflict') this.#check();
    }
    this.#publish();
  }

  hasUnsavedText(): boolean {
    return this.#waiting?.kind === 'missing' || this.#isDirty();
  }

  async flush(): Promise<SaveState> {
    // What is typed while a save is on its way goes with the next one.
    for (
      let round = 0;
      round === 0 || (round < mostRounds && this.status.saveState.kind === 'unsaved');
      round += 1
    ) {
      this.#clearTimer();
      this.#wantsSave = true;
      await this.#work();
    }
    return this.status.saveState;
  }

  keepMine(): Promise<SaveState> {
    if (this.#waiting?.kind === 'conflict') this.#baseOn(this.#waiting.theirs);
    return this.flush();
  }

  async takeTheirs(): Promise<void> {
    const { minimalChanges } = await import('./minimal-changes.ts');
    if (this.#waiting?.kind !== 'conflict') return;
    this.#baseOn(this.#waiting.theirs);
    this.#show(this.#saved.file, minimalChanges, 'undoable');
    this.#publish();
  }

  async resolveWith(text: Text): Promise<SaveState> {
    const { minimalChanges } = await import('./minimal-changes.ts');
    if (this.#waiting?.kind !== 'conflict') return this.flush();
    this.#baseOn(this.#waiting.theirs);
    this.#show({ document: text, lineEnds: this.#current().lineEnds }, minimalChanges, 'undoable');
    return this.flush();
  }

  async takeRecovered(text?: Text): Promise<void> {
    const { minimalChanges } = await import('./minimal-changes.ts');
    const entry = this.#recovered;
    if (!entry) return;
    const { document, lineEnds } = parseFileText(entry.text);
    this.#recovered = undefined;
    this.#show({ document: text ?? document, lineEnds }, minimalChanges, 'undoable');
    // Once saved, or where it is what the file says already, the journal forgets it.
    this.#journal.now();
    this.#publish();
  }

  discardRecovered(): void {
    if (!this.#recovered) return;
    this.#recovered = undefined;
    this.#forget();
    this.#publish();
  }

  async keepAsNew(title: string): Promise<PostPath | undefined> {
    if (await this.#putBack()) return this.path;
    if (this.#waiting?.kind !== 'missing') return undefined;
    const created = await this.#client.call('posts.create', { title });
    this.path = created.path;
    this.#baseOn(created);
    const { kind } = await this.flush();
    return kind === 'saved' ? created.path : undefined;
  }

  /** Writes the text where the file was. Another program may have written one there by now, which then is looked at. */
  async #putBack(): Promise<boolean> {
    const file = this.#current();
    const saving = this.#client.call('posts.save', { path: this.path, text: printFileText(file) });
    const outcome = await saving.catch(() => undefined);
    if (outcome?.kind === 'saved') {
      await this.#afterSave(file, outcome);
      this.#publish();
      return true;
    }
    if (outcome?.current) {
      await this.#takeIn(outcome.current);
      this.#publish();
    }
    return false;
  }

  async followMove(): Promise<PostPath | undefined> {
    const moved = this.#waiting?.kind === 'missing' ? this.#waiting.moved : undefined;
    if (moved === undefined) return undefined;
    const found = await this.#client.call('posts.read', { path: moved });
    // Its text is kept by its path until it is saved: from now on under the new one.
    this.#forget();
    this.path = moved;
    await this.#takeIn(found);
    const { kind } = await this.flush();
    return kind === 'saved' ? moved : undefined;
  }

  abandon(): void {
    // Who regrets it finds the text again once a file is there: the journal is left with the last of it.
    const givenUp = this.#unsaved();
    this.#journal.stop();
    if (givenUp) void this.#client.call('journal.keep', givenUp).catch(() => undefined);
    this.#settle({ ...this.#saved, file: this.#current() });
    this.dispose();
    this.status = { saveState: { kind: 'saved' }, notice: undefined };
  }

  dismissNotice(): void {
    this.#tookIn = undefined;
    this.#publish();
  }

  expectOwnChange(): void {
    this.#expectsOwnChange = true;
  }

  expectMove(isMoving: boolean): void {
    this.#isMoving = isMoving;
    if (!isMoving) this.#check();
  }

  dispose(): void {
    if (!this.#disposed) this.#journal.now();
    this.#disposed = true;
    this.#clearTimer();
    this.#stopListening?.();
    this.#listeners.clear();
  }

  /** Looks for text that was typed before the program ended and never saved. */
  async #recover(): Promise<void> {
    if (this.#readOnly) return;
    const entry = await this.#client.call('journal.read', { path: this.path }).catch(() => undefined);
    if (!entry || this.#disposed) return;
    const found = parseFileText(entry.text);
    if (isSameFileText(found, this.#saved.file) || isSameFileText(found, this.#current())) {
      if (!this.#isDirty()) this.#forget();
      return;
    }
    this.#recovered = entry;
    this.#publish();
  }

  #forget(): void {
    const { path } = this;
    void this.#client.call('journal.discard', { path }).catch(() => undefined);
  }

  #unsaved() {
    if (!this.hasUnsavedText()) return undefined;
    return { path: this.path, text: printFileText(this.#current()), basedOn: this.#saved.revision };
  }

  #isDirty(): boolean {
    return !this.#readOnly && !isSameFileText(this.#current(), this.#saved.file);
  }

  #current(): FileText {
    return fileTextOf(this.#surface().state);
  }

  #schedule(pause: number): void {
    this.#clearTimer();
    this.#timer = setTimeout(
      () => {
        this.#wantsSave = true;
        void this.#work();
      },
      Math.max(0, pause),
    );
  }

  #clearTimer(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #check(): void {
    this.#wantsCheck = true;
    void this.#work();
  }

  /** One call at a time, so that no answer about the file is older than our last write to it. */
  async #work(): Promise<void> {
    if (this.#disposed) return;
    this.#running ??= this.#workAll().finally(() => {
      this.#running = undefined;
    });
    await this.#running;
  }

  async #workAll(): Promise<void> {
    while (!this.#disposed && (this.#wantsCheck || this.#wantsSave)) {
      if (this.#wantsCheck) {
        this.#wantsCheck = false;
        await this.#compareWithDisk();
      } else {
        this.#wantsSave = false;
        if (!this.#waiting && this.#isDirty()) await this.#save();
      }
    }
    this.#publish();
  }

  async #save(): Promise<void> {
    const file = this.#current();
    this.#clearTimer();
    this.#unsavedSince = undefined;
    this.#saving = true;
    this.#publish();
    try {
      const outcome = await this.#write(file);
      this.#saving = false;
      await this.#afterSave(file, outcome);
    } catch (error) {
      this.#saving = false;
      this.#attempts = [...this.#attempts.slice(-mostAttempts), file];
      await this.#afterFailure(toAppError(error));
    }
  }

  #write(file: FileText): Promise<SaveOutcome> {
    const text = printFileText(file);
    return this.#client.call('posts.save', { path: this.path, text, basedOn: this.#saved.revision });
  }

  async #afterSave(file: FileText, outcome: SaveOutcome): Promise<void> {
    switch (outcome.kind) {
      case 'saved':
        this.#settle({ revision: outcome.revision, file });
        this.#journal.now();
        if (this.#isDirty()) this.textChanged();
        return;
      case 'changed-on-disk':
        await this.#takeIn(outcome.current);
        return;
      default:
        unreachable(outcome);
    }
  }

  async #afterFailure(error: AppError): Promise<void> {
    if (error.code === 'post-missing') {
      await this.#takeIn(undefined);
      return;
    }
    this.#failure = error;
    this.#schedule(retryPauses[Math.min(this.#failures, retryPauses.length - 1)] ?? quietBeforeSave);
    this.#failures += 1;
  }

  async #compareWithDisk(): Promise<void> {
    try {
      await this.#takeIn(await this.#client.call('posts.read', { path: this.path }));
    } catch (error) {
      // Any other failure to read says nothing about the text; the next save will tell.
      if (toAppError(error).code === 'post-missing') await this.#takeIn(undefined);
    }
  }

  /** What is on disk now, whoever wrote it. */
  async #takeIn(found: PostSource | undefined): Promise<void> {
    if (!found) {
      this.#clearTimer();
      // Before it is looked for: what is typed meanwhile is for no file.
      this.#waiting ??= { kind: 'missing', moved: undefined };
      this.#journal.now();
      this.#waiting = { kind: 'missing', moved: await this.#findMoved() };
      return;
    }
    if (found.revision === this.#saved.revision) {
      this.#endWaiting();
      return;
    }
    const { minimalChanges } = await import('./minimal-changes.ts');
    const theirs = parseFileText(found.text);
    if (this.#isOurs(theirs)) {
      this.#settle({ revision: found.revision, file: theirs });
      if (this.#isDirty()) this.textChanged();
    } else if (this.#isDirty()) {
      await this.#mergeOrAsk(found, theirs);
    } else {
      this.#settle({ revision: found.revision, file: theirs });
      this.#show(theirs, minimalChanges, this.#expectsOwnChange ? 'undoable' : 'quiet');
      if (!this.#expectsOwnChange) this.#tookIn = 'reloaded';
      this.#expectsOwnChange = false;
    }
  }

  /** Where another program has put the file, as it was last on disk. */
  async #findMoved(): Promise<PostPath | undefined> {
    const text = printFileText(this.#saved.file);
    if (text === '') return undefined;
    return this.#client.call('posts.findMoved', { text }).catch(() => undefined);
  }

  /** Brings another program's changes into the text here. Where they overlap with what is unsaved, the author chooses. */
  async #mergeOrAsk(found: PostSource, theirs: FileText): Promise<void> {
    const { mergeOutside } = await import('./merge-outside.ts');
    const { minimalChanges } = await import('./minimal-changes.ts');
    // Somebody who is choosing already is not to find the question changed.
    const isAsked = this.#waiting?.kind === 'conflict';
    const merged = isAsked ? undefined : mergeOutside(this.#saved.file, this.#current(), theirs);
    if (!merged) {
      this.#clearTimer();
      this.#waiting = { kind: 'conflict', theirs: found };
      return;
    }
    this.#settle({ revision: found.revision, file: theirs });
    this.#show(merged, minimalChanges, 'undoable');
    this.#tookIn = 'merged';
    this.textChanged();
  }

  #isOurs(file: FileText): boolean {
    return [this.#current(), ...this.#attempts].some((own) => isSameFileText(own, file));
  }

  /** The file came back as we knew it: after a checkout of another branch and back, for one. */
  #endWaiting(): void {
    if (!this.#waiting) return;
    this.#waiting = undefined;
    if (this.#isDirty()) this.textChanged();
  }

  #baseOn(source: PostSource): void {
    this.#settle({ revision: source.revision, file: parseFileText(source.text) });
    this.#tookIn = undefined;
  }

  #settle(saved: Saved): void {
    this.#saved = saved;
    this.#attempts = [];
    this.#waiting = undefined;
    this.#failure = undefined;
    this.#failures = 0;
    // That a text was merged is still news when the merged text has been saved.
    if (this.#tookIn === 'reloaded') this.#tookIn = undefined;
  }

  /** Shows another text by the smallest change, so that cursor, scroll and undo history stay. */
  #show(file: FileText, changesTo: typeof MinimalChanges, way: 'undoable' | 'quiet'): void {
    const surface = this.#surface();
    surface.dispatch({
      changes: changesTo(surface.state.doc, file.document),
      effects: replaceLineEnds.of(file.lineEnds),
      annotations: [
        fromDisk.of(true),
        way === 'undoable' ? isolateHistory.of('full') : Transaction.addToHistory.of(false),
      ],
    });
  }

  #publish(): void {
    const next: SessionStatus = { saveState: this.#saveState(), notice: this.#notice() };
    if (isSameStatus(this.status, next)) return;
    this.status = next;
    for (const listener of [...this.#listeners]) listener();
  }

  #saveState(): SaveState {
    if (this.#waiting?.kind === 'conflict') return { kind: 'conflict' };
    if (this.#waiting?.kind === 'missing') {
      return this.#isDirty() ? failed(new AppError('post-missing')) : { kind: 'gone' };
    }
    if (this.#saving) return { kind: 'saving' };
    if (!this.#isDirty()) return { kind: 'saved' };
    return this.#failure ? failed(this.#failure) : { kind: 'unsaved' };
  }

  #notice(): Notice | undefined {
    if (this.#waiting) return this.#waiting;
    if (this.#recovered) return { kind: 'recovered', entry: this.#recovered };
    return this.#tookIn && { kind: this.#tookIn };
  }
}

function failed(error: AppError): SaveState {
  return { kind: 'failed', message: error.message, next: error.next };
}

function toAppError(error: unknown): AppError {
  return error instanceof AppError ? error : new AppError('internal', { cause: error });
}

function isSameStatus(a: SessionStatus, b: SessionStatus): boolean {
  if (a.notice !== b.notice && a.notice?.kind !== b.notice?.kind) return false;
  if (a.notice?.kind === 'conflict' && a.notice !== b.notice) return false;
  if (a.notice?.kind === 'missing' && b.notice?.kind === 'missing' && a.notice.moved !== b.notice.moved)
    return false;
  if (a.saveState.kind !== 'failed' || b.saveState.kind !== 'failed') {
    return a.saveState.kind === b.saveState.kind;
  }
  return a.saveState.message === b.saveState.message;
}
