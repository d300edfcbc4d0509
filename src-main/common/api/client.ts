import { AppError } from '../errors.ts';
import type { AssetReference, FileReference, HostBridge } from './bridge.ts';
import type { EventName, Input, MethodName, Payload, Result } from './contract.ts';

/** The contract as typed calls over any bridge. A failed call rejects with an `AppError`. */
export interface Client {
  call<M extends MethodName>(
    method: M,
    ...input: Record<string, never> extends Input<M> ? [Input<M>?] : [Input<M>]
  ): Promise<Result<M>>;
  listen<E extends EventName>(event: E, listener: (payload: Payload<E>) => void): () => void;
  assetUrl(reference: AssetReference | FileReference): string;
}

/** Wraps a bridge in the contract's types. */
export function createClient(bridge: HostBridge): Client {
  return {
    async call(method, ...[input]) {
      const reply = await bridge.call(method, input ?? {});
      if (!reply.ok) throw AppError.fromData(reply.error);
      return reply.value as Result<typeof method>;
    },
    listen: (event, listener) => bridge.listen(event, listener as (payload: unknown) => void),
    assetUrl: (reference) => bridge.assetUrl(reference),
  };
}
