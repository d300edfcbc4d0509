import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createMemoryStore } from '../../../src-main/core/git/askpass/secret-store.ts';
import { type Blog, blogOver, makeBlog, tipOf } from '../../helpers/publishing.ts';
import { writeScript } from '../../helpers/remotes/hooks.ts';
import { hasHttpBackend, serveRemote } from '../../helpers/remotes/http-remote.ts';
import {
  type Answer,
  answeringAuthor,
  cancel,
  provideAskpass,
  secret,
  yes,
} from '../../helpers/remotes/sign-in.ts';
import { findSshd, makeKey, type SshOptions, serveSsh } from '../../helpers/remotes/ssh-remote.ts';
import { git, writeFiles } from '../../helpers/repository.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

const POST = 'posts/first.md';
const askpass = provideAskpass();

function editedBlog(): Blog & { parent: string } {
  const parent = temporaryFolder();
  const blog = makeBlog(parent);
  writeFiles(blog.tree, { [POST]: '# First, again\n' });
  return { ...blog, parent };
}

describe.skipIf(!hasHttpBackend())('signing in over HTTP', () => {
  async function blogWithPassword(
    answers: readonly Answer[],
    options: Parameters<typeof answeringAuthor>[2] & { environment?: Record<string, string> } = {},
  ) {
    const blog = editedBlog();
    const server = await serveRemote(blog.parent, 'remote.git', { password: 'open sesame' });
    git(blog.tree, 'remote', 'set-url', 'origin', server.url);
    const author = answeringAuthor(askpass(), answers, options);
    const over = blogOver(blog.parent, blog, {
      environment: options.environment ?? {},
      signIn: author.means,
    });
    return { blog: over, parent: blog.parent, server, questions: author.questions };
  }

  it('asks once for name and password together, and publishes', async () => {
    const { blog, questions, server } = await blogWithPassword([secret('open sesame', 'author')]);
    const outcome = await blog.publish({ paths: [POST] });
    expect(outcome).toMatchObject({ outcome: 'published', verified: true });
    expect(tipOf(blog.remote)).toBe(outcome.commit);
    const host = new URL(server.url).host;
    expect(questions).toHaveLength(1);
    expect(questions[0]).toMatchObject({
      subject: { kind: 'account', host, user: undefined, secure: true },
      remote: 'origin',
      host,
      again: undefined,
      keeping: 'until-close',
    });
  });

  it('asks again with a word on why after a wrong password', async () => {
    const { blog, questions } = await blogWithPassword([
      secret('wrong', 'author'),
      secret('open sesame', 'author'),
    ]);
    expect(await blog.publish({ paths: [POST] })).toMatchObject({ outcome: 'published', verified: true });
    expect(questions.map(({ again }) => again !== undefined)).toEqual([false, true]);
  });

  it('asks three times at most', async () => {
    const { blog, questions } = await blogWithPassword(
      ['a', 'b', 'c', 'open sesame'].map((word) => secret(word, 'author')),
    );
    const outcome = await blog.publish({ paths: [POST] });
    expect(outcome).toMatchObject({ outcome: 'needs-sign-in', verified: false });
    expect(questions).toHaveLength(3);
    expect(questions[2]?.again).toContain('last try');
    expect(await blog.publishing.plan()).toMatchObject({ ahead: 1, state: 'ready' });
  });

  it('ends git at once where the author cancels, and the commit waits', async () => {
    const { blog, questions } = await blogWithPassword([cancel, secret('open sesame', 'author')]);
    const outcome = await blog.publish({ paths: [POST] });
    expect(outcome).toMatchObject({ outcome: 'needs-sign-in', verified: false });
    expect(outcome.message).toContain('you did not sign in');
    expect(git(blog.tree, 'rev-parse', 'HEAD').trim()).toBe(outcome.commit);
    expect(await blog.publish({ paths: [] })).toMatchObject({ outcome: 'published', commit: outcome.commit });
    expect(questions).toHaveLength(2);
  });

  it('gives up where nobody answers', async () => {
    const { blog } = await blogWithPassword([], { patience: 100 });
    const outcome = await blog.publish({ paths: [POST] });
    expect(outcome).toMatchObject({ outcome: 'needs-sign-in' });
    expect(outcome.message).toContain('nobody answered');
  });

  it('gives up where the window is closed meanwhile', async () => {
    const { blog } = await blogWithPassword([], { absence: 50, isHeard: () => false });
    expect(await blog.publish({ paths: [POST] })).toMatchObject({ outcome: 'needs-sign-in' });
  });

  it('can be stopped while it asks, as any other publish', async () => {
    const stop = new AbortController();
    const { blog } = await blogWithPassword([], { patience: 600_000 });
    const publishing = blog.publish({ paths: [POST] }, stop.signal);
    await expect.poll(() => blog.progress.some(({ step }) => step === 'pushing')).toBe(true);
    stop.abort();
    expect(await publishing).toMatchObject({ outcome: 'cancelled' });
  });

  it('takes what the author’s credential helper knows and asks nothing', async () => {
    const configuration = join(temporaryFolder(), 'gitconfig');
    writeFileSync(
      configuration,
      '[credential]\n\thelper = "!f() { echo username=author; echo password=open sesame; }; f"\n',
    );
    const { blog, questions } = await blogWithPassword([], {
      environment: { GIT_CONFIG_GLOBAL: configuration },
    });
    expect(await blog.publish({ paths: [POST] })).toMatchObject({ outcome: 'published' });
    expect(questions).toEqual([]);
  });

  it('asks where what git’s helper had kept does not hold any more, and git’s helper keeps the new one', async () => {
    const folder = temporaryFolder();
    const configuration = join(folder, 'gitconfig');
    const store = join(folder, 'credentials');
    writeFileSync(configuration, `[credential]\n\thelper = store --file=${store}\n`);
    const { blog, server, questions } = await blogWithPassword([secret('open sesame', 'author')], {
      environment: { GIT_CONFIG_GLOBAL: configuration },
    });
    writeFileSync(store, `${server.url.replace('://', '://author:stale@').replace(/\/remote.git$/, '')}\n`);
    expect(await blog.publish({ paths: [POST] })).toMatchObject({ outcome: 'published' });
    expect(questions).toHaveLength(1);
    expect(questions[0]).toMatchObject({ keeping: 'git' });
    expect(readFileSync(store, 'utf8')).toContain('open%20sesame');
    expect(readFileSync(store, 'utf8')).not.toContain('stale');
  });

  it('asks in the end where a helper insists on a wrong answer', async () => {
    const configuration = join(temporaryFolder(), 'gitconfig');
    writeFileSync(
      configuration,
      '[credential]\n\thelper = "!f() { echo username=author; echo password=wrong; }; f"\n',
    );
    const { blog, questions } = await blogWithPassword([secret('open sesame', 'author')], {
      environment: { GIT_CONFIG_GLOBAL: configuration },
    });
    expect(await blog.publish({ paths: [POST] })).toMatchObject({ outcome: 'published' });
    expect(questions).toHaveLength(1);
    expect(questions[0]?.again).toContain('did not take');
  });

  it.each(['GIT_ASKPASS', 'SSH_ASKPASS', 'core.askPass'])(
    'lets the author’s own %s answer first',
    async (way) => {
      const own = join(temporaryFolder(), 'own askpass');
      writeScript(own, 'case "$1" in Username*) echo author;; *) echo open sesame;; esac');
      const { blog, questions } = await blogWithPassword([], {
        environment: way === 'core.askPass' ? {} : { [way]: own },
      });
      if (way === 'core.askPass') {
        git(blog.tree, 'config', 'core.askPass', own);
        await blog.publishing.trust.grant();
      }
      expect(await blog.publish({ paths: [POST] })).toMatchObject({ outcome: 'published', verified: true });
      expect(questions).toEqual([]);
    },
  );

  it.each(['exit 1', 'case "$1" in Username*) echo author;; *) echo wrong;; esac'])(
    'asks where the author’s own askpass has no answer that holds (%s)',
    async (script) => {
      const own = join(temporaryFolder(), 'own-askpass');
      writeScript(own, script);
      const { blog, questions } = await blogWithPassword([secret('open sesame', 'author')], {
        environment: { GIT_ASKPASS: own },
      });
      expect(await blog.publish({ paths: [POST] })).toMatchObject({ outcome: 'published' });
      expect(questions).toHaveLength(1);
    },
  );

  it('keeps an answer until Galley closes, if the author says so and the remote took it', async () => {
    const store = createMemoryStore();
    const { blog, questions } = await blogWithPassword(
      [secret('wrong', 'author', true), secret('open sesame', 'author', true)],
      { store },
    );
    expect(await blog.publish({ paths: [POST] })).toMatchObject({ outcome: 'published' });
    writeFiles(blog.tree, { [POST]: '# A third time\n' });
    expect(await blog.publish({ paths: [POST] })).toMatchObject({ outcome: 'published' });
    expect(questions).toHaveLength(2);
    expect(await store.read(blog.remote)).toBeUndefined();
  });

  it('keeps nothing that the author did not want kept', async () => {
    const { blog, questions } = await blogWithPassword([
      secret('open sesame', 'author'),
      secret('open sesame', 'author'),
    ]);
    await blog.publish({ paths: [POST] });
    writeFiles(blog.tree, { [POST]: '# A third time\n' });
    await blog.publish({ paths: [POST] });
    expect(questions).toHaveLength(2);
  });

  it('forgets what was kept when the remote does not take it any more, and asks', async () => {
    const store = createMemoryStore();
    const { blog, questions, server } = await blogWithPassword([secret('open sesame', 'author')], { store });
    await store.write(new URL(server.url).origin, { user: 'author', secret: 'of last year' });
    expect(await blog.publish({ paths: [POST] })).toMatchObject({ outcome: 'published' });
    expect(questions).toHaveLength(1);
    expect(await store.read(new URL(server.url).origin)).toBeUndefined();
  });

  it('asks for changes that are brought in too', async () => {
    const { blog, questions } = await blogWithPassword([secret('open sesame', 'author')]);
    expect(await blog.bringIn()).toMatchObject({ kind: 'up-to-date' });
    expect(questions).toHaveLength(1);
  });

  it('asks nothing in the background: a plan, a look at history, a check of the remote', async () => {
    const { blog, questions } = await blogWithPassword([secret('open sesame', 'author')]);
    git(blog.tree, 'checkout', '-q', '--', POST);
    await blog.publishing.plan();
    await blog.publishing.history(POST);
    expect(await blog.publish({ paths: [] })).toMatchObject({
      outcome: 'nothing-to-publish',
      verified: false,
    });
    expect(questions).toEqual([]);
  });
});

