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
  const take = (change: PlannedChange | undefined): void => {
    if (!change || changes.has(change.path)) return;
    changes.set(change.path, change);
    for (const asset of change.assets) take(open.get(asset));
    // A file where a folder was, or the other way round: git cannot hold both.
    for (const other of deleted) if (isBelow(other, change) || isBelow(change, other)) take(other);
  };
  for (const path of chosen) take(open.get(path) ?? byOldPath.get(path));
  const taken = [...changes.values()];
  return {
    changes: taken,
    paths: [...new Set(taken.flatMap(({ path, previousPath, kind }) => pathsOf(path, kind, previousPath)))],
    unchanged: chosen.filter((path) => !known.has(path) && !byOldPath.has(path)),
  };
}

function pathsOf(path: string, kind: PlannedChange['kind'], previousPath: string | undefined): string[] {
  return kind === 'renamed' && previousPath !== undefined ? [previousPath, path] : [path];
}

function isBelow(lower: PlannedChange, upper: PlannedChange): boolean {
  return lower.path.startsWith(`${upper.path}/`);
}
