import { withoutOldHtml, withoutTitle, withScrollableParts } from '../../src-main/common/build/content.ts';
import type { ReferenceKind } from '../../src-main/common/markdown/expansions.ts';
import { mayReferToPosts, postOptions } from '../../src-main/common/markdown/post-options.ts';
import type { createRenderer, RenderedBlock, Renderer } from '../../src-main/common/markdown/render.ts';
import { percentDecoded } from '../../src-main/common/percent-decoded.ts';
import type { ConventionName } from '../../src-main/common/site/site.ts';
import { type BlockView, createBlockView } from './block-view.ts';
import type { DiagramTheme } from './diagram-frame.ts';
import type { Diagrams } from './diagrams.ts';
import { listenToFrame } from './frame-events.ts';
import { createLineMap } from './line-map.ts';
import type { markChanges } from './mark-changes.ts';
import { showPageHeader } from './page-header.ts';
import { type BodyPart, longestWhole, partAround, reaches } from './part-of-body.ts';
import { latestWhenIdle } from './schedule.ts';
import { createSitePage, type SiteDress, type SitePage } from './site-page.ts';

/** A post to show. The caller splits the file, so that the preview knows nothing of front matter. */
export interface PreviewDocument {
  /** The post's path, which its pictures are found from. */
  path: string;
  body: string;
  /** Line of the file that the body begins on, from 1. */
  bodyLine: number;
  title?: string | undefined;
  /** ISO 8601; only its day is shown. */
  date?: string | undefined;
  /** The picture that the front matter names for the post's head. */
  hero?: { target: string; alt: string } | undefined;
  /** What makes the site of it, which decides how some marks are read. */
  generator?: ConventionName | undefined;
  /** The front matter's values, for shortcodes that show one. */
  values?: Readonly<Record<string, unknown>> | undefined;
  /** An earlier body: what differs from it is marked. Not in a post so long that only a part of it is shown. */
  earlierBody?: string | undefined;
}

/** Rendering is done in pieces of about this length, so that no key waits for the whole of it. Milliseconds. */
const slice = 8;

/** What a preview needs of the window around it, and what it tells it. */
export interface PreviewOptions {
  /** Address from which the frame can load a file that the post refers to. */
  assetUrl(reference: { post: string; target: string }): string;
  /** Where a generator's own way to refer to a post leads; undefined where no post is meant. */
  resolveReference?(
    kind: ReferenceKind,
    target: string,
  ): { url: string; title?: string | undefined } | undefined;
  /** The reader followed a link: an http, https or mailto address, or a path of the site as the post writes it. */
  onOpenLink(url: string): void;
  /** The reader clicked on what this line of the file (from 1) became. */
  onPickLine(line: number): void;
  /** The reader scrolled: line of the file at the top of the frame, from 1, with the part of it that is passed. */
  onScroll(line: number): void;
  /** What was asked for is in the frame. */
  onShown?(document: PreviewDocument): void;
  /** How many pictures of other sites are held back, told whenever that changes. */
  onRemoteImagesHeld?(count: number): void;
  /** Whether the post is so long that only the part around the line at the top is shown, told whenever that changes. */
  onPartShown?(isPart: boolean): void;
  /** The lines of the file, from 1, at which something is marked as changed, told whenever that was looked for. */
  onChangesMarked?(lines: readonly number[]): void;
}

/** The preview of one post in one frame. */
export interface Preview {
  /** Shows this text soon; of several calls in a row only the last counts. */
  show(document: PreviewDocument): void;
  /** Scrolls so that this line of the file (from 1, may be fractional) is at the top. `onScroll` stays silent. */
  scrollToLine(line: number): void;
  setTheme(theme: 'light' | 'dark'): void;
  /** Puts the page of the site’s theme around the text, or its style sheets over it; nothing puts the preview’s own back. */
  setPage(page: SiteDress | undefined): void;
  /** Whether pictures of other sites are loaded; they are not unless asked for. */
  setRemoteImages(load: boolean): void;
  /** Looks again for pictures that could not be shown and for posts referred to, after files of the site have changed. */
  reloadFiles(): void;
  /** Lets go of the frame. */
  destroy(): void;
}

