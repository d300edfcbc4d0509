import { useSyncExternalStore } from 'react';

/** One object of state with one owner. Changes are whole replacements of some of its values. */
export interface Store<State> {
  get(): State;
  change(change: Partial<State>): void;
  /** Listens until the returned function is called. */
  subscribe(listener: () => void): () => void;
}

/** Makes a store. Listeners hear only of changes that change something. */
export function createStore<State extends object>(initial: State): Store<State> {
  let state = initial;
  const listeners = new Set<() => void>();
  return {
    get: () => state,
    change(change) {
      if (!differs(state, change)) return;
      state = { ...state, ...change };
      for (const listener of [...listeners]) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** Part of a store's state, rendered again when that part is another. `select` returns what the state holds, no new object. */
export function useSelected<State, Part>(store: Store<State>, select: (state: State) => Part): Part {
  return useSyncExternalStore(store.subscribe, () => select(store.get()));
}

function differs<State extends object>(state: State, change: Partial<State>): boolean {
  return (Object.keys(change) as (keyof State)[]).some((key) => !Object.is(state[key], change[key]));
}
