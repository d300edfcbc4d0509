/** The package has no types of its own. markdown-exit takes markdown-it's plugins as they are. */
declare module 'markdown-it-footnote' {
  import type { MarkdownExit } from 'markdown-exit';

  const footnotePlugin: (engine: MarkdownExit) => void;
  export = footnotePlugin;
}
