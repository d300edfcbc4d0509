import type { PageFrame } from '../../src-main/common/build/page-frame.ts';
import { keepInside } from './keep-inside.ts';

/** Style sheets of the site over the preview’s own page; none leaves the text as a browser shows it. */
export interface SheetDress {
  html?: undefined;
  /** What they show is of the blog: `/asset/` addresses. First one first. */
  styles: string[];
}

/** What the preview can be dressed in: the page of a theme, or the style sheets of a site. */
export type SiteDress = PageFrame | SheetDress;

/** Dresses the preview’s document as a page of the site, and back. */
export interface SitePage {
  /** Puts the page around the text; nothing puts the preview’s own page back. The text and its scroll stay. */
  show(page: SiteDress | undefined): void;
  setTheme(theme: 'light' | 'dark'): void;
}

/** What the preview itself needs of a style, whatever the theme is. */
const ownStyle = `
  .page-body, .block { display: contents; }
  .placeholder-held, .placeholder-missing { font-size: 0.85rem; }
  mark.found { background: Mark; color: MarkText; }
`;

/** What stays readable whatever a site’s style sheet says of the elements around it. */
const sheetStyle = `
  :where(img, video, svg) { max-width: 100%; height: auto; }
  :where(body) { overflow-wrap: break-word; padding-bottom: 40vh; }
  :where(pre, table) { max-width: 100%; overflow-x: auto; }
  .page-date { display: block; }
  .placeholder {
    display: inline-block; max-width: 100%; padding: 0.25em 0.6em; border: 1px dashed; border-radius: 4px;
    background: Canvas; color: CanvasText; font: 0.8125rem / 1.5 ui-monospace, monospace; white-space: pre-wrap;
    opacity: 1; visibility: visible;
  }
`;

/** Names that themes of other generators commonly give these parts of a page. */
const usualNames = {
  article: ['post', 'h-entry'],
  content: 'post-content entry-content e-content prose content',
};

/** Elements that could load, run or lead anywhere, which no theme needs around a text. The frame forbids them besides. */
const unwanted = 'script, style, link, meta, base, iframe, frame, object, embed, form, template, noscript';

/**
 * @param target the frame’s document
 * @param article the preview’s own page
 * @param body the element that the text is in
 */
export function createSitePage(target: Document, article: Element, body: HTMLElement): SitePage {
  let shown: SiteDress | undefined;
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

  /** The preview’s own elements under the names that a site’s selectors look for. */
  function wrap(dress: SheetDress): void {
    const main = target.createElement('main');
    const content = target.createElement('div');
    content.className = usualNames.content;
    keepingScroll(() => {
      content.append(body);
      unwrap();
      article.classList.remove('page');
      article.classList.add(...usualNames.article);
      article.append(content);
      main.append(article);
      target.body.replaceChildren(main);
    });
    applyStyles(dress);
  }

  function unwrap(): void {
    article.classList.remove(...usualNames.article);
    article.classList.add('page');
    for (const element of article.querySelectorAll(':scope > .post-content')) element.remove();
  }

  function undress(): void {
    keepingScroll(() => {
      article.append(body);
      unwrap();
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

  function applyStyles(dress: SiteDress): void {
    const Sheet = target.defaultView && (target.defaultView as Window & typeof globalThis).CSSStyleSheet;
    if (!Sheet) return;
    for (const sheet of target.styleSheets) sheet.disabled = true;
    const isSheets = dress.html === undefined;
    const { styles } = dress;
    // A site that knows no dark colours is shown in its light ones: its text may have no colour of its own.
    const isLightOnly = isSheets && !/color-scheme|data-theme/.test(styles.join());
    const wanted = isLightOnly ? 'light' : theme;
    target.adoptedStyleSheets = [ownStyle, ...(isSheets ? [sheetStyle] : []), ...styles].map((css) => {
      const sheet = new Sheet();
      sheet.replaceSync(inTheme(css, wanted));
      if (isSheets) keepInside(sheet);
      return sheet;
    });
  }

  return {
    show(page) {
      const isSame = (page === undefined) === (shown === undefined) && page?.html === shown?.html;
      if (!isSame) {
        if (!page) undress();
        else if (page.html === undefined) wrap(page);
        else dress(page);
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
