import { describe, expect, it, vi } from 'vitest';
import type { Client } from '../../../src-main/common/api/client.ts';
import { AppError } from '../../../src-main/common/errors.ts';
import type { PostSummary } from '../../../src-main/common/posts/post.ts';
import type { SearchResult } from '../../../src-main/common/posts/search.ts';
import type { PlannedChange, PublishPlan } from '../../../src-main/common/publish/publish.ts';
import type { SiteInfo } from '../../../src-main/common/site/site.ts';
import { coalesce } from '../../../src-renderer/app/coalesce.ts';
import { listPosts } from '../../../src-renderer/app/list-posts.ts';
import { createStore } from '../../../src-renderer/app/store.ts';
import { onlineAddress } from '../../../src-renderer/history/online-address.ts';
import { shortDay, sinceWords } from '../../../src-renderer/list/dates.ts';
import { filterPosts, shownPosts } from '../../../src-renderer/list/filter-posts.ts';
import { inOrder, wordsOfOrder } from '../../../src-renderer/list/list-order.ts';
import { statesOf } from '../../../src-renderer/list/post-states.ts';
import { stillMatching } from '../../../src-renderer/list/use-full-text.ts';
import { findMatches } from '../../../src-renderer/palette/find-matches.ts';
import { branchInWords, readinessOf } from '../../../src-renderer/publish/publish-readiness.ts';
import {
  firstSelection,
  nameOf,
  proposedMessage,
  reviewOf,
} from '../../../src-renderer/publish/selection.ts';

function post(path: string, more: Partial<PostSummary> = {}): PostSummary {
  return {
    path,
    collection: 'posts',
    title: path,
    date: undefined,
    description: '',
    tags: [],
    categories: [],
    visibility: 'public',
    slug: path,
    url: undefined,
    words: undefined,
    problems: [],
    ...more,
  };
}

function change(path: string, more: Partial<PlannedChange> = {}): PlannedChange {
  return {
    path,
    previousPath: undefined,
    kind: 'changed',
    post: true,
    title: path,
    assets: [],
    revision: undefined,
    committed: false,
    warnings: [],
    ...more,
  };
}

function plan(changes: PlannedChange[], more: Partial<PublishPlan> = {}): PublishPlan {
  return {
    branch: 'main',
    remote: 'origin',
    upstream: 'origin/main',
    ahead: 0,
    behind: 0,
    state: 'ready',
    changes,
    blocked: undefined,
    ...more,
  };
}

const site = { git: { state: 'ready' } } as SiteInfo;

describe('the filter of the list', () => {
  const posts = [
    post('a', { title: 'Slow queues', tags: ['Latency'] }),
    post('b', { title: 'Fast caches', description: 'About latency', visibility: 'draft' }),
  ];
  const all = { tab: 'all', query: '', changes: new Map() } as const;

  it('finds every word anywhere in title, description and tags, whatever its case', () => {
    expect(filterPosts(posts, { ...all, query: 'LATENCY' })).toHaveLength(2);
    expect(filterPosts(posts, { ...all, query: 'latency queue' })).toEqual([posts[0]]);
  });
  it('finds posts by the beginning of a tag', () => {
    expect(filterPosts(posts, { ...all, query: '#lat' })).toEqual([posts[0]]);
    expect(filterPosts(posts, { ...all, query: '#lat slow' })).toEqual([posts[0]]);
    expect(filterPosts(posts, { ...all, query: '#lat fast' })).toEqual([]);
    const spaced = post('c', { title: 'C', categories: ['Load Balancing'] });
    expect(filterPosts([spaced], { ...all, query: '#load-bal' })).toEqual([spaced]);
  });
  it('shows posts found by their texts below the others, and once each', () => {
    const result = (path: string): SearchResult => ({
      path,
      kind: 'exact',
      title: { text: '', ranges: [] },
      tags: [],
      snippet: { text: `about ${path}`, ranges: [] },
    });
    const found = [result('gone'), ...posts.map(({ path }) => result(path)).reverse()];
    const { shown, snippets } = shownPosts(posts, { ...all, query: 'latency queue' }, found);
    expect(shown?.[0]).toBe(posts[0]);
    expect([...(shown ?? [])].sort()).toEqual([...posts].sort());
    expect([...snippets.keys()]).toEqual(
      posts
        .slice(1)
        .map(({ path }) => path)
        .reverse(),
    );
    const drafts = shownPosts(posts, { ...all, tab: 'drafts', query: 'no such' }, found);
    expect(drafts.shown).toEqual([posts[1]]);
    expect(shownPosts(undefined, all, found).shown).toBeUndefined();
  });
  it('keeps of an earlier answer only what matches the new query too', () => {
    const result = (snippet: string): SearchResult => ({
      path: snippet,
      kind: 'exact',
      title: { text: 'Tail latency', ranges: [] },
      tags: ['go'],
      snippet: { text: snippet, ranges: [] },
    });
    const results = [result('a bounded queue'), result('a bucket')];
    expect(stillMatching(results, 'GO bounded')).toEqual([results[0]]);
    expect(stillMatching(results, 'latency')).toEqual(results);
  });
  it('gives the very list back where there is nothing to filter', () => {
    expect(filterPosts(posts, all)).toBe(posts);
  });
  it('keeps drafts, or what is to be published', () => {
    expect(filterPosts(posts, { ...all, tab: 'drafts' })).toEqual([posts[1]]);
    expect(filterPosts(posts, { ...all, tab: 'changed', changes: new Map([['a', change('a')]]) })).toEqual([
      posts[0],
    ]);
  });
});

