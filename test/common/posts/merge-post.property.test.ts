import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readFrontMatter } from '../../../src-main/common/posts/front-matter.ts';
import { mergedText, mergePost } from '../../../src-main/common/posts/merge-post.ts';
import { findConflictMarkers } from '../../../src-main/common/publish/conflict-markers.ts';
import { corpusPosts } from '../../helpers/corpora.ts';
import { gitEnvironment } from '../../helpers/repository.ts';
import { seededRandom } from '../../helpers/seeded-random.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

const runs = Number(process.env.GALLEY_TORTURE ?? 400);

const word = fc.constantFrom(
  ...'alpha beta gamma delta epsilon zeta eta theta'.split(' '),
  '日本語',
  'naïve',
  '🎉',
);
const line = fc.array(word, { minLength: 1, maxLength: 6 }).map((words) => words.join(' '));
const block = fc.oneof(
  fc.array(line, { minLength: 1, maxLength: 3 }).map((lines) => lines.join('\n')),
  fc.array(line, { minLength: 1, maxLength: 4 }).map((lines) => lines.map((text) => `- ${text}`).join('\n')),
  line.map((text) => `## ${text}`),
  fc.tuple(line, line).map(([one, two]) => `\`\`\`\n${one}\n\n${two}\n\`\`\``),
);
const field = fc.oneof(
  line,
  fc.array(word, { maxLength: 4 }).map((words) => `[${words.join(', ')}]`),
  fc
    .array(word, { minLength: 1, maxLength: 3 })
    .map((words) => words.map((text) => `\n  - ${text}`).join('')),
  line.map((text) => `"${text}" # note`),
  line.map((text) => `|\n  ${text}\n  more`),
);
const keys = ['title', 'date', 'tags', 'draft', 'description', 'extra', 'layout'];
const head = fc
  .uniqueArray(fc.tuple(fc.constantFrom(...keys), field), { maxLength: 6, selector: ([key]) => key })
  .map((fields) => `---\n${fields.map(([key, value]) => `${key}: ${value}\n`).join('')}---\n`);
const body = fc
  .tuple(fc.array(block, { maxLength: 7 }), fc.constantFrom('\n', '', '\n\n'))
  .map(([blocks, end]) => blocks.join('\n\n') + end);
const madePost = fc
  .tuple(fc.option(head, { nil: '' }), fc.constantFrom('', '\n'), body, fc.boolean(), fc.boolean())
  .map(([top, gap, rest, isWindows, hasMark]) => {
    const text = top + gap + rest;
    return (hasMark ? '\uFEFF' : '') + (isWindows ? text.replaceAll('\n', '\r\n') : text);
  });
/** Two texts that come from one by edits of lines, many of which overlap. */
const triple = fc
  .tuple(madePost, fc.array(edit(), { maxLength: 4 }), fc.array(edit(), { maxLength: 4 }))
  .map(([base, ours, theirs]) => ({ base, ours: apply(base, ours), theirs: apply(base, theirs) }));
const anyTexts = fc.oneof(
  triple,
  fc.record({ base: madePost, ours: madePost, theirs: madePost }),
  fc.record({ base: scraps(), ours: scraps(), theirs: scraps() }),
);

interface LineEdit {
  at: number;
  kind: 'insert' | 'delete' | 'replace';
  text: string;
}

function edit(): fc.Arbitrary<LineEdit> {
  return fc.record({
    at: fc.nat({ max: 40 }),
    kind: fc.constantFrom('insert', 'delete', 'replace'),
    text: fc.oneof(line, fc.constantFrom('', 'draft: true', '- item', 'tags: [new]', '---')),
  });
}

function apply(base: string, edits: readonly LineEdit[]): string {
  return edits.reduce((text, { at, kind, text: added }) => {
    const lines = text.split('\n');
    const place = at % (lines.length + 1);
    const end = lines[0]?.endsWith('\r') ? '\r' : '';
    lines.splice(place, kind === 'insert' ? 0 : 1, ...(kind === 'delete' ? [] : [added + end]));
    return lines.join('\n');
  }, base);
}

/** Texts of which little holds together: fences, blanks, keys, ends of lines in any order. */
function scraps(): fc.Arbitrary<string> {
  const scrap = fc.constantFrom(
    '---',
    '\n',
    '\n',
    '\r\n',
    '\r',
    'a: b',
    'c: [d, e]',
    'x',
    ' ',
    '```',
    '- y',
    '{"a":1}',
    '+++',
    '\uFEFF',
    '# z',
    '}',
  );
  return fc.array(scrap, { maxLength: 14 }).map((parts) => parts.join(''));
}

