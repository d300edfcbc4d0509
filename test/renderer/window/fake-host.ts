import type { HostBridge, Reply } from '../../../src-main/common/api/bridge.ts';
import {
  type EventName,
  type Handlers,
  methods,
  type Payload,
} from '../../../src-main/common/api/contract.ts';
import { dispatch } from '../../../src-main/common/api/dispatch.ts';
import { defaultSettings } from '../../../src-main/common/default-settings.ts';
import { AppError } from '../../../src-main/common/errors.ts';
import type { ImportOutcome } from '../../../src-main/common/posts/import.ts';
import { mergePost } from '../../../src-main/common/posts/merge-post.ts';
import type { PostSource, PostSummary } from '../../../src-main/common/posts/post.ts';
import type { SearchAnswer, SearchResult } from '../../../src-main/common/posts/search.ts';
import type { LiveReport } from '../../../src-main/common/publish/live.ts';
import type {
  BringInOutcome,
  PlannedChange,
  PublishOutcomeKind,
  PublishPlan,
} from '../../../src-main/common/publish/publish.ts';
import type { SignInQuestion } from '../../../src-main/common/publish/sign-in.ts';
import type { WayOut } from '../../../src-main/common/publish/ways-out.ts';
import type { Settings } from '../../../src-main/common/settings.ts';
import type { PostProblem } from '../../../src-main/common/site/check/check-posts.ts';
import type { ConventionName, SiteInfo } from '../../../src-main/common/site/site.ts';
import { words } from './words.ts';

/** What the program behind the window is like; from the page's address. */
export interface FakeOptions {
  posts: number;
  theme: Settings['theme'];
  open: boolean;
  state: PublishPlan['state'];
  behind: number;
  outcome: PublishOutcomeKind;
  /** Milliseconds that every answer takes. */
  slow: number;
  fail: string;
  changed: number;
  /** Front matter of the newest post, fences and all, instead of its own; its list entry stays as it is. */
  head: string | undefined;
  /** Bringing in meets places that both have changed. */
  conflicts: boolean;
  /** So many characters are added to the body of the newest post. */
  length: number;
  /** A new picture and one online are shown by no post, and a look of the site has changed. */
  orphans?: boolean | undefined;
  /** The way out that is offered of what stands in the way. */
  way?: string | undefined;
  /** A commit waits for the network. */
  waits?: boolean | undefined;
  /** How far the last publish has come to its readers. */
  live?: string | undefined;
  /** What makes the blog; Galley itself where nothing is said. */
  convention?: ConventionName | undefined;
  /** Unsaved text is kept of the two newest posts. */
  recovered?: boolean | undefined;
  /** A picture that is added never arrives. */
  picturesWait?: boolean | undefined;
  /** An import comes to nothing until it is stopped. */
  importWaits?: boolean | undefined;
  /** The kind of question that git asks just now. */
  signIn?: string | undefined;
}

