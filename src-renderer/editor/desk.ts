import { EditorSelection, EditorState, type Text, type TransactionSpec } from '@codemirror/state';
import { EditorView, type ViewUpdate } from '@codemirror/view';
import type { Client } from '../../src-main/common/api/client.ts';
import type { PostSource } from '../../src-main/common/posts/post.ts';
import type { Problem } from '../../src-main/common/problem.ts';
import { createStore, type Store } from '../app/store.ts';
import { noteFirstLook } from './after-first-look.ts';
import { writingExtensions } from './extensions.ts';
import {
  bringReader,
  type FrontMatterBlock,
  frontMatterOf,
  isSourceShown,
  showSource,
  visibleFrom,
} from './front-matter-block.ts';
import { fetchedReader, fetchFrontMatterReader } from './front-matter-reader.ts';
import { bringTools } from './late-tools.ts';
import { tellOfMissingPart } from './missing-part.ts';
import { createPictureAdder, type PictureAdder } from './pictures/picture-adder.ts';
import { guardDrops } from './pictures/picture-events.ts';
import { type DocumentSession, openSession, type SessionStatus } from './session.ts';
import { measureText, type TextStatistics } from './text-statistics.ts';

/** What is drawn around the text. Each value changes only when what it tells is another. */
export interface DeskState {
  status: SessionStatus;
  frontMatter: FrontMatterBlock;
  sourceShown: boolean;
  /** Undefined until the text has been counted. */
  statistics: TextStatistics | undefined;
}

/** One post on the desk: its editor, its session, and what is shown around them. */
export interface Desk {
  readonly view: EditorView;
  readonly session: DocumentSession;
  readonly store: Store<DeskState>;
  readonly pictures: PictureAdder;
  readonly readOnly: boolean;
  /** What was found when the post was read that its front matter does not say again. */
  readonly problems: readonly Problem[];
  scrollToLine(line: number): void;
  reveal(line: number): void;
  /** Takes the editor down. What is unsaved is still saved. */
  close(): void;
}

export interface DeskOptions {
  client: Client;
  source: PostSource;
  /** Element that scrolls; the editor is put into `place` in it. */
  scroller: HTMLElement;
  place: HTMLElement;
  panels: HTMLElement;
  nonce: string | undefined;
  /** The cursor would leave the text at its top. */
  leaveUpward(): void;
  onText(text: Text): void;
  onScroll(line: number): void;
}

/** Quiet before words are counted again, in milliseconds. */
const quietBeforeCount = 400;
/** Scroll events this soon after a scroll of ours are its echo, in milliseconds. */
const echoOfScroll = 150;

/** Opens the editor of a post that was just read, in two tasks: reading the text as Markdown, and drawing it. */
export async function openDesk(options: DeskOptions): Promise<Desk> {
  const { client, source } = options;
  let drawn: EditorView | undefined;
  const undrawn = {
    get state() {
      return state;
    },
    dispatch(spec: TransactionSpec) {
      state = state.update(spec).state;
    },
  };
  const session = openSession({ client, source, surface: () => drawn ?? undrawn });
  const pictures = createPictureAdder({ client, post: () => session.path });
  let state = firstState({ ...options, pictures }, session, (update) => heard(update));
  await new Promise((resolve) => setTimeout(resolve));
  const store = createStore<DeskState>({ ...partsOf(state), status: session.status, statistics: undefined });
  const view = new EditorView({ state, parent: options.place });
  drawn = view;
  let isClosed = false;
  const counting = countWords(view, store);
  const scrolling = followScroll(view, options);
  const stops = [
    session.subscribe(() => store.change({ status: session.status })),
    listen(window, 'blur', () => void session.flush()),
    listen(window, 'pagehide', () => void session.flush()),
    listen(options.scroller, 'scroll', scrolling.heard),
    counting.stop,
    guardDrops(),
  ];
  counting.again();
  if (!fetchedReader()) bringReaderTo(view, () => isClosed).catch(tellOfMissingPart);
  bringTools(view).catch(tellOfMissingPart);
  noteFirstLook();

  function heard(update: ViewUpdate): void {
    store.change(partsOf(update.state));
    if (!update.docChanged) return;
    session.textChanged();
    counting.again();
    options.onText(update.state.doc);
  }

  return {
    view,
    session,
    store,
    pictures,
    readOnly: source.readOnly,
    problems: source.problems.filter(({ code }) => !code.startsWith('front-matter-')),
    scrollToLine: scrolling.toLine,
    reveal: (line) => revealLine(view, line),
    close() {
      isClosed = true;
      for (const stop of stops) stop();
      void session.flush().finally(() => session.dispose());
      view.destroy();
    },
  };
}