const check = <T>(arbitrary: fc.Arbitrary<T>, test: (value: T) => void, numRuns = runs) =>
  fc.assert(fc.property(arbitrary, test), { numRuns });

const choices = ['ours', 'theirs', 'both'] as const;
const isMeaningful = (text: string) => text.trim() !== '';

/** Every filled line of a text. */
const linesOf = (text: string) =>
  text
    .replace('\uFEFF', '')
    .split(/\r\n?|\n/)
    .map((each) => each.trim())
    .filter(isMeaningful);

describe('mergePost, for any texts', () => {
  it('is the other text where one side changed nothing', () => {
    check(anyTexts, ({ base, ours }) => {
      expect(mergePost(base, ours, base)).toMatchObject({ kind: 'merged', text: ours });
      expect(mergePost(base, base, ours)).toMatchObject({ kind: 'merged', text: ours });
      expect(mergePost(base, ours, ours)).toMatchObject({ kind: 'merged', text: ours });
    });
  });

  it('gives the same text whoever is called ours', () => {
    check(anyTexts, ({ base, ours, theirs }) => {
      const [one, other] = [mergePost(base, ours, theirs), mergePost(base, theirs, ours)];
      expect(one.kind).toBe(other.kind);
      expect(mergedText(one.parts, () => 'ours')).toBe(mergedText(other.parts, () => 'theirs'));
      expect(mergedText(one.parts, () => 'theirs')).toBe(mergedText(other.parts, () => 'ours'));
    });
  });

  it('loses no line that a side wrote', () => {
    check(anyTexts, ({ base, ours, theirs }) => {
      const { parts } = mergePost(base, ours, theirs);
      const all = [
        mergedText(parts, () => 'ours'),
        mergedText(parts, () => 'theirs'),
        ...parts.flatMap((part) => (part.kind === 'conflict' ? [part.ours, part.theirs] : [])),
      ].join('\n');
      const old = new Set(linesOf(base));
      for (const text of [...linesOf(ours), ...linesOf(theirs)])
        if (!old.has(text)) expect(withoutBrackets(all)).toContain(withoutBrackets(text));
    });
  });

  it('brings no text that neither had, and no marks', () => {
    check(anyTexts, ({ base, ours, theirs }) => {
      const { parts } = mergePost(base, ours, theirs);
      const known = [...`${base}${ours}${theirs}\r\n,`];
      const characters = new Set(known);
      for (const choice of choices) {
        const text = mergedText(parts, () => choice);
        expect([...text].filter((character) => !characters.has(character))).toEqual([]);
        expect(findConflictMarkers(text)).toBeUndefined();
      }
    });
  });

  it('tells what each text had, part by part', () => {
    check(triple, ({ base, ours, theirs }) => {
      const { parts } = mergePost(base, ours, theirs);
      const squeezed = (text: string) => text.replace(/[\s\uFEFF,]+/g, '');
      expect(sorted(squeezed(parts.map((part) => part.ours).join('')))).toBe(sorted(squeezed(ours)));
      expect(sorted(squeezed(parts.map((part) => part.theirs).join('')))).toBe(sorted(squeezed(theirs)));
      expect(sorted(squeezed(parts.map((part) => part.base).join('')))).toBe(sorted(squeezed(base)));
    });
  });

  it('leaves front matter readable where all could be read', () => {
    check(anyTexts, ({ base, ours, theirs }) => {
      const errors = (text: string) => readFrontMatter(text).problems.length;
      if (errors(base) + errors(ours) + errors(theirs) > 0) return;
      const { parts } = mergePost(base, ours, theirs);
      for (const choice of ['ours', 'theirs'] as const)
        expect(readFrontMatter(mergedText(parts, () => choice)).problems).toEqual([]);
    });
  });
});

describe('mergePost, for edits that do not overlap', () => {
  /** A post as stretches, of which each is edited by one side or none. */
  const stretches = fc.record({
    fields: fc.uniqueArray(fc.tuple(fc.constantFrom(...keys), line, line), {
      minLength: 2,
      maxLength: 6,
      selector: ([key]) => key,
    }),
    blocks: fc.uniqueArray(block, { minLength: 2, maxLength: 8 }),
    editors: fc.infiniteStream(fc.constantFrom('ours', 'theirs', 'nobody')),
    isWindows: fc.boolean(),
  });

  it('takes them all without a question', () => {
    check(stretches, ({ fields, blocks, editors, isWindows }) => {
      const owners = [...editors.take(fields.length + blocks.length)];
      const version = (...sides: string[]) => {
        const top = fields
          .map(
            ([key, before, after], index) =>
              `${key}: ${sides.includes(owners[index] ?? '') ? `${after} new` : before}\n`,
          )
          .join('');
        const rest = blocks
          .map((text, index) =>
            sides.includes(owners[fields.length + index] ?? '') ? withEdit(text, index) : text,
          )
          .join('\n\n');
        const whole = `---\n${top}---\n\n${rest}\n`;
        return isWindows ? whole.replaceAll('\n', '\r\n') : whole;
      };
      expect(mergePost(version(), version('ours'), version('theirs'))).toMatchObject({
        kind: 'merged',
        text: version('ours', 'theirs'),
      });
    });
  });
});

