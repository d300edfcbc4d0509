import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import {
  applyChanges,
  type EditOptions,
  editFrontMatter,
  type FrontMatterEdit,
  type FrontMatterInput,
} from '../../../src-main/common/posts/edit-front-matter.ts';
import { readFrontMatter } from '../../../src-main/common/posts/front-matter.ts';

function fixture(name: string): string {
  const path = fileURLToPath(new URL(`../../fixtures/front-matter/${name}.md`, import.meta.url));
  return readFileSync(path, 'utf8');
}

function edited(text: string, edits: readonly FrontMatterEdit[], options?: EditOptions): string {
  const result = editFrontMatter(text, edits, options);
  if (!result.ok) throw new Error(`${result.code}: ${result.message}`);
  return applyChanges(text, result.changes);
}

function set(key: string, value: FrontMatterInput): FrontMatterEdit {
  return { kind: 'set', key: key.split('.'), value };
}

function unset(key: string): FrontMatterEdit {
  return { kind: 'unset', key: key.split('.') };
}

function date(source: string): FrontMatterInput {
  return { kind: 'date', source };
}

function json(value: Extract<FrontMatterInput, { kind: 'json' }>['value']): FrontMatterInput {
  return { kind: 'json', value };
}

function refusal(text: string, edit: FrontMatterEdit): string | undefined {
  const result = editFrontMatter(text, [edit]);
  return result.ok ? undefined : result.code;
}

/** A YAML block before and after an edit, without its fences. */
function becomes(before: string, edit: FrontMatterEdit, after: string): void {
  const post = (block: string) => `---\n${block}---\nBody.\n`;
  expect(edited(post(before), [edit])).toBe(post(after));
}

function becomesToml(before: string, edit: FrontMatterEdit, after: string): void {
  const post = (block: string) => `+++\n${block}+++\nBody.\n`;
  expect(edited(post(before), [edit])).toBe(post(after));
}

function becomesJson(before: string, edit: FrontMatterEdit, after: string): void {
  const post = (block: string) => `${block}\n\nBody.\n`;
  expect(edited(post(before), [edit])).toBe(post(after));
}

