import { CloudOff, Ellipsis, History, LogOut, PencilLine } from 'lucide-react';
import { shortcuts } from '../app/shortcuts.ts';
import { useWindow, useWindowState } from '../app/window-context.ts';
import { Menu, MenuItem, MenuLine } from '../ui/menu.tsx';

/** What can be done with the open post as a whole. */
export function PostMenu() {
  const { actions } = useWindow();
  const path = useWindowState((state) => state.openPost);
  const hasGit = useWindowState((state) => state.site?.git !== undefined);
  if (path === undefined) return null;
  return (
    <Menu
      trigger={
        <button type="button" className="icon-button" aria-label="This post" title="This post">
          <Ellipsis className="icon" aria-hidden />
        </button>
      }
    >
      <MenuItem icon={History} keys={shortcuts.history} onSelect={() => actions.showHistory(path)}>
        History
      </MenuItem>
      <MenuItem icon={PencilLine} onSelect={() => actions.showPanel('rename')}>
        Rename…
      </MenuItem>
      {hasGit && (
        <MenuItem icon={CloudOff} onSelect={() => actions.showPanel('unpublish')}>
          Unpublish…
        </MenuItem>
      )}
      <MenuLine />
      <MenuItem icon={LogOut} onSelect={() => void actions.closePost()}>
        Close this post
      </MenuItem>
    </Menu>
  );
}
