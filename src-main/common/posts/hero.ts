import type { FrontMatterData } from './front-matter.ts';

/** Keys of the picture at a post's head, most telling first: names that generators and their usual themes read. */
const keys = [
  'hero',
  'hero_image',
  'heroimage',
  'cover',
  'cover_image',
  'coverimage',
  'featured_image',
  'featuredimage',
  'feature_image',
  'featured',
  'banner',
  'banner_img',
  'header_image',
  'header',
  'image',
  'images',
  'thumbnail',
  'thumbnailimage',
  'teaser',
  'photo',
  'og_image',
  'ogimage',
  'index_img',
  'img',
];

/** Keys under which a theme keeps the picture's address: `cover: { image: a.png, alt: … }`. */
const inside = ['image', 'src', 'url', 'path', 'feature', 'teaser', 'background', 'overlay_image', 'img'];

const picture = /^[^\n{}<>]+\.(?:png|jpe?g|gif|svg|webp|avif)(?:[?#]\S*)?$/i;

/** The picture at a post's head as its front matter names it, and the text that stands for it. */
export interface Hero {
  target: string;
  alt: string;
}

/** Finds the picture that a post is shown with; undefined where its front matter names none. */
export function heroOf(data: FrontMatterData): Hero | undefined {
  // `extra` is where Zola keeps what is the theme's, `params` where Hugo does.
  for (const map of [data, data.extra, data.params]) {
    if (!isMap(map)) continue;
    const byName = new Map(
      Object.entries(map).map(([key, value]) => [key.toLowerCase().replaceAll('-', '_'), value]),
    );
    for (const key of keys) {
      const found = heroIn(byName.get(key));
      if (found) return found;
    }
  }
  return undefined;
}

function heroIn(value: unknown): Hero | undefined {
  if (typeof value === 'string')
    return picture.test(value.trim()) ? { target: value.trim(), alt: '' } : undefined;
  if (Array.isArray(value)) return heroIn(value[0]);
  if (!isMap(value)) return undefined;
  const target = inside
    .map((key) => value[key])
    .find((one) => typeof one === 'string' && picture.test(one.trim()));
  const alt = value.alt;
  return typeof target === 'string'
    ? { target: target.trim(), alt: typeof alt === 'string' ? alt : '' }
    : undefined;
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
