import { AppError } from '../../common/errors.ts';
import { type FrontMatter, readFrontMatter } from '../../common/posts/front-matter.ts';
import type {
  PostPath,
  PostSource,
  PostSummary,
  RenameInput,
  RenamePreview,
  Revision,
  SaveOutcome,
} from '../../common/posts/post.ts';
import type { SearchAnswer } from '../../common/posts/search.ts';
import { mayBePost } from '../../common/site/content-files.ts';
import { readable, readMeaning } from '../../common/site/post-meaning.ts';
import { type Disk, revisionOfBytes, type WriteOutcome } from '../disk.ts';
import { fencePath } from '../site/fence.ts';
import { createPost, createPostMaker, type NewPostInput, type PostMaker } from './create-post.ts';
import { findMoved } from './find-moved.ts';
import type { PathLocks } from './path-locks.ts';
import type { PostIndex } from './post-index.ts';
import { readPostFile } from './read-post-file.ts';
import { describeRename, type Renamed, renamePost } from './rename-post.ts';

/** The posts of the open blog: the files on disk and nothing else. */
export interface PostStore {
  /** Newest first. A file that cannot be read is listed with the problem. */
  list(): Promise<PostSummary[]>;
  /** As `list`, with the words of each body counted: reads every file whole. */
  listWithWords(): Promise<PostSummary[]>;
  /**
   * Posts that hold every word of the query in title, tags, description or text, best first, and after them posts with
   * a title that differs by a typing error.
   */
  search(input: { query: string; limit: number }): Promise<SearchAnswer>;
  /** One post as the list has it; undefined where there is none. */
  summary(path: PostPath): Promise<PostSummary | undefined>;
  /** @throws AppError `post-missing`, `post-unreadable`, `post-too-large`, `not-text`, `path-outside-site` */
  read(path: PostPath): Promise<PostSource>;
  /** Where the only post with exactly this text is; undefined where there is none, or more than one. */
  findMoved(text: string): Promise<PostPath | undefined>;
  /**
   * Writes a post whole if it still is what the text was based on: nothing, where no revision is given.
   *
   * @throws AppError as `read` and `Disk.write`
   */
  save(input: SaveInput): Promise<SaveOutcome>;
  /** Makes a post where and as its neighbours are. @throws AppError `post-exists`, `bad-input`, as `Disk.create` */
  create(input: NewPostInput): Promise<PostSource>;
  /** For many new posts: looks at their neighbours once. */
  maker(): Promise<PostMaker>;
  /** The public address that a post has, or would have with this text; undefined where it has none. */
  urlOf(path: PostPath, text: string): Promise<string | undefined>;
  /** What another name of a post would touch. @throws AppError `post-missing`, `bad-input` */
  describeRename(path: PostPath): Promise<RenamePreview>;
  /**
   * Gives a post another slug and lets all references to it follow.
   *
   * @param keepText keeps a text that is about to be replaced
   * @throws AppError as `renamePost`
   */
  rename(input: RenameInput, keepText: (path: PostPath, text: string) => Promise<void>): Promise<Renamed>;
}

/** A text to save. */
export interface SaveInput {
  path: PostPath;
  text: string;
  /** Undefined: there must be no file of that name. */
  basedOn?: Revision | undefined;
}

/** What the store works on. */
export interface PostStoreParts {
  /** Absolute real path that posts' paths are relative to. */
  root: string;
  /** The folder that was opened, relative to the root. */
  within: string;
  index: PostIndex;
  disk: Disk;
  locks: PathLocks;
  /** Called before the list is given, where nothing keeps the index in step with the disk. */
  beforeList(): Promise<void>;
  /** Told of each file that the store itself has written. */
  onWritten(path: PostPath): Promise<void>;
  /** Told once the store has moved files. */
  onMoved(): Promise<void>;
}

