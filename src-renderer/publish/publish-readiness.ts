import type { AppErrorData } from '../../src-main/common/errors.ts';
import type { PlannedChange, PublishPlan } from '../../src-main/common/publish/publish.ts';
import type { RepositorySummary, SiteInfo } from '../../src-main/common/site/site.ts';
import { isOffered } from './selection.ts';

/** What changes are counted as: not all of them need be posts. */
export type ChangeNoun = 'post' | 'change';

/** What the Publish button says, and what stands in the way. */
export interface Readiness {
  kind:
    | 'unknown'
    | 'no-repository'
    | 'untrusted'
    | 'no-remote'
    | 'blocked'
    | 'remote-is-ahead'
    | 'nothing'
    | 'waiting'
    | 'waiting-for-network'
    | 'ready';
  words: string;
  /** Posts that differ from what is online; with changes of the site itself, where there are any. */
  changes: number;
  noun: ChangeNoun;
}

/** The part of the window's state that decides what the button says. */
export interface ReadinessFacts {
  site: SiteInfo | undefined;
  plan: PublishPlan | undefined;
  planFailure: AppErrorData | undefined;
}

/** What publishing would be now, in the fewest words. */
export function readinessOf(facts: ReadinessFacts): Readiness {
  const offered = facts.plan?.changes.filter(isOffered) ?? [];
  return { ...stateOf(facts, offered), changes: offered.length, noun: nounFor(offered) };
}

function stateOf(
  facts: ReadinessFacts,
  changes: readonly PlannedChange[],
): Pick<Readiness, 'kind' | 'words'> {
  if (isUntrusted(facts)) return { kind: 'untrusted', words: 'Trust first' };
  if (facts.site && !facts.site.git) return { kind: 'no-repository', words: 'No repository' };
  if (!facts.plan)
    return {
      kind: facts.planFailure ? 'blocked' : 'unknown',
      words: facts.planFailure ? 'Cannot publish' : 'Publish',
    };
  if (facts.plan.state === 'no-remote') return { kind: 'no-remote', words: 'No remote' };
  if (facts.plan.blocked) return { kind: 'blocked', words: 'Cannot publish yet' };
  if ((facts.plan.behind ?? 0) > 0) return { kind: 'remote-is-ahead', words: 'Bring in changes first' };
  const waiting = (facts.plan.ahead ?? 0) > 0;
  const allCommitted = changes.every((change) => change.committed);
  if (allCommitted && facts.plan.waitsForNetwork)
    return { kind: 'waiting-for-network', words: 'Waiting for network' };
  if (allCommitted && waiting) return { kind: 'waiting', words: 'Send what waits' };
  if (changes.length === 0) return { kind: 'nothing', words: 'All published' };
  return { kind: 'ready', words: changes.every(alreadyOnline) ? 'Publish changes' : 'Publish' };
}

/** Posts are called so; with the settings or the theme of the site among them, they are changes. */
export function nounFor(changes: readonly PlannedChange[]): ChangeNoun {
  return changes.every(({ post }) => post) ? 'post' : 'change';
}

function alreadyOnline(change: PlannedChange): boolean {
  return change.kind !== 'new';
}

/** Whether the author has yet to decide what the repository may run. */
export function isUntrusted({ site, plan, planFailure }: ReadinessFacts): boolean {
  if (planFailure?.code === 'untrusted') return true;
  return (plan?.state ?? site?.git?.state) === 'untrusted';
}

/** The branch and what is on either side only, in plain words. */
export function branchInWords(
  plan: Pick<RepositorySummary, 'branch' | 'remote' | 'ahead' | 'behind'>,
): string {
  const sides = [
    plan.ahead ? `${counted(plan.ahead, 'version')} here not online yet.` : undefined,
    plan.behind ? `${counted(plan.behind, 'version')} online not here yet.` : undefined,
  ].filter(Boolean);
  if (plan.ahead === 0 && plan.behind === 0)
    sides.push('As when last asked, this computer and the remote hold the same.');
  const place = plan.branch ? `You work on the branch ${plan.branch}.` : 'You work on no branch.';
  return [place, ...sides].join(' ');
}

/** A number with its noun: `1 post`, `2 posts`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
