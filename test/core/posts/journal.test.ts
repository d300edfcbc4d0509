import { mkdirSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createJournal, type JournalLimits } from '../../../src-main/core/posts/journal.ts';
import { filesUnder } from '../../helpers/files-under.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';
import { tinyDisk } from '../../helpers/tiny-disk.ts';

const path = 'posts/a.md';
const day = 24 * 60 * 60 * 1000;
const roomy: JournalLimits = { entries: 100, bytes: 1_000_000, age: 90 * day };

function openJournal(data = temporaryFolder(), root = '/blogs/one', limits = roomy) {
  return { data, journal: createJournal({ home: { data, cache: data }, root, limits }) };
}

describe('the journal', () => {
  it('gives a text back as it was, to the byte', async () => {
    const { journal } = openJournal();
    const text = '\uFEFF---\r\ntitle: "日本 😀"\n---\nline\rend \u2028 \0 "quoted" \\n';
    await journal.keep({ path, text, basedOn: 'a'.repeat(64) });
    expect(await journal.read(path)).toMatchObject({ path, text, basedOn: 'a'.repeat(64) });
    expect(await journal.read('posts/b.md')).toBeUndefined();
  });

  it('keeps the last text of each post, newest first, over restarts', async () => {
    const { data, journal } = openJournal();
    for (const text of ['one', 'two', 'three']) await journal.keep({ path, text, basedOn: undefined });
    await new Promise((resolve) => setTimeout(resolve, 2));
    await journal.keep({ path: 'posts/new.md', text: 'new', basedOn: undefined });
    const again = openJournal(data).journal;
    expect((await again.list()).map((note) => note.path)).toEqual(['posts/new.md', path]);
    expect(await again.read(path)).toMatchObject({ text: 'three', basedOn: undefined });
  });

  it('keeps the last of many that come at once', async () => {
    const { journal } = openJournal();
    const texts = Array.from({ length: 30 }, (_, index) => `text ${index}`);
    await Promise.all(texts.map((text) => journal.keep({ path, text, basedOn: undefined })));
    expect((await journal.read(path))?.text).toBe('text 29');
  });

  it('forgets what was saved, and is not surprised to be told twice', async () => {
    const { data, journal } = openJournal();
    await journal.keep({ path, text: 'x', basedOn: undefined });
    await journal.discard(path);
    await journal.discard(path);
    expect(await journal.list()).toEqual([]);
    expect(filesUnder(data)).toEqual([]);
  });

  it('keeps blogs apart, and knows a post by its name to the letter', async () => {
    const { data, journal } = openJournal();
    const other = openJournal(data, '/blogs/two').journal;
    await journal.keep({ path, text: 'mine', basedOn: undefined });
    expect(await other.read(path)).toBeUndefined();
    expect(await journal.read('posts/A.md')).toBeUndefined();
    expect(await other.list()).toEqual([]);
  });

  it('is for no other eyes, and leaves the names of posts out of its own', async () => {
    const { data, journal } = openJournal();
    await journal.keep({ path: '../../secret.md', text: 'x', basedOn: undefined });
    const [file = ''] = filesUnder(data);
    expect(file).toMatch(/journal\/[0-9a-f]{32}\/[0-9a-f]{32}\.json$/);
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('passes over what is no entry', async () => {
    const { data, journal } = openJournal();
    await journal.keep({ path, text: 'x', basedOn: undefined });
    const [file = ''] = filesUnder(data);
    const folder = join(file, '..');
    writeFileSync(join(folder, 'broken.json'), '{ "root"');
    writeFileSync(join(folder, 'other.json'), '[]');
    mkdirSync(join(folder, 'folder.json'));
    expect(await journal.list()).toHaveLength(1);
    writeFileSync(file, readFileSync(file, 'utf8').slice(0, -4));
    expect(await journal.read(path)).toBeUndefined();
  });

  it('drops what is oldest once there is too much, and what is very old', async () => {
    const { data, journal } = openJournal();
    for (let index = 0; index < 6; index += 1) {
      await journal.keep({ path: `posts/${index}.md`, text: 'x'.repeat(1000), basedOn: undefined });
      const age = (Date.now() - (index === 5 ? 100 : 50 - index) * day) / 1000;
      const [newest = ''] = filesUnder(data).sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs);
      utimesSync(newest, age, age);
    }
    const keeping = async (limits: JournalLimits) => {
      const next = openJournal(data, '/blogs/one', limits).journal;
      await next.keep({ path: 'posts/next.md', text: 'x', basedOn: undefined });
      return (await next.list()).map((note) => note.path).sort();
    };
    expect(await keeping(roomy)).toEqual([
      'posts/0.md',
      'posts/1.md',
      'posts/2.md',
      'posts/3.md',
      'posts/4.md',
      'posts/next.md',
    ]);
    expect(await keeping({ ...roomy, entries: 4 })).toEqual([
      'posts/2.md',
      'posts/3.md',
      'posts/4.md',
      'posts/next.md',
    ]);
    expect(await keeping({ ...roomy, bytes: 2000 })).toEqual(['posts/4.md', 'posts/next.md'].sort());
  });

  it('removes what a killed write left behind, once it is old', async () => {
    const { data, journal } = openJournal();
    await journal.keep({ path, text: 'x', basedOn: undefined });
    const folder = join(filesUnder(data)[0] ?? '', '..');
    const [old, young] = ['.galley-1-0123456789ab.tmp', '.galley-2-0123456789ab.tmp'].map((name) =>
      join(folder, name),
    ) as [string, string];
    writeFileSync(old, 'half');
    writeFileSync(young, 'half');
    utimesSync(old, Date.now() / 1000 - 7200, Date.now() / 1000 - 7200);
    await openJournal(data).journal.keep({ path, text: 'y', basedOn: undefined });
    expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([
      '.galley-2-0123456789ab.tmp',
    ]);
  });

  const small = tinyDisk();
  it.skipIf(!small)(
    `says that the disk is full and keeps the text before whole${small ? '' : ' (skipped: mounting a small disk is not allowed here)'}`,
    async () => {
      const { journal } = openJournal(small);
      const text = 'x'.repeat(100_000);
      await journal.keep({ path, text, basedOn: undefined });
      await expect(
        journal.keep({ path, text: 'y'.repeat(3_000_000), basedOn: undefined }),
      ).rejects.toMatchObject({ code: 'disk-full' });
      expect((await journal.read(path))?.text).toBe(text);
      await journal.keep({ path, text: 'shorter', basedOn: undefined });
      expect((await journal.read(path))?.text).toBe('shorter');
    },
  );
});
