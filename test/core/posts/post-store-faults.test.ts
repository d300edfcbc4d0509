import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../../src-main/common/errors.ts';
import { createDisk, isLeftover, systemCalls } from '../../../src-main/core/disk.ts';
import { type OpenSite, openSite } from '../../../src-main/core/site/open-site.ts';
import { writeFiles } from '../../helpers/repository.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';
import { type Fault, faultyCalls } from '../faulty-calls.ts';

const path = 'posts/2024-05-01-a.md';
const oldText = '---\ntitle: Old\n---\n\nOld text.\n';
const newText = `---\ntitle: New\n---\n\n${'New text.\n'.repeat(100)}`;
const kinds: readonly Fault[] = ['EIO', 'ENOSPC', 'EACCES', 'EROFS', 'short-write'];

/** A blog whose disk fails at one call, until `heal`. */
async function openFailing(
  at: number,
  fault: Fault,
): Promise<{ site: OpenSite; heal: () => void; count: () => number }> {
  const folder = temporaryFolder();
  writeFiles(folder, { 'galley.yml': '', [path]: oldText });
  const { calls, count } = faultyCalls(at, fault, true);
  let current = calls;
  // The disk takes its calls once, so that a healed disk is the same one with other calls behind it.
  const switching = new Proxy(systemCalls, { get: (_, name) => Reflect.get(current, name) });
  const site = await openSite(folder, { home: { data: '', cache: '' }, disk: createDisk(switching) });
  return {
    site,
    count,
    heal: () => {
      current = systemCalls;
    },
  };
}

async function failureOf(action: Promise<unknown>): Promise<unknown> {
  return action.then(
    () => undefined,
    (error: unknown) => error,
  );
}

function ordinaryFiles(site: OpenSite): string[] {
  return readdirSync(join(site.root, 'posts')).filter((name) => !isLeftover(name));
}

describe.each(kinds)('with a disk that fails by %s from its i-th call on', (fault) => {
  it('a save fails in words, changes nothing, and succeeds when the disk is well again', async () => {
    for (let at = 1; ; at += 1) {
      const { site, heal, count } = await openFailing(at, fault);
      const { revision } = await site.posts.read(path);
      const failure = await failureOf(site.posts.save({ path, text: newText, basedOn: revision }));
      if (failure) {
        expect(failure).toBeInstanceOf(AppError);
        expect(readFileSync(join(site.root, path), 'utf8')).toBe(oldText);
        expect((await site.posts.list()).map(({ title }) => title)).toEqual(['Old']);
        heal();
        expect(await site.posts.save({ path, text: newText, basedOn: revision })).toMatchObject({
          kind: 'saved',
        });
      }
      expect(readFileSync(join(site.root, path), 'utf8')).toBe(newText);
      expect(ordinaryFiles(site)).toEqual(['2024-05-01-a.md']);
      await site.close();
      if (count() < at) break;
    }
  });

  it('a new post is there whole or not at all, and can be made when the disk is well again', async () => {
    const input = { title: 'Fresh', date: '2024-06-01' };
    for (let at = 1; ; at += 1) {
      const { site, heal, count } = await openFailing(at, fault);
      const failure = await failureOf(site.posts.create(input));
      if (failure) {
        expect(failure).toBeInstanceOf(AppError);
        expect(ordinaryFiles(site)).toEqual(['2024-05-01-a.md']);
        heal();
        await site.posts.create(input);
      }
      expect((await site.posts.read('posts/2024-06-01-fresh.md')).text).toContain('Fresh');
      await site.close();
      if (count() < at) break;
    }
  });
});
