import { describe, expect, it } from 'vitest';
import type { LiveReport, PublishedPost } from '../../../../src-main/common/publish/live.ts';
import { createAsk } from '../../../../src-main/core/publish/live/guarded-fetch.ts';
import { retryAfter } from '../../../../src-main/core/publish/live/page-check.ts';
import { type LiveWatch, watchLive } from '../../../../src-main/core/publish/live/watch-live.ts';
import { type SiteServer, serveSite } from '../../../helpers/site-server.ts';

const COMMIT = 'a'.repeat(40);
const isNew: PublishedPost = {
  path: 'posts/a.md',
  title: 'Hello & “World”',
  url: '/a/',
  kind: 'new',
  newWords: [],
};
const isChanged: PublishedPost = { ...isNew, kind: 'changed', newWords: ['a sentence nobody had read'] };
const isGone: PublishedPost = { ...isNew, kind: 'gone' };

/** Time passes only by the pauses that are asked for. */
function makeClock() {
  const pauses: number[] = [];
  let time = 0;
  return {
    pauses,
    now: () => time,
    sleep: async (milliseconds: number) => {
      pauses.push(milliseconds / 1000);
      time += milliseconds;
    },
  };
}

async function watch(
  site: SiteServer,
  posts: PublishedPost[],
  more: Partial<LiveWatch> = {},
): Promise<{ end: LiveReport; reports: LiveReport[]; pauses: number[] }> {
  const { pauses, ...clock } = makeClock();
  const reports: LiveReport[] = [];
  const end = await watchLive({
    ask: createAsk({ site: `${site.address}/` }),
    site: `${site.address}/`,
    commit: COMMIT,
    posts,
    signal: new AbortController().signal,
    onReport: (report) => reports.push(report),
    ...clock,
    ...more,
  });
  return { end, reports, pauses };
}

const page = (words: string) =>
  `<html><body><h1>Hello &amp; “<em>World</em>”</h1><p>${words}</p></body></html>`;

describe('watchLive', () => {
  it('finds a new post once its page has its title', async () => {
    let looks = 0;
    const site = await serveSite((request, response) => {
      if (request.method === 'HEAD') looks += 1;
      if (looks < 3) response.writeHead(404).end('not found');
      else response.writeHead(200).end(looks < 4 ? '<h1>Soon</h1>' : page(''));
    });
    const { end, reports, pauses } = await watch(site, [isNew]);
    expect(end).toMatchObject({ kind: 'live', posts: [{ url: `${site.address}/a/`, there: true }] });
    expect(reports[0]).toMatchObject({ kind: 'looking', posts: [{ there: false }] });
    expect(pauses).toEqual([5, 7.5, 11.25]);
  });

  it('finds a changed post by its new words, and asks for a page only where it changed', async () => {
    let looks = 0;
    const site = await serveSite((request, response) => {
      if (request.method === 'HEAD') looks += 1;
      const version = looks < 4 ? '"old"' : '"new"';
      response.setHeader('etag', version);
      if (request.headers['if-none-match'] === version) response.writeHead(304).end();
      else response.end(page(looks < 4 ? 'old words' : 'Now <b>a sentence</b> nobody had&nbsp;read.'));
    });
    const { end } = await watch(site, [isChanged]);
    expect(end.kind).toBe('live');
    expect(site.requests.filter((line) => line.startsWith('GET'))).toHaveLength(2);
    expect(site.requests.filter((line) => line.startsWith('HEAD'))).toHaveLength(4);
  });

  it('sees that a post was taken back', async () => {
    let looks = 0;
    const site = await serveSite((_request, response) => {
      looks += 1;
      response.writeHead(looks < 3 ? 200 : 404).end(page(''));
    });
    expect((await watch(site, [isGone])).end.kind).toBe('live');
  });

  it('asks a server in full that takes no HEAD', async () => {
    const site = await serveSite((request, response) => {
      if (request.method === 'HEAD') response.writeHead(405).end();
      else response.end(page(''));
    });
    expect((await watch(site, [isNew])).end.kind).toBe('live');
  });

  it('waits as long as the server asks', async () => {
    let looks = 0;
    const site = await serveSite((_request, response) => {
      looks += 1;
      if (looks === 1) response.writeHead(429, { 'retry-after': '90' }).end();
      else response.end(page(''));
    });
    const { end, pauses } = await watch(site, [isNew]);
    expect(end.kind).toBe('live');
    expect(pauses).toEqual([90]);
  });

  it('gives up after ten minutes and says what to look at', async () => {
    const site = await serveSite((_request, response) => response.writeHead(404).end());
    const { end, pauses } = await watch(site, [isNew]);
    expect(end).toMatchObject({ kind: 'not-there', posts: [{ there: false }] });
    expect(end.next.join(' ')).toMatch(/build.*branch/);
    const total = pauses.reduce((sum, pause) => sum + pause, 0);
    expect(total).toBeGreaterThan(500);
    expect(total).toBeLessThanOrEqual(600);
    expect(site.requests.length).toBeLessThan(25);
  });

  it('goes on where the site does not answer, and stops when told', async () => {
    const stop = new AbortController();
    let pauses = 0;
    const reports: LiveReport[] = [];
    const end = await watchLive({
      ask: () => Promise.reject(new Error('no net')),
      site: 'https://ada.org/',
      commit: COMMIT,
      posts: [isNew],
      signal: stop.signal,
      onReport: (report) => reports.push(report),
      now: () => 0,
      sleep: async () => {
        pauses += 1;
        if (pauses === 3) stop.abort();
      },
    });
    expect(end.kind).toBe('stopped');
    expect(pauses).toBe(3);
  });
});

