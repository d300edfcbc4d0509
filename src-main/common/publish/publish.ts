import type { MergePart } from '../posts/merge-post.ts';
import type { PostPath, Revision } from '../posts/post.ts';
import type { RepositoryState } from '../site/site.ts';
import type { WayOut } from './ways-out.ts';

/** One file that differs from what the remote was last known to hold. */
export interface PlannedChange {
  path: PostPath;
  /** Where it was before, for a rename. */
  previousPath: string | undefined;
  kind: 'new' | 'changed' | 'renamed' | 'deleted';
  /** True for a post; false for an asset, a configuration or any other file. */
  post: boolean;
  /** Title of a post as it is now; for a deleted one as it was. */
  title: string | undefined;
  /** Assets that this post uses and that are not published yet: they go with it. */
  assets: string[];
  /** What the plan saw on disk; undefined for a deleted file. Publishing refuses if it is another by then. */
  revision: Revision | undefined;
  /** Already committed and only waiting to be pushed. */
  committed: boolean;
  /** What the author should know before publishing it, one sentence each. */
  warnings: string[];
  /** Readers have this post now, and lose it with this change: it becomes a draft, is due later, or is over. */
  unpublishes?: true;
  /** No post, but the built site is made of it: the settings or a file of the theme of a blog of Galley’s own. */
  ofSite?: true;
}

/** A picture that no file of the blog names. What becomes of it is the author’s choice. */
export interface OrphanedPicture {
  path: PostPath;
  /** `new-and-unused`: it would stay here. `no-longer-used`: it is published, and a post of the plan showed it until now. */
  why: 'new-and-unused' | 'no-longer-used';
  /** What was seen on disk, of one that is new. */
  revision: Revision | undefined;
}

/** Why nothing can be published now, and the ways out. */
export interface Blocked {
  /** Stable name: `merging`, `detached`, `no-remote`, `untrusted`, `git-missing`, … */
  cause: string;
  reason: string;
  next: string[];
  /** What Galley itself can do about it; absent: nothing. */
  ways?: WayOut[];
}

/** What publishing would do now. */
export interface PublishPlan {
  branch: string | undefined;
  remote: string | undefined;
  /** `origin/main`; undefined where the branch has none yet. */
  upstream: string | undefined;
  /** Commits that the remote does not have, and the other way round, as of the last fetch. */
  ahead: number | undefined;
  behind: number | undefined;
  state: RepositoryState;
  changes: PlannedChange[];
  blocked: Blocked | undefined;
  /** A commit that the author told to publish waits for the network, and goes out by itself when it is back. */
  waitsForNetwork?: true;
}

export type PublishOutcomeKind =
  | 'published'
  | 'nothing-to-publish'
  | 'blocked'
  | 'remote-is-ahead'
  | 'conflict'
  | 'needs-sign-in'
  | 'offline'
  | 'refused'
  | 'unverified'
  | 'cancelled';

/** How a publish ended. `published` is only said after the remote was asked and holds the commit. */
export interface PublishOutcome {
  outcome: PublishOutcomeKind;
  /** The commit that was made or pushed; undefined where none was. */
  commit: string | undefined;
  branch: string | undefined;
  remote: string | undefined;
  /** Every path in the commit, posts and assets. */
  paths: string[];
  /** The remote was asked after the push and its tip is the commit or a descendant of it. */
  verified: boolean;
  /** What happened, one sentence in a writer's words; never led by git's raw words. */
  message: string;
  next: string[];
  /** Git's or a hook's own words, credentials removed; shown on demand. */
  detail: string | undefined;
  /** How the built site fared, for a blog of Galley’s own whose site is published with it. */
  site?: SiteOutcome | undefined;
  /** Stable name of what stood in the way, as in `Blocked`, or of git’s failure. */
  cause?: string;
  /** What Galley itself can do about it; absent: nothing. */
  ways?: WayOut[];
}

/** How a built site was published, after its sources. */
export type SiteOutcome = Pick<
  PublishOutcome,
  'outcome' | 'commit' | 'branch' | 'remote' | 'verified' | 'message' | 'next' | 'detail'
>;

export type PublishStep =
  | 'checking'
  | 'committing'
  | 'syncing'
  | 'pushing'
  | 'verifying'
  | 'building'
  | 'done';

/** Where a running publish is. */
export interface PublishProgress {
  step: PublishStep;
  /** Git's own progress line, where there is one. */
  detail: string | undefined;
}

/** A file that the author and somebody else changed in ways that only the author can bring together. */
export interface PostConflict {
  path: PostPath;
  /** Who has taken the file away, while the other changed it. */
  removedBy: 'ours' | 'theirs' | undefined;
  /** The whole text, merged where it could be; `mergedText` makes one of what is chosen. Empty for what is no text. */
  parts: MergePart[];
  /** Of a file that is no text, a picture for one: the commits that hold either version. One of them is taken whole. */
  versions?: { ours: string; theirs: string };
}

/** What the author has decided on one such file. */
export interface Resolution {
  path: PostPath;
  /** Undefined: the file goes, unless a side is taken. */
  text?: string | undefined;
  /** Of a file that is no text: whose version stays. */
  take?: 'ours' | 'theirs' | undefined;
}

/** How bringing in the remote's changes ended. Nothing of the author's is lost in any of them. */
export interface BringInOutcome {
  kind: 'up-to-date' | 'brought-in' | 'conflict' | 'blocked' | 'needs-sign-in' | 'offline' | 'refused';
  /** Files that changed in the working tree. */
  paths: string[];
  message: string;
  next: string[];
  detail: string | undefined;
  /**
   * What is to be decided before it can be brought in: `publish.resolve` takes the decisions. Nothing is changed until
   * then, so there is nothing to call off. Undefined for a conflict that is not one of texts.
   */
  conflicts?: PostConflict[];
  /** Git is told not to merge here, which the author can do all the same: `publish.bringIn` with `merge`. */
  offersMerge?: boolean;
}

/** What taking a post back would do. */
export interface UnpublishPreview {
  /** `removed` where the site shows drafts to its readers. */
  becomes: 'draft' | 'removed';
  /** Path of its page on the site, where it has one. */
  url: string | undefined;
}

/** What a repository would run on this computer, and whether its owner has been trusted with that. */
export interface TrustReport {
  trusted: boolean;
  /** One line each: `core.fsmonitor = …`, `hook pre-commit`, … Empty for a repository that runs nothing. */
  runs: string[];
}
