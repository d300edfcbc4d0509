import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { openSite } from '../../src-main/core/site/open-site.ts';
import { makeTemporaryFolder } from '../helpers/temporary-folder.ts';
import { compare, report } from './compare.ts';
import { generatePosts } from './generate-posts.ts';

const POSTS = 10_000;

describe(`a collection of ${POSTS} posts`, () => {
  const folder = makeTemporaryFolder();
  const blog = join(folder, 'blog');
  const home = { data: join(folder, 'data'), cache: join(folder, 'cache') };
  beforeAll(() => generatePosts(blog, POSTS));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('is opened and listed', async () => {
    const medians = await compare([
      {
        name: 'reading all bytes',
        run: () => {
          const posts = join(blog, 'posts');
          for (const name of readdirSync(posts)) readFileSync(join(posts, name));
        },
      },
      {
        name: 'open and list',
        run: async () => {
          const site = await openSite(blog, { home });
          const posts = await site.posts.list();
          if (posts.length !== POSTS) throw new Error(`Listed ${posts.length} posts.`);
          await site.close();
        },
      },
    ]);
    report('first open', medians, { of: 'open and list', to: 'reading all bytes', target: 1.5 });
  });
});
