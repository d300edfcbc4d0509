import { createContext, useContext } from 'react';
import type { Client } from '../../src-main/common/api/client.ts';
import type { Publishing } from '../publish/publishing.ts';
import type { Actions, EditorSlot } from './actions.ts';
import { type Store, useSelected } from './store.ts';
import type { WindowState } from './window-state.ts';

/** What every part of the window can reach. */
export interface WindowParts {
  client: Client;
  store: Store<WindowState>;
  actions: Actions;
  publishing: Publishing;
  editor: EditorSlot;
}

export const WindowContext = createContext<WindowParts | undefined>(undefined);

/** The parts of the window. */
export function useWindow(): WindowParts {
  const parts = useContext(WindowContext);
  if (!parts) throw new Error('useWindow outside of the window');
  return parts;
}

/** One value of the window's state. */
export function useWindowState<Part>(select: (state: WindowState) => Part): Part {
  return useSelected(useWindow().store, select);
}
