import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { indentUnit } from '@codemirror/language';
import { highlightSelectionMatches, searchKeymap } from '@codemirror/search';
import { EditorState, type Extension, Prec } from '@codemirror/state';
import {
  dropCursor,
  EditorView,
  highlightActiveLine,
  highlightSpecialChars,
  keymap,
  panels,
} from '@codemirror/view';
import { insertLink, surroundSelection, toggleBold, toggleItalic } from './commands.ts';
import { type FileText, keepLineEnds } from './file-text.ts';
import { frontMatterBlock } from './front-matter-block.ts';
import { postLanguage } from './language.ts';
import { searchPanel } from './search-panel.ts';
import { writingTheme } from './theme.ts';

export interface WritingOptions {
  file: FileText;
  readOnly: boolean;
  /** Lets CodeMirror's style pass the content policy. */
  nonce: string | undefined;
  /** Where the search panel goes: outside of what scrolls. */
  panels: HTMLElement;
  save: () => void;
}

/** Everything that makes CodeMirror the place where a post is written. */
export function writingExtensions({ file, readOnly, nonce, panels: place, save }: WritingOptions): Extension {
  return [
    nonce ? EditorView.cspNonce.of(nonce) : [],
    keepLineEnds(file.lineEnds),
    history(),
    frontMatterBlock(),
    postLanguage(file.document),
    EditorState.readOnly.of(readOnly),
    EditorView.lineWrapping,
    indentUnit.of('  '),
    highlightSpecialChars(),
    highlightActiveLine(),
    highlightSelectionMatches({ wholeWords: true, minSelectionLength: 4 }),
    dropCursor(),
    panels({ topContainer: place }),
    searchPanel(),
    surroundSelection,
    writingTheme(),
    EditorView.contentAttributes.of({
      'aria-label': readOnly ? 'Text of the post, which may not be changed' : 'Text of the post',
      'aria-multiline': 'true',
      ...(readOnly && { 'aria-readonly': 'true' }),
      spellcheck: readOnly ? 'false' : 'true',
      autocorrect: 'on',
      autocapitalize: 'sentences',
    }),
    Prec.high(keymap.of(writingKeys(save))),
    keymap.of([...searchKeymap, ...historyKeymap, ...defaultKeymap]),
  ];
}

function writingKeys(save: () => void) {
  return [
    { key: 'Mod-b', run: toggleBold },
    { key: 'Mod-i', run: toggleItalic },
    { key: 'Mod-Shift-k', run: insertLink },
    {
      key: 'Mod-s',
      preventDefault: true,
      run: () => {
        save();
        return true;
      },
    },
  ];
}
