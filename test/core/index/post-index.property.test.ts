import {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPostIndex, type PostIndex } from '../../../src-main/core/posts/post-index.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

const folders = ['posts', 'posts/deep', '_posts', 'notes', 'drafts.old', '.'] as const;
const names = [
  'a.md',
  'b.md',
  '2024-05-01-c.md',
  'index.md',
  'README.md',
  'picture.png',
  '.hidden.md',
  'plain',
];
const configurations = [
  ['galley.yml', 'title: Mine\n'],
  ['_config.yml', 'plugins: [jekyll-feed]\npermalink: /:title/\n'],
  ['_config.yml', 'plugins: [jekyll-feed]\npermalink: /:year/:title/\n'],
  ['hugo.toml', 'title = "Mine"\n'],
] as const;
const texts = [
  '---\ntitle: One\ndate: 2024-05-01\ntags: [red]\n---\n\nApples and pears.\n',
  '---\ntitle: Two\ndate: 2023-05-01\n---\n\nOnly cherries here.\n',
  '---\ntitle: Six\ndate: 2023-05-01\n---\n\nNo cherries here at all.\n',
  '# A heading\n\nWithout front matter.\n',
  '---\ntitle: [broken\n---\n',
  '',
];

type Step =
  | { kind: 'write'; path: string; text: string }
  | { kind: 'remove'; path: string }
  | { kind: 'move'; from: string; to: string }
  | { kind: 'link'; path: string; to: string }
  | { kind: 'touch-back'; path: string; text: string }
  | { kind: 'refresh' };

const path = fc
  .oneof(
    { weight: 6, arbitrary: fc.tuple(fc.constantFrom(...folders), fc.constantFrom(...names)) },
    { weight: 1, arbitrary: fc.constantFrom(...folders).map((folder) => [folder, '.'] as const) },
  )
  .map(([folder, name]) => join(folder, name));
const text = fc.constantFrom(...texts);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('write' as const), path, text }) },
  {
    weight: 2,
    arbitrary: fc
      .constantFrom(...configurations)
      .map(([name, content]) => ({ kind: 'write' as const, path: name, text: content })),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('remove' as const), path }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('move' as const), from: path, to: path }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('link' as const), path, to: path }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('touch-back' as const), path, text }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'refresh' as const }) },
);

/** Does a step and returns the paths that a watcher would tell of. What cannot be done is not done. */
function perform(root: string, one: Step): string[] {
  try {
    switch (one.kind) {
      case 'write':
        mkdirSync(dirname(join(root, one.path)), { recursive: true });
        writeFileSync(join(root, one.path), one.text);
        return [one.path];
      case 'remove':
        if (one.path === '.') return [];
        rmSync(join(root, one.path), { recursive: true });
        return [one.path];
      case 'move':
        if (one.from === '.' || one.to === '.') return [];
        renameSync(join(root, one.from), join(root, one.to));
        return [one.from, one.to];
      case 'link':
        mkdirSync(dirname(join(root, one.path)), { recursive: true });
        symlinkSync(join(root, one.to), join(root, one.path));
        return [one.path];
      case 'touch-back': {
        const { mtime, atime } = statSync(join(root, one.path));
        writeFileSync(join(root, one.path), one.text);
        utimesSync(join(root, one.path), atime, mtime);
        return [one.path];
      }
      case 'refresh':
        return [];
    }
  } catch {
    return one.kind === 'move' ? [one.from, one.to] : 'path' in one ? [one.path] : [];
  }
}

/** What was changed only just now is not saved: the clocks of file systems are coarse. */
function aged(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 40));
}

/** Everything that the index says. */
/** What an index says, which is closed with that: one that is left open would save itself when its folder is gone. */
async function saidBy(index: PostIndex) {
  try {
    return await said(index);
  } finally {
    await index.close();
  }
}

async function said(index: PostIndex) {
  const search = async (query: string) => (await index.search(query, 50)).results;
  return {
    posts: (await index.listWithWords()).map((post) => ({ ...post })),
    files: [...(await index.listing()).files],
    sites: (await index.map()).sites.map(({ settings }) => settings),
    found: [await search('cherries'), await search('red'), await search('one'), await search('heading')],
  };
}

function links(root: string): string[] {
  return readdirSync(root, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isSymbolicLink())
    .map((entry) => entry.name);
}

describe('the index of posts', () => {
  it('says after any changes what a new look at everything says', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 1, maxLength: 14 }),
        fc.boolean(),
        async (steps, searched) => {
          const root = temporaryFolder();
          perform(root, { kind: 'write', path: 'posts/first.md', text: texts[0] as string });
          const index = createPostIndex(root);
          if (searched) await index.search('apples', 5);
          for (const one of steps) {
            const paths = perform(root, one);
            // What a link leads to may change without the link: only a look at everything sees that.
            if (one.kind === 'refresh' || links(root).length > 0) await index.refresh();
            else await index.refreshPaths(paths);
          }
          expect(await saidBy(index)).toEqual(await saidBy(createPostIndex(root)));
        },
      ),
      { numRuns: 150 },
    );
  });

  it('says from a saved index what a new look at everything says', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { maxLength: 8 }),
        fc.array(step, { maxLength: 8 }),
        async (before, after) => {
          const root = temporaryFolder();
          const saved = join(temporaryFolder(), 'index.json');
          for (let count = 0; count < 60; count += 1)
            perform(root, {
              kind: 'write',
              path: `posts/many-${count}.md`,
              text: texts[count % 3] as string,
            });
          for (const one of before) perform(root, one);
          await aged();
          const first = createPostIndex(root, { saved });
          await first.listWithWords();
          await first.close();
          for (const one of after) perform(root, one);
          expect(await saidBy(createPostIndex(root, { saved }))).toEqual(await saidBy(createPostIndex(root)));
        },
      ),
      { numRuns: 40 },
    );
  });

  it('believes no damaged index', async () => {
    const root = temporaryFolder();
    const saved = join(temporaryFolder(), 'index.json');
    for (let count = 0; count < 60; count += 1)
      perform(root, { kind: 'write', path: `posts/many-${count}.md`, text: texts[0] as string });
    await aged();
    const fresh = await saidBy(createPostIndex(root));
    const first = createPostIndex(root, { saved });
    await first.list();
    await first.close();
    const whole = readFileSync(saved, 'utf8');
    expect(whole).toContain('One\0One');
    const damages = ['', '{}', '[]', 'null', '\0', whole.slice(0, 2000), whole.replaceAll('red', '7')];
    for (const wrong of ['5', '\0', '\n']) damages.push(whole.replaceAll('One', wrong));
    for (const damaged of damages) {
      writeFileSync(saved, damaged);
      expect(await saidBy(createPostIndex(root, { saved }))).toEqual(fresh);
    }
  });
});
