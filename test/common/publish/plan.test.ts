import { describe, expect, it } from 'vitest';
import { findConflictMarkers } from '../../../src-main/common/publish/conflict-markers.ts';
import { proposeMessage } from '../../../src-main/common/publish/message.ts';
import {
  type FileChange,
  type FileFacts,
  findBlocked,
  type PublishSituation,
  planPublish,
} from '../../../src-main/common/publish/plan.ts';
import type { PlannedChange } from '../../../src-main/common/publish/publish.ts';
import { selectChanges } from '../../../src-main/common/publish/selection.ts';

const change = (path: string, more: Partial<FileChange> = {}): FileChange => ({
  path,
  previousPath: undefined,
  kind: 'changed',
  partlyStaged: false,
  ...more,
});

const post = (title: string, more: Partial<FileFacts> = {}): FileFacts => ({
  post: true,
  title,
  uses: [],
  revision: 'r',
  conflictAt: undefined,
  size: 10,
  ...more,
});

const file: FileFacts = { ...post(''), post: false, title: undefined };

function situation(given: {
  changed?: FileChange[];
  waiting?: FileChange[];
  facts?: Record<string, FileFacts>;
  ignored?: string[];
}): PublishSituation {
  return {
    branch: 'main',
    remote: 'origin',
    upstream: 'origin/main',
    ahead: 0,
    behind: 0,
    state: 'ready',
    changed: given.changed ?? [],
    waiting: given.waiting ?? [],
    facts: new Map(Object.entries(given.facts ?? {})),
    ignored: new Set(given.ignored),
    blocked: undefined,
  };
}

describe('the plan', () => {
  it('lists posts before other files, each with the unpublished files that it uses', () => {
    const plan = planPublish(
      situation({
        changed: [change('a.png', { kind: 'new' }), change('z.md'), change('b.md', { kind: 'new' })],
        facts: { 'a.png': file, 'z.md': post('Z', { uses: ['a.png', 'old.png'] }), 'b.md': post('B') },
      }),
    );
    expect(plan.changes.map(({ path, assets }) => [path, assets])).toEqual([
      ['b.md', []],
      ['z.md', ['a.png']],
      ['a.png', []],
    ]);
  });

  it('shows what waits, and calls new what the remote has never seen', () => {
    const plan = planPublish(
      situation({
        changed: [change('a.md')],
        waiting: [change('a.md', { kind: 'new' }), change('b.md', { kind: 'deleted' })],
        facts: { 'a.md': post('A'), 'b.md': post('B') },
      }),
    );
    expect(plan.changes).toMatchObject([
      { path: 'a.md', kind: 'new', committed: false },
      { path: 'b.md', kind: 'deleted', committed: true },
    ]);
  });

  it('warns of what the author should know', () => {
    const [planned] = planPublish(
      situation({
        changed: [change('a.md', { partlyStaged: true })],
        facts: { 'a.md': post('A', { conflictAt: 7, size: 200 * 1024 * 1024, uses: ['x.png'] }) },
        ignored: ['x.png'],
      }),
    ).changes;
    expect(planned?.warnings).toEqual([
      expect.stringContaining('staged'),
      expect.stringContaining('line 7'),
      expect.stringContaining('100 MB'),
      expect.stringContaining('x.png'),
    ]);
  });
});

describe('a selection', () => {
  const plan = planPublish(
    situation({
      changed: [
        change('a.md', { kind: 'renamed', previousPath: 'old.md' }),
        change('b.md'),
        change('x.png', { kind: 'new' }),
        change('y.png', { kind: 'new' }),
      ],
      waiting: [change('w.md')],
      facts: { 'a.md': post('A', { uses: ['x.png'] }), 'b.md': post('B', { uses: ['x.png'] }) },
    }),
  );

  it('takes both names of a renamed post and the files that posts use, each once', () => {
    expect(selectChanges(plan, ['a.md', 'b.md']).paths).toEqual(['old.md', 'a.md', 'x.png', 'b.md']);
    expect(selectChanges(plan, ['old.md']).paths).toEqual(['old.md', 'a.md', 'x.png']);
  });

  it('knows what it has no difference for, and leaves what is committed', () => {
    expect(selectChanges(plan, ['w.md', 'same.md'])).toEqual({
      changes: [],
      paths: [],
      unchanged: ['same.md'],
    });
  });
});

