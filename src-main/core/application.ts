import { join } from 'node:path';
import type { AssetReference, FileReference } from '../common/api/bridge.ts';
import type { EventName, Handlers, HostDescription, Payload } from '../common/api/contract.ts';
import { AppError } from '../common/errors.ts';
import type { JournalNote } from '../common/posts/kept-texts.ts';
import type { PublishOutcome } from '../common/publish/publish.ts';
import type { SiteInfo } from '../common/site/site.ts';
import { createBuildQueue } from './build/build-queue.ts';
import { createSiteBuilder, type SiteBuilder } from './build/build-site.ts';
import { framePage } from './build/page-frame.ts';
import type { PoolMaker } from './build/render-pool.ts';
import { changeLook, readLook } from './build/site-look.ts';
import { createDisk, revisionOfBytes } from './disk.ts';
import { createEventHub } from './event-hub.ts';
import { listFolders } from './folders.ts';
import type { AskpassProgram } from './git/askpass/askpass-program.ts';
import { type Cipher, createKeychainStore, createMemoryStore } from './git/askpass/secret-store.ts';
import { createSignInDesk } from './git/askpass/sign-in-desk.ts';
import { watchRepository } from './git/watch-repository.ts';
import type { GalleyHome } from './home.ts';
import type { IndexRunner } from './index/index-runner.ts';
import { createBlog } from './new-blog/create-blog.ts';
import { proposeBlog } from './new-blog/propose-blog.ts';
import { createJournal, type Journal } from './posts/journal.ts';
import { saveWithSnapshots } from './posts/save-with-snapshots.ts';
import { createSnapshots, type Snapshots } from './posts/snapshots.ts';
import { listVersions, readVersion, restoreVersion, type VersionSources } from './posts/versions.ts';
import { type AutoSend, createAutoSend } from './publish/auto-send.ts';
import { createLiveLooker, type LiveLooker } from './publish/live/live-looker.ts';
import { createPublishing, type Publishing } from './publish/publishing.ts';
import type { RemoteContext } from './publish/push.ts';
import { isRepositoryTrusted } from './publish/repository-trusted.ts';
import { unpublishPost } from './publish/unpublish.ts';
import { publishWithSite } from './publish-site/publish-with-site.ts';
import { prepareSample } from './sample.ts';
import { createRecentSites } from './settings/recent-sites.ts';
import { createSettingsStore } from './settings/settings-store.ts';
import { checkSite } from './site/check-site.ts';
import { createCorrections } from './site/corrections.ts';
import { type OpenSite, openSite } from './site/open-site.ts';
import { listStyles, readStyle } from './site/site-styles.ts';
import { createSiteSnippets, type SiteSnippets } from './site/snippets.ts';
import type { SiteChange } from './site/watch-site.ts';

/** What only the host of the window can do. */
export interface HostAbilities {
  kind: HostDescription['kind'];
  version: string;
  /** The system's folder dialog; undefined as an answer where it was cancelled. Absent: there is none. */
  chooseFolder?: () => Promise<string | undefined>;
  /** Opens an address that has been checked to be http, https or mailto. Absent: the window does it itself. */
  openExternal?: (url: string) => Promise<void>;
  /** The system's keychain, where the author may keep a sign-in. Absent or without an answer: there is none. */
  keychain?: () => Cipher | undefined;
}

export interface ApplicationOptions {
  home: GalleyHome;
  host: HostAbilities;
  /** Absolute path of the folder `resources` that comes with the program. */
  resources: string;
  /** Where indexes of posts run; in this thread where none is given. */
  runIndex?: IndexRunner | undefined;
  /** What git and ssh start to ask the author; absent: they ask nobody. */
  askpass?: AskpassProgram | undefined;
  /** Where the pages of a built site are rendered; in this thread where none is given. */
  makeBuildPool?: PoolMaker | undefined;
}

/** Galley without a window: at most one open site, behind the contract. Every host calls one of these. */
export interface Application {
  handlers: Handlers;
  listen<E extends EventName>(event: E, listener: (payload: Payload<E>) => void): () => void;
  /** Absolute path of the file that a post refers to; undefined where there is none inside the site. */
  findAsset(reference: AssetReference): Promise<string | undefined>;
  /** A picture of the blog by its own path; undefined where there is none, or one too large to look at. */
  readPicture(reference: FileReference): Promise<Uint8Array | undefined>;
  /** The open site for a host of this process; throws `no-site-open`. */
  site(): OpenSite;
  close(): Promise<void>;
}

