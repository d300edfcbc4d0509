import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { applyChanges, editFrontMatter } from '../../../src-main/common/posts/edit-front-matter.ts';
import { readFrontMatter } from '../../../src-main/common/posts/front-matter.ts';
import { splitPost } from '../../../src-main/common/posts/split-post.ts';
import { sharedFolder } from '../../helpers/shared.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

// What some reader of the field takes for something else than text where it stands without quotes.
const ambiguous = [
  ...['yes', 'no', 'on', 'off', 'Yes', 'NO', 'On', 'OFF', 'y', 'n', 'Y', 'N', 'true', 'False', 'TRUE'],
  ...[
    'null',
    'Null',
    'NULL',
    '~',
    '',
    ' ',
    '1e3',
    '1E3',
    '1e+3',
    '012',
    '0o14',
    '0x1f',
    '0b101',
    '+1',
    '-1',
    '1_000',
  ],
  ...[
    '1,000',
    '12:30',
    '12:30:45',
    '190:20:30.15',
    '2024-01-01',
    '2015-1-6',
    '2024-01-01 10:00:00',
    '1.10',
    '1.',
    '.5',
  ],
  ...[
    '2024-01-01T10:00:00Z',
    '1.2.3',
    '.inf',
    '-.INF',
    '.nan',
    '.NaN',
    '=',
    '<<',
    '-',
    '- a',
    '?',
    '? a',
    ':',
    ': a',
  ],
  ...[
    'a: b',
    'a:',
    'a :b',
    ':a',
    '#',
    '# a',
    'a # b',
    'a#b',
    '@a',
    '`a',
    '%a',
    '&a',
    '*a',
    '!a',
    '!!str a',
    '|',
    '>',
  ],
  ...[
    '|-',
    '[a',
    '[a]',
    'a]',
    '{a',
    '{a}',
    'a, b',
    ',a',
    '"a',
    "'a",
    `'a"`,
    "it's",
    'say "hi"',
    '\\n',
    'C:\\temp',
    '---',
  ],
  ...[
    '...',
    '--- a',
    '-a',
    '--a',
    '..',
    '.',
    '?a',
    '=a',
    '~a',
    'null ',
    ' null',
    'a\nb',
    'a\n',
    '\n',
    'a\n\nb\n',
    '\ta',
  ],
  ...[
    'a\tb',
    'a ',
    ' a',
    '0',
    '-0',
    '00',
    '08',
    '0.0',
    '1e',
    'e1',
    '0x',
    '0xg',
    '1__0',
    '١٢٣',
    '1 000',
    '10%',
    '€5',
  ],
  ...[
    '\u0085',
    'a\u2028b',
    '\uFEFFa',
    '\u0000',
    '\u0007',
    '\u00A0a',
    '\u200B',
    '🎉',
    '日本語',
    'é',
    'e\u0301',
    '!ruby/object:A',
  ],
  ...[
    '2001-12-14t21:59:43.10-05:00',
    '685_230.15',
    '685.230_15e+03',
    '0x_0A_74',
    '02472256',
    '190:20:30',
    '1:2',
    '1:2:3',
  ],
  ...[
    'Infinity',
    'NaN',
    'undefined',
    'None',
    'nil',
    'inf',
    '0777',
    '0o777',
    '+.inf',
    '1e1000',
    '123456789012345678901',
  ],
  ...[
    '{{ page.title }}',
    '{% include x %}',
    '<% a %>',
    '$a',
    '^a',
    '(a)',
    'a|b',
    'a>b',
    ';;;',
    '+++',
    '-----',
    '\\',
    "''",
  ],
];

function texts(): string[] {
  const suites = sharedFolder('suites');
  const naughty = suites
    ? (JSON.parse(readFileSync(join(suites, 'naughty-strings', 'blns.json'), 'utf8')) as string[])
    : [];
  return [...new Set([...ambiguous, ...naughty])];
}

const wanted = texts();

