import * as v from 'valibot';
import type { BuildOutcome, BuildProgress } from '../build/build.ts';
import type { PageFrame } from '../build/page-frame.ts';
import { newBlogSchema } from '../new-blog/new-blog.ts';
import type { NewBlogProposal, SiteLook } from '../new-blog/proposal.ts';
import {
  type ImportOutcome,
  type ImportPreview,
  type ImportProgress,
  importFormats,
} from '../posts/import.ts';
import type { JournalEntry, JournalNote, Snapshot } from '../posts/kept-texts.ts';
import type {
  DeletedPost,
  PostPath,
  PostSource,
  PostSummary,
  RemovedPost,
  RenameOutcome,
  RenamePreview,
  Revision,
  SaveOutcome,
} from '../posts/post.ts';
import type { PostVersion } from '../posts/post-version.ts';
import type { SearchAnswer } from '../posts/search.ts';
import type { LiveReport } from '../publish/live.ts';
import type {
  BringInOutcome,
  OrphanedPicture,
  PublishOutcome,
  PublishPlan,
  PublishProgress,
  TrustReport,
  UnpublishPreview,
} from '../publish/publish.ts';
import { type Identity, identitySchema, type SignInQuestion, signInReplySchema } from '../publish/sign-in.ts';
import { type Settings, settingsChangeSchema } from '../settings.ts';
import type { PostProblem } from '../site/check/check-posts.ts';
import { siteCorrectionSchema } from '../site/correction.ts';
import type { FieldInUse } from '../site/learn-fields.ts';
import type { LinkForm } from '../site/link-form.ts';
import type { RecentSite, SiteInfo } from '../site/site.ts';
import type { SiteSnippet } from '../site/snippets/snippet.ts';
import type { SiteStyle, SiteStyles } from '../site/style-sheets.ts';
import { event, type InputOf, method, type PayloadOf, type ResultOf } from './method.ts';
import { type AddedPicture, largestPicture } from './pictures.ts';

const nothing = v.strictObject({});
const path = v.pipe(v.string(), v.minLength(1), v.maxLength(4096));
/** A commit's name as git gives it out, or a snapshot's. */
const version = v.pipe(
  v.string(),
  v.regex(/^[0-9a-f]{4,64}$|^\d{1,15}-[0-9a-f]{64}$/, 'a version is a name of the history'),
);

/** Whether a text can name a version of a post: whole or cut short, as the history gives it out. */
export function isVersionName(text: string): boolean {
  return v.is(version, text);
}

const gitName = v.pipe(v.string(), v.minLength(1), v.maxLength(250));
const revision = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/, 'a revision is 64 hexadecimal digits'));

/** In base64, with room for one that is a little too large to be told so. */
const longestPictureText = Math.ceil((largestPicture * 1.1) / 3) * 4;

const exportToRead = {
  /** Absolute path of the export: a file, or the folder that it was unpacked to. `~` stands for the home folder. */
  file: path,
  /** Told by the export itself where none is given. */
  from: v.optional(v.picklist(importFormats)),
};

/** What the host of the window can do. */
export interface HostDescription {
  kind: 'electron' | 'web' | 'cli';
  version: string;
  platform: 'linux' | 'darwin' | 'win32';
  /** How a folder is chosen: by the system's dialog (`host.chooseFolder`) or by a path field with `folders.list`. */
  folderChoice: 'dialog' | 'path-field';
}

/** A folder as the path field lists it. */
export interface FolderListing {
  /** Absolute real path. */
  path: string;
  parent: string | undefined;
  folders: { name: string; path: string; repository: boolean }[];
  /** Empty unless they were asked for. */
  files: { name: string; path: string }[];
}

