import { parse as parseToml, TomlDate } from 'smol-toml';
import { describe, expect, it } from 'vitest';
import { parse as parseYaml } from 'yaml';
import {
  applyChanges,
  editFrontMatter,
  type FrontMatterEdit,
  invertChanges,
} from '../../../src-main/common/posts/edit-front-matter.ts';
import { type FrontMatter, readFrontMatter } from '../../../src-main/common/posts/front-matter.ts';
import { headSize, readHead } from '../../../src-main/common/posts/read-head.ts';
import { splitPost } from '../../../src-main/common/posts/split-post.ts';
import { type CorpusPost, corpusPosts } from '../../helpers/corpora.ts';

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
          const outcome = outcomeOf(post, edit);
          if (outcome === 'refused') count.refused.push(post.name);
          if (outcome === 'beyond-the-key') count.beyondTheKey.push(post.name);
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

function outcomeOf({ text }: CorpusPost, edit: FrontMatterEdit): 'exact' | 'refused' | 'beyond-the-key' {
  const result = editFrontMatter(text, [edit]);
  if (!result.ok) return 'refused';
  if (result.changes.length === 0) return saysAlready(text, edit) ? 'exact' : 'beyond-the-key';
  const changed = applyChanges(text, result.changes);
  if (applyChanges(changed, invertChanges(text, result.changes)) !== text) return 'beyond-the-key';
  const key = edit.key[0] ?? '';
  const before = readFrontMatter(text);
  const after = readFrontMatter(changed);
  const wanted = edit.kind === 'unset' ? undefined : writtenValue(edit);
  const { [key]: valueAfter, ...othersAfter } = after.data;
  const { [key]: _, ...othersBefore } = before.data;
  const sameData = JSON.stringify(othersAfter) === JSON.stringify(othersBefore) && valueAfter === wanted;
  return sameData && onlyThatKeysLines(text, changed, before, key) ? 'exact' : 'beyond-the-key';
}

function saysAlready(text: string, edit: FrontMatterEdit): boolean {
  const value = readFrontMatter(text).data[edit.key[0] ?? ''];
  return edit.kind === 'unset' ? value === undefined : value === writtenValue(edit);
}

function writtenValue(edit: Extract<FrontMatterEdit, { kind: 'set' }>): unknown {
  const { value } = edit;
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'date'
    ? value.source
    : value;
}

/** Whether the texts differ only within the lines of a key, or by added lines where there was no such key. */
function onlyThatKeysLines(text: string, changed: string, before: FrontMatter, key: string): boolean {
  let start = 0;
  while (start < text.length && start < changed.length && text[start] === changed[start]) start += 1;
  let end = 0;
  const rest = Math.min(text.length, changed.length) - start;
  while (end < rest && text[text.length - 1 - end] === changed[changed.length - 1 - end]) end += 1;
  const fields = before.fields.filter((field) => field.key.length === 1 && field.key[0] === key);
  const field = fields.at(-1);
  const to = text.length - end;
  if (!field) return start === to;
  let from = text.lastIndexOf('\n', text.lastIndexOf(key, field.range.from)) + 1;
  const next = text.indexOf('\n', Math.max(field.range.to - 1, field.range.from)) + 1;
  // JSON's comma before the last key goes with that key.
  if (before.format === 'json') from -= /,\s*$/.exec(text.slice(0, from))?.[0].length ?? 0;
  // The bytes that two texts share at both ends may reach into the neighbours, never the other way round.
  return start >= from - 2 && to <= next + 2;
}

function otherReader(text: string, front: FrontMatter): unknown {
  const { content, fence } = splitPost(text);
  const block = text.slice(content.from, content.to);
  if (front.format === 'toml') return parseToml(block);
  if (front.format === 'json') return JSON.parse(fence === ';;;' ? `{${block}}` : block);
  return parseYaml(block, { uniqueKeys: false, logLevel: 'silent', merge: true }) ?? {};
}

/** Data to compare: without prototypes, and dates as instants where they are the parser's own objects. */
function plain(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (_key, child: unknown) => {
      if (child instanceof TomlDate) return child.toISOString();
      return typeof child === 'string' ? normalDate(child) : child;
    }),
  );
}

/** TOML's dates are kept as written by one reader and normalised by the other. */
function normalDate(text: string): string {
  const match = /^(\d{4}-\d\d-\d\d)[Tt ](\d\d:\d\d:\d\d)(?:\.(\d+))?([Zz]|[-+]\d\d:\d\d)?$/.exec(text);
  if (!match) return text;
  return `${match[1]}T${match[2]}.${(match[3] ?? '').padEnd(3, '0').slice(0, 3)}${(match[4] ?? '').replace(/^\+00:00$/, 'Z').toUpperCase()}`;
}
