import { defaultKeymap, history } from '@codemirror/commands';
import { EditorState } from '@codemirror/state';
import { EditorView, keymap } from '@codemirror/view';
import { createRenderer } from '../../../src-main/common/markdown/render.ts';
import { readFrontMatter } from '../../../src-main/common/posts/front-matter.ts';
import { followText } from '../../../src-renderer/app/follow-text.ts';
import { createOpenDocument } from '../../../src-renderer/app/open-document.ts';
import { createStore } from '../../../src-renderer/app/store.ts';
import type { WindowState } from '../../../src-renderer/app/window-state.ts';
import { frontMatterBlock } from '../../../src-renderer/editor/front-matter-block.ts';
import { postLanguage } from '../../../src-renderer/editor/language.ts';
import { createPreview } from '../../../src-renderer/preview/preview.ts';

export type Mode = 'alone' | 'preview' | 'naive';

/** What the bench reaches in the page. */
export interface BenchWindow {
  /** @returns milliseconds until the text can be edited and, with a preview, until it is shown */
  open(mode: Mode, text: string): Promise<{ editable: number; shown: number }>;
  /** @returns for each key the milliseconds to the task after the next frame, those spent in the preview's handler, and those until the preview shows it */
  type(keys: number, pause: number): Promise<{ paint: number[]; handler: number[]; shown: number[] }>;
  /** Edits at random, and says whether the preview then is what a new renderer makes of the text. */
  editAtRandom(edits: number, seed: number): Promise<boolean>;
}

interface Opened {
  view: EditorView;
  frame: HTMLIFrameElement | undefined;
  close(): void;
  handler: number[];
  shownBody(): string | undefined;
  /** Called with each body that the preview shows. */
  onShown: (body: string) => void;
}

let opened: Opened | undefined;

async function open(mode: Mode, text: string): Promise<{ editable: number; shown: number }> {
  opened?.close();
  document.body.replaceChildren();
  const frame = mode === 'alone' ? undefined : await openFrame();
  await idle();
  const start = performance.now();
  const handler: number[] = [];
  const openDocument = createOpenDocument();
  const place = document.createElement('div');
  place.style.cssText = 'position:fixed;inset:0 50% 0 0;overflow:auto';
  document.body.append(place);
  let shown: string | undefined;
  const naive = createRenderer({ remoteImages: false });
  const view = new EditorView({
    parent: place,
    state: EditorState.create({
      doc: text,
      extensions: [
        history(),
        keymap.of(defaultKeymap),
        frontMatterBlock({ read: readFrontMatter }),
        postLanguage(EditorState.create({ doc: text }).doc),
        EditorView.lineWrapping,
        EditorView.updateListener.of((update) => {
          if (update.docChanged) tell();
        }),
      ],
    }),
  });
  function tell(): void {
    const before = performance.now();
    if (mode === 'preview') openDocument.set({ path: 'a.md', text: view.state.doc });
    if (mode === 'naive') showNaive();
    handler.push(performance.now() - before);
  }
  function showNaive(): void {
    const body = frame?.contentDocument?.querySelector('.page-body');
    if (body) body.innerHTML = naive.render(view.state.doc.toString());
  }
  let stop = (): void => undefined;
  openDocument.set({ path: 'a.md', text: view.state.doc });
  if (frame && mode === 'preview') {
    const preview = createPreview(frame, {
      assetUrl: ({ target }) => target,
      onOpenLink: () => undefined,
      onPickLine: () => undefined,
      onScroll: () => undefined,
      onShown: ({ body }) => {
        shown = body;
        opened?.onShown(body);
      },
    });
    const stopFollowing = followText(
      openDocument,
      createStore({ posts: [] } as unknown as WindowState),
      (post) => preview.show(post),
    );
    stop = () => {
      stopFollowing();
      preview.destroy();
    };
  }
  if (mode === 'naive') showNaive();
  await painted();
  const editable = performance.now() - start;
  opened = {
    view,
    frame,
    handler,
    shownBody: () => shown,
    onShown: () => undefined,
    close() {
      stop();
      view.destroy();
    },
  };
  if (mode === 'preview') while (shown === undefined) await painted();
  return { editable, shown: performance.now() - start };
}

async function type(
  keys: number,
  pause: number,
): Promise<{ paint: number[]; handler: number[]; shown: number[] }> {
  const { view, handler, shownBody } = current();
  const at = Math.min(view.state.doc.length, 1500);
  view.dispatch({ selection: { anchor: view.state.doc.lineAt(at).to }, scrollIntoView: true });
  view.focus();
  await idle();
  handler.length = 0;
  const paint: number[] = [];
  const shown: number[] = [];
  /** When each key was pressed that is not shown yet, by the length of the text with it. */
  const waiting = new Map<number, number>();
  current().onShown = (body) => {
    for (const [length, since] of waiting) {
      if (length > body.length) break;
      shown.push(performance.now() - since);
      waiting.delete(length);
    }
  };
  for (let key = 0; key < keys; key += 1) {
    const start = performance.now();
    // As a key does: the browser changes the text, and CodeMirror hears of it.
    waiting.set(view.state.doc.length + 1, start);
    document.execCommand('insertText', false, key % 6 === 5 ? ' ' : 'x');
    await painted();
    paint.push(performance.now() - start);
    await new Promise((done) => setTimeout(done, Math.max(0, pause - (performance.now() - start))));
  }
  if (shownBody() !== undefined) while (waiting.size > 0) await painted();
  return { paint, handler: [...handler], shown };
}

async function editAtRandom(edits: number, seed: number): Promise<boolean> {
  const { view, frame, shownBody } = current();
  let state = seed;
  const random = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  const pieces = ['x', ' ', '\n\n', '# ', '- ', '```\n', '*', '> ', '[a]'];
  for (let edit = 0; edit < edits; edit += 1) {
    const from = Math.floor(random() * view.state.doc.length);
    const to = random() < 0.5 ? Math.min(view.state.doc.length, from + Math.floor(random() * 6)) : from;
    view.dispatch({ changes: { from, to, insert: pieces[Math.floor(random() * pieces.length)] ?? '' } });
    if (edit % 7 === 0) await painted();
  }
  const text = view.state.doc.toString();
  while (shownBody() !== text) await painted();
  const wanted = document.createElement('div');
  wanted.innerHTML = createRenderer({ remoteImages: false }).render(text);
  const textOf = (element: Element | null | undefined): string =>
    (element?.textContent ?? '').replace(/\s+/g, '');
  return textOf(frame?.contentDocument?.querySelector('.page-body')) === textOf(wanted);
}

function current(): Opened {
  if (!opened) throw new Error('Nothing is open.');
  return opened;
}

async function openFrame(): Promise<HTMLIFrameElement> {
  const frame = document.createElement('iframe');
  frame.setAttribute('sandbox', 'allow-same-origin');
  frame.src = '/src-renderer/preview.html';
  frame.style.cssText = 'position:fixed;inset:0 0 0 50%;width:50%;height:100%;border:0';
  document.body.append(frame);
  await new Promise((done) => frame.addEventListener('load', done, { once: true }));
  return frame;
}

/** The task after the next frame. */
function painted(): Promise<void> {
  return new Promise((done) => {
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        port1.close();
        done();
      };
      port2.postMessage(undefined);
    });
  });
}

function idle(): Promise<void> {
  return new Promise((done) => requestIdleCallback(() => done()));
}

Object.assign(window, { bench: { open, type, editAtRandom } satisfies BenchWindow });
