import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { tests as examples } from 'commonmark-spec';
import { describe, expect, it } from 'vitest';
import { createRenderer } from '../../../src-main/common/markdown/render.ts';
import { sharedFolder } from '../../helpers/shared.ts';

describe('CommonMark', () => {
  const plain = createRenderer({ remoteImages: false, extensions: false, sanitise: false });

  it('has all of its examples', () => expect(examples).toHaveLength(652));

  it.each(examples)('example $number ($section)', ({ markdown, html }) => {
    expect(withoutBlanks(plain.render(withTabs(markdown)))).toBe(withoutBlanks(withTabs(html)));
  });
});

/** Why an example looks different with everything switched on; undefined for what has no good reason. */
function reasonFor(markdown: string): string | undefined {
  if (/<\/?[A-Z]|<[a-z]\w*[-.][\w.-]+/.test(markdown))
    return 'components are labelled, other raw HTML is sanitised';
  if (/^(?:< )?<?https?:|@/.test(markdown)) return 'addresses become links, as on GitHub';
  return markdown.includes('<') ? 'raw HTML is closed and sanitised' : undefined;
}

describe('CommonMark with extensions and sanitiser', () => {
  it('differs only for a reason', () => {
    const full = createRenderer({ remoteImages: true });
    const reasons = new Map<string, number[]>();
    for (const { markdown, html, number } of examples) {
      if (bare(full.render(withTabs(markdown))) === bare(withTabs(html))) continue;
      const reason = reasonFor(markdown) ?? 'unexplained';
      reasons.set(reason, [...(reasons.get(reason) ?? []), number]);
    }
    for (const [reason, numbers] of reasons)
      process.stdout.write(`CommonMark, all on: ${numbers.length} differ, ${reason}: ${numbers.join(' ')}\n`);
    expect(reasons.get('unexplained')).toBeUndefined();
    expect([...reasons.values()].flat().length).toBeLessThan(80);
  });
});

/** Without what is always added, and with attributes in one order. */
function bare(html: string): string {
  const ordered = html.replace(/<(\w+)((?:\s+[\w-]+="[^"]*")+)/g, (_, name: string, attributes: string) =>
    [
      `<${name}`,
      ...(attributes.match(/[\w-]+="[^"]*"/g) ?? [])
        .filter((one) => !/^(?:id|class|loading|decoding)=/.test(one))
        .sort(),
    ].join(' '),
  );
  return withoutBlanks(
    ordered.replace(/ ?\/>/g, '>').replaceAll('&quot;', '"').replaceAll('#user-content-', '#'),
  );
}

interface GfmExample {
  example: number;
  section: string;
  extensions: string[] | string;
  markdown: string;
  html: string;
}

/** What is other than on GitHub, by example, and why it stays so. */
const otherThanGitHub: Record<number, string> = {
  653: 'generators keep such elements of their author; the sanitiser takes them out and shows no tags as text',
};

/** Examples of the version that GitHub began from which CommonMark has changed since. */
const changedSince: Record<number, string> = {
  645: 'two hyphens are allowed within a comment since CommonMark 0.31',
  646: '`<!-->` is a comment since CommonMark 0.31',
};

const suites = sharedFolder('suites');

describe.skipIf(!suites)('GitHub Flavored Markdown (needs the suites folder)', () => {
  const engine = createRenderer({ remoteImages: true, sanitise: false });
  const examplesOfGitHub = suites
    ? (JSON.parse(readFileSync(join(suites, 'gfm/spec.json'), 'utf8')) as GfmExample[])
    : [];
  const own = examplesOfGitHub.filter(({ extensions }) => extensions.length > 0);

  it.each(own.filter(({ example }) => !(example in otherThanGitHub)))(
    'example $example ($section)',
    ({ markdown, html }) => {
      expect(sameForm(engine.render(withTabs(markdown)))).toBe(sameForm(withTabs(html)));
    },
  );

  it('has CommonMark for all that is no extension, with extensions off', () => {
    const plain = createRenderer({ remoteImages: false, extensions: false, sanitise: false });
    const common = examplesOfGitHub.filter(({ extensions }) => extensions.length === 0);
    const others = common.filter(
      ({ markdown, html }) =>
        withoutBlanks(plain.render(withTabs(markdown))) !== withoutBlanks(withTabs(html)),
    );
    process.stdout.write(
      `GitHub without extensions: ${common.length - others.length} of ${common.length} equal\n${others.map(({ example }) => `  ${example}: ${changedSince[example]}\n`).join('')}`,
    );
    expect(common.length).toBeGreaterThan(600);
    expect(others.map(({ example }) => `${example}`)).toEqual(Object.keys(changedSince));
  });

  it('compares all that belongs to GitHub alone', () => {
    const others = Object.entries(otherThanGitHub);
    process.stdout.write(
      `GitHub: ${own.length - others.length} of ${own.length} equal\n${others.map(([number, reason]) => `  ${number}: ${reason}\n`).join('')}`,
    );
    expect(own.length).toBeGreaterThan(20);
  });
});

/** The suites write tabs as arrows. */
function withTabs(text: string): string {
  return text.replaceAll('→', '\t');
}

/** White space between blocks says nothing in HTML. */
function withoutBlanks(html: string): string {
  return html.replace(/>\s+</g, '><').trim();
}

/** Leaves out what we add (ids, classes) and how attributes are ordered. */
function sameForm(html: string): string {
  const plain = html.replace(/ (?:id|class)="[^"]*"/g, '').replace(/ ?\/>/g, '>');
  const boxes = plain.replace(
    /<input[^>]*>/g,
    (box) => `<input${box.includes('checked') ? ' checked' : ''}>`,
  );
  return withoutBlanks(boxes);
}
