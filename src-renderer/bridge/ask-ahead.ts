import { type AnswersAhead, openAtStart } from '../../src-main/common/api/answers-ahead.ts';
import type { HostBridge, Reply } from '../../src-main/common/api/bridge.ts';
import type { EventName, Input, MethodName } from '../../src-main/common/api/contract.ts';

/** So many posts are taken at once: reading more of them keeps the window from answering. */
export const firstStretch = 1500;

/** An answer that nobody has asked for until then is thrown away: it is of another time. In milliseconds. */
const longestKept = 5000;

/** What makes an answer that is still waiting one of another time. */
const outdating: readonly EventName[] = ['posts.changed', 'settings.changed', 'site.changed'];

/**
 * The same bridge, which has asked already for what every start needs: while the window's own script is fetched and
 * compiled, the program answers. What the page holds of it is not asked. Whoever asks for one of these first gets that
 * answer; all later calls are calls.
 */
export function askAhead(bridge: HostBridge, given: AnswersAhead['answers'] = []): HostBridge {
  const asked = new Map<string, Promise<Reply>>(
    given.map(({ method, input, reply }) => [keyOf(method, input), Promise.resolve(reply)]),
  );
  const forget = () => {
    asked.clear();
    for (const stop of stops) stop();
  };
  const stops = outdating.map((event) => bridge.listen(event, forget));
  setTimeout(forget, longestKept);

  function ask<M extends MethodName>(method: M, input: Input<M>): Promise<Reply> {
    const key = keyOf(method, input);
    const reply = asked.get(key) ?? bridge.call(method, input);
    asked.set(key, reply);
    return reply;
  }

  async function askForBlog(): Promise<void> {
    const replies = [ask('settings.read', {}), ask('site.current', {}), ask('host.describe', {})];
    const [settings, site] = await Promise.all(replies);
    const open = openAtStart(settings, site);
    if (!open) return;
    if (open.post !== undefined) void ask('posts.read', { path: open.post });
    void ask('posts.list', { from: 0, count: firstStretch });
  }

  askForBlog().catch(forget);
  return {
    call(method, input) {
      const key = keyOf(method, input);
      const reply = asked.get(key);
      asked.delete(key);
      return reply ?? bridge.call(method, input);
    },
    listen: (event, listener) => bridge.listen(event, listener),
    assetUrl: (reference) => bridge.assetUrl(reference),
  };
}

function keyOf(method: string, input: unknown): string {
  return `${method} ${JSON.stringify(input)}`;
}