/** The blocks that hold a text in every way in which one is written. */
function blocksWith(text: string): string[] {
  const posts = [
    '---\ntitle: old\nlist:\n  - old\nflow: [old]\n---\n',
    "---\ntitle: 'old'\nlist:\n- 'old'\nflow: ['old']\n---\n",
    '---\ntitle: "old"\nlist:\n- "old"\nflow: [ "old" ]\n---\n',
    '---\ntitle: |\n  old\nlist: [old]\nflow: [\n  old\n]\n---\n',
    '---\ntitle: >-\n  old\n  text\nlist: [old]\nflow: [old]\n---\n',
  ];
  return posts.map((post) => {
    const result = editFrontMatter(post, [
      { kind: 'set', key: ['title'], value: text },
      { kind: 'set', key: ['list'], value: [text, 'a'] },
      { kind: 'set', key: ['flow'], value: ['a', text] },
      { kind: 'set', key: ['added'], value: text },
      { kind: 'set', key: ['map', 'inner'], value: text },
    ]);
    if (!result.ok) throw new Error(`${JSON.stringify(text)}: ${result.message}`);
    const changed = applyChanges(post, result.changes);
    const { content } = splitPost(changed);
    return changed.slice(content.from, content.to);
  });
}

const blocks = wanted.flatMap((text) => blocksWith(text).map((block) => ({ text, block })));

function meant(text: string) {
  return { title: text, list: [text, 'a'], flow: ['a', text], added: text, map: { inner: text } };
}

/** Lines that open, close and interrupt what others began, to make blocks that readers take differently. */
const oddLines = [
  ...[
    'a: "b',
    'c"',
    "d: 'e",
    "f'",
    'g: [h,',
    'i]',
    'j: {k: l,',
    'm: n}',
    '- "q',
    '  r: "s',
    'tags:',
    '- t',
    '  - u',
  ],
  ...[
    '    v"',
    'w: x',
    'y1: z # c',
    '',
    '# comment "',
    'dd: |',
    '  ee "',
    "ff: it's",
    'gg: "hh" # "',
    'jj: [kk, "ll',
  ],
  ...[
    'mm"]',
    'nn: [oo] # ]',
    '  pp',
    "qq: 'it''s",
    "rr: ''",
    'ss: "\\"',
    'tt: >',
    '  uu [',
    'vv: &x "ww',
    'xx: *x',
    "  yy'",
  ],
  ...['  b"', '"k": "v', "'l': 'w"],
];

function sortedKeys(value: unknown): string {
  return JSON.stringify(value, (_key, child: unknown) => {
    if (typeof child !== 'object' || child === null || Array.isArray(child)) return child;
    return Object.fromEntries(Object.entries(child).sort(([one], [other]) => (one < other ? -1 : 1)));
  });
}

function runs(program: string, ...args: string[]): boolean {
  return spawnSync(program, args, { stdio: 'ignore' }).status === 0;
}

/** Hands blocks as JSON to a program and takes what it read as JSON. */
function readBy(program: string, args: string[], given = blocks.map(({ block }) => block)): unknown[] {
  const input = JSON.stringify(given);
  const result = spawnSync(program, args, { input, encoding: 'utf8', maxBuffer: 1 << 28 });
  expect(result.stderr).toBe('');
  return JSON.parse(result.stdout) as unknown[];
}

const psych = `
require 'psych'; require 'json'; require 'date'
puts JSON.generate(JSON.parse(STDIN.read).map { |t| Psych.safe_load(t, permitted_classes: [Date, Time, Symbol], aliases: true) })
`;
const psychOrNothing = `
require 'psych'; require 'json'; require 'date'
read = proc do |text|
  data = Psych.safe_load(text, permitted_classes: [Date, Time, Symbol], aliases: true) rescue nil
  data.is_a?(Hash) ? data : nil
end
puts JSON.generate(JSON.parse(STDIN.read).map(&read))
`;
const pyYaml = `
import json, sys, yaml
loader = getattr(yaml, 'CSafeLoader', yaml.SafeLoader)
print(json.dumps([yaml.load(text, Loader=loader) for text in json.load(sys.stdin)], default=str))
`;

