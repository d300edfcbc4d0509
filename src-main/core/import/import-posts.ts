import { extname } from 'node:path';
import { AppError } from '../../common/errors.ts';
import type { ImportFormat, ImportOutcome, ImportProgress } from '../../common/posts/import.ts';
import type { PostProblem } from '../../common/site/check/check-posts.ts';
import type { PictureWishes } from '../assets/prepare-picture.ts';
import type { OpenSite } from '../site/open-site.ts';
import { type Archive, openArchive } from './archive.ts';
import { createImported, type Imported, refused, type Target } from './create-imported.ts';
import { dialectOf } from './dialect.ts';
import { createFetchPicture, type FetchPicture } from './fetch-picture.ts';
import { createFinishing } from './finish-imported.ts';
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
    const problems: PostProblem[] = [...blog.problems];
    const imported: Imported[] = [];
    const [newest] = await tools.site.posts.list();
    const { convention } = tools.site.description();
    const target: Target = {
      site: tools.site,
      dialect: dialectOf(convention, newest?.path),
      namesakes: new Map(),
    };
    let done = 0;
    const advance = (): void => {
      done += 1;
      tools.onProgress({ done, total: blog.posts.length * 2 });
    };
    for (const post of blog.posts) {
      if (tools.signal.aborted) break;
      const made = await createImported(target, post, problems).catch((error: unknown) =>
        refused(post, error),
      );
      if ('problem' in made) problems.push(made.problem);
      else imported.push(made);
      advance();
    }
    const finishing = createFinishing(
      target,
      { blog, imported },
      {
        wishes: tools.wishes,
        signal: tools.signal,
        download: order.download,
        fetchPicture: tools.fetchPicture ?? createFetchPicture(blog.site),
      },
    );
    for (const each of imported) {
      if (tools.signal.aborted) break;
      problems.push(...(await finishing.finish(each)));
      advance();
    }
    const posts = imported.map(({ path }) => path);
    return {
      posts,
      assets: finishing.assets(),
      problems: withPaths(problems, imported),
      cancelled: tools.signal.aborted,
    };
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
