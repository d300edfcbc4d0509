import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { galley, galleyEnvironment, galleyProgram } from '../../helpers/galley.ts';
import { hasPseudoTerminal, startOnTerminal } from '../../helpers/pseudo-terminal.ts';
import { tipOf } from '../../helpers/publishing.ts';
import { hasHttpBackend, serveRemote } from '../../helpers/remotes/http-remote.ts';
import { findSshd, serveSsh } from '../../helpers/remotes/ssh-remote.ts';
import { git, makeRepository, writeFiles } from '../../helpers/repository.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

const POST = 'posts/first.md';

function editedBlog() {
  const parent = temporaryFolder();
  const { tree, remote } = makeRepository(parent, { [POST]: '---\ntitle: First\n---\nHello.\n' });
  writeFiles(tree, { [POST]: '---\ntitle: First\n---\nHello again.\n' });
  return { parent, tree, remote, home: join(parent, 'home') };
}

async function blogWithPassword() {
  const blog = editedBlog();
  const server = await serveRemote(blog.parent, 'remote.git', { password: 'open sesame' });
  git(blog.tree, 'remote', 'set-url', 'origin', server.url);
  return blog;
}

function onTerminal(
  { tree, home }: { tree: string; home: string },
  environment: Record<string, string | undefined> = {},
  ...args: string[]
) {
  return startOnTerminal([process.execPath, galleyProgram, 'publish', '--all', ...args], {
    cwd: tree,
    env: { ...galleyEnvironment(home), TERM: 'xterm', ...environment },
  });
}

describe.skipIf(!hasHttpBackend() || !hasPseudoTerminal())('publishing from a terminal', () => {
  it('asks for a name and a password there, and never shows the password', async () => {
    const blog = await blogWithPassword();
    const terminal = onTerminal(blog);
    await terminal.answer(/User name for 127\.0\.0\.1:\d+: /, 'author');
    await terminal.answer(/Password or access token of author for \S+: /, 'not this one');
    await terminal.answer(/did not take that name[\s\S]*User name for \S+: /, 'author');
    await terminal.answer(/Password or access token of author for \S+: /, 'open sesame');
    expect(await terminal.ended).toBe(0);
    expect(tipOf(blog.remote)).toBe(git(blog.tree, 'rev-parse', 'HEAD').trim());
    expect(terminal.screen()).toContain('Published');
    expect(terminal.screen()).not.toMatch(/not this one|open sesame/);
  });

  it('stops with exit 5 where the person turns it away', async () => {
    const blog = await blogWithPassword();
    const terminal = onTerminal(blog);
    await terminal.answer(/User name for \S+: /, '');
    expect(await terminal.ended).toBe(5);
    expect(git(blog.tree, 'status', '--porcelain')).toBe('');
  });

  it('asks who the author is where git does not know it', async () => {
    const blog = editedBlog();
    git(blog.tree, 'config', '--unset', 'user.name');
    git(blog.tree, 'config', '--unset', 'user.email');
    const nobody = {
      GIT_AUTHOR_NAME: undefined,
      GIT_AUTHOR_EMAIL: undefined,
      GIT_COMMITTER_NAME: undefined,
      GIT_COMMITTER_EMAIL: undefined,
      EMAIL: undefined,
    };
    const terminal = onTerminal(blog, nobody);
    await terminal.answer(/Your name \[Test Author\]: /, '-Ada Writer');
    await terminal.answer(/Your mail address \[author@example\.org\]: /, '');
    expect(await terminal.ended).toBe(0);
    expect(git(blog.remote, 'log', '-1', '--format=%an <%ae>', 'main').trim()).toBe(
      '-Ada Writer <author@example.org>',
    );
  });

  it.skipIf(!findSshd())('shows a fingerprint and takes yes for an answer', async () => {
    const blog = editedBlog();
    const server = await serveSsh(blog.parent, { isKnown: false, passphrase: 'correct horse' });
    git(blog.tree, 'remote', 'set-url', 'origin', server.url(blog.remote));
    const terminal = onTerminal(blog, server.environment);
    await terminal.answer(/Is it the same\? \(yes\/no\) /, 'yes');
    await terminal.answer(/Passphrase of the key \S+: /, 'correct horse');
    expect(await terminal.ended).toBe(0);
    expect(terminal.screen()).toContain(server.fingerprint);
    expect(terminal.screen()).not.toContain('correct horse');
  });
});

describe.skipIf(!hasHttpBackend())('publishing without a terminal', () => {
  it('asks nobody and ends with exit 5', async () => {
    const blog = await blogWithPassword();
    const run = await galley({ home: blog.home, folder: blog.tree }, 'publish', '--all', '--json');
    expect(run.status).toBe(5);
    expect(run.json()).toMatchObject({ outcome: 'needs-sign-in', verified: false });
    expect(run.stderr).not.toContain('User name');
  });
});
