import type { MarkdownExit, Token } from 'markdown-exit';

/** Reads `[ ]` and `[x]` at the beginning of list items, as GitHub does. */
export function taskLists(engine: MarkdownExit): void {
  engine.core.ruler.push('task_lists', (state) => {
    for (let index = 2; index < state.tokens.length; index += 1) {
      const token = state.tokens[index];
      const item = state.tokens[index - 2];
      if (token?.type !== 'inline' || item?.type !== 'list_item_open') continue;
      const mark = /^\[([ xX])\](?=\s)/.exec(token.content);
      const text = token.children?.[0];
      if (!mark || text?.type !== 'text' || !text.content.startsWith(mark[0])) continue;
      text.content = text.content.slice(mark[0].length);
      const box = new state.Token('html_inline', '', 0);
      box.content = `<input type="checkbox"${mark[1] === ' ' ? '' : ' checked'} disabled>`;
      token.children?.unshift(box);
      item.attrJoin('class', 'task');
      listOf(state.tokens, index)?.attrSet('class', 'tasks');
    }
  });
}

/** The list that the token at `index` is in. */
function listOf(tokens: Token[], index: number): Token | undefined {
  const level = (tokens[index - 2]?.level ?? 0) - 1;
  for (let at = index - 3; at >= 0; at -= 1) {
    const token = tokens[at];
    if (token?.level === level && token.type.endsWith('_list_open')) return token;
  }
  return undefined;
}
