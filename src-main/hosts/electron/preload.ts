import { contextBridge, ipcRenderer } from 'electron';
import type { HostBridge, Reply } from '../../common/api/bridge.ts';

// The page gets three functions and never `ipcRenderer` itself. Only types of ours may be imported here, so the
// names of the channels and the form of an asset's address are written once more; the conformance suite compares.
type Listener = (payload: unknown) => void;

const listeners = new Map<string, Set<Listener>>();

ipcRenderer.on('galley:event', (_, event: string, payload: unknown) => {
  for (const listener of [...(listeners.get(event) ?? [])]) listener(payload);
});

const bridge = {
  call: (method, input) => ipcRenderer.invoke('galley:call', method, input) as Promise<Reply>,
  listen(event, listener) {
    const set = listeners.get(event) ?? new Set();
    listeners.set(event, set);
    set.add(listener);
    return () => {
      set.delete(listener);
    };
  },
  assetUrl: (reference) => {
    if (!('path' in reference))
      return `/asset/?post=${encode(reference.post)}&target=${encode(reference.target)}`;
    const { path, version } = reference;
    return `/asset/?path=${encode(path)}${version === undefined ? '' : `&version=${encode(version)}`}`;
  },
} satisfies HostBridge;

contextBridge.exposeInMainWorld('galley', bridge);

/** Half a surrogate pair, as there is for a moment while one is typed, has no encoding of its own. */
function encode(text: string): string {
  return encodeURIComponent(text.replace(/[\uD800-\uDFFF]/gu, '\uFFFD'));
}
