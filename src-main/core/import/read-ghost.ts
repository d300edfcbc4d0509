import { basename } from 'node:path';
import * as v from 'valibot';
import { AppError } from '../../common/errors.ts';
import type { PostProblem } from '../../common/site/check/check-posts.ts';
import type { Archive } from './archive.ts';
import { createDecoding, lostLetters } from './decode-text.ts';
import { exportProblem, type ForeignBlog, type ForeignBody, type ForeignPost } from './foreign-blog.ts';

const optional = v.nullish(v.string(), '');
const id = v.union([v.string(), v.number()]);
const postSchema = v.object({
  id,
  title: optional,
  slug: optional,
  html: optional,
  plaintext: optional,
  mobiledoc: optional,
  feature_image: optional,
  custom_excerpt: optional,
  meta_description: optional,
  status: v.nullish(v.string(), 'draft'),
  visibility: v.nullish(v.string(), 'public'),
  type: v.nullish(v.string(), 'post'),
  page: v.nullish(v.union([v.boolean(), v.number()]), false),
  published_at: v.nullish(v.union([v.string(), v.number()])),
  created_at: v.nullish(v.union([v.string(), v.number()])),
});
const dataSchema = v.object({
  posts: v.array(postSchema),
  tags: v.nullish(v.array(v.object({ id, name: optional, visibility: optional })), []),
  posts_tags: v.nullish(
    v.array(v.object({ post_id: id, tag_id: id, sort_order: v.nullish(v.number(), 0) })),
    [],
  ),
  posts_meta: v.nullish(
    v.array(v.object({ post_id: id, feature_image_alt: optional, meta_description: optional })),
    [],
  ),
});

type GhostData = v.InferOutput<typeof dataSchema>;
type GhostPost = GhostData['posts'][number];

/** Stands for the blog's own address in what Ghost gives out. */
const ownAddress = /^(?:__GHOST_URL__)?\/(?=content\/)/;

/**
 * Reads an export of Ghost: the JSON file of Settings → Migration tools → Export, by itself or with the folder
 * `content/images` beside it, https://ghost.org/docs/migration/ghost/
 *
 * @throws AppError `bad-input` for another file
 */
export async function readGhost(archive: Archive): Promise<ForeignBlog> {
  const file = archive.names.find((name) => /\.json$/i.test(name));
  const decoding = createDecoding();
  const bytes = file === undefined ? undefined : await archive.read(file);
  const data = bytes && parse(decoding.next(bytes));
  if (!data)
    throw new AppError('bad-input', {
      message: `“${basename(file ?? archive.names[0] ?? '')}” is no export of Ghost.`,
      next: ['In Ghost choose Settings, Migration tools, Export, and name the JSON file that you get.'],
    });
  const problems: PostProblem[] = [];
  const posts: ForeignPost[] = [];
  for (const post of data.posts) {
    const name = post.slug || post.title;
    const isPage = post.type === 'page' || Boolean(post.page);
    if (isPage) {
      problems.push(
        exportProblem(name, 'info', 'page-left-out', 'This is a page, not a post, so it was left out.'),
      );
      continue;
    }
    if (post.visibility !== 'public')
      problems.push(
        exportProblem(
          name,
          'warning',
          'was-private',
          'This post was for members only, so it came as a draft.',
        ),
      );
    const read = readPost(post, data);
    posts.push(read);
    problems.push(...lostLetters(read, decoding.isTorn()));
  }
  return {
    posts,
    problems,
    site: undefined,
    async picture(address) {
      if (!ownAddress.test(address)) return undefined;
      const path = decodeURI(address.replace(ownAddress, '').replace(/[?#].*$/, ''));
      const tail = path.replace(/^content\//, '');
      const name =
        archive.names.find((one) => one === path || one.endsWith(`/${path}`) || one.endsWith(`/${tail}`)) ??
        path;
      const bytes = (await archive.read(name)) ?? (await archive.read(tail));
      return bytes && { name: basename(path), bytes };
    },
  };
}

function parse(text: string): GhostData | undefined {
  try {
    const value: unknown = JSON.parse(text);
    const wrapped = v.safeParse(
      v.object({ db: v.tupleWithRest([v.object({ data: v.unknown() })], v.unknown()) }),
      value,
    );
    const plain = v.safeParse(v.object({ data: v.unknown() }), value);
    const data = wrapped.success ? wrapped.output.db[0].data : plain.success ? plain.output.data : value;
    const read = v.safeParse(dataSchema, data);
    return read.success ? read.output : undefined;
  } catch {
    return undefined;
  }
}

function readPost(post: GhostPost, data: GhostData): ForeignPost {
  const meta = data.posts_meta.find(({ post_id }) => post_id === post.id);
  const names = new Map(data.tags.map((tag) => [tag.id, tag]));
  const tags = data.posts_tags
    .filter(({ post_id }) => post_id === post.id)
    .sort((a, b) => a.sort_order - b.sort_order)
    .flatMap(({ tag_id }) => names.get(tag_id) ?? [])
    // A tag that begins with # is for the theme, and no reader sees it.
    .filter(({ name, visibility }) => name !== '' && visibility !== 'internal' && !name.startsWith('#'))
    .map(({ name }) => name);
  const isPublic = /^(?:published|scheduled)$/.test(post.status) && post.visibility === 'public';
  return {
    name: post.slug || post.title,
    title: post.title || 'Untitled',
    slug: post.slug,
    date: isoOf(post.published_at ?? post.created_at),
    draft: !isPublic,
    tags,
    categories: [],
    description: post.custom_excerpt || meta?.meta_description || post.meta_description,
    cover:
      post.feature_image === ''
        ? undefined
        : { address: post.feature_image, alt: meta?.feature_image_alt ?? '' },
    address: isPublic && post.slug !== '' ? `/${post.slug}/` : undefined,
    body: bodyOf(post),
  };
}

function isoOf(value: string | number | null | undefined): string | undefined {
  if (value === null || value === undefined) return undefined;
  const date = new Date(
    typeof value === 'string' ? value.replace(/^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)$/, '$1T$2Z') : value,
  );
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString().replace(/\.\d+Z$/, 'Z');
}

/** Texts of Ghost's old editors hold cards, of which one kind is Markdown. */
const mobiledocSchema = v.object({
  cards: v.array(v.tuple([v.string(), v.object({ markdown: v.optional(v.string()) })])),
});

/** Drafts that were never shown have no HTML: their words are there. */
function bodyOf({ html, mobiledoc, plaintext }: GhostPost): ForeignBody {
  if (html.trim() !== '') return { html: html.replaceAll('__GHOST_URL__/', '/') };
  const cards = markdownCards(mobiledoc);
  return { markdown: cards.length > 0 ? cards.join('\n\n') : plaintext };
}

function markdownCards(mobiledoc: string): string[] {
  try {
    const read = v.safeParse(mobiledocSchema, JSON.parse(mobiledoc || '{}'));
    return read.success ? read.output.cards.flatMap(([, { markdown }]) => markdown ?? []) : [];
  } catch {
    return [];
  }
}
