import type { HostBridge } from '../../src-main/common/api/bridge.ts';

const retryMilliseconds = 1500;

/**
 * The same bridge, telling when the program behind it is lost and when it is back. While it is lost, the cheapest
 * call is tried again and again; the window's own calls still fail at once, with their text kept.
 */
export function watchConnection(bridge: HostBridge, onChange: (connected: boolean) => void): HostBridge {
  let connected = true;

  async function retry(): Promise<void> {
    while (!connected) {
      await new Promise((resolve) => setTimeout(resolve, retryMilliseconds));
      const reply = await bridge.call('host.describe', {});
      if (reply.ok || reply.error.code !== 'disconnected') {
        connected = true;
        onChange(true);
      }
    }
  }

  return {
    ...bridge,
    async call(method, input) {
      const reply = await bridge.call(method, input);
      if (!reply.ok && reply.error.code === 'disconnected' && connected) {
        connected = false;
        onChange(false);
        void retry();
      }
      return reply;
    },
    listen: (event, listener) => bridge.listen(event, listener),
    assetUrl: (reference) => bridge.assetUrl(reference),
  };
}
