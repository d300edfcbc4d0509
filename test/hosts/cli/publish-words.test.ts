import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeHook } from '../../helpers/remotes/hooks.ts';
import { git, makeRepository, writeFiles } from '../../helpers/repository.ts';
import { runGalley } from '../../helpers/run-galley.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

const POST = '_posts/2024-05-01-first.md';
const post = (title: string) => `---\ntitle: ${title}\n---\n\nText.\n`;

function blog(files: Record<string, string> = {}) {
  const parent = temporaryFolder();
  const made = makeRepository(parent, { '_config.yml': 'title: Notes\n', [POST]: post('First'), ...files });
  const run = (...words: string[]) => runGalley({ home: parent, folder: made.tree }, ...words);
  return { ...made, parent, run };
}

describe('a publish that did not succeed', () => {
  it('says why, with the hook’s own words, for people and beside the JSON value', async () => {
    const { tree, run } = blog();
    writeHook(join(tree, '.git'), 'pre-commit', 'echo "No drafts on Fridays."; echo "Ask Kim." >&2; exit 1');
    writeFiles(tree, { [POST]: post('Changed') });
    const expected =
      /^galley: A check of this repository.*\n {2}No drafts on Fridays\.\n {2}Ask Kim\.\n( {2}.+\n)+$/;
    const forPerson = await run('publish', POST, '--trust');
    expect(forPerson).toMatchObject({ exitCode: 6, out: '', error: expect.stringMatching(expected) });
    const forScript = await run('publish', POST, '--json');
    expect(forScript).toMatchObject({ exitCode: 6, error: forPerson.error });
    expect(Object.keys(forScript.json())).toEqual([
      ...['outcome', 'commit', 'branch', 'remote', 'paths', 'verified'],
    ]);
  });

  it('names git’s command where the remote is ahead', async () => {
    const { tree, remote, parent, run } = blog();
    git(parent, 'clone', '-q', remote, 'other');
    const other = join(parent, 'other');
    writeFiles(other, { [POST]: post('Theirs') });
    git(other, 'commit', '-qam', 'Theirs');
    git(other, 'push', '-q');
    writeFiles(tree, { [POST]: post('Mine') });
    const ran = await run('publish', POST);
    expect(ran).toMatchObject({ exitCode: 3, error: expect.stringContaining('git pull') });
    expect(ran.error).not.toMatch(/hint:|failed to push/);
  });
});

describe('what is not said where it is not known', () => {
  const commit = (tree: string) => {
    writeFiles(tree, { [POST]: post('Never online') });
    git(tree, 'commit', '-qam', 'Never online');
  };
  it.each([
    {
      state: 'no remote',
      make: (tree: string) => git(tree, 'remote', 'remove', 'origin'),
      says: 'no remote',
    },
    {
      state: 'no branch',
      make: (tree: string) => git(tree, 'checkout', '-q', '--detach'),
      says: 'no branch',
    },
  ])('that all is published, with $state', async ({ make, says }) => {
    const { tree, run } = blog();
    make(tree);
    commit(tree);
    const { exitCode, out } = await run('status');
    expect(exitCode).toBe(0);
    expect(out).toContain(says);
    expect(out).not.toContain('Everything is published');
  });

  it('that nothing is new, of a folder with changed posts', async () => {
    const { tree, run } = blog();
    writeFiles(tree, { [POST]: post('Changed') });
    for (const words of [['_posts'], ['_posts/'], ['.'], ['_posts', '--dry-run']]) {
      const ran = await run('publish', ...words);
      expect(ran, words.join(' ')).toMatchObject({
        exitCode: 2,
        out: '',
        error: expect.stringMatching(/is a folder(.|\n)*--all/),
      });
    }
  });

  it('that nothing is new, of a path that leads nowhere', async () => {
    const { run } = blog();
    for (const words of [['nowhere.md'], ['nowhere.md', '--dry-run']]) {
      expect(await run('publish', ...words, '--json')).toMatchObject({
        exitCode: 1,
        out: expect.stringContaining('post-missing'),
      });
    }
  });
});

describe('status for people', () => {
  it('names a picture once, with its post', async () => {
    const { tree, run } = blog();
    writeFiles(tree, { [POST]: `${post('First')}\n![A dot](/dot.svg)\n`, 'dot.svg': '<svg/>\n' });
    const { out } = await run('status');
    expect(out).toMatch(/^1 change to publish/);
    expect(out.match(/dot\.svg/g)).toHaveLength(1);
    expect((await run('status', '--json')).json()).toMatchObject({
      changes: [{ path: POST, assets: ['dot.svg'] }, { path: 'dot.svg' }],
    });
  });

  it('says what waits to be brought in', async () => {
    const { tree, remote, parent, run } = blog();
    git(parent, 'clone', '-q', remote, 'other');
    git(join(parent, 'other'), 'commit', '-q', '--allow-empty', '-m', 'Theirs');
    git(join(parent, 'other'), 'push', '-q');
    git(tree, 'fetch', '-q');
    expect((await run('status')).out).toBe('Everything is published, 1 to bring in.\n');
  });
});

describe('what the author should know of a change', () => {
  it('is said by status and publish: part of it is staged', async () => {
    const { tree, run } = blog();
    writeFiles(tree, { [POST]: post('Half') });
    git(tree, 'add', POST);
    writeFiles(tree, { [POST]: post('Whole') });
    const warning = 'Part of it is staged in git.';
    expect((await run('status')).out).toContain(warning);
    expect((await run('status', '--json')).error).toMatch(
      /^galley: _posts\/2024-05-01-first\.md: Part .*\n$/,
    );
    expect((await run('publish', POST, '--dry-run', '--json')).error).toContain(warning);
    expect((await run('publish', POST)).error).toContain(warning);
  });
});

