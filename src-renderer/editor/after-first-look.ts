/**
 * Resolves once the text has been shown and the window has a moment: what is not needed for the first look at a post
 * is fetched from then on, so that nobody waits for it.
 */
export function afterFirstLook(): Promise<void> {
  // A window in the background draws nothing, and one without a text needs the rest all the same.
  if (!isWaiting) setTimeout(resolve, longestWait);
  isWaiting = true;
  return shown;
}

/** Says that a text is in its place, to be drawn with the next frame. */
export function noteFirstLook(): void {
  requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve)));
}

/** In milliseconds. */
const longestWait = 1000;

let isWaiting = false;
let resolve: () => void;
const shown = new Promise<void>((resolved) => {
  resolve = resolved;
});
