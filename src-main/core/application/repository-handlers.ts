import type { HandlersOf } from './handlers-of.ts';
import type { OpenBlog } from './open-blog.ts';

/** Who the author is to git, what is to be mended in the repository, and what of it is trusted. */
export function repositoryHandlers({
  opened,
  publishing,
  describe,
  events,
  exclusively,
  onProgress,
}: OpenBlog): HandlersOf<'identity' | 'repository' | 'trust'> {
  const repair = async (action: () => Promise<void>): Promise<undefined> => {
    await exclusively(action);
    return undefined;
  };
  return {
    'identity.guess': () => publishing().identity.guess(),
    'identity.set': async (identity) => {
      await publishing().identity.set(identity);
      events.emit('repository.changed', undefined);
      return undefined;
    },
    'repository.abortOperation': ({ operation }) =>
      repair(() => publishing().repair.abortOperation(operation)),
    'repository.putOnBranch': ({ name }) => repair(() => publishing().repair.putOnBranch(name)),
    'repository.setRemote': (remote) => repair(() => publishing().repair.setRemote(remote)),
    'repository.choosePlace': (place) => repair(() => publishing().repair.choosePlace(place)),
    'repository.removeLock': ({ path }) => repair(() => publishing().repair.removeLock(path)),
    'repository.fetchHistory': () =>
      exclusively(async (signal) => {
        await publishing().repair.fetchHistory({ signal, onProgress });
        return undefined;
      }),
    'trust.describe': () => publishing().trust.describe(),
    'trust.grant': async () => {
      const report = await publishing().trust.grant();
      events.emit('site.changed', await describe(opened()));
      return report;
    },
  };
}
