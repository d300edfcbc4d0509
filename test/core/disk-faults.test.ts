import { existsSync, linkSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../src-main/common/errors.ts';
import { createDisk, type Disk, isLeftover, revisionOfBytes, systemCalls } from '../../src-main/core/disk.ts';
import { writeFiles } from '../helpers/repository.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';
import { type Fault, faults, faultyCalls } from './faulty-calls.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const oldText = 'the old text\n'.repeat(50);
const newText = 'the new text, which is longer\n'.repeat(80);

interface Attempt {
  folder: string;
  /** What the action answered; undefined where it failed. */
  answer: unknown;
  failed: unknown;
}

/** Runs an action with each call failing in each way, until the action makes no more calls than were tried. */
async function withEachFault(
  prepare: (folder: string) => void,
  action: (disk: Disk, folder: string) => Promise<unknown>,
  check: (attempt: Attempt) => void,
  kinds: readonly Fault[] = faults,
): Promise<number> {
  let tried = 0;
  for (const lasts of [false, true]) {
    for (const fault of kinds) {
      for (let at = 1; ; at += 1) {
        const folder = temporaryFolder();
        prepare(folder);
        const { calls, count } = faultyCalls(at, fault, lasts);
        const outcome = await action(createDisk(calls), folder).then(
          (answer) => ({ answer, failed: undefined }),
          (failed: unknown) => ({ answer: undefined, failed }),
        );
        check({ folder, ...outcome });
        tried += 1;
        if (count() < at) break;
      }
    }
  }
  return tried;
}

function isWordedFailure(failed: unknown): boolean {
  return (
    failed === undefined || (failed instanceof AppError && /^(disk-full|write-refused)$/.test(failed.code))
  );
}

describe('with each call of the system failing in turn', () => {
  it('a save leaves the old file or the new one, never a mixture, and says so in words', async () => {
    const tried = await withEachFault(
      (folder) => writeFileSync(join(folder, 'post.md'), oldText, { mode: 0o640 }),
      (disk, folder) =>
        disk.write(join(folder, 'post.md'), bytes(newText), { basedOn: revisionOfBytes(bytes(oldText)) }),
      ({ folder, answer, failed }) => {
        expect(isWordedFailure(failed), String(failed)).toBe(true);
        expect(readFileSync(join(folder, 'post.md'), 'utf8')).toBe(answer === 'written' ? newText : oldText);
        expect(statSync(join(folder, 'post.md')).mode & 0o777).toBe(0o640);
        expect(readdirSync(folder).filter((name) => !isLeftover(name))).toEqual(['post.md']);
      },
    );
    expect(tried).toBeGreaterThan(100);
  });

  it('a save of a file with two names loses neither text', async () => {
    await withEachFault(
      (folder) => {
        writeFileSync(join(folder, 'post.md'), oldText);
        linkSync(join(folder, 'post.md'), join(folder, 'second.md'));
      },
      (disk, folder) => disk.write(join(folder, 'post.md'), bytes(newText)),
      ({ folder, failed }) => {
        expect(isWordedFailure(failed), String(failed)).toBe(true);
        const now = readFileSync(join(folder, 'post.md'), 'utf8');
        const kept = readdirSync(folder)
          .filter(isLeftover)
          .map((name) => readFileSync(join(folder, name), 'utf8'));
        if (failed) expect([now, ...kept]).toContain(oldText);
        else expect(now).toBe(newText);
        if (failed && now !== oldText) expect((failed as AppError).message).toContain('lies beside it');
      },
    );
  });

  it('a new file is whole or not there', async () => {
    await withEachFault(
      () => undefined,
      (disk, folder) => disk.create(join(folder, 'posts', 'post.md'), bytes(newText)),
      ({ folder, failed }) => {
        expect(isWordedFailure(failed), String(failed)).toBe(true);
        const names = readdirSync(folder, { recursive: true }).map(String);
        const isThere = names.includes(join('posts', 'post.md'));
        expect(isThere).toBe(failed === undefined);
        if (isThere) expect(readFileSync(join(folder, 'posts', 'post.md'), 'utf8')).toBe(newText);
      },
    );
  });

  it('a moved file is at one of both places', async () => {
    await withEachFault(
      (folder) => writeFileSync(join(folder, 'a.md'), oldText),
      (disk, folder) => disk.move(join(folder, 'a.md'), join(folder, 'b.md')),
      ({ folder, failed }) => {
        expect(isWordedFailure(failed), String(failed)).toBe(true);
        const names = readdirSync(folder);
        const wanted = failed ? 'a.md' : 'b.md';
        expect(names).toContain(wanted);
        expect(readFileSync(join(folder, wanted), 'utf8')).toBe(oldText);
      },
    );
  });

  it('a file on its way to the bin is there or here', async () => {
    await withEachFault(
      (folder) => writeFileSync(join(folder, 'post.md'), oldText),
      (disk, folder) => disk.removeToBin(join(folder, 'post.md'), join(folder, 'bin')),
      ({ folder, failed }) => {
        expect(isWordedFailure(failed), String(failed)).toBe(true);
        const names = readdirSync(folder, { recursive: true }).map(String);
        const places = names.filter((name) => /(^|[\\/])(post\.md|content)$/.test(name));
        expect(places.length).toBeGreaterThan(0);
        for (const place of places) expect(readFileSync(join(folder, place), 'utf8')).toBe(oldText);
        if (!failed) expect(names).not.toContain('post.md');
      },
      ['EIO', 'ENOSPC', 'short-write'],
    );
  });

  it('files on their way to the bin together are all there or all here', async () => {
    const files = { 'trip/index.md': oldText, 'trip/a.png': 'one', 'trip/maps/b.png': 'two' };
    const company = (folder: string) => ({
      others: ['trip/a.png', 'trip/maps/b.png'].map((path) => join(folder, path)),
      folder: join(folder, 'trip'),
    });
    await withEachFault(
      (folder) => writeFiles(folder, files),
      (disk, folder) => disk.removeToBin(join(folder, 'trip/index.md'), join(folder, 'bin'), company(folder)),
      ({ folder, failed }) => {
        expect(isWordedFailure(failed), String(failed)).toBe(true);
        const contents = readdirSync(folder, { recursive: true, withFileTypes: true })
          .filter((entry) => entry.isFile() && !isLeftover(entry.name))
          .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'));
        for (const content of Object.values(files)) expect(contents).toContain(content);
        if (!failed) expect(Object.keys(files).some((path) => existsSync(join(folder, path)))).toBe(false);
      },
      ['EIO', 'ENOSPC', 'short-write'],
    );
  });

  it('a file that cannot go keeps those here that would go with it', async () => {
    const folder = temporaryFolder();
    writeFiles(folder, { 'trip/index.md': oldText, 'trip/a.png': 'one', 'trip/b.png': 'two' });
    const stubborn = createDisk({
      ...systemCalls,
      unlink: (path) =>
        path.endsWith('b.png')
          ? Promise.reject(Object.assign(new Error('held'), { code: 'EACCES' }))
          : systemCalls.unlink(path),
    });
    const others = ['trip/a.png', 'trip/b.png'].map((path) => join(folder, path));
    const work = stubborn.removeToBin(join(folder, 'trip/index.md'), join(folder, 'bin'), {
      others,
      folder: join(folder, 'trip'),
    });
    await expect(work).rejects.toMatchObject({ code: 'write-refused' });
    expect(readdirSync(join(folder, 'trip')).sort()).toEqual(['a.png', 'b.png', 'index.md']);
    expect(readFileSync(join(folder, 'trip/index.md'), 'utf8')).toBe(oldText);
    const kept = readdirSync(join(folder, 'bin'), { recursive: true }).map(String);
    expect(kept.some((name) => name.endsWith('entry.json'))).toBe(false);
  });
});
