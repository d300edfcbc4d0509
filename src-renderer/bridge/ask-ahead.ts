import type { HostBridge, Reply } from '../../src-main/common/api/bridge.ts';
import type { EventName, Input, MethodName, Result } from '../../src-main/common/api/contract.ts';

/** So many posts are taken at once: reading more of them keeps the window from answering. */
export const firstStretch = 1500;

/** An answer that nobody has asked for until then is thrown away: it is of another time. In milliseconds. */
const longestKept = 5000;

/** What makes an answer that is still waiting one of another time. */
const outdating: readonly EventName[] = ['posts.changed', 'settings.changed', 'site.changed'];

/**
 * The same bridge, which has asked already for what every start needs: while the window's own script is fetched and
 * compiled, the program answers. Whoever asks for one of these first gets that answer; all later calls are calls.
 */
export function askAhead(bridge: HostBridge): HostBridge {
  const asked = new Map<string, Promise<Reply>>();
  const forget = () => {
    asked.clear();
    for (const stop of stops) stop();
  };
  const stops = outdating.map((event) => bridge.listen(event, forget));
  setTimeout(forget, longestKept);

  function ask<M extends MethodName>(method: M, input: Input<M>): Promise<Reply> {
    const reply = bridge.call(method, input);
    asked.set(keyOf(method, input), reply);
    return reply;
  }

  async function askForBlog(): Promise<void> {
    const replies = [ask('settings.read', {}), ask('site.current', {}), ask('host.describe', {})];
    const [settings, site] = await Promise.all(replies);
    const open = openBlog(settings, site);
    if (!open) return;
    if (open.post !== undefined) ask('posts.read', { path: open.post });
    ask('posts.list', { from: 0, count: firstStretch });
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

/** The post that the open blog opens with; undefined where no blog is open. */
function openBlog(
  settings: Reply | undefined,
  site: Reply | undefined,
): { post: string | undefined } | undefined {
  if (!settings?.ok || !site?.ok || !site.value) return undefined;
  const { layouts } = settings.value as Result<'settings.read'>;
  const { root } = site.value as NonNullable<Result<'site.current'>>;
  return { post: layouts[root]?.openPost };
}

function keyOf(method: string, input: unknown): string {
  return `${method} ${JSON.stringify(input)}`;
}