/** Every operation that a window or a script can ask for: the allow-list, the input checks and the types in one. */
export const methods = {
  'host.describe': method('What the host of this window can do.', nothing).returns<HostDescription>(),
  'host.chooseFolder': method(
    'Asks for a folder with the system’s dialog; nothing where it was cancelled.',
    nothing,
  ).returns<{ path: string | undefined }>(),
  'host.chooseExport': method(
    'Asks for the export of another program with the system’s dialog; nothing where it was cancelled.',
    v.strictObject({ kind: v.picklist(['file', 'folder']) }),
  ).returns<{ path: string | undefined }>(),
  'host.openExternal': method(
    'Opens an http, https or mailto address in the system’s own program.',
    v.strictObject({ url: v.pipe(v.string(), v.maxLength(8192)) }),
  ).returns<undefined>(),
  'folders.list': method(
    'The folders inside a folder, and its files if asked for; of the home folder where no path is given.',
    v.strictObject({ path: v.optional(path), files: v.optional(v.boolean()) }),
  ).returns<FolderListing>(),

  'site.open': method(
    'Opens the blog in a folder and watches it.',
    v.strictObject({ path }),
  ).returns<SiteInfo>(),
  'site.openSample': method('Opens the sample blog, made on first use.', nothing).returns<SiteInfo>(),
  'blog.propose': method(
    'What a new blog would begin with: where, by whom, and the looks there are.',
    nothing,
  ).returns<NewBlogProposal>(),
  'blog.create': method(
    'Makes a new blog in Galley’s own convention, with a repository, and opens it. Replaces nothing.',
    newBlogSchema,
  ).returns<SiteInfo>(),
  'site.page': method(
    'What the theme of the open blog puts around a post, from its text as it is in the window; nothing where no theme does.',
    v.strictObject({ path, text: v.pipe(v.string(), v.maxLength(20_000_000)) }),
  ).returns<PageFrame | undefined>(),
  'site.styles': method(
    'The style sheets among the files of the open blog, the likeliest to be its own first.',
    nothing,
  ).returns<SiteStyles>(),
  'site.style': method(
    'One style sheet of the open blog with what it imports, without anything of other sites.',
    v.strictObject({ path }),
  ).returns<SiteStyle>(),
  'site.look': method(
    'The theme of the open blog, and the themes there are; nothing for a blog that is not of Galley’s own kind.',
    nothing,
  ).returns<SiteLook | undefined>(),
  'site.changeLook': method(
    'Gives the open blog another theme: one value in its settings.',
    v.strictObject({ theme: v.pipe(v.string(), v.maxLength(64)) }),
  ).returns<SiteLook | undefined>(),
  'site.current': method('The open blog; nothing where none is open.', nothing).returns<
    SiteInfo | undefined
  >(),
  'site.recent': method('Blogs that were open before, newest first.', nothing).returns<RecentSite[]>(),
  'site.correct': method(
    'Says what the open blog is, where Galley took it for something else, and opens it as that; nothing forgets what was said.',
    siteCorrectionSchema,
  ).returns<SiteInfo>(),
  'site.close': method('Closes the open blog.', nothing).returns<undefined>(),

  'site.build': method(
    'Builds the open blog as a web site, into a folder of its own.',
    v.strictObject({
      /** Absolute path; `_site` beside the configuration where none is given. */
      out: v.optional(path),
      drafts: v.optional(v.boolean()),
    }),
  ).returns<BuildOutcome>(),
  'site.cancelBuild': method(
    'Stops the running build, leaving the site as it was.',
    nothing,
  ).returns<undefined>(),

  'posts.list': method(
    'The posts of the open blog, newest first: all of them, or a stretch of the list.',
    v.strictObject({
      /** Place of the first one, from 0 on. */
      from: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0))),
      /** Most posts given. */
      count: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
    }),
  ).returns<PostSummary[]>(),
  'posts.search': method(
    'Posts that hold every word of a query, best first, and posts with a title much like it.',
    v.strictObject({
      query: v.pipe(v.string(), v.maxLength(1000)),
      /** Most results; 50 where none is given. */
      limit: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100_000))),
    }),
  ).returns<SearchAnswer>(),
  'posts.read': method('One post as it is on disk.', v.strictObject({ path })).returns<PostSource>(),
  'posts.findMoved': method(
    'Where the file of a post is that another program has renamed or moved: the only post with exactly this text.',
    v.strictObject({ text: v.pipe(v.string(), v.minLength(1), v.maxLength(20_000_000)) }),
  ).returns<PostPath | undefined>(),
  'posts.save': method(
    'Writes a post whole, unless the file is no longer the one that the text was based on; a new one where it was based on none.',
    v.strictObject({ path, text: v.string(), basedOn: v.optional(revision) }),
  ).returns<SaveOutcome>(),
  'posts.create': method(
    'Creates a post where and as the convention has it.',
    v.strictObject({
      title: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(1000)),
      draft: v.optional(v.boolean()),
      /** ISO 8601 day or instant; now where none is given. */
      date: v.optional(v.string()),
      tags: v.optional(v.array(v.string())),
      /** Text of the body; empty where none is given. */
      body: v.optional(v.string()),
    }),
  ).returns<PostSource>(),
  'posts.describeImport': method(
    'What another program’s export holds; nothing is brought in.',
    v.strictObject(exportToRead),
  ).returns<ImportPreview>(),
  'posts.import': method(
    'Brings the posts of another program’s export into the open blog, with their pictures; replaces nothing.',
    v.strictObject({
      ...exportToRead,
      /** Whether pictures that the export does not hold are fetched from the web. */
      download: v.optional(v.boolean()),
    }),
  ).returns<ImportOutcome>(),
  'posts.cancelImport': method(
    'Stops the running import; what has come stays.',
    nothing,
  ).returns<undefined>(),
  'posts.describeRename': method(
    'What another slug of a post would touch; nothing is done.',
    v.strictObject({ path }),
  ).returns<RenamePreview>(),
  'posts.rename': method(
    'Gives a post another slug: moves it, lets the links to it follow, and lists its former address if asked to.',
    v.strictObject({
      path,
      slug: v.pipe(v.string(), v.maxLength(1000)),
      /** Leads readers on from the former address, as the convention has it. */
      redirect: v.optional(v.boolean()),
    }),
  ).returns<RenameOutcome>(),
  'posts.remove': method(
    'Moves a post to Galley’s bin, with the files that are its own alone; `posts.putBack` brings all of it back.',
    v.strictObject({ path }),
  ).returns<RemovedPost>(),
  'posts.removed': method('The posts of this blog in Galley’s bin, the last deleted first.', nothing).returns<
    DeletedPost[]
  >(),
  'posts.putBack': method(
    'Brings a deleted post back to where it was with what went with it, never over another.',
    v.strictObject({ id: v.pipe(v.string(), v.regex(/^[\w-]{1,80}$/, 'a name of the bin')) }),
  ).returns<{ path: PostPath }>(),
  'posts.fields': method(
    'The keys that the posts beside a post use, in their order, with what they hold.',
    v.strictObject({ path }),
  ).returns<FieldInUse[]>(),
  'posts.tags': method('Every tag in use, most used first.', nothing).returns<
    { tag: string; posts: number }[]
  >(),

  'assets.pictures': method(
    'The pictures of the blog that a post can show, each with the target that shows it there.',
    v.strictObject({ post: path }),
  ).returns<{ path: string; target: string }[]>(),

  'site.snippets': method(
    'What this post can use of the blog, its theme and its generator: shortcodes, includes, components.',
    v.strictObject({ post: path }),
  ).returns<SiteSnippet[]>(),

  'site.linkForm': method(
    'How the posts of this one’s site write links to each other; nothing where none shows it.',
    v.strictObject({ post: path }),
  ).returns<LinkForm | undefined>(),

  'assets.add': method(
    'Puts a picture where this blog has those of a post, under a name of its own, without what it says of place and maker.',
    v.strictObject({
      post: path,
      /** As the author’s system calls it; empty where it has no name. */
      name: v.pipe(v.string(), v.maxLength(4096)),
      /** In base64. */
      bytes: v.pipe(v.string(), v.maxLength(longestPictureText)),
      /** The key of the front matter that it is for; none where it goes into the text. */
      key: v.optional(v.array(v.string())),
    }),
  ).returns<AddedPicture>(),
  'assets.remove': method(
    'Moves a picture that was just added to Galley’s bin, if it still is as it was added.',
    v.strictObject({ path }),
  ).returns<undefined>(),
  'assets.putBack': method(
    'Brings a picture back that was added and removed again.',
    v.strictObject({ path }),
  ).returns<undefined>(),

  'journal.keep': method(
    'Keeps unsaved text of a post outside the blog, in case the program ends before it is saved.',
    v.strictObject({ path, text: v.string(), basedOn: v.optional(revision) }),
  ).returns<undefined>(),
  'journal.list': method('The posts that unsaved text is kept of, newest first.', nothing).returns<
    JournalNote[]
  >(),
  'journal.read': method(
    'The unsaved text that is kept of a post; nothing where there is none.',
    v.strictObject({ path }),
  ).returns<JournalEntry | undefined>(),
  'journal.discard': method(
    'Forgets the unsaved text that is kept of a post.',
    v.strictObject({ path }),
  ).returns<undefined>(),
  'snapshots.list': method(
    'Earlier texts of a post that Galley has kept on this computer, newest first.',
    v.strictObject({ path }),
  ).returns<Snapshot[]>(),
  'snapshots.read': method(
    'One earlier text of a post.',
    v.strictObject({ path, id: v.pipe(v.string(), v.maxLength(100)) }),
  ).returns<{ text: string }>(),
  'posts.check': method(
    'What is wrong with these posts, or with all: front matter, links, pictures, addresses, what is missing.',
    v.strictObject({
      /** Posts, or folders of posts. */
      paths: v.optional(v.array(path)),
    }),
  ).returns<PostProblem[]>(),

  'posts.history': method(
    'Earlier versions of a post, newest first: commits through its renames, and texts kept on this computer.',
    v.strictObject({ path }),
  ).returns<PostVersion[]>(),
  'posts.version': method('One earlier text of a post.', v.strictObject({ path, version })).returns<{
    text: string;
  }>(),
  'posts.restore': method(
    'Brings an earlier text back as an unpublished edit; the text that is there now is kept.',
    v.strictObject({ path, version }),
  ).returns<{ path: string; revision: Revision }>(),

  'publish.plan': method('What publishing would do now.', nothing).returns<PublishPlan>(),
  'publish.orphans': method(
    'Pictures that no file of the blog names: new ones, and those that a changed post showed until now.',
    nothing,
  ).returns<OrphanedPicture[]>(),
  'publish.binOrphan': method(
    'Moves a picture that no file of the blog names to Galley’s bin; `assets.putBack` brings it back.',
    v.strictObject({ path }),
  ).returns<undefined>(),
  'publish.diff': method(
    'One file as the remote was last known to hold it, to compare with what is on disk.',
    v.strictObject({ path }),
  ).returns<{ published: string | undefined; current: string | undefined }>(),
  'publish.run': method(
    'Commits exactly these posts and the assets they use, pushes, and asks the remote.',
    v.strictObject({
      paths: v.array(path),
      /** Proposed from the posts where none is given. */
      message: v.optional(v.pipe(v.string(), v.maxLength(100_000))),
      /** What the author reviewed, by path; a file that is another by now goes back to review. */
      revisions: v.optional(v.record(v.string(), revision)),
    }),
  ).returns<PublishOutcome>(),
  'publish.unpublish': method(
    'Takes a post back: makes it a draft, or removes it where the convention has none, and publishes exactly that.',
    v.strictObject({ path }),
  ).returns<PublishOutcome>(),
  'publish.describeUnpublish': method(
    'What taking a post back would do to it; nothing is done.',
    v.strictObject({ path }),
  ).returns<UnpublishPreview>(),
  'publish.cancel': method(
    'Stops the running publish, leaving all as it was or the commit waiting.',
    nothing,
  ).returns<undefined>(),
  'publish.sendWaiting': method(
    'Sends the commit that waits for the network and nothing else; nothing where none waits.',
    v.strictObject({
      /** Nobody has clicked: nothing may ask for a sign-in. */
      byItself: v.optional(v.literal(true)),
    }),
  ).returns<PublishOutcome | undefined>(),
  'publish.stopWaiting': method(
    'Keeps the commit that waits for the network here until the author publishes again.',
    nothing,
  ).returns<undefined>(),
  'live.current': method(
    'How far the last publish has come to its readers; nothing where it was not looked for.',
    nothing,
  ).returns<LiveReport | undefined>(),
  'live.stop': method(
    'Looks no longer whether readers have what was published.',
    nothing,
  ).returns<undefined>(),
  'publish.bringIn': method(
    'Fetches and brings in what others published, in the way git is told to, if that can be done without a conflict.',
    v.strictObject({
      /** With a merge, whatever git is told. */
      merge: v.optional(v.boolean()),
    }),
  ).returns<BringInOutcome>(),
  'publish.resolve': method(
    'Completes what bringing in has left to the author, with a text or a side for each of the conflicts; none where the file goes.',
    v.strictObject({
      resolutions: v.array(
        v.strictObject({
          path,
          text: v.optional(v.string()),
          /** Of a file that is no text: whose version stays. */
          take: v.optional(v.picklist(['ours', 'theirs'])),
        }),
      ),
    }),
  ).returns<BringInOutcome>(),

  'signIn.pending': method(
    'The question of git or ssh that waits for the author; nothing where none does.',
    nothing,
  ).returns<SignInQuestion | undefined>(),
  'signIn.answer': method(
    'Answers the question that waits. A secret goes to git alone and is kept only as the question says.',
    v.strictObject({ id: v.pipe(v.string(), v.maxLength(100)), reply: signInReplySchema }),
  ).returns<{
    /** False where that question does not wait any more. */
    taken: boolean;
  }>(),
  'identity.guess': method(
    'Who the author may be, where git does not know it: to be confirmed.',
    nothing,
  ).returns<Identity>(),
  'identity.set': method(
    'Says who the author is; kept in the configuration of this repository.',
    identitySchema,
  ).returns<undefined>(),
  'repository.abortOperation': method(
    'Calls off a merge, cherry-pick, revert, rebase or bisect as git does, where nothing of the author’s is lost.',
    v.strictObject({ operation: v.picklist(['merge', 'cherry-pick', 'revert', 'rebase', 'bisect']) }),
  ).returns<undefined>(),
  'repository.putOnBranch': method(
    'Goes on on a branch, a new one or one on the same line, leaving no commit behind.',
    v.strictObject({ name: gitName }),
  ).returns<undefined>(),
  'repository.setRemote': method(
    'Gives a remote its address, adding it where there is none.',
    v.strictObject({ remote: gitName, address: v.pipe(v.string(), v.maxLength(4096)) }),
  ).returns<undefined>(),
  'repository.choosePlace': method(
    'Tells git which of several places this branch is published to.',
    v.strictObject({ remote: gitName, branch: gitName }),
  ).returns<undefined>(),
  'repository.removeLock': method(
    'Removes a lock that a killed git has left, if nobody holds it.',
    v.strictObject({ path }),
  ).returns<undefined>(),
  'repository.fetchHistory': method(
    'Fetches the history that a shallow copy lacks.',
    nothing,
  ).returns<undefined>(),

  'trust.describe': method(
    'What this repository would run, and whether it is trusted.',
    nothing,
  ).returns<TrustReport>(),
  'trust.grant': method('Trusts this repository with what it would run now.', nothing).returns<TrustReport>(),

  'settings.read': method('The settings.', nothing).returns<Settings>(),
  'settings.change': method('Changes some settings.', settingsChangeSchema).returns<Settings>(),
} as const;

