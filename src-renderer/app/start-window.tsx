import { setNonce } from 'get-nonce';
import { Tooltip } from 'radix-ui';
import { StrictMode, startTransition } from 'react';
import type { HostBridge } from '../../src-main/common/api/bridge.ts';
import { createClient } from '../../src-main/common/api/client.ts';
import '../theme/faces.css';
import '../theme/tokens.css';
import '../theme/base.css';
import '../theme/forced-colors.css';
import { listenForMissingParts } from '../editor/missing-part.ts';
import { createPublishing } from '../publish/publishing.ts';
import { listenForSignIn, refreshSignIn } from '../sign-in/listen-for-sign-in.ts';
import { pageNonce } from '../theme/page-nonce.ts';
import { followFocus } from '../ui/return-focus.ts';
import { createActions, type EditorSlot } from './actions.ts';
import { App } from './app.tsx';
import { watchConnection } from './connection.ts';
import { createRoot } from './create-root.ts';
import { ErrorBoundary } from './error-boundary.tsx';
import { guardUnload } from './guard-unload.ts';
import { createStore } from './store.ts';
import { WindowContext, type WindowParts } from './window-context.ts';
import { initialState } from './window-state.ts';

const partMissing = {
  tone: 'problem',
  message: 'A part of Galley’s window could not be loaded. Your text stays as it is.',
  next: ['Open the window again; if that does not help, start Galley again.'],
} as const;

/** Opens the window over a bridge to the program: the only place where its parts are put together. */
export function startWindow(bridge: HostBridge): void {
  const nonce = pageNonce();
  if (nonce) setNonce(nonce);

  const store = createStore(initialState);
  const editor: EditorSlot = { current: null, last: undefined, focusWhenReady: false };
  const client = createClient(
    watchConnection(bridge, (connected) => {
      store.change({ connected });
      if (connected) void refreshAll();
    }),
  );
  const actions = createActions(client, store, editor);
  const publishing = createPublishing(client, store, actions);

  async function refreshAll(): Promise<void> {
    if (store.get().phase === 'failed') await actions.start();
    else
      await Promise.all([
        actions.refreshPosts(),
        actions.refreshPlan(),
        actions.saveNow(),
        refreshSignIn(client, store),
      ]);
  }

  const parts: WindowParts = { client, store, actions, publishing, editor };
  const place = document.getElementById('window');
  if (!place) throw new Error('The page has no #window');
  const root = createRoot(place);
  const whole = (
    <StrictMode>
      <ErrorBoundary editor={editor}>
        <WindowContext.Provider value={parts}>
          <Tooltip.Provider delayDuration={500} skipDelayDuration={200}>
            <App />
          </Tooltip.Provider>
        </WindowContext.Provider>
      </ErrorBoundary>
    </StrictMode>
  );
  // What the page has answered already may be a whole blog to draw: in small pieces.
  startTransition(() => root.render(whole));

  followFocus();
  actions.listen();
  publishing.listen();
  listenForSignIn(client, store);
  guardUnload(store, editor);
  listenForMissingParts((cause) => {
    // Where the program is gone nothing can be fetched, and the window says so already.
    if (store.get().connected) store.change({ notice: { ...partMissing, detail: String(cause) } });
  });
  void actions.start();
}