describe('editFrontMatter in YAML', () => {
  it('replaces one value and keeps its quotes', () => {
    becomes('title: Old\nx: 1\n', set('title', 'New'), 'title: New\nx: 1\n');
    becomes("title: 'Old'\n", set('title', "It's"), "title: 'It''s'\n");
    becomes('title: "Old"\n', set('title', 'Say "hi"'), 'title: "Say \\"hi\\""\n');
    becomes('title:   Old   # why\n', set('title', 'New'), 'title:   New   # why\n');
  });

  it('quotes what would be read as something else, and nothing more', () => {
    becomes('title: Old\n', set('title', 'yes'), 'title: "yes"\n');
    becomes("title: Old\nby: 'me'\n", set('title', 'a: b'), "title: 'a: b'\nby: 'me'\n");
    becomes(
      'title: Old\n',
      set('title', '10 tips, [really] “good” ones'),
      'title: 10 tips, [really] “good” ones\n',
    );
    becomes('tags: [a]\n', set('tags', ['a', 'b, c', 'd']), 'tags: [a, "b, c", d]\n');
  });

  it('leaves no quotes behind that a text needed only while it was typed', () => {
    let text = '---\ntitle: Old\nauthor: Ada\n---\n';
    for (const typed of [
      'N',
      'No',
      'No ',
      'No m',
      'No more',
      'No more:',
      'No more: ',
      'No more: x',
      'No more',
    ]) {
      text = edited(text, [set('title', typed)]);
      expect(readFrontMatter(text).data.title).toBe(typed);
    }
    expect(text).toBe('---\ntitle: No more\nauthor: Ada\n---\n');
    becomes('title: ""\nauthor: Ada\n', set('title', 'New'), 'title: "New"\nauthor: Ada\n');
    becomes("title: 'a: b'\n", set('title', 'c: d'), "title: 'c: d'\n");
  });

  it('writes numbers, truth values, nothing, and dates as they are given', () => {
    becomes('weight: 1\n', set('weight', 2.5), 'weight: 2.5\n');
    becomes('draft: yes # soon\n', set('draft', false), 'draft: false # soon\n');
    becomes('image: x\n', set('image', null), 'image: null\n');
    becomes(
      'date: 2015-1-6\n',
      set('date', date('2015-01-07 10:00:00 +0100')),
      'date: 2015-01-07 10:00:00 +0100\n',
    );
    becomes("date: '2022-07-08'\n", set('date', date('2022-07-09')), "date: '2022-07-09'\n");
    becomes(
      'title: "T"\ndate: "soon"\n',
      set('date', date('2022-07-09')),
      'title: "T"\ndate: "2022-07-09"\n',
    );
    becomes('title: "T"\n', set('date', date('2022-07-09')), 'title: "T"\ndate: 2022-07-09\n');
    becomes('date: Jan 4, 2014\n', set('date', date('Jan 5, 2014')), 'date: Jan 5, 2014\n');
  });

  it('changes nothing where the value says this already', () => {
    for (const [block, edit] of [
      ['title: 2020\n', set('title', '2020')],
      ['tags: [1.10, "b"]\n', set('tags', ['1.10', 'b'])],
      ['draft: true\n', set('draft', true)],
      ['date: 2024-05-01\n', set('date', date('2024-05-01'))],
      ['extra: { a: 1 }\n', set('extra', json({ a: 1 }))],
    ] as const) {
      becomes(block, edit, block);
    }
  });

  it('adds a key behind the last one, a title first and a description behind the title', () => {
    becomes('a: 1\n\n# end\n', set('draft', true), 'a: 1\ndraft: true\n\n# end\n');
    becomes('date: 2024-05-01\n', set('title', 'New'), 'title: New\ndate: 2024-05-01\n');
    becomes('title: T\ndate: x\n', set('description', 'D'), 'title: T\ndescription: D\ndate: x\n');
    becomes('tags:\n  - a\n', set('draft', true), 'tags:\n  - a\ndraft: true\n');
    becomes('text: |\n  a\n\n', set('draft', true), 'text: |\n  a\ndraft: true\n\n');
    becomes("a: 'b'\nc: 'd'\n", set('title', 'T'), "title: 'T'\na: 'b'\nc: 'd'\n");
    becomes('', set('title', 'T'), 'title: T\n');
    becomes('# later\n', set('title', 'T'), '# later\ntitle: T\n');
  });

  it('fills in a key that has no value yet', () => {
    becomes('title:\ntags: # none\n', set('title', 'T'), 'title: T\ntags: # none\n');
    becomes('tags: # none\nx: 1\n', set('tags', ['a']), 'tags: [a] # none\nx: 1\n');
    becomes('tags: # none\ncats:\n- x\n', set('tags', ['a']), 'tags: # none\n- a\ncats:\n- x\n');
  });

  it('removes a key with its lines', () => {
    becomes('a: 1\nb: 2 # gone\nc: 3\n', unset('b'), 'a: 1\nc: 3\n');
    becomes('a: 1\ntags:\n  - x\n  - y # gone\n# stays\nc: 3\n', unset('tags'), 'a: 1\n# stays\nc: 3\n');
    becomes('a: |\n  x\n\n  y\nb: 1\n', unset('a'), 'b: 1\n');
    becomes('title: T\n', unset('title'), '');
    becomes('a: 1\n', unset('b'), 'a: 1\n');
  });

  it('changes only the items of a list that change', () => {
    becomes(
      'tags:\n  - b # last\n  # - c\n  - a\n',
      set('tags', ['b', 'a', 'd']),
      'tags:\n  - b # last\n  # - c\n  - a\n  - d\n',
    );
    becomes("tags:\n- 'a'\n- 'b'\n", set('tags', ['a', 'c', 'b']), "tags:\n- 'a'\n- 'c'\n- 'b'\n");
    becomes('tags:\n-   a\n-   b\n-   c\n', set('tags', ['a', 'c']), 'tags:\n-   a\n-   c\n');
    becomes('tags:\n- a\nx: 1\n', set('tags', []), 'tags: []\nx: 1\n');
    becomes('tags: [ a, "b" ]\n', set('tags', ['a', 'b', 'c']), 'tags: [ a, "b", "c" ]\n');
    becomes('tags: [a, b, c]\n', set('tags', ['b', 'c']), 'tags: [b, c]\n');
    becomes('tags: [a, b, c]\n', set('tags', ['a', 'c']), 'tags: [a, c]\n');
    becomes('tags: []\n', set('tags', ['a', 'b']), 'tags: [a, b]\n');
    becomes('tags: [\n  a,\n  b,\n]\n', set('tags', ['a', 'b', 'c']), 'tags: [\n  a,\n  b,\n  c,\n]\n');
    becomes('tags: [a]\n', set('tags', []), 'tags: []\n');
    becomes('tags: a\n', set('tags', ['a', 'b']), 'tags: [a, b]\n');
    becomes(
      '- a\n'.replace('- a', 'x:\n    - y\ntags: a'),
      set('tags', ['a', 'b']),
      'x:\n    - y\ntags:\n    - a\n    - b\n',
    );
  });

  it('keeps texts of several lines as they are written', () => {
    becomes('a: |\n    one\n    two\nb: 1\n', set('a', 'three\nfour\n'), 'a: |\n    three\n    four\nb: 1\n');
    becomes('a: |\n  one\nb: 1\n', set('a', 'two'), 'a: |-\n  two\nb: 1\n');
    becomes('a: >-\n  one\n  two\n', set('a', 'three'), 'a: >-\n  three\n');
    becomes('a: "one\n  two"\nb: 1\n', set('a', 'three'), 'a: "three"\nb: 1\n');
    becomes('a: one\n  two\nb: 1\n', set('a', 'three'), 'a: three\nb: 1\n');
    becomes('a: one\n', set('a', 'two\nthree\n'), 'a: |\n  two\n  three\n');
    becomes('a: | # kept\n  one\n', set('a', 'two\n'), 'a: | # kept\n  two\n');
    becomes('a: |\n  one\nb: 1\n', set('a', ' led by a blank'), 'a: " led by a blank"\nb: 1\n');
  });

  it('makes a map of a key that says it has no value', () => {
    becomes('a: ~ # none\nb: 1\n', set('a.c', 'x'), 'a: # none\n  c: x\nb: 1\n');
    becomes('a: null\n', set('a.c.d', 'x'), 'a:\n  c:\n    d: x\n');
    becomes('m: { a: ~, b: , c: 1 }\n', set('m.a.x', 1), 'm: { a: { x: 1 }, b: , c: 1 }\n');
    becomes('m: { a: ~, b: , c: 1 }\n', set('m.b.x', 1), 'm: { a: ~, b: { x: 1 } , c: 1 }\n');
    becomes('a: ~\n', { kind: 'unset', key: ['a', 'b'] }, 'a: ~\n');
  });

  it('keeps every remark with what it is about', () => {
    const list = 'tags: [ # all\n  a, # first\n  # of the second\n  b, # second\n]\n';
    becomes(list, set('tags', ['a']), 'tags: [ # all\n  a, # first\n  # of the second\n]\n');
    becomes(list, set('tags', ['b']), 'tags: [ # all\n  # of the second\n  b, # second\n]\n');
    becomes(list, set('tags', []), 'tags: [ # all\n  # of the second\n]\n');
    becomes(list, set('tags', ['a', 'b', 'c']), list.replace('# second\n', '# second\n  c,\n'));
    const bare = 'tags: [\n  a, # first\n  b # second\n]\n';
    becomes(bare, set('tags', ['a', 'b', 'c']), 'tags: [\n  a, # first\n  b, # second\n  c\n]\n');
    becomes(bare, set('tags', ['a']), 'tags: [\n  a # first\n]\n');
    becomes('tags: [ a, # first\n  b ]\n', set('tags', ['a']), 'tags: [ a # first\n   ]\n');
    becomes('tags: # all\n  # one\n  - a\nx: 1\n', set('tags', []), 'tags: [] # all\n  # one\nx: 1\n');
    becomes('tags: # all\n  - a\n', set('tags', 'none'), 'tags: none # all\n');
    becomes('m: # all\n  a: 1\n', unset('m.a'), 'm: {} # all\n');
  });

  it('takes a type away that does not hold for the new value', () => {
    becomes('n: !!int 3\n', set('n', 'three'), 'n: three\n');
    becomes("n: ! 'x'\n", set('n', 'on'), "n: 'on'\n");
    becomes('n: !!str 2020\n', set('n', ['a']), 'n: [a]\n');
    becomes('n: !!str 2020 # year\n', set('n', '2021'), 'n: !!str "2021" # year\n');
  });

  it('changes items whose dash stands on a line of its own', () => {
    const list = 'tags:\n  -\n    a\n  -\n    b\nx: 1\n';
    becomes(list, set('tags', ['a', 'b', 'c']), 'tags:\n  -\n    a\n  -\n    b\n  - c\nx: 1\n');
    becomes(list, set('tags', ['b']), 'tags:\n  -\n    b\nx: 1\n');
  });

  it('writes a map in the place of a map key by key', () => {
    becomes('m:\n  a: 1 # kept\n  b: "2"\n', set('m', json({ a: 1, c: 3 })), 'm:\n  a: 1 # kept\n  c: 3\n');
  });

  it('reaches nested keys and makes what is missing of them', () => {
    becomes('a:\n    b: 1\n    c: 2\n', set('a.b', 3), 'a:\n    b: 3\n    c: 2\n');
    becomes('a:\n    b: 1\nd: 1\n', set('a.c', 2), 'a:\n    b: 1\n    c: 2\nd: 1\n');
    becomes('a: { b: 1 }\n', set('a.c', 'x, y'), 'a: { b: 1, c: "x, y" }\n');
    becomes('a:\nd: 1\n', set('a.b.c', 2), 'a:\n  b:\n    c: 2\nd: 1\n');
    becomes('d: 1\n', set('a.b', 2), 'd: 1\na:\n  b: 2\n');
    becomes('a:\n  b: 1\n  c: 2\n', unset('a.b'), 'a:\n  c: 2\n');
    becomes('a:\n  b: 1\nd: 1\n', unset('a.b'), 'a: {}\nd: 1\n');
    becomes('a: { b: 1, c: 2 }\n', unset('a.b'), 'a: { c: 2 }\n');
    becomes(
      'cSpell:ignore: x\n',
      { kind: 'set', key: ['cSpell:ignore'], value: 'words' },
      'cSpell:ignore: words\n',
    );
    becomes(
      'x: 1\n',
      set('author', json({ name: 'Ada', links: ['a', 'b'] })),
      'x: 1\nauthor:\n  name: Ada\n  links: [a, b]\n',
    );
  });

  it('changes the last of two equal keys, which is the one that counts', () => {
    expect(edited(fixture('duplicate-keys'), [set('title', 'Third')])).toBe(
      fixture('duplicate-keys').replace('Second', 'Third'),
    );
  });

  it('keeps line ends, marks, fences and a missing newline', () => {
    const edits = [set('title', 'New'), set('draft', true)];
    const windows = edited(fixture('windows-line-ends'), [...edits, set('tags', ['one', 'two', 'three'])]);
    expect(windows).toBe(
      fixture('windows-line-ends')
        .replace('From Windows', 'New')
        .replace('- two\r\n', '- two\r\n  - three\r\n')
        .replace('second\r\n', 'second\r\ndraft: true\r\n'),
    );
    expect(edited(fixture('byte-order-mark'), edits)).toBe(
      '\uFEFF---\ntitle: New\ndraft: true\n---\nBody.\n',
    );
    expect(edited(fixture('ends-with-fence'), edits)).toBe('---\ntitle: New\ndraft: true\n---');
    expect(edited(fixture('four-dashes'), edits)).toBe('----\ntitle: New\ndraft: true\n----\nBody.\n');
    expect(edited(fixture('dots-close'), edits)).toBe('---\ntitle: New\ndraft: true\n...\nBody.\n');
    expect(edited(fixture('without-opening-fence'), [set('title', 'New')])).toBe(
      fixture('without-opening-fence').replace('Crossing the river', 'New'),
    );
    expect(edited(`\uFEFF${fixture('without-opening-fence')}`, [unset('title')])).toBe(
      `\uFEFF${fixture('without-opening-fence').replace('title: Crossing the river\n', '')}`,
    );
  });

  it('edits what the strict parser refuses and generators take', () => {
    const quoted = fixture('quoted-lines-at-the-margin');
    expect(edited(quoted, [set('draft', true)])).toBe(quoted.replace('draft: false', 'draft: true'));
    expect(edited(quoted, [set('description', 'Short')])).toBe(
      quoted.replace('"It goes on\nand on\nto the end."', '"Short"'),
    );
    expect(edited(fixture('tabs'), [set('menu.side', 3)])).toBe(
      fixture('tabs').replace('side: 2', 'side: 3'),
    );
  });

  it('adds behind the empty lines that a text keeps, and beside keys with marks before them', () => {
    const becomesWith = (before: string, edit: FrontMatterEdit, after: string) =>
      expect(edited(`---\n${before}---\n`, [edit])).toBe(`---\n${after}---\n`);
    const added = set('added', 'v');
    becomesWith('a: |+\n  x\n\n', added, 'a: |+\n  x\n\nadded: v\n');
    becomesWith('a: >2+ # why\n  x\n\n# c\n', added, 'a: >2+ # why\n  x\n\nadded: v\n# c\n');
    becomesWith('a:\n  - |+\n    x\n\n', added, 'a:\n  - |+\n    x\n\nadded: v\n');
    becomesWith('a:\n  b: |+\n    x\n\n', set('a.c', 1), 'a:\n  b: |+\n    x\n\n  c: 1\n');
    becomesWith('a: |\n  x\n\n', added, 'a: |\n  x\nadded: v\n\n');
    becomesWith('? a\n: b\n', added, '? a\n: b\nadded: v\n');
    becomesWith('!!str 1: b\n', added, '!!str 1: b\nadded: v\n');
    becomesWith('null: 1\n~: 2\n', { kind: 'unset', key: ['~'] }, 'null: 1\n');
  });

  it('leaves what was named for others alone, or refuses', () => {
    expect(refusal(fixture('aliases'), set('title', 'Other'))).toBe('not-safely-editable');
    expect(edited(fixture('aliases'), [set('again', 'Other')])).toBe(
      fixture('aliases').replace('again: *name', 'again: Other'),
    );
    expect(edited(fixture('aliases'), [set('more.size', 3)])).toBe(
      fixture('aliases').replace('size: 2', 'size: 3'),
    );
  });
});

