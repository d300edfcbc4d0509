import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { prepareSample } from '../../src-main/core/sample.ts';
import { git, gitEnvironment, writeFiles } from '../helpers/repository.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

describe('prepareSample', () => {
  it('makes a repository whose remote holds every post', async () => {
    const { home, resources } = places();
    const blog = await prepareSample(resources, home, gitEnvironment);
    expect(git(blog, 'status', '--porcelain', '--branch').trim()).toBe('## main...origin/main');
    const remote = git(blog, 'remote', 'get-url', 'origin').trim();
    expect(git(remote, 'ls-tree', '-r', '--name-only', 'main').trim().split('\n')).toEqual([
      'galley.yml',
      'posts/2024-05-01-first.md',
    ]);
    expect(git(remote, 'rev-parse', 'main')).toBe(git(blog, 'rev-parse', 'main'));
    expect(readdirSync(home.data)).toEqual(['sample']);
  });

  it('leaves what the author has written since', async () => {
    const { home, resources } = places();
    const blog = await prepareSample(resources, home, gitEnvironment);
    writeFiles(blog, { 'posts/mine.md': 'Mine\n' });
    expect(await prepareSample(resources, home, gitEnvironment)).toBe(blog);
    expect(existsSync(join(blog, 'posts/mine.md'))).toBe(true);
  });

  it('takes no hooks from a template and signs nothing', async () => {
    const { home, resources } = places();
    const template = temporaryFolder();
    writeFiles(template, { 'hooks/pre-commit': '#!/bin/sh\nexit 1\n' });
    const environment = {
      ...gitEnvironment,
      GIT_CONFIG_COUNT: '2',
      GIT_CONFIG_KEY_0: 'init.templateDir',
      GIT_CONFIG_VALUE_0: template,
      GIT_CONFIG_KEY_1: 'commit.gpgSign',
      GIT_CONFIG_VALUE_1: 'true',
    };
    const blog = await prepareSample(resources, home, environment);
    expect(existsSync(join(blog, '.git/hooks'))).toBe(false);
  });

  it('is a plain folder where there is no git', async () => {
    const { home, resources } = places();
    const blog = await prepareSample(resources, home, { PATH: '' });
    expect(existsSync(join(blog, 'posts/2024-05-01-first.md'))).toBe(true);
    expect(existsSync(join(blog, '.git'))).toBe(false);
  });
});

function places(): { home: { data: string; cache: string }; resources: string } {
  const folder = temporaryFolder();
  writeFiles(join(folder, 'resources/sample'), {
    'galley.yml': 'title: Sample\n',
    'posts/2024-05-01-first.md': '---\ntitle: First\n---\n\nText.\n',
  });
  return {
    home: { data: join(folder, 'data'), cache: join(folder, 'cache') },
    resources: join(folder, 'resources'),
  };
}
