/** Gives the focus back to where it came from, unless what was done has given it to another place. */
export function returnFocus(event: Event, before: Element | null): void {
  event.preventDefault();
  const lost = document.activeElement === null || document.activeElement === document.body;
  if (lost && before instanceof HTMLElement && before.isConnected) before.focus();
}