/**
 * Fills a frame that can run no script: `<iframe sandbox="allow-same-origin" src="/preview.html">`. The window renders,
 * patches the frame's document and listens to it; nothing in the frame acts by itself.
 */
export function createPreview(frame: HTMLIFrameElement, options: PreviewOptions): Preview {
  let shown: PreviewDocument | undefined;
  let theme: 'light' | 'dark' | undefined;
  let remoteImages = false;
  let renderer: Renderer | undefined;
  let page: Page | undefined;
  let siteFrame: SiteDress | undefined;
  let line: number | undefined;
  /** Where our own last scroll led, in pixels: a busy window hears of it late. */
  let ownTop: number | undefined;
  /** What of the body is in the frame. */
  let part: BodyPart | undefined;
  /** What the post calls each picture, by the address it is loaded from. */
  const pictures = new Map<string, string>();
  const extras = onDemand(
    () => {
      renderer = undefined;
      update.request();
    },
    () => update.request(),
  );
  const update = latestWhenIdle(showNow);

  function connect(): void {
    page?.events.stop();
    page = undefined;
    const target = frame.contentDocument;
    const body = target?.querySelector<HTMLElement>('.page-body');
    const article = body?.parentElement;
    if (target && body && article) openPage(target, article, body);
  }

  function openPage(target: Document, article: Element, body: HTMLElement): void {
    if (!remoteImages) forbidRemoteImages(target);
    const view = createBlockView(body);
    const lines = createLineMap(target, view);
    const events = listenToFrame(target, view, {
      onOpenLink: (url) => options.onOpenLink(url),
      onPick: (y) => options.onPickLine(Math.floor(lines.lineAt(y) + 0.001)),
      onReaderScroll() {
        if (target.defaultView?.scrollY === ownTop) return;
        line = undefined;
        view.settle();
        const top = lines.lineAt(0);
        options.onScroll(top);
        bringIn(top);
      },
      nameOfPicture: (url) => percentDecoded(pictures.get(url) ?? url),
      onShortcut: (event) => !frame.dispatchEvent(sameKey(event)),
      onSettle() {
        if (line !== undefined) lines.scrollTo(line);
        ownTop = target.defaultView?.scrollY;
      },
    });
    page = { target, article, view, lines, events, site: createSitePage(target, article, body) };
    applyTheme();
    page.site.show(siteFrame);
    showNow();
  }

  /** A content policy can be narrowed in place; only a fresh document gets it back. */
  function reloadFrame(): void {
    // Before its first document is there, the frame is about to load anyway, and a reload would stop that.
    if (!page) return;
    line ??= page.lines.lineAt(0);
    page.events.stop();
    page = undefined;
    frame.contentWindow?.location.reload();
  }

  function showNow(): void {
    if (!page || !shown) return;
    const { body, bodyLine } = shown;
    renderer ??= makeRenderer(shown);
    if (!renderer) return;
    if (body.length > longestWhole) {
      // Other blocks come above what is seen: it stays where it is by its line, not by its height.
      line ??= page.lines.lineAt(0);
    }
    const next = partAround(body, (line ?? 1) - bodyLine);
    const { path } = shown;
    const until = performance.now() + slice;
    if (!renderer.prepare(next.text, () => performance.now() < until)) {
      update.request();
      return;
    }
    part = next;
    page.events.expectOwnScroll();
    showPageHeader(page.article, part.fromLine > 0 ? {} : shown, {
      remoteImages,
      assetUrl: (target) => pictureUrl(path, target),
    });
    page.lines.setBodyLine(bodyLine + part.fromLine);
    extras.diagrams()?.begin();
    page.view.show(asDressed(blocksOf(renderer, part), part));
    tellPart();
    if (line !== undefined) page.lines.scrollTo(line);
    ownTop = page.target.defaultView?.scrollY;
    tellHeldImages();
    options.onShown?.(shown);
  }

  function blocksOf(made: Renderer, { text, fromLine, lines }: BodyPart): RenderedBlock[] {
    const earlier = shown?.earlierBody;
    if (!shown || earlier === undefined || lines !== Infinity) return made.renderBlocks(text);
    const compare = extras.markChanges();
    if (!compare) return made.renderBlocks(text);
    const marked = compare(made.renderBlocks(earlier), made.renderBlocks(text));
    const { bodyLine } = shown;
    options.onChangesMarked?.(
      marked.filter(({ changed }) => changed).map((block) => block.fromLine + fromLine + bodyLine),
    );
    return marked;
  }

  /** In the page of a theme a text is what the built site makes of it. */
  function asDressed(blocks: RenderedBlock[], { fromLine }: BodyPart): RenderedBlock[] {
    if (siteFrame?.html === undefined) return blocks;
    const title = shown?.title;
    made = making;
    making = new Map();
    return blocks.map((block, index) => {
      const isFirst = index === 0 && fromLine === 0;
      const html = isFirst && title !== undefined ? withoutTitle(block.html, title) : block.html;
      return { ...block, html: onPage(html) };
    });
  }

  /** Shows another part of a long post where this line has come near to the end of what is there. */
  function bringIn(wanted: number): void {
    if (!part || !shown || reaches(part, wanted - shown.bodyLine)) return;
    line = wanted;
    update.request();
  }

  let toldPart = false;
  function tellPart(): void {
    const isPart = part !== undefined && part.lines !== Infinity;
    if (isPart !== toldPart) options.onPartShown?.(isPart);
    toldPart = isPart;
  }

  /** Undefined until the module is there; then the text is shown. */
  function makeRenderer(post: PreviewDocument): Renderer | undefined {
    return extras.createRenderer()?.({
      ...postOptions(post),
      remoteImages,
      resolveImage: (target) => pictureUrl(post.path, target),
      resolveReference: (kind, target) => options.resolveReference?.(kind, target),
      math: extras.math,
      highlight: extras.highlight,
      diagram: (source) => extras.diagrams(true)?.html(source),
    });
  }

  function pictureUrl(path: string, target: string): string {
    const url = options.assetUrl({ post: path, target });
    pictures.set(url, target);
    return url;
  }

  /** Of the blocks that were shown last, so that a key costs only what it has changed. */
  let made = new Map<string, string>();
  let making = new Map<string, string>();
  function onPage(html: string): string {
    const done = making.get(html) ?? made.get(html) ?? withScrollableParts(withoutOldHtml(html));
    making.set(html, done);
    return done;
  }

  let held = 0;
  function tellHeldImages(): void {
    const count = page?.view.items().reduce((sum, item) => sum + item.heldImages, 0) ?? 0;
    if (count !== held) options.onRemoteImagesHeld?.(count);
    held = count;
  }

  function applyTheme(): void {
    if (!theme) return;
    if (page) page.target.documentElement.dataset.theme = theme;
    page?.site.setTheme(theme);
    extras.setTheme(theme);
  }

  frame.addEventListener('load', connect);
  if (frame.contentDocument?.readyState === 'complete') connect();

  return {
    show(document) {
      if (document.path !== shown?.path) {
        renderer = undefined;
        pictures.clear();
        line = undefined;
        part = undefined;
        page?.events.expectOwnScroll();
        page?.target.defaultView?.scrollTo(0, 0);
      } else if (!sameValues(document.values, shown.values)) renderer = undefined;
      shown = document;
      update.request();
    },
    scrollToLine(wanted) {
      line = wanted;
      page?.events.expectOwnScroll();
      page?.lines.scrollTo(wanted);
      ownTop = page?.target.defaultView?.scrollY;
      bringIn(wanted);
    },
    setTheme(wanted) {
      theme = wanted;
      applyTheme();
      update.request();
    },
    setPage(wanted) {
      const wasPage = siteFrame?.html !== undefined;
      siteFrame = wanted;
      page?.site.show(wanted);
      if (wasPage !== (wanted?.html !== undefined)) update.request();
      if (line !== undefined) page?.lines.scrollTo(line);
    },
    setRemoteImages(load) {
      if (load === remoteImages) return;
      remoteImages = load;
      renderer = undefined;
      if (load) reloadFrame();
      else if (page) forbidRemoteImages(page.target);
      update.request();
    },
    reloadFiles() {
      page?.view.rebuild('placeholder-missing');
      if (!shown || !mayReferToPosts(shown.body)) return;
      // Posts may have come or gone that this one refers to.
      renderer = undefined;
      update.request();
    },
    destroy() {
      update.cancel();
      extras.diagrams()?.destroy();
      frame.removeEventListener('load', connect);
      page?.events.stop();
      page = undefined;
    },
  };
}

