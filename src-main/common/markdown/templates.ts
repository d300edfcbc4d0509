import type { MarkdownExit, RuleBlock, RuleInline, StateBlock, Token } from 'markdown-exit';

const brace = 0x7b;

/** `{{ … }}`, `{% … %}`, and so Hugo's `{{< … >}}` and `{{% … %}}` as well; kramdown's `{: … }`. */
const template = /\{\{[\s\S]*?\}\}|\{%[\s\S]*?%\}|\{:[^{}\n]*\}/y;

/**
 * Shows what only the site's generator can expand (Liquid, Hugo's shortcodes, Nunjucks) as its source, untouched by
 * Markdown, and lets it stand as a link's target. The code blocks of Jekyll and Hugo are shown as code.
 *
 * @param mdx whether the body is MDX, in which paragraphs that begin with `import` or `export` are code
 */
export function templateRules(engine: MarkdownExit, { mdx }: { mdx: boolean }): void {
  const { escapeHtml } = engine.utils;
  engine.inline.ruler.before('escape', 'template', inlineTemplate);
  engine.block.ruler.before('fence', 'highlight_block', highlightBlock, { alt: ['paragraph'] });
  engine.block.ruler.before('paragraph', 'template_block', blockTemplate);
  engine.block.ruler.before('fence', 'container_mark', containerMark, {
    alt: ['paragraph', 'reference', 'blockquote', 'list'],
  });
  if (mdx) engine.block.ruler.before('paragraph', 'mdx_module', moduleCode);
  allowInTargets(engine);

  engine.renderer.rules.template = (tokens, index) =>
    `<code class="template">${escapeHtml((tokens[index] as Token).content)}</code>`;
  engine.renderer.rules.template_block = (tokens, index, _options, _environment, renderer) => {
    const token = tokens[index] as Token;
    return `<pre class="template"${renderer.renderAttrs(token)}>${escapeHtml(token.content)}</pre>\n`;
  };
}

function templateAt(text: string, position: number, limit: number): string | undefined {
  if (text.charCodeAt(position) !== brace) return undefined;
  template.lastIndex = position;
  const found = template.exec(text)?.[0];
  return found && position + found.length <= limit ? found : undefined;
}

const inlineTemplate: RuleInline = (state, silent) => {
  const source = templateAt(state.src, state.pos, state.posMax);
  if (source === undefined) return false;
  if (!silent) state.push('template', '', 0).content = source;
  state.pos += source.length;
  return true;
};

/** A template alone on its line or lines. */
const blockTemplate: RuleBlock = (state, startLine, endLine, silent) => {
  const begin = (state.bMarks[startLine] ?? 0) + (state.tShift[startLine] ?? 0);
  const source = templateAt(state.src, begin, state.eMarks[endLine - 1] ?? 0);
  if (source === undefined) return false;
  const end = begin + source.length;
  let last = startLine;
  while (last < endLine && (state.eMarks[last] ?? 0) < end) last += 1;
  const rest = state.src.slice(end, state.eMarks[last]);
  const next = last + 1;
  const alone = rest.trim() === '' && (next >= endLine || state.isEmpty(next));
  if (last >= endLine || !alone) return false;
  if (silent) return true;
  pushBlock(state, source, startLine, next);
  return true;
};

/** `:::note` and `:::`, around Markdown that Docusaurus, VitePress and others put in a box. */
const containerMark: RuleBlock = (state, startLine, _endLine, silent) => {
  const line = lineAt(state, startLine);
  if (!/^:{3,}\s*(?:[\w-].*)?$/.test(line)) return false;
  if (!silent) pushBlock(state, line.trim(), startLine, startLine + 1);
  return true;
};

const moduleCode: RuleBlock = (state, startLine, endLine, silent) => {
  if (
    !/^(?:import\s.*['"]|import\s*\{|export\s+(?:const|let|default|function|\{))/.test(
      lineAt(state, startLine),
    )
  ) {
    return false;
  }
  if (silent) return true;
  let last = startLine + 1;
  while (last < endLine && !state.isEmpty(last)) last += 1;
  pushBlock(state, state.getLines(startLine, last, state.blkIndent, false), startLine, last);
  return true;
};

function pushBlock(state: StateBlock, source: string, startLine: number, nextLine: number): void {
  const token = state.push('template_block', '', 0);
  token.block = true;
  token.content = source;
  token.map = [startLine, nextLine];
  state.line = nextLine;
}

/** A line without its indentation. */
function lineAt(state: StateBlock, line: number): string {
  return state.src.slice((state.bMarks[line] ?? 0) + (state.tShift[line] ?? 0), state.eMarks[line]);
}

const highlightBegins =
  /^(?:\{%-?\s*highlight\s+([\w+#-]+).*%\}|\{\{[<%]\s*highlight\s+"?([\w+#-]+).*[>%]\}\})\s*$/;
const highlightEnds = /^(?:\{%-?\s*endhighlight\s*-?%\}|\{\{[<%]\s*\/\s*highlight\s*[>%]\}\})\s*$/;

/** `{% highlight ruby %}` to `{% endhighlight %}` is code, as between fences. */
const highlightBlock: RuleBlock = (state, startLine, endLine, silent) => {
  if (state.src.charCodeAt((state.bMarks[startLine] ?? 0) + (state.tShift[startLine] ?? 0)) !== brace)
    return false;
  const begins = highlightBegins.exec(lineAt(state, startLine));
  if (!begins) return false;
  let last = startLine + 1;
  while (last < endLine && !highlightEnds.test(lineAt(state, last))) last += 1;
  if (last >= endLine) return false;
  if (silent) return true;
  const token = state.push('fence', 'code', 0);
  token.info = begins[1] ?? begins[2] ?? '';
  token.content = state.getLines(startLine + 1, last, state.sCount[startLine] ?? 0, true);
  token.map = [startLine, last + 1];
  state.line = last + 1;
  return true;
};

/** Lets a link's target hold templates with blanks in them: `[text]({% post_url 2024-05-01-hello %})`. */
function allowInTargets(engine: MarkdownExit): void {
  const plain = engine.helpers.parseLinkDestination;
  engine.helpers.parseLinkDestination = (text, start, limit) => {
    const end = endOfTemplateTarget(text, start, limit);
    return end === undefined
      ? plain(text, start, limit)
      : { ok: true, pos: end, str: text.slice(start, end) };
  };
}

/** Where a target that holds a template ends, undefined where it holds none. */
function endOfTemplateTarget(text: string, start: number, limit: number): number | undefined {
  let found = false;
  let depth = 0;
  let at = start;
  while (at < limit) {
    const source = templateAt(text, at, limit);
    if (source) {
      found = true;
      at += source.length;
      continue;
    }
    const character = text.charAt(at);
    if (/\s/.test(character)) break;
    if (character === '(') depth += 1;
    if (character === ')' && --depth < 0) break;
    at += 1;
  }
  return found ? at : undefined;
}
