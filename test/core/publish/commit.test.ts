import {
  chmodSync,
  existsSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { createGit } from '../../../src-main/core/git/git.ts';
import { commitPaths } from '../../../src-main/core/publish/commit.ts';
import {
  type Blog,
  blogOver,
  hashOf,
  indexOf,
  makeBlog,
  plainSite,
  textOf,
  tipOf,
} from '../../helpers/publishing.ts';
import { writeHook, writeScript } from '../../helpers/remotes/hooks.ts';
import { git, gitEnvironment, makeRepository, writeFiles } from '../../helpers/repository.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';
import { untilGone } from '../../helpers/until-gone.ts';

const POST = 'posts/first.md';
const NEW = 'posts/second.md';

/** A blog with one edited and one new post, and a file that is staged. */
function editedBlog(environment: Record<string, string> = {}): Blog {
  const blog = makeBlog(temporaryFolder(), undefined, environment);
  writeFiles(blog.tree, { 'staged.txt': 'staged\n' });
  git(blog.tree, 'add', 'staged.txt');
  writeFiles(blog.tree, { [POST]: '# First, again\n', [NEW]: '# Second\n' });
  return blog;
}

async function withHook(name: string, script: string): Promise<Blog> {
  const blog = editedBlog();
  writeHook(join(blog.tree, '.git'), name, script);
  await blog.publishing.trust.grant();
  return blog;
}

/** The repository is sound and nobody holds a lock in it. */
function expectSound(tree: string): void {
  expect(git(tree, 'fsck', '--strict', '--no-dangling')).toBe('');
  const locks = git(tree, 'rev-parse', '--git-dir').trim();
  expect(existsSync(join(tree, locks, 'index.lock'))).toBe(false);
}

describe('a commit where nothing else was staged', () => {
  const gitOf = ({ tree }: Blog) =>
    createGit({
      location: { workingTree: tree, gitFolder: join(tree, '.git') },
      environment: gitEnvironment,
    });
  const orderOf = ({ tree }: Blog) => ({
    paths: [POST, NEW],
    unknown: [NEW],
    reviewed: new Map(
      [POST, NEW].map((path) => {
        const revision = hashOf(readFileSync(join(tree, path)));
        return [path, { path, revision, blob: git(tree, 'hash-object', path).trim() }];
      }),
    ),
    message: 'My words',
    settings: [],
    parent: git(tree, 'rev-parse', 'HEAD').trim(),
    isPlain: true,
    cache: join(tree, '..', 'cache'),
    signal: new AbortController().signal,
    onLine: () => {},
  });

  it('holds its paths alone, whatever is staged in between', async () => {
    const blog = editedBlog();
    const order = orderOf(blog);
    const answer = await commitPaths(gitOf(blog), order);
    expect(answer).toMatchObject({ kind: 'committed', paths: [POST, NEW] });
    expect(git(blog.tree, 'diff', '--cached', '--name-only')).toBe('staged.txt\n');
    expect(git(blog.tree, 'log', '--format=%P', '-1').trim()).toBe(order.parent);
    expect(git(blog.tree, 'show', '--format=', '--name-only', 'HEAD')).toBe(`${POST}\n${NEW}\n`);
    expectSound(blog.tree);
  });

  it('leaves the index as it was where it cannot be made', async () => {
    const blog = editedBlog();
    git(blog.tree, 'reset', '--quiet');
    const before = indexOf(blog.tree);
    const answer = await commitPaths(gitOf(blog), { ...orderOf(blog), message: ' ' });
    expect(answer).toMatchObject({ kind: 'failed' });
    expect(indexOf(blog.tree)).toBe(before);
    expectSound(blog.tree);
  });
});

describe('hooks of the author', () => {
  it.each([
    ['pre-commit', 'echo "No drafts on Fridays."; exit 1'],
    ['pre-commit', 'exit 1'],
    ['commit-msg', 'echo "fatal: 404 Permission denied" >&2; exit 1'],
    ['prepare-commit-msg', 'exit 3'],
  ])('that say no (%s: %s) leave the index as it was', async (name, script) => {
    const blog = await withHook(name, script);
    const before = { index: indexOf(blog.tree), head: git(blog.tree, 'rev-parse', 'HEAD') };
    const outcome = await blog.publish({ paths: [POST, NEW], message: 'My words' });
    expect(outcome).toMatchObject({ outcome: 'refused', commit: undefined, verified: false });
    expect({ index: indexOf(blog.tree), head: git(blog.tree, 'rev-parse', 'HEAD') }).toEqual(before);
    if (script.includes('Fridays')) expect(outcome.detail).toContain('No drafts on Fridays.');
    expectSound(blog.tree);
    rmSync(join(blog.tree, '.git', 'hooks', name));
    expect(await blog.publish({ paths: [POST, NEW], message: 'My words' })).toMatchObject({
      outcome: 'published',
    });
  });

  it('that say no to the push keep the commit', async () => {
    const blog = await withHook('pre-push', 'exit 1');
    const outcome = await blog.publish({ paths: [POST] });
    expect(outcome).toMatchObject({ outcome: 'refused', paths: [POST] });
    expect(git(blog.tree, 'rev-parse', 'HEAD').trim()).toBe(outcome.commit);
  });

  it('that rewrite the post send it back to review, and the next publish sends it', async () => {
    const blog = await withHook('pre-commit', `echo added >> ${POST}; git add ${POST}`);
    const revisions = { [POST]: hashOf(readFileSync(join(blog.tree, POST))) };
    const before = tipOf(blog.remote);
    const outcome = await blog.publish({ paths: [POST], revisions });
    expect(outcome).toMatchObject({ outcome: 'blocked', verified: false });
    expect(outcome.message).toContain(POST);
    expect(tipOf(blog.remote)).toBe(before);
    expect(textOf(blog.tree, POST)).toBe('# First, again\nadded\n');
    expect(await blog.publish({ paths: [] })).toMatchObject({ outcome: 'published' });
    expect(git(blog.remote, 'show', `main:${POST}`)).toBe('# First, again\nadded\n');
  });

  it('that add another file send it back to review', async () => {
    const blog = await withHook('pre-commit', 'echo x > extra.txt; git add extra.txt');
    const before = tipOf(blog.remote);
    const outcome = await blog.publish({ paths: [POST] });
    expect(outcome).toMatchObject({ outcome: 'blocked' });
    expect(outcome.message).toContain('extra.txt');
    expect(tipOf(blog.remote)).toBe(before);
  });

  it('see the author’s own language and patterns', async () => {
    const blog = await withHook('pre-commit', 'echo "$LC_CTYPE|$LC_ALL|$GIT_LITERAL_PATHSPECS" >&2; exit 1');
    const german = blogOver(join(blog.tree, '..'), blog, { environment: { LC_ALL: 'de_DE.UTF-8' } });
    const outcome = await german.publish({ paths: [POST] });
    expect(outcome.detail).toBe('de_DE.UTF-8||');
  });

  it('that hang are ended by a cancel with all that they started', async () => {
    const blog = await withHook('pre-commit', 'sleep 600 & echo $! > .git/child; wait');
    const before = indexOf(blog.tree);
    const stop = new AbortController();
    const publishing = blog.publish({ paths: [POST, NEW] }, stop.signal);
    const note = join(blog.tree, '.git', 'child');
    while (!existsSync(note) || readFileSync(note, 'utf8') === '') await wait(20);
    const child = Number(readFileSync(note, 'utf8'));
    stop.abort();
    expect(await publishing).toMatchObject({ outcome: 'cancelled', commit: undefined });
    await untilGone(child);
    expect(indexOf(blog.tree)).toBe(before);
    expectSound(blog.tree);
  });

  it('that hang a git which cannot be asked to stop: it is killed, and its lock goes with it', async () => {
    const blog = await withHook('pre-commit', 'kill -STOP $PPID; echo $$ > .git/child; exec sleep 600');
    const before = indexOf(blog.tree);
    const stop = new AbortController();
    const publishing = blog.publish({ paths: [POST, NEW] }, stop.signal);
    const note = join(blog.tree, '.git', 'child');
    while (!existsSync(note) || readFileSync(note, 'utf8') === '') await wait(20);
    expect(existsSync(join(blog.tree, '.git', 'index.lock'))).toBe(true);
    stop.abort();
    expect(await publishing).toMatchObject({ outcome: 'cancelled', commit: undefined });
    await untilGone(Number(readFileSync(note, 'utf8')));
    expect(indexOf(blog.tree)).toBe(before);
    expectSound(blog.tree);
  });
});

describe('what is published', () => {
  it.each([
    'posts/with blank.md',
    'posts/trailing blank .md ',
    'posts/"quoted" and \'single\'.md',
    'posts/日本語の記事.md',
    'posts/-leading-dash.md',
    '-dash.md',
    ':(glob)**.md',
    'posts/[a-z]*.md',
    'posts/back\\slash.md',
    'posts/tab\tand\nnewline.md',
    'posts/\u0065\u0301.md',
    '--force',
    'posts/$(touch x).md',
    '!bang.md',
    '#hash.md',
  ])('may be called %j', async (path) => {
    const blog = makeBlog(temporaryFolder());
    writeFiles(blog.tree, { [path]: '# Named\n', 'posts/a.md': '# Other\n', 'b.md': '# Other\n' });
    const plan = await blog.publishing.plan();
    expect(plan.changes.map((change) => change.path)).toContain(path);
    expect(await blog.publish({ paths: [path] })).toMatchObject({ outcome: 'published', paths: [path] });
    writeFiles(blog.tree, { [path]: '# Named again\n' });
    expect(await blog.publishing.diff(path)).toEqual({ published: '# Named\n', current: '# Named again\n' });
    expect(await blog.publish({ paths: [path] })).toMatchObject({ outcome: 'published', paths: [path] });
    expect(git(blog.remote, 'diff', '--name-only', '-z', 'main~2', 'main').split('\0')).toEqual([path, '']);
  });

  it('may be more files than a command line takes', async () => {
    const blog = makeBlog(temporaryFolder());
    const paths = Array.from({ length: 400 }, (_, at) => `posts/${'long-'.repeat(10)}${at}.md`);
    writeFiles(blog.tree, Object.fromEntries(paths.map((path) => [path, `# ${path}\n`])));
    const outcome = await blog.publish({ paths });
    expect(outcome.outcome).toBe('published');
    expect(outcome.paths).toHaveLength(400);
    expect(git(blog.remote, 'log', '-1', '--format=%s', 'main').trim()).toBe('Publish 400 posts');
  });

  it('carries the author’s message to the letter', async () => {
    const blog = editedBlog();
    const message = '-m "quoted" $(x)\n\n# not a comment\n\n日本語\n';
    await blog.publish({ paths: [POST], message });
    expect(git(blog.remote, 'log', '-1', '--format=%B', 'main')).toBe(`${message}\n`);
  });

  it('is the whole post where a part was staged, and the plan says so', async () => {
    const blog = makeBlog(temporaryFolder());
    writeFiles(blog.tree, { [POST]: '# Half\n' });
    git(blog.tree, 'add', POST);
    writeFiles(blog.tree, { [POST]: '# Whole\n' });
    const plan = await blog.publishing.plan();
    expect(plan.changes[0]?.warnings.join()).toContain('staged');
    await blog.publish({ paths: [POST] });
    expect(git(blog.remote, 'show', `main:${POST}`)).toBe('# Whole\n');
  });

  it('is in a folder of a larger repository', async () => {
    const parent = temporaryFolder();
    const made = makeRepository(parent, { 'site/posts/a.md': '# A\n', 'readme.md': 'x\n' });
    const blog = blogOver(parent, made, { site: plainSite(made.tree, 'site/posts/') });
    writeFiles(made.tree, { 'site/posts/a.md': '# A, again\n', 'readme.md': 'y\n' });
    const outcome = await blog.publish({ paths: ['site/posts/a.md'] });
    expect(outcome).toMatchObject({ outcome: 'published', paths: ['site/posts/a.md'] });
    expect(git(made.tree, 'status', '--porcelain').trim()).toBe('M readme.md');
  });

  it('may be a link, which stays one', async () => {
    const blog = editedBlog();
    symlinkSync('first.md', join(blog.tree, 'posts', 'link.md'));
    expect(await blog.publish({ paths: ['posts/link.md'] })).toMatchObject({ outcome: 'published' });
    expect(git(blog.remote, 'ls-tree', 'main', 'posts/link.md')).toMatch(/^120000/);
  });

  it.each([
    ['true', 'text\r\n', 'text\n'],
    ['input', 'text\r\n', 'text\n'],
    ['false', 'text\r\n', 'text\r\n'],
  ])('has the line ends that git is told to store (core.autocrlf %s)', async (value, onDisk, stored) => {
    const blog = makeBlog(temporaryFolder());
    git(blog.tree, 'config', 'core.autocrlf', value);
    writeFiles(blog.tree, { [NEW]: onDisk });
    const revisions = { [NEW]: hashOf(Buffer.from(onDisk)) };
    expect(await blog.publish({ paths: [NEW], revisions })).toMatchObject({ outcome: 'published' });
    expect(git(blog.remote, 'show', `main:${NEW}`)).toBe(stored);
    expect(textOf(blog.tree, NEW)).toBe(onDisk);
  });

  it.each([
    ['core.autocrlf', (tree: string) => git(tree, 'config', 'core.autocrlf', 'true')],
    ['attributes', (tree: string) => writeFiles(tree, { '.git/info/attributes': '*.md text eol=lf\n' })],
  ])('is none of a post that would be stored as it was (%s)', async (_name, prepare) => {
    const blog = makeBlog(temporaryFolder(), { [POST]: 'one\ntwo\n' });
    prepare(blog.tree);
    writeFiles(blog.tree, { [POST]: 'one\r\ntwo\r\n' });
    expect((await blog.publishing.plan()).changes).toEqual([]);
    expect(await blog.publish({ paths: [POST] })).toMatchObject({ outcome: 'nothing-to-publish' });
    writeFiles(blog.tree, { [POST]: 'one\r\ntwo\r\nthree\r\n' });
    expect((await blog.publishing.plan()).changes).toMatchObject([{ path: POST, kind: 'changed' }]);
    writeFiles(blog.tree, { [POST]: 'one\r\ntwo\r\n' });
    chmodSync(join(blog.tree, POST), 0o755);
    expect((await blog.publishing.plan()).changes).toMatchObject([{ path: POST, kind: 'changed' }]);
  });

  it('may have Windows line ends in a repository that has kept them', async () => {
    const blog = makeBlog(temporaryFolder(), { [POST]: 'one\r\n' });
    git(blog.tree, 'config', 'core.autocrlf', 'true');
    writeFiles(blog.tree, { [POST]: 'one\r\ntwo\r\n' });
    expect(await blog.publish({ paths: [POST] })).toMatchObject({ outcome: 'published' });
  });

  it('may be stored by a filter of the author’s', async () => {
    const blog = makeBlog(temporaryFolder(), { [POST]: 'abc\n', '.gitattributes': '*.md filter=shout\n' });
    git(blog.tree, 'config', 'filter.shout.clean', 'tr a-z A-Z');
    git(blog.tree, 'config', 'filter.shout.smudge', 'tr A-Z a-z');
    await blog.publishing.trust.grant();
    writeFiles(blog.tree, { [POST]: 'abc def\n' });
    expect(await blog.publish({ paths: [POST] })).toMatchObject({ outcome: 'published' });
    expect(git(blog.remote, 'show', `main:${POST}`)).toBe('ABC DEF\n');
  });

  it('is in a repository with SHA-256 names', async () => {
    const parent = temporaryFolder();
    const tree = join(parent, 'blog');
    git(parent, 'init', '-q', '--object-format=sha256', '--bare', '-b', 'main', 'remote.git');
    git(parent, 'init', '-q', '--object-format=sha256', '-b', 'main', tree);
    git(tree, 'remote', 'add', 'origin', join(parent, 'remote.git'));
    writeFiles(tree, { [POST]: '# First\n' });
    const blog = blogOver(parent, { tree });
    expect(await blog.publish({ paths: [POST] })).toMatchObject({ outcome: 'published' });
    writeFiles(tree, { [POST]: '# First, again\n' });
    expect(await blog.publish({ paths: [POST] })).toMatchObject({ outcome: 'published' });
  });

  it('is what was reviewed, or nothing', async () => {
    const blog = editedBlog();
    const before = git(blog.tree, 'rev-parse', 'HEAD');
    const outcome = await blog.publish({
      paths: [POST],
      revisions: { [POST]: hashOf(Buffer.from('# Older\n')) },
    });
    expect(outcome).toMatchObject({ outcome: 'blocked', commit: undefined });
    expect(outcome.message).toContain(POST);
    expect(git(blog.tree, 'rev-parse', 'HEAD')).toBe(before);
  });

  it('is nothing where it was only taken out of the index, which stays so', async () => {
    const blog = makeBlog(temporaryFolder());
    git(blog.tree, 'rm', '-q', '--cached', POST);
    const before = git(blog.tree, 'status', '--porcelain');
    expect(await blog.publish({ paths: [POST] })).toMatchObject({ outcome: 'nothing-to-publish' });
    expect(git(blog.tree, 'status', '--porcelain')).toBe(before);
    expect(textOf(blog.tree, POST)).toBe('# First\n');
  });

  it('can be looked at without doing it', async () => {
    const blog = editedBlog();
    const before = indexOf(blog.tree);
    expect(await blog.publish({ paths: [POST, NEW], dryRun: true })).toMatchObject({
      outcome: 'nothing-to-publish',
      paths: [POST, NEW],
      commit: undefined,
      verified: false,
    });
    expect(indexOf(blog.tree)).toBe(before);
  });
});

describe('what is not published', () => {
  const conflict = '# First\n<<<<<<< HEAD\nmine\n=======\ntheirs\n>>>>>>> other\n';
  it('is a post with the marks of a merge', async () => {
    const blog = editedBlog();
    writeFiles(blog.tree, { [POST]: conflict });
    const outcome = await blog.publish({ paths: [POST] });
    expect(outcome).toMatchObject({ outcome: 'blocked', commit: undefined });
    expect(outcome.message).toContain('line 2');
  });

  it('is a post that git is told to ignore', async () => {
    const blog = editedBlog();
    writeFiles(blog.tree, { '.gitignore': 'posts/hidden*\n', 'posts/hidden.md': '# Hidden\n' });
    const outcome = await blog.publish({ paths: ['posts/hidden.md'] });
    expect(outcome).toMatchObject({ outcome: 'blocked', commit: undefined });
    expect(outcome.message).toContain('posts/hidden.md');
  });

  it('is a picture of more than 100 MB, nor the post that uses it', async () => {
    const blog = editedBlog();
    writeFiles(blog.tree, { [POST]: '![big](images/big.png)\n', 'images/big.png': '' });
    truncateSync(join(blog.tree, 'images', 'big.png'), 101 * 1024 * 1024);
    const outcome = await blog.publish({ paths: [POST] });
    expect(outcome).toMatchObject({ outcome: 'blocked', commit: undefined });
    expect(outcome.message).toContain('images/big.png');
  });

  it('is anything without the author’s name and address', async () => {
    const blog = editedBlog({ GIT_AUTHOR_NAME: '', GIT_COMMITTER_NAME: '' });
    git(blog.tree, 'config', '--unset', 'user.name');
    expect((await blog.publishing.plan()).blocked).toMatchObject({ cause: 'no-identity' });
    const outcome = await blog.publish({ paths: [POST] });
    expect(outcome).toMatchObject({ outcome: 'blocked', commit: undefined });
    expect(outcome.next.join()).toContain('user.name');
  });

  it('is a file whose line ends git is told to refuse', async () => {
    const blog = editedBlog();
    git(blog.tree, 'config', 'core.autocrlf', 'input');
    git(blog.tree, 'config', 'core.safecrlf', 'true');
    writeFiles(blog.tree, { [NEW]: 'one\r\n' });
    const before = indexOf(blog.tree);
    const outcome = await blog.publish({ paths: [NEW] });
    expect(outcome).toMatchObject({ outcome: 'blocked', commit: undefined });
    expect(outcome.message).toContain('line ends');
    expect(textOf(blog.tree, NEW)).toBe('one\r\n');
    expect(indexOf(blog.tree)).toBe(before);
  });

  it('is a path outside the blog, or of git’s own folder', async () => {
    const blog = editedBlog();
    for (const path of ['../other.md', '/etc/passwd', '.git/config', 'posts/../../x', '']) {
      await expect(blog.publish({ paths: [path] })).rejects.toMatchObject({ code: 'path-outside-site' });
      await expect(blog.publishing.diff(path)).rejects.toMatchObject({ code: 'path-outside-site' });
    }
    await expect(blog.publishing.diff('posts')).rejects.toMatchObject({ code: 'bad-input' });
    await expect(blog.publish({ paths: ['posts/none.md'] })).rejects.toMatchObject({ code: 'post-missing' });
  });
});

describe('states in which nothing is published', () => {
  const states: [string, string, (tree: string) => void][] = [
    ['a merge under way', 'merging', (tree) => mergeConflict(tree, 'merge')],
    ['a cherry-pick under way', 'merging', (tree) => mergeConflict(tree, 'cherry-pick')],
    ['a rebase under way', 'rebasing', (tree) => mergeConflict(tree, 'rebase')],
    ['a bisect under way', 'rebasing', (tree) => git(tree, 'bisect', 'start')],
    ['no branch', 'detached', (tree) => git(tree, 'checkout', '-q', '--detach')],
    ['no remote', 'no-remote', (tree) => git(tree, 'remote', 'remove', 'origin')],
    ['a damaged index', 'broken', (tree) => writeFileSync(join(tree, '.git', 'index'), 'DIRC rubbish')],
  ];
  it.each(states)('%s', async (_name, state, make) => {
    const blog = makeBlog(temporaryFolder(), { [POST]: '# First\n', 'other.txt': 'x\n' });
    make(blog.tree);
    const head = readFileSync(join(blog.tree, '.git', 'HEAD'), 'utf8');
    const before = tipOf(blog.remote);
    expect((await blog.publishing.summary()).state).toBe(state);
    const plan = await blog.publishing.plan();
    expect(plan.state).toBe(state);
    expect(plan.blocked?.next.length).toBeGreaterThan(0);
    const outcome = await blog.publish({ paths: [POST] });
    expect(outcome).toMatchObject({ outcome: 'blocked', commit: undefined, verified: false });
    expect(outcome.message).not.toMatch(/fatal:|error:/);
    expect(outcome.next.length).toBeGreaterThan(0);
    expect(await blog.bringIn()).toMatchObject({ kind: 'blocked' });
    expect(readFileSync(join(blog.tree, '.git', 'HEAD'), 'utf8')).toBe(head);
    expect(tipOf(blog.remote)).toBe(before);
  });

  function mergeConflict(tree: string, how: 'merge' | 'cherry-pick' | 'rebase'): void {
    git(tree, 'checkout', '-q', '-b', 'side');
    writeFiles(tree, { [POST]: '# Side\n' });
    git(tree, 'commit', '-q', '-am', 'side');
    git(tree, 'checkout', '-q', 'main');
    writeFiles(tree, { [POST]: '# Main\n' });
    git(tree, 'commit', '-q', '-am', 'main');
    expect(() => git(tree, how, 'side')).toThrow();
  }

  it('both sides of a conflict that a stash has left, which is no merge', async () => {
    const blog = makeBlog(temporaryFolder(), { [POST]: '# First\n' });
    writeFiles(blog.tree, { [POST]: '# Put away\n' });
    git(blog.tree, 'stash');
    writeFiles(blog.tree, { [POST]: '# Main\n' });
    git(blog.tree, 'commit', '-q', '-am', 'main');
    expect(() => git(blog.tree, 'stash', 'pop')).toThrow();
    const { blocked } = await blog.publishing.plan();
    expect(blocked).toMatchObject({ cause: 'merging' });
    expect(blocked?.reason).toContain('git stash pop');
    expect(blocked?.next.join(' ')).not.toContain('--abort');
  });

  it('an old lock, which is named and left alone', async () => {
    const blog = editedBlog();
    const lock = join(blog.tree, '.git', 'index.lock');
    writeFileSync(lock, '');
    utimesSync(lock, new Date(0), new Date(0));
    const outcome = await blog.publish({ paths: [POST] });
    expect(outcome).toMatchObject({ outcome: 'blocked', commit: undefined });
    expect(outcome.message).toContain('index.lock');
    expect(existsSync(lock)).toBe(true);
  });

  it('is not what our own publish makes of the repository', async () => {
    const blog = await withHook('pre-commit', 'touch .git/begun; sleep 3');
    const publishing = blog.publish({ paths: [POST] });
    while (!existsSync(join(blog.tree, '.git', 'begun'))) await wait(20);
    await wait(2_100);
    expect(await blog.publishing.plan()).toMatchObject({ state: 'ready', blocked: undefined });
    expect(await publishing).toMatchObject({ outcome: 'published' });
  });

  it('waits for another git that is at work', async () => {
    const blog = editedBlog();
    const lock = join(blog.tree, '.git', 'index.lock');
    writeFileSync(lock, '');
    const publishing = blog.publish({ paths: [POST] });
    await wait(300);
    rmSync(lock);
    expect(await publishing).toMatchObject({ outcome: 'published' });
  });

  it('no git at all: writing works, and the plan says what to install', async () => {
    const parent = temporaryFolder();
    const blog = blogOver(parent, makeRepository(parent, { [POST]: '# First\n' }), {
      environment: { PATH: parent },
    });
    expect(await blog.publishing.plan()).toMatchObject({ branch: 'main', blocked: { cause: 'git-missing' } });
    expect(await blog.publishing.summary()).toMatchObject({ branch: 'main', state: 'broken' });
  });

  it('a git inside the blog is not taken for git', async () => {
    const blog = editedBlog();
    writeScript(join(blog.tree, 'git'), 'touch trace');
    const over = blogOver(join(blog.tree, '..'), blog, {
      environment: { PATH: `.:${blog.tree}:${gitEnvironment.PATH}` },
    });
    expect(await over.publish({ paths: [POST] })).toMatchObject({ outcome: 'published' });
    expect(existsSync(join(blog.tree, 'trace'))).toBe(false);
  });

  it('a branch that follows one of another name', async () => {
    const blog = editedBlog();
    git(blog.tree, 'checkout', '-q', '-b', 'draft', '--track', 'origin/main');
    expect((await blog.publishing.plan()).blocked).toMatchObject({ cause: 'upstream-of-other-name' });
    git(blog.tree, 'config', 'push.default', 'upstream');
    expect(await blog.publish({ paths: [POST] })).toMatchObject({ outcome: 'published' });
    expect(git(blog.remote, 'show', `main:${POST}`)).toBe('# First, again\n');
  });
});

describe('a branch without an upstream', () => {
  it('is published under its name, and follows it from then on', async () => {
    const blog = editedBlog();
    git(blog.tree, 'checkout', '-q', '-b', 'feature');
    expect(await blog.publishing.summary()).toMatchObject({ state: 'no-upstream', ahead: undefined });
    expect(await blog.publish({ paths: [POST] })).toMatchObject({ outcome: 'published', branch: 'feature' });
    expect(git(blog.tree, 'rev-parse', '--abbrev-ref', '@{upstream}').trim()).toBe('origin/feature');
    expect(await blog.publishing.summary()).toMatchObject({ state: 'ready', ahead: 0, behind: 0 });
  });

  const planOf = async (blog: Blog) =>
    (await blog.publishing.plan()).changes.map(({ path, kind, committed }) => ({ path, kind, committed }));

  it.each([
    ['the remote’s main branch', () => {}],
    ['another branch of the remote', movedOn],
  ])('brings only what is newer than %s', async (_name, prepare) => {
    const blog = makeBlog(temporaryFolder());
    prepare(blog.tree);
    writeFiles(blog.tree, { [POST]: '# First, again\n' });
    git(blog.tree, 'checkout', '-q', '-b', 'feature', '--no-track');
    expect(await planOf(blog)).toEqual([{ path: POST, kind: 'changed', committed: false }]);
    writeFiles(blog.tree, { 'posts/waiting.md': '# Waiting\n' });
    git(blog.tree, 'add', 'posts/waiting.md');
    git(blog.tree, 'commit', '-q', '-m', 'Waiting', '--', 'posts/waiting.md');
    expect(await planOf(blog)).toEqual([
      { path: POST, kind: 'changed', committed: false },
      { path: 'posts/waiting.md', kind: 'new', committed: true },
    ]);
    const plan = await blog.publishing.plan();
    await blog.publish({ paths: plan.changes.map(({ path }) => path) });
    expect(git(blog.remote, 'log', '-1', '--format=%s', 'feature').trim()).toBe('Update “First, again”');
  });

  /** The branch that the new one begins at has been pushed under another name. */
  function movedOn(tree: string): void {
    git(tree, 'checkout', '-q', '-b', 'other');
    writeFiles(tree, { 'posts/pushed.md': '# Pushed\n' });
    git(tree, 'add', 'posts/pushed.md');
    git(tree, 'commit', '-q', '-m', 'Pushed', '--', 'posts/pushed.md');
    git(tree, 'push', '-q', 'origin', 'other');
  }

  it('is new as a whole where the remote holds nothing of it', async () => {
    const blog = editedBlog();
    git(blog.tree, 'update-ref', '-d', 'refs/remotes/origin/main');
    git(blog.tree, 'checkout', '-q', '-b', 'feature', '--no-track');
    expect((await planOf(blog)).map(({ kind }) => kind)).toContain('new');
  });
});
