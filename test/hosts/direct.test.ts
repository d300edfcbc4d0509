import { directBridge } from '../../src-main/common/api/direct-bridge.ts';
import { describeTransport } from './conformance.ts';

describeTransport('a direct call', async (service, reportBug) => {
  const bridge = directBridge(service, reportBug);
  return {
    call: bridge.call,
    listen: async (event, listener) => {
      const stop = bridge.listen(event, listener);
      return async () => stop();
    },
    assetUrl: async (reference) => bridge.assetUrl(reference),
    close: async () => {},
  };
});
