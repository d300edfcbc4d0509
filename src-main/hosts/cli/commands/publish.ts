import { existsSync, lstatSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '../../../common/errors.ts';
import type {
  PlannedChange,
  PublishOutcome,
  PublishPlan,
  SiteOutcome,
} from '../../../common/publish/publish.ts';
import { selectChanges } from '../../../common/publish/selection.ts';
import { answerOnTerminal, askWhoOnTerminal } from '../ask-on-terminal.ts';
import type { CommandAnswer, CommandContext } from '../command.ts';
import { exitCodeOfOutcome, exitCodes } from '../exit-codes.ts';
import { postPath } from '../post-path.ts';
import { readPost } from '../read-post.ts';
import { oneLine, printDiagnostics, styled } from '../terminal.ts';
import { trustedPlan, warningsOf } from './status.ts';

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
  const first = await trustedPlan(context);
  const isNamed = !options.dryRun && (await askWhoOnTerminal(context.client, context.terminal, first));
  const plan = isNamed ? await trustedPlan(context) : first;
  const named = paths.map((path) => postPath(context, path));
  for (const path of named) refuseFolder(context, plan, path);
  const chosen = options.all ? [...named, ...(await allPosts(context, plan, named))] : named;
  printDiagnostics(context.terminal, goingWith(plan, chosen).flatMap(warningsOf));
  if (options.dryRun) return answerDryRun(plan, chosen);
  const { message } = options;
  const input = message === undefined ? { paths: chosen } : { paths: chosen, message };
  return answerOutcome(context, await stoppably(context, () => context.client.call('publish.run', input)));
}

/**
 * A folder holds posts that were not named, so it must not end as “nothing new”.
 *
 * @throws AppError `bad-input`, or `post-missing` where there is nothing at all
 */
function refuseFolder({ site }: CommandContext, plan: PublishPlan, path: string): void {
  if (plan.blocked || plan.changes.some((change) => change.path === path || change.previousPath === path))
    return;
  const found = lstatSync(join(site.root, path), { throwIfNoEntry: false });
  if (!found)
    throw new AppError('post-missing', {
      message: `There is no ${oneLine(path)} in this blog.`,
      next: ['Look for it in the list of posts (galley list).'],
    });
  if (!found.isDirectory()) return;
  const isOwn = path !== '' && existsSync(join(site.root, path, '.git'));
  throw new AppError('bad-input', {
    message: isOwn
      ? `${oneLine(path)} is a repository of its own, so it is published from there.`
      : `${path === '' ? 'This' : oneLine(path)} is a folder, and publishing takes posts.`,
    next: isOwn ? [] : ['Name the posts, or use --all for every changed post.'],
  });
}

/** Every changed post, and what else belongs to a blog of Galley's own kind: settings, theme, files. What is likely not meant is left here and named: it goes where its path is given. */
async function allPosts(
  { client, site, terminal }: CommandContext,
  plan: PublishPlan,
  named: readonly string[],
): Promise<string[]> {
  const posts = new Map((await client.call('posts.list')).map((post) => [post.path, post]));
  const folders = new Map(site.collections.map(({ folder, kind }) => [folder, kind]));
  const hasPosts = site.collections.some(({ kind }) => kind === 'posts');
  const whyLeft = ({ path, kind, committed }: PlannedChange): string | undefined => {
    const post = posts.get(path);
    if (!post || committed || named.includes(path)) return undefined;
    if (post.problems.some(({ code }) => code === 'outside-site'))
      return 'a link that leads out of this blog or nowhere';
    const isPage = hasPosts && folders.get(post.collection) === 'pages';
    return isPage && kind === 'new' ? 'a new page and no post' : undefined;
  };
  const all = plan.changes
    .filter(({ post, ofSite }) => post || ofSite)
    .map((change) => ({ ...change, why: whyLeft(change) }));
  const left = all.flatMap(({ path, why }) => (why ? [`${path} is ${why}`] : []));
  const otherwise =
    site.convention === 'galley' ? changedOtherwise(plan, named).map((path) => `${path} is no post`) : [];
  printDiagnostics(
    terminal,
    [...left, ...otherwise].map((what) => `${what}, so --all leaves it here. Name it to publish it.`),
  );
  return all.filter(({ why }) => why === undefined).map(({ path }) => path);
}

/** Known files that differ and go with nothing: a picture that was changed under its name, for one. */
function changedOtherwise({ changes }: PublishPlan, named: readonly string[]): string[] {
  const going = new Set([...named, ...changes.flatMap(({ assets }) => assets)]);
  return changes
    .filter(({ post, ofSite, committed, kind }) => !post && !ofSite && !committed && kind !== 'new')
    .flatMap(({ path }) => (going.has(path) ? [] : [path]));
}

