import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createDisk, isLeftover, revisionOfBytes, systemCalls } from '../../src-main/core/disk.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const disk = createDisk();

describe('writing a file', () => {
  it('replaces it whole and leaves nothing beside it', async () => {
    const folder = temporaryFolder();
    const target = join(folder, 'post.md');
    writeFileSync(target, 'old');
    expect(await disk.write(target, bytes('new'))).toBe('written');
    expect(readFileSync(target, 'utf8')).toBe('new');
    expect(readdirSync(folder)).toEqual(['post.md']);
  });

  it('keeps its mode', async () => {
    const target = join(temporaryFolder(), 'post.md');
    writeFileSync(target, 'old');
    for (const mode of [0o600, 0o640, 0o644, 0o755]) {
      chmodSync(target, mode);
      await disk.write(target, bytes(`mode ${mode}`));
      expect(statSync(target).mode & 0o7777).toBe(mode);
    }
  });

  it.skipIf(process.getuid?.() !== 0)('keeps its owner, where it may (as root)', async () => {
    const { chownSync } = await import('node:fs');
    const target = join(temporaryFolder(), 'post.md');
    writeFileSync(target, 'old');
    chownSync(target, 1234, 2345);
    await disk.write(target, bytes('new'));
    expect([statSync(target).uid, statSync(target).gid]).toEqual([1234, 2345]);
  });

  it('writes through a second name of the same file', async () => {
    const folder = temporaryFolder();
    const target = join(folder, 'post.md');
    writeFileSync(target, 'a rather long old text');
    linkSync(target, join(folder, 'second.md'));
    await disk.write(target, bytes('new'));
    expect(readFileSync(join(folder, 'second.md'), 'utf8')).toBe('new');
    expect(statSync(target).nlink).toBe(2);
    expect(readdirSync(folder).sort()).toEqual(['post.md', 'second.md']);
  });

  it('refuses when the file is not what the text was based on', async () => {
    const target = join(temporaryFolder(), 'post.md');
    writeFileSync(target, 'theirs');
    expect(await disk.write(target, bytes('mine'), { basedOn: revisionOfBytes(bytes('base')) })).toBe(
      'changed-on-disk',
    );
    expect(readFileSync(target, 'utf8')).toBe('theirs');
  });

  it('refuses when the file is gone, and does not bring it back', async () => {
    const folder = temporaryFolder();
    const outcome = await disk.write(join(folder, 'post.md'), bytes('mine'), {
      basedOn: revisionOfBytes(bytes('base')),
    });
    expect(outcome).toBe('changed-on-disk');
    expect(readdirSync(folder)).toEqual([]);
  });

  it('lets exactly one of several that are based on the same text win', async () => {
    const folder = temporaryFolder();
    const target = join(folder, 'post.md');
    writeFileSync(target, 'base');
    const basedOn = revisionOfBytes(bytes('base'));
    const outcomes = await Promise.all(
      Array.from({ length: 30 }, (_, index) => disk.write(target, bytes(`text ${index}`), { basedOn })),
    );
    expect(outcomes.filter((outcome) => outcome === 'written')).toHaveLength(1);
    expect(readFileSync(target, 'utf8')).toBe(`text ${outcomes.indexOf('written')}`);
    expect(readdirSync(folder)).toEqual(['post.md']);
  });

  it('is not held up by the lock of a program that was killed', async () => {
    const folder = temporaryFolder();
    const target = join(folder, 'post.md');
    writeFileSync(target, 'base');
    const basedOn = revisionOfBytes(bytes('base'));
    const locks = new Set<string>();
    const watching = createDisk({
      ...systemCalls,
      open: (path, ...how) => {
        if (path.endsWith('.lock')) locks.add(path);
        return systemCalls.open(path, ...how);
      },
    });
    await watching.write(target, bytes('base'), { basedOn });
    const [lock = ''] = locks;
    expect(isLeftover(basename(lock))).toBe(true);
    const { pid } = spawnSync(process.execPath, ['--version']);
    writeFileSync(lock, String(pid));
    expect(await disk.write(target, bytes('new'), { basedOn })).toBe('written');
    expect(readdirSync(folder)).toEqual(['post.md']);
  });

  it('is not held up by a lock of its own that a failing disk did not let it remove', async () => {
    const folder = temporaryFolder();
    const target = join(folder, 'post.md');
    writeFileSync(target, 'base');
    let fails = true;
    let looks = 0;
    const failing = createDisk({
      ...systemCalls,
      unlink: (path) =>
        fails ? Promise.reject(Object.assign(new Error('no'), { code: 'EIO' })) : systemCalls.unlink(path),
      readFile: (path) => {
        if (path.endsWith('.lock')) looks += 1;
        return systemCalls.readFile(path);
      },
    });
    const basedOn = revisionOfBytes(bytes('base'));
    await failing.write(target, bytes('new'), { basedOn }).catch(() => undefined);
    expect(readdirSync(folder).filter((name) => name.endsWith('.lock'))).toHaveLength(1);
    fails = false;
    const text = readFileSync(target);
    expect(await failing.write(target, bytes('newer'), { basedOn: revisionOfBytes(text) })).toBe('written');
    expect(looks).toBe(1);
    expect(readdirSync(folder)).toEqual(['post.md']);
  });

  it('refuses to replace a folder or a link', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'folder.md'));
    symlinkSync('nowhere', join(folder, 'link.md'));
    await expect(disk.write(join(folder, 'folder.md'), bytes('x'))).rejects.toMatchObject({
      code: 'write-refused',
    });
    await expect(disk.write(join(folder, 'link.md'), bytes('x'))).rejects.toMatchObject({
      code: 'write-refused',
    });
  });
});

