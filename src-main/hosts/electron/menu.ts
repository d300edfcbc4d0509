import { app, Menu, type MenuItemConstructorOptions, shell } from 'electron';

/** The menu that people of each system expect. What is Galley's own is done by keys in the window. */
export function setupMenu(): void {
  const own: MenuItemConstructorOptions[] = process.platform === 'darwin' ? [{ role: 'appMenu' }] : [];
  const template: MenuItemConstructorOptions[] = [
    ...own,
    { role: 'fileMenu' },
    { role: 'editMenu' },
    { role: 'viewMenu' },
    { role: 'windowMenu' },
    {
      role: 'help',
      submenu: [
        { label: 'About Markdown', click: () => void shell.openExternal('https://commonmark.org/help/') },
        { label: `Galley ${app.getVersion()}`, enabled: false },
      ],
    },
  ];
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}
