/** First and last of the pieces that belong together. */
export interface Span {
  from: number;
  to: number;
}

const selfContained = new Set(
  'area base br col embed hr img input link meta param source track wbr'.split(' '),
);

/** Tags deeper than this are not paired: nobody writes them, and pairing must not become slow. */
const deepest = 100;

/**
 * Finds pieces of raw HTML that open an element which a later piece closes, as `<details>` and `</details>` around
 * Markdown. Elements that are never closed hold nothing together.
 *
 * @param pieces raw HTML of each piece of a body, empty for pieces of Markdown
 * @returns spans in order that neither touch nor overlap
 */
export function spansOfOpenHtml(pieces: string[]): Span[] {
  const spans: Span[] = [];
  const open: { name: string; piece: number }[] = [];
  for (const [piece, html] of pieces.entries()) {
    if (html === '') continue;
    for (const { name, closes } of tagsOf(html)) {
      if (!closes) open.push({ name, piece });
      else {
        const from = pairWith(name);
        if (from !== undefined && from < piece) join({ from, to: piece });
      }
    }
  }
  return spans;

  function pairWith(name: string): number | undefined {
    for (let at = open.length - 1; at >= Math.max(0, open.length - deepest); at -= 1) {
      if (open[at]?.name === name) {
        const found = open[at]?.piece;
        open.length = at;
        return found;
      }
    }
    return undefined;
  }

  function join(span: Span): void {
    let from = span.from;
    for (let last = spans.at(-1); last && last.to >= from; last = spans.at(-1)) {
      from = Math.min(from, last.from);
      spans.pop();
    }
    spans.push({ from, to: span.to });
  }
}

function* tagsOf(html: string): Generator<{ name: string; closes: boolean }> {
  const withoutComments = html.replace(/<!--[\s\S]*?(?:-->|$)/g, '');
  for (const [tag, slash, name = ''] of withoutComments.matchAll(
    /<(\/?)([a-z][a-z0-9-]*)(?:"[^"]*"|'[^']*'|[^>"'])*>/gi,
  )) {
    const lower = name.toLowerCase();
    if (!selfContained.has(lower) && !tag.endsWith('/>')) yield { name: lower, closes: slash === '/' };
  }
}
