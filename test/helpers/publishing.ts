import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PublishProgress, Resolution } from '../../src-main/common/publish/publish.ts';
import type { SignInMeans } from '../../src-main/core/git/askpass/open-for-remote.ts';
import type { PublishableSite } from '../../src-main/core/publish/publishable-site.ts';
import {
  createPublishing,
  type PublishInput,
  type Publishing,
  type PublishingOptions,
} from '../../src-main/core/publish/publishing.ts';
import { git, gitEnvironment, makeRepository } from './repository.ts';

/** A site of the simplest kind over a folder: posts are Markdown files in `posts`, titles are first headings. */
export function plainSite(tree: string, posts = 'posts/'): PublishableSite {
  return {
    isPost: (path) => path.startsWith(posts) && path.endsWith('.md'),
    titleOf: (_path, text) => /^# (.+)$/m.exec(text)?.[1],
    assetsOf: async (_path, text) =>
      [...text.matchAll(/!\[[^\]]*\]\(\/?([^)]+)\)/g)]
        .map((match) => match[1] ?? '')
        .filter((path) => existsSync(join(tree, path))),
    revisionOf: (path) => readFile(join(tree, path)).then(hashOf, () => undefined),
    holdingSaves: (_paths, action) => action(),
  };
}

/** SHA-256 of a file's bytes, as revisions are. */
export function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** A blog with its remote and the publishing that is under test. */
export interface Blog {
  tree: string;
  remote: string;
  home: { data: string; cache: string };
  publishing: Publishing;
  /** Publishes with a context of its own. */
  publish(input: PublishInput, signal?: AbortSignal): ReturnType<Publishing['publish']>;
  bringIn(signal?: AbortSignal, order?: { merge: boolean }): ReturnType<Publishing['bringIn']>;
  resolve(resolutions: readonly Resolution[]): ReturnType<Publishing['resolve']>;
  /** Progress of all publishes so far. */
  progress: PublishProgress[];
}

/** Publishing over a working tree that is there already. */
export function blogOver(
  parent: string,
  { tree, remote = '' }: { tree: string; remote?: string },
  options: {
    environment?: Record<string, string>;
    site?: PublishableSite;
    gitFolder?: string;
    signIn?: SignInMeans;
    keepText?: PublishingOptions['keepText'];
  } = {},
): Blog {
  const home = { data: join(parent, 'home', 'data'), cache: join(parent, 'home', 'cache') };
  const progress: PublishProgress[] = [];
  const publishing = createPublishing({
    repository: { workingTree: tree, gitFolder: options.gitFolder ?? join(tree, '.git') },
    site: options.site ?? plainSite(tree),
    home,
    environment: { ...gitEnvironment, ...options.environment },
    signIn: options.signIn,
    ...(options.keepText && { keepText: options.keepText }),
  });
  const context = (signal = new AbortController().signal) => ({
    signal,
    onProgress: (step: PublishProgress) => void progress.push(step),
  });
  return {
    tree,
    remote,
    home,
    publishing,
    progress,
    publish: (input, signal) => publishing.publish(input, context(signal)),
    bringIn: (signal, order) => publishing.bringIn(context(signal), order),
    resolve: (resolutions) => publishing.resolve(resolutions, context()),
  };
}

/** A new blog with these files published to a bare remote beside it. */
export function makeBlog(
  parent: string,
  files: Record<string, string> = { 'posts/first.md': '# First\n' },
  environment: Record<string, string> = {},
): Blog {
  return blogOver(parent, makeRepository(parent, files), { environment });
}

/** The tip of a branch of a bare remote. */
export function tipOf(remote: string, branch = 'main'): string {
  return git(remote, 'rev-parse', `refs/heads/${branch}`).trim();
}

/** Every entry of the index with its mode, blob and stage. */
export function indexOf(tree: string): string {
  return git(tree, 'ls-files', '--stage', '-z');
}

/** Bytes of a file as text. */
export function textOf(tree: string, path: string): string {
  return readFileSync(join(tree, path), 'utf8');
}
