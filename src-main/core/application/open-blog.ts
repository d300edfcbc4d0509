import { join } from 'node:path';
import type { Payload } from '../../common/api/contract.ts';
import { AppError } from '../../common/errors.ts';
import type { PublishOutcome } from '../../common/publish/publish.ts';
import type { SiteInfo } from '../../common/site/site.ts';
import { type BuildQueue, createBuildQueue } from '../build/build-queue.ts';
import { createSiteBuilder, type SiteBuilder } from '../build/build-site.ts';
import { revisionOfBytes } from '../disk.ts';
import type { EventHub } from '../event-hub.ts';
import type { SignInMeans } from '../git/askpass/open-for-remote.ts';
import { watchRepository } from '../git/watch-repository.ts';
import { createJournal, type Journal } from '../posts/journal.ts';
import { createSnapshots, type Snapshots } from '../posts/snapshots.ts';
import { type AutoSend, createAutoSend } from '../publish/auto-send.ts';
import { createLiveLooker, type LiveLooker } from '../publish/live/live-looker.ts';
import { createPublishing, type Publishing } from '../publish/publishing.ts';
import type { RemoteContext } from '../publish/push.ts';
import { publishWithSite, type SitePublishTools } from '../publish-site/publish-with-site.ts';
import { createRecentSites, type RecentSites } from '../settings/recent-sites.ts';
import type { SettingsStore } from '../settings/settings-store.ts';
import { type OpenSite, openSite } from '../site/open-site.ts';
import { createSiteSnippets, type SiteSnippets } from '../site/snippets.ts';
import type { SiteChange } from '../site/watch-site.ts';
import type { ApplicationOptions } from './options.ts';
import { reportLater } from './report-later.ts';

/** All that is made for a blog when it is opened, and ends with it. */
export interface Session {
  /** The folder that was asked for, which may lie inside the site's. */
  folder: string;
  site: OpenSite;
  journal: Journal;
  snapshots: Snapshots;
  snippets: SiteSnippets;
  publishing: Publishing | undefined;
  builder: SiteBuilder;
  /** Both are absent for a script, which asks once and ends. */
  autoSend?: AutoSend;
  live?: LiveLooker;
  unwatch: () => Promise<void>;
}

/** The blog that is open, if one is, and what may be done with it by one at a time. */
export interface OpenBlog {
  events: EventHub;
  recent: RecentSites;
  builds: BuildQueue;
  current(): Session | undefined;
  /** @throws AppError `no-site-open` */
  opened(): Session;
  /** @throws AppError `no-site-open`, `no-repository` */
  publishing(): Publishing;
  describe(session: Session): Promise<SiteInfo>;
  /** In place of the one that is open. */
  open(folder: string): Promise<SiteInfo>;
  close(): Promise<void>;
  /** One publish or bring-in at a time, and one button to stop it. @throws AppError `repository-busy` */
  exclusively<T>(action: (signal: AbortSignal) => Promise<T>): Promise<T>;
  /** Whether something runs exclusively. */
  isBusy(): boolean;
  /** Stops what runs exclusively. */
  stop(): void;
  onProgress(progress: Payload<'publish.progress'>): void;
  siteTools(): SitePublishTools;
  /** Sends what waits, with the built site after it, as after any publish. */
  sendWaiting(of: Publishing, context: RemoteContext): Promise<PublishOutcome | undefined>;
  /** What follows from how a publish ended: it is tried again later, or looked for online. */
  noteOutcome(outcome: PublishOutcome): PublishOutcome;
}

/** What the blog shares with what is there without one. */
export interface OpenBlogParts {
  events: EventHub;
  settings: SettingsStore;
  signIn: SignInMeans | undefined;
}

