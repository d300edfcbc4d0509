import { describe, expect, it } from 'vitest';
import { createConfig, parseConfigList } from '../../../src-main/core/git/config.ts';
import { isOddAddress } from '../../../src-main/core/git/dangers.ts';
import { findPushTarget, trackingRef } from '../../../src-main/core/git/push-target.ts';
import { readRawDiff, readStatusReport } from '../../../src-main/core/git/read-status.ts';

const A = 'a'.repeat(40);
const B = 'b'.repeat(40);
const NONE = '0'.repeat(40);

describe('git’s status report', () => {
  const read = (...fields: string[]) => readStatusReport(fields.map((field) => `${field}\0`).join(''));

  it('gives branch, upstream and distance', () => {
    expect(
      read(`# branch.oid ${A}`, '# branch.head main', '# branch.upstream origin/main', '# branch.ab +2 -1'),
    ).toEqual({
      head: A,
      branch: 'main',
      upstream: 'origin/main',
      ahead: 2,
      behind: 1,
      entries: [],
    });
    expect(read('# branch.oid (initial)', '# branch.head (detached)')).toMatchObject({
      head: undefined,
      branch: undefined,
      ahead: undefined,
    });
  });

  it.each([
    [`1 .M N... 100644 100644 100644 ${A} ${A} a b `, { path: 'a b ', kind: 'changed', staged: 'no' }],
    [`1 M. N... 100644 100644 100644 ${A} ${B} x`, { kind: 'changed', staged: 'whole' }],
    [`1 MM N... 100644 100644 100644 ${A} ${B} x`, { kind: 'changed', staged: 'partly' }],
    [`1 A. N... 000000 100644 100644 ${NONE} ${B} x`, { kind: 'new', staged: 'whole', untracked: false }],
    [
      `1 .A N... 000000 000000 100644 ${NONE} ${NONE} x`,
      { kind: 'new', intentToAdd: true, headBlob: undefined },
    ],
    [`1 D. N... 100644 000000 000000 ${A} ${NONE} x`, { kind: 'deleted', headBlob: A }],
    [`1 .D N... 100644 100644 000000 ${A} ${A} x`, { kind: 'deleted', headBlob: A }],
    [`1 .M SC.. 160000 160000 160000 ${A} ${A} themes/x`, { submodule: true }],
    [`u UU N... 100644 100644 100644 100644 ${A} ${A} ${B} x y`, { path: 'x y', kind: 'unmerged' }],
    ['? new post.md ', { path: 'new post.md ', kind: 'new', untracked: true }],
  ])('reads %s', (field, entry) => expect(read(field).entries[0]).toMatchObject(entry));

  it('reads renames with the name before', () => {
    expect(
      read(`2 R. N... 100644 100644 100644 ${A} ${A} R100 new name`, 'old name', '? x').entries,
    ).toMatchObject([{ path: 'new name', previousPath: 'old name', kind: 'renamed' }, { path: 'x' }]);
    expect(read(`2 RD N... 100644 100644 000000 ${A} ${A} R100 new`, 'old').entries).toMatchObject([
      { path: 'old', kind: 'deleted', previousPath: undefined, headBlob: A },
    ]);
  });
});

it('reads git’s raw differences', () => {
  const text = `:100644 100644 ${A} ${B} M\0a\0:000000 100644 ${NONE} ${B} A\0b\n\0:100644 100644 ${A} ${A} R100\0c\0d\0:100644 000000 ${A} ${NONE} D\0e\0`;
  expect(readRawDiff(text)).toMatchObject([
    { path: 'a', kind: 'changed', oldBlob: A, newBlob: B },
    { path: 'b\n', kind: 'new', oldBlob: undefined, newBlob: B },
    { path: 'd', previousPath: 'c', kind: 'renamed' },
    { path: 'e', kind: 'deleted', newBlob: undefined },
  ]);
});

