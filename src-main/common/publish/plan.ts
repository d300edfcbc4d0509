import type { RepositoryState } from '../site/site.ts';
import { unreachable } from '../unreachable.ts';
import type { Blocked, PlannedChange, PublishPlan } from './publish.ts';

/** A file that differs, as git sees it. */
export interface FileChange {
  path: string;
  previousPath: string | undefined;
  kind: PlannedChange['kind'];
  /** Another version than the one on disk is staged, so publishing the file takes the staged half with it. */
  partlyStaged: boolean;
}

/** What the site knows of a file that differs. */
export interface FileFacts {
  post: boolean;
  title: string | undefined;
  /** Every file of the repository that the post uses, published or not. */
  uses: readonly string[];
  /** Paths of changes that moved or went together with the post, from the folder that is its own. */
  own?: readonly string[];
  revision: string | undefined;
  /** 1-based line of an unresolved merge in a post. */
  conflictAt: number | undefined;
  /** Bytes; undefined for a deleted file. */
  size: number | undefined;
  /** Public in the upstream, and not as it is now. */
  unpublishes?: true;
  /** As `PlannedChange` has it. */
  ofSite?: true;
}

/** The repository and the site as publishing sees them. */
export interface PublishSituation {
  branch: string | undefined;
  remote: string | undefined;
  upstream: string | undefined;
  ahead: number | undefined;
  behind: number | undefined;
  state: RepositoryState;
  /** The working tree against the last commit. */
  changed: readonly FileChange[];
  /** The last commit against what the remote was last known to hold. */
  waiting: readonly FileChange[];
  facts: ReadonlyMap<string, FileFacts>;
  /** Files that posts use and that git is told to ignore. */
  ignored: ReadonlySet<string>;
  blocked: Blocked | undefined;
}

/** Bytes that the large hosts take at most. */
export const LARGEST_FILE = 100 * 1024 * 1024;

/** What publishing would do now. Decides; touches nothing. */
export function planPublish(situation: PublishSituation): PublishPlan {
  const { branch, remote, upstream, ahead, behind, state, facts } = situation;
  const waiting = new Map(situation.waiting.map((change) => [change.path, change]));
  const unpublished = new Set(situation.changed.filter(isAsset(facts)).map(({ path }) => path));
  const changes = [
    ...situation.changed.map((change) => plan(change, waiting.get(change.path), { situation, unpublished })),
    ...situation.waiting
      .filter(({ path }) => !situation.changed.some((change) => change.path === path))
      .map((change) => ({ ...plan(change, undefined, { situation, unpublished }), committed: true })),
  ];
  return {
    branch,
    remote,
    upstream,
    ahead,
    behind,
    state,
    changes: changes.sort(postsFirst),
    blocked: situation.blocked,
  };
}

function isAsset(facts: PublishSituation['facts']): (change: FileChange) => boolean {
  return ({ path, kind }) => kind !== 'deleted' && facts.get(path)?.post !== true;
}

function plan(
  change: FileChange,
  waiting: FileChange | undefined,
  { situation, unpublished }: { situation: PublishSituation; unpublished: ReadonlySet<string> },
): PlannedChange {
  const facts = situation.facts.get(change.path);
  // The remote has never seen a post that was committed but not pushed, whatever happened to it since.
  const isNew = waiting?.kind === 'new' && change.kind === 'changed';
  return {
    path: change.path,
    previousPath: change.previousPath ?? (change.kind === 'changed' ? waiting?.previousPath : undefined),
    kind: isNew ? 'new' : change.kind === 'changed' && waiting?.kind === 'renamed' ? 'renamed' : change.kind,
    post: facts?.post ?? false,
    title: facts?.title,
    assets: [
      ...new Set([...(facts?.uses ?? []).filter((path) => unpublished.has(path)), ...(facts?.own ?? [])]),
    ],
    revision: facts?.revision,
    committed: false,
    warnings: warningsFor(change, facts, situation.ignored),
    ...(facts?.unpublishes && { unpublishes: true as const }),
    ...(facts?.ofSite && { ofSite: true as const }),
  };
}

function warningsFor(
  change: FileChange,
  facts: FileFacts | undefined,
  ignored: ReadonlySet<string>,
): string[] {
  const warnings: string[] = [];
  if (change.partlyStaged) {
    warnings.push('Part of it is staged in git. Publishing takes the whole file as it is now.');
  }
  if (facts?.conflictAt !== undefined) {
    warnings.push(
      `It holds the marks of an unfinished merge (line ${facts.conflictAt}) and cannot be published so.`,
    );
  }
  if ((facts?.size ?? 0) > LARGEST_FILE)
    warnings.push('It is larger than 100 MB, which most remotes refuse.');
  for (const path of facts?.uses ?? []) {
    if (ignored.has(path))
      warnings.push(`It uses ${path}, which git is told to ignore, so readers will not see it.`);
  }
  return warnings;
}

function postsFirst(a: PlannedChange, b: PlannedChange): number {
  if (a.post !== b.post) return a.post ? -1 : 1;
  return a.path < b.path ? -1 : a.path > b.path ? 1 : 0;
}

