import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { PostVersion } from '../../../src-main/common/posts/post-version.ts';
import { git, makeRepository, writeFiles } from '../../helpers/repository.ts';
import { runGalley } from '../../helpers/run-galley.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

const words = 'Some words that make this very post what it is.\n'.repeat(4);
const hugo = {
  'hugo.toml': 'baseURL = "https://example.org/"\ntitle = "Notes"\n',
  'config.toml': 'baseURL = "https://example.org/"\ntitle = "Notes"\n',
  'layouts/_default/single.html': '{{ .Content }}\n',
  'layouts/_default/list.html': '{{ .Title }}\n',
  'layouts/index.html': '{{ .Title }}\n',
  'content/posts/old.md': `---\ntitle: Old\ndate: 2024-05-01\n---\n\n${words}`,
  'content/posts/other.md':
    '---\ntitle: Other\ndate: 2024-05-02\n---\n\n[a](/posts/old/) [b]({{< ref "old" >}})\n',
};
const old = 'content/posts/old.md';
const renamed = 'content/posts/new.md';

/** A published blog with `galley` run in it. */
function blog(files: Record<string, string> = hugo) {
  const parent = temporaryFolder();
  const made = makeRepository(parent, files);
  const run = (...words: string[]) => runGalley({ home: parent, folder: made.tree }, ...words);
  return { ...made, run, text: (path: string) => readFileSync(join(made.tree, path), 'utf8') };
}

describe('galley rename', () => {
  it('prints where the post was and is, and whose links have followed', async () => {
    const { run, text, tree } = blog();
    const ran = await run('rename', old, 'new', '--json');
    expect(ran).toMatchObject({ exitCode: 0, error: '' });
    expect(ran.json()).toEqual({ from: old, to: renamed, updated: ['content/posts/other.md'] });
    expect(text(renamed)).toBe(hugo[old]);
    expect(text('content/posts/other.md')).toContain('[a](/posts/new/) [b]({{< ref "new" >}})');
    expect(git(tree, 'diff', '--cached', '--name-only')).toBe('');
  });

  it('adds to the former addresses however the generator lets their key be spelled', async () => {
    const { run, text } = blog({
      ...hugo,
      [old]: '---\ntitle: Old\nAliases: [/older/]\n---\n\nText.\n',
    });
    await run('rename', old, 'new', '--redirect');
    expect(text(renamed)).toBe('---\ntitle: Old\nAliases: [/older/, /posts/old/]\n---\n\nText.\n');
  });

  it('speaks to people in lines', async () => {
    const { run } = blog();
    expect((await run('rename', old, 'new')).out).toBe(
      `${old} → ${renamed}\nlinks updated: content/posts/other.md\n`,
    );
    expect((await run('rename', renamed, 'new')).out).toBe(`${renamed} is called so already.\n`);
  });

  it('answers the same shape where nothing changes', async () => {
    const { run, tree } = blog();
    expect((await run('rename', old, 'old', '--redirect', '--json')).json()).toEqual({
      from: old,
      to: old,
      updated: [],
    });
    expect(git(tree, 'status', '--porcelain')).toBe('');
  });

  it('refuses what it cannot do before anything is touched', async () => {
    const { run, tree } = blog({ ...hugo, 'content/posts/taken.md': '---\ntitle: Taken\n---\n' });
    const failures: [string[], number, string][] = [
      [['rename', old, 'New Name'], 2, 'bad-input'],
      [['rename', old, '../new'], 2, 'bad-input'],
      [['rename', old, ''], 2, 'bad-input'],
      [['rename', old], 2, 'bad-input'],
      [['rename', old, 'taken'], 1, 'post-exists'],
      [['rename', 'content/posts/nowhere.md', 'new'], 1, 'post-missing'],
      [['rename', '../outside.md', 'new'], 1, 'path-outside-site'],
    ];
    for (const [given, exitCode, code] of failures) {
      const ran = await run(...given, '--json');
      expect(ran.json(), given.join(' ')).toMatchObject({ error: { code } });
      expect(ran.exitCode, given.join(' ')).toBe(exitCode);
    }
    expect(git(tree, 'status', '--porcelain')).toBe('');
  });

  it('refuses a redirect that the blog has no way for, with what to do', async () => {
    const { run, tree } = blog({
      '_config.yml': 'title: Notes\n',
      '_posts/2024-05-01-old.md': '---\ntitle: Old\n---\n',
    });
    const ran = await run('rename', '_posts/2024-05-01-old.md', 'new', '--redirect', '--json');
    expect(ran.json()).toMatchObject({
      error: {
        code: 'not-available',
        next: [expect.stringContaining('jekyll-redirect-from'), expect.anything()],
      },
    });
    expect(git(tree, 'status', '--porcelain')).toBe('');
  });

  it('is a rename to the review and to publishing, and the past of the post goes with it', async () => {
    const { run, tree, remote } = blog();
    writeFiles(tree, { [old]: `${hugo[old]}Never committed.\n` });
    await run('rename', old, 'new', '--redirect');
    const { changes } = (await run('status', '--json')).json<{ changes: unknown[] }>();
    expect(changes).toEqual([
      expect.objectContaining({ path: renamed, kind: 'renamed', post: true }),
      expect.objectContaining({ path: 'content/posts/other.md', kind: 'changed', post: true }),
    ]);
    const versions = (await run('history', renamed, '--json')).json<PostVersion[]>();
    expect(versions.find(({ source }) => source === 'git')).toMatchObject({
      path: old,
      message: 'First posts',
    });
    expect(versions.some(({ source }) => source === 'snapshot')).toBe(true);
    const first = versions.find(({ source }) => source === 'git')?.commit ?? '';
    expect((await run('restore', renamed, first, '--json')).exitCode).toBe(0);
    await run('rename', renamed, 'newer', '--redirect');
    const published = (await run('publish', '--all', '--json')).json<{ outcome: string }>();
    expect(published.outcome).toBe('published');
    const files = git(remote, 'ls-tree', '-r', '--name-only', 'main').split('\n');
    expect(files).toContain('content/posts/newer.md');
    expect(files).not.toContain(old);
  });
});

