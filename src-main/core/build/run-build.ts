import { statSync } from 'node:fs';
import { join } from 'node:path';
import { fileAddress, pageAddress } from '../../common/build/addresses.ts';
import type { BuildProgress } from '../../common/build/build.ts';
import { originOf } from '../../common/build/head.ts';
import { listPages, type PageTask } from '../../common/build/list-pages.ts';
import type { PostEntryModel, SiteModel } from '../../common/build/model.ts';
import { redirectPage } from '../../common/build/plain-files.ts';
import { type PlannedPost, planSite, type SitePlan } from '../../common/build/plan-site.ts';
import { shownDate } from '../../common/build/shown-date.ts';
import type { SiteConfig } from '../../common/build/site-config.ts';
import { siteModel } from '../../common/build/site-model.ts';
import type { PostProblem } from '../../common/site/check/check-posts.ts';
import { within } from '../../common/site/paths.ts';
import { isAsStamped, stampOf } from '../index/file-stamp.ts';
import type { BuildDuring, SiteBuilderOptions } from './build-site.ts';
import type { BuildState } from './build-state.ts';
import { copyDiagramProgram, type DiagramProgram, findDiagramProgram } from './diagram-program.ts';
import { hashOf } from './hash.ts';
import {
  addressKey,
  createLinkResolver,
  type LinkResolver,
  type LinkTable,
  referenceNames,
  referenceTo,
} from './links.ts';
import { createMedia, look, type Media, type MediaFile } from './media.ts';
import type { OutputFolder } from './output-folder.ts';
import { createOutputWriter, type OutputWriter } from './output-writer.ts';
import { makePictures, publishedKey, publishFile } from './pictures.ts';
import { plainFiles } from './plain-site-files.ts';
import { BuildCancelled, type RenderPool, renderHere } from './render-pool.ts';
import {
  type PostRecord,
  type PostTask,
  type RenderJob,
  readSource,
  sourceHash,
  type TargetKind,
} from './render-post.ts';
import type { Sources } from './sources.ts';

/** One build and all that it works with. */
export interface Build {
  options: SiteBuilderOptions;
  sources: Sources;
  output: OutputFolder;
  /** What the build before has left; not changed. */
  state: BuildState;
  during: BuildDuring;
  /** Whether the output folder is the usual one, which git is told to leave alone. */
  isDefault: boolean;
}

export interface Built {
  posts: BuildState['posts'];
  media: BuildState['media'];
  pages: number;
  postCount: number;
  changed: number;
  problems: PostProblem[];
}

/** Builds the site: what has not changed since the files in the output folder were made is not made again. */
export async function runBuild(build: Build): Promise<Built> {
  const failed = new Set<string>();
  const problems: PostProblem[] = [];
  // Neighbours and lists must not lead to a post that could not be rendered: the site is planned again without it.
  for (;;) {
    const attempt = await tryBuild(build, failed);
    problems.push(...attempt.problems);
    if (attempt.kind === 'built')
      return {
        ...attempt.built,
        problems: [...build.sources.problems, ...problems, ...attempt.built.problems],
      };
    for (const path of attempt.failed) failed.add(path);
  }
}

type Attempt =
  | { kind: 'built'; built: Built; problems: PostProblem[] }
  | { kind: 'failed'; failed: string[]; problems: PostProblem[] };