describe('a text that was written is read as that text', () => {
  it('by yaml, as version 1.2 and 1.1', () => {
    for (const { text, block } of blocks) {
      expect(parseYaml(block, { version: '1.2' }), block).toEqual(meant(text));
      expect(parseYaml(block, { version: '1.1' }), block).toEqual(meant(text));
    }
  });

  it('by js-yaml, which most JavaScript generators use', () => {
    const grayMatter = createRequire(import.meta.url).resolve('gray-matter');
    const { load } = createRequire(grayMatter)('js-yaml') as { load(text: string): unknown };
    for (const { text, block } of blocks) expect(load(block), block).toEqual(meant(text));
  });

  it.skipIf(!runs('ruby', '-rpsych', '-e', '1'))('by Psych, which Jekyll uses (skipped without Ruby)', () => {
    for (const [at, data] of readBy('ruby', ['-e', psych]).entries()) {
      const { text, block } = blocks[at] as { text: string; block: string };
      expect(data, block).toEqual(meant(text));
    }
  });

  it.skipIf(!runs('python3', '-c', 'import yaml'))('by PyYAML and its libyaml (skipped without it)', () => {
    for (const [at, data] of readBy('python3', ['-c', pyYaml]).entries()) {
      const { text, block } = blocks[at] as { text: string; block: string };
      expect(data, block).toEqual(meant(text));
    }
  });

  it.skipIf(!runs('hugo', 'version'))('by Hugo’s readers in Go (skipped without Hugo)', () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'content'));
    mkdirSync(join(folder, 'layouts', '_default'), { recursive: true });
    writeFileSync(
      join(folder, 'config.toml'),
      'disableKinds = ["taxonomy", "term", "section", "RSS", "sitemap", "404"]\n',
    );
    writeFileSync(
      join(folder, 'layouts', 'index.html'),
      '{{ range site.RegularPages }}{{ dict "at" .Params.at "params" .Params | jsonify }}\n{{ end }}',
    );
    writeFileSync(join(folder, 'layouts', '_default', 'single.html'), '');
    for (const [at, { block }] of blocks.entries()) {
      writeFileSync(join(folder, 'content', `${at}.md`), `---\nat: ${at}\n${block}---\nbody\n`);
    }
    const result = spawnSync('hugo', ['--source', folder, '--quiet'], { encoding: 'utf8' });
    expect(result.status, result.stdout + result.stderr).toBe(0);
    const lines = readFileSync(join(folder, 'public', 'index.html'), 'utf8')
      .trim()
      .split('\n');
    expect(lines.length).toBe(blocks.length);
    for (const line of lines) {
      const { at, params } = JSON.parse(line) as { at: number; params: Record<string, unknown> };
      const { text, block } = blocks[at] as { text: string; block: string };
      expect(params, block).toMatchObject(meant(text));
    }
  });
});

describe.skipIf(!runs('ruby', '-rpsych', '-e', '1'))('a block of odd lines (skipped without Ruby)', () => {
  it('is read as Psych reads it, or not at all', () => {
    const odd = fc
      .sample(fc.array(fc.constantFrom(...oddLines), { minLength: 1, maxLength: 6 }), {
        numRuns: 8000,
        seed: 7,
      })
      .map((lines) => `${lines.join('\n')}\n`);
    let compared = 0;
    let forgiven = 0;
    for (const [at, expected] of readBy('ruby', ['-e', psychOrNothing], odd).entries()) {
      const { data, problems } = readFrontMatter(`---\n${odd[at]}---\n`);
      if (expected === null || problems.some(({ severity }) => severity === 'error')) continue;
      compared += 1;
      if (problems.some(({ code }) => code === 'front-matter-lenient')) forgiven += 1;
      expect(sortedKeys(data), odd[at]).toBe(sortedKeys(expected));
    }
    expect(compared).toBeGreaterThan(500);
    expect(forgiven).toBeGreaterThan(50);
  });
});
