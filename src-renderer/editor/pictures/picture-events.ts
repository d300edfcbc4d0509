import { type Extension, Prec } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { visibleFrom } from '../front-matter-block.ts';
import { emptyAlt } from './empty-alt.ts';
import { endDescription } from './end-description.ts';
import { isPicture, type PictureAdder, pictureAdder } from './picture-adder.ts';
import { picturePlaces } from './picture-places.ts';

/** Pictures can be pasted and dropped into the text, and an undo that takes one out is told of. */
export function pictures(adder: PictureAdder): Extension {
  return [
    pictureAdder.of(adder),
    picturePlaces(),
    emptyAlt(),
    endDescription(),
    Prec.high(
      EditorView.domEventHandlers({
        paste: (event, view) => {
          const { from, to } = view.state.selection.main;
          return take(view, picturesOfPaste(event.clipboardData), { from, to }, event);
        },
        drop: (event, view) => {
          const under = view.posAtCoords({ x: event.clientX, y: event.clientY }, false);
          const at = Math.max(under, visibleFrom(view.state));
          return take(view, filesOf(event.dataTransfer), { from: at, to: at }, event);
        },
      }),
    ),
    EditorView.updateListener.of(({ transactions, state, docChanged }) => {
      const isHistory = (event: string) => transactions.some((transaction) => transaction.isUserEvent(event));
      const mayBring = adder.store.get().leftBehind.length > 0;
      if (docChanged && (isHistory('undo') || isHistory('redo') || mayBring)) adder.linksChanged(state);
    }),
  ];
}

function take(
  view: EditorView,
  files: readonly File[],
  range: { from: number; to: number },
  event: Event,
): boolean {
  const adder = view.state.facet(pictureAdder);
  if (!adder || files.length === 0) return false;
  event.preventDefault();
  if (view.state.readOnly) return true;
  view.focus();
  void adder.addToText(view, files, range);
  return true;
}

/** Programs put a picture of a text beside the text itself: then the text is meant. */
function picturesOfPaste(data: DataTransfer | null): readonly File[] {
  const files = filesOf(data).filter(isPicture);
  if (!data || files.length === 0) return [];
  const html = data.getData('text/html');
  const words = new DOMParser().parseFromString(html, 'text/html').body.textContent?.trim() ?? '';
  return words === '' && data.getData('text/plain').trim() === '' ? files : [];
}

function filesOf(data: DataTransfer | null): readonly File[] {
  return [...(data?.files ?? [])];
}

/** Asks for pictures of this computer and puts them where the cursor is. */
export function pickPictures(view: EditorView): boolean {
  const adder = view.state.facet(pictureAdder);
  if (!adder || view.state.readOnly) return false;
  choosePictures({ several: true }, (files) => {
    const { from, to } = view.state.selection.main;
    view.focus();
    void adder.addToText(view, files, { from, to });
  });
  return true;
}

/** Opens the system's dialog for pictures. Nothing is called where it was cancelled. */
export function choosePictures(
  { several }: { several: boolean },
  use: (files: readonly File[]) => void,
): void {
  const input = document.createElement('input');
  input.type = 'file';
  input.accept = 'image/*';
  input.multiple = several;
  // In the page while its dialog is open: what nobody holds may be gone before the author has chosen.
  input.hidden = true;
  document.body.append(input);
  input.addEventListener('cancel', () => input.remove());
  input.addEventListener('change', () => {
    const files = [...(input.files ?? [])];
    input.remove();
    if (files.length > 0) use(files);
  });
  input.click();
}

/** A file that is dropped beside the text must not take the window's place. */
export function guardDrops(): () => void {
  const refuse = (event: DragEvent): void => {
    if (event.defaultPrevented || !event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    if (event.type === 'dragover')
      event.dataTransfer.dropEffect = takesPictures(event.target) ? 'copy' : 'none';
  };
  window.addEventListener('dragover', refuse);
  window.addEventListener('drop', refuse);
  return () => {
    window.removeEventListener('dragover', refuse);
    window.removeEventListener('drop', refuse);
  };
}

/** Whether files may be dropped there: on the text, and on a field that says so. */
function takesPictures(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('.cm-content, [data-takes-pictures]') !== null;
}
