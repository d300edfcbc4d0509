/** What git has begun and not ended, and what Galley can call off. */
export type UnfinishedOperation = 'merge' | 'cherry-pick' | 'revert' | 'rebase' | 'bisect';

/** A place that a branch can be published to. */
export interface PublishPlace {
  remote: string;
  /** Name of the branch there. */
  branch: string;
}

/** What Galley itself can do about an obstacle. Each is offered only where nothing of the author’s can be lost. */
export type WayOut =
  | {
      /** As `git … --abort` does; done by `repository.abortOperation`. */
      kind: 'abort-operation';
      operation: UnfinishedOperation;
      /** What becomes of the files, one sentence each. */
      effects: string[];
      /** It was to bring in what others published: once it is called off, `publish.bringIn` does so here. */
      goesOnHere?: true;
    }
  | {
      /** Done by `repository.putOnBranch`. */
      kind: 'put-on-branch';
      /** A new branch, or the one that is meant in all likelihood. */
      name: string;
      /** Branches that can be gone to without leaving a commit behind. */
      existing: string[];
    }
  | {
      /** Done by `repository.setRemote`. */
      kind: 'set-remote';
      remote: string;
      /** Where it is now, credentials removed; undefined where there is no such remote yet. */
      address: string | undefined;
    }
  | {
      /** Done by `repository.choosePlace`. */
      kind: 'choose-place';
      choices: PublishPlace[];
    }
  | {
      /** Done by `repository.removeLock`. No running program holds it, and no git that runs is older. */
      kind: 'remove-lock';
      /** Absolute path. */
      path: string;
      seconds: number;
    }
  | {
      /** Done by `repository.fetchHistory`. */
      kind: 'fetch-history';
    };
