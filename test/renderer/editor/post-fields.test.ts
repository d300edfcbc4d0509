import { describe, expect, it } from 'vitest';
import { applyChanges, editFrontMatter } from '../../../src-main/common/posts/edit-front-matter.ts';
import { readFrontMatter } from '../../../src-main/common/posts/front-matter.ts';
import type { FieldInUse } from '../../../src-main/common/site/learn-fields.ts';
import type { ConventionName } from '../../../src-main/common/site/site.ts';
import {
  dayOf,
  editsForDate,
  editsForList,
  editsForSwitch,
  postFieldsOf,
  withDay,
} from '../../../src-renderer/editor/post-fields.ts';

const block = (lines: string) => `---\n${lines}\n---\n`;
const fieldsOf = (lines: string, convention: ConventionName = 'hugo') =>
  postFieldsOf(readFrontMatter(block(lines)), { convention });

function edited(lines: string, edits: Parameters<typeof editFrontMatter>[1]): string {
  const result = editFrontMatter(block(lines), edits);
  return result.ok ? applyChanges(block(lines), result.changes) : result.code;
}

describe('postFieldsOf', () => {
  it('has the fields of every post, present or not', () => {
    const { title, date, draft, tags, description, others } = fieldsOf('title: One');
    expect(title).toMatchObject({ kind: 'text', text: 'One', present: true });
    expect(date).toMatchObject({ kind: 'date', text: '', present: false });
    expect(draft).toMatchObject({ kind: 'switch', on: false, present: false });
    expect(tags).toMatchObject({ kind: 'list', items: [], present: false });
    expect(description).toMatchObject({ kind: 'text', text: '', present: false });
    expect(others).toEqual([]);
  });

  it.each([
    ['date: 2024-05-01', '2024-05-01'],
    ['date: "2024-05-01 10:00"', '2024-05-01 10:00'],
    ['date: 2015-01-09 18:00:00 -0800', '2015-01-09 18:00:00 -0800'],
    ['date: 2015-1-6', '2015-1-6'],
    ['date: January 5, 2015', 'January 5, 2015'],
  ])('shows a date as it is written: %s', (line, text) => {
    expect(fieldsOf(line).date).toMatchObject({ kind: 'date', text });
  });

  it.each([
    ['title: 2020', '2020'],
    ['title: 1.10', '1.10'],
    ['title: "yes"', 'yes'],
    ['title:', ''],
  ])('shows a title as it is written: %s', (line, text) => {
    expect(fieldsOf(line).title).toMatchObject({ kind: 'text', text });
  });

  it('shows the source of what no control calls for', () => {
    expect(fieldsOf('draft: yes').draft).toMatchObject({ kind: 'source', source: 'yes' });
    expect(fieldsOf('title: {a: 1}').title).toMatchObject({ kind: 'source', source: '{a: 1}' });
    expect(fieldsOf('tags: {a: 1}').tags).toMatchObject({ kind: 'source' });
  });

  it('gives the post’s other keys the control their values call for, in their order', () => {
    const { others } = fieldsOf(
      'weight: 3\ntitle: One\nmath: true\nlayout: post\nauthors: [Ada]\nextra:\n  a: 1',
    );
    expect(others.map(({ label, kind }) => [label, kind])).toEqual([
      ['weight', 'number'],
      ['math', 'switch'],
      ['layout', 'text'],
      ['authors', 'list'],
      ['extra', 'source'],
    ]);
  });

  it('finds keys by the names that generators use', () => {
    expect(fieldsOf('Title: One').title).toMatchObject({ key: ['Title'], text: 'One' });
    expect(fieldsOf('pubDate: 2024-05-01', 'astro').date).toMatchObject({ key: ['pubDate'] });
    const zola = fieldsOf('taxonomies:\n  tags: [a]', 'zola');
    expect(zola.tags).toMatchObject({ key: ['taxonomies', 'tags'], items: ['a'] });
    expect(zola.others).toEqual([]);
  });

  it('says of a post in a drafts folder that it is a draft', () => {
    const reading = readFrontMatter(block('title: One'));
    const { draft } = postFieldsOf(reading, { convention: 'jekyll', draftsFolder: '_drafts' });
    expect(draft).toMatchObject({ kind: 'note', note: 'A draft, since it lies in _drafts' });
  });

  it('reads Jekyll’s published as a draft the other way round', () => {
    expect(fieldsOf('published: false', 'jekyll').draft).toMatchObject({ key: ['published'], on: true });
    expect(fieldsOf('published: true', 'jekyll').draft).toMatchObject({ on: false });
  });
});

