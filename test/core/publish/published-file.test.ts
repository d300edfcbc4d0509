import { describe, expect, it } from 'vitest';
import { makeBlog } from '../../helpers/publishing.ts';
import { git, writeFiles } from '../../helpers/repository.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

describe('a picture in one of its versions', () => {
  const bytes = (found: Uint8Array | undefined) => found && Buffer.from(found).toString();
  const make = () =>
    makeBlog(temporaryFolder(), { 'a.png': 'one', 'b.png': 'same', 'posts/first.md': '# First\n' });

  it('is as the remote was last known to have it, changed or waiting or not', async () => {
    const { tree, publishing } = make();
    const published = async (path: string) => bytes(await publishing.fileIn(path, 'published'));
    writeFiles(tree, { 'a.png': 'two', 'new.png': 'new' });
    expect(await published('a.png')).toBe('one');
    expect(await published('b.png')).toBe('same');
    expect(await published('new.png')).toBeUndefined();
    git(tree, 'commit', '-qam', 'waits');
    expect(await published('a.png')).toBe('one');
  });

  it('is as a commit has it', async () => {
    const { tree, publishing } = make();
    const before = git(tree, 'rev-parse', 'HEAD').trim();
    writeFiles(tree, { 'a.png': 'two' });
    git(tree, 'commit', '-qam', 'Two');
    expect(bytes(await publishing.fileIn('a.png', before))).toBe('one');
    expect(bytes(await publishing.fileIn('a.png', git(tree, 'rev-parse', 'HEAD').trim()))).toBe('two');
  });

  it('is nothing where there is none, or where what is asked for is no name of a commit', async () => {
    const { publishing } = make();
    expect(await publishing.fileIn('none.png', 'published')).toBeUndefined();
    for (const version of ['HEAD', '--all', 'main', 'ffffffff', ':0'])
      expect(await publishing.fileIn('a.png', version), version).toBeUndefined();
    expect(await publishing.fileIn('posts', 'published')).toBeUndefined();
    await expect(publishing.fileIn('../a.png', 'published')).rejects.toMatchObject({
      code: expect.anything(),
    });
  });

  it('is nothing where it is too large to be looked at', async () => {
    const { tree, publishing } = make();
    writeFiles(tree, { 'large.png': Buffer.alloc(31 * 1024 * 1024) });
    git(tree, 'add', '-A');
    git(tree, 'commit', '-qm', 'Large');
    expect(await publishing.fileIn('large.png', git(tree, 'rev-parse', 'HEAD').trim())).toBeUndefined();
  });
});
