import type { AddedPicture } from '../../common/api/pictures.ts';
import { AppError } from '../../common/errors.ts';
import { percentDecoded } from '../../common/percent-decoded.ts';
import type { FrontMatterEdit } from '../../common/posts/edit-front-matter.ts';
import { heroOf } from '../../common/posts/hero.ts';
import type { PostPath } from '../../common/posts/post.ts';
import type { PostProblem } from '../../common/site/check/check-posts.ts';
import { picturesIn } from '../../common/site/picture-uses.ts';
import type { PictureWishes } from '../assets/prepare-picture.ts';
import type { OpenSite } from '../site/open-site.ts';
import { bodyOf, type Imported, type Target } from './create-imported.ts';
import type { FetchPicture } from './fetch-picture.ts';
import { exportProblem, type ForeignBlog, type ForeignPicture, type ForeignPost } from './foreign-blog.ts';
import { imagesIn, type NewPlaces } from './html-to-post.ts';
import { changeImported } from './imported-values.ts';

/** What posts need once all of them are there. */
export interface Finishing {
  /** Gives a post its pictures, links and what else its front matter holds. */
  finish(imported: Imported): Promise<PostProblem[]>;
  /** Pictures that were written. */
  assets(): string[];
}

export interface FinishingOptions {
  wishes: PictureWishes;
  signal: AbortSignal;
  /** Whether pictures that the export does not hold are fetched from the web. */
  download: boolean;
  fetchPicture: FetchPicture;
}

/** Pictures come and links are led on when all posts are there, since a link may lead to any of them. */
export function createFinishing(
  { site, posts, pictures, dialect }: Target,
  { blog, imported }: { blog: ForeignBlog; imported: readonly Imported[] },
  { wishes, signal, download, fetchPicture }: FinishingOptions,
): Finishing {
  const assets = new Set<string>();
  const links = new Map(
    imported.flatMap(({ post, url }) =>
      [post.address, post.shortAddress].flatMap((address) =>
        address && url ? [[plainAddress(address), url] as const] : [],
      ),
    ),
  );
  const names = new Map(imported.map(({ post, url }) => [post.name, url]));

  function linkFrom(post: ForeignPost): NewPlaces['link'] {
    return (address) => {
      const [whole = '', place = ''] = address.split(/(?=#)/);
      const name = blog.linkedPost?.(whole, post);
      const isOwn = /^(?:https?:)?\/|^__/.test(whole);
      const absolute = whole.startsWith('/') ? (absoluteAddress(whole, blog.site) ?? whole) : whole;
      const found = name === undefined ? isOwn && links.get(plainAddress(absolute)) : names.get(name);
      return found ? found + place : undefined;
    };
  }

  /** Undefined where the picture stays where it is. */
  async function bring(address: string, { post }: Imported): Promise<ForeignPicture | undefined> {
    const held = await blog.picture(address, post);
    if (held) return held;
    const absolute = absoluteAddress(address, post.address ?? blog.site);
    if (!download || absolute === undefined) {
      if (/^(?:https?:)?\/\//i.test(address)) return undefined;
      throw new Error('the export does not hold it');
    }
    return fetchPicture(absolute, signal);
  }

  async function add(
    each: Imported,
    address: string,
    key: string[] | undefined,
    problems: PostProblem[],
  ): Promise<AddedPicture | undefined> {
    try {
      const picture = await bring(address, each);
      if (!picture) return undefined;
      const added = await pictures.add({ post: each.path, ...picture, key }, wishes);
      if (added.isNew) assets.add(added.path);
      return added;
    } catch (error) {
      if (error instanceof AppError && (error.code === 'disk-full' || error.code === 'write-refused'))
        throw error;
      if (signal.aborted) return undefined;
      const why = error instanceof Error ? error.message : String(error);
      problems.push(
        exportProblem(
          each.path,
          'warning',
          'picture-missing',
          `The picture ${address} did not come: ${why.replace(/\.$/, '')}.`,
        ),
      );
      return undefined;
    }
  }

  return {
    assets: () => [...assets],
    async finish(each) {
      const problems: PostProblem[] = [];
      const { post, path, body } = each;
      const images = 'html' in post.body ? imagesIn(post.body.html) : addressesIn(post.body.markdown);
      const places = new Map<string, AddedPicture>();
      for (const address of images) {
        if (signal.aborted) break;
        const added = await add(each, address, undefined, problems);
        if (added) places.set(address, added);
      }
      const link = linkFrom(post);
      const isMoved = places.size > 0 || [...each.links].some(link);
      const moved = isMoved ? bodyOf(post, { image: (address) => places.get(address), link }, dialect) : body;
      const key = post.cover && (await coverKey(site, path));
      const cover = post.cover && (await add(each, post.cover.address, key, problems));
      const edits: FrontMatterEdit[] =
        key && post.cover ? [{ kind: 'set', key, value: cover?.target ?? post.cover.address }] : [];
      if (moved !== body || edits.length > 0)
        await changeImported(posts, path, { edits, body: moved }, problems);
      return problems;
    },
  };
}

function addressesIn(markdown: string): string[] {
  return [...new Set(picturesIn(`\n${markdown}`).map(({ target }) => target))].filter(
    (target) => !/^data:|[{}]/i.test(target),
  );
}

/** Without what differs between two ways to write one address. */
function plainAddress(address: string): string {
  return percentDecoded(address)
    .replace(/^(?:https?:)?\/\/(?:www\.)?/i, '')
    .replace(/\?(?!p=\d+$).*$/, '')
    .replace(/\/+$/, '')
    .toLowerCase();
}

function absoluteAddress(address: string, base: string | undefined): string | undefined {
  if (/^(?:data|blob|file):/i.test(address)) return undefined;
  const isWhole = base !== undefined && URL.canParse(base);
  if (!URL.canParse(address, isWhole ? base : undefined)) return undefined;
  return new URL(address, isWhole ? base : undefined).href;
}

/** The key that posts of this blog have their picture at, else the one that most themes read. */
async function coverKey(site: OpenSite, path: PostPath): Promise<string[]> {
  const fields = await site.fieldsInUse(path);
  const found = fields.find(({ key, values }) => {
    const [name = '', inner] = key;
    const value = values[0] ?? 'a.png';
    return heroOf(inner === undefined ? { [name]: value } : { [name]: { [inner]: value } }) !== undefined;
  });
  return found?.key ?? ['image'];
}
