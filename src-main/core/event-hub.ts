import type { EventName, Payload } from '../common/api/contract.ts';

/** The events of the contract inside one process. A listener that throws does not keep the others from hearing. */
export interface EventHub {
  emit<E extends EventName>(event: E, payload: Payload<E>): void;
  /** Whether anybody listens. */
  isHeard(event: EventName): boolean;
  /** Listens until the returned function is called. */
  listen<E extends EventName>(event: E, listener: (payload: Payload<E>) => void): () => void;
}

/** Makes an empty hub. */
export function createEventHub(): EventHub {
  const listeners = new Map<EventName, Set<(payload: never) => void>>();
  return {
    emit(event, payload) {
      for (const listener of [...(listeners.get(event) ?? [])]) {
        try {
          listener(payload as never);
        } catch (error) {
          queueMicrotask(() => {
            throw error;
          });
        }
      }
    },
    isHeard: (event) => (listeners.get(event)?.size ?? 0) > 0,
    listen(event, listener) {
      const set = listeners.get(event) ?? new Set();
      listeners.set(event, set);
      set.add(listener);
      return () => set.delete(listener);
    },
  };
}
