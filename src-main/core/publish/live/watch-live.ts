import {
  type HostedRepository,
  type LiveReport,
  type PublishedPost,
  pageUrl,
} from '../../../common/publish/live.ts';
import { askGitHubBuild, type BuildState } from './github-runs.ts';
import type { Ask } from './guarded-fetch.ts';
import { lookAtPage, type PageMemory } from './page-check.ts';

/** Milliseconds: the first pause, the longest, and how long it is looked for at all. Each pause is half as long again. */
export const usualPace = { first: 5_000, longest: 60_000, ceiling: 600_000 };

/** More posts than these are not looked at; the others come with the same build. */
const MOST_POSTS = 5;

export interface LiveWatch {
  ask: Ask;
  /** Address of the site, with a slash at its end. */
  site: string;
  commit: string;
  posts: readonly PublishedPost[];
  /** Where the builds can be asked about: GitHub, and the address of its interface. */
  builds?: { ask: Ask; api: string; repository: HostedRepository } | undefined;
  signal: AbortSignal;
  onReport(report: LiveReport): void;
  pace?: { first: number; longest: number; ceiling: number };
  now?: () => number;
  sleep?: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

/** Looks politely, with growing pauses, until readers have what was published, the build failed, or the time is over. */
export async function watchLive(watch: LiveWatch): Promise<LiveReport> {
  const { signal, onReport, pace = usualPace, now = Date.now, sleep = sleepFor } = watch;
  const seen = watch.posts.slice(0, MOST_POSTS).map((post) => ({
    post,
    memory: {} as PageMemory,
    shown: { path: post.path, title: post.title, url: pageUrl(watch.site, post.url), there: false },
  }));
  const report = (kind: LiveReport['kind'], build?: BuildState, next: string[] = []): LiveReport => {
    const known = build && build.kind !== 'unknown' ? { words: build.words, url: build.url } : undefined;
    const posts = seen.map(({ shown }) => ({ ...shown }));
    const made: LiveReport = { commit: watch.commit, kind, posts, build: known, next };
    onReport(made);
    return made;
  };

  const end = now() + pace.ceiling;
  let pause = pace.first;
  let build: BuildState | undefined;
  report('looking');
  for (;;) {
    let wait = 0;
    for (const page of seen.filter(({ shown }) => !shown.there)) {
      const sight = await lookAtPage(watch.ask, { url: page.shown.url, ...page }, signal).catch(
        () => undefined,
      );
      if (signal.aborted) return report('stopped', build);
      page.shown.there = sight?.there ?? false;
      wait = Math.max(wait, sight?.wait ?? 0);
    }
    if (seen.every(({ shown }) => shown.there)) return report('live', build);
    build = watch.builds
      ? await askGitHubBuild(watch.builds.ask, { ...watch.builds, commit: watch.commit }, signal)
      : undefined;
    if (signal.aborted) return report('stopped', build);
    if (build?.kind === 'failed') return report('build-failed', build, failedNext);
    pause = Math.max(pause, wait);
    if (now() + pause > end) return report('not-there', build, notThereNext(build));
    report(build?.kind === 'building' ? 'building' : 'looking', build);
    await sleep(pause, signal);
    if (signal.aborted) return report('stopped', build);
    pause = Math.min(Math.max(pause, pace.first) * 1.5, Math.max(pace.longest, wait));
  }
}

const failedNext = ['Look at what the build says, mend it, and publish again.'];

function notThereNext(build: BuildState | undefined): string[] {
  const building =
    build?.kind === 'building' ? ['The build is still under way; large sites take their time.'] : [];
  return [
    ...building,
    'Look at the builds of the site on its host: one may have failed or not begun.',
    'Check that the site is built from this branch, and that its address in the configuration is right.',
    'A cache may still hold the old page; open it and load it anew.',
  ];
}

function sleepFor(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    timer.unref();
    signal.addEventListener('abort', done);
  });
}