describe('where a branch is pushed to', () => {
  const find = (settings: Record<string, string>, branch = 'main') =>
    findPushTarget(
      createConfig(Object.entries(settings).map(([key, value]) => ({ scope: 'local', key, value }))),
      branch,
    );
  const origin = { 'remote.origin.url': 'o', 'remote.origin.fetch': '+refs/heads/*:refs/remotes/origin/*' };
  const fork = { 'remote.fork.url': 'f', 'remote.fork.fetch': '+refs/heads/*:refs/remotes/fork/*' };
  const follows = { 'branch.main.remote': 'origin', 'branch.main.merge': 'refs/heads/main' };

  it.each([
    [
      'the only remote',
      origin,
      { remote: 'origin', branch: 'main', hasUpstream: false, tracking: 'refs/remotes/origin/main' },
    ],
    ['a remote of another name', fork, { remote: 'fork', hasUpstream: false }],
    [
      'the remote of the upstream',
      { ...origin, ...fork, ...follows, 'branch.main.remote': 'fork' },
      { remote: 'fork', hasUpstream: true },
    ],
    ['origin among several', { ...fork, ...origin }, { remote: 'origin' }],
    [
      'the branch’s push remote',
      { ...origin, ...fork, ...follows, 'branch.main.pushremote': 'fork' },
      { remote: 'fork', tracking: 'refs/remotes/fork/main' },
    ],
    [
      'the default push remote',
      { ...origin, ...fork, ...follows, 'remote.pushdefault': 'fork' },
      { remote: 'fork' },
    ],
    ['a push address', { ...origin, 'remote.origin.pushurl': 'p' }, { remote: 'origin', asked: 'p' }],
  ])('is %s', (_name, settings, target) => {
    expect(find(settings)).toMatchObject({ kind: 'found', target });
  });

  it('is nowhere without a remote, and asked about where names differ', () => {
    expect(find({})).toEqual({ kind: 'no-remote' });
    const other = { ...origin, 'branch.draft.remote': 'origin', 'branch.draft.merge': 'refs/heads/main' };
    expect(find(other, 'draft')).toMatchObject({ kind: 'other-name', upstream: 'main' });
    expect(find({ ...other, 'push.default': 'upstream' }, 'draft')).toMatchObject({
      target: { branch: 'main' },
    });
    expect(find({ ...other, 'push.default': 'current' }, 'draft')).toMatchObject({
      target: { branch: 'draft' },
    });
  });

  it('maps branches through what is fetched', () => {
    expect(trackingRef(['+refs/heads/main:refs/remotes/origin/main'], 'refs/heads/x')).toBeUndefined();
    expect(trackingRef(['+refs/heads/main:refs/remotes/origin/main'], 'refs/heads/main')).toBe(
      'refs/remotes/origin/main',
    );
    expect(trackingRef(['+refs/heads/*:refs/remotes/o/$&/*'], 'refs/heads/a/b')).toBe(
      'refs/remotes/o/$&/a/b',
    );
  });
});

describe('a configuration', () => {
  it('is read with names that hold dots and values that hold lines', () => {
    const entries = parseConfigList('local\0branch.a.b.c.remote\none\ntwo\0local\0core.bare\0');
    expect(entries).toEqual([
      { scope: 'local', key: 'branch.a.b.c.remote', value: 'one\ntwo' },
      { scope: 'local', key: 'core.bare', value: 'true' },
    ]);
    expect(createConfig(entries).subsections('branch')).toEqual(['a.b.c']);
  });

  it.each([
    ['https://example.org/a.git', false],
    ['git@example.org:a.git', false],
    ['ssh://git@example.org/a', false],
    ['/srv/a.git', false],
    ['../a.git', false],
    ['file:///srv/a.git', false],
    ['C:\\blog.git', false],
    ['ext::sh -c x', true],
    ['fd::17', true],
    ['foo://x', true],
    ['--upload-pack=x', true],
    ['::x', true],
  ])('knows whether the address %s starts a program: %s', (address, odd) =>
    expect(isOddAddress(address)).toBe(odd),
  );
});
