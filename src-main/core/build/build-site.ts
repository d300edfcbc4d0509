import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { BuildInput, BuildOutcome, BuildProgress } from '../../common/build/build.ts';
import { isMarkdown } from '../../common/site/content-files.ts';
import type { GalleyHome } from '../home.ts';
import type { OpenSite } from '../site/open-site.ts';
import {
  type BuildState,
  buildStatePath,
  emptyState,
  readBuildState,
  writeBuildState,
} from './build-state.ts';
import { hashOf } from './hash.ts';
import { pictureSettingsKey } from './media.ts';
import { manifestName, openOutputFolder } from './output-folder.ts';
import { BuildCancelled, type PoolMaker } from './render-pool.ts';
import { runBuild } from './run-build.ts';
import { readSources, refuseSources } from './sources.ts';

export interface SiteBuilderOptions {
  site: OpenSite;
  home: GalleyHome;
  /** Absolute path of the folder `resources` that comes with the program. */
  resources: string;
  /** Of the program: pages of another version are made anew. */
  version: string;
  /** Where pages are rendered; in this thread where none is given. */
  makePool?: PoolMaker | undefined;
}

/** What happens while a site is built. */
export interface BuildDuring {
  signal?: AbortSignal | undefined;
  onProgress?: ((progress: BuildProgress) => void) | undefined;
}

/** Builds the open site. Remembers what it has read, so that a second build costs only what has changed. */
export interface SiteBuilder {
  /** @throws AppError `output-not-ours`, `theme-broken`, `build-running`, `disk-full`, `write-refused` */
  build(input: BuildInput, during?: BuildDuring): Promise<BuildOutcome>;
}

/** Makes the builder of one open site. */
export function createSiteBuilder(options: SiteBuilderOptions): SiteBuilder {
  const { site, home } = options;
  let state: BuildState | undefined;
  return {
    async build(input, during = {}) {
      const started = performance.now();
      const folder = site.description().site;
      const out = input.out === undefined ? join(site.root, folder, '_site') : resolve(input.out);
      await refuseSources(out, site);
      if (!existsSync(join(out, manifestName)))
        options.makePool?.expect?.((await site.sources()).listing.filter(isMarkdown).length);
      const sources = await readSources(options, input.drafts ?? false);
      const output = openOutputFolder(out);
      const statePath = buildStatePath(home.cache, site.root, folder);
      const { config, theme, searchLength } = sources;
      const key = hashOf(options.version, pictureSettingsKey, config.url, theme.contentWidth, searchLength);
      state ??= readBuildState(statePath);
      if (state?.key !== key) state = emptyState(key);
      try {
        const isDefault = input.out === undefined;
        const built = await runBuild({ options, sources, output, state, during, isDefault });
        state = { key, posts: built.posts, media: built.media };
        writeBuildState(statePath, state);
        return {
          kind: 'built',
          pages: built.pages,
          posts: built.postCount,
          changed: built.changed,
          milliseconds: Math.round(performance.now() - started),
          out,
          base: config.base,
          problems: built.problems,
        };
      } catch (error) {
        output.abandon();
        if (error instanceof BuildCancelled) return { kind: 'cancelled' };
        throw error;
      }
    },
  };
}