describe('where readers find the open post', () => {
  const online = {
    site: { ...site, address: 'https://blog.example/' } as SiteInfo,
    posts: [post('a', { url: '/a/' })],
    plan: plan([]),
    openPost: 'a',
  };
  it('is its address on the site', () => expect(onlineAddress(online)).toBe('https://blog.example/a/'));
  it('is the same while a change of it waits', () =>
    expect(onlineAddress({ ...online, plan: plan([{ ...change('a'), kind: 'changed' }]) })).toBe(
      'https://blog.example/a/',
    ));
  it.each([
    ['a new post', { plan: plan([{ ...change('a'), kind: 'new' }]) }],
    ['a draft', { posts: [post('a', { url: '/a/', visibility: 'draft' })] }],
    ['a site without an address', { site }],
    ['a repository that cannot be asked', { plan: undefined }],
    ['a branch that was never sent', { plan: plan([], { upstream: undefined }) }],
    ['no post', { openPost: undefined }],
  ])('is nowhere for %s', (_, more) => expect(onlineAddress({ ...online, ...more })).toBeUndefined());
});

describe('the order of the list', () => {
  const undated = post('u', { title: 'part 10' });
  const posts = [
    post('c', { title: 'Part 2', date: '2024-03-01' }),
    post('a', { title: 'Émile', date: '2024-01-01' }),
    undated,
  ];
  it('is as it comes where nothing else is wanted', () => expect(inOrder(posts, 'newest')).toBe(posts));
  it('begins with the oldest, and still ends with those that have no date', () =>
    expect(inOrder(posts, 'oldest')).toEqual([posts[1], posts[0], undated]));
  it('goes by titles as people read them', () =>
    expect(inOrder(posts, 'title')).toEqual([posts[1], posts[0], undated]));
  it('has its name in words', () => expect(wordsOfOrder('oldest')).toBe('oldest first'));
});

describe('the states of a post', () => {
  it('are none for what is simply published', () => expect(statesOf(post('a'), undefined)).toEqual([]));
  it('say what publishing would do, then who may see it, then what is wrong', () => {
    const problem = { severity: 'error', code: 'x', message: 'x', line: 1, column: 1 } as const;
    const draft = post('a', { visibility: 'draft', problems: [problem] });
    expect(statesOf(draft, change('a', { kind: 'new' }))).toEqual(['new', 'draft', 'problem']);
    expect(statesOf(post('a'), change('a', { committed: true }))).toEqual(['waiting']);
  });
});

