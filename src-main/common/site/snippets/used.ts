import { relativePath } from '../link-form.ts';
import { folderOf, join, normalise } from '../paths.ts';
import type { ConventionName } from '../site.ts';
import { partsOf, type SiteSnippet, type SnippetSource, snippetOf, unique } from './snippet.ts';

/**
 * Snippets that other posts use, as they use them: components of MDX with the line that brings them, shortcodes of a
 * theme that lies elsewhere. The parameters are those of all uses.
 *
 * @param post path of the post that they are for, relative as the posts' paths are
 */
export function usedSnippets(
  convention: ConventionName,
  posts: readonly SnippetSource[],
  post: string,
): SiteSnippet[] {
  return [
    ...(/\.mdx$/i.test(post) ? components(posts, post) : []),
    ...(convention === 'hugo' ? shortcodes(posts) : []),
  ];
}

interface Component {
  name: string;
  from: string;
  needs: string | undefined;
  keys: string[];
  isPaired: boolean;
}

function components(posts: readonly SnippetSource[], post: string): SiteSnippet[] {
  const found = new Map<string, Component>();
  for (const source of posts) {
    const imports = new Map(importsOf(source, post).map((one) => [one.name, one.line]));
    for (const [, name = '', values = '', end] of source.text.matchAll(
      /<([A-Z][\w.]*)((?:\s+[\w:-]+(?:=(?:"[^"]*"|'[^']*'|\{[^{}]*\}))?)*)\s*(\/?)>/g,
    )) {
      const known = found.get(name) ?? {
        name,
        from: source.path,
        needs: imports.get(name),
        keys: [],
        isPaired: false,
      };
      const keys = [...values.matchAll(/([\w:-]+)=(["'{])/g)].map(([, key = '', sign]) =>
        sign === '{' ? `${key}={[[${key}]]}` : `${key}="[[${key}]]"`,
      );
      found.set(name, {
        ...known,
        needs: known.needs ?? imports.get(name),
        keys: unique([...known.keys, ...keys]),
        isPaired: known.isPaired || end === '',
      });
    }
  }
  return [...found.values()].map(({ name, from, needs, keys, isPaired }) => {
    const open = `<${[name, ...unique(keys)].join(' ')}`;
    const text = isPaired ? `${open}>\n[[text]]\n</${name}>` : `${open} />`;
    return { name, from, parts: partsOf(text), ...(needs !== undefined && { needs }) };
  });
}

/** The lines that import something, as this post would write them. */
function importsOf({ path, text }: SnippetSource, post: string): { name: string; line: string }[] {
  return [...text.matchAll(/^import\s+([^'"\n]+?)\s+from\s+(["'])([^"'\n]+)\2;?[ \t]*$/gm)].flatMap(
    ([line, names = '', quote = '"', place = '']) => {
      const moved = /^\.\.?\//.test(place) ? moveImport(place, path, post) : place;
      const whole = line.replace(`${quote}${place}${quote}`, `${quote}${moved}${quote}`).trimEnd();
      const all = names.replaceAll(/[{}*]/g, ' ').split(/[\s,]+/);
      return all.filter((name) => /^[A-Z]/.test(name)).map((name) => ({ name, line: whole }));
    },
  );
}

function moveImport(place: string, from: string, to: string): string {
  const target = normalise(`${join(folderOf(from))}/${place}`);
  return target === undefined ? place : relativePath(to, target);
}

function shortcodes(posts: readonly SnippetSource[]): SiteSnippet[] {
  const found = new Map<
    string,
    { from: string; keys: string[]; places: number; isPaired: boolean; sign: string }
  >();
  for (const { path, text } of posts) {
    for (const [, sign = '<', name = '', values = ''] of text.matchAll(
      /\{\{([<%])\s*([A-Za-z][\w/-]*)((?:\s+(?:[\w-]+\s*=\s*)?(?:"[^"\n]*"|`[^`]*`|[^\s"`<>%{}]+))*)\s*\/?[>%]\}\}/g,
    )) {
      const known = found.get(name) ?? { from: path, keys: [], places: 0, isPaired: false, sign };
      const keys = [...values.matchAll(/(?:^|\s)([\w-]+)\s*=/g)].map(([, key]) => key);
      const places = keys.length > 0 ? 0 : [...values.matchAll(/"[^"]*"|`[^`]*`|[^\s"`]+/g)].length;
      found.set(name, {
        ...known,
        keys: unique([...known.keys, ...keys]),
        places: Math.max(known.places, places),
        isPaired: known.isPaired || new RegExp(`\\{\\{[<%]\\s*/\\s*${name}\\s*[>%]\\}\\}`).test(text),
      });
    }
  }
  return [...found].map(([name, { from, keys, places, isPaired, sign }]) => {
    const words =
      keys.length > 0
        ? keys.map((key) => ` ${key}="[[${key}]]"`)
        : Array.from({ length: places }, (_, at) => ` "[[${at + 1}]]"`);
    const close = sign === '<' ? '>' : '%';
    const open = `{{${sign} ${name}${words.join('')} ${close}}}`;
    const text = isPaired ? `${open}\n[[text]]\n{{${sign} /${name} ${close}}}` : open;
    return snippetOf(name, from, text);
  });
}
