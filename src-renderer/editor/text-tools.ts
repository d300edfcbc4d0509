import { startCompletion } from '@codemirror/autocomplete';
import { gotoLine, highlightSelectionMatches, searchKeymap } from '@codemirror/search';
import type { Extension } from '@codemirror/state';
import { keymap } from '@codemirror/view';
import { searchPanel } from './search-panel.ts';
import { completion } from './writing/completion.ts';
import { linkCompletion, pictureCompletion } from './writing/link-completion.ts';
import { slashCommands } from './writing/slash-menu.ts';
import { snippetCompletion } from './writing/snippets.ts';

export { nextSnippetField, snippet } from '@codemirror/autocomplete';
export { openSearchPanel, selectNextOccurrence, selectSelectionMatches } from '@codemirror/search';
export { insertSnippet } from './writing/snippets.ts';
export { startCompletion };

/** What helps with a text beyond writing it: finding in it, and the menus below the cursor. */
export function textTools(): Extension {
  return [
    highlightSelectionMatches({ wholeWords: true, minSelectionLength: 4 }),
    searchPanel(),
    completion([slashCommands, snippetCompletion, linkCompletion, pictureCompletion]),
    keymap.of(searchKeys),
  ];
}

/** The search panel's keys. The dialog for a line number is not of the window's look. */
const searchKeys = searchKeymap.filter(({ run }) => run !== gotoLine);
