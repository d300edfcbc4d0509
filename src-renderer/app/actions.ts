import type { Client } from '../../src-main/common/api/client.ts';
import type { NewBlog } from '../../src-main/common/new-blog/new-blog.ts';
import type { PostPath, PostSource, RemovedPost, RenameInput } from '../../src-main/common/posts/post.ts';
import type { SettingsChange, SiteLayout } from '../../src-main/common/settings.ts';
import type { SiteCorrection } from '../../src-main/common/site/correction.ts';
import type { SiteInfo } from '../../src-main/common/site/site.ts';
import { afterFirstLook } from '../editor/after-first-look.ts';
import type { EditorHandle, SaveState } from '../editor-contract.ts';
import { applyTheme } from '../theme/apply-theme.ts';
import { coalesce } from './coalesce.ts';
import { failureOf } from './failure.ts';
import { listPosts } from './list-posts.ts';
import type { Store } from './store.ts';
import { roomNow } from './use-room.ts';
import { initialState, type NarrowView, type Page, type Panel, type WindowState } from './window-state.ts';

const layoutPause = 400;
const refreshPause = 120;
const longestOpening = 1000;

/** Where the editor's handle is while a post is open. */
export interface EditorSlot {
  current: EditorHandle | null;
  /** The last editor there was: after a bug of the window its text can still be asked for. */
  last: EditorHandle | undefined;
  /** The post that is being opened is to be written in: its editor takes the focus. */
  focusWhenReady: boolean;
  /** The 1-based line to go to in the post that is being opened. */
  revealWhenReady?: number | undefined;
  /** The post that a blog opens with, asked for before its editor is there. */
  ahead?: { path: PostPath; source: Promise<PostSource | undefined> } | undefined;
}

/** Everything a person can do in the window, apart from writing. */
export type Actions = ReturnType<typeof createActions>;

