import type { CompletionContext, CompletionResult } from '@codemirror/autocomplete';
import type { EditorState, Transaction } from '@codemirror/state';
import type { EditorView } from '@codemirror/view';
import type { CommandCompletion } from './completion.ts';
import { isLiteral } from './literal.ts';
import { isInTable } from './table-commands.ts';
import { addPicture, type TextCommand, textCommands, type WritingCommand } from './writing-commands.ts';

/** The commands of a line, asked for by a slash at its start. The slash and what was typed behind it go away again. */
export function slashCommands(context: CompletionContext): CompletionResult | null {
  const slash = slashAt(context);
  if (slash === undefined) return null;
  const options = optionsFor(context.state, context.state.sliceDoc(slash + 1, context.pos));
  if (options.length === 0) return null;
  // At once with each letter, so that Enter never comes before the menu.
  return {
    from: slash + 1,
    options,
    filter: false,
    update: (_current, _from, _to, next) => slashCommands(next),
  };
}

/** The place of a slash at the start of a line's words; undefined elsewhere, in code, and in front matter. */
export function slashAt({ state, pos }: CompletionContext): number | undefined {
  const line = state.doc.lineAt(pos);
  const before = line.text.slice(0, pos - line.from);
  const found = /^[\s>]*(?:(?:[-*+]|\d+[.)])\s+)?\/(?=[\p{L}\d]*(?: [\p{L}\d]*)?$)/u.exec(before);
  return found && !isLiteral(state, pos) ? line.from + found[0].length - 1 : undefined;
}

function optionsFor(state: EditorState, query: string): CommandCompletion[] {
  const inTable = isInTable(state);
  const isOffered = ({ id, group }: WritingCommand) => {
    if (inTable) return group === 'table' || id === 'footnote' || id === 'image';
    return group !== 'table' && group !== 'text' && id !== 'check';
  };
  const options = (textCommands as readonly TextCommand[]).map((command) => ({
    command: command as WritingCommand,
    run: (view: EditorView, typed: Typed) => runInstead(view, command, typed),
  }));
  const place = options.findIndex(({ command }) => command.id === 'image');
  options.splice(place, 0, { command: addPicture, run: runAfter });
  return options
    .filter(({ command }) => isOffered(command) && isMeant(command, query))
    .map(({ command, run }) => ({
      label: command.words,
      type: command.id,
      ...(command.keys && { keys: command.keys }),
      apply: (view, _completion, from, to) => run(view, { from: from - 1, to }),
    }));
}

interface Typed {
  from: number;
  to: number;
}

/** Takes the typed words away, then runs what needs the window. */
function runAfter(view: EditorView, typed: Typed): void {
  view.dispatch({ changes: typed, userEvent: 'delete' });
  addPicture.run(view);
}

/** Each typed word begins one of the command's. */
function isMeant({ words, also = '' }: WritingCommand, query: string): boolean {
  const own = `${words} ${also}`.toLowerCase().split(/[^\p{L}\d]+/u);
  const typed = query.toLowerCase().split(' ').filter(Boolean);
  return typed.every((word) => own.some((one) => one.startsWith(word)));
}

/** Takes the typed words away and runs the command, as one step of the history. */
function runInstead(view: EditorView, command: TextCommand, typed: Typed): void {
  const cleared = view.state.update({ changes: typed });
  let done: Transaction | undefined;
  command.run({
    state: cleared.state,
    dispatch: (transaction) => {
      done = transaction;
    },
  });
  const last: Transaction = done ?? cleared;
  view.dispatch(
    view.state.update({
      changes: last === cleared ? cleared.changes : cleared.changes.compose(last.changes),
      selection: last.newSelection,
      userEvent: 'input.complete',
      scrollIntoView: true,
    }),
  );
}
