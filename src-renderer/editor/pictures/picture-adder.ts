import { isolateHistory } from '@codemirror/commands';
import { type ChangeSpec, type EditorState, Facet } from '@codemirror/state';
import type { EditorView } from '@codemirror/view';
import type { Client } from '../../../src-main/common/api/client.ts';
import { type AddedPicture, largestPicture } from '../../../src-main/common/api/pictures.ts';
import { AppError } from '../../../src-main/common/errors.ts';
import { failureOf } from '../../app/failure.ts';
import { createStore, type Store } from '../../app/store.ts';
import { fetchTools, type Tools } from '../late-tools.ts';
import { isLiteral } from '../writing/literal.ts';
import { plainInTemplate } from '../writing/snippet-template.ts';
import { noteAsked } from './end-description.ts';
import { endPlace, placeNow, startPlace } from './picture-places.ts';

/** A picture that could not be added. */
export interface PictureFailure {
  name: string;
  message: string;
  next: string;
}

/** What an author should know of pictures on their way into the blog. */
export interface PictureState {
  /** Which of how many is being added. */
  adding: { name: string; number: number; total: number } | undefined;
  failures: readonly PictureFailure[];
  /** Pictures that were added, whose link was undone. */
  leftBehind: readonly string[];
}

/** Adds pictures to the open post. */
export interface PictureAdder {
  readonly store: Store<PictureState>;
  /** Adds these files, and puts what shows them where this range is by then. */
  addToText(view: EditorView, files: readonly File[], range: { from: number; to: number }): Promise<void>;
  /** Adds a picture for a key of the front matter, and answers what the key should say. */
  addForKey(file: File, key: readonly string[]): Promise<string | undefined>;
  /** Stops after the picture that is being added, and takes that one back. */
  cancel(): void;
  /** Tells of an undo or redo: pictures may have lost their link by it, or have it again. */
  linksChanged(state: EditorState): void;
  /** Removes the pictures that were left behind. */
  removeLeftBehind(): Promise<void>;
  dismiss(): void;
}

/** Where the text's commands and events find the one that adds pictures. */
export const pictureAdder = Facet.define<PictureAdder, PictureAdder | undefined>({
  combine: (values) => values[0],
});

