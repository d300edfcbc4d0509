import { type Extension, Facet } from '@codemirror/state';
import { type CodeMirror, Vim, vim } from '@replit/codemirror-vim';
import type { SaveState } from '../../editor-contract.ts';

/** What Vim's commands do beyond the text. */
export interface VimCommands {
  /** Saves what is unsaved now, and answers when that is done or has failed. */
  save(): Promise<SaveState>;
  /** Leaves the post. */
  close(): void;
}

/** Vim's keys, with its commands for saving and leaving: `:w`, `:q`, `:wq` and `:x`, each with its long name. */
export function vimKeys(commands: VimCommands): Extension {
  return [vim({ status: true }), ofEditor.of(commands)];
}

/** Vim has one list of commands for all editors: each finds here what it does in its own. */
const ofEditor = Facet.define<VimCommands>();

/** How long the answer to a command stays, in milliseconds. */
const answerStays = 4000;

Vim.defineEx('write', 'w', (editor) => void save(editor as CodeMirror));
Vim.defineEx('wall', 'wa', (editor) => void save(editor as CodeMirror));
for (const [name, short] of [
  ['quit', 'q'],
  ['wq', 'wq'],
  ['xit', 'x'],
] as const) {
  Vim.defineEx(name, short, (editor) => void leave(editor as CodeMirror));
}

async function save(editor: CodeMirror): Promise<boolean> {
  const state = await commandsOf(editor)?.save();
  if (!state) return false;
  answer(editor, wordsFor(state));
  return state.kind === 'saved';
}

/** Text is saved by itself here, so leaving never gives any up: also not with `!`. */
async function leave(editor: CodeMirror): Promise<void> {
  if (await save(editor)) commandsOf(editor)?.close();
}

function commandsOf({ cm6 }: CodeMirror): VimCommands | undefined {
  return cm6.state.facet(ofEditor)[0];
}

function wordsFor(state: SaveState): string {
  switch (state.kind) {
    case 'saved':
      return 'Saved.';
    case 'failed':
      return `Not saved: ${state.message}`;
    case 'conflict':
      return 'Not saved: another program changed the file. Choose above the text.';
    case 'gone':
      return 'Not saved: the file is no longer there. Choose above the text.';
    default:
      return 'Not saved yet.';
  }
}

function answer(editor: CodeMirror, words: string): void {
  if (!editor.cm6.dom.isConnected) return;
  const line = document.createElement('span');
  line.setAttribute('role', 'status');
  line.textContent = words;
  editor.openNotification(line, { bottom: true, duration: answerStays });
}
