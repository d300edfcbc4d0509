import type { Client } from '../../src-main/common/api/client.ts';
import type { MergeChoice } from '../../src-main/common/posts/merged-text.ts';
import type { BringInOutcome, PostConflict } from '../../src-main/common/publish/publish.ts';
import type { Store } from '../app/store.ts';
import type { WindowState } from '../app/window-state.ts';
import { carryOver, type Decisions, isSameQuestion, resolutionOf } from './decisions.ts';
import { forgetDecisions, keepDecisions, keptDecisions } from './kept-decisions.ts';

/** The places to decide on, what is decided of them, and what the author should know of that. */
export interface ConflictStage {
  kind: 'conflicts';
  conflicts: readonly PostConflict[];
  decisions: Decisions;
  /** Said over the page; undefined where there is nothing to say. */
  news: string | undefined;
}

/** What can be done on the page of conflicts. */
export interface Resolving {
  /** Decides on these places. */
  decide(keys: readonly string[], choice: MergeChoice): void;
  /** Nothing has changed yet, so there is nothing to undo. What was decided is remembered in case of another try. */
  callOff(): void;
}

/** The stage for these conflicts, with what was decided on them before. */
export function conflictStage(
  conflicts: readonly PostConflict[],
  root: string,
  news?: string,
): ConflictStage {
  const postsFirst = [...conflicts].sort((one, other) => Number(isText(other)) - Number(isText(one)));
  return {
    kind: 'conflicts',
    conflicts: postsFirst,
    decisions: carryOver(keptDecisions(root), conflicts),
    news,
  };
}

function isText({ path, versions }: PostConflict): boolean {
  return versions === undefined && /\.(md|mdx|markdown)$/i.test(path);
}

/** Deciding, as the window does it: what is decided is in the window's state, and kept beside it. */
export function createResolving(store: Store<WindowState>): Resolving {
  return {
    decide(keys, choice) {
      const { publishing, site } = store.get();
      if (publishing.kind !== 'conflicts') return;
      const decided = Object.fromEntries(keys.map((key) => [key, choice]));
      store.change({ publishing: { ...publishing, decisions: { ...publishing.decisions, ...decided } } });
      if (site) keepDecisions(site.root, { ...keptDecisions(site.root), ...decided });
    },
    callOff: () =>
      store.change({
        publishing: { kind: 'preparing' },
        page: 'write',
        notice: { tone: 'info', message: 'Called off. Nothing has changed, here or online.', next: [] },
      }),
  };
}

const changedMeanwhile =
  'Somebody changed the same places again meanwhile. What you decided stands where nothing else has changed; please look at the rest.';

/**
 * Brings together what was decided. The remote is asked once more first: where there is something else to decide by now,
 * that is answered instead, with all decisions that still fit.
 */
export async function bringTogether(
  client: Client,
  { conflicts, decisions }: ConflictStage,
  root: string,
): Promise<BringInOutcome | ConflictStage> {
  const fresh = await client.call('publish.bringIn', { merge: true });
  const asked = fresh.conflicts && conflictStage(fresh.conflicts, root, changedMeanwhile);
  if (asked && !isSameQuestion(asked.conflicts, conflicts)) return asked;
  const isOpen = fresh.conflicts !== undefined || fresh.kind === 'offline' || fresh.kind === 'needs-sign-in';
  if (!isOpen) return fresh;
  const resolutions = conflicts.flatMap((conflict) => resolutionOf(conflict, decisions) ?? []);
  const outcome = await client.call('publish.resolve', { resolutions });
  if (outcome.kind === 'brought-in') forgetDecisions(root);
  return outcome;
}
