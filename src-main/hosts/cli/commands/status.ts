import { AppError } from '../../../common/errors.ts';
import type { PlannedChange, PublishPlan } from '../../../common/publish/publish.ts';
import type { CommandAnswer, CommandContext } from '../command.ts';
import { oneLine, styled } from '../terminal.ts';

/** `galley status`: what publishing would do. */
export async function status(context: CommandContext): Promise<CommandAnswer> {
  const plan = await trustedPlan(context);
  const listed = changesForPeople(plan);
  return {
    json: () => ({
      branch: plan.branch ?? null,
      upstream: plan.upstream ?? null,
      ahead: plan.ahead ?? null,
      behind: plan.behind ?? null,
      state: plan.state,
      changes: plan.changes.map(({ path, kind, post, assets }) => ({ path, kind, post, assets })),
      blocked: plan.blocked ? { reason: plan.blocked.reason, next: plan.blocked.next } : null,
    }),
    besideJson: plan.changes.flatMap(warningsOf),
    text: (terminal) => [
      ...heading(plan, listed.length).map((line) => styled(terminal, 'bold', line)),
      ...listed.flatMap(describeChange),
      ...(plan.blocked ? [plan.blocked.reason, ...plan.blocked.next.map((step) => `  ${step}`)] : []),
    ],
  };
}

/**
 * The plan of a repository whose index may be read.
 *
 * @throws AppError `untrusted` with what to do, since a script must not take an unread plan for an empty one
 */
export async function trustedPlan({ client }: CommandContext): Promise<PublishPlan> {
  const plan = await client.call('publish.plan');
  if (plan.state === 'untrusted' || plan.blocked?.cause === 'untrusted') throw new AppError('untrusted');
  return plan;
}

/** What the author should know before publishing this file, with its name. */
export function warningsOf({ path, warnings }: PlannedChange): string[] {
  return warnings.map((warning) => `${path}: ${warning}`);
}

/** A picture that goes with a post is named there, once. */
function changesForPeople({ changes }: PublishPlan): PlannedChange[] {
  const assets = new Set(changes.flatMap((change) => change.assets));
  return changes.filter(({ path, post }) => post || !assets.has(path));
}

/** Nothing to list does not mean that all is published: what stands in the way may be that git cannot be asked. */
function heading(plan: PublishPlan, count: number): string[] {
  const target = plan.upstream ?? plan.remote;
  const where = target ? ` to ${target}` : '';
  const behind = plan.behind ? `, ${plan.behind} to bring in` : '';
  if (count === 0 && !plan.ahead) return plan.blocked ? [] : [`Everything is published${behind}.`];
  const waiting = plan.ahead ? `, ${plan.ahead} waiting to be pushed` : '';
  return [`${count} ${count === 1 ? 'change' : 'changes'} to publish${where}${waiting}${behind}`];
}

function describeChange({ kind, path, post, assets, unpublishes, warnings }: PlannedChange): string[] {
  return [
    `  ${kind.padEnd(8)} ${oneLine(path)}${post ? '' : ' (not a post)'}`,
    ...(unpublishes ? ['           taken back: readers lose it'] : []),
    ...assets.map((asset) => `           with ${oneLine(asset)}`),
    ...warnings.map((warning) => `           ${oneLine(warning)}`),
  ];
}
