/** These packages have no types of their own. markdown-exit takes markdown-it's plugins as they are. */
declare module 'markdown-it-footnote' {
  import type { MarkdownExit } from 'markdown-exit';

  const footnotePlugin: (engine: MarkdownExit) => void;
  export = footnotePlugin;
}

declare module 'markdown-it-deflist' {
  import type { MarkdownExit } from 'markdown-exit';

  const definitionLists: (engine: MarkdownExit) => void;
  export = definitionLists;
}

/** GitHub's short names of emoji. */
declare module 'markdown-it-emoji/lib/data/full.mjs' {
  const emoji: Record<string, string>;
  export = emoji;
}
