import { AppError } from '../../common/errors.ts';
import type { PostPath } from '../../common/posts/post.ts';
import { slugify } from '../../common/posts/slug.ts';
import type { PostProblem } from '../../common/site/check/check-posts.ts';
import type { Pictures } from '../assets/pictures.ts';
import type { ComposedPost, NewPostInput, PostMaker } from '../posts/create-post.ts';
import type { PostStore } from '../posts/post-store.ts';
import { largestPost } from '../posts/read-post-file.ts';
import type { OpenSite } from '../site/open-site.ts';
import { type Dialect, inDialect } from './dialect.ts';
import { exportProblem, type ForeignPost, tooDeep } from './foreign-blog.ts';
import { htmlToPost, type NewPlaces } from './html-to-post.ts';
import { withValues } from './imported-values.ts';
import { movePictures } from './move-pictures.ts';

/** The blog that posts come into. */
export interface Target {
  site: OpenSite;
  posts: PostStore;
  pictures: Pictures;
  maker: PostMaker;
  dialect: Dialect;
  /** How many posts of the export would have had each place: it is that of the first, whether it came or was there. */
  namesakes: Map<PostPath, number>;
}

/** A post that has come, and where it came from. */
export interface Imported {
  path: PostPath;
  url: string | undefined;
  post: ForeignPost;
  /** Its text as it was made, with pictures and links where they were. */
  body: string;
  /** Where its links lead. */
  links: ReadonlySet<string>;
}

/**
 * A new post of one of the export's, whole but for its pictures and links, as it will be written.
 *
 * @throws AppError `post-exists`, `post-too-large`, as `PostMaker.compose`
 */
export async function composeImported(
  target: Target,
  post: ForeignPost,
): Promise<{ imported: Imported; text: string; problems: PostProblem[] }> {
  const { posts, dialect, namesakes } = target;
  const source = 'html' in post.body ? post.body.html : post.body.markdown;
  // It would be written, and could not be opened.
  if (source.length > largestPost) throw new AppError('post-too-large');
  const links = new Set<string>();
  const asThere: NewPlaces = { image: () => undefined, link: (address) => void links.add(address) };
  const body = bodyOf(post, asThere, dialect);
  const composed = await composeNamesake(target, {
    title: post.title.replaceAll(/\s+/g, ' ').trim().slice(0, 1000),
    slug: post.slug,
    draft: post.draft,
    date: post.date,
    tags: [...post.tags],
    body,
  });
  const { path } = composed;
  namesakes.set(path, 1);
  const { text, url, problems } = await withValues(posts, composed, post);
  return { imported: { path, url, post, body, links }, text, problems };
}

/**
 * Posts of one name in the export, as drafts without a title are, are numbered: in the same way each time, so that an
 * import that is run again finds them.
 */
async function composeNamesake({ maker, namesakes }: Target, input: NewPostInput): Promise<ComposedPost> {
  const slug = slugify(input.slug || input.title);
  let first: PostPath | undefined;
  for (let number = 1; ; number = (namesakes.get(first ?? '') ?? 0) + 1) {
    if (first !== undefined) namesakes.set(first, number);
    try {
      return await maker.compose({ ...input, slug: numbered(slug, number) });
    } catch (error) {
      const taken = error instanceof AppError && error.code === 'post-exists' ? error.detail : undefined;
      const isNamesake = taken !== undefined && namesakes.has(taken);
      if (taken !== undefined && !isNamesake) namesakes.set(taken, 1);
      if (!isNamesake) throw error;
      first ??= taken;
    }
  }
}

function numbered(slug: string, number: number): string {
  if (number === 1) return slug;
  const end = `-${number}`;
  const whole = slugify(slug + end);
  // A name that is as long as names may be would lose its number.
  return whole.endsWith(end) ? whole : Array.from(slug).slice(0, 40).join('') + end;
}

/** The Markdown of a post, with its pictures and links where they are now. */
export function bodyOf({ body }: ForeignPost, places: NewPlaces, dialect: Dialect): string {
  if ('html' in body) return htmlToPost(body.html, places, dialect);
  const moved = movePictures(body.markdown, places);
  // What is a template may be meant as one; what is HTML must be read as such.
  return inDialect(moved, { ...dialect, templates: undefined });
}

/** One post that cannot come stops no other. A disk that is full stops all. */
export function refused(post: ForeignPost, error: unknown): PostProblem {
  if (error instanceof RangeError) return tooDeep(post.name);
  if (!(error instanceof AppError) || error.code === 'disk-full' || error.code === 'write-refused')
    throw error;
  const message =
    error.code === 'post-exists'
      ? 'There is a post in its place already, so it was left out.'
      : `It was left out: ${error.message}`;
  return exportProblem(post.name, error.code === 'post-exists' ? 'info' : 'error', error.code, message);
}
