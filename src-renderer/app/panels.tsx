import { UnpublishDialog } from '../history/unpublish-dialog.tsx';
import { DeletedPostsDialog } from '../list/deleted-posts-dialog.tsx';
import { NewPostDialog } from '../list/new-post-dialog.tsx';
import { RenameDialog } from '../list/rename-dialog.tsx';
import { Palette } from '../palette/palette.tsx';
import { ShortcutSheet } from '../palette/shortcut-sheet.tsx';
import { CorrectDialog } from '../site/correct-dialog.tsx';
import { lazyPart, WaitForPart } from '../ui/lazy-part.tsx';
import { HeldKeysOfPanel } from './held-keys-of-panel.ts';
import { useWindow, useWindowState } from './window-context.ts';

const NewBlogDialog = lazyPart(async () => (await import('../new-blog/new-blog-dialog.tsx')).NewBlogDialog);
const SiteLookDialog = lazyPart(
  async () => (await import('../new-blog/site-look-dialog.tsx')).SiteLookDialog,
);

/** The small window that is open over the page, if one is. */
export function Panels() {
  const { actions } = useWindow();
  const panel = useWindowState((state) => state.panel);
  const close = () => actions.showPanel(undefined);
  switch (panel) {
    case 'palette':
      return <Palette />;
    case 'new-post':
      return <NewPostDialog />;
    case 'new-blog':
      return (
        <WaitForPart fallback={<HeldKeysOfPanel />} onMissing={close}>
          <NewBlogDialog />
        </WaitForPart>
      );
    case 'site-look':
      return (
        <WaitForPart fallback={<HeldKeysOfPanel />} onMissing={close}>
          <SiteLookDialog />
        </WaitForPart>
      );
    case 'correct':
      return <CorrectDialog />;
    case 'rename':
      return <RenameDialog />;
    case 'unpublish':
      return <UnpublishDialog />;
    case 'deleted-posts':
      return <DeletedPostsDialog />;
    case 'shortcuts':
      return <ShortcutSheet />;
    default:
      return null;
  }
}
