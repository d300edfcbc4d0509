import type { Client } from '../../src-main/common/api/client.ts';
import type { Store } from '../app/store.ts';
import type { WindowState } from '../app/window-state.ts';

/** Shows what git or ssh asks while a publish waits, until the returned function is called. */
export function listenForSignIn(client: Client, store: Store<WindowState>): () => void {
  const stop = client.listen('signIn.asked', (signIn) => store.change({ signIn }));
  void refreshSignIn(client, store);
  return stop;
}

/** What was asked before this window was there, or while it did not hear. */
export async function refreshSignIn(client: Client, store: Store<WindowState>): Promise<void> {
  const signIn = await client.call('signIn.pending').catch(() => undefined);
  if (signIn?.id !== store.get().signIn?.id) store.change({ signIn });
}
