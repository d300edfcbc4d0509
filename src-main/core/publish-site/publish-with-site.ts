import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { AppError } from '../../common/errors.ts';
import type { PublishOutcome, PublishProgress, SiteOutcome } from '../../common/publish/publish.ts';
import { createSiteBuilder, type SiteBuilderOptions } from '../build/build-site.ts';
import type { Publishing } from '../publish/publishing.ts';
import type { RemoteContext } from '../publish/push.ts';
import { type OpenSite, openSite } from '../site/open-site.ts';
import type { SiteToBuild } from './publish-site.ts';

/** What publishing a blog together with its built site works with. */
export interface SitePublishTools {
  site: OpenSite;
  publishing: Publishing;
  builder: Omit<SiteBuilderOptions, 'site'>;
}

/**
 * Publishes sources, and after them the site that is built of what was published, where the blog asks for it. The outcome
 * is that of the sources; how the site fared is its `site`.
 */
export async function publishWithSite(
  tools: SitePublishTools,
  publish: () => Promise<PublishOutcome>,
  context: RemoteContext,
): Promise<PublishOutcome> {
  const outcome = await publish();
  // Only what the remote holds is built.
  const isOut = outcome.verified && ['published', 'nothing-to-publish'].includes(outcome.outcome);
  if (!isOut || tools.site.description().convention !== 'galley') return outcome;
  const site = await publishBuiltSite(tools, context);
  return site ? { ...outcome, site } : outcome;
}

async function publishBuiltSite(
  { site, publishing, builder }: SitePublishTools,
  context: RemoteContext,
): Promise<SiteOutcome | undefined> {
  const folder = site.description().site;
  const within = folder === '.' ? '' : folder;
  const name = createHash('sha256').update(`${site.root}\0${within}`).digest('hex').slice(0, 32);
  const failed: string[] = [];
  const build = async (order: SiteToBuild): Promise<void> => {
    failed.push(...(await buildSources(builder, order, onProgress)));
  };
  // To the author all of this is one step: the site.
  const onProgress = ({ detail }: Pick<PublishProgress, 'detail'>): void =>
    context.onProgress({ step: 'building', detail });
  try {
    const memory = join(builder.home.cache, 'sites', name);
    const outcome = await publishing.publishSite(
      { within, memory, build },
      { signal: context.signal, onProgress },
    );
    return outcome && withFailedPosts(outcome, failed);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const { message, next, detail } = error;
    const isStopped = context.signal.aborted;
    return {
      outcome: isStopped ? 'cancelled' : 'blocked',
      commit: undefined,
      branch: undefined,
      remote: undefined,
      verified: false,
      message: isStopped ? 'Stopped. The site is as it was.' : message,
      next,
      detail,
    };
  } finally {
    context.onProgress({ step: 'done', detail: undefined });
  }
}

/** @returns one line for each post that could not be built */
async function buildSources(
  options: SitePublishTools['builder'],
  { sources, out, signal }: SiteToBuild,
  onProgress: (progress: Pick<PublishProgress, 'detail'>) => void,
): Promise<string[]> {
  const site = await openSite(sources, { home: options.home, isAlone: true });
  try {
    const builder = createSiteBuilder({ ...options, site });
    const outcome = await builder.build(
      { out },
      {
        signal,
        onProgress: ({ step, done, total }) =>
          onProgress({ detail: total > 1 ? `${step}: ${done} of ${total}` : step }),
      },
    );
    if (outcome.kind === 'cancelled') throw new AppError('internal', { message: 'The build was stopped.' });
    return outcome.problems
      .filter(({ severity }) => severity === 'error')
      .map(({ path, line, message }) => `${path}:${line}: ${message}`);
  } finally {
    await site.close();
  }
}

function withFailedPosts(outcome: SiteOutcome, failed: readonly string[]): SiteOutcome {
  if (failed.length === 0) return outcome;
  const some = failed.length === 1 ? 'One post' : `${failed.length} posts`;
  return {
    ...outcome,
    message: `${outcome.message} ${some} could not be built.`,
    detail: [...failed, ...(outcome.detail ? [outcome.detail] : [])].join('\n'),
  };
}
