/** Longest template that is read, in UTF-16 code units: what is longer is text with braces in it. */
const longest = 20_000;

const brace = 0x7b;
const percent = 0x25;

/**
 * Offset behind the template that begins here: `{{ … }}`, `{% … %}`, and so Hugo's `{{< … >}}` and `{{% … %}}` as well.
 * Undefined where none does.
 */
export function endOfTemplate(text: string, position: number, limit: number): number | undefined {
  if (text.charCodeAt(position) !== brace) return undefined;
  const second = text.charCodeAt(position + 1);
  if (second === percent) return endWith('%}', text, position, limit);
  if (second !== brace) return undefined;
  const triple = text.charCodeAt(position + 2) === brace ? endWith('}}}', text, position, limit) : undefined;
  return triple ?? endWith('}}', text, position, limit);
}

/** Offset behind the comment of a template that begins here, Nunjucks' and Tera's `{# … #}` or MDX's; undefined where none does. */
export function endOfComment(text: string, position: number, limit: number): number | undefined {
  if (text.charCodeAt(position) !== brace) return undefined;
  if (text.startsWith('{/*', position)) return endWith('*/}', text, position, limit);
  return /^\{#[-\s]/.test(text.slice(position, position + 3))
    ? endWith('#}', text, position, limit)
    : undefined;
}

/** From where on a mark was looked for in a text and not found: many openings without an end cost one look. */
const absent = new Map<string, { text: string; from: number }>();

function endWith(mark: string, text: string, position: number, limit: number): number | undefined {
  const known = absent.get(mark);
  if (known && known.text === text && position >= known.from) return undefined;
  const at = text.indexOf(mark, position + 2);
  if (at < 0) {
    absent.set(mark, { text, from: position });
    return undefined;
  }
  const end = at + mark.length;
  return end > limit || end - position > longest ? undefined : end;
}
