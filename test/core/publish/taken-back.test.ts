import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { type Blog, blogOver, plainSite } from '../../helpers/publishing.ts';
import { git, makeRepository, writeFiles } from '../../helpers/repository.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

const lines = Array.from({ length: 10 }, (_, at) => `Sentence ${at}.`).join('\n');
const text = (draft: boolean, title = 'First') => `draft: ${draft}\n# ${title}\n${lines}\n`;

/** Drafts say so in their text, or lie in `posts/drafts`. */
function makeBlog(files: Record<string, string>): Blog {
  const parent = temporaryFolder();
  const made = makeRepository(parent, files);
  const site = plainSite(made.tree);
  return blogOver(parent, made, {
    site: {
      ...site,
      visibilityOf: (path, words) =>
        path.startsWith('posts/drafts/') || words.startsWith('draft: true') ? 'draft' : 'public',
    },
  });
}

const takenBack = async (blog: Blog) =>
  (await blog.publishing.plan()).changes.map(({ path, kind, unpublishes }) => [path, kind, unpublishes]);

it('names a public post that becomes a draft, and no other', async () => {
  const blog = makeBlog({
    'posts/a.md': text(false),
    'posts/b.md': text(false),
    'posts/c.md': text(true),
    'posts/d.md': text(true),
  });
  writeFiles(blog.tree, {
    'posts/a.md': text(true),
    'posts/b.md': text(false, 'Changed'),
    'posts/c.md': text(false),
    'posts/d.md': text(true, 'Changed'),
    'posts/e.md': text(true),
  });
  expect(await takenBack(blog)).toEqual([
    ['posts/a.md', 'changed', true],
    ['posts/b.md', 'changed', undefined],
    ['posts/c.md', 'changed', undefined],
    ['posts/d.md', 'changed', undefined],
    ['posts/e.md', 'new', undefined],
  ]);
});

it('compares with the upstream rather than with what was committed since, through every move', async () => {
  const blog = makeBlog({ 'posts/a.md': text(false), 'posts/b.md': text(false) });
  git(blog.tree, 'mv', 'posts/a.md', 'posts/moved.md');
  writeFiles(blog.tree, { 'posts/moved.md': text(true) });
  git(blog.tree, 'commit', '-qam', 'Back to drafts');
  expect(await takenBack(blog)).toEqual([['posts/moved.md', 'renamed', true]]);
  writeFiles(blog.tree, { 'posts/moved.md': text(true, 'Changed'), 'posts/drafts/.keep': '' });
  renameSync(join(blog.tree, 'posts/b.md'), join(blog.tree, 'posts/drafts/b.md'));
  expect(await takenBack(blog)).toEqual([
    ['posts/drafts/b.md', 'renamed', true],
    ['posts/moved.md', 'renamed', true],
    ['posts/drafts/.keep', 'new', undefined],
  ]);
});

it('says nothing of a post that readers never had', async () => {
  const blog = makeBlog({ 'posts/a.md': text(false) });
  writeFiles(blog.tree, { 'posts/b.md': text(false) });
  git(blog.tree, 'add', '.');
  git(blog.tree, 'commit', '-qm', 'Not pushed');
  writeFiles(blog.tree, { 'posts/b.md': text(true) });
  expect(await takenBack(blog)).toEqual([['posts/b.md', 'new', undefined]]);
});