const posts = corpusPosts();

describe.skipIf(posts.length === 0)(
  'mergePost, on the posts of reference blogs (skipped without them)',
  () => {
    it('gives what git gives wherever git merges by lines, and more than that', () => {
      const folder = temporaryFolder();
      const random = seededRandom(20_240_501);
      const short = posts.filter(({ text }) => text.length < 20_000);
      const counts = { same: 0, other: 0, more: 0 };
      for (let round = 0; round < 300; round += 1) {
        const { text } = short[Math.floor(random() * short.length)] as (typeof short)[number];
        const [ours, theirs] = [
          editedSomewhere(text, 'ours', random),
          editedSomewhere(text, 'theirs', random),
        ];
        const git = gitMerge(folder, text, ours, theirs);
        const result = mergePost(text, ours, theirs);
        if (git === undefined) counts.more += result.kind === 'merged' ? 1 : 0;
        else counts[result.kind === 'merged' && result.text === git ? 'same' : 'other'] += 1;
      }
      // Git sees no keys and takes any front matter that comes of it.
      expect(counts.other).toBeLessThanOrEqual(counts.same / 50);
      expect(counts.same).toBeGreaterThan(200);
      expect(counts.more).toBeGreaterThan(5);
    }, 120_000);

    it('takes edits of two paragraphs and of a field as they were made', () => {
      let tried = 0;
      for (const { name, text } of posts) {
        const paragraphs = [...text.matchAll(/(?:\r?\n){2}([A-Z][^\r\n`|<{]{20,})(?=(?:\r?\n){2})/g)];
        const [first, last] = [paragraphs[0], paragraphs.at(-1)];
        if (!first || !last || first === last || text.length > 60_000) continue;
        const ours = at(text, first.index + first[0].length, ' Ours.');
        const theirs = at(text, last.index + last[0].length, ' Theirs.');
        const both = at(
          at(text, last.index + last[0].length, ' Theirs.'),
          first.index + first[0].length,
          ' Ours.',
        );
        expect(mergePost(text, ours, theirs), name).toMatchObject({ kind: 'merged', text: both });
        tried += 1;
      }
      expect(tried).toBeGreaterThan(1000);
    }, 300_000);
  },
);

/** The block with its first line edited, or the first inside its fences. */
function withEdit(block: string, index: number): string {
  return block.replace(/^(```\n)?.*/, (start) => `${start} edited ${index}`);
}

/** The text with some lines changed, added or removed, but for fences. */
function editedSomewhere(text: string, by: string, random: () => number): string {
  const lines = text.split('\n');
  const end = lines[0]?.endsWith('\r') ? '\r' : '';
  for (let left = 1 + Math.floor(random() * 3); left > 0; left -= 1) {
    const place = Math.floor(random() * lines.length);
    const line = (lines[place] ?? '').replace(/\r$/, '');
    if (/^(---|\+\+\+|```|~~~)/.test(line)) continue;
    const kind = Math.floor(random() * 4);
    if (kind === 0) lines.splice(place, 1);
    else if (kind === 1) lines.splice(place, 0, `a line of ${by}${end}`, end);
    else if (kind === 2) lines.splice(place, 1, `${line} ${by}${end}`);
    else lines.splice(place, 1, line.replace(/\w+/, by) + end);
  }
  return lines.join('\n');
}

/** What git makes of it by lines; undefined where it finds a conflict. */
function gitMerge(folder: string, base: string, ours: string, theirs: string): string | undefined {
  const files = Object.entries({ ours, base, theirs }).map(([name, text]) => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  });
  const run = spawnSync('git', ['merge-file', '-p', ...files], { encoding: 'utf8', env: gitEnvironment });
  return run.status === 0 ? run.stdout : undefined;
}

function at(text: string, place: number, insert: string): string {
  return text.slice(0, place) + insert + text.slice(place);
}

/**
 * Items of lists are merged one by one, so that a line of brackets need not come back as one side wrote it; where both
 * wrote the same list, the one in brackets and the other with dashes, one of the two stands.
 */
function withoutBrackets(text: string): string {
  return text.replace(/[-[\]{},\s]+/g, '');
}

function sorted(text: string): string {
  return [...text].sort().join('');
}
