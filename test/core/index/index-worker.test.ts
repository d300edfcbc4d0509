import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { IndexRunner } from '../../../src-main/core/index/index-runner.ts';
import { indexWorkers } from '../../../src-main/core/index/index-worker.ts';
import { createPostIndex, type PostIndex } from '../../../src-main/core/posts/post-index.ts';
import { bundleProgram } from '../../helpers/bundle-program.ts';
import { writeFiles } from '../../helpers/repository.ts';
import { makeTemporaryFolder, temporaryFolder } from '../../helpers/temporary-folder.ts';

const post = (title: string) => `---\ntitle: ${title}\ndate: 2024-05-01\n---\n\nText of ${title}.\n`;

describe('an index in a thread of its own', () => {
  let run: IndexRunner;
  beforeAll(async () => {
    const folder = makeTemporaryFolder();
    const program = await bundleProgram('src-main/entries/index-worker.ts', folder);
    run = indexWorkers(pathToFileURL(program));
    return () => rmSync(folder, { recursive: true, force: true });
  });

  function open(given = run): { root: string; index: PostIndex } {
    const root = temporaryFolder();
    writeFiles(root, {
      'galley.yml': 'title: Mine\n',
      'posts/a.md': post('Pears'),
      'posts/b.md': post('Plums'),
    });
    const index = createPostIndex(root, { run: given, eager: true });
    onTestFinished(() => index.close());
    return { root, index };
  }
  const titles = async (index: PostIndex) => (await index.list()).map(({ title }) => title);

  it('says what an index in this thread says', async () => {
    const { root, index } = open();
    const here = createPostIndex(root);
    expect(await index.listWithWords()).toEqual(await here.listWithWords());
    expect(await index.search('plums', 5)).toEqual(await here.search('plums', 5));
    expect([...(await index.listing()).files]).toEqual([...(await here.listing()).files]);
    expect((await index.map()).place('posts/a.md')?.collection).toBe('posts');
  });

  it('follows changes, and finds what was just written', async () => {
    const { root, index } = open();
    await index.search('pears', 5);
    writeFileSync(join(root, 'posts/a.md'), post('Cherries'));
    expect(await index.refreshPaths(['posts/a.md'])).toEqual(['posts/a.md']);
    expect(await titles(index)).toEqual(['Cherries', 'Plums']);
    expect((await index.search('text cherries', 5)).results.map(({ path }) => path)).toEqual(['posts/a.md']);
    rmSync(join(root, 'posts/b.md'));
    expect(await index.refresh()).toEqual(['posts/b.md']);
    expect((await index.search('plums', 5)).results).toEqual([]);
  });

  it('goes on in this thread where its program is missing', async () => {
    const { index } = open(indexWorkers(pathToFileURL('/nowhere/index-worker.js')));
    expect(await titles(index)).toEqual(['Pears', 'Plums']);
    expect((await index.search('plums', 5)).total).toBe(1);
  });
});
