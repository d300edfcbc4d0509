import { percentDecoded } from '../../src-main/common/percent-decoded.ts';
import type { BlockView } from './block-view.ts';

/** What the reader did in the frame. */
export interface FrameListener {
  /** An http, https or mailto address, or a path of the site. */
  onOpenLink(url: string): void;
  /** A click on text at this height, in pixels from the top of the visible part. */
  onPick(y: number): void;
  onReaderScroll(): void;
  /** A picture came or the frame changed its size, so heights are others than before. */
  onSettle(): void;
  /** What the post calls the picture at this address. */
  nameOfPicture(url: string): string;
  /** A key that may be a shortcut of the window. True where the window took it. */
  onShortcut(event: KeyboardEvent): boolean;
}

/** For so long after we moved something ourselves, a scroll event is ours. Milliseconds. */
const ownScrollLasts = 200;

/**
 * Listens from the window to the frame's document, where nothing may run. Links never lead the frame away, and pictures
 * that cannot be shown become quiet placeholders.
 */
export function listenToFrame(
  target: Document,
  view: BlockView,
  listener: FrameListener,
): { expectOwnScroll(): void; stop(): void } {
  const ending = new AbortController();
  const { signal } = ending;
  let ownUntil = 0;

  function expectOwnScroll(): void {
    ownUntil = performance.now() + ownScrollLasts;
  }

  function settle(): void {
    expectOwnScroll();
    listener.onSettle();
  }

  function byReader(): void {
    ownUntil = 0;
  }

  for (const name of ['wheel', 'touchmove', 'keydown', 'pointerdown'] as const) {
    target.addEventListener(name, byReader, { signal, passive: true, capture: true });
  }
  target.addEventListener(
    'keydown',
    (event) => {
      if (isShortcut(event) && listener.onShortcut(event)) event.preventDefault();
    },
    { signal },
  );
  target.addEventListener('scroll', () => performance.now() > ownUntil && listener.onReaderScroll(), {
    signal,
    passive: true,
  });
  target.defaultView?.addEventListener('resize', settle, { signal });
  target.addEventListener('load', settle, { signal, capture: true });
  target.fonts.addEventListener('loadingdone', settle, { signal });
  target.addEventListener(
    'error',
    (event) => {
      if (replaceBrokenImage(event.target, listener.nameOfPicture)) settle();
    },
    { signal, capture: true },
  );
  target.addEventListener('click', onClick, { signal });
  target.addEventListener('auxclick', (event) => linkOf(event) && event.preventDefault(), { signal });
  for (const name of ['dragover', 'drop', 'submit'] as const) {
    target.addEventListener(name, (event) => event.preventDefault(), { signal });
  }

  function onClick(event: MouseEvent): void {
    const link = linkOf(event);
    if (link) {
      event.preventDefault();
      follow(link.getAttribute('href') ?? '');
      return;
    }
    if (!isElement(event.target) || event.target.closest('summary, audio, video')) return;
    if (event.target.closest('.page-body') && target.getSelection()?.isCollapsed !== false) {
      listener.onPick(event.clientY);
    }
  }

  function follow(href: string): void {
    if (href.startsWith('#')) scrollToId(href.slice(1));
    else if (/^(?:https?|mailto):/i.test(href)) listener.onOpenLink(href);
    else if (href !== '' && !/^[a-z][a-z0-9+.-]*:/i.test(href)) listener.onOpenLink(href);
  }

  function scrollToId(written: string): void {
    const ids = [written, percentDecoded(written)];
    const index = view.items().findIndex(({ html }) => ids.some((id) => html.includes(` id="${id}"`)));
    if (index >= 0) view.reveal(index);
    const element = ids.map((id) => target.getElementById(id)).find((found) => found !== null);
    byReader();
    element?.scrollIntoView({ block: 'start' });
  }

  return { expectOwnScroll, stop: () => ending.abort() };
}

function isShortcut({ ctrlKey, metaKey, altKey, key }: KeyboardEvent): boolean {
  return ctrlKey || metaKey || altKey || key === 'Escape' || /^F\d+$/.test(key);
}

/** Things of the frame are no instances of the window's own classes. */
function isElement(value: EventTarget | null): value is Element {
  return value !== null && 'closest' in value;
}

function linkOf(event: Event): Element | undefined {
  return (isElement(event.target) && event.target.closest('a')) || undefined;
}

function replaceBrokenImage(broken: EventTarget | null, nameOf: (url: string) => string): boolean {
  if (!isElement(broken) || broken.localName !== 'img') return false;
  const label = broken.ownerDocument.createElement('span');
  label.className = 'placeholder placeholder-missing';
  const name = nameOf(broken.getAttribute('src') ?? '');
  label.textContent = ['Missing picture', broken.getAttribute('alt'), name].filter(Boolean).join(' · ');
  broken.replaceWith(label);
  return true;
}
