import { onTestFinished } from 'vitest';
import type { EventName, Input, MethodName, Payload, Result } from '../../src-main/common/api/contract.ts';

/** A window without a browser: it calls and listens over HTTP as the real one does, and keeps every word it hears. */
export interface WindowClient {
  call<M extends MethodName>(method: M, input: Input<M>): Promise<Result<M>>;
  listen<E extends EventName>(event: E, listener: (payload: Payload<E>) => void): void;
  /** Everything that came from the program, raw. */
  heard(): string;
}

/** Enters by an address with its token; leaves when the running test is over. */
export async function enterWindow(address: string): Promise<WindowClient> {
  const { origin } = new URL(address);
  const entered = await fetch(address, { redirect: 'manual' });
  const cookie = entered.headers.get('set-cookie')?.split(';')[0] ?? '';
  const leaving = new AbortController();
  onTestFinished(() => leaving.abort());
  const listeners = new Map<string, Set<(payload: never) => void>>();
  let heard = '';
  const stream = await fetch(`${origin}/api/events`, { headers: { cookie }, signal: leaving.signal });
  void read(stream, (line) => {
    heard += `${line}\n`;
    if (!line.startsWith('data: ')) return;
    const { event, payload } = JSON.parse(line.slice('data: '.length)) as { event: string; payload: never };
    for (const listener of listeners.get(event) ?? []) listener(payload);
  });
  return {
    heard: () => heard,
    listen(event, listener) {
      const set = listeners.get(event) ?? new Set();
      set.add(listener);
      listeners.set(event, set);
    },
    async call(method, input) {
      const response = await fetch(`${origin}/api/call`, {
        method: 'POST',
        headers: { cookie, origin, 'content-type': 'application/json' },
        body: JSON.stringify({ method, input }),
      });
      const text = await response.text();
      heard += `${text}\n`;
      const reply = JSON.parse(text);
      if (!reply.ok) throw new Error(reply.error.message);
      return reply.value;
    },
  };
}

async function read(stream: Response, onLine: (line: string) => void): Promise<void> {
  const decoder = new TextDecoder();
  let rest = '';
  try {
    for await (const chunk of stream.body ?? []) {
      const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) onLine(line);
    }
  } catch {
    // The window has left.
  }
}
