import { extensionOf, nameOf, stemOf } from './paths.ts';

const markdown = new Set(['.md', '.markdown', '.mdown', '.mkdn', '.mkd', '.mdx']);
const others = new Set([
  ...markdown,
  '.html',
  '.htm',
  '.textile',
  '.org',
  '.adoc',
  '.asciidoc',
  '.ad',
  '.rst',
  '.pandoc',
  '.pdc',
]);

/** Names that speak of the project and not to a blog's readers. */
const projectNames =
  /^(changelog|changes|history|contributing|contributors|code[-_]of[-_]conduct|license|licence|copying|notice|security|support|governance|maintainers|authors|codeowners|agents|claude|gemini|copilot-instructions|pull_request_template|issue_template|todo|roadmap|release[-_]?notes|install|upgrading|third[-_]party.*)$/i;

/** Whether the file is Markdown by its name. */
export function isMarkdown(path: string): boolean {
  // Asked of each file of a blog, some times over.
  if (path.endsWith('.md')) return path.length > 3 && path.charCodeAt(path.length - 4) !== 0x2f;
  return markdown.has(extensionOf(path));
}

/** Whether the file is text that some generator makes a page of, by its name. */
export function isText(path: string): boolean {
  return others.has(extensionOf(path));
}

/** Markdown with code of programs that Galley has no convention of: Quarto, R Markdown, mdsvex. */
const withCode = new Set(['.qmd', '.rmd', '.svx']);

/** Whether the file is Markdown with code, which only some programs make pages of, by its name. */
export function isMarkdownWithCode(path: string): boolean {
  return withCode.has(extensionOf(path));
}

/** Whether the file can be opened as a post, whatever its convention says of it. */
export function mayBePost(path: string): boolean {
  return isText(path) || isMarkdownWithCode(path);
}

/** README and its kin, which lie beside posts and are none. At the top of a site more names are taken for that. */
export function isProjectFile(path: string): boolean {
  const stem = stemOf(path);
  if (/^readme([._-].*)?$/i.test(stem)) return true;
  const isAtTop = !path.includes('/');
  if (!isAtTop && (/[a-z]/.test(stem) || stem !== stem.toUpperCase())) return false;
  return projectNames.test(stem);
}

/** Folders that hold no content of any blog: other people's code, results of builds, Galley's and git's own. */
export function isIgnoredFolder(name: string): boolean {
  return (name.startsWith('.') && name !== '.vitepress' && name !== '.vuepress') || ignoredFolders.has(name);
}

const ignoredFolders = new Set(['node_modules', 'bower_components', '__pycache__', '_site', 'venv']);

/** Folders that generators write beside their configuration. */
export const outputFolders: ReadonlySet<string> = new Set([
  'dist',
  'build',
  'out',
  'public',
  '_site',
  'resources',
  'target',
  'static',
  'vendor',
]);

/** Whether a folder's own name says that posts lie in it. */
export function isPostsFolderName(folder: string): boolean {
  return /^(\d+\.)?(_?posts?|_?blogs?|_?articles?|_?news|_?writing|_?journal|_?essays?|_?updates?|weblog|features)$/i.test(
    nameOf(folder),
  );
}
