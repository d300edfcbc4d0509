import { extname } from 'node:path';
import { AppError } from '../../common/errors.ts';
import type {
  ImportFormat,
  ImportOutcome,
  ImportPreview,
  ImportProgress,
} from '../../common/posts/import.ts';
import type { PostProblem } from '../../common/site/check/check-posts.ts';
import type { PictureWishes } from '../assets/prepare-picture.ts';
import { sideBySide } from '../side-by-side.ts';
import type { OpenSite } from '../site/open-site.ts';
import { type Archive, openArchive } from './archive.ts';
import { composeImported, type Imported, refused, type Target } from './create-imported.ts';
import { dialectOf } from './dialect.ts';
import { createFetchPicture, type FetchPicture } from './fetch-picture.ts';
import { createFinishing, type Finishing } from './finish-imported.ts';
import type { ForeignBlog } from './foreign-blog.ts';
import { readGhost } from './read-ghost.ts';
import { readMarkdown } from './read-markdown.ts';
import { readMedium } from './read-medium.ts';
import { readWordPress } from './read-wordpress.ts';

/** What is imported, and how. */
export interface ImportOrder {
  /** Absolute path of the export. */
  file: string;
  /** Which program gave it out; told by the export itself where none is given. */
  from?: ImportFormat | undefined;
  /** Whether pictures that the export does not hold are fetched from the web. */
  download: boolean;
}

export interface ImportTools {
  site: OpenSite;
  wishes: PictureWishes;
  signal: AbortSignal;
  onProgress(progress: ImportProgress): void;
  /** Tests give their own. */
  fetchPicture?: FetchPicture;
}

/**
 * Brings the posts of an export into the blog, each as a new post where and as the blog has them, with its pictures.
 * Nothing that is there is replaced: what has its place taken is left out, so that an import can be run again. Each post
 * is whole before its pictures come; links between the posts lead to where they are now.
 *
 * @throws AppError `bad-input` for what is no export, as `Disk.create`
 */
export async function importPosts(tools: ImportTools, order: ImportOrder): Promise<ImportOutcome> {
  const archive = await openArchive(order.file);
  try {
    const blog = await readExport(archive, order.from);
    return await tools.site.inBulk((bulk) => importBlog({ ...tools, ...bulk }, blog, order.download));
  } finally {
    await archive.close();
  }
}

/** While one post waits for the disk or the web, others go on; a server is asked for no more at once than a browser would. */
const mostAtOnce = 6;

/** What has become of one post of the export. */
interface Made {
  imported?: Imported;
  problems: PostProblem[];
}

async function importBlog(tools: BulkTools, blog: ForeignBlog, download: boolean): Promise<ImportOutcome> {
  const { site, posts, pictures, wishes, signal, fetchPicture } = tools;
  const maker = await posts.maker();
  const dialect = dialectOf(site.description().convention, maker.fileName);
  const target: Target = { site, posts, pictures, maker, dialect, namesakes: new Map() };
  const made = await sideBySide(writing(target, blog, tools), mostAtOnce);
  const imported = made.flatMap((each) => each.imported ?? []);
  const finishing = createFinishing(
    target,
    { blog, imported },
    { wishes, signal, download, fetchPicture: fetchPicture ?? createFetchPicture(blog.site) },
  );
  const found = await sideBySide(finishingAll(finishing, imported, tools), mostAtOnce);
  const problems = [...blog.problems, ...made.flatMap((each) => each.problems), ...found.flat()];
  return {
    posts: imported.map(({ path }) => path),
    assets: finishing.assets(),
    problems: withPaths(problems, imported),
    cancelled: signal.aborted,
  };
}

type BulkTools = ImportTools & Pick<Target, 'posts' | 'pictures'>;

/** Makes each post in its turn, so that names are given in the order of the export, and writes it beside the others. */
async function* writing(
  target: Target,
  { posts }: ForeignBlog,
  { signal, onProgress }: ImportTools,
): AsyncGenerator<() => Promise<Made>> {
  const advance = advancing('posts', posts.length, onProgress);
  for (const post of posts) {
    if (signal.aborted) return;
    const refuse = (error: unknown): Made => ({ problems: [refused(post, error)] });
    const composed = await composeImported(target, post).catch(refuse);
    yield async () => {
      const made = 'text' in composed ? await written(target, composed).catch(refuse) : composed;
      advance();
      return made;
    };
  }
}

async function written({ maker }: Target, composed: Required<Made> & { text: string }): Promise<Made> {
  await maker.write({ path: composed.imported.path, text: composed.text });
  return composed;
}

function* finishingAll(
  finishing: Finishing,
  imported: readonly Imported[],
  { signal, onProgress }: ImportTools,
): Generator<() => Promise<PostProblem[]>> {
  const advance = advancing('pictures', imported.length, onProgress);
  for (const each of imported) {
    if (signal.aborted) return;
    yield async () => {
      const found = await finishing.finish(each);
      advance();
      return found;
    };
  }
}

function advancing(step: ImportProgress['step'], total: number, tell: ImportTools['onProgress']): () => void {
  let done = 0;
  return () => {
    done += 1;
    tell({ step, done, total });
  };
}

/**
 * What an export holds, by the program that gave it out.
 *
 * @throws AppError `bad-input` for what is no export
 */
export async function describeExport({ file, from }: Omit<ImportOrder, 'download'>): Promise<ImportPreview> {
  const archive = await openArchive(file);
  try {
    const format = from ?? formatOf(archive);
    const { posts } = await readExport(archive, format);
    return { from: format, posts: posts.length };
  } finally {
    await archive.close();
  }
}

async function readExport(archive: Archive, from: ImportFormat | undefined): Promise<ForeignBlog> {
  const format = from ?? formatOf(archive);
  if (format === 'wordpress') return readWordPress(archive);
  if (format === 'ghost') return readGhost(archive);
  if (format === 'medium') return readMedium(archive);
  return readMarkdown(archive);
}

/** By the names in it. */
function formatOf({ names }: Archive): ImportFormat {
  const extensions = new Set(names.map((name) => extname(name).toLowerCase()));
  if (names.some((name) => /\.(?:md|markdown|mdx)$/i.test(name))) return 'markdown';
  if (extensions.has('.xml')) return 'wordpress';
  if (extensions.has('.json')) return 'ghost';
  if (extensions.has('.html')) return 'medium';
  throw new AppError('bad-input', {
    message: 'Nothing here is a post that Galley could read.',
    next: ['Say which program gave it out: --from wordpress, ghost, medium or markdown.'],
  });
}

/** What was said of a post of the export is said of the post that it has become. */
function withPaths(problems: readonly PostProblem[], imported: readonly Imported[]): PostProblem[] {
  const paths = new Map(imported.map(({ post, path }) => [post.name, path]));
  return problems.map((problem) => ({ ...problem, path: paths.get(problem.path) ?? problem.path }));
}
