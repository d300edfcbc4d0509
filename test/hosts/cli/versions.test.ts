import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { PostVersion } from '../../../src-main/common/posts/post-version.ts';
import { writeHook } from '../../helpers/remotes/hooks.ts';
import { git, makeRepository, writeFiles } from '../../helpers/repository.ts';
import { runGalley } from '../../helpers/run-galley.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

const POST = '_posts/2024-05-01-first.md';
const first = '---\ntitle: First # kept\n---\n\nOne.\n';

/** A Jekyll blog with two published versions of a post. */
function blog(files: Record<string, string> = { '_config.yml': 'title: Notes\n', [POST]: first }) {
  const parent = temporaryFolder();
  const made = makeRepository(parent, files);
  const run = (...words: string[]) => runGalley({ home: parent, folder: made.tree }, ...words);
  const text = (path: string) => readFileSync(join(made.tree, path), 'utf8');
  const publish = (path: string, content: string) => {
    writeFiles(made.tree, { [path]: content });
    git(made.tree, 'add', path);
    git(made.tree, 'commit', '-q', '-m', 'Edited');
    git(made.tree, 'push', '-q');
  };
  return { ...made, run, text, publish };
}

describe('galley history and restore', () => {
  it('lists the versions of a post and brings one back as an unpublished edit', async () => {
    const { run, publish, text, tree } = blog();
    publish(POST, first.replace('One', 'Two'));
    const versions = (await run('history', POST, '--json')).json<PostVersion[]>();
    expect(versions).toMatchObject([
      { message: 'Edited', author: 'Test Author', path: POST, source: 'git' },
      { message: 'First posts', path: POST, source: 'git' },
    ]);
    const restored = await run('restore', POST, versions[1]?.commit.slice(0, 8) ?? '', '--json');
    expect(restored.json()).toEqual({ path: POST, revision: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(text(POST)).toBe(first);
    expect(git(tree, 'status', '--porcelain').trim()).toBe(`M ${POST}`);
  });

  it('says what a mistyped version or post is, in no word of the program’s own', async () => {
    const { run, tree, publish } = blog();
    const mistyped = (await run('restore', POST, 'HEAD~1', '--json')).json<{ error: { message: string } }>();
    expect(mistyped.error.message).toBe('This is no name of a version: HEAD~1');
    for (const words of [
      ['restore', POST, 'abcdef01'],
      ['history', 'nowhere.md'],
      ['unpublish', 'nowhere.md'],
    ]) {
      const ran = await run(...words, '--json');
      expect(ran, words.join(' ')).toMatchObject({ exitCode: 1 });
      const { error } = ran.json<{ error: { code: string; message: string; next: string[] } }>();
      expect(error.code).toBe('post-missing');
      expect(error.message).toMatch(/^There is no such (version|post)/);
      expect(error.next.join()).toContain('galley ');
    }
    publish('_posts/2024-06-01-gone.md', first);
    git(tree, 'rm', '-q', '_posts/2024-06-01-gone.md');
    git(tree, 'commit', '-qm', 'Removed');
    expect(
      (await run('history', '_posts/2024-06-01-gone.md', '--json')).json<unknown[]>().length,
    ).toBeGreaterThan(0);
  });

  it('keeps the text that restoring replaces, as a version of its own', async () => {
    const { run, text, tree } = blog();
    writeFiles(tree, { [POST]: first.replace('One', 'Never committed') });
    const [published] = (await run('history', POST, '--json')).json<PostVersion[]>();
    await run('restore', POST, published?.commit ?? '');
    const kept = (await run('history', POST, '--json')).json<PostVersion[]>();
    const snapshots = kept.filter(({ source }) => source === 'snapshot');
    expect(snapshots.length).toBeGreaterThan(0);
    expect(snapshots[0]).toMatchObject({ author: null, path: POST });
    for (const { commit } of snapshots) {
      await run('restore', POST, commit);
      if (text(POST).includes('Never committed')) return;
    }
    expect.fail('The text that was replaced is in no snapshot.');
  });

  it('brings back a post that was deleted, and one under its earlier name', async () => {
    const { run, text, tree } = blog();
    git(tree, 'mv', POST, '_posts/2024-05-01-renamed.md');
    git(tree, 'commit', '-q', '-m', 'Renamed');
    git(tree, 'rm', '-q', '_posts/2024-05-01-renamed.md');
    git(tree, 'commit', '-q', '-m', 'Gone');
    const versions = (await run('history', '_posts/2024-05-01-renamed.md', '--json')).json<PostVersion[]>();
    expect(versions.map(({ path }) => path)).toEqual(['_posts/2024-05-01-renamed.md', POST]);
    await run('restore', '_posts/2024-05-01-renamed.md', versions[1]?.commit ?? '');
    expect(text('_posts/2024-05-01-renamed.md')).toBe(first);
  });

  it('says so where there is no such version, and what is no version', async () => {
    const { run, text } = blog();
    expect(await run('restore', POST, 'abcdef12', '--json')).toMatchObject({ exitCode: 1 });
    expect(await run('restore', POST, 'HEAD', '--json')).toMatchObject({ exitCode: 2 });
    expect(await run('restore', POST, '--output=x', '--json')).toMatchObject({ exitCode: 2 });
    expect(await run('history', '../outside.md', '--json')).toMatchObject({ exitCode: 1 });
    expect(text(POST)).toBe(first);
  });

  it('asks for trust before it reads', async () => {
    const { run, tree } = blog();
    git(tree, 'config', 'core.fsmonitor', 'touch trace');
    expect((await run('history', POST, '--json')).exitCode).toBe(7);
    expect(existsSync(join(tree, 'trace'))).toBe(false);
    expect((await run('history', POST, '--json', '--trust')).exitCode).toBe(0);
  });
});

describe('galley unpublish', () => {
  it('makes a draft of it by the convention’s rule and publishes just that', async () => {
    const { run, remote, tree, text } = blog();
    writeFiles(tree, { 'notes.txt': 'staged\n' });
    git(tree, 'add', 'notes.txt');
    const { exitCode, json } = await run('unpublish', POST, '--json');
    expect(exitCode).toBe(0);
    expect(json()).toMatchObject({ outcome: 'published', paths: [POST], verified: true });
    expect(text(POST)).toBe('---\ntitle: First # kept\npublished: false\n---\n\nOne.\n');
    expect(git(remote, 'show', `main:${POST}`)).toBe(text(POST));
    expect(git(remote, 'log', '-1', '--format=%s', 'main').trim()).toBe('Unpublish “First”');
    expect(git(tree, 'status', '--porcelain').trim()).toBe('A  notes.txt');
    expect((await run('unpublish', POST, '--json')).json()).toMatchObject({ outcome: 'nothing-to-publish' });
  });

  it('turns the value that the post has', async () => {
    const { run, text } = blog({
      '_config.yml': 'title: Notes\n',
      [POST]: '---\ntitle: First\npublished: true\n---\nOne.\n',
    });
    await run('unpublish', POST);
    expect(text(POST)).toBe('---\ntitle: First\npublished: false\n---\nOne.\n');
  });

  it('removes it where drafts are shown to readers, and it can be brought back', async () => {
    const { run, remote, tree, text } = blog({
      '_config.yml': 'title: Notes\nshow_drafts: true\n',
      [POST]: first,
    });
    expect((await run('unpublish', POST, '--json')).json()).toMatchObject({ outcome: 'published' });
    expect(existsSync(join(tree, POST))).toBe(false);
    expect(git(remote, 'ls-tree', '-r', '--name-only', 'main')).not.toContain(POST);
    const [version] = (await run('history', POST, '--json')).json<PostVersion[]>();
    await run('restore', POST, version?.commit ?? '');
    expect(text(POST)).toBe(first);
  });

  it('removes it where nothing in the site leaves drafts out', async () => {
    const { run, remote, tree } = blog({
      'eleventy.config.js': 'export default (c) => c.addPassthroughCopy("pictures");\n',
      'posts/a.md': '---\ntitle: A\ndate: 2024-05-01\n---\n\nOne.\n',
    });
    expect((await run('unpublish', 'posts/a.md', '--json')).json()).toMatchObject({ outcome: 'published' });
    expect(existsSync(join(tree, 'posts/a.md'))).toBe(false);
    expect(git(remote, 'ls-tree', '-r', '--name-only', 'main')).not.toContain('posts/a.md');
  });

  it('refuses a post with changes that would go out with it', async () => {
    const { run, tree, text } = blog();
    writeFiles(tree, { [POST]: first.replace('One', 'Unfinished'), '_posts/2024-06-01-new.md': first });
    for (const path of [POST, '_posts/2024-06-01-new.md']) {
      const { exitCode, json } = await run('unpublish', path, '--json');
      expect(exitCode).toBe(1);
      expect(json()).toMatchObject({ outcome: 'blocked' });
    }
    expect(text(POST)).toContain('Unfinished');
  });

  it('leaves the post as it was where a hook refuses it', async () => {
    const { run, tree, text } = blog();
    writeHook(join(tree, '.git'), 'pre-commit', 'exit 1');
    const { exitCode } = await run('unpublish', POST, '--json', '--trust');
    expect(exitCode).toBe(6);
    expect(text(POST)).toBe(first);
    expect(git(tree, 'status', '--porcelain')).toBe('');
  });

  it('keeps the commit where the remote is away', async () => {
    const { run, tree, text } = blog();
    git(tree, 'remote', 'set-url', 'origin', join(tree, 'nowhere'));
    expect((await run('unpublish', POST, '--json')).json()).toMatchObject({ outcome: 'offline' });
    expect(text(POST)).toContain('published: false');
    expect(git(tree, 'status', '--porcelain')).toBe('');
  });

  it('changes nothing in a post whose front matter cannot be read, or that is not there', async () => {
    const broken = '---\ntitle: [First\n---\nOne.\n';
    const { run, text } = blog({ '_config.yml': 'title: Notes\n', [POST]: broken });
    expect((await run('unpublish', POST, '--json')).json()).toMatchObject({
      error: { code: 'front-matter-edit-refused' },
    });
    expect(text(POST)).toBe(broken);
    expect((await run('unpublish', '_posts/2024-01-01-none.md', '--json')).exitCode).toBe(1);
  });
});

describe('galley publish', () => {
  it.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)('ends in order on %s', async (signal) => {
    const { run, tree } = blog();
    writeFiles(tree, { [POST]: first.replace('One', 'Two'), '_posts/2024-06-01-new.md': first });
    writeHook(join(tree, '.git'), 'pre-commit', 'touch .git/begun; exec sleep 600');
    const publishing = run('publish', '--all', '--json', '--trust');
    while (!existsSync(join(tree, '.git', 'begun'))) await wait(20);
    process.emit(signal, signal);
    const { exitCode, json } = await publishing;
    expect(exitCode).toBe(1);
    expect(json()).toMatchObject({ outcome: 'cancelled', commit: null });
    expect(git(tree, 'status', '--porcelain')).toBe(` M ${POST}\n?? _posts/2024-06-01-new.md\n`);
    expect(existsSync(join(tree, '.git', 'index.lock'))).toBe(false);
  });
});
