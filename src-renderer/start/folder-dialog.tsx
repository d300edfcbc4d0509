import { useWindow } from '../app/window-context.ts';
import { Button } from '../ui/button.tsx';
import { Dialog, DialogFoot } from '../ui/dialog.tsx';
import './folder-dialog.css';
import { PathChoice, usePathChoice } from './path-choice.tsx';

/** Chooses a folder where the host has no dialog of its own. */
export function FolderDialog() {
  const { actions } = useWindow();
  const choice = usePathChoice();

  function open(path: string): void {
    actions.showPanel(undefined);
    void actions.openSite(path);
  }

  return (
    <Dialog
      title="Open a blog"
      description="Choose the folder of its git repository."
      className="folder-dialog"
      onClose={() => actions.showPanel(undefined)}
    >
      <PathChoice choice={choice} label="Path of the folder" none="No folders in here." onOpen={open} />
      <DialogFoot>
        <Button onClick={() => actions.showPanel(undefined)}>Cancel</Button>
        <Button look="primary" onClick={() => open(choice.target)}>
          Open this folder
        </Button>
      </DialogFoot>
    </Dialog>
  );
}
