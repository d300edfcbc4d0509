import { type EventName, events } from '../../common/api/contract.ts';
import type { Service } from '../../common/api/direct-bridge.ts';

/** Streams that are open to windows; each hears every event of the contract, in order. */
export interface EventStreams {
  /** A response that never ends by itself: server-sent events, one JSON value `{ event, payload }` each. */
  open(headers: Record<string, string>): Response;
  /** Ends all of them. */
  close(): void;
}

/** A comment now and then keeps the connection open and finds out when the other side is gone. */
const heartbeatMilliseconds = 25_000;

/** After how long a window opens a broken stream again. */
const retryMilliseconds = 1000;

/** Server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html) for the contract's events. */
export function createEventStreams(service: Service): EventStreams {
  const ends = new Set<() => void>();
  return {
    open(headers) {
      let end = (): void => {};
      const body = new ReadableStream<Uint8Array>({
        start(controller) {
          end = feed(service, controller, () => ends.delete(end));
          ends.add(end);
        },
        cancel: () => end(),
      });
      return new Response(body, { headers: { ...headers, 'Content-Type': 'text/event-stream' } });
    },
    close: () => {
      for (const end of [...ends]) end();
    },
  };
}

/** Writes every event to one stream until the returned function is called. */
function feed(
  service: Service,
  controller: ReadableStreamDefaultController<Uint8Array>,
  onEnd: () => void,
): () => void {
  const encoder = new TextEncoder();
  const write = (text: string): void => controller.enqueue(encoder.encode(text));
  write(`retry: ${retryMilliseconds}\n\n`);
  const names = Object.keys(events) as EventName[];
  const stops = names.map((event) =>
    service.listen(event, (payload) => write(`data: ${JSON.stringify({ event, payload })}\n\n`)),
  );
  const heartbeat = setInterval(() => write(': still here\n\n'), heartbeatMilliseconds);
  let ended = false;
  return () => {
    if (ended) return;
    ended = true;
    clearInterval(heartbeat);
    for (const stop of stops) stop();
    onEnd();
    try {
      controller.close();
    } catch {
      // The other side has ended the stream already.
    }
  };
}
