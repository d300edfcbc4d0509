import { AppError } from '../../../common/errors.ts';
import type { PublishOutcome, PublishPlan } from '../../../common/publish/publish.ts';
import type { CommandAnswer, CommandContext } from '../command.ts';
import { exitCodeOfOutcome, exitCodes } from '../exit-codes.ts';
import { postPath } from '../post-path.ts';
import { oneLine, styled } from '../terminal.ts';
import { trustedPlan } from './status.ts';

export interface PublishCommandOptions {
  message?: string;
  all?: boolean;
  dryRun?: boolean;
}

/** `galley publish`: commits exactly these posts and the assets they use, pushes, and asks the remote. */
export async function publish(
  context: CommandContext,
  paths: readonly string[],
  options: PublishCommandOptions,
): Promise<CommandAnswer> {
  if (paths.length === 0 && !options.all)
    throw new AppError('bad-input', {
      message: 'Say which posts to publish.',
      next: ['Name their paths, or use --all for every changed post.'],
    });
  const plan = await trustedPlan(context);
  const chosen = options.all
    ? plan.changes.filter(({ post }) => post).map(({ path }) => path)
    : paths.map((path) => postPath(context, path));
  if (options.dryRun) return answerDryRun(plan, chosen);
  const { message } = options;
  const input = message === undefined ? { paths: chosen } : { paths: chosen, message };
  return answerOutcome(await stoppably(context, () => context.client.call('publish.run', input)));
}

/** `galley unpublish`: makes a post a draft, or removes it where the convention has none, and publishes that. */
export async function unpublish(context: CommandContext, path: string): Promise<CommandAnswer> {
  const input = { path: postPath(context, path) };
  return answerOutcome(await stoppably(context, () => context.client.call('publish.unpublish', input)));
}

/** Shows how far it is, and stops in order when the program is told to end. */
async function stoppably(
  { client, terminal }: CommandContext,
  action: () => Promise<PublishOutcome>,
): Promise<PublishOutcome> {
  const stop = client.listen('publish.progress', ({ step, detail }) => {
    if (terminal.showsProgress) terminal.error(`\r\u001b[K${step}${detail ? `: ${oneLine(detail)}` : ''}`);
  });
  // Stopping in order leaves everything as it was, or the commit waiting; a second Ctrl+C ends at once.
  const cancel = (): void => void client.call('publish.cancel');
  for (const signal of endings) process.once(signal, cancel);
  try {
    return await action();
  } finally {
    for (const signal of endings) process.off(signal, cancel);
    stop();
    if (terminal.showsProgress) terminal.error('\r\u001b[K');
  }
}

/** What the system sends to a program that is to end: Ctrl+C, `kill` and a CI that gives up, a terminal that is closed. */
const endings = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

function answerOutcome(outcome: PublishOutcome): CommandAnswer {
  const isDone = exitCodeOfOutcome[outcome.outcome] === exitCodes.done;
  return {
    json: () => ({
      outcome: outcome.outcome,
      commit: outcome.commit ?? null,
      branch: outcome.branch ?? null,
      remote: outcome.remote ?? null,
      paths: outcome.paths,
      verified: outcome.verified,
    }),
    text: (terminal) => [
      styled(terminal, isDone ? 'green' : 'yellow', oneLine(outcome.message)),
      ...outcome.paths.map((path) => `  ${oneLine(path)}`),
      ...outcome.next.map((step) => `  ${oneLine(step)}`),
    ],
    exitCode: exitCodeOfOutcome[outcome.outcome],
  };
}

/** Nothing was done, so nothing is said to be published: `cancelled`, with the paths that would have gone. */
function answerDryRun(plan: PublishPlan, chosen: readonly string[]): CommandAnswer {
  const going = plan.changes.filter(({ path }) => chosen.includes(path));
  const paths = [...new Set(going.flatMap(({ path, assets }) => [path, ...assets]))];
  const outcome = plan.blocked ? 'blocked' : paths.length === 0 ? 'nothing-to-publish' : 'cancelled';
  return {
    json: () => ({
      outcome,
      commit: null,
      branch: plan.branch ?? null,
      remote: plan.remote ?? null,
      paths,
      verified: false,
    }),
    text: () =>
      plan.blocked
        ? [plan.blocked.reason, ...plan.blocked.next.map((step) => `  ${step}`)]
        : [
            paths.length === 0 ? 'There is nothing to publish.' : 'These would be published:',
            ...paths.map((path) => `  ${oneLine(path)}`),
          ],
    exitCode: plan.blocked ? exitCodes.failed : exitCodes.done,
  };
}
