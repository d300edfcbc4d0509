import { type Expression, readExpressionAt } from '../expression.ts';

/** One of VitePress's `rewrites`: the page at the path `from` is served as if it lay at `to`. */
export interface Rewrite {
  from: string;
  to: string;
}

/** The pairs that a configuration gives to `rewrites`, in their order. */
export function rewritesOf(script: string): Rewrite[] {
  const [, pairs = ''] = /\brewrites\s*:\s*\{([^}]*)\}/.exec(script.replace(/^\s*\/\/.*$/gm, '')) ?? [];
  const pair = /(["'`])((?:(?!\1).)+)\1\s*:\s*(["'`])((?:(?!\3).)+)\3/g;
  return [...pairs.matchAll(pair)].map(([, , from = '', , to = '']) => ({ from, to }));
}

/** The function that a configuration gives to `rewrites`, to be worked out without running it; undefined for pairs. */
export function rewriteIn(script: string): Expression | undefined {
  const plain = script.replace(/^\s*\/\/.*$/gm, '');
  const found = /\brewrites\s*(?::\s*(?!\s*\{)|(?=\())/.exec(plain);
  if (!found) return undefined;
  const text = plain.slice(found.index + found[0].length);
  const isMethod = /^\([^()]*\)\s*\{/.test(text);
  return readExpressionAt(isMethod ? `function ${text}` : text, 0) ?? (() => undefined);
}

/**
 * Where a page is served, by the first rewrite that fits it.
 * Source: vitepress.dev (routing, route rewrites); its patterns are those of path-to-regexp 6.
 */
export function rewritten(path: string, rewrites: readonly Rewrite[]): string {
  for (const { from, to } of rewrites) {
    const values = patternOf(from)?.exec(path)?.groups;
    if (values === undefined && path !== from) continue;
    let unnamed = 0;
    return to
      .replace(
        /:(\w+)(?:\([^()]*\))?[*+?]?|\([^()]*\)/g,
        (_, name: string | undefined) => values?.[name ?? `_${unnamed++}`] ?? '',
      )
      .replace(/\/{2,}/g, '/');
  }
  return path;
}

/**
 * A pattern in which `:name` is one folder or a name's part, and `:name*` any number of folders. What stands in brackets
 * without a name before them is called by its number: `_0`.
 */
function patternOf(from: string): RegExp | undefined {
  let unnamed = 0;
  const source = from.replace(
    /(\/?):(\w+)(\((?:[^()\\]|\\.)*\))?([*+?]?)|(\((?:[^()\\]|\\.)*\))|([.*+?^${}()|[\]\\])/g,
    (
      _,
      slash: string,
      name: string,
      own: string | undefined,
      times: string,
      group?: string,
      sign?: string,
    ) => {
      if (group !== undefined) return `(?<_${unnamed++}>${group.slice(1, -1)})`;
      if (sign !== undefined) return `\\${sign}`;
      const part = own ? own.slice(1, -1) : '[^/]+?';
      if (times === '?') return `(?:${slash}(?<${name}>${part}))?`;
      if (times === '') return `${slash}(?<${name}>${part})`;
      const more = `${slash}(?<${name}>${part}(?:/${part})*)`;
      return times === '*' ? `(?:${more})?` : more;
    },
  );
  try {
    return new RegExp(`^${source}$`, 'i');
  } catch {
    return undefined;
  }
}
