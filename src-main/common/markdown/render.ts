import { createEngine, type ParsedBlock } from './engine.ts';
import type { ResolveReference } from './expansions.ts';
import { createSanitiser } from './sanitise.ts';

/** How Markdown becomes HTML. What a window loads only on demand is given as a function. */
export interface RenderOptions {
  /**
   * Address to show for an image, sound or film that lies in the site; undefined where it cannot be found, which shows a
   * labelled placeholder. Without this function targets stay as they are. The target is an address as HTML holds it: a
   * name with a blank or a percent sign comes as `my%20cat.png`, `100%25.png`.
   */
  resolveImage?: ((target: string) => string | undefined) | undefined;
  /** Address for a link to a page of the site, in the same way; undefined leaves the target as it is. */
  resolveLink?: ((target: string) => string | undefined) | undefined;
  /** Whether images of other sites are loaded. If not, an inert placeholder says what and where they are. */
  remoteImages: boolean;
  /** TeX to markup, undefined while it cannot (the TeX is shown as it is). Without it, `$` is a plain character. */
  math?: ((tex: string, display: boolean) => string | undefined) | undefined;
  /** Code to HTML in which tokens are spans, or undefined for a language it does not know. */
  highlight?: ((code: string, language: string) => string | undefined) | undefined;
  /** Put before each id and each link within the page, so that no post can name what a window looks for. */
  idPrefix?: string;
  /** Whether the body is MDX: its expressions and its `import` and `export` lines are shown as the code they are. */
  mdx?: boolean;
  /** Whether the generator reads Liquid before Markdown, as Jekyll does: `{% raw %}` then counts in code as well. */
  liquidInCode?: boolean;
  /** The front matter's value of this name as text, for Hugo's `param`. */
  param?: ((name: string) => string | undefined) | undefined;
  /**
   * Where a generator's own way to refer to a post leads: Hugo's `ref`, Jekyll's `post_url` and `link`, Hexo's `post_link`,
   * Zola's `@/`. Undefined where it cannot be known: the reference is then shown as it is written.
   */
  resolveReference?: ResolveReference | undefined;
  /**
   * HTML that shows a Mermaid diagram, which the sanitiser still judges; undefined while there is none, which shows its
   * source as code.
   */
  diagram?: ((source: string) => string | undefined) | undefined;
  /** Off: CommonMark and nothing else. On unless said otherwise. */
  extensions?: boolean;
  /** Off only where a test compares what the engine itself makes. */
  sanitise?: boolean;
}

/** A top-level piece of a body. Lines count from 0 at the body's first line. */
export interface RenderedBlock {
  /**
   * Safe HTML. Elements carry `data-line`: the line they begin on, counted from `fromLine`, so that the HTML of a
   * block stays the same when lines are added above it.
   */
  html: string;
  fromLine: number;
  /** The line after the block's last one. */
  toLine: number;
}

/** Renders bodies. It remembers the blocks of the last body, so that an edit costs the changed blocks only. */
export interface Renderer {
  /** The whole body as one text of safe HTML, without line numbers. */
  render(body: string): string;
  /**
   * Renders blocks of this body that are not remembered, for as long as it is let: `renderBlocks` then has the less to do.
   * What is not finished goes on with the next call, also where the body has changed since.
   *
   * @param mayGoOn asked after each block
   * @returns whether all is done
   */
  prepare(body: string, mayGoOn: () => boolean): boolean;
  /** The body block by block, in order; footnotes come last. */
  renderBlocks(body: string): RenderedBlock[];
}

/** Makes the renderer that the window, the command line and the site builder share. */
export function createRenderer(options: RenderOptions): Renderer {
  const parse = createEngine(options);
  const clean = options.sanitise === false ? (html: string) => html : createSanitiser(options);
  let remembered = new Map<string, string>();
  /** The body that is being prepared, so that it is parsed once. */
  let prepared: { body: string; blocks: ParsedBlock[]; next: number } | undefined;

  function toHtml(block: ParsedBlock, lines: boolean): string {
    const html = block.render({ lines });
    if (html === '') return '';
    const safe = clean(html);
    return safe.trim() === '' ? '' : safe;
  }

  return {
    render: (body) =>
      parse(body)
        .map((block) => toHtml(block, false))
        .join(''),

    prepare(body, mayGoOn) {
      if (prepared?.body !== body) prepared = { body, blocks: parse(body), next: 0 };
      const { blocks } = prepared;
      for (; prepared.next < blocks.length; prepared.next += 1) {
        const block = blocks[prepared.next];
        const key = block?.key();
        if (!block || key === undefined || remembered.has(key)) continue;
        remembered.set(key, toHtml(block, true));
        if (!mayGoOn()) return false;
      }
      return true;
    },

    renderBlocks(body) {
      const ready = prepared?.body === body ? prepared.blocks : parse(body);
      prepared = undefined;
      const current = new Map<string, string>();
      const blocks: RenderedBlock[] = [];
      for (const block of ready) {
        const key = block.key();
        const html = known(key) ?? toHtml(block, true);
        if (key !== undefined) current.set(key, html);
        if (html !== '') blocks.push({ html, fromLine: block.fromLine, toLine: block.toLine });
      }
      remembered = current;
      return blocks;

      function known(key: string | undefined): string | undefined {
        return key === undefined ? undefined : (current.get(key) ?? remembered.get(key));
      }
    },
  };
}