describe('the edits of a field', () => {
  it('keep a date quoted or unquoted as it was', () => {
    const write = (line: string, text: string) => {
      const { date } = fieldsOf(line);
      return date.kind === 'date' ? edited(line, editsForDate(date, text)) : undefined;
    };
    expect(write('date: 2024-05-01', '2025-01-01')).toBe(block('date: 2025-01-01'));
    expect(write("date: '2024-05-01'", '2025-01-01')).toBe(block("date: '2025-01-01'"));
    expect(write('title: a\ndate: 2024-05-01', ' ')).toBe(block('title: a'));
  });

  it('add to a list and take an emptied one away', () => {
    const { tags } = fieldsOf('title: a\ntags: [a]');
    if (tags.kind !== 'list') throw new Error('not a list');
    expect(edited('title: a\ntags: [a]', editsForList(tags, ['a', 'b']))).toBe(
      block('title: a\ntags: [a, b]'),
    );
    expect(edited('title: a\ntags: [a]', editsForList(tags, []))).toBe(block('title: a'));
  });

  it('switch by what the switch stands for', () => {
    const jekyll = fieldsOf('title: a', 'jekyll').draft;
    const hugo = fieldsOf('title: a').draft;
    if (jekyll.kind !== 'switch' || hugo.kind !== 'switch') throw new Error('not a switch');
    expect(editsForSwitch(jekyll, true)).toEqual([{ kind: 'set', key: ['published'], value: false }]);
    expect(editsForSwitch(jekyll, false)).toEqual([{ kind: 'unset', key: ['published'] }]);
    expect(editsForSwitch(hugo, true)).toEqual([{ kind: 'set', key: ['draft'], value: true }]);
  });
});

describe('the day of a date', () => {
  it('is replaced without touching time and zone', () => {
    expect(withDay('2024-05-01T09:30:00+02:00', '2025-01-31')).toBe('2025-01-31T09:30:00+02:00');
    expect(withDay('2015-1-6 18:00', '2025-01-31')).toBe('2025-01-31 18:00');
    expect(withDay('', '2025-01-31')).toBe('2025-01-31');
    expect(withDay('January 5, 2015', '2025-01-31')).toBeUndefined();
  });

  it('is found for the picker', () => {
    expect(dayOf('2015-1-6 18:00')).toBe('2015-01-06');
    expect(dayOf('tomorrow')).toBeUndefined();
  });
});

describe('the keys that other posts use', () => {
  const inUse = [
    { key: ['layout'], kind: 'text', values: ['post'] },
    { key: ['title'], kind: 'text', values: [] },
    { key: ['pubDate'], kind: 'date', values: [] },
    { key: ['series'], kind: 'list', values: ['a', 'b'] },
    { key: ['featured'], kind: 'switch', values: [] },
    { key: ['weight'], kind: 'number', values: [] },
    { key: ['heroImage'], kind: 'text', values: [] },
    { key: ['cover', 'image'], kind: 'text', values: [] },
    { key: ['extra', 'note'], kind: 'text', values: [] },
  ] as const satisfies FieldInUse[];
  const fieldsWith = (lines: string) =>
    postFieldsOf(readFrontMatter(block(lines)), {
      convention: 'astro',
      inUse: structuredClone(inUse) as FieldInUse[],
    });

  it('are fields of every post, in their order, before its own', () => {
    const { others, date } = fieldsWith('own: x\nfeatured: true\ntitle: A');
    expect(others.map(({ label, kind }) => `${label} ${kind}`)).toEqual([
      'layout text',
      'series list',
      'featured switch',
      'weight number',
      'heroImage picture',
      'cover.image picture',
      'own text',
    ]);
    expect(others[2]).toMatchObject({ on: true, present: true });
    expect(date).toMatchObject({ key: ['pubDate'], present: false });
  });

  it('offer the values of the others, and keep the capitals of the post', () => {
    const { others } = fieldsWith('Layout: page\ntitle: A');
    expect(others[0]).toMatchObject({ key: ['Layout'], text: 'page', known: ['post'] });
    expect(others[1]).toMatchObject({ key: ['series'], items: [], known: ['a', 'b'] });
  });
});