/** The posts of a blog. */
export function createPostStore(parts: PostStoreParts): PostStore {
  const { root, within, index, disk, locks, beforeList, onWritten, onMoved } = parts;

  async function read(path: PostPath): Promise<PostSource> {
    const { real, exists } = await fencePath(root, path);
    if (!mayBePost(path)) throw new AppError('bad-input', { message: 'This file is not a post.' });
    if (!exists) throw new AppError('post-missing');
    const { bytes, text, readOnly } = await readPostFile(real);
    const frontMatter = readFrontMatter(text);
    const url = await addressOf(path, text, frontMatter);
    return { path, text, revision: revisionOfBytes(bytes), readOnly, url, problems: frontMatter.problems };
  }

  async function addressOf(
    path: PostPath,
    text: string,
    frontMatter: FrontMatter,
  ): Promise<string | undefined> {
    const place = (await index.map()).place(path);
    const body = text.slice(frontMatter.bodyStart, frontMatter.bodyStart + 2000);
    return place && readMeaning({ place, frontMatter: readable(frontMatter), body, now: Date.now() }).url;
  }

  async function save({ path, text, basedOn }: SaveInput): Promise<SaveOutcome> {
    const { real, exists } = await fencePath(root, path);
    if (!mayBePost(path)) throw new AppError('bad-input', { message: 'This file is not a post.' });
    const bytes = encode(text);
    const outcome = await writeOver({ real, exists }, bytes, basedOn);
    if (outcome === 'changed-on-disk') return { kind: outcome, current: await readIfThere(path) };
    await onWritten(path);
    return { kind: 'saved', revision: revisionOfBytes(bytes) };
  }

  async function writeOver(
    { real, exists }: { real: string; exists: boolean },
    bytes: Uint8Array,
    basedOn: Revision | undefined,
  ): Promise<WriteOutcome> {
    if (exists !== (basedOn !== undefined)) return 'changed-on-disk';
    if (basedOn !== undefined) return disk.write(real, bytes, { basedOn });
    return disk.create(real, bytes).then(
      () => 'written',
      (error: unknown) => {
        if (error instanceof AppError && error.code === 'post-exists') return 'changed-on-disk';
        throw error;
      },
    );
  }

  async function readIfThere(path: PostPath): Promise<PostSource | undefined> {
    return read(path).catch((error: unknown) => {
      if (error instanceof AppError && error.code === 'post-missing') return undefined;
      throw error;
    });
  }

  async function list(): Promise<PostSummary[]> {
    await beforeList();
    return index.list();
  }

  return {
    list,
    async listWithWords() {
      await beforeList();
      return index.listWithWords();
    },
    async search({ query, limit }) {
      await beforeList();
      return index.search(query, limit);
    },
    summary: (path) => index.summary(path),
    read,
    async findMoved(text) {
      await index.refresh();
      return findMoved(
        root,
        (await index.list()).map((post) => post.path),
        encode(text),
      );
    },
    save: (input) => locks.hold([input.path], () => save(input)),
    async create(input) {
      const path = await createPost({ root, within, index, disk }, input);
      await onWritten(path);
      return read(path);
    },
    async maker() {
      const maker = await createPostMaker({ root, within, index, disk });
      return {
        ...maker,
        async write(post) {
          await maker.write(post);
          await onWritten(post.path);
        },
      };
    },
    urlOf: (path, text) => addressOf(path, text, readFrontMatter(text)),
    describeRename: (path) => describeRename({ root, index }, path),
    async rename(input, keepText) {
      try {
        return await renamePost({ root, index, disk, locks, keepText }, input);
      } finally {
        await onMoved();
      }
    },
  };
}

/** Text with half of a surrogate pair has no bytes of its own: it would come back as other text. */
function encode(text: string): Uint8Array {
  if (/\p{Cs}/u.test(text))
    throw new AppError('bad-input', {
      message: 'The text holds half of a character, which no file can hold.',
    });
  return new TextEncoder().encode(text);
}
