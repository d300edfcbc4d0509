import type { Blocked } from '../../../common/publish/publish.ts';
import type { WayOut } from '../../../common/publish/ways-out.ts';
import type { Git } from '../../git/git.ts';
import type { RepositoryStatus } from '../../git/status.ts';
import { effectsOf, planAbort } from './abort-operation.ts';
import { bringsInPublished } from './brings-in-published.ts';
import { offerBranch } from './put-on-branch.ts';
import { offerAddress, offerPlaces } from './remotes.ts';
import { offerRemoval } from './stale-lock.ts';

/** What stood in the way, and what it said. */
export interface Obstacle {
  /** As in `Blocked`, or the cause of a failure of git’s. */
  cause: string;
  /** Git’s own words, which may name a lock. */
  detail?: string | undefined;
}

/** What Galley itself can do about what stands in the way; nothing where only the author can. */
export async function findWays(
  git: Git,
  { status, isPost }: { status: RepositoryStatus; isPost(path: string): boolean },
  { cause, detail }: Obstacle,
): Promise<WayOut[]> {
  const way = await findWay();
  return way ? [way] : [];

  async function findWay(): Promise<WayOut | undefined> {
    switch (cause) {
      case 'merging':
      case 'rebasing': {
        const abort = await planAbort(git, isPost);
        if (!abort) return undefined;
        const { operation } = abort;
        const goesOn = (await bringsInPublished(git, status, operation)) && { goesOnHere: true as const };
        return { kind: 'abort-operation', operation, effects: effectsOf(abort), ...goesOn };
      }
      case 'detached':
        return offerBranch(git, status);
      case 'no-remote':
      case 'remote-missing':
        return offerAddress(status);
      case 'which-remote':
      case 'upstream-of-other-name':
        return offerPlaces(status);
      case 'locked': {
        const path = status.lock?.path ?? /Unable to create '(.*\.lock)'/.exec(detail ?? '')?.[1];
        return path === undefined ? undefined : offerRemoval(git.location, path);
      }
      case 'history-cut-short':
        return { kind: 'fetch-history' };
      default:
        return undefined;
    }
  }
}

/** What stands in the way, with its ways out: an operation that can be called off is known, and so is named. */
export function withWaysOut(blocked: Blocked, ways: WayOut[]): Blocked {
  const abort = ways.find((way) => way.kind === 'abort-operation');
  if (!abort) return { ...blocked, ways };
  return { ...blocked, reason: `A ${abort.operation} is unfinished in this repository.`, ways };
}
