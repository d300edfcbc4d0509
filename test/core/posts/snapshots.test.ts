import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { directBridge } from '../../../src-main/common/api/direct-bridge.ts';
import type { JournalEntry, Snapshot } from '../../../src-main/common/posts/kept-texts.ts';
import { createApplication } from '../../../src-main/core/application.ts';
import { revisionOfBytes } from '../../../src-main/core/disk.ts';
import { createSnapshots, type SnapshotLimits } from '../../../src-main/core/posts/snapshots.ts';
import { filesUnder } from '../../helpers/files-under.ts';
import { makeRepository } from '../../helpers/repository.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';
import { tinyDisk } from '../../helpers/tiny-disk.ts';

const path = 'posts/a.md';
const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const roomy: SnapshotLimits = { perPost: 10_000, bytes: 100_000_000, age: 30 * day };
const revisionOf = (text: string) => revisionOfBytes(new TextEncoder().encode(text));

function openSnapshots(limits = roomy, data = temporaryFolder()) {
  const clock = { now: Date.UTC(2025, 0, 1) };
  const open = (root = '/blogs/one') =>
    createSnapshots({ home: { data, cache: data }, root, limits, now: () => clock.now });
  return { data, clock, open, snapshots: open() };
}

describe('snapshots', () => {
  it('keep each text once, newest first, and give it back to the byte', async () => {
    const { snapshots, clock, open } = openSnapshots();
    const texts = ['\uFEFFone\r\n', 'two 😀', 'three\n', 'two 😀'];
    for (const text of texts) {
      await snapshots.keep(path, text);
      clock.now += 10;
    }
    const list = await open().list(path);
    expect(list.map(({ revision }) => revision)).toEqual(
      [texts[2], texts[1], texts[0]].map((text) => revisionOf(text ?? '')),
    );
    expect(await Promise.all(list.map(({ id }) => snapshots.read(path, id)))).toEqual([
      'three\n',
      'two 😀',
      '\uFEFFone\r\n',
    ]);
    expect(await snapshots.has(path, revisionOf('three\n'))).toBe(true);
    expect(await snapshots.has(path, revisionOf('four'))).toBe(false);
    expect(list[2]?.takenAt).toBe('2025-01-01T00:00:00.000Z');
  });

  it('stay in order where the clock goes back', async () => {
    const { snapshots, clock } = openSnapshots();
    await snapshots.keep(path, 'one');
    clock.now -= hour;
    await snapshots.keep(path, 'two');
    expect((await snapshots.list(path)).map(({ revision }) => revision)).toEqual(
      ['two', 'one'].map(revisionOf),
    );
  });

  it('keep posts and blogs apart', async () => {
    const { snapshots, open } = openSnapshots();
    await snapshots.keep(path, 'one');
    expect(await snapshots.list('posts/b.md')).toEqual([]);
    expect(await open('/blogs/two').list(path)).toEqual([]);
  });

  it('hold every save of the last hour, and get sparser with age', async () => {
    const { snapshots, clock } = openSnapshots();
    const begin = clock.now;
    for (let index = 0; clock.now < begin + 3 * hour; index += 1, clock.now += minute)
      await snapshots.keep(path, `text ${index}`);
    const ages = (await snapshots.list(path)).map(({ takenAt }) => clock.now - Date.parse(takenAt));
    expect(ages.filter((age) => age <= hour)).toHaveLength(60);
    expect(ages.filter((age) => age > hour).length).toBeLessThan(30);
    expect(ages.filter((age) => age > hour).length).toBeGreaterThan(20);
    clock.now += 2 * day;
    await snapshots.keep(path, 'much later');
    expect((await snapshots.list(path)).length).toBeLessThanOrEqual(5);
  });

  it('go after thirty days, but for the last', async () => {
    const { snapshots, clock } = openSnapshots();
    await snapshots.keep(path, 'one');
    clock.now += 31 * day;
    await snapshots.keep(path, 'two');
    expect((await snapshots.list(path)).map(({ revision }) => revision)).toEqual([revisionOf('two')]);
  });

  it('are bounded in number and in bytes', async () => {
    const few = openSnapshots({ ...roomy, perPost: 3 });
    for (const text of ['1', '2', '3', '4', '5']) await few.snapshots.keep(path, text);
    expect((await few.snapshots.list(path)).map(({ revision }) => revision)).toEqual(
      ['5', '4', '3'].map(revisionOf),
    );

    const data = temporaryFolder();
    const light = openSnapshots({ ...roomy, bytes: 5000 }, data);
    for (let index = 0; index < 10; index += 1) {
      light.clock.now += 1000;
      await light.open().keep(`posts/${index}.md`, 'x'.repeat(1000) + index);
    }
    expect(filesUnder(data).length).toBeLessThanOrEqual(4);
    expect(await light.snapshots.list('posts/9.md')).toHaveLength(1);
    expect(await light.snapshots.list('posts/0.md')).toEqual([]);
  });

  it('of a very long text are kept from time to time only', async () => {
    const { snapshots, clock } = openSnapshots();
    for (let index = 0; index < 10; index += 1) {
      await snapshots.keep(path, `${'x'.repeat(2_000_000)}${index}`);
      clock.now += minute;
    }
    expect(await snapshots.list(path)).toHaveLength(2);
  });

  it('say so where one is gone', async () => {
    const { snapshots, data } = openSnapshots();
    await snapshots.keep(path, 'one');
    const [{ id }] = (await snapshots.list(path)) as [Snapshot];
    for (const wrong of ['', '../../x', `${id}0`, 'constructor'])
      await expect(snapshots.read(path, wrong)).rejects.toMatchObject({ code: 'post-missing' });
    rmSync(join(data, 'snapshots'), { recursive: true });
    await expect(snapshots.read(path, id)).rejects.toMatchObject({ code: 'post-missing' });
  });

  const small = tinyDisk();
  it.skipIf(!small)(
    `leave a full disk as it is${small ? '' : ' (skipped: mounting a small disk is not allowed here)'}`,
    async () => {
      const { snapshots } = openSnapshots(roomy, small);
      await snapshots.keep(path, 'one');
      await snapshots.keep(path, 'y'.repeat(3_000_000));
      expect((await snapshots.list(path)).map(({ revision }) => revision)).toEqual([revisionOf('one')]);
    },
  );
});

