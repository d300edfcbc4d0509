import { createHash } from 'node:crypto';
import { type Handlers, type MethodName, methods } from '../../src-main/common/api/contract.ts';
import type { Service } from '../../src-main/common/api/direct-bridge.ts';
import { AppError } from '../../src-main/common/errors.ts';
import { createEventHub, type EventHub } from '../../src-main/core/event-hub.ts';

/** A service to test transports with: it remembers what was saved, and some of its methods fail on purpose. */
export interface FakeService extends Service {
  emit: EventHub['emit'];
  /** Names of the methods that were called, in order. */
  calls: MethodName[];
}

/** Revision of a text, as the real service gives it. */
export function revisionOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** The error that `posts.create` of the fake always fails with. */
export const expectedFailure = new AppError('post-exists', {
  message: 'A post “Hello” is there already.',
  next: ['Choose another title.', 'Open the other post.'],
  detail: 'EEXIST: posts/hello.md',
});

/** Makes one; every fake has texts and events of its own. */
export function createFakeService(): FakeService {
  const hub = createEventHub();
  const calls: MethodName[] = [];
  const texts = new Map<string, string>();
  const known: Partial<Handlers> = {
    'site.current': async () => undefined,
    'site.close': async () => {
      hub.emit('site.changed', undefined);
      return undefined;
    },
    'posts.save': async ({ path, text }) => {
      texts.set(path, text);
      hub.emit('posts.changed', { paths: [path] });
      return { kind: 'saved', revision: revisionOf(text) };
    },
    'posts.read': async ({ path }) => {
      const text = texts.get(path);
      if (text === undefined) throw new AppError('post-missing');
      return { path, text, revision: revisionOf(text), readOnly: false, url: undefined, problems: [] };
    },
    'posts.create': async () => {
      throw expectedFailure;
    },
    'posts.list': async () => {
      throw new TypeError('a secret of the program');
    },
  };
  const handlers = Object.fromEntries(
    (Object.keys(methods) as MethodName[]).map((name) => [
      name,
      async (input: never) => {
        calls.push(name);
        const handler = known[name];
        if (!handler) throw new Error(`The fake has no ${name}.`);
        return handler(input);
      },
    ]),
  ) as Handlers;
  return { handlers, listen: hub.listen, emit: hub.emit, calls };
}
