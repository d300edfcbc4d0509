import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readFrontMatter } from '../../../src-main/common/posts/front-matter.ts';
import { readPostFrontMatter } from '../../../src-main/core/posts/read-front-matter.ts';
import { corpusPosts } from '../../helpers/corpora.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

const folder = fileURLToPath(new URL('../../fixtures/front-matter/', import.meta.url));
const posts = corpusPosts();

describe('readPostFrontMatter', () => {
  it('runs no program that a post holds, in any spelling', () => {
    const canary = join(temporaryFolder(), 'canary');
    const program = `{ title: (require('fs').writeFileSync(${JSON.stringify(canary)}, ''), globalThis.canary = 1) }`;
    const languages = [
      'js',
      'JS',
      'javascript',
      'JavaScript',
      ' js',
      '\tjs ',
      'node',
      'coffee',
      'coffeescript',
      'cson',
      'mjs',
    ];
    const fences = languages.flatMap((language) => [
      `---${language}\n${program}\n---\nBody\n`,
      `---${language}\n${program}\n`,
      `\uFEFF---${language}\r\n${program}\r\n---\r\n`,
      `---\ntitle: T\n---\n---${language}\n${program}\n---\n`,
      `---\ntext: |\n  ---${language}\n  ${program}\n  ---\n---\n`,
      `---yaml ${language}\n${program}\n---\n`,
      `+++${language}\n${program}\n+++\n`,
      `;;;${language}\n${program}\n;;;\n`,
    ]);
    for (const text of [...fences, `${program}\n`, `---\ntitle: !!js/function '${program}'\n---\n`]) {
      expect(() => readPostFrontMatter(text)).not.toThrow();
    }
    expect(existsSync(canary)).toBe(false);
    expect((globalThis as Record<string, unknown>).canary).toBeUndefined();
  });

  it('says the same about a bad text each time', () => {
    const bad = '---\ntitle: "unclosed\n---\nBody\n';
    const first = readPostFrontMatter(bad);
    expect(first.problems[0]?.code).toBe('front-matter-invalid');
    for (let time = 0; time < 10; time += 1) expect(readPostFrontMatter(bad)).toEqual(first);
  });

  it('shares nothing between two readings', () => {
    const text = '---\ntags: [a]\n---\n';
    (readPostFrontMatter(text).data.tags as string[]).push('b');
    expect(readPostFrontMatter(text).data).toEqual({ tags: ['a'] });
  });

  it('reads the fixtures as the reader without gray-matter does', () => {
    for (const name of readdirSync(folder).filter((file) => file.endsWith('.md'))) {
      const text = readFileSync(join(folder, name), 'utf8');
      expect(readPostFrontMatter(text), name).toEqual(readFrontMatter(text));
    }
  });

  it('takes no time over a block of empty lines', () => {
    const start = performance.now();
    readPostFrontMatter(`---\na: 1\n${'\n'.repeat(300_000)}b: 2\n---\n`);
    expect(performance.now() - start).toBeLessThan(5000);
  });

  it.skipIf(posts.length === 0)(
    'reads every post of the reference blogs as the other reader does (skipped where they are missing)',
    () => {
      for (const { name, text } of posts)
        expect(readPostFrontMatter(text), name).toEqual(readFrontMatter(text));
    },
  );
});
