import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { slugify } from '../../../src-main/common/posts/slug.ts';

describe('slugify', () => {
  it('writes words in lower case with hyphens between them', () => {
    expect(slugify('Hello, World!')).toBe('hello-world');
    expect(slugify('  What’s new in Node.js 22? ')).toBe('whats-new-in-node-js-22');
    expect(slugify('a/b\\c:d*e?f"g<h>i|j')).toBe('a-b-c-d-e-f-g-h-i-j');
    expect(slugify('snake_case -- and — dashes')).toBe('snake-case-and-dashes');
  });

  it('takes accents from Latin letters and keeps other scripts', () => {
    expect(slugify('Crème brûlée in Łódź')).toBe('creme-brulee-in-lodz');
    expect(slugify('Straße, Ærø & Þór')).toBe('strasse-aero-thor');
    expect(slugify('中文測試')).toBe('中文測試');
    expect(slugify('日本語 テスト！')).toBe('日本語-テスト');
    expect(slugify('Привет, мир')).toBe('привет-мир');
    expect(slugify('हिन्दी लेख')).toBe('हिन्दी-लेख');
    expect(slugify('ガ')).toBe(slugify('ガ'.normalize('NFD')));
  });

  it('is never empty', () => {
    for (const title of ['', '   ', '???', '🎉', '❤️', '…', '.', '..', '\u0000', '\u0301']) {
      expect(slugify(title)).toBe('post');
    }
  });

  it('is never a name that Windows reserves', () => {
    for (const name of ['con', 'PRN', 'Aux', 'nul', 'COM1', 'lpt9', 'COM¹', 'conin$']) {
      expect(slugify(name)).toMatch(/-post$/);
    }
    expect(slugify('con artist')).toBe('con-artist');
  });

  it('cuts long titles between words', () => {
    expect(slugify('word '.repeat(50))).toBe(Array.from({ length: 20 }, () => 'word').join('-'));
    expect(slugify('x'.repeat(300))).toBe('x'.repeat(100));
    expect(new TextEncoder().encode(slugify('語'.repeat(300))).length).toBeLessThanOrEqual(200);
  });

  it('is a valid file name everywhere, whatever the title', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: 'grapheme', maxLength: 300 }), fc.string({ unit: 'binary' })),
        (title) => {
          const slug = slugify(title);
          expect(slug).toMatch(/^[\p{L}\p{N}][\p{L}\p{N}\p{M}-]*$/u);
          expect(slug).not.toMatch(/-$|--/);
          expect(slug).toBe(slug.normalize('NFC'));
          expect(slug.length).toBeLessThanOrEqual(105);
          expect(slugify(slug).replace(/-post$/, '')).toBe(slug.replace(/-post$/, ''));
        },
      ),
      { numRuns: 2000 },
    );
  });
});
