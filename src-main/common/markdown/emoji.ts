import type { MarkdownExit, RuleInline } from 'markdown-exit';
import names from 'markdown-it-emoji/lib/data/full.mjs';

const colon = 0x3a;
const shortName = /:([a-z0-9_+-]{1,60}):/y;

/** Reads `:tada:` as GitHub does; names it does not know stay as they are. */
export function emoji(engine: MarkdownExit): void {
  engine.inline.ruler.push('emoji', rule);
}

const rule: RuleInline = (state, silent) => {
  if (state.src.charCodeAt(state.pos) !== colon) return false;
  shortName.lastIndex = state.pos;
  const [mark, name = ''] = shortName.exec(state.src) ?? [];
  if (!mark || !Object.hasOwn(names, name) || state.pos + mark.length > state.posMax) return false;
  if (!silent) state.push('text', '', 0).content = names[name] ?? '';
  state.pos += mark.length;
  return true;
};