function firstState(
  { source, nonce, panels, leaveUpward, pictures }: DeskOptions & { pictures: PictureAdder },
  session: DocumentSession,
  heard: (update: ViewUpdate) => void,
): EditorState {
  const state = EditorState.create({
    doc: session.opened.document,
    extensions: [
      writingExtensions({
        file: session.opened,
        frontMatter: { read: fetchedReader(), known: source.problems },
        readOnly: source.readOnly,
        nonce,
        panels,
        pictures,
        save: () => void session.flush(),
        leaveUpward,
      }),
      EditorView.updateListener.of(heard),
    ],
  });
  return state.update({ selection: EditorSelection.cursor(visibleFrom(state)) }).state;
}

/** Reads the front matter as soon as what reads it is there. */
async function bringReaderTo(view: EditorView, isClosed: () => boolean): Promise<void> {
  const read = await fetchFrontMatterReader();
  if (!isClosed()) view.dispatch({ effects: bringReader.of(read) });
}

function partsOf(state: EditorState): Pick<DeskState, 'frontMatter' | 'sourceShown'> {
  return { frontMatter: frontMatterOf(state), sourceShown: isSourceShown(state) };
}

function listen(target: EventTarget, name: string, listener: () => void): () => void {
  target.addEventListener(name, listener, { passive: true });
  return () => target.removeEventListener(name, listener);
}

function countWords(view: EditorView, store: Store<DeskState>) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let counting = new AbortController();
  const count = async () => {
    const { bodyFrom } = frontMatterOf(view.state);
    const statistics = await measureText(view.state.doc, bodyFrom, counting.signal);
    if (statistics && statistics.words !== store.get().statistics?.words) store.change({ statistics });
  };
  const stop = () => {
    clearTimeout(timer);
    counting.abort();
  };
  return {
    again() {
      stop();
      counting = new AbortController();
      timer = setTimeout(() => void count(), quietBeforeCount);
    },
    stop,
  };
}

function followScroll(view: EditorView, { scroller, onScroll }: DeskOptions) {
  let ours = -Infinity;
  let waiting = false;
  const tell = () => {
    waiting = false;
    if (performance.now() - ours > echoOfScroll) onScroll(firstVisibleLine(view, scroller));
  };
  return {
    heard() {
      if (waiting) return;
      waiting = true;
      requestAnimationFrame(tell);
    },
    toLine(line: number) {
      ours = performance.now();
      scroller.scrollTop = topOfLine(view, scroller, line);
    },
  };
}

/** The line at the top of what is seen, with the part of it that is already out of sight as a fraction. */
function firstVisibleLine(view: EditorView, scroller: HTMLElement): number {
  if (scroller.scrollTop <= 0) return 1;
  const height = scroller.getBoundingClientRect().top - view.documentTop;
  const from = visibleFrom(view.state);
  if (height <= 0) return view.state.doc.lineAt(from).number;
  const block = view.lineBlockAtHeight(height);
  const line = view.state.doc.lineAt(Math.max(from, block.from));
  const passed = block.height > 0 ? (height - block.top) / block.height : 0;
  return line.number + Math.min(0.999, Math.max(0, passed));
}

function topOfLine(view: EditorView, scroller: HTMLElement, line: number): number {
  const { doc } = view.state;
  const number = Math.min(doc.lines, Math.max(1, Math.floor(line)));
  const position = doc.line(number).from;
  if (line <= 1 || position < visibleFrom(view.state)) return 0;
  const block = view.lineBlockAt(position);
  const inside = block.top + (line - number) * block.height;
  return scroller.scrollTop + view.documentTop - scroller.getBoundingClientRect().top + inside;
}

function revealLine(view: EditorView, line: number): void {
  const { doc } = view.state;
  const { from } = doc.line(Math.min(doc.lines, Math.max(1, Math.floor(line))));
  const isHidden = from < visibleFrom(view.state);
  view.dispatch({
    selection: EditorSelection.cursor(from),
    effects: [
      ...(isHidden ? [showSource.of(true)] : []),
      EditorView.scrollIntoView(from, { y: 'start', yMargin: 48 }),
    ],
  });
  view.focus();
}
