import { type MarkdownExit, StateCore, type Token } from 'markdown-exit';

/** What the blocks of one body share: reference links and footnotes. */
export interface Environment {
  references?: Record<string, { title: string; href: string }>;
  footnotes?: { refs?: Record<string, number>; list?: unknown[] };
}

/** What the rules of the engine's core work on. */
export function coreState(engine: MarkdownExit, tokens: Token[], environment: Environment): StateCore {
  // markdown-exit types its rules with the parser's base class, to which its own subclass cannot be assigned.
  const state = new StateCore('', engine as unknown as StateCore['md'], environment);
  state.tokens = tokens;
  return state;
}

/** Reads the inline text of block tokens. */
export function runCore(engine: MarkdownExit, tokens: Token[], environment: Environment): Token[] {
  const state = coreState(engine, tokens, environment);
  engine.core.process(state);
  return state.tokens;
}

/** HTML of finished tokens, not yet safe. */
export function toHtml(engine: MarkdownExit, tokens: Token[], environment: Environment): string {
  return engine.renderer.render(tokens, engine.options, environment);
}

/** Makes a function that turns a line of Markdown into HTML that is not yet safe. */
export function inlineRenderer(engine: MarkdownExit): (markdown: string) => string {
  return (markdown) => {
    const tokens: Token[] = [];
    engine.inline.parse(markdown, engine, {}, tokens);
    return engine.renderer.renderInline(tokens, engine.options, {});
  };
}
