import { assetAddress } from '../../src-main/common/api/asset-address.ts';
import type { HostBridge, Reply } from '../../src-main/common/api/bridge.ts';
import type { EventName } from '../../src-main/common/api/contract.ts';
import { AppError } from '../../src-main/common/errors.ts';
import { jsonBody } from './json-body.ts';

const eventsAddress = '/api/events';

type Listener = (payload: unknown) => void;

/**
 * The contract over HTTP and server-sent events, to the server that this page came from.
 *
 * @param since number of the last event that the page knows of: what changed behind it is told when the stream opens
 */
export function webBridge(since?: number): HostBridge {
  const stream = openStream(since === undefined ? eventsAddress : `${eventsAddress}?since=${since}`);
  return {
    async call(method, input) {
      // What a call brings about is heard by a stream that is open before it.
      await stream.ready;
      return postCall(method, input);
    },
    listen: stream.listen,
    assetUrl: assetAddress,
  };
}

async function postCall(method: string, input: unknown): Promise<Reply> {
  try {
    const response = await fetch('/api/call', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: await jsonBody(method, input),
    });
    // A server that does not know this page is another than the one it came from: Galley was started again.
    return response.status === 403 ? disconnected() : ((await response.json()) as Reply);
  } catch {
    return disconnected();
  }
}

function disconnected(): Reply {
  return { ok: false, error: new AppError('disconnected').toData() };
}

interface Stream {
  /** Settles when the stream is open, or has failed for the first time. */
  ready: Promise<void>;
  listen(event: EventName, listener: Listener): () => void;
}

/** One stream for all listeners. The browser opens it again by itself when it breaks. */
function openStream(address: string): Stream {
  const listeners = new Map<EventName, Set<Listener>>();
  const tell = (event: EventName, payload: unknown): void => {
    for (const listener of [...(listeners.get(event) ?? [])]) listener(payload);
  };
  const source = new EventSource(address);
  source.addEventListener('message', ({ data }) => {
    const { event, payload } = JSON.parse(data) as { event: EventName; payload?: unknown };
    tell(event, payload);
  });
  tellOfMissedEvents(source, tell);
  const ready = new Promise<void>((resolve) => {
    source.addEventListener('open', () => resolve(), { once: true });
    source.addEventListener('error', () => resolve(), { once: true });
  });
  return {
    ready,
    listen(event, listener) {
      const set = listeners.get(event) ?? new Set();
      listeners.set(event, set);
      set.add(listener);
      return () => set.delete(listener);
    },
  };
}

/** What happened while the stream was broken is unknown: after it the window reads everything again. */
function tellOfMissedEvents(source: EventSource, tell: (event: EventName, payload: unknown) => void): void {
  let wasBroken = false;
  source.addEventListener('error', () => {
    wasBroken = true;
  });
  source.addEventListener('open', () => {
    if (!wasBroken) return;
    wasBroken = false;
    tell('posts.changed', { paths: [] });
    tell('repository.changed', undefined);
  });
}