const isThere = (program: string) => spawnSync(program, ['version'], { stdio: 'ignore' }).error === undefined;

describe('a renamed post as its generator builds it', () => {
  it.skipIf(!isThere('hugo'))(
    'has its page, and one at its former address that leads on (Hugo)',
    async () => {
      const { run, tree } = blog();
      await run('rename', old, 'new', '--redirect');
      execFileSync('hugo', ['--quiet', '--source', tree, '--destination', join(tree, 'made')]);
      const made = (path: string) => readFileSync(join(tree, 'made', path), 'utf8');
      expect(made('posts/new/index.html')).toContain('Some words');
      expect(made('posts/old/index.html')).toContain('https://example.org/posts/new/');
      const links = [...made('posts/other/index.html').matchAll(/href="([^"]+)"/g)].map(
        ([, target]) => target,
      );
      expect(links).toEqual(['/posts/new/', 'https://example.org/posts/new/']);
    },
  );

  it('has its page, and one at its former address that leads on (Galley)', async () => {
    const { run, tree } = blog({
      'galley.yml': 'title: Notes\nurl: https://example.org\n',
      'posts/2024-05-01-old.md': hugo[old],
      'posts/2024-05-02-other.md':
        '---\ntitle: Other\ndate: 2024-05-02\n---\n\n[a](/old/) [b](2024-05-01-old.md)\n',
    });
    await run('rename', 'posts/2024-05-01-old.md', 'new', '--redirect');
    const out = join(tree, '..', 'made');
    expect(await run('build', '--out', out, '--json')).toMatchObject({ exitCode: 0 });
    const made = (path: string) => readFileSync(join(out, path), 'utf8');
    expect(made('new/index.html')).toContain('Some words');
    expect(made('old/index.html')).toContain('/new/');
    expect(made('other/index.html').match(/href="\/new\/"[^>]*>[ab]<\/a>/g)).toHaveLength(2);
    expect(existsSync(join(out, 'posts'))).toBe(false);
  });
});