describe('editFrontMatter in TOML', () => {
  it('replaces one value and keeps its quotes', () => {
    becomesToml('title = "Old" # why\n', set('title', 'Say "hi"'), 'title = "Say \\"hi\\"" # why\n');
    becomesToml("title = 'C:\\old'\n", set('title', 'C:\\new'), "title = 'C:\\new'\n");
    becomesToml("title = 'Old'\n", set('title', "It's"), 'title = "It\'s"\n');
    becomesToml('a = """\none\ntwo"""\n', set('a', 'three\nfour'), 'a = """\nthree\nfour"""\n');
    becomesToml(
      'date = 2024-05-01\n',
      set('date', date('2024-05-02T10:00:00Z')),
      'date = 2024-05-02T10:00:00Z\n',
    );
    becomesToml('date = "2024-05-01"\n', set('date', date('2024-05-02')), 'date = "2024-05-02"\n');
    becomesToml('date = 2024-05-01\n', set('date', date('May 2, 2024')), 'date = "May 2, 2024"\n');
    becomesToml('draft = false\n', set('draft', true), 'draft = true\n');
  });

  it('adds a key before the first table', () => {
    becomesToml('a = 1\n\n[extra]\nb = 2\n', set('draft', true), 'a = 1\ndraft = true\n\n[extra]\nb = 2\n');
    becomesToml('[extra]\nb = 2\n', set('title', 'T'), 'title = "T"\n\n[extra]\nb = 2\n');
    becomesToml('a="b"\n', set('draft', true), 'a="b"\ndraft=true\n');
    becomesToml('date = 2024-05-01\n', set('title', 'T'), 'title = "T"\ndate = 2024-05-01\n');
    becomesToml('', set('title', 'T'), 'title = "T"\n');
  });

  it('reaches tables, inline tables and dotted keys, and makes a table', () => {
    becomesToml('[extra]\nb = 2 # two\n\n[z]\n', set('extra.b', 3), '[extra]\nb = 3 # two\n\n[z]\n');
    becomesToml('[extra]\n  b = 2\n\n[z]\n', set('extra.c', 'x'), '[extra]\n  b = 2\n  c = "x"\n\n[z]\n');
    becomesToml('[extra]\n', set('extra.c', 1), '[extra]\nc = 1\n');
    becomesToml('extra = { b = 2 }\n', set('extra.c', 'x'), 'extra = { b = 2, c = "x" }\n');
    becomesToml('extra.b = 2\nz = 1\n', set('extra.c', 3), 'extra.b = 2\nextra.c = 3\nz = 1\n');
    becomesToml('a = 1\n', set('taxonomies.tags', ['x']), 'a = 1\n\n[taxonomies]\ntags = ["x"]\n');
    becomesToml('a = 1\n', set('a b.c', 2), 'a = 1\n\n["a b"]\nc = 2\n');
  });

  it('changes only the items of a list that change', () => {
    becomesToml(
      'tags = [\n  "one", # first\n  "two",\n]\n',
      set('tags', ['one', 'two', 'three']),
      'tags = [\n  "one", # first\n  "two",\n  "three",\n]\n',
    );
    becomesToml("tags = ['a','b']\n", set('tags', ['a', 'b', 'c']), "tags = ['a','b','c']\n");
    becomesToml('tags = ["a", "b"]\n', set('tags', ['b']), 'tags = ["b"]\n');
  });

  it('changes of tables in a list only those that become others', () => {
    const tables = '[[a]]\nb = 1\n\n[[a]]\nb = 2 # two\n\n[[a]]\nb = 3\n[a.c]\nd = 1\n\n[z]\ny = 1\n';
    const last = { b: 3, c: { d: 1 } };
    becomesToml(
      tables,
      set('a', json([{ b: 1 }, { b: 2 }, { b: 4, c: { d: [1, 'x'] } }])),
      '[[a]]\nb = 1\n\n[[a]]\nb = 2 # two\n\n[[a]]\nb = 4\nc = { d = [1, "x"] }\n\n[z]\ny = 1\n',
    );
    becomesToml(tables, set('a', json([{ b: 2 }, last])), tables.slice('[[a]]\nb = 1\n\n'.length - 1));
    becomesToml(
      tables,
      set('a', json([{ b: 1 }, { b: 2 }, last, { n: 'new' }])),
      tables.replace('d = 1\n', 'd = 1\n\n[[a]]\nn = "new"\n'),
    );
    becomesToml(tables, set('a', json([{ n: 0 }, { b: 1 }, { b: 2 }, last])), `[[a]]\nn = 0\n\n${tables}`);
    becomesToml('x = 1\n[[p.a]]\nb = 1\n', set('p.a', json([{ b: 2 }])), 'x = 1\n[[p.a]]\nb = 2\n');
    expect(refusal(`+++\n${tables}+++\n`, set('a', json([{ b: 5 }])))).toBe('not-safely-editable');
  });

  it('writes in one place what is no table any more', () => {
    becomesToml('t = 1\n\n[[a]]\nb = 1\n\n[z]\ny = 1\n', set('a', []), 't = 1\na = []\n\n\n[z]\ny = 1\n');
    becomesToml('[[a]]\nb = 1\n', set('a', 'text'), 'a = "text"\n\n');
    becomesToml('t = 1\n[a]\nb = 1\n', set('a', ['x']), 't = 1\na = ["x"]\n');
    becomesToml(
      't = 1\n[a]\nb = 1\nc = 2\n',
      set('a', json({ c: 2, d: { e: 1 } })),
      't = 1\n[a]\nc = 2\nd = { e = 1 }\n',
    );
  });

  it('removes keys and tables', () => {
    becomesToml('a = 1\nb = [\n  1,\n]\nc = 2\n', unset('b'), 'a = 1\nc = 2\n');
    becomesToml('a = 1\n[extra]\nb = 2\n[z]\nc = 1\n', unset('extra'), 'a = 1\n[z]\nc = 1\n');
    becomesToml('[extra]\nb = 2\n', unset('extra.b'), '[extra]\n');
    becomesToml('extra.b = 2\nz = 1\n', unset('extra.b'), 'z = 1\n');
    becomesToml('[a]\nb = 1\n\n[z]\n# why\n[a.c]\nd = 1\n', unset('a'), '\n[z]\n# why\n');
    becomesToml('[[a]]\nb = 1\n[[a]]\nb = 2\n[a.c]\nd = 1\n', unset('a'), '');
    becomesToml('[x]\na.b = 1\nc = 2\na.d = 3\n', unset('x.a'), '[x]\nc = 2\n');
    becomesToml('a.b = 1\nc = 2\n[a.d]\ne = 3\n', unset('a'), 'c = 2\n');
  });

  it('keeps every remark with what it is about', () => {
    const list = 'tags = [\n  "a", # first\n  # of the second\n  "b", # second\n]\n';
    becomesToml(list, set('tags', ['a']), 'tags = [\n  "a", # first\n  # of the second\n]\n');
    becomesToml(list, set('tags', []), 'tags = [\n  # of the second\n]\n');
    becomesToml(list, set('tags', ['a', 'b', 'c']), list.replace('# second\n', '# second\n  "c",\n'));
  });

  it('writes a table in the place of a table key by key', () => {
    becomesToml(
      '[m]\na = 1 # kept\nb = 2\n',
      set('m', json({ a: 1, c: 'x' })),
      '[m]\na = 1 # kept\nc = "x"\n',
    );
  });

  it('writes a date where another text stood in quotes', () => {
    becomesToml('date = "soon"\n', set('date', date('2024-05-01')), 'date = 2024-05-01\n');
    becomesToml('date = "2024-04-01"\n', set('date', date('2024-05-01')), 'date = "2024-05-01"\n');
  });

  it('refuses what TOML cannot say and keys of a list', () => {
    expect(refusal('+++\na = 1\n+++\n', set('a', null))).toBe('value-not-writable');
    expect(refusal('+++\n[[a]]\nb = 1\n+++\n', set('a.b', 2))).toBe('key-not-reachable');
  });
});