describe('behind the contract', () => {
  async function openBlog() {
    const parent = temporaryFolder();
    const { tree } = makeRepository(parent, { 'galley.yml': '', 'posts/a.md': 'committed\n' });
    const home = { data: join(parent, 'home/data'), cache: join(parent, 'home/cache') };
    const application = createApplication({
      home,
      host: { kind: 'cli', version: '0' },
      resources: 'resources',
    });
    onTestFinished(() => application.close());
    const bridge = directBridge(application, (bug) => {
      throw bug;
    });
    const call = async (method: string, input: unknown): Promise<unknown> => {
      const reply = await bridge.call(method, input);
      if (!reply.ok) throw new Error(reply.error.message);
      return reply.value;
    };
    await call('site.open', { path: tree });
    return { call, tree, home, application };
  }

  it('a save keeps the text that was there and the text that is there', async () => {
    const { call, tree, home, application } = await openBlog();
    writeFileSync(join(tree, 'posts/a.md'), 'by another program, in no commit\n');
    const { revision } = (await call('posts.read', { path })) as { revision: string };
    const saved = (await call('posts.save', { path, text: 'one\n', basedOn: revision })) as {
      revision: string;
    };
    await call('posts.save', { path, text: 'two\n', basedOn: saved.revision });
    await application.close();
    await call('site.open', { path: tree });
    const list = (await call('snapshots.list', { path })) as Snapshot[];
    const texts = await Promise.all(list.map(({ id }) => call('snapshots.read', { path, id })));
    expect(texts).toEqual([
      { text: 'two\n' },
      { text: 'one\n' },
      { text: 'by another program, in no commit\n' },
    ]);
    expect(filesUnder(join(tree)).filter((file) => !file.includes('/.git/'))).toHaveLength(2);
    expect(filesUnder(home.data).length).toBeGreaterThan(0);
  });

  it('unsaved text is kept, listed, read and forgotten', async () => {
    const { call } = await openBlog();
    await call('journal.keep', { path, text: 'typed', basedOn: 'f'.repeat(64) });
    expect(await call('journal.list', {})).toMatchObject([{ path, basedOn: 'f'.repeat(64) }]);
    const entry = (await call('journal.read', { path })) as JournalEntry;
    expect(entry.text).toBe('typed');
    await call('journal.discard', { path });
    expect(await call('journal.read', { path })).toBeUndefined();
  });

  it('recovered text that is given up stays among the snapshots; text that was merely typed on does not', async () => {
    const { call, application, tree } = await openBlog();
    for (const text of ['t', 'ty', 'typed']) await call('journal.keep', { path, text });
    await application.close();
    await call('site.open', { path: tree });
    await call('journal.keep', { path, text: 'typed after the crash' });
    await call('journal.keep', { path, text: 'typed after the crash, and on' });
    await call('journal.discard', { path });
    const list = (await call('snapshots.list', { path })) as Snapshot[];
    expect(await Promise.all(list.map(({ id }) => call('snapshots.read', { path, id })))).toEqual([
      { text: 'typed' },
    ]);
  });
});
