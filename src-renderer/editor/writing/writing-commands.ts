import { addCursorAbove, addCursorBelow } from '@codemirror/commands';
import type { StateCommand } from '@codemirror/state';
import type { Command, KeyBinding } from '@codemirror/view';
import { insertLink, toggleBold, toggleCode, toggleItalic, toggleStrike } from '../commands.ts';
import { find, withTools } from '../late-tools.ts';
import { pickPictures } from '../pictures/picture-events.ts';
import { checkTasks, setHeading, toggleCodeBlock, toggleList, toggleQuote } from './blocks.ts';
import { foldAllParts, foldHere, openAllParts } from './fold-headings.ts';
import { insertFootnote, insertImage, insertRule } from './insertions.ts';
import {
  align,
  columnAfter,
  columnBefore,
  insertTable,
  removeColumn,
  removeRow,
  rowAbove,
  rowBelow,
  tidyTable,
} from './table-commands.ts';

/** Something that can be done with the text being written: for the keys, the toolbar, the menu of `/`, the palette. */
export interface WritingCommand {
  id: string;
  words: string;
  group: 'text' | 'heading' | 'block' | 'insert' | 'table' | 'view';
  /** As the window writes shortcuts: `Mod+Shift+K`. */
  keys?: string;
  /** Words it is also found by in the menu of `/`. */
  also?: string;
  run: Command;
}

/** A writing command that changes the text or the selection and needs no window for it. */
export interface TextCommand extends WritingCommand {
  run: StateCommand;
}

/** What changes the text, in the order of menus. */
export const textCommands = [
  { id: 'bold', group: 'text', words: 'Bold', keys: 'Mod+B', run: toggleBold },
  { id: 'italic', group: 'text', words: 'Italic', keys: 'Mod+I', run: toggleItalic },
  { id: 'strike', group: 'text', words: 'Strike through', keys: 'Mod+Shift+X', run: toggleStrike },
  { id: 'code', group: 'text', words: 'Code', keys: 'Mod+E', run: toggleCode },
  { id: 'link', group: 'text', words: 'Link', keys: 'Mod+Shift+K', run: insertLink },
  {
    id: 'heading-1',
    group: 'heading',
    words: 'Heading 1',
    keys: 'Mod+Alt+1',
    also: 'title h1',
    run: setHeading(1),
  },
  {
    id: 'heading-2',
    group: 'heading',
    words: 'Heading 2',
    keys: 'Mod+Alt+2',
    also: 'h2',
    run: setHeading(2),
  },
  {
    id: 'heading-3',
    group: 'heading',
    words: 'Heading 3',
    keys: 'Mod+Alt+3',
    also: 'h3',
    run: setHeading(3),
  },
  {
    id: 'heading-4',
    group: 'heading',
    words: 'Heading 4',
    keys: 'Mod+Alt+4',
    also: 'h4',
    run: setHeading(4),
  },
  {
    id: 'heading-5',
    group: 'heading',
    words: 'Heading 5',
    keys: 'Mod+Alt+5',
    also: 'h5',
    run: setHeading(5),
  },
  {
    id: 'heading-6',
    group: 'heading',
    words: 'Heading 6',
    keys: 'Mod+Alt+6',
    also: 'h6',
    run: setHeading(6),
  },
  { id: 'paragraph', group: 'heading', words: 'Plain text', keys: 'Mod+Alt+0', run: setHeading(0) },
  {
    id: 'bullet-list',
    group: 'block',
    words: 'List',
    keys: 'Mod+Shift+8',
    also: 'bullets',
    run: toggleList('bullet'),
  },
  {
    id: 'ordered-list',
    group: 'block',
    words: 'Numbered list',
    keys: 'Mod+Shift+7',
    also: 'ordered',
    run: toggleList('ordered'),
  },
  {
    id: 'task-list',
    group: 'block',
    words: 'Task list',
    keys: 'Mod+Shift+9',
    also: 'todo checkbox',
    run: toggleList('task'),
  },
  { id: 'check', group: 'block', words: 'Task done or open', keys: 'Mod+Enter', run: checkTasks },
  { id: 'quote', group: 'block', words: 'Quote', keys: 'Mod+Shift+.', also: 'blockquote', run: toggleQuote },
  {
    id: 'code-block',
    group: 'block',
    words: 'Code block',
    keys: 'Mod+Shift+E',
    also: 'fence',
    run: toggleCodeBlock,
  },
  { id: 'table', group: 'insert', words: 'Table', keys: 'Mod+Alt+T', run: insertTable },
  { id: 'footnote', group: 'insert', words: 'Footnote', keys: 'Mod+Alt+F', run: insertFootnote },
  {
    id: 'image',
    group: 'insert',
    words: 'Picture by its address',
    keys: 'Mod+Alt+I',
    also: 'image photo',
    run: insertImage,
  },
  { id: 'rule', group: 'insert', words: 'Line between parts', also: 'rule divider', run: insertRule },
  { id: 'row-below', group: 'table', words: 'Table: row below', keys: 'Mod+Alt+ArrowDown', run: rowBelow },
  { id: 'row-above', group: 'table', words: 'Table: row above', keys: 'Mod+Alt+ArrowUp', run: rowAbove },
  {
    id: 'column-after',
    group: 'table',
    words: 'Table: column after',
    keys: 'Mod+Alt+ArrowRight',
    run: columnAfter,
  },
  {
    id: 'column-before',
    group: 'table',
    words: 'Table: column before',
    keys: 'Mod+Alt+ArrowLeft',
    run: columnBefore,
  },
  { id: 'remove-row', group: 'table', words: 'Table: delete this row', run: removeRow },
  { id: 'remove-column', group: 'table', words: 'Table: delete this column', run: removeColumn },
  { id: 'align-left', group: 'table', words: 'Table: column to the left', run: align('left') },
  { id: 'align-center', group: 'table', words: 'Table: column in the middle', run: align('center') },
  { id: 'align-right', group: 'table', words: 'Table: column to the right', run: align('right') },
  { id: 'tidy-table', group: 'table', words: 'Table: tidy', run: tidyTable },
] as const satisfies readonly TextCommand[];

