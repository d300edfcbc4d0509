import type { HostBridge } from '../../src-main/common/api/bridge.ts';
import { electronBridge } from './electron-bridge.ts';
import { webBridge } from './web-bridge.ts';

/**
 * The way to the program that this window belongs to: the desktop's, where there is one, else the server's.
 *
 * @param since number of the last event that the page knows of
 */
export function connectHost(since?: number): HostBridge {
  return electronBridge() ?? webBridge(since);
}
