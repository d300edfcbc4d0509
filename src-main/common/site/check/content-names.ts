import { isText } from '../content-files.ts';
import type { DetectedSite } from '../detect-sites.ts';
import { isIn, within } from '../paths.ts';

/** The names by which generators let one post refer to another: paths, or ends of paths, without extension. */
export interface ContentNames {
  has(name: string): boolean;
}

/** Collects the names of a site's texts. */
export function createContentNames(site: DetectedSite, files: readonly string[]): ContentNames {
  const { folder } = site.settings;
  const names = new Set<string>();
  for (const file of files) {
    if (!isIn(folder, file) || !isText(file)) continue;
    let name = nameOf(within(folder, file));
    // A section is there as soon as something lies in it.
    for (; name !== ''; name = name.slice(0, Math.max(0, name.lastIndexOf('/')))) addEnds(names, name);
  }
  return { has: (name) => nameOf(name) === '' || names.has(nameOf(name)) };
}

/** `blog/2024/hello`, `2024/hello` and `hello`. */
function addEnds(names: Set<string>, name: string): void {
  for (let from = 0; ; ) {
    const end = name.slice(from);
    if (names.has(end)) return;
    names.add(end);
    const slash = name.indexOf('/', from);
    if (slash === -1) return;
    from = slash + 1;
  }
}

function nameOf(path: string): string {
  return path
    .replace(/[?#].*$/s, '')
    .normalize('NFC')
    .toLowerCase()
    .replace(/^(\.{0,2}\/)+|\/+$/g, '')
    .replace(/\.(md|markdown|mdx|html?|adoc|org|rst|textile|mkd|mkdn|mdown|asciidoc)$/, '')
    .replace(/\.[a-z]{2}(-[a-z]{2,4})?$/, '')
    .replace(/(^|\/)_?index$/, '');
}
