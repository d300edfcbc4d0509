/** What had the focus last, of all that is not in a dialog or menu: those go, and one may open another. */
let last: HTMLElement | undefined;

/** Remembers where the focus is, for `returnFocus`. To be called once. */
export function followFocus(): void {
  document.addEventListener('focusin', ({ target }) => {
    if (target instanceof HTMLElement && !target.closest('[role="dialog"], [role="menu"]')) last = target;
  });
}

/** Gives the focus back to where it came from, unless what was done has given it to another place. */
export function returnFocus(event: Event, before: Element | null): void {
  event.preventDefault();
  const lost = document.activeElement === null || document.activeElement === document.body;
  const place = [before, last].find(
    (element) => element instanceof HTMLElement && element.isConnected && element !== document.body,
  );
  if (lost && place instanceof HTMLElement) place.focus();
}
