import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSiteBuilder } from '../../../src-main/core/build/build-site.ts';
import { openSite } from '../../../src-main/core/site/open-site.ts';
import { built, postText, resources, siteFiles } from '../../helpers/built-site.ts';
import { makeTemporaryFolder } from '../../helpers/temporary-folder.ts';

const tags = ['sea', 'Sea', 'c', 'c++', 'wind'];
const post = fc.record({
  title: fc.constantFrom('Ebb', 'Flood & <b>', 'Slack', 'Äther'),
  day: fc.integer({ min: 1, max: 9 }),
  tags: fc.subarray(tags, { maxLength: 3 }),
  draft: fc.boolean(),
  link: fc.integer({ min: 0, max: 5 }),
  words: fc.constantFrom('One.', 'Two words.', '$x$ and `code`.', '![p](/assets/p.svg)', '[old](/old/)'),
  alias: fc.constantFrom(undefined, '/old/', '/tags/sea/', '/p2/'),
});
type Post = typeof post extends fc.Arbitrary<infer T> ? T : never;

const edit = fc.oneof(
  fc.record({ kind: fc.constant('write' as const), number: fc.integer({ min: 0, max: 5 }), post }),
  fc.record({ kind: fc.constant('remove' as const), number: fc.integer({ min: 0, max: 5 }) }),
  fc.record({
    kind: fc.constant('rename' as const),
    number: fc.integer({ min: 0, max: 5 }),
    to: fc.integer({ min: 0, max: 5 }),
  }),
  fc.record({ kind: fc.constant('picture' as const), width: fc.integer({ min: 10, max: 13 }) }),
  fc.record({
    kind: fc.constant('settings' as const),
    title: fc.constantFrom('T', 'U'),
    size: fc.integer({ min: 1, max: 3 }),
  }),
);
type Edit = typeof edit extends fc.Arbitrary<infer T> ? T : never;

/** Named in the title, so that a run that times out tells it too; a failure tells the path to the smallest edits beside it. */
const seed = Number(process.env.GALLEY_SEED ?? Math.floor(Math.random() * 0x7fff_ffff));
const numRuns = Number(process.env.GALLEY_RUNS ?? 25);

describe(`building again after some edits (GALLEY_SEED=${seed})`, () => {
  it('leaves the very bytes that a build of everything would', { timeout: 600_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(edit, { minLength: 1, maxLength: 3 }), { minLength: 2, maxLength: 5 }),
        async (rounds) => {
          const folder = makeTemporaryFolder();
          try {
            await followEdits(folder, rounds);
          } finally {
            rmSync(folder, { recursive: true, force: true });
          }
        },
      ),
      { numRuns, seed, verbose: 1 },
    );
  });
});

async function followEdits(folder: string, rounds: readonly (readonly Edit[])[]): Promise<void> {
  const blog = join(folder, 'blog');
  mkdirSync(join(blog, 'posts'), { recursive: true });
  mkdirSync(join(blog, 'assets'));
  apply(blog, { kind: 'settings', title: 'T', size: 2 });
  apply(blog, { kind: 'picture', width: 10 });
  const home = { data: join(folder, 'home/data'), cache: join(folder, 'home/cache') };
  const site = await openSite(blog, { home });
  const builder = createSiteBuilder({ site, home, resources, version: 'test' });
  try {
    for (const [round, edits] of rounds.entries()) {
      for (const one of edits) apply(blog, one);
      await site.refresh();
      // One builder that remembers, and one of each round that knows only what was saved.
      await builder.build({ out: join(folder, 'kept') });
      await built(blog, { home: join(folder, 'home'), out: join(folder, 'saved') });
      await built(blog, { out: join(folder, `full-${round}`) });
      const full = siteFiles(join(folder, `full-${round}`));
      expect(siteFiles(join(folder, 'kept'))).toEqual(full);
      expect(siteFiles(join(folder, 'saved'))).toEqual(full);
      expect(readdirSync(folder).filter((name) => name.startsWith('.'))).toEqual([]);
    }
  } finally {
    await site.close();
  }
}

function apply(blog: string, edit: Edit): void {
  const path = (number: number): string => join(blog, `posts/p${number}.md`);
  switch (edit.kind) {
    case 'write':
      writeFileSync(path(edit.number), textOf(edit.post));
      break;
    case 'remove':
      rmSync(path(edit.number), { force: true });
      break;
    case 'rename':
      try {
        readFileSync(path(edit.number));
        renameSync(path(edit.number), path(edit.to));
      } catch {
        // There is none to be renamed.
      }
      break;
    case 'picture':
      writeFileSync(
        join(blog, 'assets/p.svg'),
        `<svg xmlns="http://www.w3.org/2000/svg" width="${edit.width}" height="9"/>`,
      );
      break;
    case 'settings':
      writeFileSync(
        join(blog, 'galley.yml'),
        `title: ${edit.title}\nurl: https://e.example\npostsPerPage: ${edit.size}\n`,
      );
      break;
  }
}

function textOf({ title, day, tags: of, draft, link, words, alias }: Post): string {
  const data = {
    title,
    date: `2024-05-0${day}`,
    tags: of,
    draft,
    ...(alias === undefined ? {} : { aliases: [alias] }),
  };
  return postText(data, `${words} To [another](p${link}.md).\n`);
}
