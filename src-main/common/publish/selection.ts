import type { PlannedChange, PublishPlan } from './publish.ts';

/** What of a plan is to be committed. */
export interface Selection {
  /** The chosen changes that are not committed yet. */
  changes: PlannedChange[];
  /** Every path of the commit: the chosen files, the assets they use, and where a renamed file was. */
  paths: string[];
  /** Asked for, but no difference is known of it. */
  unchanged: string[];
}

/** Follows the author's choice to every path that goes with it. Decides; touches nothing. */
export function selectChanges(plan: PublishPlan, chosen: readonly string[]): Selection {
  const open = new Map(
    plan.changes.filter(({ committed }) => !committed).map((change) => [change.path, change]),
  );
  const known = new Set(plan.changes.map(({ path }) => path));
  const byOldPath = new Map([...open.values()].map((change) => [change.previousPath, change]));
  const deleted = [...open.values()].filter(({ kind }) => kind === 'deleted');
  const changes = new Map<string, PlannedChange>();
  const posts = postsByAsset([...open.values()]);
  // The old place of a file is given up once no post stays behind that it went with.
  const isLetGo = (path: string): boolean => (posts.get(path) ?? []).every((post) => changes.has(post));
  const take = (change: PlannedChange | undefined): void => {
    if (!change || changes.has(change.path)) return;
    changes.set(change.path, change);
    for (const asset of change.assets.map((path) => open.get(path))) {
      if (asset?.kind !== 'deleted') take(asset);
    }
    // A file where a folder was, or the other way round: git cannot hold both.
    for (const other of deleted) if (isBelow(other, change) || isBelow(change, other)) take(other);
  };
  for (const path of chosen) take(open.get(path) ?? byOldPath.get(path));
  for (const path of [...changes.values()].flatMap(({ assets }) => assets)) {
    if (isLetGo(path)) take(open.get(path));
  }
  const taken = [...changes.values()];
  const givesUp = ({ path }: PlannedChange): boolean => isLetGo(path) || chosen.includes(path);
  return {
    changes: taken,
    paths: [...new Set(taken.flatMap((change) => pathsOf(change, givesUp(change))))],
    unchanged: chosen.filter((path) => !known.has(path) && !byOldPath.has(path)),
  };
}

/** The posts that take a file along, by its path. */
function postsByAsset(changes: readonly PlannedChange[]): ReadonlyMap<string, string[]> {
  const posts = new Map<string, string[]>();
  for (const { path, assets } of changes)
    for (const asset of assets) posts.set(asset, [...(posts.get(asset) ?? []), path]);
  return posts;
}

function pathsOf({ path, kind, previousPath }: PlannedChange, givesUp: boolean): string[] {
  return kind === 'renamed' && previousPath !== undefined && givesUp ? [previousPath, path] : [path];
}

function isBelow(lower: PlannedChange, upper: PlannedChange): boolean {
  return lower.path.startsWith(`${upper.path}/`);
}
