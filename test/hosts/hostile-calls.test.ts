import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { HostBridge } from '../../src-main/common/api/bridge.ts';
import { directBridge } from '../../src-main/common/api/direct-bridge.ts';
import { type Application, createApplication } from '../../src-main/core/application.ts';
import { git, makeRepository } from '../helpers/repository.ts';
import { sharedFolder } from '../helpers/shared.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';
import { revisionOf } from './fake-service.ts';

const waysOut = [
  '..',
  '../outside.md',
  '../../outside.md',
  'posts/../../outside.md',
  './../outside.md',
  'posts/./../../outside.md',
  '/etc/passwd',
  '//etc/passwd',
  '\\..\\outside.md',
  '..\\outside.md',
  'posts\\..\\..\\outside.md',
  'C:\\outside.md',
  'C:outside.md',
  '\\\\host\\share\\a.md',
  '//host/share/a.md',
  'file:///etc/passwd',
  '~/outside.md',
  '$HOME/outside.md',
  '%2e%2e/outside.md',
  '%2e%2e%2foutside.md',
  '..%2foutside.md',
  '..%c0%afoutside.md',
  '..;/outside.md',
  '.../outside.md',
  '....//outside.md',
  'posts/..\u0000/outside.md',
  '../outside.md\u0000.png',
  'posts/a.md\u0000',
  '\u2025/outside.md',
  '\uff0e\uff0e/outside.md',
  '.git/config',
  '.GIT/config',
  '.git /config',
  '.git./config',
  'git~1/config',
  '.git\u200c/config',
  '.git/hooks/pre-commit',
  'posts/a.md:stream',
  'posts/a.md/b.md',
  '.',
  './',
  '/',
  ' ',
  '\n',
  '-rf',
  '--output=outside.md',
  '-c core.fsmonitor=x',
  ':(top)../outside.md',
  ':!posts',
  '*',
  '**/*.md',
  'posts/*.md',
  `${'a/'.repeat(2000)}a.md`,
  `${'a'.repeat(300)}.md`,
];

const suites = sharedFolder('suites');
const naughty = suites
  ? (JSON.parse(readFileSync(join(suites, 'naughty-strings/blns.json'), 'utf8')) as string[])
  : [];

interface Blog {
  bridge: HostBridge;
  application: Application;
  parent: string;
  tree: string;
  bugs: unknown[];
}

async function openBlog(): Promise<Blog> {
  const parent = temporaryFolder();
  const { tree } = makeRepository(parent, { 'posts/a.md': '# A\n', 'posts/b.md': '# B\n' });
  writeFileSync(join(parent, 'outside.md'), 'outside');
  const home = join(parent, 'home');
  const application = createApplication({
    home: { data: join(home, 'data'), cache: join(home, 'cache') },
    host: { kind: 'cli', version: '0' },
    resources: 'resources',
  });
  onTestFinished(() => application.close());
  const bugs: unknown[] = [];
  const bridge = directBridge(application, (bug) => bugs.push(bug));
  expect(await bridge.call('site.open', { path: tree })).toMatchObject({ ok: true });
  return { bridge, application, parent, tree, bugs };
}

/** Everything outside the blog and Galley's own home, and the repository's own folder. */
function surroundings({ parent, tree }: Blog): Record<string, string> {
  const beside = readdirSync(parent).filter((name) => name !== 'home');
  return {
    beside: beside.join('\n'),
    outside: readFileSync(join(parent, 'outside.md'), 'utf8'),
    config: readFileSync(join(tree, '.git/config'), 'utf8'),
    hooks: readdirSync(join(tree, '.git/hooks')).join('\n'),
    head: git(tree, 'rev-parse', 'HEAD'),
  };
}

/** Every call that reads or writes by a path or a name from the window, made with this text. */
async function callWith({ bridge, application }: Blog, text: string) {
  const replies = [
    await bridge.call('posts.read', { path: text }),
    await bridge.call('posts.save', { path: text, text: 'changed', basedOn: revisionOf('') }),
    await bridge.call('publish.diff', { path: text }),
  ];
  const found = await application.findAsset({ post: 'posts/a.md', target: text }).catch(() => undefined);
  await application.findAsset({ post: text, target: 'a.png' }).catch(() => undefined);
  return { replies, found };
}

describe('calls with paths that are none', () => {
  it('reach nothing outside the blog, whatever the path', async () => {
    const blog = await openBlog();
    const before = surroundings(blog);
    for (const text of waysOut) {
      const { replies, found } = await callWith(blog, text);
      const contents = JSON.stringify(replies);
      expect(contents, text).not.toMatch(/root:|repositoryformatversion|"outside"/);
      expect(replies[0]?.ok, text).toBe(false);
      expect(replies[1]?.ok && replies[1].value, text).not.toMatchObject({ kind: 'saved' });
      expect(found === undefined || found.startsWith(`${blog.tree}/`), text).toBe(true);
      const published = await blog.bridge.call('publish.run', { paths: [text], message: text });
      expect(published.ok && published.value, text).not.toMatchObject({ outcome: 'published' });
    }
    expect(blog.bugs).toEqual([]);
    expect(surroundings(blog)).toEqual(before);
    expect(git(blog.tree, 'status', '--porcelain')).toBe('');
  });

  it.skipIf(!suites)(
    `are answered and break nothing, for every naughty string${suites ? '' : ' (skipped: no ../shared/suites)'}`,
    async () => {
      const blog = await openBlog();
      const before = surroundings(blog);
      for (const text of naughty) await callWith(blog, text);
      await blog.bridge.call('publish.run', { paths: naughty.filter((text) => text !== '') });
      expect(blog.bugs).toEqual([]);
      expect(surroundings(blog)).toEqual(before);
    },
  );

  it.skipIf(!suites)(
    `make posts of every naughty title inside the blog, all of them listed${suites ? '' : ' (skipped: no ../shared/suites)'}`,
    async () => {
      const blog = await openBlog();
      const before = surroundings(blog);
      const made: string[] = [];
      const refused: string[] = [];
      for (const title of naughty) {
        const reply = await blog.bridge.call('posts.create', { title, tags: [title], date: '2024-05-01' });
        if (reply.ok) made.push((reply.value as { path: string }).path);
        else refused.push(reply.error.code);
      }
      expect(blog.bugs).toEqual([]);
      // Titles of nothing but blanks are none, and many titles give the same file name.
      expect([...new Set(refused)].sort()).toEqual(['bad-input', 'post-exists']);
      expect(made.length).toBeGreaterThan(naughty.length * 0.7);
      const listed = await blog.bridge.call('posts.list', {});
      const paths = listed.ok ? (listed.value as { path: string }[]).map(({ path }) => path) : [];
      expect(paths.sort()).toEqual([...made, 'posts/a.md', 'posts/b.md'].sort());
      expect(surroundings(blog)).toEqual(before);
    },
  );
});
