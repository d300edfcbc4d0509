import { shortcutWords } from '../app/shortcuts.ts';
import { useWindow } from '../app/window-context.ts';
import { type WritingCommand, writingCommands } from '../editor/writing/writing-commands.ts';
import { Dialog } from '../ui/dialog.tsx';
import { Keys } from '../ui/keys.tsx';
import './shortcut-sheet.css';

const rowsOf = (...groups: WritingCommand['group'][]) =>
  (writingCommands as readonly WritingCommand[]).flatMap(({ keys, words, group }) =>
    keys && groups.includes(group) ? [{ keys, words }] : [],
  );

const words = [
  { keys: 'Mod+Z', words: 'Undo' },
  { keys: 'Mod+Shift+Z', words: 'Redo' },
  { keys: 'Mod+Shift+V', words: 'Paste as plain text' },
  ...rowsOf('text'),
];

const blocks = [{ keys: '/', words: 'Menu, at the start of a line' }, ...rowsOf('block', 'insert')];

const tables = [{ keys: 'Tab', words: 'Next cell, deeper in a list' }, ...rowsOf('table')];

/** Every shortcut on one sheet. */
export function ShortcutSheet() {
  const { actions } = useWindow();
  return (
    <Dialog
      title="Keyboard shortcuts"
      className="shortcut-sheet"
      onClose={() => actions.showPanel(undefined)}
    >
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: in a low window the arrows scroll it */}
      <section className="shortcut-groups" aria-label="Shortcuts" tabIndex={0}>
        <Group title="The window" rows={shortcutWords} />
        <Group title="Find and fold" rows={rowsOf('view')} />
        <Group title="Words" rows={words} />
        <Group title="Headings" rows={rowsOf('heading')} />
        <Group title="Blocks" rows={blocks} />
        <Group title="Tables and lists" rows={tables} />
      </section>
    </Dialog>
  );
}

function Group({ title, rows }: { title: string; rows: readonly { keys: string; words: string }[] }) {
  return (
    <section className="shortcut-group">
      <h3 className="shortcut-title">{title}</h3>
      <dl>
        {rows.map(({ keys, words }) => (
          <div key={keys} className="shortcut-row">
            <dt>{words}</dt>
            <dd>
              <Keys keys={keys} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
