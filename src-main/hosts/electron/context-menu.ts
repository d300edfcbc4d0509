import { type BrowserWindow, type ContextMenuParams, Menu, type MenuItemConstructorOptions } from 'electron';

/** The menu of the right mouse button, which Electron leaves to us: spelling where something is misspelt, and the clipboard. */
export function setupContextMenu(window: BrowserWindow): void {
  window.webContents.on('context-menu', (_, params) => {
    const items = [...spellingItems(window, params), ...clipboardItems(params)];
    if (items.length > 0) Menu.buildFromTemplate(items).popup({ window });
  });
}

function spellingItems(
  window: BrowserWindow,
  { misspelledWord, dictionarySuggestions }: ContextMenuParams,
): MenuItemConstructorOptions[] {
  if (misspelledWord === '') return [];
  const { webContents } = window;
  const suggestions = dictionarySuggestions.map((word) => ({
    label: word,
    click: () => webContents.replaceMisspelling(word),
  }));
  const learn = {
    label: `Add “${misspelledWord}” to the dictionary`,
    click: () => void webContents.session.addWordToSpellCheckerDictionary(misspelledWord),
  };
  return [...suggestions, learn, { type: 'separator' }];
}

function clipboardItems({
  isEditable,
  editFlags,
  selectionText,
}: ContextMenuParams): MenuItemConstructorOptions[] {
  if (isEditable)
    return [
      { role: 'cut', enabled: editFlags.canCut },
      { role: 'copy', enabled: editFlags.canCopy },
      { role: 'paste', enabled: editFlags.canPaste },
      { type: 'separator' },
      { role: 'selectAll', enabled: editFlags.canSelectAll },
    ];
  return selectionText.trim() === '' ? [] : [{ role: 'copy' }];
}
