/**
 * Makes the content of an element that of another one, changing only what differs: what stays is the same element, so
 * that pictures beside a changed word do not flicker, films play on, and what was folded open stays open.
 *
 * @param beforeAdding called with each element that is about to be added
 */
export function patchContent(shown: Element, wanted: Element, beforeAdding: (added: Element) => void): void {
  let old: ChildNode | null = shown.firstChild;
  let next: ChildNode | null = wanted.firstChild;
  while (next) {
    const following: ChildNode | null = next.nextSibling;
    if (old && isPatchable(old, next)) {
      patchNode(old, next, beforeAdding);
      old = old.nextSibling;
    } else {
      if (isElement(next)) beforeAdding(next);
      const replaced: ChildNode | null = old;
      old = old?.nextSibling ?? null;
      if (replaced) replaced.replaceWith(next);
      else shown.append(next);
    }
    next = following;
  }
  while (old) {
    const gone = old;
    old = old.nextSibling;
    gone.remove();
  }
}

function patchNode(shown: ChildNode, wanted: ChildNode, beforeAdding: (added: Element) => void): void {
  if (isElement(shown) && isElement(wanted)) {
    patchAttributes(shown, wanted);
    patchContent(shown, wanted, beforeAdding);
  } else if (shown.nodeValue !== wanted.nodeValue) shown.nodeValue = wanted.nodeValue;
}

function patchAttributes(shown: Element, wanted: Element): void {
  for (const { name } of [...shown.attributes]) {
    if (!wanted.hasAttribute(name) && name !== unfolded) shown.removeAttribute(name);
  }
  for (const { name, value } of wanted.attributes) {
    if (shown.getAttribute(name) !== value) shown.setAttribute(name, value);
  }
}

/** The reader's own doing, which the text knows nothing of. */
const unfolded = 'open';

function isPatchable(shown: ChildNode, wanted: ChildNode): boolean {
  if (shown.nodeType !== wanted.nodeType || shown.nodeName !== wanted.nodeName) return false;
  return !isElement(shown) || !isElement(wanted) || sourceOf(shown) === sourceOf(wanted);
}

/** A picture, a sound or a film of another file is another one. */
function sourceOf(element: Element): string | null {
  return element.getAttribute('src');
}

/** Things of the frame are no instances of the window's own classes. */
function isElement(node: ChildNode): node is Element & ChildNode {
  return node.nodeType === 1;
}