describe('the proposed message', () => {
  const planned = (more: Partial<PlannedChange>): PlannedChange => ({
    path: 'posts/a.md',
    previousPath: undefined,
    kind: 'changed',
    post: true,
    title: 'Title',
    assets: [],
    revision: undefined,
    committed: false,
    warnings: [],
    ...more,
  });
  const picture = planned({ path: 'a.png', post: false, title: undefined, kind: 'new' });

  it.each([
    ['Publish “Title”', [planned({ kind: 'new' })]],
    ['Publish “Title”', [planned({ kind: 'new' }), picture]],
    ['Update “Title”', [planned({})]],
    ['Unpublish “Title”', [planned({ unpublishes: true })]],
    ['Update 2 posts', [planned({ unpublishes: true }), planned({})]],
    ['Remove “Title”', [planned({ kind: 'deleted' })]],
    ['Rename “Title”', [planned({ kind: 'renamed' })]],
    ['Update posts/a.md', [planned({ title: undefined })]],
    ['Update “Two lines”', [planned({ title: 'Two\n lines ' })]],
    ['Publish 3 posts', [planned({ kind: 'new' }), planned({}), planned({ kind: 'deleted' }), picture]],
    ['Update 2 posts', [planned({}), planned({})]],
    ['Remove 2 posts', [planned({ kind: 'deleted' }), planned({ kind: 'deleted' })]],
    ['Add a.png', [picture]],
    ['Update 2 files', [planned({ post: false }), planned({ post: false })]],
    ['Update “Title”', [planned({}), planned({ kind: 'new', title: 'Waits', committed: true })]],
  ])('%s', (message, changes) => expect(proposeMessage(changes)).toBe(message));
});

describe('marks of an unfinished merge', () => {
  it('are found with all three in order', () => {
    expect(findConflictMarkers('a\n<<<<<<< HEAD\r\nb\r\n=======\r\nc\r\n>>>>>>> x\r\n')).toBe(2);
    expect(findConflictMarkers('<<<<<<< a\n||||||| base\n=======\n>>>>>>> b')).toBe(1);
  });

  it.each([
    'Heading\n=======\n\n> quote',
    '<<<<<<< HEAD',
    ' <<<<<<< a\n =======\n >>>>>>> b',
    '>>>>>>> a\n=======\n<<<<<<< b',
  ])('are not seen in %j', (text) => expect(findConflictMarkers(text)).toBeUndefined());
});

describe('what blocks publishing', () => {
  const free = {
    state: 'ready' as const,
    branch: 'main',
    hasRemote: true,
    otherUpstream: undefined,
    hasIdentity: true,
    lock: undefined,
    trouble: undefined,
  };

  it('is nothing in an ordinary repository, nor on a new branch', () => {
    for (const state of ['ready', 'unborn', 'no-upstream'] as const)
      expect(findBlocked({ ...free, state })).toBeUndefined();
  });

  it.each([
    ['merging', { state: 'merging' as const }],
    ['rebasing', { state: 'rebasing' as const }],
    ['detached', { state: 'detached' as const }],
    ['locked', { state: 'locked' as const, lock: { path: '.git/index.lock', seconds: 7200 } }],
    ['broken', { state: 'broken' as const }],
    ['untrusted', { state: 'untrusted' as const }],
    ['no-remote', { hasRemote: false }],
    ['upstream-of-other-name', { otherUpstream: 'main' }],
    ['no-identity', { hasIdentity: false }],
  ])('%s, with a way out', (cause, more) => {
    const blocked = findBlocked({ ...free, ...more });
    expect(blocked).toMatchObject({ cause });
    expect(blocked?.next.length).toBeGreaterThan(0);
  });
});
