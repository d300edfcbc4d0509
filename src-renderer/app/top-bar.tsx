import { Eye, GitBranch, PanelLeft, PanelRight, Search } from 'lucide-react';
import { useRef } from 'react';
import { PostMenuButton } from '../history/post-menu-button.tsx';
import { branchInWords } from '../publish/publish-readiness.ts';
import { IconButton } from '../ui/button.tsx';
import { Hint } from '../ui/hint.tsx';
import { Keys } from '../ui/keys.tsx';
import { useMeanwhile } from '../ui/late-menu.ts';
import { latePart, Nothing } from '../ui/late-part.tsx';
import { BlogMenuButton } from './blog-menu-button.tsx';
import { PublishButton } from './publish-button.tsx';
import { SaveStateWords } from './save-state-words.tsx';
import { shortcuts } from './shortcuts.ts';
import './top-bar.css';
import { type Room, useRoom } from './use-room.ts';
import { useWindow, useWindowState } from './window-context.ts';

const BlogMenu = latePart(async () => (await import('./blog-menu.tsx')).BlogMenu, BlogMenuButton);
const PostMenu = latePart(async () => (await import('../history/post-menu.tsx')).PostMenu, PostMenuButton);
const SettingsPopover = latePart(
  async () => (await import('../settings/settings-popover.tsx')).SettingsPopover,
  Nothing,
);

/** The bar over everything: which blog, where to find things, whether the text is safe, and what is public. */
export function TopBar() {
  const room = useRoom();
  const writing = useWindowState((state) => state.page === 'write');
  const settingsAnchor = useRef<HTMLDivElement>(null);
  const blogMenu = useMeanwhile();
  const postMenu = useMeanwhile();
  return (
    <header className="top-bar" data-pane="bar">
      <div className="top-bar-side">
        {writing && <ListToggle room={room} />}
        <div className="settings-anchor" ref={settingsAnchor}>
          <BlogMenu meanwhile={blogMenu} />
        </div>
        <SettingsPopover anchor={settingsAnchor} />
      </div>
      <SearchTrigger />
      <div className="top-bar-side top-bar-end">
        <Branch />
        <SaveStateWords />
        {writing && <PreviewToggle room={room} />}
        {writing && <PostMenu meanwhile={postMenu} />}
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
