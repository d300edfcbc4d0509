/** What is the same on each page of a build. */
export interface TemplateConstants {
  /** What each page is given as `site`. */
  site: object;
  /** Addresses of the theme's files by their name, for the filter `asset`. */
  assets: Readonly<Record<string, string>>;
}

type Texts = Readonly<Record<string, string>>;

/**
 * Puts into the texts of templates what is the same on each page (`{{ site.title }}`, `{{ 'style.css' | asset }}`), so that it
 * is not looked up again for each. Only what stands in HTML as it is, so that nothing needs escaping and nothing
 * becomes a tag; all else stays for the engine. What a template renders to is the same.
 */
export function withConstants(templates: Texts, { site, assets }: TemplateConstants): Record<string, string> {
  const partials = renderedNames(templates);
  return Object.fromEntries(
    Object.entries(templates).map(([name, text]) => {
      if (verbatim.test(text)) return [name, text];
      const withAssets = text.replace(assetOutput, (output, asset: string) =>
        Object.hasOwn(assets, asset) ? plain(assets[asset], output) : output,
      );
      // A partial sees only what it is given.
      if (partials?.has(name) !== false) return [name, withAssets];
      return [
        name,
        withAssets.replace(siteOutput, (output, path: string) =>
          plain(valueAt(site, path.split('.')), output),
        ),
      ];
    }),
  );
}

const assetOutput = /\{\{ *'([^'{}\n]+)' *\| *asset *\}\}/g;
const siteOutput = /\{\{ *site\.([A-Za-z]+(?:\.[A-Za-z]+)*) *\}\}/g;
/** Tags within which an output is no output. */
const verbatim = /\{%-?\s*(?:raw|comment|doc|#)/;
/** Whatever gives `site` another meaning, or could. */
const otherSite =
  /\b(?:assign|capture|increment|decrement|for|tablerow)\s+site\b|\{%-?\s*(?:include|layout)\b[^%]*\bsite\b/;

/** Names of the templates that others render as partials; undefined where they, or what `site` is, cannot be told. */
function renderedNames(templates: Texts): Set<string> | undefined {
  const names = new Set<string>();
  for (const text of Object.values(templates)) {
    if (otherSite.test(text)) return undefined;
    for (const [, name] of text.matchAll(/\brender\b(?:\s+(?:'([^']*)'|"[^"]*"))?/g)) {
      if (name === undefined) return undefined;
      names.add(name);
    }
  }
  return names;
}

function valueAt(value: unknown, path: readonly string[]): unknown {
  let inner = value;
  for (const name of path) {
    if (typeof inner !== 'object' || inner === null || !Object.hasOwn(inner, name)) return undefined;
    inner = (inner as Record<string, unknown>)[name];
  }
  return inner;
}

/** A text that HTML and Liquid leave as it is; the blanks beside a tag may go, so it has none at its ends. */
function plain(value: unknown, output: string): string {
  return typeof value === 'string' && /^[^\s&<>"'{}%]+(?: [^\s&<>"'{}%]+)*$/.test(value) ? value : output;
}
