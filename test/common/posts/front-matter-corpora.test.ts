import { describe, expect, it } from 'vitest';
import {
  applyChanges,
  editFrontMatter,
  type FrontMatterEdit,
} from '../../../src-main/common/posts/edit-front-matter.ts';
import { readFrontMatter } from '../../../src-main/common/posts/front-matter.ts';
import { headSize, readHead } from '../../../src-main/common/posts/read-head.ts';
import { splitPost } from '../../../src-main/common/posts/split-post.ts';
import { judgeEdit, otherReader, plain } from '../../fidelity/judge-edit.ts';
import { corpusPosts } from '../../helpers/corpora.ts';

const posts = corpusPosts();

/** Each post as it is, with Windows line ends, and with a byte order mark. */
const variants = posts.flatMap((post) => [
  post,
  { name: `${post.name} (CRLF)`, text: post.text.replace(/\r?\n/g, '\r\n') },
  { name: `${post.name} (BOM)`, text: `\uFEFF${post.text.replace(/^\uFEFF/, '')}` },
]);

/** The posts as they are, and a fifth of their variants: enough to meet every form, and quick. */
const sample = variants.filter(({ name }, at) => !/ \((?:CRLF|BOM)\)$/.test(name) || at % 5 === 0);

const edits: Record<string, FrontMatterEdit> = {
  title: { kind: 'set', key: ['title'], value: 'Yes: a “new” title, isn’t it? # 1' },
  description: { kind: 'set', key: ['description'], value: 'no' },
  draft: { kind: 'set', key: ['draft'], value: true },
  date: { kind: 'set', key: ['date'], value: { kind: 'date', source: '2026-02-03' } },
  removal: { kind: 'unset', key: ['title'] },
};

describe.skipIf(posts.length === 0)(
  'front matter of the reference blogs (skipped where they are missing)',
  () => {
    it('splits every post into parts that are the whole text', () => {
      for (const { name, text } of variants) {
        const { opening, content, closing, body } = splitPost(text);
        const parts = [opening, content, closing, body].map(({ from, to }) => text.slice(from, to));
        const start = text.startsWith('\uFEFF') ? '\uFEFF' : '';
        expect(start + parts.join(''), name).toBe(text);
      }
    });

    it('reads from the head of a file what it reads from the whole', () => {
      let read = 0;
      for (const { name, text } of variants) {
        const head = readHead(text.slice(0, headSize), text.length <= headSize);
        if (!head) continue;
        read += 1;
        const front = readFrontMatter(text);
        expect({ name, ...head }).toEqual({
          name,
          format: front.format,
          data: front.data,
          bodyStart: front.bodyStart,
        });
        expect(front.problems, name).toEqual([]);
      }
      expect(read / variants.length).toBeGreaterThan(0.85);
    });

    it('reads the data that parsers of each format read', () => {
      for (const { name, text } of posts) {
        const front = readFrontMatter(text);
        if (front.format === 'none' || front.problems.some(({ severity }) => severity === 'error')) continue;
        expect(plain(front.data), name).toEqual(plain(otherReader(text, front)));
      }
    });

    for (const [name, edit] of Object.entries(edits)) {
      it(`changes nothing but the key: ${name}`, () => {
        const count = { tried: 0, beyondTheKey: [] as string[], refused: [] as string[] };
        for (const post of sample) {
          if (readFrontMatter(post.text).problems.some(({ severity }) => severity === 'error')) continue;
          count.tried += 1;
          const verdict = judgeEdit(post.text, edit);
          if (verdict.kind === 'refused') count.refused.push(post.name);
          if (verdict.kind === 'beyond-the-key') count.beyondTheKey.push(`${post.name}: ${verdict.reason}`);
        }
        expect(count.beyondTheKey).toEqual([]);
        expect(count.refused.length, count.refused.join('\n')).toBeLessThan(count.tried * 0.005);
      });
    }

    it('appends a tag and leaves the other tags as they are', () => {
      let tried = 0;
      for (const { name, text } of sample) {
        const { data, problems } = readFrontMatter(text);
        const tags = data.tags;
        if (problems.length > 0 || !Array.isArray(tags) || tags.some((tag) => typeof tag !== 'string'))
          continue;
        tried += 1;
        const result = editFrontMatter(text, [
          { kind: 'set', key: ['tags'], value: [...(tags as string[]), 'on'] },
        ]);
        if (!result.ok) throw new Error(`${name}: ${result.message}`);
        const changed = applyChanges(text, result.changes);
        expect(readFrontMatter(changed).data.tags, name).toEqual([...tags, 'on']);
        if (tags.length > 0) {
          expect(result.changes, name).toHaveLength(1);
          expect(result.changes[0]?.from, name).toBe(result.changes[0]?.to);
        }
      }
      expect(tried).toBeGreaterThan(500);
    });
  },
);