/** Wires the window's state to the program behind it. */
export function createActions(client: Client, store: Store<WindowState>, editor: EditorSlot) {
  /** Settles when the post that a blog opens with is shown, or takes too long: what nobody looks at yet waits for it. */
  let opening: Promise<unknown> | undefined;

  const refreshPosts = coalesce(async () => {
    if (!store.get().site) return;
    try {
      const posts = await listPosts(client, {
        onFirst: (first) => {
          if (!store.get().posts) store.change({ posts: first, morePosts: true, postsFailure: undefined });
        },
        beforeRest: () => opening,
      });
      store.change({ posts, morePosts: false, postsFailure: undefined });
    } catch (error) {
      store.change({ postsFailure: failureOf(error) });
    }
  }, refreshPause);

  const refreshPlan = coalesce(async () => {
    if (!store.get().site) return;
    try {
      store.change({ plan: await client.call('publish.plan'), planFailure: undefined });
    } catch (error) {
      store.change({ plan: undefined, planFailure: failureOf(error) });
    }
  }, refreshPause);

  let layoutTimer: ReturnType<typeof setTimeout> | undefined;

  /** Remembers how this blog's window looks: a choice at once, else when the author has stopped changing it. */
  function changeLayout(change: Partial<SiteLayout>): void {
    store.change({ layout: { ...store.get().layout, ...change } });
    clearTimeout(layoutTimer);
    const isChoice = 'previewStyle' in change || 'previewWidth' in change;
    if (isChoice) void keepLayout();
    else layoutTimer = setTimeout(() => void keepLayout(), layoutPause);
  }

  /** A window that goes does not wait for the pause. */
  function keepLayoutNow(): void {
    if (layoutTimer !== undefined) void keepLayout();
  }

  async function keepLayout(): Promise<void> {
    clearTimeout(layoutTimer);
    layoutTimer = undefined;
    const { site, layout, settings } = store.get();
    if (!site) return;
    await quietly(client.call('settings.change', { layouts: { ...settings.layouts, [site.root]: layout } }));
  }

  async function start(): Promise<void> {
    try {
      const [host, settings, site] = await Promise.all([
        client.call('host.describe'),
        client.call('settings.read'),
        client.call('site.current'),
      ]);
      applyTheme(settings);
      store.change({ host, settings });
      if (site) showSite(site);
      else await showStart();
    } catch (error) {
      store.change({ phase: 'failed', startFailure: failureOf(error) });
    }
  }

  async function showStart(): Promise<void> {
    const { host, settings, connected, signIn } = store.get();
    store.change({ ...initialState, host, settings, connected, signIn, phase: 'start' });
    try {
      store.change({ recent: await client.call('site.recent') });
    } catch (error) {
      store.change({ recent: [], notice: { tone: 'problem', ...failureOf(error) } });
    }
  }

  function showSite(site: SiteInfo): void {
    const { host, settings, connected, signIn } = store.get();
    const layout = settings.layouts[site.root] ?? {};
    editor.ahead = readAhead(layout.openPost);
    opening = editor.ahead && Promise.race([isShown(editor.ahead.source), afterPause(longestOpening)]);
    store.change({
      ...initialState,
      host,
      settings,
      connected,
      signIn,
      phase: 'open',
      site,
      layout,
      openPost: layout.openPost,
      narrowView: layout.openPost ? 'write' : 'list',
    });
    void refreshPosts('now');
    void (opening ?? Promise.resolve()).then(() => refreshPlan());
  }

  /** What has come with the page itself is drawn some time later. */
  async function isShown(source: Promise<unknown>): Promise<void> {
    await source;
    await afterFirstLook();
  }

  /** Asks for the post that will be shown while its part of the window is still being put together. */
  function readAhead(path: PostPath | undefined): EditorSlot['ahead'] {
    if (path === undefined) return undefined;
    const source = client.call('posts.read', { path });
    // Who opens the post asks once more, and shows why it fails.
    return { path, source: source.catch(() => undefined) };
  }

  async function open(ask: () => Promise<SiteInfo>): Promise<void> {
    if (!(await leavePost())) return;
    const before = store.get();
    store.change({ phase: 'opening', notice: undefined });
    try {
      showSite(await ask());
    } catch (error) {
      store.change({ phase: before.phase, notice: { tone: 'problem', ...failureOf(error) } });
    }
  }

  /** Saves the open post; false where it could not be saved, so that nobody walks away from unsaved text. */
  async function leavePost(): Promise<boolean> {
    const state = (await editor.current?.flush()) ?? { kind: 'saved' };
    if (state.kind === 'saved' || state.kind === 'gone') return true;
    store.change({ notice: noticeOfUnsaved(state), page: 'write' });
    return false;
  }

  /** A notice that a post is not saved goes with its cause. */
  function noticeAfter(state: SaveState): WindowState['notice'] {
    const { notice, saveState } = store.get();
    if (!notice?.ofUnsaved) return notice;
    if (state.kind === 'saved' || state.kind === 'gone') return undefined;
    if (state.kind === 'failed') return noticeOfUnsaved(state);
    return saveState.kind === 'conflict' && state.kind !== 'conflict' ? undefined : notice;
  }

  /** Opens a post; `andWrite` gives its editor the focus, a 1-based line is shown with the cursor on it. */
  async function openPost(
    path: PostPath,
    { andWrite = false, line }: { andWrite?: boolean; line?: number } = {},
  ): Promise<void> {
    if (path === store.get().openPost) {
      if (andWrite) editor.current?.focus();
      // Once the page is gone that covers it: until then nothing in it can have the focus.
      if (line !== undefined) setTimeout(() => editor.current?.reveal(line));
    } else {
      if (!(await leavePost())) return;
      editor.focusWhenReady = andWrite;
      editor.revealWhenReady = line;
      const saveState = { kind: 'saved' } as const;
      store.change({ openPost: path, createdPost: undefined, saveState, notice: noticeAfter(saveState) });
      changeLayout({ openPost: path });
    }
    store.change({ page: 'write', narrowView: 'write', panel: undefined });
  }

  /** Brings a deleted post back and opens it. Rejects with the failure, for the dialog to show. */
  async function putBackPost(id: string): Promise<void> {
    if (!(await leavePost())) return;
    const { path } = await client.call('posts.putBack', { id });
    store.change({ notice: undefined });
    await openPost(path, { andWrite: true });
  }

  async function putBackNow(id: string): Promise<void> {
    await putBackPost(id).catch((error: unknown) =>
      store.change({ notice: { tone: 'problem', ...failureOf(error) } }),
    );
  }

  return {
    start,
    refreshPosts,
    refreshPlan,
    changeLayout,
    leavePost,
    openPost,

    openSite: (path: string) => open(() => client.call('site.open', { path })),
    openSample: () => open(() => client.call('site.openSample')),

    /** Makes a blog and opens it. Rejects with the failure, for the dialog to show. */
    async createBlog(blog: NewBlog): Promise<void> {
      if (!(await leavePost())) return;
      const site = await client.call('blog.create', blog);
      // The event may have shown it already.
      if (store.get().site?.root !== site.root) showSite(site);
      const [first] = await client.call('posts.list', { count: 1 });
      if (first) await openPost(first.path);
      store.change({
        notice: {
          tone: 'info',
          message: 'Your blog is there.',
          next: ['Posts that you have elsewhere can come into it.'],
          action: { words: 'Import posts…', run: () => store.change({ page: 'import', notice: undefined }) },
        },
      });
    },

    /** Says what the open blog is, or forgets what was said. Rejects with the failure, for the dialog to show. */
    async correctSite(correction: SiteCorrection): Promise<void> {
      if (!(await leavePost())) return;
      const site = await client.call('site.correct', correction);
      store.change({ site, panel: undefined });
      void refreshPosts();
      void refreshPlan();
    },

    /** Asks for a folder, by the system's dialog where there is one. */
    async chooseSite(): Promise<void> {
      if (store.get().host?.folderChoice !== 'dialog') {
        store.change({ panel: 'open-folder' });
        return;
      }
      try {
        const { path } = await client.call('host.chooseFolder');
        if (path) await open(() => client.call('site.open', { path }));
      } catch (error) {
        store.change({ notice: { tone: 'problem', ...failureOf(error) } });
      }
    },

    async closeSite(): Promise<void> {
      if (!(await leavePost())) return;
      await quietly(client.call('site.close'));
      await showStart();
    },

    async closePost(): Promise<void> {
      if (!(await leavePost())) return;
      const notice = noticeAfter({ kind: 'saved' });
      store.change({ openPost: undefined, createdPost: undefined, narrowView: 'list', notice });
      changeLayout({ openPost: undefined });
    },

    /** Creates a post and opens it. Rejects with the failure, for the dialog to show. */
    async createPost(title: string, draft: boolean): Promise<void> {
      if (!(await leavePost())) return;
      const created = await client.call('posts.create', draft ? { title, draft } : { title });
      editor.focusWhenReady = true;
      store.change({
        openPost: created.path,
        createdPost: created,
        saveState: { kind: 'saved' },
        page: 'write',
        narrowView: 'write',
        panel: undefined,
      });
      changeLayout({ openPost: created.path });
      void refreshPosts();
      void refreshPlan();
    },

    /** Moves the open post to Galley's bin, and offers to undo that. */
    async deletePost(): Promise<void> {
      const { openPost: path, plan } = store.get();
      if (path === undefined || !(await leavePost())) return;
      const isOnline = !plan?.changes.some((change) => change.path === path && change.kind === 'new');
      store.change({
        openPost: undefined,
        createdPost: undefined,
        page: 'write',
        narrowView: 'list',
        panel: undefined,
      });
      changeLayout({ openPost: undefined });
      try {
        const removed = await client.call('posts.remove', { path });
        const readers = isOnline && store.get().site?.git ? ' Readers have it until you publish that.' : '';
        const message = `${wordsOfRemoved(removed)}${readers}`;
        const action = { words: 'Undo', run: () => void putBackNow(removed.id) };
        store.change({ notice: { tone: 'info', message, next: [], action } });
      } catch (error) {
        await openPost(path);
        store.change({ notice: { tone: 'problem', ...failureOf(error) } });
      }
    },

    putBackPost,

    /** Renames the open post, which stays open. Rejects with the failure, for the dialog to show. */
    async renamePost(input: RenameInput): Promise<void> {
      if (!(await leavePost())) return;
      const moving = editor.current;
      moving?.expectMove(true);
      const { to, updated } = await client.call('posts.rename', input).catch((error: unknown) => {
        moving?.expectMove(false);
        throw error;
      });
      editor.focusWhenReady = true;
      const others = updated.filter((path) => path !== to).length;
      const followed =
        others === 0
          ? ''
          : ` The links of ${others === 1 ? 'one other text' : `${others} other texts`} have followed.`;
      store.change({
        openPost: to,
        createdPost: undefined,
        saveState: { kind: 'saved' },
        panel: undefined,
        notice: { tone: 'info', message: `The post is ${to} now.${followed}`, next: [] },
      });
      changeLayout({ openPost: to });
      void refreshPosts();
      void refreshPlan();
    },

    setSaveState: (saveState: SaveState) => store.change({ saveState, notice: noticeAfter(saveState) }),

    async saveNow(): Promise<void> {
      await editor.current?.flush();
    },

    showPage: (page: Page) => store.change({ page, panel: undefined, notice: undefined }),
    /** Shows the versions of a post. */
    showHistory(path: PostPath | undefined): void {
      if (path !== undefined)
        store.change({ page: 'history', historyOf: path, panel: undefined, notice: undefined });
    },

    /** Brings an earlier version back as an edit, which undo takes back. Rejects with the failure. */
    async restoreVersion(path: PostPath, version: string, date: string): Promise<void> {
      if (!(await leavePost())) return;
      if (store.get().openPost === path) editor.current?.expectOwnChange();
      await client.call('posts.restore', { path, version });
      await openPost(path);
      const message = `The version of ${date} is back. It is not published; undo in the text takes it out again.`;
      store.change({ notice: { tone: 'info', message, next: [] } });
      void refreshPosts();
      void refreshPlan();
    },

    showPanel: (panel: Panel | undefined) => store.change({ panel }),
    showNarrow: (narrowView: NarrowView) => store.change({ narrowView, page: 'write' }),
    dismissNotice: () => store.change({ notice: undefined }),

    /** Shows or hides the list: beside the editor, or over it where there is no room. */
    toggleListPane(): void {
      const { narrowView, layout } = store.get();
      if (roomNow() === 'narrow') store.change({ narrowView: narrowView === 'list' ? 'write' : 'list' });
      else changeLayout({ listOpen: !(layout.listOpen ?? true) });
    },

    /** The same for the preview. */
    togglePreviewPane(): void {
      const { narrowView, layout } = store.get();
      if (roomNow() === 'wide') changeLayout({ previewOpen: !(layout.previewOpen ?? true) });
      else store.change({ narrowView: narrowView === 'preview' ? 'write' : 'preview' });
    },

    async changeSettings(change: SettingsChange): Promise<void> {
      const apply = () => {
        const settings = { ...store.get().settings, ...change };
        store.change({ settings });
        applyTheme(settings);
      };
      // The preview's page gets its content policy by what is kept: it may ask other sites only once that is so.
      const isKeptFirst = change.remoteImages === true;
      if (!isKeptFirst) apply();
      try {
        await client.call('settings.change', change);
        if (isKeptFirst) apply();
      } catch (error) {
        store.change({ notice: { tone: 'problem', ...failureOf(error) } });
      }
    },

    /** Opens an address outside the window. */
    async openAddress(url: string): Promise<void> {
      try {
        await client.call('host.openExternal', { url });
      } catch {
        window.open(url, '_blank', 'noopener');
      }
    },

    /** Listens to the program until the returned function is called. */
    listen(): () => void {
      const stops = [
        client.listen('posts.changed', () => {
          // What was read ahead and not shown yet may be of before.
          editor.ahead = undefined;
          void refreshPosts();
          void refreshPlan();
        }),
        client.listen('repository.changed', () => void refreshPlan()),
        client.listen('settings.changed', (settings) => {
          store.change({ settings });
          applyTheme(settings);
        }),
        client.listen('site.changed', (site) => {
          if (site && site.root === store.get().site?.root) store.change({ site });
          else if (store.get().phase !== 'opening') void (site ? showSite(site) : showStart());
        }),
      ];
      window.addEventListener('pagehide', keepLayoutNow);
      return () => {
        window.removeEventListener('pagehide', keepLayoutNow);
        for (const stop of stops) stop();
      };
    },
  };
}

/** Why the post cannot be left, beside what its own pane says of it. */
function noticeOfUnsaved(state: Exclude<SaveState, { kind: 'saved' | 'gone' }>): WindowState['notice'] {
  const unsaved = { tone: 'problem', ofUnsaved: true } as const;
  switch (state.kind) {
    case 'failed':
      return { ...unsaved, message: `This post is not saved yet. ${state.message}`, next: state.next };
    case 'conflict':
      return { ...unsaved, message: 'First choose above the text which version to keep.', next: [] };
    default:
      return { ...unsaved, message: 'This post is not saved yet.', next: ['Try again in a moment.'] };
  }
}

function wordsOfRemoved({ title, files, filesLeft }: RemovedPost): string {
  const company = files === 0 ? '' : ` with ${files === 1 ? 'one file' : `${files} files`} of its folder`;
  const left =
    filesLeft === 0
      ? ''
      : filesLeft === 1
        ? ' One file stays, since other texts may use it.'
        : ` ${filesLeft} files stay, since other texts may use them.`;
  return `“${title}” is deleted${company}.${left}`;
}

function afterPause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** For what the window can do without: a lost connection is told elsewhere. */
async function quietly(work: Promise<unknown>): Promise<void> {
  await work.catch(() => undefined);
}
