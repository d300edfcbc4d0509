import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { watchRepository } from '../../../src-main/core/git/watch-repository.ts';
import { git, makeRepository } from '../../helpers/repository.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

describe('watchRepository', () => {
  it.each([
    ['a commit', (tree: string) => git(tree, 'commit', '-q', '--allow-empty', '-m', 'x')],
    ['a new branch', (tree: string) => git(tree, 'switch', '-q', '-c', 'other')],
    ['a changed configuration', (tree: string) => git(tree, 'config', 'user.name', 'Somebody')],
  ])('tells of %s by another program', async (_, act) => {
    const { tree } = makeRepository(temporaryFolder(), { 'posts/a.md': 'A\n' });
    const { change } = await watch(tree);
    act(tree);
    await expect(change).resolves.toBe(true);
  });

  it('sees the branches of a linked working tree', async () => {
    const folder = temporaryFolder();
    const { tree } = makeRepository(folder, { 'posts/a.md': 'A\n' });
    git(tree, 'worktree', 'add', '-q', join(folder, 'linked'), '-b', 'linked');
    const { change } = await watch(join(folder, 'linked'), join(tree, '.git/worktrees/linked'));
    git(tree, 'update-ref', 'refs/heads/elsewhere', 'HEAD');
    await expect(change).resolves.toBe(true);
  });
});

async function watch(
  workingTree: string,
  gitFolder = join(workingTree, '.git'),
): Promise<{ change: Promise<boolean> }> {
  let tell: () => void = () => {};
  const change = new Promise<boolean>((resolve) => {
    tell = () => resolve(true);
  });
  onTestFinished(await watchRepository({ workingTree, gitFolder }, tell));
  return { change };
}
