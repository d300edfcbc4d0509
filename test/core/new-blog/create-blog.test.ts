import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { parse } from 'yaml';
import type { AppError } from '../../../src-main/common/errors.ts';
import type { NewBlog } from '../../../src-main/common/new-blog/new-blog.ts';
import { createBlog } from '../../../src-main/core/new-blog/create-blog.ts';
import { openSite } from '../../../src-main/core/site/open-site.ts';
import { git, gitEnvironment, writeFiles } from '../../helpers/repository.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

const {
  GIT_AUTHOR_NAME: _a,
  GIT_AUTHOR_EMAIL: _b,
  GIT_COMMITTER_NAME: _c,
  GIT_COMMITTER_EMAIL: _d,
  ...bare
} = gitEnvironment;
/** A computer where git knows nobody. */
const environment = bare;
const now = new Date(2026, 2, 1, 9);

const asked: Omit<NewBlog, 'folder'> = {
  title: 'Low Tide: notes & “quotes”',
  author: 'Ines Vermeer',
  email: 'ines@example.org',
  description: 'What the sea leaves behind',
  look: 'quiet',
  site: 'branch',
};

const create = (blog: Partial<NewBlog> & { folder: string }, trusted = true) =>
  createBlog({ ...asked, ...blog }, { environment, now, isTrusted: async () => trusted });

const failure = (work: Promise<unknown>): Promise<AppError> =>
  work.then(
    () => expect.unreachable('it should have been refused'),
    (error: AppError) => error,
  );