/** The chosen changes, and those that go with them. */
function goingWith(plan: PublishPlan, chosen: readonly string[]): PlannedChange[] {
  return selectChanges(plan, chosen).changes;
}

/** `galley unpublish`: makes a post a draft, or removes it where the convention has none, and publishes that. */
export async function unpublish(context: CommandContext, path: string): Promise<CommandAnswer> {
  const { path: known } = await readPost(context, path);
  return answerOutcome(
    context,
    await stoppably(context, () => context.client.call('publish.unpublish', { path: known })),
  );
}

/** Shows how far it is, and stops in order when the program is told to end. */
async function stoppably(
  { client, terminal }: CommandContext,
  action: () => Promise<PublishOutcome>,
): Promise<PublishOutcome> {
  const stop = client.listen('publish.progress', ({ step, detail }) => {
    if (terminal.showsProgress) terminal.error(`\r\u001b[K${step}${detail ? `: ${oneLine(detail)}` : ''}`);
  });
  const stopAnswering = answerOnTerminal(client, terminal);
  // Stopping in order leaves everything as it was, or the commit waiting; a second Ctrl+C ends at once.
  const cancel = (): void => void client.call('publish.cancel');
  for (const signal of endings) process.once(signal, cancel);
  try {
    return await action();
  } finally {
    for (const signal of endings) process.off(signal, cancel);
    stopAnswering();
    stop();
    if (terminal.showsProgress) terminal.error('\r\u001b[K');
  }
}

/** What the system sends to a program that is to end: Ctrl+C, `kill` and a CI that gives up, a terminal that is closed. */
const endings = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

function answerOutcome({ terminal }: CommandContext, outcome: PublishOutcome): CommandAnswer {
  const isDone = exitCodeOfOutcome[outcome.outcome] === exitCodes.done;
  if (!isDone) {
    printDiagnostics(terminal, [outcome.message], [...wordsOf(outcome), ...nextSteps(outcome)]);
  }
  const { site } = outcome;
  const isSiteDone = site !== undefined && exitCodeOfOutcome[site.outcome] === exitCodes.done;
  if (site && (!isSiteDone || site.detail))
    printDiagnostics(
      terminal,
      [`The site: ${site.message}`],
      [...(site.detail?.split('\n') ?? []), ...site.next],
    );
  return {
    json: () => ({
      outcome: outcome.outcome,
      commit: outcome.commit ?? null,
      branch: outcome.branch ?? null,
      remote: outcome.remote ?? null,
      paths: outcome.paths,
      verified: outcome.verified,
      ...(outcome.site ? { site: jsonOfSite(outcome.site) } : {}),
    }),
    text: () => [
      ...(isDone ? [styled(terminal, 'green', oneLine(outcome.message))] : []),
      ...(isDone ? outcome.paths.map((path) => `  ${oneLine(path)}`) : []),
      ...(site && isSiteDone ? [styled(terminal, 'green', oneLine(site.message))] : []),
    ],
    // Sources that are out while the site is not are no success.
    exitCode:
      isDone && site && !isSiteDone ? exitCodeOfOutcome[site.outcome] : exitCodeOfOutcome[outcome.outcome],
  };
}

function jsonOfSite({ outcome, commit, branch, verified }: SiteOutcome) {
  return { outcome, commit: commit ?? null, branch: branch ?? null, verified };
}

/** What git, a hook or the remote said beside. Where the remote is ahead that is git's advice for other ways than ours. */
function wordsOf({ outcome, detail }: PublishOutcome): string[] {
  if (outcome === 'remote-is-ahead') return [];
  return detail?.split('\n').filter((line) => line.trim() !== '') ?? [];
}

/** Bringing in changes is git's own work here. */
function nextSteps({ outcome, next }: PublishOutcome): string[] {
  if (outcome !== 'remote-is-ahead') return next;
  return ['Bring in their changes (“git pull”), then publish again.'];
}

/** Nothing was done, so nothing is said to be published: `cancelled`, with the paths that would have gone. */
function answerDryRun(plan: PublishPlan, chosen: readonly string[]): CommandAnswer {
  // What is committed already goes with any push.
  const waiting = plan.changes.filter(({ committed }) => committed).map(({ path }) => path);
  const inOrder = plan.changes.flatMap(({ path, previousPath }) =>
    chosen.includes(path) || (previousPath !== undefined && chosen.includes(previousPath)) ? [path] : [],
  );
  const paths = [...new Set([...selectChanges(plan, inOrder).paths, ...waiting])];
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