/** Asks for pictures of this computer, and puts them into the blog and the text. */
export const addPicture = {
  id: 'add-picture',
  group: 'insert',
  words: 'Picture from this computer',
  keys: 'Mod+Alt+P',
  also: 'image photo file',
  run: pickPictures,
} as const satisfies WritingCommand;

/** What changes how the text is shown. */
export const viewCommands = [
  {
    id: 'find',
    group: 'view',
    words: 'Find and replace',
    keys: 'Mod+F',
    run: find,
  },
  {
    id: 'next-same',
    group: 'view',
    words: 'Write in the next same words too',
    keys: 'Mod+D',
    run: withTools((tools) => tools.selectNextOccurrence),
  },
  {
    id: 'all-same',
    group: 'view',
    words: 'Write in all same words',
    keys: 'Mod+Shift+D',
    run: withTools((tools) => tools.selectSelectionMatches),
  },
  { id: 'cursor-above', group: 'view', words: 'Another cursor above', run: addCursorAbove },
  { id: 'cursor-below', group: 'view', words: 'Another cursor below', run: addCursorBelow },
  { id: 'fold', group: 'view', words: 'Fold or open this part', keys: 'Mod+Shift+[', run: foldHere },
  { id: 'fold-all', group: 'view', words: 'Fold all parts', run: foldAllParts },
  { id: 'unfold-all', group: 'view', words: 'Open all parts', run: openAllParts },
] as const satisfies readonly WritingCommand[];

/** Every writing command, in the order of menus. */
export const writingCommands = [...textCommands, addPicture, ...viewCommands] as const;

/** The name of a writing command. */
export type WritingCommandId = (typeof writingCommands)[number]['id'];

/** The command of that name. */
export function writingCommand(id: WritingCommandId): WritingCommand {
  const found = (writingCommands as readonly WritingCommand[]).find((command) => command.id === id);
  if (!found) throw new Error(`There is no writing command ${id}`);
  return found;
}

/** The keys of all writing commands. Those of tables do nothing elsewhere. */
export function writingKeymap(): KeyBinding[] {
  return (writingCommands as readonly WritingCommand[]).flatMap(({ keys, run, group }) => {
    if (!keys) return [];
    // Arrows go on as they always do where there is no table.
    const stays = group === 'table' || keys === 'Mod+Enter';
    return [{ key: keymapName(keys), run, preventDefault: !stays }];
  });
}

/** `Mod+Shift+K` as CodeMirror writes it: `Mod-Shift-k`. */
function keymapName(keys: string): string {
  const names = keys.split('+');
  return names.map((name) => (name.length === 1 ? name.toLowerCase() : name)).join('-');
}