describe('createBlog', () => {
  it('makes a blog that opens with its first post, in a repository with one commit', async () => {
    const parent = temporaryFolder();
    const folder = await create({ folder: join(parent, 'blogs', 'low-tide') });
    expect(git(folder, 'status', '--porcelain', '--branch').trim()).toBe('## main');
    expect(git(folder, 'log', '--format=%an <%ae> %s').trim()).toBe(
      'Ines Vermeer <ines@example.org> Start Low Tide: notes & “quotes”',
    );
    expect(readdirSync(parent)).toEqual(['blogs']);
    expect(readdirSync(join(parent, 'blogs'))).toEqual(['low-tide']);

    const home = { data: join(parent, 'data'), cache: join(parent, 'cache') };
    const site = await openSite(folder, { home });
    try {
      expect(site.description()).toMatchObject({ convention: 'galley', name: asked.title });
      const posts = await site.posts.list();
      expect(posts.map(({ path, title, date }) => ({ path, title, date }))).toEqual([
        { path: 'posts/2026-03-01-hello.md', title: 'Hello', date: '2026-03-01' },
        { path: 'pages/about.md', title: 'About', date: undefined },
      ]);
    } finally {
      await site.close();
    }
  });

  it('writes what was said into galley.yml', async () => {
    const folder = await create({
      folder: join(temporaryFolder(), 'blog'),
      language: 'nl',
      url: 'https://ines.example.org',
      remote: { kind: 'address', address: 'git@codeberg.org:ines/tide.git' },
    });
    expect(parse(readFileSync(join(folder, 'galley.yml'), 'utf8'))).toEqual({
      title: asked.title,
      description: asked.description,
      author: asked.author,
      url: 'https://ines.example.org',
      language: 'nl',
      theme: 'quiet',
      publish: { site: 'branch', branch: 'pages' },
    });
    expect(git(folder, 'remote', 'get-url', 'origin').trim()).toBe('git@codeberg.org:ines/tide.git');
  });

  it('makes the bare repository to publish to', async () => {
    const parent = temporaryFolder();
    const remote = join(parent, 'drive', 'blog.git');
    const folder = await create({ folder: join(parent, 'blog'), remote: { kind: 'bare', folder: remote } });
    git(folder, 'push', '-q', '-u', 'origin', 'main');
    expect(git(remote, 'rev-parse', 'HEAD')).toBe(git(folder, 'rev-parse', 'HEAD'));
  });

  it('adds to a repository that is there, replacing nothing', async () => {
    const folder = join(temporaryFolder(), 'clone');
    mkdirSync(folder);
    git(folder, 'init', '-q', '-b', 'trunk');
    git(folder, 'remote', 'add', 'origin', 'https://example.org/mine.git');
    writeFiles(folder, { 'README.md': 'Mine\n', 'notes.txt': 'staged\n' });
    git(folder, 'add', 'notes.txt');
    await create({ folder, remote: { kind: 'address', address: 'https://example.org/other.git' } });
    expect(readFileSync(join(folder, 'README.md'), 'utf8')).toBe('Mine\n');
    expect(git(folder, 'branch', '--show-current').trim()).toBe('trunk');
    expect(git(folder, 'remote', 'get-url', 'origin').trim()).toBe('https://example.org/mine.git');
    expect(git(folder, 'ls-tree', '-r', '--name-only', 'HEAD').trim().split('\n')).toEqual([
      '.gitignore',
      'assets/.gitkeep',
      'galley.yml',
      'pages/about.md',
      'posts/2026-03-01-hello.md',
    ]);
    expect(git(folder, 'status', '--porcelain').trim().split('\n').sort()).toEqual([
      '?? README.md',
      'A  notes.txt',
    ]);
  });

  it('runs nothing of a repository that is not trusted, and leaves the commit to the first publish', async () => {
    const folder = join(temporaryFolder(), 'clone');
    mkdirSync(folder);
    git(folder, 'init', '-q', '-b', 'main');
    writeFiles(folder, { '.git/hooks/pre-commit': '#!/bin/sh\ntouch ran\n' });
    await create({ folder }, false);
    expect(existsSync(join(folder, 'galley.yml'))).toBe(true);
    expect(existsSync(join(folder, 'ran'))).toBe(false);
    expect(() => git(folder, 'rev-parse', '--verify', '-q', 'HEAD')).toThrow();
  });

  it('refuses a folder with something in it, and leaves it as it was', async () => {
    const folder = temporaryFolder();
    writeFiles(folder, { 'thesis.txt': 'years of work\n' });
    expect((await failure(create({ folder }))).message).toBe('This folder is not empty.');
    expect(readdirSync(folder)).toEqual(['thesis.txt']);
  });

  it('refuses where there is a blog of Galley already', async () => {
    const folder = await create({ folder: join(temporaryFolder(), 'blog') });
    const before = git(folder, 'rev-parse', 'HEAD');
    expect((await failure(create({ folder }))).message).toContain('already');
    expect(git(folder, 'rev-parse', 'HEAD')).toBe(before);
    expect(git(folder, 'status', '--porcelain')).toBe('');
  });

  it('asks for a mail address where git knows none, leaving nothing behind', async () => {
    const parent = temporaryFolder();
    const empty = join(parent, 'empty');
    mkdirSync(empty);
    const nobody = {
      ...environment,
      GIT_CONFIG_COUNT: '1',
      GIT_CONFIG_KEY_0: 'user.useConfigOnly',
      GIT_CONFIG_VALUE_0: 'true',
    };
    const { email: _, ...nameless } = asked;
    for (const folder of [join(parent, 'blog'), empty]) {
      const work = createBlog(
        { ...nameless, folder, remote: { kind: 'bare', folder: join(parent, 'remote.git') } },
        { environment: nobody, now, isTrusted: async () => true },
      );
      expect((await failure(work)).message).toContain('mail address');
    }
    expect(readdirSync(parent)).toEqual(['empty']);
    expect(readdirSync(empty)).toEqual([]);
  });

  it('refuses to publish to a folder that holds something else', async () => {
    const parent = temporaryFolder();
    writeFiles(parent, { 'pictures/cat.png': 'cat' });
    const work = create({
      folder: join(parent, 'blog'),
      remote: { kind: 'bare', folder: join(parent, 'pictures') },
    });
    expect((await failure(work)).message).toContain('neither empty nor a bare repository');
    expect(readdirSync(join(parent, 'pictures'))).toEqual(['cat.png']);
    expect(existsSync(join(parent, 'blog'))).toBe(false);
  });

  it('makes nothing where a file stands, and says so', async () => {
    const parent = temporaryFolder();
    writeFiles(parent, { notes: 'words\n' });
    const file = join(parent, 'notes');
    expect((await failure(create({ folder: file }))).message).toContain('There is a file of this name');
    const below = await failure(create({ folder: join(file, 'blog') }));
    expect(below).toMatchObject({ code: 'bad-input', message: `No folder can be made in ${file}.` });
    const folder = join(parent, 'blog');
    const remote = { kind: 'bare', folder: file } as const;
    expect((await failure(create({ folder, remote }))).message).toBe('The folder to publish to is a file.');
    expect(readdirSync(parent)).toEqual(['notes']);
    expect(readFileSync(file, 'utf8')).toBe('words\n');
  });

  it('takes ~ for the home folder', async () => {
    const home = temporaryFolder();
    vi.stubEnv('HOME', home).stubEnv('USERPROFILE', home);
    onTestFinished(() => void vi.unstubAllEnvs());
    const remote = { kind: 'bare', folder: '~/tide.git' } as const;
    expect(await create({ folder: '~/tide', remote })).toBe(join(home, 'tide'));
    expect(readdirSync(home).sort()).toEqual(['tide', 'tide.git']);
  });
});
