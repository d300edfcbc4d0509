const eventName = 'galley-part-missing';

/** Says that a part of the window could not be fetched, to whoever shows it. */
export function tellOfMissingPart(cause: unknown): void {
  window.dispatchEvent(new CustomEvent(eventName, { detail: cause }));
}

/** Hears of parts of the window that could not be fetched, as long as there is a window. */
export function listenForMissingParts(listener: (cause: unknown) => void): void {
  window.addEventListener(eventName, (event) => listener((event as CustomEvent<unknown>).detail));
}
