import { join } from 'node:path';
import { readSitePublishing } from '../../common/new-blog/site-way.ts';
import type { PublishOutcome } from '../../common/publish/publish.ts';
import type { Git } from '../git/git.ts';
import { readFileAt } from '../git/history.ts';
import type { Environment } from '../git/program.ts';
import type { RepositoryStatus } from '../git/status.ts';
import type { RemoteContext } from '../publish/push.ts';
import { exportCommit } from './export-commit.ts';
import { publishSiteBranch } from './site-branch.ts';

/** A site to make of the sources in a folder. All paths are absolute. */
export interface SiteToBuild {
  sources: string;
  out: string;
  signal: AbortSignal;
}

/** Makes a site. @throws AppError where it cannot be made, or was stopped */
export type BuildSite = (site: SiteToBuild) => Promise<void>;

export interface SitePublish {
  status: RepositoryStatus;
  /** Where the blog is in the repository, with `/`; empty for all of it. */
  within: string;
  /** Absolute path of a folder of ours for this blog, made where it is missing. */
  memory: string;
  environment: Environment;
  build: BuildSite;
  /** Commits files of the working tree and publishes them, as any others are. */
  publishFiles(folder: string): Promise<PublishOutcome>;
}

/**
 * Builds the site of what was published and brings it to its readers, the way that `galley.yml` says. Nothing of what
 * only lies on this disk is in it.
 *
 * @returns how that ended; undefined where the blog wants no site built here
 * @throws AppError where the site cannot be built
 */
export async function publishSite(
  git: Git,
  order: SitePublish,
  context: RemoteContext,
): Promise<PublishOutcome | undefined> {
  const { status, within, memory, environment } = order;
  const { head } = status;
  const target = status.target.kind === 'found' ? status.target.target : undefined;
  if (head === undefined || target === undefined) return undefined;
  const settings = await readFileAt(git, head, within === '' ? 'galley.yml' : `${within}/galley.yml`);
  if (!settings) return undefined;
  const address = status.config.get(`remote.${target.remote}.url`);
  const { way, branch } = readSitePublishing(settings.toString('utf8'), address);
  if (way !== 'branch' && way !== 'docs') return undefined;

  context.onProgress({ step: 'building', detail: undefined });
  const sources = join(memory, 'sources', 'files');
  await exportCommit(git, { commit: head, within, folder: sources, signal: context.signal });
  const docs = within === '' ? 'docs' : `${within}/docs`;
  const out = way === 'docs' ? join(git.location.workingTree, ...docs.split('/')) : join(memory, 'site');
  await order.build({ sources, out, signal: context.signal });
  if (way === 'docs') return order.publishFiles(docs);
  const built = { folder: out, memory: join(memory, 'branch'), environment };
  return publishSiteBranch(git, { built, target, branch, source: head }, context);
}
