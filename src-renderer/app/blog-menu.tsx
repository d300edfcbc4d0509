import { BookMarked, FolderOpen, Keyboard, LogOut, Palette, Settings2 } from 'lucide-react';
import { useRef } from 'react';
import { conventionNames } from '../site/convention-names.ts';
import type { LateMenuProps } from '../ui/late-menu.ts';
import { Menu, MenuHeading, MenuItem, MenuLine } from '../ui/menu.tsx';
import { BlogName } from './blog-menu-button.tsx';
import { shortcuts } from './shortcuts.ts';
import { useWindow, useWindowState } from './window-context.ts';

/** What can be done with the blog as a whole. */
export function BlogMenu({ meanwhile }: LateMenuProps) {
  const { actions } = useWindow();
  const site = useWindowState((state) => state.site);
  const corrects = useRef(false);
  // The dialog gives the focus back to where it was: to this menu's button, which must have it again before.
  const afterMenu = () => {
    if (corrects.current) requestAnimationFrame(() => actions.showPanel('correct'));
    corrects.current = false;
    return false;
  };
  return (
    <Menu onClosed={afterMenu} meanwhile={meanwhile} trigger={<BlogName />}>
      <MenuHeading>{site && `${conventionNames[site.convention]} · ${site.root}`}</MenuHeading>
      <MenuItem
        icon={BookMarked}
        onSelect={() => {
          corrects.current = true;
        }}
      >
        What this blog is…
      </MenuItem>
      <MenuItem icon={FolderOpen} onSelect={() => void actions.chooseSite()}>
        Open another blog…
      </MenuItem>
      {site?.convention === 'galley' && (
        <MenuItem icon={Palette} onSelect={() => actions.showPanel('site-look')}>
          Look of the site…
        </MenuItem>
      )}
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
