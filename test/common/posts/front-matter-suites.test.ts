import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { applyChanges, editFrontMatter } from '../../../src-main/common/posts/edit-front-matter.ts';
import { readFrontMatter } from '../../../src-main/common/posts/front-matter.ts';
import { readHead } from '../../../src-main/common/posts/read-head.ts';
import { splitPost } from '../../../src-main/common/posts/split-post.ts';
import { sharedFolder } from '../../helpers/shared.ts';

const suites = sharedFolder('suites') ?? '';
const slowest = 3000;

function filesUnder(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

/** Reads and edits a text in every way: nothing throws or hangs, and an edit is exact or refused. */
function endure(name: string, text: string): ReturnType<typeof readFrontMatter> {
  const start = performance.now();
  const front = readFrontMatter(text);
  expect(readFrontMatter(text), name).toEqual(front);
  const head = readHead(text, true);
  if (head) expect([name, head.data, front.problems]).toEqual([name, front.data, []]);
  const title = editFrontMatter(text, [{ kind: 'set', key: ['title'], value: 'Hello' }]);
  if (title.ok) {
    const changed = applyChanges(text, title.changes);
    expect(readFrontMatter(changed).data, name).toEqual({ ...front.data, title: 'Hello' });
    expect(changed.endsWith(text.slice(splitPost(text).body.from)), name).toBe(true);
  }
  const key = Object.keys(front.data)[0];
  if (key !== undefined) editFrontMatter(text, [{ kind: 'unset', key: [key] }]);
  editFrontMatter(text, [{ kind: 'set', key: [key ?? 'tags'], value: ['a', 'b'] }]);
  expect(performance.now() - start, name).toBeLessThan(slowest);
  return front;
}

function hasErrors({ problems }: ReturnType<typeof readFrontMatter>): boolean {
  return problems.some(({ severity }) => severity === 'error');
}

describe.skipIf(suites === '')('conformance suites as front matter (skipped where they are missing)', () => {
  it('endures the YAML test suite', () => {
    interface Case {
      yaml?: string;
    }
    let cases = 0;
    for (const file of filesUnder(join(suites, 'yaml-test-suite'))) {
      if (!file.endsWith('.yaml')) continue;
      for (const { yaml } of parseYaml(readFileSync(file, 'utf8')) as Case[]) {
        if (yaml === undefined) continue;
        cases += 1;
        endure(file, `---\n${withVisibleMarks(yaml)}---\nbody\n`);
      }
    }
    expect(cases).toBeGreaterThan(350);
  });

  it('reads what is valid in the TOML suite, and edits it', () => {
    const refused: string[] = [];
    let valid = 0;
    for (const file of filesUnder(join(suites, 'toml-test'))) {
      if (!file.endsWith('.toml')) continue;
      const text = `+++\n${readFileSync(file, 'utf8')}\n+++\nbody\n`;
      const front = endure(file, text);
      if (!file.includes(`${sep}valid${sep}`)) continue;
      valid += 1;
      expect(hasErrors(front), file).toBe(false);
      const result = editFrontMatter(text, [{ kind: 'set', key: ['title'], value: 'Hello' }]);
      if (!result.ok) refused.push(file);
    }
    expect(valid).toBeGreaterThan(200);
    // A byte order mark inside the block is more than the parser that knows the places takes.
    expect(refused.filter((file) => !file.includes('bom'))).toEqual([]);
  });

  it('endures the JSON suite, with and without Hexo’s fences', () => {
    let valid = 0;
    for (const file of filesUnder(join(suites, 'json-test-suite'))) {
      const json = readFileSync(file, 'utf8');
      endure(file, `${json}\nbody\n`);
      const front = endure(file, `;;;\n"value": ${json}\n;;;\nbody\n`);
      if (!file.includes(`${sep}y_`)) continue;
      valid += 1;
      expect(hasErrors(front), file).toBe(false);
    }
    expect(valid).toBeGreaterThan(90);
  });

  it('writes every naughty string as a title, a tag and a key, and reads it again', () => {
    const strings = JSON.parse(
      readFileSync(join(suites, 'naughty-strings', 'blns.json'), 'utf8'),
    ) as string[];
    const blocks = [
      '---\ntitle: old\n---\n',
      '---\n---\n',
      '+++\ntitle = "old"\n+++\n',
      '{ "title": "old" }\n',
    ];
    for (const naughty of strings) {
      for (const text of blocks) {
        const result = editFrontMatter(text, [
          { kind: 'set', key: ['title'], value: naughty },
          { kind: 'set', key: ['tags'], value: [naughty, 'x'] },
          { kind: 'set', key: ['extra', naughty], value: naughty },
        ]);
        if (!result.ok) throw new Error(`${JSON.stringify(naughty)}: ${result.message}`);
        const { data } = readFrontMatter(applyChanges(text, result.changes));
        expect(data).toEqual({ title: naughty, tags: [naughty, 'x'], extra: { [naughty]: naughty } });
      }
    }
  });
});

/** The suite shows white space by marks. */
function withVisibleMarks(yaml: string): string {
  return yaml
    .replaceAll('␣', ' ')
    .replaceAll(/—*»/g, '\t')
    .replaceAll('←', '\r')
    .replaceAll('⇔', '\uFEFF')
    .replaceAll('↵', '')
    .replaceAll('∎\n', '');
}
