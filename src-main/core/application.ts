import { join } from 'node:path';
import type { AssetReference, FileReference } from '../common/api/bridge.ts';
import type { EventName, Handlers, Payload } from '../common/api/contract.ts';
import { hostHandlers } from './application/host-handlers.ts';
import { createOpenBlog } from './application/open-blog.ts';
import type { ApplicationOptions } from './application/options.ts';
import { postHandlers } from './application/post-handlers.ts';
import { publishHandlers } from './application/publish-handlers.ts';
import { repositoryHandlers } from './application/repository-handlers.ts';
import { siteHandlers } from './application/site-handlers.ts';
import { createEventHub } from './event-hub.ts';
import { createKeychainStore, createMemoryStore } from './git/askpass/secret-store.ts';
import { createSignInDesk } from './git/askpass/sign-in-desk.ts';
import { createSettingsStore } from './settings/settings-store.ts';
import type { OpenSite } from './site/open-site.ts';

export type { ApplicationOptions, HostAbilities } from './application/options.ts';

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

/** Puts the parts of the core behind the contract. */
export function createApplication(options: ApplicationOptions): Application {
  const { home, host } = options;
  const events = createEventHub();
  const settings = createSettingsStore(home);
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
  const blog = createOpenBlog(options, { events, settings, signIn });
  const handlers: Handlers = {
    ...hostHandlers({ host, events, settings, desk }),
    ...siteHandlers(blog, options),
    ...postHandlers(blog, settings),
    ...publishHandlers(blog),
    ...repositoryHandlers(blog),
  };
  return {
    handlers,
    listen: events.listen,
    findAsset: (reference) => blog.opened().site.assets.find(reference),
    readPicture: ({ path, version }) =>
      version === undefined ? blog.opened().site.assets.read(path) : blog.publishing().fileIn(path, version),
    site: () => blog.opened().site,
    close: blog.close,
  };
}
