import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeBlog } from '../../helpers/publishing.ts';
import { git, writeFiles } from '../../helpers/repository.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

const lines = Array.from({ length: 12 }, (_, at) => `Sentence ${at}.`).join('\n');

/** A post that was written, edited, renamed with an edit, edited again, and merged. */
function longLived() {
  const blog = makeBlog(temporaryFolder(), { 'posts/a.md': `# One\n${lines}\n`, 'other.txt': 'x\n' });
  const commit = (message: string) =>
    git(blog.tree, 'commit', '-q', '-a', '--allow-empty-message', '-m', message);
  writeFiles(blog.tree, { 'posts/a.md': `# Two\n${lines}\n` });
  commit('Second\n\nWith a body.');
  mkdirSync(join(blog.tree, 'essays'));
  git(blog.tree, 'mv', 'posts/a.md', 'essays/ b c .md');
  writeFiles(blog.tree, { 'essays/ b c .md': `# Three\n${lines}\n` });
  commit('');
  writeFiles(blog.tree, { 'other.txt': 'y\n' });
  commit('Nothing to do with it');
  writeFiles(blog.tree, { 'essays/ b c .md': `# Four\n${lines}\n` });
  commit('Fourth');
  return blog;
}

describe('the history of a file', () => {
  it('is every commit that changed it, newest first, under the names that it had', async () => {
    const { publishing } = longLived();
    const history = await publishing.history('essays/ b c .md');
    expect(history.map(({ message, path, removed }) => [message, path, removed])).toEqual([
      ['Fourth', 'essays/ b c .md', false],
      ['', 'essays/ b c .md', false],
      ['Second\n\nWith a body.', 'posts/a.md', false],
      ['First posts', 'posts/a.md', false],
    ]);
    expect(history[0]).toMatchObject({ author: 'Test Author', date: expect.stringMatching(/^\d{4}-.*[+Z]/) });
    const texts = await Promise.all(
      history.map(({ commit }) => publishing.textIn('essays/ b c .md', commit)),
    );
    expect(texts.map((text) => text?.split('\n')[0])).toEqual(['# Four', '# Three', '# Two', '# One']);
  });

  it('is there for a file that is gone, and says which commit took it away', async () => {
    const { publishing, tree } = longLived();
    rmSync(join(tree, 'essays/ b c .md'));
    git(tree, 'commit', '-q', '-am', 'Away');
    const history = await publishing.history('essays/ b c .md');
    expect(history.map(({ message, removed }) => [message, removed])).toContainEqual(['Away', true]);
    expect(history).toHaveLength(5);
    expect(await publishing.textIn('essays/ b c .md', history[0]?.commit ?? '')).toBeUndefined();
  });

  it('is empty for what was never committed, and before the first commit', async () => {
    const { publishing, tree } = longLived();
    expect(await publishing.history('posts/none.md')).toEqual([]);
    git(tree, 'checkout', '-q', '--orphan', 'fresh');
    expect(await publishing.history('essays/ b c .md')).toEqual([]);
  });

  it('takes no name for a commit but what git gives out', async () => {
    const { publishing } = longLived();
    for (const name of ['HEAD', '--output=x', 'main:other.txt', '', 'zzzz', '0000000', 'HEAD~1'])
      expect(await publishing.textIn('essays/ b c .md', name)).toBeUndefined();
  });

  it('has the text with the line ends that it has on disk', async () => {
    const blog = makeBlog(temporaryFolder(), { 'posts/a.md': 'one\ntwo\n' });
    git(blog.tree, 'config', 'core.autocrlf', 'true');
    const [first] = await blog.publishing.history('posts/a.md');
    expect(await blog.publishing.textIn('posts/a.md', first?.commit ?? '')).toBe('one\r\ntwo\r\n');
  });

  it('keeps a byte order mark, and says so where a version is no text', async () => {
    const blog = makeBlog(temporaryFolder(), { 'posts/a.md': '\uFEFF# A\n' });
    writeFiles(blog.tree, { 'posts/a.md': Buffer.from([0x23, 0xff, 0xfe, 0x0a]) });
    git(blog.tree, 'commit', '-q', '-am', 'binary');
    const [second, first] = await blog.publishing.history('posts/a.md');
    expect(await blog.publishing.textIn('posts/a.md', first?.commit ?? '')).toBe('\uFEFF# A\n');
    await expect(blog.publishing.textIn('posts/a.md', second?.commit ?? '')).rejects.toMatchObject({
      code: 'not-text',
    });
  });
});