describe('editFrontMatter in JSON', () => {
  const block = '{\n  "title": "Old",\n  "tags": ["one", "two"],\n  "extra": {"a": 1}\n}';

  it('replaces, adds and removes with commas and indentation kept', () => {
    becomesJson(block, set('title', 'Say "hi"'), block.replace('"Old"', '"Say \\"hi\\""'));
    becomesJson(block, set('tags', ['one', 'two', 'three']), block.replace('"two"', '"two", "three"'));
    becomesJson(block, set('draft', true), block.replace('{"a": 1}', '{"a": 1},\n  "draft": true'));
    becomesJson(block, set('extra.b', 'x'), block.replace('{"a": 1}', '{"a": 1, "b": "x"}'));
    becomesJson(block, unset('title'), block.replace('"title": "Old",\n  ', ''));
    becomesJson(block, unset('extra'), block.replace(',\n  "extra": {"a": 1}', ''));
    becomesJson('{}', set('title', 'T'), '{"title": "T"}');
    becomesJson(
      '{\n\t"tags": [\n\t\t"a"\n\t]\n}',
      set('cats', ['b']),
      '{\n\t"tags": [\n\t\t"a"\n\t],\n\t"cats": [\n\t\t"b"\n\t]\n}',
    );
  });

  it('touches no line of another key but for its comma', () => {
    becomesJson('{\n}', set('title', 'T'), '{\n  "title": "T"\n}');
    becomesJson('{\n  "a": 1\n}', unset('a'), '{\n}');
    becomesJson('{ "a": 1,\n  "b": 2 }', unset('a'), '{ \n  "b": 2 }');
    becomesJson('{\n\t"a": 1 ,\n   "b": 2\n}', unset('a'), '{\n   "b": 2\n}');
    becomesJson('{\n  "a": 1\n, "b": 2\n}', unset('b'), '{\n  "a": 1\n}');
    becomesJson('{\n  "a": 1\n  ,"b": 2}', unset('b'), '{\n  "a": 1\n  }');
    becomesJson('{\n  "a": 1\n, "b": 2\n}', unset('a'), '{\n  "b": 2\n}');
  });

  it('makes a map of a key that says it has no value', () => {
    becomesJson('{ "a": null, "b": 1 }', set('a.c.d', 'x'), '{ "a": { "c": { "d": "x" } }, "b": 1 }');
  });

  it('edits Hexo’s form without braces', () => {
    expect(edited(fixture('json-hexo'), [set('title', 'New'), set('draft', true)])).toBe(
      ';;;\n"title": "New",\n"tags": ["one"],\n"draft": true\n;;;\nBody.\n',
    );
  });
});

