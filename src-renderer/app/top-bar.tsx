import {
  BookMarked,
  ChevronDown,
  Eye,
  FolderOpen,
  GitBranch,
  Keyboard,
  LogOut,
  Palette,
  PanelLeft,
  PanelRight,
  Search,
  Settings2,
} from 'lucide-react';
import { useRef } from 'react';
import { PostMenu } from '../history/post-menu.tsx';
import { branchInWords } from '../publish/publish-readiness.ts';
import { SettingsPopover } from '../settings/settings-popover.tsx';
import { conventionNames } from '../site/convention-names.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { Hint } from '../ui/hint.tsx';
import { Keys } from '../ui/keys.tsx';
import { Menu, MenuHeading, MenuItem, MenuLine } from '../ui/menu.tsx';
import { PublishButton } from './publish-button.tsx';
import { SaveStateWords } from './save-state-words.tsx';
import { shortcuts } from './shortcuts.ts';
import './top-bar.css';
import { type Room, useRoom } from './use-room.ts';
import { useWindow, useWindowState } from './window-context.ts';

/** The bar over everything: which blog, where to find things, whether the text is safe, and what is public. */
export function TopBar() {
  const room = useRoom();
  const writing = useWindowState((state) => state.page === 'write');
  return (
    <header className="top-bar" data-pane="bar">
      <div className="top-bar-side">
        {writing && <ListToggle room={room} />}
        <SettingsPopover>
          <BlogMenu />
        </SettingsPopover>
      </div>
      <SearchTrigger />
      <div className="top-bar-side top-bar-end">
        <Branch />
        <SaveStateWords />
        {writing && <PreviewToggle room={room} />}
        {writing && <PostMenu />}
        {writing && <PublishButton />}
      </div>
    </header>
  );
}

function ListToggle({ room }: { room: Room }) {
  const { actions } = useWindow();
  const open = useWindowState((state) =>
    room === 'narrow' ? state.narrowView === 'list' : (state.layout.listOpen ?? true),
  );
  return (
    <IconButton
      icon={PanelLeft}
      label={open ? 'Hide the list' : 'Show the list'}
      keys={shortcuts.list}
      aria-expanded={open}
      onClick={actions.toggleListPane}
    />
  );
}

function PreviewToggle({ room }: { room: Room }) {
  const { actions } = useWindow();
  const openPost = useWindowState((state) => state.openPost);
  const open = useWindowState((state) =>
    room === 'wide' ? (state.layout.previewOpen ?? true) : state.narrowView === 'preview',
  );
  if (!openPost) return null;
  return (
    <IconButton
      icon={room === 'wide' ? PanelRight : Eye}
      label={open ? 'Hide the preview' : 'Show the preview'}
      keys={shortcuts.preview}
      aria-pressed={room === 'wide' ? undefined : open}
      aria-expanded={room === 'wide' ? open : undefined}
      onClick={actions.togglePreviewPane}
    />
  );
}

function BlogMenu() {
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
    <Menu
      onClosed={afterMenu}
      trigger={
        <Button look="quiet" className="blog-name">
          <span className="blog-name-words">{site?.name}</span>
          <ChevronDown className="icon" aria-hidden />
        </Button>
      }
    >
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

function SearchTrigger() {
  const { actions } = useWindow();
  return (
    <button type="button" className="search-trigger" onClick={() => actions.showPanel('palette')}>
      <Search className="icon" aria-hidden />
      <span className="search-trigger-words">Search posts and commands</span>
      <Keys keys={shortcuts.palette} />
    </button>
  );
}

function Branch() {
  const plan = useWindowState((state) => state.plan ?? state.site?.git);
  if (!plan?.branch) return null;
  return (
    <Hint words={branchInWords(plan)}>
      <button type="button" className="branch" aria-label={branchInWords(plan)}>
        <GitBranch className="icon" aria-hidden />
        <span className="branch-name">{plan.branch}</span>
        {(plan.ahead ?? 0) > 0 && <span>↑{plan.ahead}</span>}
        {(plan.behind ?? 0) > 0 && <span>↓{plan.behind}</span>}
      </button>
    </Hint>
  );
}