describe.skipIf(!findSshd())('signing in over SSH', () => {
  async function blogOverSsh(answers: readonly Answer[], options: SshOptions = {}) {
    const blog = editedBlog();
    const server = await serveSsh(blog.parent, options);
    git(blog.tree, 'remote', 'set-url', 'origin', server.url(blog.remote));
    const author = answeringAuthor(askpass(), answers);
    const over = blogOver(blog.parent, blog, { environment: server.environment, signIn: author.means });
    return { blog: over, parent: blog.parent, server, questions: author.questions };
  }

  it('publishes with a key that needs no passphrase, without a question', async () => {
    const { blog, questions } = await blogOverSsh([]);
    const outcome = await blog.publish({ paths: [POST] });
    expect(outcome).toMatchObject({ outcome: 'published', verified: true });
    expect(tipOf(blog.remote)).toBe(outcome.commit);
    expect(questions).toEqual([]);
  });

  it('asks once for the passphrase of the key, for push and verification together', async () => {
    const { blog, questions, server } = await blogOverSsh([secret('correct horse')], {
      passphrase: 'correct horse',
    });
    expect(await blog.publish({ paths: [POST] })).toMatchObject({ outcome: 'published', verified: true });
    expect(questions).toHaveLength(1);
    expect(questions[0]?.subject).toEqual({ kind: 'passphrase', key: server.key });
  });

  it('asks again after a wrong passphrase, with a word on why', async () => {
    const { blog, questions } = await blogOverSsh([secret('wrong'), secret('correct horse')], {
      passphrase: 'correct horse',
    });
    expect(await blog.publish({ paths: [POST] })).toMatchObject({ outcome: 'published' });
    expect(questions[1]?.again).toContain('does not open the key');
  });

  it('says that the passphrase was wrong after three times', async () => {
    const { blog, questions } = await blogOverSsh([secret('a'), secret('b'), secret('c'), secret('d')], {
      passphrase: 'correct horse',
    });
    const outcome = await blog.publish({ paths: [POST] });
    expect(outcome).toMatchObject({ outcome: 'needs-sign-in' });
    expect(outcome.message).toContain('passphrase did not open');
    expect(questions).toHaveLength(3);
  });

  it('shows the fingerprint of an unknown host, and ssh remembers the host that was accepted', async () => {
    const { blog, questions, server } = await blogOverSsh([yes], { isKnown: false });
    expect(await blog.publish({ paths: [POST] })).toMatchObject({ outcome: 'published', verified: true });
    expect(questions).toHaveLength(1);
    expect(questions[0]?.subject).toEqual({
      kind: 'host-key',
      host: server.host,
      keyType: 'ED25519',
      fingerprint: server.fingerprint,
    });
    expect(questions[0]?.keeping).toBe('nowhere');
    expect(git(blog.tree, 'hash-object', server.knownHosts)).not.toBe('');
    writeFiles(blog.tree, { [POST]: '# Once more\n' });
    expect(await blog.publish({ paths: [POST] })).toMatchObject({ outcome: 'published' });
    expect(questions).toHaveLength(1);
  });

  it('sends nothing to an unknown host that the author does not accept', async () => {
    const { blog, server } = await blogOverSsh([cancel], { isKnown: false });
    const before = tipOf(blog.remote);
    const outcome = await blog.publish({ paths: [POST] });
    expect(outcome).toMatchObject({ outcome: 'needs-sign-in' });
    expect(outcome.message).toContain('did not accept');
    expect(tipOf(blog.remote)).toBe(before);
    expect(readFileSync(server.knownHosts, 'utf8')).toBe('');
  });

  it('never offers a host whose key has changed: it warns', async () => {
    const { blog, server, questions } = await blogOverSsh([yes, yes]);
    await server.changeHostKey();
    const known = readFileSync(server.knownHosts, 'utf8');
    const outcome = await blog.publish({ paths: [POST] });
    expect(outcome).toMatchObject({ outcome: 'needs-sign-in', verified: false });
    expect(outcome.message).toContain('another SSH key than it did before');
    expect(questions).toEqual([]);
    expect(readFileSync(server.knownHosts, 'utf8')).toBe(known);
  });

  it('says that the remote does not take the key', async () => {
    const { blog, server, parent, questions } = await blogOverSsh([]);
    server.acceptOnly(readFileSync(`${makeKey(join(parent, 'other'), '')}.pub`, 'utf8'));
    const outcome = await blog.publish({ paths: [POST] });
    expect(outcome).toMatchObject({ outcome: 'needs-sign-in' });
    expect(outcome.message).toContain('did not accept your SSH key');
    expect(questions).toEqual([]);
  });

  it('says that others may read the key', async () => {
    const { blog, server } = await blogOverSsh([]);
    chmodSync(server.key, 0o644);
    const outcome = await blog.publish({ paths: [POST] });
    expect(outcome).toMatchObject({ outcome: 'needs-sign-in' });
    expect(outcome.message).toContain('others may read it');
    expect(outcome.detail).toContain(server.key);
  });

  it('says what is missing where no agent holds the key and nobody can answer', async () => {
    const { blog, server, parent } = await blogOverSsh([], { passphrase: 'x' });
    const agentless = blogOver(parent, blog, {
      environment: { ...server.environment, SSH_AUTH_SOCK: join(parent, 'no-agent') },
    });
    const outcome = await agentless.publish({ paths: [POST] });
    expect(outcome).toMatchObject({ outcome: 'needs-sign-in' });
    expect(outcome.message).toContain('did not accept your SSH key');
  });

  it('ends ssh at once where the author cancels', async () => {
    const { blog, questions } = await blogOverSsh([cancel], { passphrase: 'correct horse' });
    expect(await blog.publish({ paths: [POST] })).toMatchObject({ outcome: 'needs-sign-in' });
    expect(questions).toHaveLength(1);
  });

  it('asks for nothing where nobody can answer, and ends by itself', async () => {
    const { blog, server, parent } = await blogOverSsh([], { isKnown: false, passphrase: 'x' });
    const alone = blogOver(parent, blog, { environment: server.environment });
    const outcome = await alone.publish({ paths: [POST] });
    expect(outcome).toMatchObject({ outcome: 'needs-sign-in' });
    expect(outcome.message).toContain('never spoken');
  });
});
