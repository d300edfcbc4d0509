import { renderToString } from 'katex';

/** Longest formula that is typeset; what is longer is no formula, and typesetting it would stop the window. */
const longest = 10_000;

/**
 * TeX to MathML. Errors are shown in place, nothing can link, load or name anything, and macros cannot blow up. KaTeX is
 * large: a window imports this module only when a post holds a formula.
 */
export function renderTex(tex: string, display: boolean): string | undefined {
  if (tex.length > longest) return undefined;
  try {
    return renderToString(tex, {
      displayMode: display,
      output: 'mathml',
      trust: false,
      maxExpand: 1000,
      maxSize: 50,
      strict: 'ignore',
      throwOnError: false,
    });
  } catch {
    return undefined;
  }
}