/** Every event that a window can listen to. */
export const events = {
  'site.changed': event('The open blog is another or its description changed.').carries<
    SiteInfo | undefined
  >(),
  'posts.changed': event(
    'Posts were added, changed or removed, by this window or by another program.',
  ).carries<{
    /** Paths whose file changed; empty means: read the list again. */
    paths: string[];
  }>(),
  'repository.changed': event(
    'Something happened in the repository: the plan may be another.',
  ).carries<undefined>(),
  'import.progress': event('The running import has come further.').carries<ImportProgress>(),
  'build.progress': event('The running build has come further.').carries<BuildProgress>(),
  'publish.progress': event('The running publish reached a step.').carries<PublishProgress>(),
  'signIn.asked': event(
    'Git or ssh asks the author something, while a publish waits; nothing: no question waits any more.',
  ).carries<SignInQuestion | undefined>(),
  'publish.sentByItself': event(
    'What waited for the network went out by itself, or needs the author.',
  ).carries<PublishOutcome>(),
  'live.changed': event('What was published has come further to its readers.').carries<LiveReport>(),
  'settings.changed': event('The settings were changed.').carries<Settings>(),
} as const;

export type Methods = typeof methods;
export type MethodName = keyof Methods;
export type Input<M extends MethodName> = InputOf<Methods[M]>;
export type Result<M extends MethodName> = ResultOf<Methods[M]>;

export type Events = typeof events;
export type EventName = keyof Events;
export type Payload<E extends EventName> = PayloadOf<Events[E]>;

/** The side that does the work: one function a method. */
export type Handlers = { [M in MethodName]: (input: Input<M>) => Promise<Result<M>> };
