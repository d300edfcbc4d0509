import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { SignInReply } from '../../src-main/common/publish/sign-in.ts';
import { filesUnder } from '../helpers/files-under.ts';
import { tipOf } from '../helpers/publishing.ts';
import { type HttpRemote, hasHttpBackend, serveRemote } from '../helpers/remotes/http-remote.ts';
import { cancel, secret } from '../helpers/remotes/sign-in.ts';
import { findSshd, serveSsh } from '../helpers/remotes/ssh-remote.ts';
import { git, makeRepository, writeFiles } from '../helpers/repository.ts';
import { serve } from '../helpers/serve.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';
import { enterWindow } from '../helpers/window-client.ts';

const POST = 'posts/first.md';
/** Every process of this computer is looked at, so those of another run of these tests must hold other secrets. */
const ofThisRun = randomBytes(6).toString('hex');
const secrets = {
  wrong: `Wrong/Pass word&1${ofThisRun}`,
  password: `Right%Pass+word=2${ofThisRun}`,
  token: `github_pat_11NeverToBeSeen_3${ofThisRun}`,
  passphrase: `correct horse "battery" 4${ofThisRun}`,
  wrongPassphrase: `incorrect donkey 5${ofThisRun}`,
};

/** A secret in every form that git, curl or an address may give it. */
function formsOf(text: string): string[] {
  const account = Buffer.from(`author:${text}`).toString('base64').replace(/=+$/, '');
  const json = JSON.stringify(text).slice(1, -1);
  return [...new Set([text, json, encodeURIComponent(text), encodeURI(text), account])];
}

const forms = Object.values(secrets).flatMap(formsOf);
const foundIn = (text: string) => forms.filter((form) => text.includes(form));

/** Looks at the arguments and the environment of every process of this computer, again and again. */
function watchProcesses() {
  const seen: string[] = [];
  let looks = 0;
  let askpasses = 0;
  const look = (): void => {
    looks += 1;
    for (const pid of readdirSync('/proc')) {
      if (!/^\d+$/.test(pid)) continue;
      const command = readIfThere(`/proc/${pid}/cmdline`);
      const environment = readIfThere(`/proc/${pid}/environ`);
      if (/askpass/.test(command) || /GALLEY_ASKPASS=/.test(environment)) askpasses += 1;
      for (const form of foundIn(command + environment)) seen.push(`${form} in ${command}`);
    }
  };
  const timer = setInterval(look, 15);
  onTestFinished(() => clearInterval(timer));
  return { seen, looks: () => looks, askpasses: () => askpasses };
}

function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}

async function openBlog(environment: Record<string, string> = {}) {
  const parent = temporaryFolder();
  const { tree, remote } = makeRepository(parent, { [POST]: '---\ntitle: First\n---\nHello.\n' });
  const [home, temporary] = [join(parent, 'home'), join(parent, 'tmp')];
  mkdirSync(temporary);
  const started = {
    home,
    environment: { ...environment, TMPDIR: temporary, GALLEY_DEBUG: '1', GIT_CURL_VERBOSE: '1' },
  };
  let words = '';
  const served = await serve(started, '--site', tree);
  onTestFinished(() => served.stop());
  for (const stream of [served.process.stdout, served.process.stderr])
    stream.on('data', (chunk: Buffer) => {
      words += chunk.toString('utf8');
    });
  const window = await enterWindow(served.address);
  let edits = 0;
  let left: SignInReply[] = [];
  window.listen('signIn.asked', (question) => {
    const reply = question && (left.shift() ?? cancel);
    if (reply) void window.call('signIn.answer', { id: question.id, reply });
  });
  return {
    parent,
    tree,
    remote,
    served,
    window,
    temporary,
    /** Edits the post, publishes it and answers what is asked in this order; then turns it away. */
    async publish(answers: readonly SignInReply[]) {
      edits += 1;
      writeFiles(tree, { [POST]: `---\ntitle: First\n---\nEdit ${edits}.\n` });
      left = [...answers];
      return window.call('publish.run', { paths: [POST] });
    },
    /** Where a secret was found, after everything. */
    async traces() {
      const folders = [home, temporary, join(tree, '.git'), remote];
      const files = folders.flatMap(filesUnder);
      return [
        ...foundIn(words).map((form) => `${form} printed`),
        ...foundIn(window.heard()).map((form) => `${form} sent to the window`),
        ...files.flatMap((file) => foundIn(readFileSync(file, 'latin1')).map((form) => `${form} in ${file}`)),
      ];
    },
  };
}

describe.skipIf(process.platform !== 'linux' || !hasHttpBackend() || !findSshd())(
  'a secret that was typed',
  () => {
    it('is in no argument, environment, word or file, whatever the remote makes of it', async () => {
      const processes = watchProcesses();
      const blog = await openBlog();
      const servers: Record<'password' | 'token', HttpRemote> = {
        password: await serveRemote(blog.parent, 'remote.git', { password: secrets.password }),
        token: await serveRemote(blog.parent, 'remote.git', { password: secrets.token }),
      };
      git(blog.tree, 'remote', 'set-url', 'origin', servers.password.url);

      const wrong = secret(secrets.wrong, 'author', true);
      expect(await blog.publish([wrong, wrong, wrong])).toMatchObject({ outcome: 'needs-sign-in' });
      expect(await blog.publish([wrong, cancel])).toMatchObject({ outcome: 'needs-sign-in' });
      const right = secret(secrets.password, 'author', true);
      servers.password.behave('blab');
      expect(await blog.publish([right])).toMatchObject({ outcome: 'needs-sign-in' });
      servers.password.behave(500, /\/git-receive-pack$/);
      expect(await blog.publish([right])).toMatchObject({ verified: false });
      servers.password.behave('serve');
      expect(await blog.publish([wrong, right])).toMatchObject({ outcome: 'published' });
      // Remembered: nothing is asked.
      expect(await blog.publish([])).toMatchObject({ outcome: 'published' });

      git(blog.tree, 'remote', 'set-url', 'origin', servers.token.url);
      expect(await blog.publish([secret(secrets.token, 'author')])).toMatchObject({ outcome: 'published' });

      // One that stands in the address is the author's own doing: it is in their configuration, and nowhere else.
      expect(tipOf(blog.remote)).toBe(git(blog.tree, 'rev-parse', 'HEAD').trim());
      expect(await blog.traces()).toEqual([]);
      await blog.served.stop();
      expect(await blog.traces()).toEqual([]);
      expect(filesUnder(blog.temporary)).toEqual([]);
      expect(processes.seen).toEqual([]);
      expect(processes.looks()).toBeGreaterThan(50);
      expect(processes.askpasses()).toBeGreaterThan(0);
    }, 180_000);

    it('is nowhere either where it is the passphrase of a key', async () => {
      const processes = watchProcesses();
      const place = temporaryFolder();
      const server = await serveSsh(place, { passphrase: secrets.passphrase });
      const blog = await openBlog(server.environment);
      git(blog.tree, 'remote', 'set-url', 'origin', server.url(blog.remote));
      const wrong = secret(secrets.wrongPassphrase, undefined, true);
      expect(await blog.publish([wrong, cancel])).toMatchObject({ outcome: 'needs-sign-in' });
      expect(await blog.publish([wrong, secret(secrets.passphrase)])).toMatchObject({ outcome: 'published' });
      await blog.served.stop();
      expect(await blog.traces()).toEqual([]);
      expect(foundIn(server.log())).toEqual([]);
      expect(filesUnder(blog.temporary)).toEqual([]);
      expect(processes.seen).toEqual([]);
      expect(processes.askpasses()).toBeGreaterThan(0);
    });
  },
);
