import type { MarkdownExit, Token } from 'markdown-exit';

// Hebrew, Arabic and their kin, with their presentation forms, and the supplementary planes that hold others.
const fromTheRight = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/**
 * Says of each paragraph, heading, item and cell that begins with a letter of a script written from the right that it runs
 * from there, and of those inside it that begin otherwise that they do not. Texts in other scripts stay as they are.
 */
export function directions(engine: MarkdownExit): void {
  engine.core.ruler.push('directions', (state) => {
    if (!state.tokens.some(({ type, content }) => type === 'inline' && fromTheRight.test(content))) return;
    /** What is open here, with the direction of each once its first letter has come. */
    const open: { token: Token; runs?: 'rtl' | 'ltr' }[] = [];
    for (const token of state.tokens) {
      if (token.nesting > 0) open.push({ token });
      else if (token.nesting < 0) open.pop();
      else if (token.type === 'inline') {
        const runs = directionOf(token);
        if (runs) for (const block of open) block.runs ??= mark(block.token, runs, open);
      }
    }
  });
}

/** By the first letter that a reader sees. */
function directionOf({ children, content }: Token): 'rtl' | 'ltr' | undefined {
  const seen =
    children?.map((child) => (child.type === 'html_inline' ? '' : child.content)).join('') || content;
  const letter = /\p{L}/u.exec(seen)?.[0];
  if (letter === undefined) return undefined;
  return fromTheRight.test(letter) ? 'rtl' : 'ltr';
}

const rowTypes: ReadonlySet<string> = new Set(['thead_open', 'tbody_open', 'tr_open']);

function mark(
  token: Token,
  runs: 'rtl' | 'ltr',
  open: readonly { token: Token; runs?: 'rtl' | 'ltr' }[],
): 'rtl' | 'ltr' {
  const around =
    open
      .slice(
        0,
        open.findIndex((block) => block.token === token),
      )
      .at(-1)?.runs ?? 'ltr';
  // Columns are where the whole table has them.
  if (rowTypes.has(token.type)) return around;
  if (runs !== around && !token.hidden) token.attrSet('dir', runs);
  return runs;
}
