import { readFile, stat } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { findConflictMarkers } from '../../common/publish/conflict-markers.ts';
import {
  type FileChange,
  type FileFacts,
  findBlocked,
  type Obstacles,
  type PublishSituation,
} from '../../common/publish/plan.ts';
import { isLeftover } from '../disk.ts';
import type { Config } from '../git/config.ts';
import type { Git } from '../git/git.ts';
import type { Environment } from '../git/program.ts';
import type { StatusEntry, TreeChange } from '../git/read-status.ts';
import type { RepositoryStatus } from '../git/status.ts';
import { findMoves } from './moves.ts';
import { findOwnFiles } from './own-files.ts';
import type { PublishableSite } from './publishable-site.ts';
import { isTakenBack } from './taken-back.ts';

/** Files that are read at once. */
const AT_ONCE = 24;

/** Brings together what git and the site know, for the plan. */
export async function gatherSituation(
  git: Git,
  site: PublishableSite,
  { status, environment }: { status: RepositoryStatus; environment: Environment },
): Promise<PublishSituation> {
  const changed = await changesOf(git, site, status.entries);
  const waiting = status.waiting
    .filter(({ submodule, path }) => !submodule && isText(path))
    .map(asFileChange);
  const isChanged = new Set(changed.map(({ path }) => path));
  const oldBlobs = new Map([
    ...status.entries.map(({ path, headBlob }) => [path, headBlob] as const),
    ...status.waiting.map(({ path, oldBlob }) => [path, oldBlob] as const),
  ]);
  const facts = await factsOf(git, site, {
    status,
    changes: [...changed, ...waiting.filter(({ path }) => !isChanged.has(path))],
    oldBlobs,
  });
  for (const [path, own] of await findOwnFiles(git, site, changed)) {
    const known = facts.get(path);
    if (known?.post) facts.set(path, { ...known, own });
  }
  return {
    branch: status.branch,
    remote: remoteOf(status),
    upstream: status.upstream,
    ahead: status.ahead,
    behind: status.behind,
    state: status.state,
    changed,
    waiting,
    facts,
    ignored: await git.ignored([...new Set([...facts.values()].flatMap(({ uses }) => uses))]),
    blocked: findBlocked(obstaclesOf(status, environment)),
  };
}

/** The remote that publishing would push to. */
export function remoteOf({ target }: RepositoryStatus): string | undefined {
  switch (target.kind) {
    case 'found':
      return target.target.remote;
    case 'other-name':
      return target.remote;
    case 'no-remote':
      return undefined;
  }
}

/** What stands in the way of any publish. */
export function obstaclesOf(status: RepositoryStatus, environment: Environment): Obstacles {
  const { state, unmergedAlone, branch, target, lock, trouble } = status;
  return {
    state,
    unmergedAlone,
    branch,
    hasRemote: target.kind !== 'no-remote',
    otherRemotes: target.kind === 'no-remote' ? (target.others ?? []) : [],
    otherUpstream: target.kind === 'other-name' ? target.upstream : undefined,
    hasIdentity: hasIdentity(status.config, environment),
    lock: lock && { path: lock.path, seconds: lock.age / 1000 },
    trouble,
  };
}

/** Without both, git would make up an identity from the computer's name, or refuse. Source: git-config(1), `user.name`. */
function hasIdentity(config: Config, environment: Environment): boolean {
  const has = (role: 'author' | 'committer', part: 'name' | 'email') =>
    environment[`GIT_${role.toUpperCase()}_${part.toUpperCase()}`] ||
    config.get(`${role}.${part}`) ||
    config.get(`user.${part}`) ||
    (part === 'email' && environment.EMAIL);
  return (['author', 'committer'] as const).every((role) => has(role, 'name') && has(role, 'email'));
}

/** A name with bytes that are not UTF-8 cannot be named back to git; the list of posts shows it as a problem. */
function isText(path: string): boolean {
  return !path.includes('\ufffd');
}

