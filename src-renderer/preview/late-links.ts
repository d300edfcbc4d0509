/** Gives links their addresses once they have been drawn. */
export interface LateLinks {
  /** To be called with what is about to be added to the document. */
  hold(added: Element): void;
}

/** Where no frame is drawn, as in a tab behind others, addresses come after so many milliseconds. */
const longestHeld = 100;

/**
 * Chromium looks at the links that a page's frame was given, and watches one in a hundred of them from then on to
 * foresee clicks: ten extra frames a second while the page changes, which the next key has to wait for. Here nobody is
 * to foresee where a post's links are followed. What has no address when it is first drawn is not looked at.
 */
export function lateLinks(target: Document): LateLinks {
  const held = new Map<Element, string>();

  function release(): void {
    for (const [link, address] of held) if (!link.hasAttribute('href')) link.setAttribute('href', address);
    held.clear();
  }

  return {
    hold(added) {
      const links = [...added.querySelectorAll('a[href]')];
      if (added.matches('a[href]')) links.push(added);
      if (links.length === 0) return;
      if (held.size === 0) afterDrawing(target, release);
      for (const link of links) {
        held.set(link, link.getAttribute('href') ?? '');
        link.removeAttribute('href');
      }
    },
  };
}

/** Calls once, in a task after the next frame. */
function afterDrawing(target: Document, act: () => void): void {
  let isDone = false;
  const once = () => {
    if (isDone) return;
    isDone = true;
    act();
  };
  target.defaultView?.requestAnimationFrame(() => setTimeout(once));
  setTimeout(once, longestHeld);
}