describe('editFrontMatter', () => {
  it('makes a block where a post has none', () => {
    expect(edited('Hello\n', [set('title', 'T'), set('draft', true)])).toBe(
      '---\ntitle: T\ndraft: true\n---\n\nHello\n',
    );
    expect(edited('', [set('title', 'T')])).toBe('---\ntitle: T\n---\n');
    expect(edited('\uFEFFHello\r\n', [set('title', 'T')])).toBe(
      '\uFEFF---\r\ntitle: T\r\n---\r\n\r\nHello\r\n',
    );
    expect(edited('Hello\n', [set('title', 'T')], { newBlock: 'toml' })).toBe(
      '+++\ntitle = "T"\n+++\n\nHello\n',
    );
    expect(edited('Hello\n', [set('title', 'T')], { newBlock: 'json' })).toBe('{"title": "T"}\n\nHello\n');
    expect(edited(fixture('setext-heading'), [set('title', 'T')])).toBe(
      `---\ntitle: T\n---\n\n${fixture('setext-heading')}`,
    );
    expect(edited('Hello\n', [unset('title')])).toBe('Hello\n');
  });

  it('answers with changes in the original text, sorted, for an editor to make', () => {
    const text = '---\na: 1\nb: 2\n---\n';
    const result = editFrontMatter(text, [set('b', 3), set('a', 4), set('c', 5), unset('b')]);
    expect(result).toEqual({
      ok: true,
      changes: [
        { from: 7, to: 8, insert: '4' },
        { from: 9, to: 14, insert: 'c: 5\n' },
      ],
    });
  });

  it('never edits a block that it cannot read', () => {
    for (const name of ['invalid', 'toml-invalid', 'json-invalid', 'not-keys', 'unclosed', 'language-js']) {
      expect([name, refusal(fixture(name), set('title', 'T'))]).toEqual([name, 'front-matter-unreadable']);
    }
  });

  it('refuses a key that leads through a value without keys', () => {
    expect(refusal('---\na: 1\n---\n', set('a.b', 1))).toBe('key-not-reachable');
    expect(refusal('+++\na = 1\n+++\n', set('a.b', 1))).toBe('key-not-reachable');
    expect(refusal('{"a": 1}\n', set('a.b', 1))).toBe('key-not-reachable');
  });

  it('has nothing to remove where a value has no keys', () => {
    for (const text of ['---\na: 1\n---\n', '+++\na = 1\n+++\n', '{"a": 1}\n'])
      expect(edited(text, [unset('a.b')])).toBe(text);
  });

  it('removes the first of several dotted keys of a map, wherever the others stand', () => {
    expect(edited('+++\nauthor.name = "A"\nn = 2\nauthor.mail = "m"\n+++\n', [unset('author.name')])).toBe(
      '+++\nn = 2\nauthor.mail = "m"\n+++\n',
    );
  });

  it('refuses half a character', () => {
    expect(refusal('---\na: 1\n---\n', set('title', '\uD83C'))).toBe('value-not-writable');
  });

  it('leaves a body alone that looks like front matter', () => {
    const text = fixture('body-like-front-matter');
    expect(edited(text, [set('title', 'New')])).toBe(text.replace('Twice', 'New'));
    expect((globalThis as Record<string, unknown>).canary).toBeUndefined();
  });

  it('takes prototype keys as keys', () => {
    const text = edited('---\na: 1\n---\n', [set('__proto__', 'x'), set('constructor.prototype', 'z')]);
    expect(text).toBe('---\na: 1\n__proto__: x\nconstructor:\n  prototype: z\n---\n');
    expect(Object.keys(readFrontMatter(text).data)).toEqual(['a', '__proto__', 'constructor']);
  });
});

