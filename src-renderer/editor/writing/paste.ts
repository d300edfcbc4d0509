import { isolateHistory } from '@codemirror/commands';
import {
  type EditorState,
  type Extension,
  StateEffect,
  StateField,
  type TransactionSpec,
} from '@codemirror/state';
import { type EditorView, ViewPlugin } from '@codemirror/view';
import { isAddress } from '../commands.ts';
import { isFrontMatter } from './line-edits.ts';
import { isLiteral } from './literal.ts';

/**
 * An address that is pasted over a selection makes it a link, and what comes from a page comes as Markdown. Undo
 * gives the plain text first, then what was there before. With Shift, or in code, the plain text is all.
 */
export function smartPaste(): Extension {
  return [pasted, paste];
}

const paste = ViewPlugin.fromClass(
  class {
    isPlain = false;
  },
  {
    eventHandlers: {
      keydown(event) {
        this.isPlain = event.shiftKey;
      },
      keyup(event) {
        this.isPlain = event.shiftKey;
      },
      paste(event, view) {
        const data = event.clipboardData;
        if (!data || this.isPlain || !isText(view.state)) return false;
        const handled = pasteAddress(view, data) || pastePage(view, data);
        if (handled) event.preventDefault();
        return handled;
      },
    },
  },
);

/** One selection, in text that is Markdown. */
function isText(state: EditorState): boolean {
  const { ranges, main } = state.selection;
  return (
    !state.readOnly &&
    ranges.length === 1 &&
    !isFrontMatter(state) &&
    !isLiteral(state, main.from) &&
    !isLiteral(state, main.to)
  );
}

function pasteAddress(view: EditorView, data: DataTransfer): boolean {
  const spec = linkOver(view.state, data.getData('text/plain').trim());
  if (spec) view.dispatch(spec);
  return spec !== undefined;
}

/** The selection as a link to an address; undefined where either is not fit for that. */
export function linkOver(state: EditorState, address: string): TransactionSpec | undefined {
  const { main } = state.selection;
  const selected = state.sliceDoc(main.from, main.to);
  const isWords = selected.trim() !== '' && !/[[\]\n]/.test(selected) && !isAddress(selected);
  if (!isAddress(address) || !isWords) return undefined;
  const full = /^www\./i.test(address) ? `https://${address}` : address;
  const target = /[()<>]/.test(full) ? `<${full.replaceAll('<', '%3C').replaceAll('>', '%3E')}>` : full;
  return {
    changes: { from: main.from, to: main.to, insert: `[${selected}](${target})` },
    selection: { anchor: main.from + selected.length + target.length + 4 },
    userEvent: 'input.paste',
    annotations: isolateHistory.of('full'),
    scrollIntoView: true,
  };
}

let loaded: ((html: string) => string | undefined) | undefined;

async function converter(): Promise<(html: string) => string | undefined> {
  loaded ??= (await import('./html-to-markdown.ts')).htmlToMarkdown;
  return loaded;
}

function pastePage(view: EditorView, data: DataTransfer): boolean {
  const html = data.getData('text/html');
  const isFromEditor = data.types.includes('vscode-editor-data');
  if (html.trim() === '' || isFromEditor || html.length > longestPage) return false;
  const { main } = view.state.selection;
  const plain = view.state.toText(data.getData('text/plain').replaceAll(/\r\n?/g, '\n'));
  const range = { from: main.from, to: main.from + plain.length };
  view.dispatch({
    changes: { from: main.from, to: main.to, insert: plain },
    selection: { anchor: range.to },
    effects: track.of(range),
    annotations: isolateHistory.of('full'),
    userEvent: 'input.paste',
    scrollIntoView: true,
  });
  if (loaded) putMarkdown(view, loaded(html), plain.toString());
  else void converter().then((convert) => putMarkdown(view, convert(html), plain.toString()));
  return true;
}

/** Longer pages come as plain text: nobody waits for them. */
const longestPage = 2_000_000;

/** Puts the Markdown where the plain text is, if it is still as it came. */
function putMarkdown(view: EditorView, markdown: string | undefined, plain: string): void {
  const range = view.state.field(pasted);
  const isAsItCame = range !== undefined && view.state.sliceDoc(range.from, range.to) === plain;
  if (!isAsItCame || markdown === undefined || markdown === plain.trim()) return;
  const insert = view.state.toText(amongText(view.state, range, markdown));
  view.dispatch({
    changes: { ...range, insert },
    selection: { anchor: range.from + insert.length },
    annotations: isolateHistory.of('full'),
    userEvent: 'input.paste',
    scrollIntoView: true,
  });
}

/** Blocks stand by themselves: a blank line parts them from the text around. */
function amongText(state: EditorState, { from, to }: { from: number; to: number }, markdown: string): string {
  const isBlock = /\n\n|^(?:#{1,6} |[-*+] |\d+\. |> |\||```|---)/m.test(markdown);
  if (!isBlock) return markdown;
  const before = state.sliceDoc(state.doc.lineAt(from).from, from).trim() === '' ? '' : '\n\n';
  const after = state.sliceDoc(to, state.doc.lineAt(to).to).trim() === '' ? '' : '\n\n';
  return before + markdown + after;
}

const track = StateEffect.define<{ from: number; to: number }>();

/** Where the plain text of the last paste is now. */
const pasted = StateField.define<{ from: number; to: number } | undefined>({
  create: () => undefined,
  update(range, transaction) {
    const begun = transaction.effects.findLast((effect) => effect.is(track))?.value;
    if (begun) return begun;
    if (!range || !transaction.docChanged) return range;
    return { from: transaction.changes.mapPos(range.from, 1), to: transaction.changes.mapPos(range.to, -1) };
  },
});
