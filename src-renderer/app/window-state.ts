import type { HostDescription } from '../../src-main/common/api/contract.ts';
import { defaultSettings } from '../../src-main/common/default-settings.ts';
import type { AppErrorData } from '../../src-main/common/errors.ts';
import type { PostPath, PostSource, PostSummary } from '../../src-main/common/posts/post.ts';
import type { LiveReport } from '../../src-main/common/publish/live.ts';
import type { PublishPlan } from '../../src-main/common/publish/publish.ts';
import type { SignInQuestion } from '../../src-main/common/publish/sign-in.ts';
import type { Settings, SiteLayout } from '../../src-main/common/settings.ts';
import type { RecentSite, SiteInfo } from '../../src-main/common/site/site.ts';
import type { SaveState } from '../editor-contract.ts';
import type { ImportStage } from '../import/importing.ts';
import type { ListTab } from '../list/filter-posts.ts';
import type { Stage } from '../publish/publishing.ts';

/** What fills the window below its top bar. */
export type Page = 'write' | 'publish' | 'trust' | 'history' | 'import';

/** A small window over the page. */
export type Panel =
  | 'palette'
  | 'new-post'
  | 'new-blog'
  | 'site-look'
  | 'shortcuts'
  | 'settings'
  | 'open-folder'
  | 'correct'
  | 'rename'
  | 'unpublish'
  | 'deleted-posts';

/** Which pane a narrow window shows; a wide one shows all that are open. */
export type NarrowView = 'list' | 'write' | 'preview';

/** Something to tell the author that belongs to no place of its own. */
export interface Notice {
  tone: 'info' | 'problem';
  message: string;
  next: readonly string[];
  detail?: string | undefined;
  /** What the author can do about it at once, such as to undo it. */
  action?: { words: string; run(): void } | undefined;
  /** It holds only as long as the open post is unsaved. */
  ofUnsaved?: true;
}

/** Everything the window knows. Unsaved text is not here: the editor owns it. */
export interface WindowState {
  /** `starting`: the host has not answered yet. `start`: no blog is open. */
  phase: 'starting' | 'start' | 'opening' | 'open' | 'failed';
  startFailure: AppErrorData | undefined;
  connected: boolean;
  host: HostDescription | undefined;
  settings: Settings;
  recent: readonly RecentSite[] | undefined;
  site: SiteInfo | undefined;
  layout: SiteLayout;
  posts: readonly PostSummary[] | undefined;
  /** `posts` are the newest only: the others are still being read. */
  morePosts: boolean;
  postsFailure: AppErrorData | undefined;
  plan: PublishPlan | undefined;
  planFailure: AppErrorData | undefined;
  openPost: PostPath | undefined;
  /** The open post as it was just created, so that the editor need not read it. */
  createdPost: PostSource | undefined;
  saveState: SaveState;
  listTab: ListTab;
  listQuery: string;
  page: Page;
  /** The post whose versions the page of history shows. */
  historyOf: PostPath | undefined;
  publishing: Stage;
  importing: ImportStage;
  /** How far the last publish has come to its readers. */
  live: LiveReport | undefined;
  /** The message that the author has typed for the next publish; undefined: the proposed one. */
  publishMessage: string | undefined;
  /** What was chosen for a publish that has not gone out: who tries again means the same. */
  publishTried: readonly string[] | undefined;
  panel: Panel | undefined;
  /** What git or ssh asks the author, while a publish waits. */
  signIn: SignInQuestion | undefined;
  narrowView: NarrowView;
  notice: Notice | undefined;
}

/** The state before the host has answered. */
export const initialState: WindowState = {
  phase: 'starting',
  startFailure: undefined,
  connected: true,
  host: undefined,
  settings: defaultSettings,
  recent: undefined,
  site: undefined,
  layout: {},
  posts: undefined,
  morePosts: false,
  postsFailure: undefined,
  plan: undefined,
  planFailure: undefined,
  openPost: undefined,
  createdPost: undefined,
  saveState: { kind: 'saved' },
  listTab: 'all',
  listQuery: '',
  page: 'write',
  historyOf: undefined,
  publishing: { kind: 'preparing' },
  importing: { kind: 'choosing' },
  live: undefined,
  publishMessage: undefined,
  publishTried: undefined,
  panel: undefined,
  signIn: undefined,
  narrowView: 'write',
  notice: undefined,
};