describe('a publish of a post that has not changed', () => {
  it('says so of that post, where others have changed', async () => {
    const { tree, run } = blog({ 'about.md': post('About'), '_posts/2024-05-02-second.md': post('Second') });
    writeFiles(tree, { '_posts/2024-05-02-second.md': post('Changed'), 'about.md': post('Changed too') });
    const ran = await run('publish', POST);
    expect(ran.exitCode).toBe(0);
    expect(ran.out).toContain(`There is nothing new to publish in ${POST}. The remote holds it.`);
    expect(ran.out).toContain('2 other files have changes that are not published.');
    expect(ran.out).not.toContain('everything');
    git(tree, 'checkout', '-q', '.');
    expect((await run('publish', POST)).out).toContain('The remote holds everything.');
  });
});

describe('galley publish --all', () => {
  const paths = async (run: ReturnType<typeof blog>['run'], ...words: string[]) => {
    const ran = await run('publish', '--dry-run', '--json', ...words);
    return { paths: ran.json().paths, error: ran.error };
  };

  it('takes posts, drafts and pages that git knows, and leaves and names new pages', async () => {
    const { tree, run } = blog({ 'about.md': post('About') });
    writeFiles(tree, {
      [POST]: post('Changed'),
      'about.md': post('About us'),
      '_posts/2024-06-01-new.md': post('New'),
      '_drafts/idea.md': post('Idea'),
      'notes/plan.md': post('A plan'),
      'notes/todo.md': '# Private\n',
    });
    const all = ['_drafts/idea.md', POST, '_posts/2024-06-01-new.md', 'about.md'];
    const answer = await paths(run, '--all');
    expect(answer.paths).toEqual(all);
    expect(answer.error).toMatch(/^galley: notes\/plan\.md is a new page .*\n$/);
    expect(await paths(run, '--all', 'notes/plan.md')).toEqual({
      paths: [...all, 'notes/plan.md'],
      error: '',
    });
    const status = (await run('status', '--json')).json() as { changes: { path: string; post: boolean }[] };
    expect(status.changes.filter((change) => !change.post).map(({ path }) => path)).toEqual([
      'notes/todo.md',
    ]);
  });

  it('takes the settings and the theme of a blog of Galley’s own, and names what else has changed', async () => {
    const { tree, run } = blog();
    git(tree, 'rm', '-rq', '.');
    writeFiles(tree, {
      'galley.yml': 'title: Notes\n',
      'posts/one.md': post('One'),
      'theme/style.css': 'a {}\n',
      'images/cat.svg': '<svg/>\n',
    });
    git(tree, 'add', '-A');
    git(tree, 'commit', '-qm', 'Galley');
    git(tree, 'push', '-q');
    writeFiles(tree, {
      'galley.yml': 'title: Other notes\n',
      'theme/style.css': 'b {}\n',
      'theme/new.css': 'c {}\n',
      'images/cat.svg': '<svg></svg>\n',
      'todo.txt': 'private\n',
    });
    expect(await paths(run, '--all')).toEqual({
      paths: ['galley.yml', 'theme/new.css', 'theme/style.css'],
      error: 'galley: images/cat.svg is no post, so --all leaves it here. Name it to publish it.\n',
    });
  });

  it('takes every text of a folder that has no dated posts', async () => {
    const { tree, run } = blog({ '_config.yml': '', [POST]: 'none' });
    git(tree, 'rm', '-rq', '.');
    writeFiles(tree, { 'one.md': '# One\n' });
    git(tree, 'add', 'one.md');
    git(tree, 'commit', '-qm', 'Plain');
    git(tree, 'push', '-q');
    writeFiles(tree, { 'two.md': '# Two\n' });
    expect(await paths(run, '--all')).toEqual({ paths: ['two.md'], error: '' });
  });

  it.skipIf(process.platform === 'win32')('leaves and names links that lead out or nowhere', async () => {
    const { tree, parent, run } = blog();
    writeFiles(parent, { 'secret.md': post('Secret') });
    symlinkSync(join(parent, 'secret.md'), join(tree, '_posts/2024-07-01-out.md'));
    symlinkSync('nowhere.md', join(tree, '_posts/2024-07-02-nowhere.md'));
    symlinkSync('2024-07-03-loop.md', join(tree, '_posts/2024-07-03-loop.md'));
    symlinkSync('2024-05-01-first.md', join(tree, '_posts/2024-07-04-inside.md'));
    const answer = await paths(run, '--all');
    expect(answer.paths).toEqual(['_posts/2024-07-04-inside.md']);
    expect(answer.error.match(/leads out of this blog or nowhere/g)).toHaveLength(3);
    expect((await paths(run, '_posts/2024-07-01-out.md')).paths).toEqual(['_posts/2024-07-01-out.md']);
  });
});

describe('a path that is no post', () => {
  it('is named, with the way to the right one', async () => {
    const { run } = blog();
    for (const words of [['show'], ['render'], ['unset']]) {
      const ran = await run(...words, '_posts/none.md', ...(words[0] === 'unset' ? ['title'] : []));
      expect(ran).toMatchObject({
        exitCode: 1,
        error: 'galley: There is no such post: _posts/none.md\n  “galley list” shows the posts.\n',
      });
    }
  });

  it.skipIf(process.platform === 'win32')('is no ordinary file: a folder, a pipe', async () => {
    const { tree, run } = blog();
    mkdirSync(join(tree, '_posts/folder.md'));
    execFileSync('mkfifo', [join(tree, '_posts/pipe.md')]);
    for (const name of ['folder', 'pipe']) {
      const ran = await run('show', `_posts/${name}.md`);
      expect(ran.error).toMatch(/^galley: This is not an ordinary file, so it can be no post\.\n {2}Choose/);
    }
  });
});
