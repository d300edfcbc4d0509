import { randomBytes } from 'node:crypto';
import { renameSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { type Blog, blogOver, indexOf, makeBlog, textOf, tipOf } from '../../helpers/publishing.ts';
import { writeHook, writeScript } from '../../helpers/remotes/hooks.ts';
import { hasHttpBackend, serveRemote } from '../../helpers/remotes/http-remote.ts';
import { git, writeFiles } from '../../helpers/repository.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

const POST = 'posts/first.md';

/** A blog with one edited post that is not published yet. */
function editedBlog(environment: Record<string, string> = {}): Blog & { parent: string } {
  const parent = temporaryFolder();
  const blog = makeBlog(parent, undefined, environment);
  writeFiles(blog.tree, { [POST]: '# First, again\n' });
  return { ...blog, parent };
}

/** Publishes from a second clone, as another author does. */
function publishElsewhere(parent: string, remote: string, files: Record<string, string>): string {
  const other = join(parent, `other-${Math.random().toString(36).slice(2)}`);
  git(parent, 'clone', '-q', remote, other);
  writeFiles(other, files);
  git(other, 'add', '-A');
  git(other, 'commit', '-q', '-m', 'From elsewhere');
  git(other, 'push', '-q', 'origin', 'main');
  return git(other, 'rev-parse', 'HEAD').trim();
}

/** Nothing is lost, and nothing is in the way of the next publish. */
function expectWaiting(blog: Blog, commit: string | undefined): void {
  expect(git(blog.tree, 'rev-parse', 'HEAD').trim()).toBe(commit);
  expect(git(blog.tree, 'status', '--porcelain')).toBe('');
  expect(textOf(blog.tree, POST)).toBe('# First, again\n');
}

describe('a remote that refuses', () => {
  it('answers with the server’s own words and keeps the commit', async () => {
    const blog = editedBlog();
    writeHook(blog.remote, 'pre-receive', 'echo "Only on Tuesdays." >&2; exit 1');
    const outcome = await blog.publish({ paths: [POST] });
    expect(outcome).toMatchObject({ outcome: 'refused', verified: false, paths: [POST] });
    expect(outcome.detail).toContain('Only on Tuesdays.');
    expect(outcome.message).toContain('kept');
    expectWaiting(blog, outcome.commit);
    expect(tipOf(blog.remote)).not.toBe(outcome.commit);
    expect(await blog.publishing.plan()).toMatchObject({
      ahead: 1,
      changes: [{ path: POST, committed: true }],
    });

    rmSync(join(blog.remote, 'hooks', 'pre-receive'));
    expect(await blog.publish({ paths: [] })).toMatchObject({ outcome: 'published', commit: outcome.commit });
    expect(tipOf(blog.remote)).toBe(outcome.commit);
  });

  it('is not believed when it takes the commit and loses it', async () => {
    const blog = editedBlog();
    writeHook(blog.remote, 'post-receive', 'git update-ref -d refs/heads/main');
    expect(await blog.publish({ paths: [POST] })).toMatchObject({ outcome: 'unverified', verified: false });
    rmSync(join(blog.remote, 'hooks', 'post-receive'));
    expect(await blog.publish({ paths: [] })).toMatchObject({ outcome: 'published', verified: true });
  });
});

describe('a copy without its whole history', () => {
  it('says so where the remote does not take it', async () => {
    const blog = editedBlog();
    publishElsewhere(blog.parent, blog.remote, { 'posts/more.md': '# More\n' });
    const shallow = join(blog.parent, 'shallow');
    git(blog.parent, 'clone', '-q', '--depth', '1', `file://${blog.remote}`, shallow);
    git(blog.parent, 'init', '-q', '--bare', 'empty.git');
    git(shallow, 'remote', 'set-url', 'origin', join(blog.parent, 'empty.git'));
    writeFiles(shallow, { [POST]: '# First, again\n' });
    const over = blogOver(blog.parent, { tree: shallow });
    const outcome = await over.publish({ paths: [POST] });
    expect(outcome).toMatchObject({ outcome: 'refused' });
    expect(outcome.next.join()).toContain('--unshallow');
  });
});

describe('a remote that is not there', () => {
  it('leaves the commit waiting, and the next publish sends it', async () => {
    const blog = editedBlog();
    renameSync(blog.remote, `${blog.remote}.away`);
    const outcome = await blog.publish({ paths: [POST] });
    expect(outcome).toMatchObject({ outcome: 'offline', verified: false });
    expect(outcome.message).toContain('Your version is kept here until it can be sent.');
    expectWaiting(blog, outcome.commit);
    renameSync(`${blog.remote}.away`, blog.remote);
    expect(await blog.publish({ paths: [POST] })).toMatchObject({
      outcome: 'published',
      commit: outcome.commit,
    });
  });

  it('is offline where nobody listens at its port', async () => {
    const blog = editedBlog();
    git(blog.tree, 'remote', 'set-url', 'origin', `http://127.0.0.1:${await freePort()}/blog.git`);
    const outcome = await blog.publish({ paths: [POST] });
    expect(outcome).toMatchObject({ outcome: 'offline' });
    expect(outcome.message).not.toMatch(/fatal|error:/);
    expectWaiting(blog, outcome.commit);
  });

  it('is offline where its name is unknown', async () => {
    const blog = editedBlog();
    git(blog.tree, 'remote', 'set-url', 'origin', 'http://no-such-host.invalid/blog.git');
    expect(await blog.publish({ paths: [POST] })).toMatchObject({ outcome: 'offline' });
  });
});

describe('a remote that is ahead', () => {
  it('is brought in and published to, where nothing overlaps', async () => {
    const blog = editedBlog();
    const theirs = publishElsewhere(blog.parent, blog.remote, { 'posts/theirs.md': '# Theirs\n' });
    const outcome = await blog.publish({ paths: [POST] });
    expect(outcome).toMatchObject({ outcome: 'remote-is-ahead', verified: false });
    expectWaiting(blog, outcome.commit);
    expect(tipOf(blog.remote)).toBe(theirs);

    expect(await blog.bringIn()).toMatchObject({ kind: 'brought-in', paths: ['posts/theirs.md'] });
    expect(textOf(blog.tree, 'posts/theirs.md')).toBe('# Theirs\n');
    expect(await blog.publish({ paths: [] })).toMatchObject({ outcome: 'published', verified: true });
    expect(git(blog.remote, 'merge-base', '--is-ancestor', outcome.commit ?? '', 'main')).toBe('');
    expect(git(blog.remote, 'merge-base', '--is-ancestor', theirs, 'main')).toBe('');
  });

  it('leaves staged and changed files alone while it is brought in', async () => {
    const blog = editedBlog();
    publishElsewhere(blog.parent, blog.remote, { 'posts/theirs.md': '# Theirs\n' });
    await blog.publish({ paths: [POST] });
    writeFiles(blog.tree, { 'staged.txt': 'staged\n', 'loose.txt': 'loose\n' });
    git(blog.tree, 'add', 'staged.txt');
    writeFiles(blog.tree, { [POST]: '# First, a third time\n' });
    expect(await blog.bringIn()).toMatchObject({ kind: 'brought-in' });
    expect(git(blog.tree, 'status', '--porcelain', '-z').split('\0').filter(Boolean)).toEqual([
      ` M ${POST}`,
      'A  staged.txt',
      '?? loose.txt',
    ]);
    expect(textOf(blog.tree, POST)).toBe('# First, a third time\n');
    expect(git(blog.tree, 'log', '-1', '--format=%p').trim().split(' ')).toHaveLength(2);
    expect(git(blog.tree, 'fsck', '--strict')).toBe('');
  });

  it('goes forward without a merge where the author has no commits', async () => {
    const blog = editedBlog();
    const theirs = publishElsewhere(blog.parent, blog.remote, { 'posts/theirs.md': '# Theirs\n' });
    expect(await blog.bringIn()).toMatchObject({ kind: 'brought-in', paths: ['posts/theirs.md'] });
    expect(git(blog.tree, 'rev-parse', 'HEAD').trim()).toBe(theirs);
    expect(textOf(blog.tree, POST)).toBe('# First, again\n');
    expect(await blog.bringIn()).toMatchObject({ kind: 'up-to-date', paths: [] });
  });

  it('is a conflict that changes nothing where both changed the same lines', async () => {
    const blog = editedBlog();
    publishElsewhere(blog.parent, blog.remote, { [POST]: '# Their first\n' });
    const outcome = await blog.publish({ paths: [POST] });
    const before = indexOf(blog.tree);
    expect(await blog.bringIn()).toMatchObject({ kind: 'conflict', paths: [] });
    expectWaiting(blog, outcome.commit);
    expect(indexOf(blog.tree)).toBe(before);
    expect(await blog.publishing.plan()).toMatchObject({ ahead: 1, behind: 1, state: 'ready' });
  });

  it('is a conflict that changes nothing where it would write over an unpublished edit', async () => {
    const blog = editedBlog();
    publishElsewhere(blog.parent, blog.remote, { [POST]: '# Their first\n' });
    const head = git(blog.tree, 'rev-parse', 'HEAD');
    expect(await blog.bringIn()).toMatchObject({ kind: 'conflict' });
    expect(git(blog.tree, 'rev-parse', 'HEAD')).toBe(head);
    expect(textOf(blog.tree, POST)).toBe('# First, again\n');
  });

  it('counts as published when somebody built on our commit before we asked', async () => {
    const blog = editedBlog();
    writeHook(
      blog.remote,
      'post-receive',
      'tree=$(git rev-parse main^{tree}); git update-ref refs/heads/main $(git commit-tree -p main -m more $tree)',
    );
    const outcome = await blog.publish({ paths: [POST] });
    expect(outcome).toMatchObject({ outcome: 'published', verified: true });
    expect(tipOf(blog.remote)).not.toBe(outcome.commit);
  });
});

describe.skipIf(!hasHttpBackend())('a remote over HTTP (git http-backend)', () => {
  /** Points the blog at an HTTP server that asks for a password, with what the author's credential helper answers. */
  async function withPassword(known: string) {
    const blog = editedBlog();
    const server = await serveRemote(blog.parent, 'remote.git', { password: 'right' });
    const configuration = join(blog.parent, 'gitconfig');
    writeFileSync(
      configuration,
      `[credential]\n\thelper = "!f() { echo username=author; echo password=${known}; }; f"\n`,
    );
    git(blog.tree, 'remote', 'set-url', 'origin', server.url);
    const options = { environment: { GIT_CONFIG_GLOBAL: configuration } };
    return { blog: blogOver(blog.parent, blog, options), server };
  }

  it('takes the password of the author’s credential helper', async () => {
    const { blog } = await withPassword('right');
    const outcome = await blog.publish({ paths: [POST] });
    expect(outcome).toMatchObject({ outcome: 'published', verified: true });
    expect(tipOf(blog.remote)).toBe(outcome.commit);
  });

  it('needs a sign-in where the password is wrong, quickly and without asking on a terminal', async () => {
    const { blog } = await withPassword('wrong');
    const began = Date.now();
    const outcome = await blog.publish({ paths: [POST] });
    expect(outcome).toMatchObject({ outcome: 'needs-sign-in', verified: false });
    expect(Date.now() - began).toBeLessThan(10_000);
    expect(JSON.stringify(outcome)).not.toContain('wrong');
    expectWaiting(blog, outcome.commit);
  });

  it('needs a sign-in where no helper knows a password', async () => {
    const blog = editedBlog();
    const server = await serveRemote(blog.parent, 'remote.git', { password: 'right' });
    git(blog.tree, 'remote', 'set-url', 'origin', server.url);
    expect(await blog.publish({ paths: [POST] })).toMatchObject({ outcome: 'needs-sign-in' });
  });

  it('keeps credentials of the address out of every word', async () => {
    const blog = editedBlog();
    const server = await serveRemote(blog.parent, 'remote.git', { password: 'right' });
    const url = server.url.replace('://', '://author:hunter2@');
    git(blog.tree, 'remote', 'set-url', 'origin', url);
    const outcome = await blog.publish({ paths: [POST] });
    expect(outcome.outcome).toBe('needs-sign-in');
    expect(JSON.stringify([outcome, blog.progress, await blog.publishing.plan()])).not.toContain('hunter2');
  });

  it.each([
    [403, 'needs-sign-in'],
    [404, 'offline'],
    [500, 'offline'],
    [503, 'offline'],
  ] as const)('answers %i as %s', async (status, outcome) => {
    const blog = editedBlog();
    const server = await serveRemote(blog.parent, 'remote.git');
    server.behave(status);
    git(blog.tree, 'remote', 'set-url', 'origin', server.url);
    const answer = await blog.publish({ paths: [POST] });
    expect(answer).toMatchObject({ outcome });
    expectWaiting(blog, answer.commit);
  });

  it('is not believed where the connection breaks after the push', async () => {
    const blog = editedBlog();
    const server = await serveRemote(blog.parent, 'remote.git');
    git(blog.tree, 'remote', 'set-url', 'origin', server.url);
    server.behave(500, /git-upload-pack/);
    expect(await blog.publish({ paths: [POST] })).toMatchObject({ outcome: 'unverified' });
    server.behave('serve');
    expect(await blog.publish({ paths: [] })).toMatchObject({
      outcome: 'nothing-to-publish',
      verified: true,
    });
  });

  it('is not believed where the connection breaks off half way through the push', async () => {
    const blog = editedBlog();
    // Enough that git sends it in pieces, and the server has seen some of it.
    writeFiles(blog.tree, { 'photo.bin': randomBytes(6_000_000) });
    const server = await serveRemote(blog.parent, 'remote.git');
    git(blog.tree, 'remote', 'set-url', 'origin', server.url);
    const before = tipOf(blog.remote);
    server.behave('break-off', /\/git-receive-pack$/);
    const outcome = await blog.publish({ paths: [POST, 'photo.bin'] });
    expect(outcome).toMatchObject({ outcome: 'offline', verified: false });
    expect(outcome.message).toContain('broke off');
    expectWaiting(blog, outcome.commit);
    expect(tipOf(blog.remote)).toBe(before);
    expect(git(blog.remote, 'fsck', '--strict')).toBe('');
    server.behave('serve');
    expect(await blog.publish({ paths: [] })).toMatchObject({ outcome: 'published', commit: outcome.commit });
  });

  it('says so where it lets everybody read and nobody write', async () => {
    const blog = editedBlog();
    const server = await serveRemote(blog.parent, 'remote.git');
    git(blog.remote, 'config', 'http.receivepack', 'false');
    git(blog.tree, 'remote', 'set-url', 'origin', server.url);
    const before = tipOf(blog.remote);
    const outcome = await blog.publish({ paths: [POST] });
    expect(outcome).toMatchObject({ outcome: 'needs-sign-in', verified: false });
    expect(outcome.message).toContain('does not let you write there');
    expectWaiting(blog, outcome.commit);
    expect(tipOf(blog.remote)).toBe(before);
  });

  it('is given up where the server takes the connection and says nothing', async () => {
    const blog = editedBlog();
    const server = await serveRemote(blog.parent, 'remote.git');
    server.behave('hang');
    git(blog.tree, 'remote', 'set-url', 'origin', server.url);
    // The author's own patience wins over ours, which would make this test longer.
    const environment = { GIT_HTTP_LOW_SPEED_LIMIT: '1', GIT_HTTP_LOW_SPEED_TIME: '1' };
    const outcome = await blogOver(blog.parent, blog, { environment }).publish({ paths: [POST] });
    expect(outcome).toMatchObject({ outcome: 'offline' });
    expect(outcome.message).toContain('does not answer');
    expectWaiting(blog, outcome.commit);
  });

  it('can be cancelled while the server says nothing, and leaves nothing locked', async () => {
    const blog = editedBlog();
    const server = await serveRemote(blog.parent, 'remote.git');
    server.behave('hang');
    git(blog.tree, 'remote', 'set-url', 'origin', server.url);
    const stop = new AbortController();
    const publishing = blog.publish({ paths: [POST] }, stop.signal);
    while (server.requests.length === 0) await wait(20);
    const began = Date.now();
    stop.abort();
    const outcome = await publishing;
    expect(outcome).toMatchObject({ outcome: 'cancelled', verified: false });
    expect(Date.now() - began).toBeLessThan(5_000);
    expectWaiting(blog, outcome.commit);
    expect(await blog.publishing.plan()).toMatchObject({ state: 'ready', ahead: 1 });
    server.behave('serve');
    expect(await blog.publish({ paths: [] })).toMatchObject({ outcome: 'published', commit: outcome.commit });
  });
});

describe('a remote over SSH', () => {
  it.each([
    ['Host key verification failed.', 'needs-sign-in'],
    ['author@host: Permission denied (publickey).', 'needs-sign-in'],
    ['ssh: connect to host example.org port 22: Connection refused', 'offline'],
    ['ssh: Could not resolve hostname example.org: Name or service not known', 'offline'],
    ['ERROR: Repository not found.\nfatal: Could not read from remote repository.', 'offline'],
  ])('understands “%s”', async (words, outcome) => {
    const parent = temporaryFolder();
    const script = join(parent, 'own-ssh');
    writeScript(script, `cat >&2 <<'END'\n${words}\nEND\nexit 255`);
    const blog = makeBlog(parent, undefined, { GIT_SSH_COMMAND: script });
    writeFiles(blog.tree, { [POST]: '# First, again\n' });
    git(blog.tree, 'remote', 'set-url', 'origin', 'author@example.org:blog.git');
    expect(await blog.publish({ paths: [POST] })).toMatchObject({ outcome });
  });

  it('uses the author’s own ssh command', async () => {
    const parent = temporaryFolder();
    const script = join(parent, 'own-ssh');
    // git calls it as: ssh [-o …] host "git-receive-pack 'path'"
    writeScript(script, 'for last; do :; done; eval "$last"');
    const blog = makeBlog(parent, undefined, { GIT_SSH_COMMAND: script });
    writeFiles(blog.tree, { [POST]: '# First, again\n' });
    git(blog.tree, 'remote', 'set-url', 'origin', `author@example.org:${blog.remote}`);
    expect(await blog.publish({ paths: [POST] })).toMatchObject({ outcome: 'published', verified: true });
  });
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
