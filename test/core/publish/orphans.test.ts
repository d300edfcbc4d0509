import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { makeBlog } from '../../helpers/publishing.ts';
import { writeFiles } from '../../helpers/repository.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

const files = {
  'posts/first.md': '# First\n\n![a](img/a.png) ![b](img/b.png)\n',
  'posts/second.md': '# Second\n\n![c](img/c.png)\n',
  'posts/third.md': '# Third\n\n![b](img/b.png)\n',
  'img/a.png': 'a',
  'img/b.png': 'b',
  'img/c.png': 'c',
};

it('finds new pictures that nothing uses and published ones that a post has left, and no others', async () => {
  const blog = makeBlog(temporaryFolder(), files);
  expect(await blog.publishing.orphans()).toEqual([]);
  writeFiles(blog.tree, {
    'posts/first.md': '# First\n\n![n](img/new%20one.png)\n',
    'img/new one.png': 'n',
    'img/nobody.png': 'x',
    'notes.txt': 'no picture',
  });
  rmSync(join(blog.tree, 'posts/second.md'));
  expect(await blog.publishing.orphans()).toEqual([
    { path: 'img/nobody.png', why: 'new-and-unused', revision: expect.stringMatching(/^[0-9a-f]{64}$/) },
    { path: 'img/a.png', why: 'no-longer-used', revision: undefined },
    { path: 'img/c.png', why: 'no-longer-used', revision: undefined },
  ]);
});
