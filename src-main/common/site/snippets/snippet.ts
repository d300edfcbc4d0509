/** A piece that the site's generator expands, ready to be put into a post. */
export interface SiteSnippet {
  /** As the text calls it: `figure`. */
  name: string;
  /** Where it is from: a path of the blog, or the generator's name. */
  from: string;
  /** Its text, with the places that the author fills in. */
  parts: readonly SnippetPart[];
  /** A line that must stand at the top of the post for it: `import Note from '../note.astro'`. */
  needs?: string;
}

/** Text, or a place to fill in with a word for what goes there. */
export type SnippetPart = string | { fill: string };

/** A file of the blog that a snippet may be made in. */
export interface SnippetSource {
  /** Relative to the site's folder. */
  path: string;
  text: string;
}

/**
 * The parts of a text in which `[[word]]` is a place to fill in.
 *
 * @example partsOf('{{< youtube [[id]] >}}')
 */
export function partsOf(text: string): SnippetPart[] {
  return text
    .split(/(\[\[[^[\]]+\]\])/)
    .filter((part) => part !== '')
    .map((part) => {
      const fill = /^\[\[(.+)\]\]$/.exec(part)?.[1];
      return fill === undefined ? part : { fill };
    });
}

/** A snippet whose text is written with `[[word]]` where the author fills in. */
export function snippetOf(name: string, from: string, text: string): SiteSnippet {
  return { name, from, parts: partsOf(text) };
}

/** Each word once, in the order of their first place. */
export function unique(words: Iterable<string | undefined>): string[] {
  return [...new Set([...words].filter((word) => word !== undefined && word !== ''))] as string[];
}
