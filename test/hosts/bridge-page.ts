import type { HostBridge } from '../../src-main/common/api/bridge.ts';
import { connectHost } from '../../src-renderer/bridge/connect.ts';

declare global {
  interface Window {
    bridge: HostBridge;
  }
}

window.bridge = connectHost();
