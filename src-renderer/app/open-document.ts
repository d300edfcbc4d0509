import type { EditedDocument } from '../editor-contract.ts';

/** The document being edited, handed from the editor to the preview outside of React: at every key, for nothing. */
export interface OpenDocument {
  get(): EditedDocument | undefined;
  set(document: EditedDocument | undefined): void;
  /** Hears of each change until the returned function is called. */
  subscribe(listener: () => void): () => void;
}

/** Makes the hand-over between one editor and one preview. */
export function createOpenDocument(): OpenDocument {
  let current: EditedDocument | undefined;
  const listeners = new Set<() => void>();
  return {
    get: () => current,
    set(document) {
      current = document;
      for (const listener of [...listeners]) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