/** A program in memory behind the window's own contract: no files, no git. */
export function createFakeHost(options: FakeOptions): HostBridge {
  const listeners = new Map<EventName, Set<(payload: unknown) => void>>();
  const emit = <E extends EventName>(event: E, payload: Payload<E>) => {
    for (const listener of listeners.get(event) ?? []) listener(payload);
  };
  let site = siteOf(options);
  const posts = postsOf(options.posts);
  const texts = new Map<string, string>();
  if (posts[0] && (options.head !== undefined || options.length > 0))
    texts.set(posts[0].path, textMade(textFor(posts[0]), options));
  const published = new Set<string>();
  const binned = new Set<string>();
  let open = options.open;
  let stopImport = (): void => {};
  const importStopped = new Promise<void>((resolve) => {
    stopImport = resolve;
  });
  let trusted = options.state !== 'untrusted';
  let behind = options.behind;
  let resolved = false;
  let settings: Settings = { ...defaultSettings, theme: options.theme };

  const textOf = (path: string): string =>
    texts.get(path) ?? textFor(posts.find((post) => post.path === path));
  const sourceOf = (path: string): PostSource => ({
    path,
    text: textOf(path),
    revision: revisionOf(textOf(path)),
    readOnly: false,
    url: posts.find((post) => post.path === path)?.url,
    problems: [],
  });

  const plan = (): PublishPlan => {
    const changes =
      options.posts === 0
        ? []
        : [...changesOf(posts, texts, options.changed), ...picturesOf(options, binned)].filter(
            ({ path }) => !published.has(path),
          );
    const state = trusted && options.state === 'untrusted' ? 'ready' : options.state;
    return {
      branch: 'main',
      remote: state === 'no-remote' ? undefined : 'origin',
      upstream: 'origin/main',
      ahead: 0,
      behind,
      state,
      changes,
      blocked:
        state === 'ready'
          ? undefined
          : {
              cause: state,
              reason: `The repository is in the state ${state}.`,
              next: ['Add a remote with “git remote add origin ADDRESS”.'],
              ...waysOf(options.way),
            },
      ...(options.waits && { waitsForNetwork: true as const }),
    };
  };

  // For a test: another program deletes a post.
  Object.assign(globalThis, {
    deletePost(path: string) {
      posts.splice(
        posts.findIndex((post) => post.path === path),
        1,
      );
      emit('posts.changed', { paths: [path] });
    },
  });

  /** What the window asks for in these tests; anything else is answered as not to be had. */
  const unsavedOf = (path: string) => ({
    path,
    basedOn: revisionOf(textOf(path)),
    keptAt: '2025-11-22T09:14:00.000Z',
    text: `${textOf(path)}\nA sentence that was never saved.\n`,
  });

  const answers: Partial<Handlers> = {
    'host.describe': async () => ({
      kind: 'web',
      version: '0.1.0',
      platform: 'linux',
      folderChoice: 'path-field',
    }),
    'host.chooseFolder': async () => ({ path: undefined }),
    'host.openExternal': async () => undefined,
    'blog.propose': async () => ({
      parent: '/home/ada/Documents/',
      author: 'Ada Winter',
      needsEmail: true,
      looks: [
        { name: 'quiet', title: 'Quiet', description: 'An archive to read in, set in a serif.' },
        { name: 'plain', title: 'Plain', description: 'Nothing but the text.' },
      ],
    }),
    'folders.list': async ({ path = '/home/ada/', files }) => ({
      path,
      parent: path === '/' ? undefined : '/home/',
      folders: ['blog', 'documents', 'engineering', 'garden-notes', 'pictures', 'talks'].map((name) => ({
        name,
        path: `${path.replace(/\/$/, '')}/${name}`,
        repository: name === 'blog' || name === 'garden-notes',
      })),
      files: (files ? ['harbour.wordpress.xml', 'notes.txt', 'torn.zip'] : []).map((name) => ({
        name,
        path: `${path.replace(/\/$/, '')}/${name}`,
      })),
    }),
    'site.open': async () => {
      open = true;
      return site;
    },
    'site.openSample': async () => {
      open = true;
      return site;
    },
    'site.current': async () => (open ? site : undefined),
    'site.recent': async () => [
      {
        name: 'Field Notes',
        root: '/home/ada/field-notes',
        openedAt: new Date(Date.now() - 3_600_000).toISOString(),
      },
      {
        name: 'Engineering at Harbour',
        root: '/home/ada/work/harbour/engineering-blog',
        openedAt: '2025-11-02T10:00:00Z',
      },
    ],
    'site.correct': async ({ convention, posts: folders }) => {
      if (folders?.includes('missing'))
        throw new AppError('folder-missing', { message: 'There is no folder missing in this blog.' });
      const isSaid = convention !== undefined || folders !== undefined;
      const said = isSaid ? ['You said so.'] : [];
      site = siteOf(options);
      site = {
        ...site,
        convention: convention ?? site.convention,
        collections: (folders ?? ['posts']).map((folder) => ({
          folder,
          site: '.',
          kind: 'posts',
          posts: 32,
          drafts: 3,
        })),
        evidence: isSaid ? said : site.evidence,
        corrected: isSaid,
      };
      return site;
    },
    'site.close': async () => {
      open = false;
      return undefined;
    },
    'posts.list': async ({ from = 0, count = Number.POSITIVE_INFINITY }) => {
      // What no program should answer: the window meets a bug.
      if (options.fail === 'window' && texts.size > 0) return [null] as unknown as PostSummary[];
      if (options.fail === 'posts') throw new AppError('folder-unreadable');
      return posts.slice(from, from + count);
    },
    'posts.search': async ({ query, limit = 50 }) => searchTexts({ posts, textOf, query, limit }),
    'posts.read': async ({ path }) => {
      if (!posts.some((post) => post.path === path)) throw new AppError('post-missing');
      return sourceOf(path);
    },
    'posts.save': async ({ path, text }) => {
      if (options.fail === 'save' && !savesWork()) throw new AppError('disk-full');
      texts.set(path, text);
      emit('posts.changed', { paths: [path] });
      return { kind: 'saved', revision: revisionOf(text) };
    },
    'posts.create': async ({ title }) => {
      const path = `posts/${title.toLowerCase().replaceAll(/\W+/g, '-')}.md`;
      posts.unshift({ ...summaryOf(0), path, title, description: '', visibility: 'draft' });
      texts.set(path, `---\ntitle: ${title}\ndate: 2025-11-22\ndraft: true\n---\n\n`);
      return sourceOf(path);
    },
    'posts.describeImport': async ({ file, from }) => {
      if (file.endsWith('torn.zip'))
        throw new AppError('bad-input', {
          message: 'This ZIP file is damaged.',
          next: ['Export again, or unpack it yourself and name the folder.'],
        });
      return { from: from ?? 'wordpress', posts: from === 'markdown' ? 0 : 12 };
    },
    'posts.import': async () => {
      emit('import.progress', { step: 'posts', done: 5, total: 12 });
      if (options.importWaits) await importStopped;
      return importOutcome(posts, options.importWaits ?? false);
    },
    'posts.cancelImport': async () => {
      stopImport();
      return undefined;
    },
    'posts.removed': async () => [
      {
        id: '2026-11-20-a',
        path: 'posts/2025-01-10-lighthouses.md',
        title: 'Lighthouses',
        removedAt: new Date(Date.now() - 3_600_000).toISOString(),
        files: 0,
      },
    ],
    'posts.tags': async () => [{ tag: 'wasm', posts: 4 }],
    'assets.pictures': async () => [],
    'assets.add': async ({ name }) => {
      if (options.picturesWait) await new Promise(() => {});
      const target = `/assets/${name}`;
      return {
        path: `assets/${name}`,
        target,
        before: '![',
        after: `](${target})`,
        asksAlt: true,
        isNew: true,
      };
    },
    'site.styles': async () => ({ sheets: ['assets/css/main.css', 'assets/css/katex.min.css'], sources: 2 }),
    'site.style': async () => ({ css: 'h1 { color: rgb(1, 2, 3); }', dropped: 0 }),
    'journal.keep': async () => undefined,
    'journal.list': async () =>
      options.recovered ? posts.slice(0, 2).flatMap(({ path }) => unsavedOf(path) ?? []) : [],
    'journal.read': async ({ path }) => (options.recovered ? unsavedOf(path) : undefined),
    'journal.discard': async () => undefined,
    'snapshots.list': async () => [],
    'snapshots.read': async () => ({ text: '' }),
    'publish.plan': async () => {
      if (options.state === 'untrusted' && !trusted) throw new AppError('untrusted');
      return plan();
    },
    'live.current': async () => liveOf(options.live),
    'publish.orphans': async () =>
      options.orphans
        ? [
            { path: 'assets/unused.png', why: 'new-and-unused' as const, revision: undefined },
            { path: 'assets/old.png', why: 'no-longer-used' as const, revision: undefined },
          ].filter(({ path }) => !binned.has(path))
        : [],
    'publish.binOrphan': async ({ path }) => {
      binned.add(path);
      return undefined;
    },
    'assets.putBack': async ({ path }) => {
      binned.delete(path);
      return undefined;
    },
    'publish.diff': async ({ path }) => {
      const current = textOf(path);
      const change = plan().changes.find((planned) => planned.path === path);
      return {
        published:
          change?.kind === 'new'
            ? undefined
            : current
                .replaceAll('quickly', 'fast')
                .replace('\n\n## ', '\n\nAn older paragraph that has gone.\n\n## '),
        current,
      };
    },
    'publish.run': async ({ paths }) => {
      for (const step of ['checking', 'committing', 'syncing', 'pushing', 'verifying', 'done'] as const) {
        emit('publish.progress', {
          step,
          detail: step === 'pushing' ? 'Writing objects: 66% (2/3), 1.1 MiB | 2.0 MiB/s' : undefined,
        });
        await pause(options.slow ? 700 : 5);
      }
      if (options.outcome === 'published') for (const path of paths) published.add(path);
      return {
        outcome: options.outcome,
        commit: options.outcome === 'published' ? publishedCommit : undefined,
        branch: 'main',
        remote: 'origin',
        paths,
        verified: options.outcome === 'published',
        message: outcomeWords[options.outcome],
        next: options.outcome === 'published' ? [] : ['Try again when the network is back.'],
        detail:
          options.outcome === 'published'
            ? undefined
            : 'remote: error: GH006: Protected branch update failed for refs/heads/main.',
      };
    },
    'publish.cancel': async () => undefined,
    'publish.bringIn': async () => {
      if (options.conflicts && !resolved) return conflictsOf(posts);
      behind = 0;
      return {
        kind: 'brought-in',
        paths: ['posts/post-3.md'],
        message: 'One version from elsewhere is here now.',
        next: [],
        detail: undefined,
      };
    },
    'publish.resolve': async ({ resolutions }) => {
      resolved = true;
      behind = 0;
      Object.assign(globalThis, { resolutions });
      return {
        kind: 'brought-in',
        paths: resolutions.map(({ path }) => path),
        message: 'What others published is here now: one file has changed.',
        next: ['Publish to send your own.'],
        detail: undefined,
      };
    },
    'signIn.pending': async () => questions[options.signIn ?? ''],
    'signIn.answer': async () => {
      emit('signIn.asked', undefined);
      return { taken: true };
    },
    'identity.guess': async () => ({ name: 'Ada Writer', email: 'ada@example.org' }),
    'posts.check': async ({ paths }) =>
      (paths ?? []).slice(0, 1).map((path) => ({
        path,
        severity: 'warning',
        code: 'missing-alt',
        message: 'The picture has no text for readers who cannot see it.',
        line: 9,
        column: 1,
      })),
    'posts.history': async ({ path }) =>
      [3, 2, 1].map((day) => ({
        commit: `aaaa${day}`,
        date: `2025-11-0${day}T10:00:00Z`,
        author: 'Ada',
        message: `Version ${day}`,
        path,
        source: 'git',
      })),
    'posts.version': async ({ path, version }) => ({
      text: textOf(path).replaceAll('quickly', `slowly ${version}`),
    }),
    'publish.describeUnpublish': async () => ({ becomes: 'draft', url: '/posts/post-0/' }),
    'trust.describe': async () => ({
      trusted,
      runs: [
        'hook pre-commit',
        'core.fsmonitor = .git/hooks/watch.sh',
        'filter.lfs.process = git-lfs filter-process',
      ],
    }),
    'trust.grant': async () => {
      trusted = true;
      return { trusted, runs: ['hook pre-commit'] };
    },
    'settings.read': async () => settings,
    'settings.change': async (change) => {
      settings = { ...settings, ...change };
      return settings;
    },
  };

  return {
    async call(method, input): Promise<Reply> {
      if (options.slow) await pause(options.slow);
      if (lost()) return { ok: false, error: new AppError('disconnected').toData() };
      return dispatch(withAll(answers), { method, input }, (error) => console.error(error));
    },
    listen(event, listener) {
      const set = listeners.get(event) ?? new Set();
      listeners.set(event, set);
      set.add(listener);
      return () => set.delete(listener);
    },
    assetUrl: (reference) =>
      'path' in reference ? `${reference.path}?${reference.version ?? ''}` : reference.target,
  };
}

