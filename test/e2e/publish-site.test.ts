import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { NewBlog } from '../../src-main/common/new-blog/new-blog.ts';
import { createBlog } from '../../src-main/core/new-blog/create-blog.ts';
import { galley } from '../helpers/galley.ts';
import { git, gitEnvironment, writeFiles } from '../helpers/repository.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

interface Published {
  outcome: string;
  commit: string | null;
  site?: { outcome: string; commit: string | null; branch: string | null; verified: boolean };
}

const first = 'posts/2026-03-01-hello.md';

async function prepare(site: NewBlog['site']) {
  const parent = temporaryFolder();
  const remote = join(parent, 'remote.git');
  const folder = await createBlog(
    {
      folder: join(parent, 'blog'),
      title: 'Low Tide',
      author: 'Ines Vermeer',
      email: 'ines@example.org',
      look: 'quiet',
      remote: { kind: 'bare', folder: remote },
      site,
    },
    { environment: gitEnvironment, now: new Date(2026, 2, 1), isTrusted: async () => true },
  );
  const place = { home: join(parent, 'home'), folder };
  const publish = async (...args: string[]) => {
    const run = await galley(place, 'publish', '--json', ...args);
    return { status: run.status, stderr: run.stderr, ...run.json<Published>() };
  };
  let copies = 0;
  const checkOut = (branch: string): string => {
    copies += 1;
    const copy = join(parent, `copy-${copies}`);
    git(parent, 'clone', '-q', '-b', branch, remote, copy);
    return copy;
  };
  return { parent, remote, folder, publish, checkOut };
}

const post = (title: string, body: string, more = '') =>
  `---\ntitle: ${title}\ndate: 2026-03-02\n${more}---\n\n${body}\n`;

describe('publishing a blog with its site', () => {
  it('sends the sources and then the site of exactly those', async () => {
    const { folder, remote, publish, checkOut } = await prepare('branch');
    writeFiles(folder, {
      'posts/2026-03-02-shells.md': post('Shells', 'Found on the beach.'),
      'posts/2026-03-03-secret.md': post('Secret', 'Nobody sees this yet.'),
      'posts/2026-03-04-draft.md': post('Unfinished', 'Half a thought.', 'draft: true\n'),
    });
    const published = await publish('posts/2026-03-02-shells.md', 'posts/2026-03-04-draft.md');
    expect(published).toMatchObject({
      status: 0,
      outcome: 'published',
      site: { outcome: 'published', branch: 'gh-pages', verified: true },
    });
    expect(git(remote, 'rev-parse', 'main').trim()).toBe(published.commit);
    expect(git(remote, 'rev-parse', 'gh-pages').trim()).toBe(published.site?.commit);

    const site = checkOut('gh-pages');
    const home = readFileSync(join(site, 'index.html'), 'utf8');
    expect(home).toContain('Shells');
    expect(home).toContain('Hello');
    expect(home).not.toContain('Secret');
    expect(home).not.toContain('Unfinished');
    expect(readFileSync(join(site, 'shells/index.html'), 'utf8')).toContain('Found on the beach.');
    expect(existsSync(join(site, 'secret'))).toBe(false);
    // Nothing of it lies in the blog.
    expect(readdirSync(folder).sort()).toEqual(
      ['.git', '.gitignore', 'README.md', 'assets', 'galley.yml', 'pages', 'posts'].sort(),
    );
    expect(git(folder, 'status', '--porcelain').trim()).toBe('?? posts/2026-03-03-secret.md');
  });

  it('sends nothing where nothing has changed, and only the change where something has', async () => {
    const { folder, remote, publish } = await prepare('branch');
    await publish('--all');
    const before = git(remote, 'rev-parse', 'gh-pages');
    expect(await publish('--all')).toMatchObject({
      status: 0,
      outcome: 'nothing-to-publish',
      site: { outcome: 'nothing-to-publish' },
    });
    expect(git(remote, 'rev-parse', 'gh-pages')).toBe(before);
    writeFiles(folder, { [first]: post('Hello again', 'Changed.') });
    expect((await publish(first)).site?.outcome).toBe('published');
    expect(git(remote, 'rev-parse', 'gh-pages~1')).toBe(before);
    expect(git(remote, 'show', 'gh-pages:hello/index.html')).toContain('Hello again');
  });

  it('puts the site into docs beside the sources', async () => {
    const { folder, publish, checkOut } = await prepare('docs');
    writeFiles(folder, { 'notes.txt': 'mine\n' });
    expect(await publish('--all')).toMatchObject({
      status: 0,
      site: { outcome: 'published', branch: 'main' },
    });
    const copy = checkOut('main');
    expect(readFileSync(join(copy, 'docs/hello/index.html'), 'utf8')).toContain('Hello');
    expect(existsSync(join(copy, 'notes.txt'))).toBe(false);
    expect(git(folder, 'status', '--porcelain').trim()).toBe('?? notes.txt');
    expect(await publish('--all')).toMatchObject({ status: 0, site: { outcome: 'nothing-to-publish' } });
  });

  it('builds no site where the host of the repository does, or nobody', async () => {
    for (const way of ['workflow', 'none'] as const) {
      const { remote, publish } = await prepare(way);
      const published = await publish('--all');
      expect([published.status, published.outcome, published.site]).toEqual([0, 'published', undefined]);
      expect(git(remote, 'branch', '--format=%(refname:short)').trim()).toBe('main');
    }
  });

  it('says that the sources are out and the site is not', async () => {
    const { folder, remote, publish } = await prepare('branch');
    git(folder, 'push', '-q', 'origin', 'main:gh-pages');
    const published = await publish('--all');
    expect(published).toMatchObject({ status: 1, site: { outcome: 'blocked', verified: false } });
    expect(published.outcome).toBe('published');
    expect(published.stderr).toContain('gh-pages');
    expect(git(remote, 'rev-parse', 'gh-pages')).toBe(git(folder, 'rev-parse', 'HEAD'));
  });

  it('names a theme that there is not, and publishes the sources', async () => {
    const { folder, remote, publish } = await prepare('branch');
    writeFiles(folder, {
      'galley.yml': readFileSync(join(folder, 'galley.yml'), 'utf8').replace(
        'theme: quiet',
        'theme: baroque',
      ),
    });
    const published = await publish('galley.yml');
    expect(published).toMatchObject({ outcome: 'published', site: { outcome: 'blocked' } });
    expect(published.stderr).toContain('baroque');
    expect(git(remote, 'show', 'main:galley.yml')).toContain('baroque');
    expect(git(remote, 'branch', '--format=%(refname:short)').trim()).toBe('main');
  });
});
