import type { Client } from '../../src-main/common/api/client.ts';
import type { PublishPlace, UnfinishedOperation } from '../../src-main/common/publish/ways-out.ts';

/** A way out that the author has chosen. */
export type Repair =
  | { kind: 'abort-operation'; operation: UnfinishedOperation }
  | { kind: 'put-on-branch'; name: string }
  | { kind: 'set-remote'; remote: string; address: string }
  | { kind: 'choose-place'; place: PublishPlace }
  | { kind: 'remove-lock'; path: string }
  | { kind: 'fetch-history' };

/** Has the program do it. Throws what it says where it is not done. */
export async function repairBy(client: Client, repair: Repair): Promise<void> {
  switch (repair.kind) {
    case 'abort-operation':
      return client.call('repository.abortOperation', { operation: repair.operation });
    case 'put-on-branch':
      return client.call('repository.putOnBranch', { name: repair.name });
    case 'set-remote':
      return client.call('repository.setRemote', { remote: repair.remote, address: repair.address });
    case 'choose-place':
      return client.call('repository.choosePlace', repair.place);
    case 'remove-lock':
      return client.call('repository.removeLock', { path: repair.path });
    case 'fetch-history':
      return client.call('repository.fetchHistory');
  }
}
