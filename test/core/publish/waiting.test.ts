import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import type { PublishOutcome } from '../../../src-main/common/publish/publish.ts';
import { createAutoSend } from '../../../src-main/core/publish/auto-send.ts';
import { type Blog, blogOver, makeBlog, tipOf } from '../../helpers/publishing.ts';
import { git, writeFiles } from '../../helpers/repository.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

const POST = 'posts/first.md';
const quiet = () => ({ signal: new AbortController().signal, onProgress: () => {}, byItself: true as const });

/** A blog whose remote is out of reach, with a commit that waits for it. */
async function makeOffline(): Promise<{
  parent: string;
  blog: Blog;
  outcome: PublishOutcome;
  goOnline(): void;
}> {
  const parent = temporaryFolder();
  const blog = makeBlog(parent);
  renameSync(blog.remote, `${blog.remote}.away`);
  writeFiles(blog.tree, { [POST]: '# Edited\n' });
  const outcome = await blog.publish({ paths: [POST] });
  return { parent, blog, outcome, goOnline: () => renameSync(`${blog.remote}.away`, blog.remote) };
}

describe('a commit that waits for the network', () => {
  it('is in the plan as waiting, and goes out alone once the network is back', async () => {
    const { blog, outcome, goOnline } = await makeOffline();
    expect(outcome).toMatchObject({ outcome: 'offline', verified: false });
    expect(await blog.publishing.plan()).toMatchObject({ waitsForNetwork: true, ahead: 1 });
    expect(await blog.publishing.sendWaiting(quiet())).toMatchObject({ outcome: 'offline' });
    expect(await blog.publishing.isWaiting()).toBe(true);

    goOnline();
    writeFiles(blog.tree, { 'posts/unasked.md': '# Nobody asked\n' });
    const sent = await blog.publishing.sendWaiting(quiet());
    expect(sent).toMatchObject({
      outcome: 'published',
      verified: true,
      commit: outcome.commit,
      paths: [POST],
    });
    expect(tipOf(blog.remote)).toBe(outcome.commit);
    expect(git(blog.tree, 'status', '--porcelain')).toBe('?? posts/unasked.md\n');
    const plan = await blog.publishing.plan();
    expect(plan.waitsForNetwork).toBeUndefined();
    expect(await blog.publishing.sendWaiting(quiet())).toBeUndefined();
  });

  it('is known after a restart', async () => {
    const { parent, blog, outcome, goOnline } = await makeOffline();
    goOnline();
    const { publishing } = blogOver(parent, blog);
    expect(await publishing.isWaiting()).toBe(true);
    expect(await publishing.sendWaiting(quiet())).toMatchObject({ outcome: 'published' });
    expect(tipOf(blog.remote)).toBe(outcome.commit);
  });

  it('goes without a later commit that nobody told to publish', async () => {
    const { blog, outcome, goOnline } = await makeOffline();
    git(blog.tree, 'commit', '-q', '--allow-empty', '-m', 'Not yet');
    goOnline();
    expect(await blog.publishing.sendWaiting(quiet())).toMatchObject({ outcome: 'published' });
    expect(tipOf(blog.remote)).toBe(outcome.commit);
    expect(git(blog.tree, 'rev-list', '--count', 'origin/main..main')).toBe('1\n');
  });

  it('stays here where the author says so', async () => {
    const { blog, goOnline } = await makeOffline();
    const before = tipOf(`${blog.remote}.away`);
    await blog.publishing.stopWaiting();
    goOnline();
    expect(await blog.publishing.sendWaiting(quiet())).toBeUndefined();
    expect(tipOf(blog.remote)).toBe(before);
    expect((await blog.publishing.plan()).waitsForNetwork).toBeUndefined();
    expect(await blog.publish({ paths: [] })).toMatchObject({ outcome: 'published' });
  });

  it.each<[string, (tree: string) => void]>([
    ['another branch is checked out', (tree) => void git(tree, 'checkout', '-q', '-b', 'other')],
    ['the commit was taken back', (tree) => void git(tree, 'reset', '-q', '--soft', 'HEAD~1')],
    ['the commit was made anew', (tree) => void git(tree, 'commit', '-q', '--amend', '-m', 'Anew')],
  ])('is not sent where %s', async (_why, change) => {
    const { blog, goOnline } = await makeOffline();
    const before = tipOf(`${blog.remote}.away`);
    change(blog.tree);
    goOnline();
    expect(await blog.publishing.sendWaiting(quiet())).toBeUndefined();
    expect(tipOf(blog.remote)).toBe(before);
    expect(await blog.publishing.isWaiting()).toBe(false);
  });

  it('needs the author where somebody else was first, and is kept', async () => {
    const { parent, blog, outcome, goOnline } = await makeOffline();
    goOnline();
    git(parent, 'clone', '-q', blog.remote, join(parent, 'other'));
    git(join(parent, 'other'), 'commit', '-q', '--allow-empty', '-m', 'First');
    git(join(parent, 'other'), 'push', '-q');
    expect(await blog.publishing.sendWaiting(quiet())).toMatchObject({ outcome: 'remote-is-ahead' });
    expect(await blog.publishing.isWaiting()).toBe(false);
    expect(git(blog.tree, 'rev-parse', 'HEAD').trim()).toBe(outcome.commit);
  });

  it('of one blog is not that of another, and a damaged note is no reason to fail', async () => {
    const { blog } = await makeOffline();
    const other = blogOver(temporaryFolder(), makeBlog(temporaryFolder()));
    expect(await other.publishing.isWaiting()).toBe(false);
    writeFiles(blog.home.data, { 'waiting.json': '[{"gitFolder": 1}, 2]' });
    expect(await blog.publishing.isWaiting()).toBe(false);
    writeFiles(blog.home.data, { 'waiting.json': '{"half' });
    expect(await blog.publishing.isWaiting()).toBe(false);
  });
});

describe('createAutoSend', () => {
  const offline = { outcome: 'offline' } as PublishOutcome;
  const published = { outcome: 'published' } as PublishOutcome;

  async function during<T>(action: () => Promise<T>): Promise<T> {
    vi.useFakeTimers();
    try {
      return await action();
    } finally {
      vi.useRealTimers();
    }
  }

  it('tries with growing pauses, ten minutes at most, until it is sent', async () => {
    await during(async () => {
      const tries: number[] = [];
      const ended: PublishOutcome[] = [];
      const start = Date.now();
      const send = async () => {
        tries.push((Date.now() - start) / 1000);
        return tries.length < 9 ? offline : published;
      };
      createAutoSend({ send, onEnd: (outcome) => ended.push(outcome) }).wake();
      await vi.advanceTimersByTimeAsync(24 * 3600 * 1000);
      const gaps = tries.map((at, index) => at - (tries[index - 1] ?? 0));
      expect(gaps).toEqual([15, 30, 60, 120, 240, 480, 600, 600, 600]);
      expect(ended).toEqual([published]);
    });
  });

  it('waits once more where a publish is under way, ends where nothing waits, and stops', async () => {
    await during(async () => {
      const answers = [() => Promise.reject(new Error('busy')), async () => undefined];
      const send = vi.fn(() => (answers[send.mock.calls.length - 1] ?? (async () => offline))());
      const auto = createAutoSend({ send, onEnd: () => {} });
      auto.wake();
      auto.wake();
      await vi.advanceTimersByTimeAsync(3600 * 1000);
      expect(send).toHaveBeenCalledTimes(2);
      auto.wake();
      auto.stop();
      auto.wake();
      await vi.advanceTimersByTimeAsync(3600 * 1000);
      expect(send).toHaveBeenCalledTimes(2);
    });
  });
});