async function tryBuild(build: Build, failed: ReadonlySet<string>): Promise<Attempt> {
  const { sources, output, options, during } = build;
  const plan = planSite(sources.posts.filter(({ path }) => !failed.has(path)));
  const staging = output.stage();
  const writer = createOutputWriter(staging);
  const prepared = prepare(build, plan);
  const { job, siteKey } = prepared;
  const makePool = options.makePool ?? renderHere;
  const pool = makePool(job, staging, during.signal);
  try {
    const texts = await renderPosts(build, { plan, pool, ...prepared });
    if (texts.failed.length > 0) return { kind: 'failed', failed: texts.failed, problems: texts.problems };
    const files = new Map<string, string>(texts.files);
    const entryOf = entries(texts.records, sources.config);
    const tasks = listPages({ plan, config: sources.config, site: job.site, entryOf });
    await renderLists({ tasks, pool, siteKey, files, old: output.files(), during });
    const redirects = writeRedirects({ plan, build, records: texts.records, site: job.site, files, writer });
    plainFiles({ build, plan, files, writer, site: job.site, entryOf, records: texts.records });
    await copyFiles(build, plan, { files, writer, media: prepared.media });
    copyDiagramProgram(prepared.diagramProgram, { records: texts.records, plan, files, writer, build });
    await makePictures({ build, media: texts.media, files, writer });
    if (during.signal?.aborted) throw new BuildCancelled();
    report(during, 'writing', 0, 1);
    const changed = output.commit(files);
    report(during, 'writing', 1, 1);
    const built: Built = {
      posts: texts.state,
      media: new Map(prepared.media.known()),
      pages: plan.posts.length + plan.pages.length + tasks.length + redirects.count,
      postCount: plan.posts.length,
      changed,
      problems: [...plan.problems, ...redirects.problems, ...placesTold(prepared.media)],
    };
    return { kind: 'built', built, problems: texts.problems };
  } finally {
    await pool.close();
  }
}

interface Prepared {
  job: RenderJob;
  diagramProgram: DiagramProgram | undefined;
  media: Media;
  resolver: LinkResolver;
  /** Another one whenever every page is. */
  siteKey: string;
}

function prepare({ options, sources, state }: Build, plan: SitePlan): Prepared {
  const { config, theme, settings } = sources;
  const site: SiteModel = siteModel(config, plan);
  const folders = { folder: settings.folder, staticFolders: settings.staticFolders };
  const mediaOptions = {
    root: options.site.root,
    settings: folders,
    copied: sources.copied,
    base: config.base,
    known: state.media,
  };
  const media = createMedia(mediaOptions);
  const all = [...plan.posts, ...plan.pages];
  const links: LinkTable = {
    settings: folders,
    base: config.base,
    byPath: new Map(all.map(({ source, address }) => [source.path, config.base + address.url])),
    // Of several posts with one name, the first by path is meant.
    byName: new Map(
      all
        .toSorted((a, b) => (a.source.path > b.source.path ? -1 : 1))
        .flatMap(({ source, address }) =>
          referenceNames(source.path).map((name): [string, string] => [name, config.base + address.url]),
        ),
    ),
    byAddress: new Map(
      all.map(({ source, address }) => [addressKey(source.url ?? address.url), config.base + address.url]),
    ),
  };
  const assets = Object.fromEntries(
    theme.assets.map(({ name, file }) => [name, `${config.base}/${encodeURI(file)}`]),
  );
  const diagramProgram = findDiagramProgram();
  const script = assets['diagrams.js'];
  const job: RenderJob = {
    config,
    site,
    media: mediaOptions,
    links,
    templates: theme.templates,
    assets,
    contentWidth: theme.contentWidth,
    diagrams:
      diagramProgram && script !== undefined
        ? { script, program: `${config.base}/${diagramProgram.file}` }
        : undefined,
    searchLength: sources.searchLength,
    liquidInCode: settings.convention === 'jekyll',
  };
  const siteKey = hashOf(options.version, theme.hash, settings.convention, config, site, job.diagrams);
  return { job, diagramProgram, media, resolver: createLinkResolver(links, media), siteKey };
}

interface RenderedPosts {
  records: ReadonlyMap<string, PostRecord>;
  state: BuildState['posts'];
  /** Pages of posts with their keys. */
  files: [file: string, key: string][];
  media: ReadonlySet<MediaFile>;
  failed: string[];
  problems: PostProblem[];
}

