import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { FrontMatterEdit } from '../../src-main/common/posts/edit-front-matter.ts';
import { writeFiles } from '../helpers/repository.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';
import { fidelity } from './fidelity.ts';
import { judgeChange } from './judge-edit.ts';

async function measured(blogs: Record<string, Record<string, string | Uint8Array>>) {
  const folder = temporaryFolder();
  for (const [name, files] of Object.entries(blogs)) writeFiles(join(folder, name), files);
  const lines: string[] = [];
  const code = await fidelity(
    Object.keys(blogs).map((name) => join(folder, name)),
    (line) => lines.push(line),
  );
  return { code, lines };
}

describe('npm run fidelity', () => {
  it('edits every post of every blog in memory and prints a table', async () => {
    const { code, lines } = await measured({
      notes: {
        'one.md': '---\ntitle: One # first\ntags: [a,  b]\n---\nText\n',
        'two.md': '# Two\n',
      },
      zola: {
        'config.toml': 'base_url = "https://example.org"\n',
        'content/a.md': '+++\ntitle = "A"\n\n[extra]\nb = 1\n[extra.c]\nd = 2\n+++\n',
      },
    });
    expect(lines.map((line) => line.split(/ {2,}/).slice(0, 6).join(' '))).toEqual([
      'blog convention files edits beyond the key refused',
      'notes plain 2 30 0 0',
      'zola zola 1 18 0 0',
      'in total 3 48 0 0 0.00',
    ]);
    expect(code).toBe(0);
  });

  it('names what cannot be read, which is no refusal', async () => {
    const { code, lines } = await measured({
      notes: {
        'bad.md': '---\ntitle: "One\n---\nText\n',
        'latin.md': Buffer.from('caf\xe9\n', 'latin1'),
      },
    });
    expect(code).toBe(0);
    expect(lines.join('\n')).toMatch(/Unreadable[\s\S]*notes\/bad\.md[\s\S]*notes\/latin\.md/);
  });

  it('says where there is no blog', async () => {
    const lines: string[] = [];
    expect(await fidelity([join(temporaryFolder(), 'none')], (line) => lines.push(line))).toBe(2);
  });
});

describe('judgeChange', () => {
  const edit: FrontMatterEdit = { kind: 'set', key: ['title'], value: 'B' };
  const judged = (text: string, changed: string, wanted: FrontMatterEdit = edit) =>
    judgeChange(text, changed, wanted);

  it('takes a change inside the key’s lines, and a new line', () => {
    expect(judged('---\ntitle: A\n---\n', '---\ntitle: B\n---\n')).toEqual({ kind: 'exact' });
    expect(judged('---\na: 1\n---\n', '---\ntitle: B\na: 1\n---\n')).toEqual({ kind: 'exact' });
    const removal: FrontMatterEdit = { kind: 'unset', key: ['author'] };
    expect(judged('---\nauthor: A\nauthorURL: b\n---\n', '---\nauthorURL: b\n---\n', removal)).toEqual({
      kind: 'exact',
    });
  });

  it.each([
    ['another value', '---\ntitle: C\na: [1,  2]\n---\nx\n'],
    ['another key', '---\ntitle: B\na: [1,  3]\n---\nx\n'],
    ['other blanks', '---\ntitle: B\na: [1, 2]\n---\nx\n'],
    ['another body', '---\ntitle: B\na: [1,  2]\n---\ny\n'],
    ['a line end', '---\ntitle: B\na: [1,  2]\r\n---\nx\n'],
    ['a byte order mark', '\uFEFF---\ntitle: B\na: [1,  2]\n---\nx\n'],
  ])('notices %s', (_what, changed) => {
    expect(judged('---\ntitle: A\na: [1,  2]\n---\nx\n', changed).kind).toBe('beyond-the-key');
  });
});