describe('the Publish button', () => {
  const says = (facts: Partial<Parameters<typeof readinessOf>[0]>) =>
    readinessOf({ site, plan: undefined, planFailure: undefined, ...facts });

  it('carries the number of posts, not of other files', () => {
    const facts = { plan: plan([change('a', { kind: 'new' }), change('b.yml', { post: false })]) };
    expect(says(facts)).toEqual({ kind: 'ready', words: 'Publish', changes: 1, noun: 'post' });
  });
  it('counts the settings and the theme of the site, which are no posts', () => {
    const look = plan([change('galley.yml', { post: false, ofSite: true })]);
    expect(says({ plan: look })).toEqual({
      kind: 'ready',
      words: 'Publish changes',
      changes: 1,
      noun: 'change',
    });
  });
  it.each([
    [{ plan: plan([change('a')]) }, 'Publish changes'],
    [{ plan: plan([]) }, 'All published'],
    [{ plan: plan([change('a')], { behind: 1 }) }, 'Bring in changes first'],
    [{ plan: plan([], { ahead: 2 }) }, 'Send what waits'],
    [{ plan: plan([change('a', { committed: true })], { ahead: 1 }) }, 'Send what waits'],
    [
      { plan: plan([], { state: 'no-remote', blocked: { cause: 'no-remote', reason: '', next: [] } }) },
      'No remote',
    ],
    [
      { plan: plan([], { state: 'merging', blocked: { cause: 'merging', reason: '', next: [] } }) },
      'Cannot publish yet',
    ],
    [{ planFailure: new AppError('untrusted').toData() }, 'Trust first'],
    [{ site: { ...site, git: undefined } }, 'No repository'],
    [{}, 'Publish'],
  ] as const)('says what stands in the way: %#, %s', (facts, words) => {
    expect(says(facts as Parameters<typeof says>[0]).words).toBe(words);
  });
});

describe('the review', () => {
  const open = change('open');
  const other = change('other');

  it('puts the open post first, and leaves out what goes with a post', () => {
    const withPicture = change('open', { assets: ['a.png'] });
    const review = reviewOf(plan([other, change('a.png', { post: false }), withPicture]), 'open');
    expect(review.posts.map(({ path }) => path)).toEqual(['open', 'other']);
    expect(review.others).toEqual([]);
  });
  it('chooses the open post, else all', () => {
    expect([...firstSelection(reviewOf(plan([open, other]), 'open'), 'open')]).toEqual(['open']);
    expect(firstSelection(reviewOf(plan([open, other]), 'elsewhere'), 'elsewhere').size).toBe(2);
  });
  it('chooses the same again for who tries again, of what is still there', () => {
    const review = reviewOf(plan([open, other]), 'open');
    expect([...firstSelection(review, 'open', ['other', 'gone'])]).toEqual(['other']);
    expect([...firstSelection(review, 'open', ['gone'])]).toEqual(['open']);
  });
  it('always takes what is committed already, since any push takes it', () => {
    const waiting = change('waiting', { committed: true });
    const review = reviewOf(plan([open, waiting, other]), 'open');
    expect([...firstSelection(review, 'open')]).toEqual(['open', 'waiting']);
  });
  it('offers what the built site is made of by itself, and chooses it with any post', () => {
    const look = change('blog/theme/style.css', { post: false, title: undefined, ofSite: true });
    const settings = change('blog/galley.yml', { post: false, title: undefined, ofSite: true });
    const review = reviewOf(plan([open, other, look, settings]), 'open');
    expect(review).toMatchObject({ site: [look, settings], others: [] });
    expect([...firstSelection(review, 'open')]).toEqual(['open', look.path, settings.path]);
    expect([look, settings].map(nameOf)).toEqual(['Theme: style.css', 'Settings of the site']);
  });
  it.each([
    [[change('theme/a.css', { post: false, ofSite: true })], 'Update the theme of the site'],
    [[change('galley.yml', { post: false, ofSite: true })], 'Update the settings of the site'],
    [[change('theme/a.css', { post: false, ofSite: true }), change('a', { title: 'One' })], 'Update “One”'],
    [[change('a', { title: 'One', unpublishes: true })], 'Unpublish “One”'],
    [
      [change('a', { title: 'One', unpublishes: true }), change('b', { title: 'Two' })],
      'Update “One”, “Two”',
    ],
    [[change('a', { kind: 'new', title: 'One' })], 'Publish “One”'],
    [[change('a', { title: 'One' }), change('b', { title: 'Two' })], 'Update “One”, “Two”'],
    [[change('a', { title: 'One' }), change('b', { kind: 'deleted', title: 'Two' })], 'Update “One”, “Two”'],
    [[change('a', { kind: 'new', title: 'One' }), change('b', { title: 'Two' })], 'Publish “One”, “Two”'],
    [['a', 'b', 'c', 'd'].map((path) => change(path)), 'Update 4 posts'],
    [[change('a', { title: 'One' }), change('b', { kind: 'new', committed: true })], 'Update “One”'],
    [
      [change('a', { title: 'One', kind: 'deleted' }), change('b', { title: 'Two', kind: 'renamed' })],
      'Update “One”, “Two”',
    ],
    [[], ''],
  ])('proposes a message: %#', (changes, message) => expect(proposedMessage(changes)).toBe(message));
});

