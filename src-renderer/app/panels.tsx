import { NewPostDialog } from '../list/new-post-dialog.tsx';
import { Palette } from '../palette/palette.tsx';
import { ShortcutSheet } from '../palette/shortcut-sheet.tsx';
import { useWindowState } from './window-context.ts';

/** The small window that is open over the page, if one is. */
export function Panels() {
  const panel = useWindowState((state) => state.panel);
  switch (panel) {
    case 'palette':
      return <Palette />;
    case 'new-post':
      return <NewPostDialog />;
    case 'shortcuts':
      return <ShortcutSheet />;
    default:
      return null;
  }
}
