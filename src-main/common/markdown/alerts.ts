import { type MarkdownExit, Token } from 'markdown-exit';

const marker = /^\[!(note|tip|important|warning|caution)\][ \t]*(?:\n|$)/i;

/** Reads quotes that begin with `[!NOTE]` and the like as GitHub, GitLab and Hugo do. */
export function alerts(engine: MarkdownExit): void {
  engine.core.ruler.before('inline', 'alerts', (state) => {
    for (let index = state.tokens.length - 1; index >= 2; index -= 1) {
      const [quote, paragraph, text] = state.tokens.slice(index - 2, index + 1);
      if (quote?.type !== 'blockquote_open' || text?.type !== 'inline') continue;
      const kind = marker.exec(text.content)?.[1]?.toLowerCase();
      if (!kind || !paragraph) continue;
      quote.attrJoin('class', `alert alert-${kind}`);
      text.content = text.content.replace(marker, '');
      state.tokens.splice(index - 1, text.content === '' ? 3 : 0, ...label(kind, paragraph));
    }
  });
}

/** A paragraph that names the kind of the note. */
function label(kind: string, { map }: Token): Token[] {
  const open = new Token('paragraph_open', 'p', 1);
  open.attrs = [['class', 'alert-label']];
  open.map = map;
  const text = new Token('inline', '', 0);
  text.content = `${kind.charAt(0).toUpperCase()}${kind.slice(1)}`;
  text.children = [];
  const close = new Token('paragraph_close', 'p', -1);
  for (const token of [open, text, close]) token.block = true;
  return [open, text, close];
}
