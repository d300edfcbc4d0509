import { hostedRepository, type LiveReport } from '../../../common/publish/live.ts';
import type { PublishOutcome } from '../../../common/publish/publish.ts';
import { createAsk } from './guarded-fetch.ts';
import { type PostTeller, publishedPosts } from './published-posts.ts';
import { findSiteAddress } from './site-address.ts';
import { type LiveWatch, watchLive } from './watch-live.ts';

/** Looks whether readers have what was published, one publish at a time. */
export interface LiveLooker {
  /** Begins to look; what was looked for before is given up. Asks nothing where the site has no address. */
  look(outcome: PublishOutcome): Promise<void>;
  current(): LiveReport | undefined;
  stop(): void;
}

export interface LiveLookerOptions {
  teller: PostTeller;
  /** The site as it is now, and the address of its remote. */
  site(): Promise<{ address: string | undefined; folder: string; remote: string | undefined }>;
  /** Whether the author wants it. */
  isWanted(): Promise<boolean>;
  onReport(report: LiveReport): void;
  fetch?: typeof globalThis.fetch;
  pace?: LiveWatch['pace'];
  /** Address of GitHub’s interface. */
  githubApi?: string;
}

/** Nothing is asked of the net here unless the author wants it and the site says where it is. */
export function createLiveLooker(options: LiveLookerOptions): LiveLooker {
  const { teller, isWanted, onReport, fetch, pace, githubApi = 'https://api.github.com' } = options;
  const own = fetch ? { fetch } : {};
  let running: AbortController | undefined;
  let latest: LiveReport | undefined;

  return {
    async look(outcome) {
      running?.abort();
      const mine = new AbortController();
      running = mine;
      latest = undefined;
      if (outcome.outcome !== 'published' || outcome.commit === undefined || !(await isWanted())) return;
      const { remote, ...place } = await options.site();
      const [site, posts] = await Promise.all([
        findSiteAddress({ ...place, remote }),
        publishedPosts(outcome, teller),
      ]);
      if (site === undefined || posts.length === 0 || mine.signal.aborted) return;
      const repository = remote === undefined ? undefined : hostedRepository(remote);
      const askBuilds = createAsk({ site: githubApi, ...own });
      await watchLive({
        ask: createAsk({ site, ...own }),
        site,
        commit: outcome.commit,
        posts,
        builds:
          repository?.host === 'github.com' ? { api: githubApi, repository, ask: askBuilds } : undefined,
        signal: mine.signal,
        onReport(report) {
          if (running !== mine) return;
          latest = report;
          onReport(report);
        },
        ...(pace && { pace }),
      });
    },
    current: () => latest,
    stop: () => running?.abort(),
  };
}
