import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { indentUnit } from '@codemirror/language';
import { EditorState, type Extension, Prec } from '@codemirror/state';
import {
  dropCursor,
  EditorView,
  highlightActiveLine,
  highlightSpecialChars,
  type KeyBinding,
  keymap,
  panels,
} from '@codemirror/view';
import { surroundSelection } from './commands.ts';
import { emptyText } from './empty-text.ts';
import { type FileText, keepLineEnds } from './file-text.ts';
import { type FrontMatterReader, frontMatterBlock, visibleFrom } from './front-matter-block.ts';
import { postLanguage } from './language.ts';
import { lateTools } from './late-tools.ts';
import type { PictureAdder } from './pictures/picture-adder.ts';
import { pictures } from './pictures/picture-events.ts';
import { writingTheme } from './theme.ts';
import { foldParts } from './writing/fold-headings.ts';
import { hangingIndent } from './writing/hanging-indent.ts';
import { listKeys } from './writing/lists.ts';
import { writingModes } from './writing/modes.ts';
import { smartPaste } from './writing/paste.ts';
import { severalCursors } from './writing/several-cursors.ts';
import { tableKeys } from './writing/table-commands.ts';
import { lineDirections } from './writing/text-direction.ts';
import { writingKeymap } from './writing/writing-commands.ts';

export interface WritingOptions {
  file: FileText;
  frontMatter: FrontMatterReader;
  readOnly: boolean;
  /** Lets CodeMirror's style pass the content policy. */
  nonce: string | undefined;
  /** Where the search panel goes: outside of what scrolls. */
  panels: HTMLElement;
  pictures: PictureAdder;
  save: () => void;
  /** The cursor would leave the text at its top. */
  leaveUpward: () => void;
}

/** Everything that makes CodeMirror the place where a post is written. */
export function writingExtensions(options: WritingOptions): Extension {
  const { file, readOnly, nonce, panels: place } = options;
  return [
    writingModes(),
    nonce ? EditorView.cspNonce.of(nonce) : [],
    keepLineEnds(file.lineEnds),
    history(),
    frontMatterBlock(options.frontMatter),
    postLanguage(file.document),
    EditorState.readOnly.of(readOnly),
    EditorView.lineWrapping,
    indentUnit.of('  '),
    highlightSpecialChars(),
    highlightActiveLine(),
    dropCursor(),
    severalCursors(),
    panels({ topContainer: place }),
    emptyText('Write here…'),
    surroundSelection,
    foldParts(),
    lineDirections(),
    hangingIndent(),
    pictures(options.pictures),
    smartPaste(),
    writingTheme(),
    EditorView.contentAttributes.of({
      'aria-label': readOnly ? 'Text of the post, which may not be changed' : 'Text of the post',
      'aria-multiline': 'true',
      ...(readOnly && { 'aria-readonly': 'true' }),
      spellcheck: readOnly ? 'false' : 'true',
      autocorrect: 'on',
      autocapitalize: 'sentences',
    }),
    Prec.high(keymap.of(writingKeys(options))),
    lateTools(),
    keymap.of([...historyKeymap, ...defaultKeymap]),
  ];
}

function writingKeys({ save, leaveUpward }: WritingOptions): KeyBinding[] {
  return [
    ...writingKeymap(),
    ...tableKeys,
    ...listKeys,
    { key: 'Mod-s', preventDefault: true, run: done(save) },
    { key: 'ArrowUp', run: (view) => isAtTop(view) && done(leaveUpward)() },
  ];
}

function done(act: () => void): () => boolean {
  return () => {
    act();
    return true;
  };
}

/** The cursor is in the first row on the screen, so that going up would go nowhere. */
function isAtTop(view: EditorView): boolean {
  const { main } = view.state.selection;
  const here = view.coordsAtPos(main.head);
  const first = view.coordsAtPos(visibleFrom(view.state));
  return main.empty && here !== null && first !== null && here.top < first.bottom;
}
