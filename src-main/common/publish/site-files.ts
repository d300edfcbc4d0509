import { join } from '../site/paths.ts';

/**
 * Whether the built site of a blog of Galley's own is made of this file besides its posts and their pictures.
 *
 * @param folder where the blog is in the repository; `.` for all of it
 */
export function isSiteFile(folder: string, path: string): boolean {
  const inside = folder === '.' ? '' : folder;
  return path === join(inside, 'galley.yml') || path.startsWith(`${join(inside, 'theme')}/`);
}

/** What such a file is to a writer. */
export function siteFileName(path: string): string {
  const file = themeFile(path);
  return file === undefined ? 'Settings of the site' : `Theme: ${file}`;
}

/** What a commit of such files alone has changed. */
export function siteFilesInWords(paths: readonly string[]): string {
  const themes = paths.filter((path) => themeFile(path) !== undefined).length;
  if (themes === 0) return 'the settings of the site';
  return themes === paths.length ? 'the theme of the site' : 'the settings and the theme of the site';
}

function themeFile(path: string): string | undefined {
  return /(?:^|\/)theme\/(.+)$/s.exec(path)?.[1];
}