describe('words', () => {
  it('give the day that the file names, in no other time zone', () => {
    expect(shortDay('2024-05-01T23:30:00-08:00', new Date(2025, 0, 1))).toMatch(/\b1\b/);
    expect(shortDay('not a date')).toBe('not a date');
  });
  it('say how long ago a blog was open', () => {
    const now = Date.parse('2025-06-01T12:00:00Z');
    expect(sinceWords('2025-06-01T11:00:00Z', now)).toMatch(/1|hour/);
    expect(sinceWords('nonsense', now)).toBe('');
  });
  it('say both sides of a branch without git’s terms', () => {
    expect(branchInWords({ branch: 'main', remote: 'origin', ahead: 2, behind: 1 })).toBe(
      'You work on the branch main. 2 versions here not online yet. 1 version online not here yet.',
    );
  });
});

describe('the palette', () => {
  const titles = ['Reading a flame graph', 'Über Größe', 'A cache that may be wrong'];

  it('finds by beginnings of words and forgives one slip', () => {
    expect(findMatches(titles, 'fla gra', 5).map(({ index }) => index)).toEqual([0]);
    expect(findMatches(titles, 'cahce', 5).map(({ index }) => index)).toEqual([2]);
  });
  it('knows letters of other languages, and says which matched', () => {
    expect(findMatches(titles, 'größe', 5)).toEqual([{ index: 1, ranges: [5, 10] }]);
  });
});

describe('the store', () => {
  it('is silent about a change that changes nothing', () => {
    const store = createStore({ a: 1, b: 2 });
    let heard = 0;
    store.subscribe(() => heard++);
    store.change({ a: 1 });
    store.change({ b: 3 });
    expect(heard).toBe(1);
  });
});

describe('coalesced work', () => {
  it('answers many requests by one run, and later ones by another', async () => {
    let runs = 0;
    const work = coalesce(async () => {
      runs++;
    }, 1);
    await Promise.all([work(), work(), work()]);
    expect(runs).toBe(1);
    await work();
    expect(runs).toBe(2);
  });

  it('begins without a pause where it is wanted now', async () => {
    let runs = 0;
    const work = coalesce(async () => {
      runs++;
    }, 3_600_000);
    await work('now');
    expect(runs).toBe(1);
  });
});

describe('the list of posts', () => {
  it('takes a long list in stretches, and the rest of it once what is more urgent is done', async () => {
    vi.stubGlobal('requestIdleCallback', (moment: () => void) => moment());
    const all = Array.from({ length: 3200 }, (_, index) => ({ path: `${index}.md` }) as PostSummary);
    const asked: number[] = [];
    const client = {
      call: async (_method: string, { from, count }: { from: number; count: number }) => {
        asked.push(from);
        return all.slice(from, from + count);
      },
    } as unknown as Client;
    let release = () => {};
    const urgent = new Promise<void>((resolve) => {
      release = resolve;
    });
    const onFirst = vi.fn();
    const listing = listPosts(client, { onFirst, beforeRest: () => urgent });
    await vi.waitFor(() => expect(onFirst).toHaveBeenCalledWith(all.slice(0, 1500)));
    expect(asked).toEqual([0]);
    release();
    expect(await listing).toEqual(all);
    expect(asked).toEqual([0, 1500, 3000]);
    vi.unstubAllGlobals();
  });
});
