/** Frames to wait for the part to take the focus: about a third of a second. */
const usualWait = 20;
/** The same for one that is still to be drawn, on a slow computer too: some seconds. */
const longestWait = 180;

/**
 * For a key that opens a small window: what is typed before React draws that, or what stands for it, is for it already.
 * `isWanted` tells whether it is still to come.
 */
export function holdKeysForDialog(isWanted: () => boolean): void {
  holdKeys('[role="dialog"]', { frames: longestWait, isWanted })();
}

/**
 * Holds back what is typed, for a part that is being fetched and will take the focus: the selector is of that part. With
 * `within`, only what is typed there, key by key, for what will give its keys another meaning. The answer is to be called
 * once the part is there, or will not come; `frames` are waited then until it has the focus, as long as it `isWanted`.
 */
export function holdKeys(
  part: string,
  { within, frames = usualWait, isWanted = () => true }: HoldOptions = {},
): () => void {
  const keys: string[] = [];
  const hold = (event: KeyboardEvent): void => {
    if (within && !within.contains(event.target as Node)) return;
    if (!event.isTrusted || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const takesBack = !within && event.key === 'Backspace' && isTyped(keys.at(-1) ?? '');
    if (takesBack) keys.pop();
    else keys.push(event.key);
  };
  window.addEventListener('keydown', hold, true);
  return () => {
    const hasCome = () => !isWanted() || document.activeElement?.closest(part) != null;
    void typeAgain(keys, hasCome, frames).finally(() => window.removeEventListener('keydown', hold, true));
  };
}

interface HoldOptions {
  within?: Element;
  frames?: number;
  isWanted?(): boolean;
}

/** What comes while others are typed is typed behind them. Where nothing opens, all goes to what has the focus. */
async function typeAgain(keys: string[], hasCome: () => boolean, frames: number): Promise<void> {
  for (let frame = 0; frame < frames && !hasCome(); frame++) await new Promise(requestAnimationFrame);
  for (let key = keys.shift(); key !== undefined; key = keys.shift()) {
    const goesOn = document.activeElement?.dispatchEvent(
      new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }),
    );
    // The one way to type that counts as typing: undo, and listeners for input, know of it.
    if (goesOn && isTyped(key)) document.execCommand('insertText', false, key);
    // What a key has changed is drawn before the next one.
    await new Promise((resolve) => setTimeout(resolve));
  }
}

/** Whether a key writes its name. */
function isTyped(key: string): boolean {
  return [...key].length === 1;
}
