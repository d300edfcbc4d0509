import {
  AlignVerticalSpaceAround,
  BookMarked,
  CloudOff,
  CloudUpload,
  CodeXml,
  ExternalLink,
  FilePlus2,
  Focus,
  FolderOpen,
  History,
  Import,
  Keyboard,
  ListTree,
  LogOut,
  type LucideIcon,
  Moon,
  Palette,
  PanelLeft,
  PanelRight,
  PencilLine,
  Save,
  Settings2,
  ShieldQuestion,
  Sprout,
  SquareTerminal,
  Sun,
  SunMoon,
  Terminal,
  Trash2,
  Type,
  Undo2,
} from 'lucide-react';
import { shortcuts } from '../app/shortcuts.ts';
import type { WindowParts } from '../app/window-context.ts';
import { commandIcons } from '../editor/writing/command-icons.ts';
import {
  type WritingCommand,
  type WritingCommandId,
  writingCommands,
} from '../editor/writing/writing-commands.ts';
import { copyAsHtml } from '../history/copy-as-html.ts';
import { onlineAddress } from '../history/online-address.ts';

/** Something the palette can do. */
export interface Command {
  words: string;
  icon: LucideIcon;
  keys?: string;
  run(): void;
}

/** What can be done with the text of the open post, and how it is shown. */
function writingCommandsOf({
  actions,
  store,
  editor,
}: Pick<WindowParts, 'actions' | 'store' | 'editor'>): Command[] {
  const { settings } = store.get();
  const modes = writingModes.map(({ name, words, icon }): Command => {
    const set = settings[name];
    return {
      words: `${set ? 'Turn off' : 'Turn on'}: ${words}`,
      icon,
      run: () => void actions.changeSettings({ [name]: !set }),
    };
  });
  const commands = (writingCommands as readonly WritingCommand[]).map(
    ({ id, words, keys }): Command => ({
      words,
      icon: commandIcons[id as WritingCommandId],
      ...(keys && { keys }),
      // Once the palette is gone: until then it keeps the focus to itself.
      run: () => void setTimeout(() => editor.current?.run(id as WritingCommandId)),
    }),
  );
  const snippets = (editor.current?.snippets() ?? []).map(
    (snippet): Command => ({
      words: `Insert: ${snippet.name}`,
      icon: SquareTerminal,
      run: () => void setTimeout(() => editor.current?.putSnippet(snippet)),
    }),
  );
  return [...modes, ...commands, ...snippets];
}

const writingModes = [
  { name: 'outline', words: 'outline', icon: ListTree },
  { name: 'focusMode', words: 'focus on the paragraph', icon: Focus },
  { name: 'typewriter', words: 'typewriter', icon: AlignVerticalSpaceAround },
  { name: 'toolbar', words: 'formatting bar', icon: Type },
  { name: 'vimKeys', words: 'Vim keys', icon: Terminal },
] as const;

/** What can be done now, most wanted first. */
export function commandsOf(parts: WindowParts): Command[] {
  const { actions, store, editor } = parts;
  const { openPost, site } = store.get();
  const online = onlineAddress(store.get());
  const commands: (Command | false)[] = [
    { words: 'New post', icon: FilePlus2, keys: shortcuts.newPost, run: () => actions.showPanel('new-post') },
    {
      words: 'Review and publish',
      icon: CloudUpload,
      keys: shortcuts.publish,
      run: () => actions.showPage('publish'),
    },
    openPost !== undefined && {
      words: 'Save now',
      icon: Save,
      keys: shortcuts.save,
      run: () => void actions.saveNow(),
    },
    { words: 'Show or hide the list', icon: PanelLeft, keys: shortcuts.list, run: actions.toggleListPane },
    {
      words: 'Show or hide the preview',
      icon: PanelRight,
      keys: shortcuts.preview,
      run: actions.togglePreviewPane,
    },
    openPost !== undefined && {
      words: 'History of this post',
      icon: History,
      keys: shortcuts.history,
      run: () => actions.showHistory(openPost),
    },
    online !== undefined && {
      words: 'See this post on the site',
      icon: ExternalLink,
      run: () => void actions.openAddress(online),
    },
    openPost !== undefined && {
      words: 'Copy this post as HTML',
      icon: CodeXml,
      run: () => void copyAsHtml(parts),
    },
    openPost !== undefined && {
      words: 'Rename this post',
      icon: PencilLine,
      run: () => actions.showPanel('rename'),
    },
    openPost !== undefined &&
      site?.git !== undefined && {
        words: 'Unpublish this post',
        icon: CloudOff,
        run: () => actions.showPanel('unpublish'),
      },
    openPost !== undefined && {
      words: 'Delete this post',
      icon: Trash2,
      run: () => void actions.deletePost(),
    },
    { words: 'Import posts', icon: Import, run: () => actions.showPage('import') },
    { words: 'Deleted posts', icon: Undo2, run: () => actions.showPanel('deleted-posts') },
    openPost !== undefined && { words: 'Close this post', icon: LogOut, run: () => void actions.closePost() },
    {
      words: 'Theme: as the system',
      icon: SunMoon,
      run: () => void actions.changeSettings({ theme: 'system' }),
    },
    { words: 'Theme: light', icon: Sun, run: () => void actions.changeSettings({ theme: 'light' }) },
    { words: 'Theme: dark', icon: Moon, run: () => void actions.changeSettings({ theme: 'dark' }) },
    {
      words: 'Settings',
      icon: Settings2,
      keys: shortcuts.settings,
      run: () => actions.showPanel('settings'),
    },
    {
      words: 'Keyboard shortcuts',
      icon: Keyboard,
      keys: shortcuts.help,
      run: () => actions.showPanel('shortcuts'),
    },
    site?.git !== undefined && {
      words: 'What this repository would run',
      icon: ShieldQuestion,
      run: () => actions.showPage('trust'),
    },
    site?.convention === 'galley' && {
      words: 'Look of the site',
      icon: Palette,
      run: () => actions.showPanel('site-look'),
    },
    { words: 'What this blog is', icon: BookMarked, run: () => actions.showPanel('correct') },
    { words: 'Start a new blog', icon: Sprout, run: () => actions.showPanel('new-blog') },
    { words: 'Open another blog', icon: FolderOpen, run: () => void actions.chooseSite() },
    { words: 'Close this blog', icon: LogOut, run: () => void actions.closeSite() },
  ];
  const current = commands.filter((command) => command !== false);
  return openPost === undefined ? current : [...current, ...writingCommandsOf({ actions, editor, store })];
}
