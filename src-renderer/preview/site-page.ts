import type { PageFrame } from '../../src-main/common/build/page-frame.ts';

/** Dresses the preview’s document as a page of the site, and back. */
export interface SitePage {
  /** Puts the page around the text; nothing puts the preview’s own page back. The text and its scroll stay. */
  show(page: PageFrame | undefined): void;
  setTheme(theme: 'light' | 'dark'): void;
}

/** What the preview itself needs of a style, whatever the theme is. */
const ownStyle = `
  .page-body, .block { display: contents; }
  .placeholder-held, .placeholder-missing { font-size: 0.85rem; }
  mark.found { background: Mark; color: MarkText; }
`;

/** Elements that could load, run or lead anywhere, which no theme needs around a text. The frame forbids them besides. */
const unwanted = 'script, style, link, meta, base, iframe, frame, object, embed, form, template, noscript';

/**
 * @param target the frame’s document
 * @param article the preview’s own page
 * @param body the element that the text is in
 */
export function createSitePage(target: Document, article: Element, body: HTMLElement): SitePage {
  let shown: PageFrame | undefined;
  let theme: 'light' | 'dark' = 'light';

  function dress(page: PageFrame): void {
    const made = new DOMParser().parseFromString(page.html, 'text/html');
    const place = made.querySelector('.page-body');
    if (!place) {
      undress();
      return;
    }
    for (const element of made.querySelectorAll(unwanted)) element.remove();
    for (const element of made.querySelectorAll('*')) {
      for (const { name } of [...element.attributes]) if (/^on/i.test(name)) element.removeAttribute(name);
    }
    const shell = [...made.body.childNodes].map((node) => target.importNode(node, true));
    keepingScroll(() => {
      target.body.replaceChildren(...shell);
      target.querySelector('.page-body')?.replaceWith(body);
    });
    applyStyles(page);
  }

  function undress(): void {
    keepingScroll(() => {
      article.append(body);
      target.body.replaceChildren(article);
    });
    target.adoptedStyleSheets = [];
    for (const sheet of target.styleSheets) sheet.disabled = false;
  }

  /** Taking the text out and putting it back in one go is nothing that is ever painted. */
  function keepingScroll(change: () => void): void {
    const top = target.defaultView?.scrollY ?? 0;
    change();
    target.defaultView?.scrollTo(0, top);
  }

  function applyStyles({ styles }: PageFrame): void {
    const Sheet = target.defaultView && (target.defaultView as Window & typeof globalThis).CSSStyleSheet;
    if (!Sheet) return;
    for (const sheet of target.styleSheets) sheet.disabled = true;
    target.adoptedStyleSheets = [ownStyle, ...styles].map((css) => {
      const sheet = new Sheet();
      sheet.replaceSync(inTheme(css, theme));
      return sheet;
    });
  }

  return {
    show(page) {
      if (page?.html !== shown?.html) {
        if (page) dress(page);
        else undress();
      } else if (page && page.styles.join('\0') !== shown?.styles.join('\0')) applyStyles(page);
      shown = page;
    },
    setTheme(wanted) {
      if (wanted === theme) return;
      theme = wanted;
      if (shown) applyStyles(shown);
    },
  };
}

/** A frame asks the system for its colours; the window may have been told other ones. */
function inTheme(css: string, theme: 'light' | 'dark'): string {
  return css
    .replace(/\(\s*prefers-color-scheme\s*:\s*dark\s*\)/g, always(theme === 'dark'))
    .replace(/\(\s*prefers-color-scheme\s*:\s*light\s*\)/g, always(theme === 'light'))
    .concat(`\n:root { color-scheme: ${theme} !important; }`);
}

/** A condition of a media query that always holds, or never does. */
function always(holds: boolean): string {
  return holds ? '(min-width: 0)' : '(max-width: 0)';
}