describe('builds on GitHub', () => {
  const repository = { host: 'github.com', owner: 'ada', name: 'blog' };

  /** A server that plays GitHub's interface. */
  async function watchWithBuilds(answers: (path: string, looks: number) => unknown) {
    const site = await serveSite((_request, response) => response.writeHead(404).end());
    let looks = 0;
    const api = await serveSite((request, response) => {
      if (request.url?.includes('/actions/runs?')) looks += 1;
      const answer = answers(request.url ?? '', looks);
      if (answer === undefined) response.writeHead(403).end('{"message":"rate limit"}');
      else response.end(typeof answer === 'string' ? answer : JSON.stringify(answer));
    });
    const ask = createAsk({ site: api.address });
    return { ...(await watch(site, [isNew], { builds: { ask, api: api.address, repository } })), api };
  }

  it('are shown while they go, and their error line where one fails', async () => {
    const run = { id: 7, name: 'Deploy', html_url: 'https://github.com/ada/blog/actions/runs/7' };
    const { end, reports, api } = await watchWithBuilds((path, looks) => {
      if (path.endsWith('/jobs?per_page=50'))
        return { jobs: [{ id: 9, name: 'build', conclusion: 'failure', steps: [] }] };
      if (path.includes('/annotations'))
        return [
          { annotation_level: 'warning', message: 'old node' },
          { annotation_level: 'failure', message: 'Error: unknown filter “foo”\n  at line 3' },
        ];
      return {
        workflow_runs: [
          looks < 3
            ? { ...run, status: 'in_progress', conclusion: null }
            : { ...run, status: 'completed', conclusion: 'failure' },
        ],
      };
    });
    expect(reports.some(({ kind, build }) => kind === 'building' && build?.words === 'Deploy')).toBe(true);
    expect(end).toMatchObject({
      kind: 'build-failed',
      build: { words: 'Error: unknown filter “foo”', url: run.html_url },
    });
    expect(api.requests[0]).toContain(`/repos/ada/blog/actions/runs?head_sha=${COMMIT}`);
  });

  it('name the step that failed where there is no error line', async () => {
    const { end } = await watchWithBuilds((path) => {
      if (path.includes('/annotations')) return [];
      if (path.includes('/jobs'))
        return {
          jobs: [
            {
              id: 9,
              name: 'build',
              conclusion: 'failure',
              steps: [{ name: 'Install', conclusion: 'failure' }],
            },
          ],
        };
      return {
        workflow_runs: [
          { id: 7, name: 'Deploy', status: 'completed', conclusion: 'failure', html_url: 'javascript:x' },
        ],
      };
    });
    expect(end).toMatchObject({ kind: 'build-failed', build: { words: 'build: Install', url: undefined } });
  });

  it.each<[string, unknown]>([
    ['a limit that is reached', undefined],
    ['rubbish', 'not json'],
    ['another shape', { runs: 3 }],
    ['no workflow', { workflow_runs: [] }],
  ])('that are not known are no reason to stop: %s', async (_what, answer) => {
    const { end } = await watchWithBuilds(() => answer);
    expect(end).toMatchObject({ kind: 'not-there', build: undefined });
  });
});

it('reads when a server wants to be asked again', () => {
  const answer = (value: string) => ({ status: 503, headers: new Map([['retry-after', value]]), text: '' });
  expect(retryAfter(answer('120'))).toBe(120_000);
  expect(retryAfter(answer('Thu, 01 Jan 1970 00:01:00 GMT'), 0)).toBe(60_000);
  expect(retryAfter(answer('soon'))).toBeUndefined();
});
