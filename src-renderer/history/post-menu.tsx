import { CloudOff, CodeXml, ExternalLink, History, LogOut, PencilLine, Trash2 } from 'lucide-react';
import { shortcuts } from '../app/shortcuts.ts';
import { useWindow, useWindowState } from '../app/window-context.ts';
import type { LateMenuProps } from '../ui/late-menu.ts';
import { Menu, MenuItem, MenuLine } from '../ui/menu.tsx';
import { copyAsHtml } from './copy-as-html.ts';
import { onlineAddress } from './online-address.ts';
import { PostButton } from './post-menu-button.tsx';

/** What can be done with the open post as a whole. */
export function PostMenu({ meanwhile }: LateMenuProps) {
  const parts = useWindow();
  const { actions } = parts;
  const path = useWindowState((state) => state.openPost);
  const hasGit = useWindowState((state) => state.site?.git !== undefined);
  const online = useWindowState(onlineAddress);
  if (path === undefined) return null;
  return (
    <Menu meanwhile={meanwhile} trigger={<PostButton />}>
      <MenuItem icon={History} keys={shortcuts.history} onSelect={() => actions.showHistory(path)}>
        History
      </MenuItem>
      {online !== undefined && (
        <MenuItem icon={ExternalLink} onSelect={() => void actions.openAddress(online)}>
          See it on the site
        </MenuItem>
      )}
      <MenuItem icon={CodeXml} onSelect={() => void copyAsHtml(parts)}>
        Copy as HTML
      </MenuItem>
      <MenuItem icon={PencilLine} onSelect={() => actions.showPanel('rename')}>
        Rename…
      </MenuItem>
      {hasGit && (
        <MenuItem icon={CloudOff} onSelect={() => actions.showPanel('unpublish')}>
          Unpublish…
        </MenuItem>
      )}
      <MenuItem icon={Trash2} onSelect={() => void actions.deletePost()}>
        Delete
      </MenuItem>
      <MenuLine />
      <MenuItem icon={LogOut} onSelect={() => void actions.closePost()}>
        Close this post
      </MenuItem>
    </Menu>
  );
}
