import { shortcutWords } from '../app/shortcuts.ts';
import { useWindow } from '../app/window-context.ts';
import { Dialog } from '../ui/dialog.tsx';
import { Keys } from '../ui/keys.tsx';
import './shortcut-sheet.css';

const writing = [
  { keys: 'Mod+B', words: 'Bold' },
  { keys: 'Mod+I', words: 'Italic' },
  { keys: 'Mod+Shift+K', words: 'Link' },
  { keys: 'Mod+F', words: 'Find in the post' },
  { keys: 'Mod+Z', words: 'Undo' },
  { keys: 'Mod+Shift+Z', words: 'Redo' },
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