/** No blog is open at first. */
export function createOpenBlog(
  options: ApplicationOptions,
  { events, settings, signIn }: OpenBlogParts,
): OpenBlog {
  const { home, host } = options;
  const recent = createRecentSites(home);
  let session: Session | undefined;
  let running: AbortController | undefined;
  const builds = createBuildQueue((progress) => events.emit('build.progress', progress));
  const builderOptions = {
    home,
    resources: options.resources,
    version: host.version,
    makePool: options.makeBuildPool,
  };
  const siteTools = () => ({ site: opened().site, publishing: publishing(), builder: builderOptions });

  const opened = (): Session => {
    if (!session) throw new AppError('no-site-open');
    return session;
  };
  const publishing = (): Publishing => {
    const found = opened().publishing;
    if (!found) throw new AppError('no-repository');
    return found;
  };
  const describe = async ({ site, publishing }: Session): Promise<SiteInfo> => ({
    ...site.description(),
    git: await publishing?.summary(),
  });

  async function open(folder: string): Promise<SiteInfo> {
    const site = await openSite(folder, { home, runIndex: options.runIndex });
    await closeSession();
    session = await startSession(site, folder);
    const info = await describe(session);
    if (host.kind !== 'cli') await recent.remember({ name: info.name, root: info.root });
    events.emit('site.changed', info);
    return info;
  }

  async function startSession(site: OpenSite, folder: string): Promise<Session> {
    const location = site.repository;
    const snapshots = createSnapshots({ home, root: site.root });
    const started: Session = {
      folder,
      site,
      // What nobody wanted back at once may be wanted later.
      journal: createJournal({
        home,
        root: site.root,
        onGivenUp: ({ path, text }) => snapshots.keep(path, text),
      }),
      snapshots,
      snippets: createSiteSnippets({
        root: site.root,
        sources: () => site.sources(),
        posts: () => site.posts.list(),
      }),
      publishing:
        location &&
        createPublishing({ repository: location, site, home, signIn, keepText: keepText(snapshots) }),
      builder: createSiteBuilder({ ...builderOptions, site }),
      unwatch: async () => {},
    };
    // A script asks once and ends; only a window wants to hear of later changes.
    if (host.kind === 'cli') return started;
    const stops = [
      await site.watch((change) => void tellOfChange(started, change).catch(reportLater)),
      location && (await watchRepository(location, () => events.emit('repository.changed', undefined))),
    ];
    if (started.publishing) {
      started.live = startLooking(site, started.publishing);
      started.autoSend = startAutoSend(started.publishing);
    }
    started.unwatch = async () => {
      await Promise.all(stops.map((stop) => stop?.()));
    };
    return started;
  }

  async function tellOfChange(from: Session, change: SiteChange): Promise<void> {
    from.snippets.forget();
    if (change.list) events.emit('posts.changed', { paths: change.paths });
    events.emit('repository.changed', undefined);
    // A configuration that changed may have changed what the blog is.
    if (!change.list || change.files.length === 0) return;
    const info = await describe(from);
    if (session === from) events.emit('site.changed', info);
  }

  async function closeSession(): Promise<void> {
    const ending = session;
    session = undefined;
    running?.abort();
    await builds.end();
    ending?.autoSend?.stop();
    ending?.live?.stop();
    await ending?.unwatch();
    await ending?.snapshots.settled();
    await ending?.site.close();
  }

  /** One publish or bring-in at a time, and one button to stop it. */
  async function exclusively<T>(action: (signal: AbortSignal) => Promise<T>): Promise<T> {
    if (running) throw new AppError('repository-busy', { message: 'Galley is publishing already.' });
    running = new AbortController();
    try {
      return await action(running.signal);
    } finally {
      running = undefined;
      events.emit('repository.changed', undefined);
    }
  }

  /** What the author has told to publish goes out once the network is back, after a restart too. */
  function startAutoSend(of: Publishing): AutoSend {
    const autoSend = createAutoSend({
      send: () => exclusively((signal) => sendWaiting(of, { signal, onProgress, byItself: true })),
      onEnd: (outcome) => events.emit('publish.sentByItself', noteOutcome(outcome)),
    });
    void of.isWaiting().then((waits) => waits && autoSend.wake());
    return autoSend;
  }

  function startLooking(site: OpenSite, of: Publishing): LiveLooker {
    return createLiveLooker({
      teller: {
        list: () => site.posts.list(),
        titleOf: site.titleOf,
        async texts(path, commit) {
          const [, earlier] = await of.history(path);
          return {
            now: await of.textIn(path, commit),
            before: earlier && (await of.textIn(path, earlier.commit)),
          };
        },
      },
      async site() {
        const { address, site: folder } = site.description();
        return { address, folder: join(site.root, folder), remote: await of.remoteAddress() };
      },
      isWanted: async () => (await settings.read()).lookWhetherLive,
      onReport: (report) => events.emit('live.changed', report),
    });
  }

  /** With the built site after it, as after any publish. */
  async function sendWaiting(of: Publishing, context: RemoteContext): Promise<PublishOutcome | undefined> {
    const outcome = await of.sendWaiting(context);
    return outcome && publishWithSite(siteTools(), async () => outcome, context);
  }

  function noteOutcome(outcome: PublishOutcome): PublishOutcome {
    if (outcome.outcome === 'offline') session?.autoSend?.wake();
    if (outcome.outcome === 'published') void session?.live?.look(outcome).catch(reportLater);
    return outcome;
  }

  const onProgress = (progress: Payload<'publish.progress'>): void =>
    events.emit('publish.progress', progress);

  return {
    events,
    recent,
    builds,
    current: () => session,
    opened,
    publishing,
    describe,
    open,
    close: closeSession,
    exclusively,
    isBusy: () => running !== undefined,
    stop: () => running?.abort(),
    onProgress,
    siteTools,
    sendWaiting,
    noteOutcome,
  };
}

/** A text that leaves the working tree is kept as an earlier version of its post. */
function keepText(snapshots: Snapshots) {
  return async (path: string, text: string): Promise<boolean> => {
    await snapshots.keep(path, text);
    return snapshots.has(path, revisionOfBytes(new TextEncoder().encode(text)));
  };
}
