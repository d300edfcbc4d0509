import { shortcutWords } from '../app/shortcuts.ts';
import { useWindow } from '../app/window-context.ts';
import { type WritingCommand, writingCommands } from '../editor/writing/writing-commands.ts';
import { Dialog } from '../ui/dialog.tsx';
import { Keys } from '../ui/keys.tsx';
import './shortcut-sheet.css';

const writing = [
  { keys: 'Mod+F', words: 'Find in the post' },
  { keys: 'Mod+Z', words: 'Undo' },
  { keys: 'Mod+Shift+Z', words: 'Redo' },
  ...(writingCommands as readonly WritingCommand[]).flatMap(({ keys, words }) =>
    keys ? [{ keys, words }] : [],
  ),
  { keys: '/', words: 'Menu, at the start of a line' },
  { keys: 'Tab', words: 'Next cell of a table, deeper in a list' },
];

/** Every shortcut on one sheet. */
export function ShortcutSheet() {
  const { actions } = useWindow();
  return (
    <Dialog
      title="Keyboard shortcuts"
      className="shortcut-sheet"
      onClose={() => actions.showPanel(undefined)}
    >
      <div className="shortcut-groups">
        <Group title="The window" rows={shortcutWords} />
        <Group title="Writing" rows={writing} />
      </div>
    </Dialog>
  );
}

function Group({ title, rows }: { title: string; rows: readonly { keys: string; words: string }[] }) {
  return (
    <section>
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
