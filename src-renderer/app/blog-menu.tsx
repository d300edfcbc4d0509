import {
  BookMarked,
  FolderOpen,
  Import,
  Keyboard,
  LogOut,
  Palette,
  Settings2,
  Sprout,
  Undo2,
} from 'lucide-react';
import { useRef } from 'react';
import { conventionNames } from '../site/convention-names.ts';
import type { LateMenuProps } from '../ui/late-menu.ts';
import { Menu, MenuHeading, MenuItem, MenuLine } from '../ui/menu.tsx';
import { BlogName } from './blog-menu-button.tsx';
import { shortcuts } from './shortcuts.ts';
import { useWindow, useWindowState } from './window-context.ts';
import type { Panel } from './window-state.ts';

/** What can be done with the blog as a whole. */
export function BlogMenu({ meanwhile }: LateMenuProps) {
  const { actions } = useWindow();
  const site = useWindowState((state) => state.site);
  const opens = useRef<Panel>(undefined);
  // The dialog gives the focus back to where it was: to this menu's button, which must have it again before.
  const afterMenu = () => {
    const panel = opens.current;
    if (panel) requestAnimationFrame(() => actions.showPanel(panel));
    opens.current = undefined;
    return false;
  };
  const afterwards = (panel: Panel) => () => {
    opens.current = panel;
  };
  return (
    <Menu onClosed={afterMenu} meanwhile={meanwhile} trigger={<BlogName />}>
      <MenuHeading>{site && `${conventionNames[site.convention]} · ${site.root}`}</MenuHeading>
      <MenuItem icon={BookMarked} onSelect={afterwards('correct')}>
        What this blog is…
      </MenuItem>
      <MenuItem icon={FolderOpen} onSelect={() => void actions.chooseSite()}>
        Open another blog…
      </MenuItem>
      <MenuItem icon={Sprout} onSelect={afterwards('new-blog')}>
        Start a new blog…
      </MenuItem>
      {site?.convention === 'galley' && (
        <MenuItem icon={Palette} onSelect={() => actions.showPanel('site-look')}>
          Look of the site…
        </MenuItem>
      )}
      <MenuItem icon={Import} onSelect={() => actions.showPage('import')}>
        Import posts…
      </MenuItem>
      <MenuItem icon={Undo2} onSelect={afterwards('deleted-posts')}>
        Deleted posts…
      </MenuItem>
      <MenuItem icon={Settings2} keys={shortcuts.settings} onSelect={() => actions.showPanel('settings')}>
        Settings
      </MenuItem>
      <MenuItem icon={Keyboard} keys={shortcuts.help} onSelect={() => actions.showPanel('shortcuts')}>
        Keyboard shortcuts
      </MenuItem>
      <MenuLine />
      <MenuItem icon={LogOut} onSelect={() => void actions.closeSite()}>
        Close this blog
      </MenuItem>
    </Menu>
  );
}
