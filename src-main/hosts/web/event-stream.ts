import { eventsOfState } from '../../common/api/answers-ahead.ts';
import { type EventName, events } from '../../common/api/contract.ts';
import type { Service } from '../../common/api/direct-bridge.ts';

/** Streams that are open to windows; each hears every event of the contract, in order. */
export interface EventStreams {
  /**
   * A response that never ends by itself: server-sent events, one JSON value `{ event, payload }` each. It begins with what
   * has changed since an event of this number.
   */
  open(headers: Record<string, string>, since?: number): Response;
  /** Number of the last event by which something has changed. */
  last(): number;
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
  const history = followChanges(service);
  return {
    last: history.last,
    open(headers, since) {
      let end = (): void => {};
      const body = new ReadableStream<Uint8Array>({
        start(controller) {
          end = feed(service, controller, history.after(since), () => ends.delete(end));
          ends.add(end);
        },
        cancel: () => end(),
      });
      return new Response(body, { headers: { ...headers, 'Content-Type': 'text/event-stream' } });
    },
    close: () => {
      history.stop();
      for (const end of [...ends]) end();
    },
  };
}

interface StreamEvent {
  event: EventName;
  payload: unknown;
}

/** Numbers the events by which something changes, and keeps the last one of each kind for who comes later. */
function followChanges(service: Service) {
  let number = 0;
  const latest = new Map<EventName, { number: number; payload: unknown }>();
  const stops = eventsOfState.map((event) =>
    service.listen(event, (payload: unknown) => {
      number += 1;
      latest.set(event, { number, payload });
    }),
  );
  return {
    last: () => number,
    /** Of several changes of posts only the last is known: then all posts may have changed. */
    after(since = number): StreamEvent[] {
      const missed = [...latest].filter(([, change]) => change.number > since);
      return missed.map(([event, { payload }]) => ({
        event,
        payload: event === 'posts.changed' ? { paths: [] } : payload,
      }));
    },
    stop: () => {
      for (const stop of stops) stop();
    },
  };
}

/** Writes what was missed and every further event to one stream until the returned function is called. */
function feed(
  service: Service,
  controller: ReadableStreamDefaultController<Uint8Array>,
  missed: readonly StreamEvent[],
  onEnd: () => void,
): () => void {
  const encoder = new TextEncoder();
  const write = (text: string): void => controller.enqueue(encoder.encode(text));
  write(`retry: ${retryMilliseconds}\n\n`);
  const tell = (event: StreamEvent): void => write(`data: ${JSON.stringify(event)}\n\n`);
  missed.forEach(tell);
  const names = Object.keys(events) as EventName[];
  const stops = names.map((event) => service.listen(event, (payload) => tell({ event, payload })));
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
