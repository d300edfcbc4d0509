import { appendFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, it } from 'vitest';
import type { PublishProgress } from '../../src-main/common/publish/publish.ts';
import { createPublishing } from '../../src-main/core/publish/publishing.ts';
import { openSite } from '../../src-main/core/site/open-site.ts';
import { git } from '../helpers/repository.ts';
import { makeTemporaryFolder } from '../helpers/temporary-folder.ts';
import { compare, median, report } from './compare.ts';
import { generatePosts } from './generate-posts.ts';

const POSTS = 10_000;

describe(`publishing one post of ${POSTS}`, () => {
  const folder = makeTemporaryFolder();
  const blog = join(folder, 'blog');
  const home = { data: join(folder, 'data'), cache: join(folder, 'cache') };
  const post = 'posts/2010-06-24-post-4000.md';
  beforeAll(() => {
    generatePosts(blog, POSTS);
    git(folder, 'init', '-q', '--bare', '-b', 'main', 'remote.git');
    git(blog, 'init', '-q', '-b', 'main');
    git(blog, 'config', 'user.name', 'Test Author');
    git(blog, 'config', 'user.email', 'author@example.org');
    git(blog, 'add', '-A');
    git(blog, 'commit', '-q', '-m', 'All');
    git(blog, 'remote', 'add', 'origin', join(folder, 'remote.git'));
    git(blog, 'push', '-q', '-u', 'origin', 'main');
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('is compared with the three commands of a shell', async () => {
    const site = await openSite(blog, { home });
    const location = site.repository;
    if (!location) throw new Error('No repository was found.');
    const publishing = createPublishing({ repository: location, site, home });
    const edit = (): void => appendFileSync(join(blog, post), 'One more line.\n');
    /** Milliseconds until the push was done, the remote not yet asked. */
    const pushed: number[] = [];
    const medians = await compare([
      {
        name: 'shell',
        prepare: edit,
        run: () => {
          git(blog, 'add', post);
          git(blog, 'commit', '-q', '-m', 'One more line');
          git(blog, 'push', '-q');
        },
      },
      {
        name: 'publish and verify',
        prepare: edit,
        run: async () => {
          const started = performance.now();
          const onProgress = ({ step }: PublishProgress): void => {
            if (step === 'verifying') pushed.push(performance.now() - started);
          };
          const context = { signal: new AbortController().signal, onProgress };
          const outcome = await publishing.publish({ paths: [post], message: 'One more line' }, context);
          if (outcome.outcome !== 'published') throw new Error(JSON.stringify(outcome));
        },
      },
      { name: 'git status', prepare: edit, run: () => git(blog, 'status', '--porcelain') },
      { name: 'plan', run: () => publishing.plan() },
    ]);
    medians['publish until pushed'] = median(pushed);
    report('publish until pushed', medians, { of: 'publish until pushed', to: 'shell', target: 1.3 });
    report('publish, verification included', medians, { of: 'publish and verify', to: 'shell' });
    report('plan', medians, { of: 'plan', to: 'git status', target: 2 });
    await site.close();
  });
});