async function renderPosts(
  build: Build,
  { plan, pool, resolver, siteKey, job }: Prepared & { plan: SitePlan; pool: RenderPool },
): Promise<RenderedPosts> {
  const { sources, output, state, options, during } = build;
  const { root } = options.site;
  const { base } = sources.config;
  const inFeed = new Set(sources.config.url === '' ? [] : plan.posts.slice(0, sources.config.feedPosts));
  const all = [...plan.posts, ...plan.pages];
  const records = new Map<string, PostRecord>();
  const next: BuildState['posts'] = new Map();
  const tasks: PostTask[] = [];
  const old = output.files();
  const foundAt = (path: string, target: string, kind: TargetKind): string =>
    kind === 'named' ? (referenceTo(job.links, target) ?? '') : (resolver(path, target, kind)?.key ?? '');
  for (const post of all) {
    const { path } = post.source;
    const wantsContent = inFeed.has(post);
    const task = taskOf(post, base, wantsContent);
    const known = state.posts.get(path);
    const isKnown =
      known !== undefined &&
      isAsStamped(join(root, path), known.stamp) &&
      (!wantsContent || known.record.content !== undefined) &&
      known.record.targets.every(([kind, target, found]) => foundAt(path, target, kind) === found);
    if (isKnown && old.get(task.file) === postKey(siteKey, task, known.record)) {
      records.set(path, known.record);
      next.set(path, known);
    } else tasks.push(task);
  }
  report(during, 'posts', 0, tasks.length);
  let done = 0;
  const failed: string[] = [];
  const problems: PostProblem[] = [];
  const startedAt = Date.now();
  const rendering = pool.posts(tasks, (results) => {
    for (const { path, record, problems: found } of results) {
      problems.push(...found);
      if (!record) {
        failed.push(path);
        continue;
      }
      records.set(path, record);
      const stamp = stampNow(root, path, record.source, startedAt);
      if (stamp) next.set(path, { stamp, record });
    }
    done += results.length;
    report(during, 'posts', done, tasks.length);
  });
  // Until a thread answers there is time: every date will be shown.
  for (const { source } of all) shownDate(source.date, sources.config.language);
  await rendering;
  const media = new Set<MediaFile>();
  const files = all.flatMap((post): [string, string][] => {
    const { path } = post.source;
    const record = records.get(path);
    if (!record) return [];
    for (const [kind, target, found] of record.targets) {
      const file = found === '' || kind === 'named' ? undefined : resolver(path, target, kind)?.file;
      if (file) media.add(file);
    }
    return [[post.address.file, postKey(siteKey, taskOf(post, base, false), record)]];
  });
  await resolver.measure(media);
  problems.sort((a, b) => (a.path < b.path ? -1 : 1));
  return { records, state: next, files, media, failed, problems };
}

/** The stamp of a file that was just read; undefined where it has been changed since. */
function stampNow(
  root: string,
  path: string,
  source: string,
  startedAt: number,
): ReturnType<typeof stampOf> | undefined {
  try {
    const absolute = join(root, path);
    const status = statSync(absolute);
    const stamp = stampOf(status, absolute, startedAt);
    const isOld = Math.max(status.mtimeMs, status.ctimeMs) < startedAt - 1000;
    if (isOld) return stamp;
    const bytes = readSource(root, path);
    return bytes && sourceHash(bytes) === source ? stampOf(status, absolute, Date.now()) : undefined;
  } catch {
    return undefined;
  }
}

function taskOf(post: PlannedPost, base: string, wantsContent: boolean): PostTask {
  const { source, address, tags, previous, next } = post;
  const neighbour = (other: PlannedPost | undefined) =>
    other && { title: other.source.title, url: base + other.address.url };
  return {
    path: source.path,
    kind: source.kind,
    title: source.title,
    date: source.date,
    description: source.description,
    tags: tags.map(({ name, address: { url } }) => ({ name, url: base + url })),
    url: base + address.url,
    file: address.file,
    draft: source.draft,
    previous: neighbour(previous),
    next: neighbour(next),
    wantsContent,
  };
}

/** Everything that a post's page is made of. */
function postKey(siteKey: string, task: PostTask, { source, targets }: PostRecord): string {
  return hashOf(siteKey, { ...task, wantsContent: false }, source, targets);
}

function entries(
  records: ReadonlyMap<string, PostRecord>,
  { base, language }: Pick<SiteConfig, 'base' | 'language'>,
): (post: PlannedPost) => PostEntryModel {
  const made = new Map<PlannedPost, PostEntryModel>();
  return (post) => {
    const known = made.get(post);
    if (known) return known;
    const { source, address, tags } = post;
    const facts = records.get(source.path)?.facts;
    const entry: PostEntryModel = {
      title: source.title,
      url: base + address.url,
      date: shownDate(source.date, language),
      description: source.description || facts?.excerpt || '',
      tags: tags.map((tag) => ({ name: tag.name, url: base + tag.address.url })),
      image: facts?.image ?? '',
      minutes: facts?.minutes ?? 1,
      draft: source.draft,
    };
    made.set(post, entry);
    return entry;
  };
}

