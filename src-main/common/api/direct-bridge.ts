import { assetAddress } from './asset-address.ts';
import type { HostBridge } from './bridge.ts';
import type { EventName, Handlers, Payload } from './contract.ts';
import { dispatch } from './dispatch.ts';

/** The side of the contract that does the work, as a transport sees it. */
export interface Service {
  handlers: Handlers;
  /** Listens until the returned function is called. */
  listen<E extends EventName>(event: E, listener: (payload: Payload<E>) => void): () => void;
}

/** The contract inside one process: the same checks as over any other transport, nothing in between. */
export function directBridge(service: Service, reportBug: (error: unknown) => void): HostBridge {
  return {
    call: (method, input) => dispatch(service.handlers, { method, input }, reportBug),
    listen: (event, listener) => service.listen(event, listener),
    assetUrl: assetAddress,
  };
}