/** Set by a test: what failed to be saved can be saved by now. */
function savesWork(): boolean {
  return (globalThis as { savesWork?: boolean }).savesWork === true;
}

/** Set by a test: the program does not answer. */
function lost(): boolean {
  return (globalThis as { hostIsLost?: boolean }).hostIsLost === true;
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

const publishedCommit = 'a70e6cf1d2b3c4d5e6f708192a3b4c5d6e7f8091';

/** One way out of each kind. */
const waysOut: readonly WayOut[] = [
  { kind: 'abort-operation', operation: 'merge', effects: ['Two files go back to what they were.'] },
  { kind: 'put-on-branch', name: 'my-branch', existing: ['main'] },
  { kind: 'set-remote', remote: 'origin', address: undefined },
  {
    kind: 'choose-place',
    choices: [
      { remote: 'origin', branch: 'main' },
      { remote: 'backup', branch: 'main' },
    ],
  },
  { kind: 'remove-lock', path: '/home/ada/harbour/.git/index.lock', seconds: 7200 },
  { kind: 'fetch-history' },
];

function waysOf(kind: string | undefined): { ways?: WayOut[] } {
  const ways = waysOut.filter((way) => way.kind === kind);
  return ways.length === 0 ? {} : { ways };
}

/** As a host that builds the site answers. */
function liveOf(kind: string | undefined): LiveReport | undefined {
  if (kind === undefined) return undefined;
  const url = 'https://engineering.harbour.example/posts/';
  const isThere = kind === 'live';
  return {
    commit: publishedCommit,
    kind: kind as LiveReport['kind'],
    posts: [0, 1].map((index) => ({
      path: `posts/post-${index}.md`,
      url: `${url}post-${index}/`,
      title: words[index]?.[0] ?? '',
      there: isThere || index === 0,
    })),
    build:
      kind === 'building' || kind === 'build-failed'
        ? {
            words:
              kind === 'building'
                ? 'pages build and deployment: in progress'
                : 'Liquid syntax error in post.html',
            url: 'https://github.com/harbour/engineering/actions/runs/1',
          }
        : undefined,
    next: isThere || kind === 'building' ? [] : ['Look at the build on the host.'],
  };
}

/** Questions of git and ssh, each of its kind. */
const questions: Record<string, SignInQuestion> = {
  account: {
    id: 'account',
    subject: { kind: 'account', host: 'github.com', user: undefined, secure: true },
    remote: 'origin',
    host: 'github.com',
    again: 'It did not take that name with that password or token.',
    keeping: 'keychain',
  },
  open: {
    id: 'open',
    subject: { kind: 'account', host: 'git.example.org', user: 'ada', secure: false },
    remote: 'origin',
    host: 'git.example.org',
    again: undefined,
    keeping: 'git',
  },
  passphrase: {
    id: 'passphrase',
    subject: { kind: 'passphrase', key: '/home/ada/.ssh/id_ed25519' },
    remote: 'origin',
    host: 'codeberg.org',
    again: undefined,
    keeping: 'until-close',
  },
  'host-key': {
    id: 'host-key',
    subject: {
      kind: 'host-key',
      host: 'codeberg.org (217.197.84.140)',
      keyType: 'ED25519',
      fingerprint: 'SHA256:mIlxA9k46MmM6qdJOdMnAQpzGxF4WIVVL+fj+wZbw0g',
    },
    remote: 'origin',
    host: 'codeberg.org',
    again: undefined,
    keeping: 'nowhere',
  },
  code: {
    id: 'code',
    subject: { kind: 'code', words: '(ada@git.example.org) Verification code:' },
    remote: 'origin',
    host: 'git.example.org',
    again: undefined,
    keeping: 'nowhere',
  },
};

const outcomeWords: Record<PublishOutcomeKind, string> = {
  published: 'The remote holds your post: it is public as soon as the site is built.',
  'nothing-to-publish': 'Nothing differs from what is online.',
  blocked: 'A merge is under way in this repository.',
  'remote-is-ahead': 'Others published meanwhile, so nothing was sent. Your post waits here.',
  conflict: 'The same lines were changed here and elsewhere.',
  'needs-sign-in': 'The remote did not accept who you are.',
  offline: 'The network cannot be reached. Your post is ready and waits.',
  refused: 'The remote has a rule that refused this change. Your post waits here.',
  unverified: 'It was sent, but the remote could not be asked whether it has arrived.',
  cancelled: 'You stopped it. Nothing was sent.',
};

/** A post that both changed in a field and a paragraph, one that is gone here, and a picture. */
function conflictsOf(posts: readonly PostSummary[]): BringInOutcome {
  const text = textFor(posts[0]);
  const mine = text.replace('every request', 'each request').replace('title: ', 'title: My ');
  const theirs = text.replace('every request', 'any request').replace('title: ', 'title: Their ');
  const gone = textFor(posts[3]);
  return {
    kind: 'conflict',
    paths: [],
    message: 'You and somebody else changed the same places in 3 files. Nothing was changed yet.',
    next: ['Decide what is to stand in each of these places.'],
    detail: undefined,
    conflicts: [
      {
        path: posts[0]?.path ?? '',
        removedBy: undefined,
        parts: mergePost(text, mine, theirs).parts,
      },
      {
        path: posts[3]?.path ?? '',
        removedBy: 'ours',
        parts: [
          {
            kind: 'conflict',
            base: gone,
            ours: '',
            theirs: gone.replace('quickly', 'closely'),
            both: undefined,
            before: '',
            after: '',
            where: { kind: 'post' },
          },
        ],
      },
      {
        path: 'assets/queue.png',
        removedBy: undefined,
        parts: [],
        versions: { ours: 'aaaa', theirs: 'bbbb' },
      },
    ],
  };
}

function siteOf({ state, convention = 'galley' }: FakeOptions): SiteInfo {
  return {
    name: 'Harbour Engineering',
    root: '/home/ada/harbour',
    convention,
    evidence: ['galley.yml is there.'],
    site: '.',
    collections: [{ folder: 'posts', site: '.', kind: 'posts', posts: 32, drafts: 3 }],
    frontMatter: 'yaml',
    permalink: undefined,
    git: { branch: 'main', remote: 'origin', ahead: state === 'untrusted' ? undefined : 0, behind: 0, state },
    address: 'https://engineering.harbour.example',
  };
}

function postsOf(count: number): PostSummary[] {
  return Array.from({ length: count }, (_, index) => summaryOf(index));
}

function summaryOf(index: number): PostSummary {
  const day = new Date(Date.UTC(2025, 10, 20) - index * 9 * 86_400_000);
  const [title, description] = words[index % words.length] ?? ['', ''];
  return {
    path: `posts/post-${index}.md`,
    collection: 'posts',
    title: index < words.length ? title : `${title} (${Math.floor(index / words.length) + 1})`,
    date: day.toISOString().slice(0, 10),
    description: index % 7 === 5 ? '' : description,
    tags: ['systems'],
    categories: [],
    visibility: index === 1 || index === 6 ? 'draft' : index === 2 ? 'scheduled' : 'public',
    slug: `post-${index}`,
    url: `/posts/post-${index}/`,
    words: 900,
    problems:
      index === 4
        ? [
            {
              severity: 'error',
              code: 'front-matter-invalid',
              message: 'The date cannot be read.',
              line: 3,
              column: 1,
            },
          ]
        : [],
  };
}

function changesOf(posts: PostSummary[], texts: Map<string, string>, changed: number): PlannedChange[] {
  const kinds: PlannedChange['kind'][] = ['changed', 'new', 'changed', 'deleted', 'renamed'];
  const wanted = [...Array(Math.min(changed, posts.length)).keys()].map(
    (index) => posts[index === 3 ? 9 : index],
  );
  const edited = posts.filter((post) => texts.has(post.path) && !wanted.includes(post));
  const changes = [...wanted, ...edited].flatMap((post, index): PlannedChange[] =>
    post
      ? [
          {
            path: post.path,
            previousPath: undefined,
            kind: kinds[index % kinds.length] ?? 'changed',
            post: true,
            title: post.title,
            assets: index === 0 ? ['assets/latency.svg', 'assets/queue.png'] : [],
            revision: revisionOf(texts.get(post.path) ?? textFor(post)),
            committed: false,
            warnings: index === 2 ? ['Part of this post is staged: publishing takes all of it.'] : [],
          },
        ]
      : [],
  );
  if (changed === 0) return changes;
  const other = {
    previousPath: undefined,
    kind: 'changed',
    post: false,
    title: undefined,
    assets: [],
    revision: undefined,
    committed: false,
    warnings: [],
  } as const;
  return [
    ...changes,
    { ...other, assets: [], warnings: [], path: 'galley.yml' },
    { ...other, assets: [], warnings: [], path: 'scripts/check-links.mjs' },
  ];
}

/** What differs of the pictures that no post uses, and the look of the site. */
function picturesOf({ orphans }: FakeOptions, binned: ReadonlySet<string>): PlannedChange[] {
  const file = (path: string, more: Partial<PlannedChange>): PlannedChange => ({
    path,
    previousPath: undefined,
    kind: 'changed',
    post: false,
    title: undefined,
    assets: [],
    revision: undefined,
    committed: false,
    warnings: [],
    ...more,
  });
  if (!orphans) return [];
  return [
    file('theme/assets/style.css', { ofSite: true }),
    ...(binned.has('assets/unused.png') ? [] : [file('assets/unused.png', { kind: 'new' })]),
    ...(binned.has('assets/old.png') ? [file('assets/old.png', { kind: 'deleted' })] : []),
  ];
}

/** Stands for a hash: 64 digits that differ with the text. */
function revisionOf(text: string): string {
  let sum = 7;
  for (const character of text) sum = (sum * 31 + character.charCodeAt(0)) >>> 0;
  return sum.toString(16).padStart(8, '0').repeat(8);
}

function textMade(text: string, { head, length }: FakeOptions): string {
  const body = text.slice(text.indexOf('\n---\n') + 5);
  const filler = 'A paragraph with **strong** words and [a link](/x/), one of very many.\n\n';
  return `${head ?? text.slice(0, -body.length)}${body}\n${filler.repeat(Math.ceil(length / filler.length))}`;
}

function textFor(post: PostSummary | undefined): string {
  if (!post) return '';
  const { title, date, description } = post;
  return `---
title: ${title}
date: ${date}
description: ${description || 'A note.'}
tags: [systems, latency]
draft: ${post.visibility === 'draft'}
---

When a queue grows, every request behind it waits. We learned to watch the tail quickly, since the mean says nothing
about the person who waited longest.

## What we measured

The first week we only looked. Each service wrote one line for each request, and we *kept* them all:

\`\`\`ts
export function percentile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length * share)] ?? 0;
}
\`\`\`

| service | median | tail |
| ------- | -----: | ---: |
| search  |  12 ms | 90 ms |
| upload  |  40 ms | 2.1 s |

## What we changed

1. **Bounded queues**: a full queue answers at once.
2. Deadlines travel with the request[^1].
3. Retries are budgeted, and a client that has spent its budget stops.

> A retry is a second customer in the same line.

The load that remained was real, and it fitted. See [the earlier note](/posts/post-3/) for how the budget is counted.

[^1]: As an absolute time, so that no hop adds its own.
`;
}

/** A few posts that came, and something of each kind to say. */
function importOutcome(posts: readonly PostSummary[], cancelled: boolean): ImportOutcome {
  const came = posts.slice(0, 5).map(({ path }) => path);
  const problem = (path: string, severity: PostProblem['severity'], code: string, message: string) => ({
    path,
    severity,
    code,
    message,
    line: 1,
    column: 1,
  });
  return {
    posts: came,
    assets: ['assets/kite.png', 'assets/tide.png'],
    problems: [
      problem(
        'https://old.example/about/',
        'info',
        'page-left-out',
        'This is a page, not a post, so it was left out.',
      ),
      problem(
        'https://old.example/long/',
        'error',
        'post-too-large',
        'This post is too large, so it was left out.',
      ),
      ...came.map((path) =>
        problem(path, 'info', 'address-changed', 'Its address was /old/ and is /new/ here.'),
      ),
      problem(
        came[0] ?? '',
        'warning',
        'picture-missing',
        'The picture https://old.example/a.png did not come: its server answered 404.',
      ),
    ],
    cancelled,
  };
}

interface TextsToSearch {
  posts: readonly PostSummary[];
  textOf(path: string): string;
  query: string;
  limit: number;
}

/** Posts that hold the query in one line of their text, as it is written. */
function searchTexts({ posts, textOf, query, limit }: TextsToSearch): SearchAnswer {
  const results = posts.flatMap(({ path, title }): SearchResult[] => {
    const line = textOf(path)
      .split('\n')
      .find((one) => one.includes(query));
    if (line === undefined) return [];
    const from = line.indexOf(query);
    const snippet = { text: line, ranges: [{ from, to: from + query.length }] };
    return [{ path, kind: 'exact', title: { text: title, ranges: [] }, tags: [], snippet }];
  });
  return { results: results.slice(0, limit), total: results.length };
}

/** Every operation of the contract, those that are not given failing in words. */
function withAll(given: Partial<Handlers>): Handlers {
  const others = Object.keys(methods).map((name) => [
    name,
    async () => {
      throw new AppError('not-available', { message: `${name} is not part of this window.` });
    },
  ]);
  return { ...Object.fromEntries(others), ...given } as Handlers;
}
