import type { MarkdownExit, Token } from 'markdown-exit';
import footnotePlugin from 'markdown-it-footnote';
import { coreState, type Environment, runCore, toHtml } from './engine-steps.ts';

/** Adds footnotes to an engine whose blocks are rendered one by one. */
export function footnotes(engine: MarkdownExit): {
  take: typeof takeDefinitions;
  render(definitions: Token[], environment: Environment): string;
} {
  const others = engine.core.ruler.getRules('');
  engine.use(footnotePlugin);
  // The bare number, as readers know it; `2:1` where a note is referred to again.
  engine.renderer.rules.footnote_caption = (tokens, index) => {
    const { id, subId } = (tokens[index] as Token).meta as { id: number; subId?: number };
    return subId ? `${id + 1}:${subId}` : String(id + 1);
  };
  const gather = engine.core.ruler.getRules('').find((rule) => !others.includes(rule));

  return {
    take: takeDefinitions,
    render(definitions, environment) {
      // The notes' own text is read first: it may refer to further notes.
      const state = coreState(engine, runCore(engine, definitions, environment), environment);
      gather?.(state);
      return toHtml(engine, state.tokens, environment);
    },
  };
}

/** Parts a body's tokens into its flow and its notes (with the tokens that enclose each), wherever they stand. */
function takeDefinitions(tokens: Token[]): { flow: Token[]; definitions: Token[] } {
  if (!tokens.some((token) => token.type === 'footnote_reference_open'))
    return { flow: tokens, definitions: [] };
  const flow: Token[] = [];
  const definitions: Token[] = [];
  let inside = false;
  for (const token of tokens) {
    if (token.type === 'footnote_reference_open') inside = true;
    (inside ? definitions : flow).push(token);
    if (token.type === 'footnote_reference_close') inside = false;
  }
  return { flow, definitions };
}
