import { expect, it } from 'vitest';
import { isSiteFile, siteFileName, siteFilesInWords } from '../../../src-main/common/publish/site-files.ts';

it.each([
  ['.', 'galley.yml', true],
  ['.', 'theme/assets/style.css', true],
  ['.', 'themes/style.css', false],
  ['.', 'blog/galley.yml', false],
  ['.', 'README.md', false],
  ['blog', 'blog/galley.yml', true],
  ['blog', 'blog/theme/a.css', true],
  ['blog', 'galley.yml', false],
  ['blog', 'theme/a.css', false],
])('of a blog in %s, %s makes its site: %s', (folder, path, made) =>
  expect(isSiteFile(folder, path)).toBe(made),
);

it('names such files as a writer would', () => {
  expect(siteFileName('blog/galley.yml')).toBe('Settings of the site');
  expect(siteFileName('theme/templates/post.liquid')).toBe('Theme: templates/post.liquid');
  expect(siteFilesInWords(['galley.yml', 'theme/a.css'])).toBe('the settings and the theme of the site');
});
