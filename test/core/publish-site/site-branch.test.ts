import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createGit, type Git } from '../../../src-main/core/git/git.ts';
import type { PushTarget } from '../../../src-main/core/git/push-target.ts';
import { publishSiteBranch } from '../../../src-main/core/publish-site/site-branch.ts';
import { git, gitEnvironment, makeRepository, writeFiles } from '../../helpers/repository.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

const target: PushTarget = {
  remote: 'origin',
  branch: 'main',
  tracking: 'refs/remotes/origin/main',
  hasUpstream: true,
  isMirror: false,
  asked: 'origin',
};

function prepare() {
  const parent = temporaryFolder();
  const { tree, remote } = makeRepository(parent, { 'posts/first.md': '---\ntitle: First\n---\nText\n' });
  const folder = join(parent, 'built');
  mkdirSync(folder);
  const runner: Git = createGit({
    location: { workingTree: tree, gitFolder: join(tree, '.git') },
    environment: gitEnvironment,
  });
  const publish = (branch = 'gh-pages') =>
    publishSiteBranch(
      runner,
      {
        built: { folder, memory: join(parent, 'memory'), environment: gitEnvironment },
        target,
        branch,
        source: git(tree, 'rev-parse', 'HEAD').trim(),
      },
      { signal: new AbortController().signal, onProgress: () => {} },
    );
  const files = (branch = 'gh-pages') =>
    git(remote, 'ls-tree', '-r', '--name-only', branch).trim().split('\n');
  return { parent, tree, remote, folder, publish, files };
}

describe('publishSiteBranch', () => {
  it('puts the site on a branch of the remote, byte by byte, and touches nothing here', async () => {
    const { tree, remote, folder, publish, files } = prepare();
    writeFiles(tree, {
      '.gitattributes': '* text eol=crlf\n*.png filter=broken\n',
      'posts/draft.md': 'mine\n',
    });
    git(tree, 'config', 'filter.broken.clean', 'false');
    git(tree, 'config', 'filter.broken.required', 'true');
    git(tree, 'config', 'core.autocrlf', 'input');
    const status = git(tree, 'status', '--porcelain');
    const picture = Uint8Array.from([137, 80, 78, 71, 13, 10, 26, 10, 0]);
    writeFiles(folder, {
      'index.html': 'one\r\ntwo\n',
      'first/index.html': 'first\n',
      'a b/ü.png': picture,
      '.nojekyll': '',
    });
    const outcome = await publish();
    expect(outcome).toMatchObject({ outcome: 'published', verified: true, branch: 'gh-pages' });
    expect(git(remote, 'rev-parse', 'gh-pages').trim()).toBe(outcome.commit);
    expect(files()).toHaveLength(4);
    const copy = join(tree, '..', 'copy');
    git(tree, 'clone', '-q', '-b', 'gh-pages', remote, copy);
    expect(readFileSync(join(copy, 'index.html'), 'utf8')).toBe('one\r\ntwo\n');
    expect(new Uint8Array(readFileSync(join(copy, 'a b/ü.png')))).toEqual(picture);
    expect(git(tree, 'status', '--porcelain')).toBe(status);
    expect(git(tree, 'branch', '--format=%(refname:short)').trim()).toBe('main');
  });

  it('adds a commit to what is there, and none where the site is as it was', async () => {
    const { remote, folder, publish, files } = prepare();
    writeFiles(folder, { 'index.html': 'one\n', 'old/index.html': 'old\n' });
    const first = await publish();
    expect(await publish()).toMatchObject({ outcome: 'nothing-to-publish', verified: true });
    rmSync(join(folder, 'old'), { recursive: true });
    writeFiles(folder, { 'index.html': 'two\n' });
    const second = await publish();
    expect(second.outcome).toBe('published');
    expect(git(remote, 'rev-parse', 'gh-pages~1').trim()).toBe(first.commit);
    expect(files()).toEqual(['index.html']);
    expect(git(remote, 'show', 'gh-pages:index.html')).toBe('two\n');
  });

  it('goes on top of what another computer published', async () => {
    const { parent, tree, remote, folder, publish } = prepare();
    writeFiles(folder, { 'index.html': 'one\n' });
    await publish();
    const other = join(parent, 'other');
    git(parent, 'clone', '-q', '-b', 'gh-pages', remote, other);
    writeFiles(other, { 'index.html': 'theirs\n' });
    git(other, 'commit', '-qam', 'Build the site\n\nGalley-Source: 123');
    git(other, 'push', '-q');
    const theirs = git(other, 'rev-parse', 'HEAD').trim();
    writeFiles(folder, { 'index.html': 'mine\n' });
    expect((await publish()).outcome).toBe('published');
    expect(git(remote, 'rev-parse', 'gh-pages~1').trim()).toBe(theirs);
    expect(git(remote, 'show', 'gh-pages:index.html')).toBe('mine\n');
    expect(git(tree, 'fsck', '--no-dangling')).toBe('');
  });

  it('leaves a branch alone that something else made', async () => {
    const { parent, remote, tree, folder, publish, files } = prepare();
    git(tree, 'push', '-q', 'origin', 'main:gh-pages');
    writeFiles(folder, { 'index.html': 'one\n' });
    const outcome = await publish();
    expect(outcome).toMatchObject({ outcome: 'blocked', verified: false });
    expect(outcome.message).toContain('gh-pages');
    expect(files()).toEqual(['posts/first.md']);
    expect((await publish('site')).outcome).toBe('published');
    expect(existsSync(join(parent, 'memory'))).toBe(true);
    expect(git(remote, 'rev-parse', 'gh-pages')).toBe(git(tree, 'rev-parse', 'main'));
  });

  it('says what the remote says', async () => {
    const { remote, folder, publish } = prepare();
    writeFileSync(join(folder, 'index.html'), 'one\n');
    writeFiles(remote, { 'hooks/pre-receive': '#!/bin/sh\necho "no sites here" >&2\nexit 1\n' });
    git(remote, 'config', 'core.hooksPath', 'hooks');
    const { chmodSync } = await import('node:fs');
    chmodSync(join(remote, 'hooks/pre-receive'), 0o755);
    const refused = await publish();
    expect(refused).toMatchObject({ outcome: 'refused', verified: false });
    expect(refused.detail).toContain('no sites here');
    rmSync(remote, { recursive: true });
    expect((await publish()).outcome).toBe('offline');
  });

  it('writes anew what the repository has lost', async () => {
    const { parent, tree, folder, publish, files } = prepare();
    writeFiles(folder, { 'index.html': 'one\n', 'b.html': 'two\n' });
    await publish();
    // Another copy of the repository, with what was remembered of the first.
    git(tree, 'update-ref', '-d', 'refs/remotes/origin/gh-pages');
    git(tree, 'reflog', 'expire', '--expire=now', '--all');
    git(tree, 'gc', '-q', '--prune=now');
    writeFiles(folder, { 'index.html': 'three\n' });
    expect((await publish()).outcome).toBe('published');
    expect(files()).toEqual(['b.html', 'index.html']);
    expect(existsSync(join(parent, 'memory', 'blobs.json'))).toBe(true);
  });
});
