import { describe, expect, it } from 'vitest';
import { fitsGlob } from '../../../src-main/common/site/inherited-data.ts';

describe('a pattern of paths', () => {
  it.each([
    ['**/*.{md,mdx}', 'a.md', true],
    ['**/*.{md,mdx}', 'b/c/a.mdx', true],
    ['**/*.{md,mdx}', 'a.txt', false],
    ['*.md', 'b/a.md', false],
    ['**/[^_]*.md', 'b/a.md', true],
    ['**/[^_]*.md', 'b/_a.md', false],
    ['**/[!_]*.md', '_b/a.md', true],
    ['{posts/**,notes/*}', 'posts/a/b.md', true],
    ['{posts/**,notes/*}', 'notes/a/b.md', false],
    ['**/wip/**', 'wip/a.md', true],
    ['blog/a?.md', 'blog/ab.md', true],
    ['blog/(draft)/a+b.md', 'blog/(draft)/a+b.md', true],
    ['blog/{', 'blog/{', true],
    ['blog/[', 'blog/[', true],
  ])('%s and %s: %s', (pattern, path, fits) => expect(fitsGlob(pattern, path)).toBe(fits));
});