function sameValues(one: PreviewDocument['values'], other: PreviewDocument['values']): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}

/** The same key pressed on the frame's element, from where it reaches the window's own listeners. */
function sameKey({ key, code, ctrlKey, metaKey, shiftKey, altKey, repeat }: KeyboardEvent): KeyboardEvent {
  const modifiers = { ctrlKey, metaKey, shiftKey, altKey };
  return new KeyboardEvent('keydown', { key, code, ...modifiers, repeat, bubbles: true, cancelable: true });
}

interface Page {
  target: Document;
  article: Element;
  view: BlockView;
  lines: ReturnType<typeof createLineMap>;
  events: ReturnType<typeof listenToFrame>;
  site: SitePage;
}

/** The second wall after the renderer: even a picture that slipped through is not asked for. */
function forbidRemoteImages(target: Document): void {
  const policy = target.createElement('meta');
  policy.httpEquiv = 'Content-Security-Policy';
  policy.content = "img-src 'self' data: blob:";
  target.head.append(policy);
}

type Extras = {
  createRenderer: () => typeof createRenderer | undefined;
  math: (tex: string, display: boolean) => string | undefined;
  highlight: (code: string, language: string) => string | undefined;
  /** Loaded only where it is asked to. */
  diagrams: (load?: boolean) => Diagrams | undefined;
  setTheme: (theme: DiagramTheme) => void;
  markChanges: () => typeof markChanges | undefined;
};

