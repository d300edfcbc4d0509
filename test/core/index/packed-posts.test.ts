import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ListedPost } from '../../../src-main/core/index/listed-post.ts';
import { packPosts, unpackPosts } from '../../../src-main/core/index/packed-posts.ts';

const text = fc.oneof(
  fc.string(),
  fc.constantFrom('', 'Grüße', '文字', 'a\0b', '\0', '\ud800', 'a\nb', '"', '\u2028', '👋'),
);
const number = fc.option(fc.integer(), { nil: undefined });
const post: fc.Arbitrary<ListedPost> = fc.record({
  format: fc.constantFrom('yaml', 'toml', 'none'),
  until: number,
  instant: fc.oneof(fc.integer(), fc.constant(Number.NEGATIVE_INFINITY)),
  summary: fc.record({
    path: text,
    collection: text,
    title: text,
    date: fc.option(text, { nil: undefined }),
    description: text,
    tags: fc.array(text, { maxLength: 3 }),
    categories: fc.array(text, { maxLength: 2 }),
    visibility: fc.constantFrom('public', 'draft', 'scheduled', 'expired'),
    slug: text,
    url: fc.option(text, { nil: undefined }),
    words: number,
    problems: fc.array(
      fc.record({
        severity: fc.constantFrom('error', 'warning', 'info'),
        code: text,
        message: text,
        line: fc.nat(),
        column: fc.nat(),
      }),
      { maxLength: 1 },
    ),
  }),
});

describe('packed posts', () => {
  it('are the same posts once unpacked, whatever their texts hold', () => {
    fc.assert(
      fc.property(fc.array(post, { maxLength: 6 }), (posts) => {
        expect(unpackPosts(packPosts(posts))).toEqual(posts);
        expect(unpackPosts(Buffer.from(packPosts(posts)))).toEqual(posts);
      }),
    );
  });
});
