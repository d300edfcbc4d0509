import { describe, expect, it } from 'vitest';
import { readFrontMatter } from '../../../src-main/common/posts/front-matter.ts';
import { heroOf } from '../../../src-main/common/posts/hero.ts';

const heroIn = (yaml: string) => heroOf(readFrontMatter(`---\n${yaml}\n---\nBody\n`).data);

describe('the picture at the head of a post', () => {
  it.each([
    ['image: /a.png', '/a.png'],
    ['cover: ./a.jpg', './a.jpg'],
    ['heroImage: ../../assets/a.webp', '../../assets/a.webp'],
    ['hero: a.avif', 'a.avif'],
    ['featured_image: images/a.png', 'images/a.png'],
    ['images: [a.png, b.png]', 'a.png'],
    ['extra:\n  banner: a.png', 'a.png'],
    ['header:\n  teaser: a.png', 'a.png'],
    ['image: https://example.org/a.png?w=2', 'https://example.org/a.png?w=2'],
  ])('is named by %j', (yaml, target) => expect(heroIn(yaml)).toEqual({ target, alt: '' }));
  it('may bring its own words', () => {
    expect(heroIn('cover:\n  image: a.png\n  alt: A cat')).toEqual({ target: 'a.png', alt: 'A cat' });
  });
  it('is the cover where there is a small picture too', () => {
    expect(heroIn('thumbnail: s.png\ncover: a.png')?.target).toBe('a.png');
  });
  it.each(['title: a.png', 'cover: true', 'image: posts', 'featured: 1', 'image: "<b>.png"'])(
    'is not named by %j',
    (yaml) => expect(heroIn(yaml)).toBeUndefined(),
  );
});