/** @param post the path of the post as it is now */
export function createPictureAdder({ client, post }: { client: Client; post: () => string }): PictureAdder {
  const store = createStore<PictureState>({ adding: undefined, failures: [], leftBehind: [] });
  /** Pictures that were added here, with what stands in the text for each. */
  const added = new Map<string, { target: string; removed: boolean }>();
  let cancelled = false;
  let last: Promise<unknown> = Promise.resolve();

  async function addOne(file: File, key?: readonly string[]): Promise<AddedPicture | undefined> {
    try {
      if (!isPicture(file)) throw new AppError('not-a-picture');
      if (file.size > largestPicture) throw new AppError('picture-too-large');
      const bytes = await base64Of(file);
      if (cancelled) return undefined;
      const input = { post: post(), name: file.name, bytes };
      const picture = await client.call('assets.add', key ? { ...input, key: [...key] } : input);
      if (!cancelled) return picture;
      await takeBack([picture]);
    } catch (error) {
      const { message, next } = failureOf(error);
      const failure = { name: file.name || 'The picture', message, next: next[0] ?? '' };
      store.change({ failures: [...store.get().failures, failure] });
    }
    return undefined;
  }

  async function addAll(files: readonly File[], key?: readonly string[]): Promise<AddedPicture[]> {
    cancelled = false;
    store.change({ failures: [] });
    const pictures: AddedPicture[] = [];
    for (const [at, file] of files.entries()) {
      if (cancelled) break;
      store.change({ adding: { name: file.name || 'picture', number: at + 1, total: files.length } });
      const picture = await addOne(file, key);
      if (picture) pictures.push(picture);
    }
    store.change({ adding: undefined });
    return pictures;
  }

  /** One after the other, in the order that they were given: batches, and what undo and redo lead to. */
  function inTurn<Value>(action: () => Promise<Value>): Promise<Value> {
    const result = last.then(action);
    last = result.catch(() => undefined);
    return result;
  }

  const remember = (pictures: readonly AddedPicture[]) => {
    for (const { path, target, isNew } of pictures) if (isNew) added.set(path, { target, removed: false });
  };
  async function removeOne(path: string): Promise<void> {
    try {
      await client.call('assets.remove', { path });
    } catch (error) {
      const picture = added.get(path);
      if (picture) picture.removed = false;
      const { message, next } = failureOf(error);
      store.change({ failures: [...store.get().failures, { name: path, message, next: next[0] ?? '' }] });
    }
  }

  const takeBack = (pictures: readonly AddedPicture[]) =>
    Promise.all(
      pictures.map(
        ({ path, isNew }) => isNew && client.call('assets.remove', { path }).catch(() => undefined),
      ),
    );

  return {
    store,
    async addToText(view, files, range) {
      const place = startPlace(view, range, files);
      const pictures = await inTurn(() => addAll(files));
      const tools = await fetchTools();
      const now = placeNow(view.state, place);
      endPlace(view, place);
      // A post that was closed meanwhile shows nothing any more.
      if (!now || !view.dom.isConnected) await takeBack(pictures);
      else if (pictures.length > 0) {
        insertPictures(view, pictures, { ...now, tools });
        remember(pictures);
      }
    },
    async addForKey(file, key) {
      const pictures = await inTurn(() => addAll([file], key));
      remember(pictures);
      return pictures[0]?.target;
    },
    cancel() {
      cancelled = true;
    },
    linksChanged(state) {
      const text = state.doc.toString();
      const isShown = ({ target }: { target: string }) => text.includes(target);
      for (const [path, picture] of added) {
        if (!picture.removed || !isShown(picture)) continue;
        picture.removed = false;
        void inTurn(() => client.call('assets.putBack', { path })).catch(() => undefined);
      }
      const leftBehind = [...added].flatMap(([path, picture]) =>
        picture.removed || isShown(picture) ? [] : [path],
      );
      if (leftBehind.join('\n') !== store.get().leftBehind.join('\n')) store.change({ leftBehind });
    },
    async removeLeftBehind() {
      const paths = store.get().leftBehind;
      store.change({ leftBehind: [] });
      // Known as removed from now on: whoever brings the link back meanwhile gets the picture back after it has gone.
      const pictures = paths.flatMap((path) => added.get(path) ?? []);
      for (const picture of pictures) picture.removed = true;
      await Promise.all(paths.map((path) => inTurn(() => removeOne(path))));
    },
    dismiss() {
      for (const path of store.get().leftBehind) added.delete(path);
      store.change({ failures: [], leftBehind: [] });
    },
  };
}

/** Whether a file is a picture by what the system calls it. What it really is, its bytes tell. */
export function isPicture({ type, name }: File): boolean {
  return type.startsWith('image/') || /\.(?:avif|gif|heic|heif|jpe?g|jxl|png|svg|tiff?|webp)$/i.test(name);
}

/** One picture where the cursor is, several as paragraphs of their own; then its description is asked for. */
function insertPictures(
  view: EditorView,
  pictures: readonly AddedPicture[],
  { from, to, tools }: { from: number; to: number; tools: Tools },
): void {
  const { state } = view;
  if (isLiteral(state, from)) {
    const insert = pictures.map(({ target }) => target).join('\n');
    const changes: ChangeSpec = { from, to, insert };
    view.dispatch({
      changes,
      selection: { anchor: from + insert.length },
      annotations: isolateHistory.of('full'),
      userEvent: 'input.paste',
    });
    return;
  }
  const several = pictures.length > 1;
  const line = state.doc.lineAt(from);
  const begin = several && state.sliceDoc(line.from, from).trim() !== '' ? '\n\n' : '';
  const end = several && state.sliceDoc(to, state.doc.lineAt(to).to).trim() !== '' ? '\n\n' : '';
  const fields = pictures.map((picture) => linkTemplate(picture)).join('\n\n');
  // By itself in the history: one undo takes the pictures out of the text, and nothing else.
  view.dispatch({ annotations: isolateHistory.of('full') });
  tools.snippet(`${begin}${fields}#{}${end}`)(view, null, from, to);
  view.dispatch({ annotations: isolateHistory.of('full') });
  noteAsked(view, pictures, tools);
}

function linkTemplate({ before, after, asksAlt }: AddedPicture): string {
  return plainInTemplate(before) + (asksAlt ? '#{}' : '') + plainInTemplate(after);
}

function base64Of(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).replace(/^[^,]*,?/, ''));
    reader.onerror = () =>
      reject(
        new AppError('not-available', { message: 'This file could not be read.', next: ['Try again.'] }),
      );
    reader.readAsDataURL(file);
  });
}