/** What may stand in the way of any publish, whatever is chosen. */
export interface Obstacles {
  state: RepositoryState;
  /** Where the state is `merging`: git is in the middle of nothing, and only files hold both sides of a conflict. */
  unmergedAlone?: boolean | undefined;
  branch: string | undefined;
  hasRemote: boolean;
  /** Remotes that there are although none of them is the one to publish to. */
  otherRemotes?: readonly string[];
  /** The branch follows one of another name. */
  otherUpstream: string | undefined;
  hasIdentity: boolean;
  /** The lock that another git left or holds. */
  lock: { path: string; seconds: number } | undefined;
  /** Git's trouble with a broken repository. */
  trouble: { message: string; next: string[] } | undefined;
}

/** Why nothing can be published now, with the ways out; undefined where it can. */
export function findBlocked(obstacles: Obstacles): Blocked | undefined {
  return blockedByState(obstacles) ?? blockedBySetup(obstacles);
}

function blockedByState({ state, unmergedAlone, lock, trouble }: Obstacles): Blocked | undefined {
  switch (state) {
    case 'merging':
      if (unmergedAlone)
        return {
          cause: 'merging',
          reason: 'Files here hold both sides of a conflict, as “git stash pop” leaves them.',
          next: ['Decide in each of them what is to stand, and mark it (“git add FILE”), then publish.'],
        };
      return {
        cause: 'merging',
        reason: 'A merge, cherry-pick or revert is unfinished in this repository.',
        next: [
          'Finish it or call it off (“git merge --abort”, “git cherry-pick --abort” or “git revert --abort”), then publish.',
        ],
      };
    case 'rebasing':
      return {
        cause: 'rebasing',
        reason: 'A rebase, bisect or patch run is unfinished in this repository.',
        next: [
          'Finish it or call it off (“git rebase --abort”, “git bisect reset” or “git am --abort”), then publish.',
        ],
      };
    case 'detached':
      return {
        cause: 'detached',
        reason: 'This repository is on no branch at the moment, so a version could get lost.',
        next: [
          'Go back to your branch (“git switch main”), then publish.',
          'Or put this state on a branch of its own (“git switch -c my-branch”).',
        ],
      };
    case 'locked':
      return {
        cause: 'locked',
        reason: `Another git program is working in this repository, or was ended while it did (${lock?.path ?? 'index.lock'}, ${wordAge(lock?.seconds ?? 0)} old).`,
        next: [
          'Wait for it to finish.',
          'If no other git program is running, delete that file, then publish.',
        ],
      };
    case 'broken':
      return {
        cause: 'broken',
        reason: trouble?.message ?? 'Git cannot read this repository. Your posts are not affected.',
        next: trouble?.next ?? ['Look at it with “git fsck” in a terminal.'],
      };
    case 'untrusted':
      return {
        cause: 'untrusted',
        reason: 'This repository would run programs on this computer, and you have not trusted it yet.',
        next: ['Look at what it would run, then trust it.'],
      };
    case 'ready':
    case 'unborn':
    case 'no-remote':
    case 'no-upstream':
      return undefined;
    default:
      return unreachable(state);
  }
}

function blockedBySetup(obstacles: Obstacles): Blocked | undefined {
  const { branch, otherUpstream, otherRemotes = [] } = obstacles;
  if (!obstacles.hasRemote && otherRemotes.length > 0) {
    return {
      cause: 'which-remote',
      reason: `This repository has several remotes (${otherRemotes.join(', ')}), and git is not told which of them to publish to.`,
      next: [`Choose one (“git config remote.pushDefault ${otherRemotes[0]}”), then publish.`],
    };
  }
  if (!obstacles.hasRemote) {
    return {
      cause: 'no-remote',
      reason: 'This repository has no remote, so there is nowhere to publish to.',
      next: ['Make an empty repository at your host and add it with “git remote add origin ADDRESS”.'],
    };
  }
  if (otherUpstream !== undefined) {
    return {
      cause: 'upstream-of-other-name',
      reason: `The branch ${branch} follows ${otherUpstream}, and git is not told which of the two to publish to.`,
      next: [
        `Publish from the branch ${otherUpstream} (“git switch ${otherUpstream}”).`,
        'Or choose with “git config push.default current” (this branch) or “upstream” (the other one).',
      ],
    };
  }
  if (!obstacles.hasIdentity) {
    return {
      cause: 'no-identity',
      reason: 'Git does not know your name and mail address, which every version carries.',
      next: [
        'Say who you are; Galley keeps it in this repository (“git config user.name” and “user.email”).',
      ],
    };
  }
  return undefined;
}

function wordAge(seconds: number): string {
  if (seconds < 90) return `${Math.round(seconds)} seconds`;
  if (seconds < 5400) return `${Math.round(seconds / 60)} minutes`;
  if (seconds < 48 * 3600) return `${Math.round(seconds / 3600)} hours`;
  return `${Math.round(seconds / 86_400)} days`;
}