/** The files of the working tree that differ from the last commit, moved posts found. */
export async function changesOf(
  git: Git,
  site: PublishableSite,
  all: readonly StatusEntry[],
): Promise<FileChange[]> {
  const entries = all.filter(isPublishable);
  const stillThere = new Set(entries.filter(({ untracked }) => untracked).map(({ path }) => path));
  // Taken out of the index but still on disk: git lists it twice, and on disk nothing was deleted.
  const real = entries.filter(
    ({ kind, path, untracked }) => untracked || kind !== 'deleted' || !stillThere.has(path),
  );
  const moves = await findMoves(git, (path) => site.isPost(path), real);
  const left = new Set([...moves.values()]);
  return real
    .filter(({ path, kind }) => !(kind === 'deleted' && left.has(path)))
    .map((entry) => {
      const from = entry.previousPath ?? moves.get(entry.path);
      return {
        path: entry.path,
        previousPath: from,
        kind: from === undefined ? (entry.kind as FileChange['kind']) : 'renamed',
        partlyStaged: entry.staged === 'partly',
      };
    });
}

function isPublishable({ submodule, kind, path, headBlob }: StatusEntry): boolean {
  // Staged as new and deleted since: it is nowhere.
  const isNowhere = kind === 'deleted' && headBlob === undefined;
  return !submodule && kind !== 'unmerged' && !isNowhere && isText(path) && !isLeftover(posix.basename(path));
}

function asFileChange({ path, previousPath, kind }: TreeChange): FileChange {
  return { path, previousPath, kind, partlyStaged: false };
}

async function factsOf(
  git: Git,
  site: PublishableSite,
  {
    status,
    changes,
    oldBlobs,
  }: {
    status: RepositoryStatus;
    changes: FileChange[];
    oldBlobs: ReadonlyMap<string, string | undefined>;
  },
): Promise<Map<string, FileFacts>> {
  const facts = new Map<string, FileFacts>();
  await inTurns(changes, async (change) => {
    const { path, kind } = change;
    if (kind === 'deleted') {
      const text = await oldText(path);
      const post = site.isPost(path) && (text === undefined || isPostText(site, path, text));
      const title = post && text ? site.titleOf(path, text) : undefined;
      facts.set(path, { ...noFacts, post, title, ...ofSite(site, path) });
    } else facts.set(path, await factsOnDisk(git, site, { status, change }));
  });
  return facts;

  async function oldText(path: string): Promise<string | undefined> {
    const blob = oldBlobs.get(path);
    if (!site.isPost(path) || blob === undefined) return undefined;
    const text = await git.readBytes(['cat-file', 'blob', blob]).catch(() => undefined);
    return text?.toString('utf8');
  }
}

function isPostText(site: PublishableSite, path: string, text: string): boolean {
  return site.isPostText?.(path, text) ?? true;
}

const noFacts: FileFacts = {
  post: false,
  title: undefined,
  uses: [],
  revision: undefined,
  conflictAt: undefined,
  size: undefined,
};

function ofSite(site: PublishableSite, path: string): { ofSite?: true } {
  return site.isOfSite?.(path) ? { ofSite: true } : {};
}

async function factsOnDisk(
  git: Git,
  site: PublishableSite,
  { status, change }: { status: RepositoryStatus; change: FileChange },
): Promise<FileFacts> {
  const { path } = change;
  const absolute = join(git.location.workingTree, path);
  const [revision, found] = await Promise.all([
    site.revisionOf(path).catch(() => undefined),
    stat(absolute).catch(() => undefined),
  ]);
  const size = found?.size;
  if (!site.isPost(path)) return { ...noFacts, revision, size, ...ofSite(site, path) };
  const text = await readFile(absolute, 'utf8').catch(() => undefined);
  if (text === undefined) return { ...noFacts, post: true, revision, size };
  if (!isPostText(site, path, text)) return { ...noFacts, revision, size };
  return {
    post: true,
    title: site.titleOf(path, text),
    uses: await site.assetsOf(path, text).catch(() => []),
    revision,
    conflictAt: findConflictMarkers(text),
    size,
    ...((await isTakenBack(git, site, { status, post: { change, text } })) && { unpublishes: true as const }),
  };
}

async function inTurns<T>(items: readonly T[], action: (item: T) => Promise<void>): Promise<void> {
  for (let start = 0; start < items.length; start += AT_ONCE) {
    await Promise.all(items.slice(start, start + AT_ONCE).map(action));
  }
}
