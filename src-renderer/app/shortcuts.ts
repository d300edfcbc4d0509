import { holdKeysForDialog } from '../ui/held-keys.ts';
import type { WindowParts } from './window-context.ts';

const inBrowserTab = !/Electron\//.test(navigator.userAgent);

/** Every shortcut of the window, as the sheet and the hints show it. `Mod` is Ctrl, on a Mac Command. */
export const shortcuts = {
  palette: 'Mod+K',
  newPost: inBrowserTab ? 'Alt+N' : 'Mod+N',
  save: 'Mod+S',
  publish: 'Mod+Shift+Enter',
  list: 'Mod+Shift+L',
  preview: 'Mod+\\',
  history: 'Mod+Shift+H',
  nextPane: 'F6',
  settings: 'Mod+,',
  help: 'Mod+/',
  back: 'Escape',
} as const;

/** The words of each shortcut, in the order of the sheet. */
export const shortcutWords: readonly { keys: string; words: string }[] = [
  { keys: shortcuts.palette, words: 'Find a post or a command' },
  { keys: shortcuts.newPost, words: 'New post' },
  { keys: shortcuts.save, words: 'Save now' },
  { keys: shortcuts.publish, words: 'Review and publish' },
  { keys: shortcuts.list, words: 'Show or hide the list' },
  { keys: shortcuts.preview, words: 'Show or hide the preview' },
  { keys: shortcuts.history, words: 'History of this post' },
  { keys: shortcuts.nextPane, words: 'On to the next pane' },
  { keys: shortcuts.settings, words: 'Settings' },
  { keys: shortcuts.help, words: 'This sheet' },
  { keys: shortcuts.back, words: 'Go back, close' },
];

/** Listens to the keys of the whole window until the returned function is called. */
export function listenForShortcuts({ store, actions }: WindowParts): () => void {
  const togglePalette = () => actions.showPanel(store.get().panel === 'palette' ? undefined : 'palette');
  const does: Record<string, () => void> = {
    [shortcuts.palette]: togglePalette,
    // What code editors open files by.
    'Mod+P': togglePalette,
    [shortcuts.newPost]: () => actions.showPanel('new-post'),
    [shortcuts.save]: () => void actions.saveNow(),
    [shortcuts.publish]: () => actions.showPage('publish'),
    [shortcuts.list]: () => actions.toggleListPane(),
    [shortcuts.preview]: () => actions.togglePreviewPane(),
    [shortcuts.history]: () => actions.showHistory(store.get().openPost),
    [shortcuts.nextPane]: () => focusNextPane(1),
    [`Shift+${shortcuts.nextPane}`]: () => focusNextPane(-1),
    [shortcuts.settings]: () => actions.showPanel('settings'),
    [shortcuts.help]: () => actions.showPanel('shortcuts'),
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const { phase, panel, page, signIn } = store.get();
    // Git waits for an answer, and the window with it.
    if (phase !== 'open' || signIn) return;
    if (event.key === 'Escape' && !event.defaultPrevented && !panel && page !== 'write') {
      event.preventDefault();
      actions.showPage('write');
      return;
    }
    const run = does[keysOf(event)];
    const dialogIsOpen = panel !== undefined && panel !== 'palette';
    if (!run || dialogIsOpen) return;
    event.preventDefault();
    run();
    const opened = store.get().panel;
    if (opened && opened !== panel) holdKeysForDialog(() => store.get().panel === opened);
  };

  // Before the editor: its own Mod-Enter and Mod-/ must not take these.
  window.addEventListener('keydown', onKeyDown, { capture: true });
  return () => window.removeEventListener('keydown', onKeyDown, { capture: true });
}

function keysOf(event: KeyboardEvent): string {
  const names = [
    (event.ctrlKey || event.metaKey) && 'Mod',
    event.altKey && 'Alt',
    event.shiftKey && 'Shift',
    // Alt changes the letter on some keyboards: the key's place is what counts.
    event.altKey && event.code.startsWith('Key') ? event.code.slice(3) : nameOf(event.key),
  ];
  return names.filter(Boolean).join('+');
}

function nameOf(key: string): string {
  return key.length === 1 ? key.toUpperCase() : key;
}

/** Panes in the order of the window: what F6 goes through. */
const paneSelector = '[data-pane]';
const focusable = '[role="listbox"], .cm-content, iframe, input, button, [tabindex="0"]';

function focusNextPane(step: 1 | -1): void {
  const panes = [...document.querySelectorAll<HTMLElement>(paneSelector)].filter(
    (pane) => !pane.closest('[inert]'),
  );
  const here = panes.findIndex((pane) => pane.contains(document.activeElement));
  for (let tried = 1; tried <= panes.length; tried++) {
    const pane = panes[(here + step * tried + panes.length * 2) % panes.length];
    if (pane && focusInside(pane)) return;
  }
}

function focusInside(pane: HTMLElement): boolean {
  // A frame that is still to come would swallow the next keys.
  const isComing = pane.querySelector('iframe[data-coming]') !== null;
  for (const selector of isComing ? [] : focusable.split(', ')) {
    const target = pane.querySelector<HTMLElement>(selector);
    if (!target) continue;
    target.focus();
    if (document.activeElement === target) return true;
  }
  // A pane that is still to come takes the focus itself.
  pane.focus();
  return document.activeElement === pane;
}

/** Gives the focus to a pane of the window, where it is there. */
export function focusPane(name: string): void {
  const pane = document.querySelector<HTMLElement>(`[data-pane="${name}"]`);
  if (pane) focusInside(pane);
}