describe('creating a file', () => {
  it('makes its folders', async () => {
    const target = join(temporaryFolder(), 'a', 'b', 'post.md');
    await disk.create(target, bytes('text'));
    expect(readFileSync(target, 'utf8')).toBe('text');
    expect(statSync(target).nlink).toBe(1);
  });

  it('never replaces one that is there', async () => {
    const target = join(temporaryFolder(), 'post.md');
    writeFileSync(target, 'there');
    await expect(disk.create(target, bytes('new'))).rejects.toMatchObject({ code: 'post-exists' });
    expect(readFileSync(target, 'utf8')).toBe('there');
  });

  it('lets exactly one of several win', async () => {
    const folder = temporaryFolder();
    const target = join(folder, 'post.md');
    const attempts = Array.from({ length: 10 }, (_, index) => disk.create(target, bytes(String(index))));
    const results = await Promise.allSettled(attempts);
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
    expect(readdirSync(folder)).toEqual(['post.md']);
  });
});

describe('moving a file', () => {
  it('moves it to a folder that was not there', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'a.md'), 'text');
    await disk.move(join(folder, 'a.md'), join(folder, 'sub', 'b.md'));
    expect(readFileSync(join(folder, 'sub', 'b.md'), 'utf8')).toBe('text');
    expect(readdirSync(folder)).toEqual(['sub']);
  });

  it('never moves over another', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'a.md'), 'a');
    writeFileSync(join(folder, 'b.md'), 'b');
    await expect(disk.move(join(folder, 'a.md'), join(folder, 'b.md'))).rejects.toMatchObject({
      code: 'post-exists',
    });
    expect([readFileSync(join(folder, 'a.md'), 'utf8'), readFileSync(join(folder, 'b.md'), 'utf8')]).toEqual([
      'a',
      'b',
    ]);
  });
});

describe('the bin', () => {
  it('takes a file and brings it back', async () => {
    const folder = temporaryFolder();
    const bin = join(folder, 'data', 'bin');
    const target = join(folder, 'post.md');
    writeFileSync(target, 'text');
    const entry = await disk.removeToBin(target, bin);
    expect(readdirSync(folder)).toEqual(['data']);
    await disk.restoreFromBin(entry, bin);
    expect(readFileSync(target, 'utf8')).toBe('text');
  });

  it('does not bring back over a newer file of that name', async () => {
    const folder = temporaryFolder();
    const bin = join(folder, 'bin');
    const target = join(folder, 'post.md');
    writeFileSync(target, 'first');
    const entry = await disk.removeToBin(target, bin);
    writeFileSync(target, 'second');
    await expect(disk.restoreFromBin(entry, bin)).rejects.toMatchObject({ code: 'post-exists' });
    expect(readFileSync(target, 'utf8')).toBe('second');
    expect(readFileSync(join(bin, entry.id, 'content'), 'utf8')).toBe('first');
  });
});

describe('leftovers', () => {
  it('are known by their name', () => {
    expect(isLeftover('.galley-4711-0123456789ab.tmp')).toBe(true);
    expect(isLeftover('.galley-4711-0123456789ab.backup')).toBe(true);
    expect(isLeftover('galley.yml')).toBe(false);
    expect(isLeftover('.galley-notes.md')).toBe(false);
  });
});
