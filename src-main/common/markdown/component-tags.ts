import type { MarkdownExit } from 'markdown-exit';

/** Tags of components (`<YouTube id="x" />`, `</Callout>`) and of custom elements (`<lite-youtube>`). */
const component =
  /<\/?(?:[A-Z][A-Za-z0-9]*[a-z.][\w.]*|[a-z][a-z0-9]*-[\w-]+)(?=[\s/>])(?:"[^"]*"|'[^']*'|\{[^{}]*\}|[^"'<>{}])*>/g;

/**
 * Shows the tags that only a site's own generator or scripts understand as their source. The sanitiser would drop them,
 * and their author would miss them.
 */
export function componentTags(engine: MarkdownExit): void {
  const { escapeHtml } = engine.utils;
  const labelled = (html: string): string =>
    html.replace(component, (tag) => `<code class=template>${escapeHtml(tag)}</code>`);
  engine.renderer.rules.html_inline = (tokens, index) => labelled(tokens[index]?.content ?? '');
  engine.renderer.rules.html_block = (tokens, index) => labelled(tokens[index]?.content ?? '');
}
