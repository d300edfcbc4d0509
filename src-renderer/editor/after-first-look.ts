/**
 * Resolves once the text has been shown and the window has a moment: what is not needed for the first look at a post
 * is fetched from then on, so that nobody waits for it.
 */
export function afterFirstLook(): Promise<void> {
  shown ??= new Promise((resolve) => {
    // A window in the background draws nothing, and needs the rest all the same.
    const timer = setTimeout(resolve, longestWait);
    requestAnimationFrame(() =>
      requestAnimationFrame(() => {
        clearTimeout(timer);
        setTimeout(resolve);
      }),
    );
  });
  return shown;
}

/** In milliseconds. */
const longestWait = 500;

let shown: Promise<void> | undefined;