interface Session {
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

/** Puts the parts of the core behind the contract. */
export function createApplication(options: ApplicationOptions): Application {
  const { home, host } = options;
  const events = createEventHub();
  const settings = createSettingsStore(home);
  const recent = createRecentSites(home);
  const desk = createSignInDesk({
    tell: (question) => events.emit('signIn.asked', question),
    isHeard: () => events.isHeard('signIn.asked'),
  });
  const memory = createMemoryStore();
  const signIn = options.askpass && {
    program: options.askpass,
    asker: () => (events.isHeard('signIn.asked') ? desk : undefined),
    get store() {
      const cipher = host.keychain?.();
      return cipher ? createKeychainStore(join(home.data, 'sign-in.bin'), cipher) : memory;
    },
  };
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

  const repair = async (action: () => Promise<void>): Promise<undefined> => {
    await exclusively(action);
    return undefined;
  };

  const onProgress = (progress: Payload<'publish.progress'>): void =>
    events.emit('publish.progress', progress);

  const handlers: Handlers = {
    'host.describe': async () => describeHost(host),
    'host.chooseFolder': async () => {
      if (!host.chooseFolder) throw new AppError('not-available');
      return { path: await host.chooseFolder() };
    },
    'host.openExternal': async ({ url }) => {
      if (!host.openExternal) throw new AppError('not-available');
      await host.openExternal(externalAddress(url));
      return undefined;
    },
    'folders.list': ({ path }) => listFolders(path),

    'site.open': ({ path }) => open(path),
    'site.openSample': async () => open(await prepareSample(options.resources, home, process.env)),
    'blog.propose': async () => proposeBlog(process.env, options.resources),
    'blog.create': async (blog) => {
      const isTrusted = (folder: string) => isRepositoryTrusted({ folder, home, environment: process.env });
      return open(await createBlog(blog, { environment: process.env, now: new Date(), isTrusted }));
    },
    'site.page': (post) => framePage({ site: opened().site, resources: options.resources }, post),
    'site.styles': () => listStyles(opened().site),
    'site.style': ({ path }) => readStyle(opened().site, path),
    'site.look': async () => readLook(opened().site, options.resources),
    'site.changeLook': async ({ theme }) => {
      const { site } = opened();
      await changeLook({ site, resources: options.resources, disk: createDisk() }, theme);
      events.emit('repository.changed', undefined);
      return readLook(site, options.resources);
    },
    'site.current': async () => session && describe(session),
    'site.recent': () => recent.list(),
    'site.correct': async (correction) => {
      const { site, folder } = opened();
      if (running) throw new AppError('repository-busy', { message: 'Galley is publishing just now.' });
      await createCorrections(home).write(site.root, correction);
      return open(folder);
    },
    'site.close': async () => {
      await closeSession();
      events.emit('site.changed', undefined);
      return undefined;
    },

    'site.build': (input) => builds.run(opened().builder, input),
    'site.cancelBuild': async () => {
      builds.cancel();
      return undefined;
    },

    'posts.list': async ({ from = 0, count }) =>
      (await opened().site.posts.list()).slice(from, count === undefined ? undefined : from + count),
    'posts.search': ({ query, limit }) => opened().site.posts.search({ query, limit: limit ?? usualResults }),
    'posts.read': ({ path }) => opened().site.posts.read(path),
    'posts.save': async (input) => {
      const { site, snapshots } = opened();
      const outcome = await saveWithSnapshots({ posts: site.posts, snapshots }, input);
      if (outcome.kind === 'saved') events.emit('repository.changed', undefined);
      return outcome;
    },
    'posts.create': (input) => opened().site.posts.create(input),
    'posts.findMoved': ({ text }) => opened().site.posts.findMoved(text),
    'posts.describeRename': ({ path }) => opened().site.posts.describeRename(path),
    'posts.rename': async (input) => {
      const { site, snapshots, journal } = opened();
      const { moved, ...outcome } = await site.posts.rename(input, snapshots.keep);
      for (const { from, to } of moved) {
        await snapshots.move(from, to);
        await journal.move(from, to);
      }
      events.emit('repository.changed', undefined);
      return outcome;
    },
    'posts.fields': ({ path }) => opened().site.fieldsInUse(path),
    'posts.tags': async () => countTags((await opened().site.posts.list()).flatMap((post) => post.tags)),
    'assets.pictures': ({ post }) => opened().site.assets.picturesFor(post),
    'site.snippets': async ({ post }) => {
      const { site, snippets } = opened();
      if (site.watchFailed()) snippets.forget();
      return snippets.for(post);
    },
    'site.linkForm': async ({ post }) => opened().snippets.linkForm(post),
    'assets.add': async ({ bytes, ...picture }) => {
      const { pictureSide, pictureWebp, pictureQuality } = await settings.read();
      const added = await opened().site.pictures.add(
        { ...picture, bytes: decodeBytes(bytes) },
        { longestSide: pictureSide || undefined, webp: pictureWebp, quality: pictureQuality },
      );
      events.emit('repository.changed', undefined);
      return added;
    },
    'assets.remove': async ({ path }) => {
      await opened().site.pictures.remove(path);
      return undefined;
    },
    'assets.putBack': async ({ path }) => {
      await opened().site.pictures.putBack(path);
      events.emit('repository.changed', undefined);
      return undefined;
    },
    'posts.history': ({ path }) => listVersions(versionsOf(opened()), path),
    'posts.version': async ({ path, version }) => ({
      text: await readVersion(versionsOf(opened()), path, version),
    }),
    'posts.restore': async (input) => {
      const { site, snapshots } = opened();
      const restored = await restoreVersion(
        {
          sources: versionsOf(opened()),
          posts: site.posts,
          save: (text) => saveWithSnapshots({ posts: site.posts, snapshots }, text),
        },
        input,
      );
      events.emit('posts.changed', { paths: [input.path] });
      events.emit('repository.changed', undefined);
      return restored;
    },
    'posts.check': ({ paths }) => checkSite(opened().site, paths),

    'journal.keep': async (entry) => {
      await opened().journal.keep({ ...entry, basedOn: entry.basedOn });
      return undefined;
    },
    'journal.list': () => listUnsaved(opened()),
    'journal.read': ({ path }) => opened().journal.read(path),
    'journal.discard': async ({ path }) => {
      await opened().journal.discard(path);
      return undefined;
    },
    'snapshots.list': ({ path }) => opened().snapshots.list(path),
    'snapshots.read': async ({ path, id }) => ({ text: await opened().snapshots.read(path, id) }),

    'publish.plan': () => publishing().plan(),
    'publish.orphans': () => publishing().orphans(),
    'publish.binOrphan': async ({ path }) => {
      // Looked at anew: a post may name it by now.
      const isOrphan = (await publishing().orphans()).some((orphan) => orphan.path === path);
      if (!isOrphan)
        throw new AppError('bad-input', {
          message: `${path} is in use, so it stays.`,
          next: ['Take it out of the posts that show it first.'],
        });
      await opened().site.pictures.moveToBin(path);
      events.emit('repository.changed', undefined);
      return undefined;
    },
    'publish.diff': ({ path }) => publishing().diff(path),
    'publish.run': (input) =>
      exclusively(async (signal): Promise<PublishOutcome> => {
        const context = { signal, onProgress };
        const publish = () => publishing().publish(input, context);
        return noteOutcome(await publishWithSite(siteTools(), publish, context));
      }),
    'publish.unpublish': ({ path }) =>
      exclusively(async (signal): Promise<PublishOutcome> => {
        const { site } = opened();
        const { titleOf, asDraft, removePost: remove, posts } = site;
        const tools = { publishing: publishing(), posts, titleOf, asDraft, remove };
        const context = { signal, onProgress };
        const unpublish = () => unpublishPost(tools, path, context);
        const outcome = await publishWithSite(siteTools(), unpublish, context);
        events.emit('posts.changed', { paths: [path] });
        return noteOutcome(outcome);
      }),
    'publish.describeUnpublish': async ({ path }) => {
      const { site } = opened();
      const { text, url } = await site.posts.read(path);
      return { becomes: site.asDraft(path, text) === undefined ? 'removed' : 'draft', url };
    },
    'publish.cancel': async () => {
      running?.abort();
      return undefined;
    },
    'publish.sendWaiting': ({ byItself }) =>
      exclusively(async (signal) => {
        const quiet = byItself ? { byItself } : {};
        const outcome = await sendWaiting(publishing(), { signal, onProgress, ...quiet });
        return outcome && noteOutcome(outcome);
      }),
    'publish.stopWaiting': async () => {
      await publishing().stopWaiting();
      events.emit('repository.changed', undefined);
      return undefined;
    },
    'live.current': async () => opened().live?.current(),
    'live.stop': async () => {
      opened().live?.stop();
      return undefined;
    },
    'publish.bringIn': ({ merge }) =>
      exclusively((signal) => publishing().bringIn({ signal, onProgress }, { merge })),
    'publish.resolve': ({ resolutions }) =>
      exclusively((signal) => publishing().resolve(resolutions, { signal, onProgress })),

    'signIn.pending': async () => desk.pending(),
    'signIn.answer': async ({ id, reply }) => ({ taken: desk.answer(id, reply) }),
    'identity.guess': () => publishing().identity.guess(),
    'identity.set': async (identity) => {
      await publishing().identity.set(identity);
      events.emit('repository.changed', undefined);
      return undefined;
    },
    'repository.abortOperation': ({ operation }) =>
      repair(() => publishing().repair.abortOperation(operation)),
    'repository.putOnBranch': ({ name }) => repair(() => publishing().repair.putOnBranch(name)),
    'repository.setRemote': (remote) => repair(() => publishing().repair.setRemote(remote)),
    'repository.choosePlace': (place) => repair(() => publishing().repair.choosePlace(place)),
    'repository.removeLock': ({ path }) => repair(() => publishing().repair.removeLock(path)),
    'repository.fetchHistory': () =>
      exclusively(async (signal) => {
        await publishing().repair.fetchHistory({ signal, onProgress });
        return undefined;
      }),

    'trust.describe': () => publishing().trust.describe(),
    'trust.grant': async () => {
      const report = await publishing().trust.grant();
      events.emit('site.changed', await describe(opened()));
      return report;
    },

    'settings.read': () => settings.read(),
    'settings.change': async (change) => {
      const changed = await settings.change(change);
      events.emit('settings.changed', changed);
      return changed;
    },
  };

  return {
    handlers,
    listen: events.listen,
    findAsset: (reference) => opened().site.assets.find(reference),
    readPicture: ({ path, version }) =>
      version === undefined ? opened().site.assets.read(path) : publishing().fileIn(path, version),
    site: () => opened().site,
    close: closeSession,
  };
}

/** @throws AppError `bad-input` for what is no base64 */
function decodeBytes(text: string): Uint8Array {
  const bytes = Buffer.from(text, 'base64');
  const isWhole =
    text.length % 4 === 0 &&
    bytes.length === (text.length / 4) * 3 - (/=*$/.exec(text.slice(-2))?.[0].length ?? 0);
  if (!isWhole) throw new AppError('bad-input', { message: 'The picture did not arrive whole.' });
  return bytes;
}

/** Nobody waits for an event: what goes wrong with one is loud without taking the program down with it. */
function reportLater(error: unknown): void {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
}

/** A text that leaves the working tree is kept as an earlier version of its post. */
function keepText(snapshots: Snapshots) {
  return async (path: string, text: string): Promise<boolean> => {
    await snapshots.keep(path, text);
    return snapshots.has(path, revisionOfBytes(new TextEncoder().encode(text)));
  };
}

/** More results than this nobody looks through. */
const usualResults = 50;

/** What the journal holds and no file does: a program that ends right after a save has not told the journal yet. */
function listUnsaved({ journal, site }: Session): Promise<JournalNote[]> {
  return journal.list(async ({ path, text }) => {
    const saved = await site.posts.read(path).catch(() => undefined);
    return saved?.text !== text;
  });
}

function versionsOf({ publishing, snapshots }: Session): VersionSources {
  return { commits: publishing, snapshots };
}

function describeHost(host: HostAbilities): HostDescription {
  const platform = process.platform === 'darwin' || process.platform === 'win32' ? process.platform : 'linux';
  return {
    kind: host.kind,
    version: host.version,
    platform,
    folderChoice: host.chooseFolder ? 'dialog' : 'path-field',
  };
}

/** Addresses of other kinds could start programs. */
function externalAddress(url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed && ['http:', 'https:', 'mailto:'].includes(parsed.protocol)) return parsed.href;
  throw new AppError('bad-input', {
    message: 'Only web and mail addresses are opened outside Galley.',
    next: ['Copy the address if you want to open it yourself.'],
  });
}

function countTags(tags: string[]): { tag: string; posts: number }[] {
  const counts = new Map<string, number>();
  for (const tag of tags) counts.set(tag, (counts.get(tag) ?? 0) + 1);
  return [...counts]
    .map(([tag, posts]) => ({ tag, posts }))
    .sort((a, b) => b.posts - a.posts || a.tag.localeCompare(b.tag));
}