/**
 * The modules that a window can open without: the renderer is loaded for the first post, formulas and colored code when
 * the first of each is met. `onReady` says that one has come, `onDrawn` that a diagram has.
 */
function onDemand(onReady: () => void, onDrawn: () => void): Extras {
  const render = lazily(() => import('../../src-main/common/markdown/render.ts'), onReady);
  const tex = lazily(() => import('../../src-main/common/markdown/tex.ts'), onReady);
  const marks = lazily(() => import('./mark-changes.ts'), onReady);
  const colors = lazily(() => import('../../src-main/common/markdown/highlight.ts'), onReady);
  const drawing = lazily(() => import('./diagrams.ts'), onDrawn);
  let diagrams: Diagrams | undefined;
  let theme: DiagramTheme = 'light';
  return {
    diagrams(load = false) {
      if (load && !diagrams) {
        diagrams = drawing()?.createDiagrams(onDrawn);
        diagrams?.setTheme(theme);
      }
      return diagrams;
    },
    setTheme(wanted) {
      theme = wanted;
      diagrams?.setTheme(wanted);
    },
    createRenderer: () => render()?.createRenderer,
    math: (formula, display) => tex()?.renderTex(formula, display),
    highlight: (code, language) => colors()?.highlight(code, language),
    markChanges: () => marks()?.markChanges,
  };
}

function lazily<T>(load: () => Promise<T>, onReady: () => void): () => T | undefined {
  let loaded: T | undefined;
  let asked = false;
  return () => {
    if (!asked) {
      asked = true;
      load().then(
        (value) => {
          loaded = value;
          onReady();
        },
        // A part that cannot be loaded is done without: its source stays readable.
        () => undefined,
      );
    }
    return loaded;
  };
}