async function renderLists({
  tasks,
  pool,
  siteKey,
  files,
  old,
  during,
}: {
  tasks: readonly PageTask[];
  pool: RenderPool;
  siteKey: string;
  files: Map<string, string>;
  old: ReadonlyMap<string, string>;
  during: BuildDuring;
}): Promise<void> {
  const changed = tasks.filter((task) => {
    const key = hashOf(siteKey, task);
    files.set(task.file, key);
    return old.get(task.file) !== key;
  });
  let done = 0;
  report(during, 'pages', 0, changed.length);
  await pool.pages(changed, (count) => {
    done += count;
    report(during, 'pages', done, changed.length);
  });
}

function writeRedirects({
  plan,
  build,
  records,
  site,
  files,
  writer,
}: {
  plan: SitePlan;
  build: Build;
  records: ReadonlyMap<string, PostRecord>;
  site: SiteModel;
  files: Map<string, string>;
  writer: OutputWriter;
}): { count: number; problems: PostProblem[] } {
  const { config } = build.sources;
  const origin = originOf(config);
  const old = build.output.files();
  const problems: PostProblem[] = [];
  let count = 0;
  for (const { source, address } of [...plan.posts, ...plan.pages]) {
    for (const alias of records.get(source.path)?.facts.aliases ?? []) {
      const from = pageAddress(alias.replace(/^https?:\/\/[^/]*/i, ''));
      if (from.file === address.file) continue;
      if (!plan.claims.claim(from.file)) {
        const message = `The former address ${from.url} belongs to another page now, so nothing leads from there to this post.`;
        problems.push({
          path: source.path,
          severity: 'warning',
          code: 'duplicate-url',
          message,
          line: 1,
          column: 1,
        });
        continue;
      }
      const url = config.base + address.url;
      const page = redirectPage({
        url,
        canonical: origin + url,
        title: source.title,
        language: site.language,
      });
      put({ files, writer, old }, from.file, page);
      count += 1;
    }
  }
  return { count, problems };
}

/** Writes a file unless the one from before is the same. */
export function put(
  {
    files,
    writer,
    old,
  }: { files: Map<string, string>; writer: OutputWriter; old: ReadonlyMap<string, string> },
  file: string,
  content: string | Uint8Array,
): void {
  const key = typeof content === 'string' ? hashOf(content) : sourceHash(content);
  files.set(file, key);
  if (old.get(file) !== key) writer.write(file, content);
}

/** The theme's files, and what the author keeps in `assets`. */
async function copyFiles(
  { sources, output, options, state }: Build,
  plan: SitePlan,
  { files, writer, media }: { files: Map<string, string>; writer: OutputWriter; media: Media },
): Promise<void> {
  const old = output.files();
  const { root } = options.site;
  for (const { file, bytes } of sources.theme.assets)
    if (plan.claims.claim(file)) put({ files, writer, old }, file, bytes);
  for (const path of sources.files) {
    const { file } = fileAddress(`assets/${within(sources.copied ?? '.', path)}`);
    const found = look(path, { root, known: state.media });
    if (!found || !plan.claims.claim(file)) continue;
    media.remember(path, found);
    const key = publishedKey(path, found.hash);
    files.set(file, key);
    if (old.get(file) !== key) await publishFile(writer, file, join(root, path));
  }
}

/** Films are published as they are: their authors should know what they tell. */
function placesTold(media: Media): PostProblem[] {
  const told = [...media.known()].filter(([, { tellsPlace }]) => tellsPlace).map(([path]) => path);
  const message =
    'This film says where it was taken, and is published with that. Save it without its location in the program that you cut films with.';
  return told.sort().map((path) => ({
    path,
    severity: 'warning',
    code: 'film-tells-place',
    message,
    line: 1,
    column: 1,
  }));
}

/** Tells how far the build is. */
export function report(during: BuildDuring, step: BuildProgress['step'], done: number, total: number): void {
  during.onProgress?.({ step, done, total });
}