describe('front matter in shapes that few have', () => {
  const yaml = (front: string) => `---\n${front}\n---\n\nText.\n`;
  it.each([
    ['a list with an empty item', 'tags:\n- a\n-\n- b', ['a', null, 'b', 'c'], 'tags:\n- a\n-\n- b\n- c'],
    [
      'a list that ends with an empty item',
      'tags:\n  - a\n  -',
      ['a', null, 'c'],
      'tags:\n  - a\n  -\n  - c',
    ],
    [
      'a list with an anchored item',
      'tags:\n  - &x a\n  - b',
      ['a', 'b', 'c'],
      'tags:\n  - &x a\n  - b\n  - c',
    ],
    ['a block in braces', '{title: A, tags: [a], n: 1}', ['a', 'c'], '{title: A, tags: [a, c], n: 1}'],
    [
      'a block in braces over lines',
      '{\n  title: A,\n  tags: [a],\n}',
      ['a', 'c'],
      '{\n  title: A,\n  tags: [a, c],\n}',
    ],
  ])('appends a tag in %s', (_, front, tags, expected) => {
    expect(edited(yaml(front), [set('tags', json(tags))])).toBe(yaml(expected));
  });

  it('adds and removes keys of a block in braces', () => {
    expect(edited(yaml('{title: A, n: 1}'), [set('draft', true), unset('n')])).toBe(
      yaml('{title: A, draft: true}'),
    );
  });

  it('removes a key that is given twice wherever it stands', () => {
    const text = yaml('title: A\ntags: [x]\ntitle: B\nn: 1');
    expect(edited(text, [unset('title')])).toBe(yaml('tags: [x]\nn: 1'));
  });

  it('refuses to remove what comes from elsewhere', () => {
    const text = yaml('base: &b {draft: true}\n<<: *b\ntitle: A');
    expect(refusal(text, unset('draft'))).toBe('not-safely-editable');
  });

  it('keeps the blank before the comma of the key before', () => {
    const text = '{\n\t"title" : "A" ,\n\t"tags" : [ "a" ]\n}\n\nText.\n';
    expect(edited(text, [unset('tags')])).toBe('{\n\t"title" : "A" \n}\n\nText.\n');
  });

  it.each([
    "export const metadata = {\n  title: 'A',\n};\n\nText.\n",
    "import {\n  X,\n} from '../x';\nimport y from 'y';\n\nexport const meta: Meta = { title: 'A' };\n\nText.\n",
  ])('puts no block before an object that says what the post is: %j', (text) => {
    expect(refusal(text, set('title', 'B'))).toBe('front-matter-unreadable');
  });

  it('puts a block before a text that only speaks of such an object', () => {
    const text = 'Write this:\n\n```js\nexport const metadata = { title: 1 };\n```\n';
    expect(edited(text, [set('title', 'B')])).toBe(`---\ntitle: B\n---\n\n${text}`);
  });

  it('puts no block before the keywords of an Org post', () => {
    expect(refusal('#+TITLE: A\n\nText.\n', set('draft', true))).toBe('front-matter-unreadable');
    expect(refusal('#+tags[]: a\n\nText.\n', set('draft', true))).toBe('front-matter-unreadable');
  });

  it('finds keys in whatever case where the generator does', () => {
    const text = yaml('Title: A\nParams:\n  Mood: calm\ndraft: false');
    const inAnyCase = (...edits: FrontMatterEdit[]) => {
      const result = editFrontMatter(text, edits, { keysInAnyCase: true });
      return result.ok ? applyChanges(text, result.changes) : result.message;
    };
    expect(inAnyCase(set('title', 'B'), set('params.mood', 'wild'))).toBe(
      yaml('Title: B\nParams:\n  Mood: wild\ndraft: false'),
    );
    expect(inAnyCase(unset('TITLE'), unset('params.mood'))).toBe(yaml('Params: {}\ndraft: false'));
    expect(edited(text, [set('title', 'B')])).toContain('title: B\n');
  });
});
