import { AppError } from '../../common/errors.ts';
import type { ImportProgress } from '../../common/posts/import.ts';
import type { JournalNote } from '../../common/posts/kept-texts.ts';
import type { PostPath } from '../../common/posts/post.ts';
import type { PictureWishes } from '../assets/prepare-picture.ts';
import { expandHome } from '../folders.ts';
import { describeExport, importPosts } from '../import/import-posts.ts';
import { saveWithSnapshots } from '../posts/save-with-snapshots.ts';
import { listVersions, readVersion, restoreVersion, type VersionSources } from '../posts/versions.ts';
import type { SettingsStore } from '../settings/settings-store.ts';
import { checkSite } from '../site/check-site.ts';
import type { HandlersOf } from './handlers-of.ts';
import type { OpenBlog, Session } from './open-blog.ts';

/** Posts, their pictures, what is unsaved of them and how they were before. */
export function postHandlers(
  { opened, current, events }: OpenBlog,
  settings: SettingsStore,
): HandlersOf<'posts' | 'assets' | 'journal' | 'snapshots'> {
  const tellOfPosts = (paths: PostPath[]): void => {
    events.emit('posts.changed', { paths });
    events.emit('repository.changed', undefined);
  };
  let importing: AbortController | undefined;
  const wishesFor = async (): Promise<PictureWishes> => {
    const { pictureSide, pictureWebp, pictureQuality } = await settings.read();
    return { longestSide: pictureSide || undefined, webp: pictureWebp, quality: pictureQuality };
  };
  return {
    'posts.list': async ({ from = 0, count }) =>
      (await opened().site.posts.list()).slice(from, count === undefined ? undefined : from + count),
    'posts.search': ({ query, limit }) => opened().site.posts.search({ query, limit: limit ?? usualResults }),
    'posts.read': ({ path }) => opened().site.posts.read(path),
    'posts.save': async (input) => {
      const { site, snapshots } = opened();
      const outcome = await saveWithSnapshots({ posts: site.posts, snapshots }, input);
      if (outcome.kind === 'saved') events.emit('repository.changed', undefined);
      return outcome;
    },
    'posts.create': (input) => opened().site.posts.create(input),
    'posts.describeImport': ({ file, from }) => describeExport({ file: expandHome(file), from }),
    'posts.import': async ({ file, from, download = true }) => {
      if (importing) throw new AppError('repository-busy', { message: 'Galley is importing already.' });
      const session = opened();
      const stop = new AbortController();
      importing = stop;
      const tell = paced((progress: ImportProgress) => events.emit('import.progress', progress));
      try {
        const outcome = await importPosts(
          {
            site: session.site,
            wishes: await wishesFor(),
            signal: stop.signal,
            onProgress(progress) {
              // Nobody waits for what comes into a blog that is closed.
              if (current() !== session) stop.abort();
              tell(progress);
            },
          },
          { file: expandHome(file), from, download },
        );
        tellOfPosts(outcome.posts);
        return outcome;
      } finally {
        importing = undefined;
      }
    },
    'posts.cancelImport': async () => {
      importing?.abort();
      return undefined;
    },
    'posts.findMoved': ({ text }) => opened().site.posts.findMoved(text),
    'posts.describeRename': ({ path }) => opened().site.posts.describeRename(path),
    'posts.rename': async (input) => {
      const { site, snapshots, journal } = opened();
      const { moved, ...outcome } = await site.posts.rename(input, snapshots.keep);
      for (const { from, to } of moved) {
        await snapshots.move(from, to);
        await journal.move(from, to);
      }
      events.emit('repository.changed', undefined);
      return outcome;
    },
    'posts.remove': async ({ path }) => {
      const deleted = await opened().site.deleted.remove(path);
      tellOfPosts([path]);
      return deleted;
    },
    'posts.removed': () => opened().site.deleted.list(),
    'posts.putBack': async ({ id }) => {
      const path = await opened().site.deleted.putBack(id);
      tellOfPosts([path]);
      return { path };
    },
    'posts.fields': ({ path }) => opened().site.fieldsInUse(path),
    'posts.tags': async () => countTags((await opened().site.posts.list()).flatMap((post) => post.tags)),
    'assets.pictures': ({ post }) => opened().site.assets.picturesFor(post),
    'assets.add': async ({ bytes, ...picture }) => {
      const added = await opened().site.pictures.add(
        { ...picture, bytes: decodeBytes(bytes) },
        await wishesFor(),
      );
      events.emit('repository.changed', undefined);
      return added;
    },
    'assets.remove': async ({ path }) => {
      await opened().site.pictures.remove(path);
      return undefined;
    },
    'assets.putBack': async ({ path }) => {
      await opened().site.pictures.putBack(path);
      events.emit('repository.changed', undefined);
      return undefined;
    },
    'posts.history': ({ path }) => listVersions(versionsOf(opened()), path),
    'posts.version': async ({ path, version }) => ({
      text: await readVersion(versionsOf(opened()), path, version),
    }),
    'posts.restore': async (input) => {
      const { site, snapshots } = opened();
      const restored = await restoreVersion(
        {
          sources: versionsOf(opened()),
          posts: site.posts,
          save: (text) => saveWithSnapshots({ posts: site.posts, snapshots }, text),
        },
        input,
      );
      tellOfPosts([input.path]);
      return restored;
    },
    'posts.check': ({ paths }) => checkSite(opened().site, paths),
    'journal.keep': async (entry) => {
      await opened().journal.keep({ ...entry, basedOn: entry.basedOn });
      return undefined;
    },
    'journal.list': () => listUnsaved(opened()),
    'journal.read': ({ path }) => opened().journal.read(path),
    'journal.discard': async ({ path }) => {
      await opened().journal.discard(path);
      return undefined;
    },
    'snapshots.list': ({ path }) => opened().snapshots.list(path),
    'snapshots.read': async ({ path, id }) => ({ text: await opened().snapshots.read(path, id) }),
  };
}

/** @throws AppError `bad-input` for what is no base64 */
function decodeBytes(text: string): Uint8Array {
  const bytes = Buffer.from(text, 'base64');
  const isWhole =
    text.length % 4 === 0 &&
    bytes.length === (text.length / 4) * 3 - (/=*$/.exec(text.slice(-2))?.[0].length ?? 0);
  if (!isWhole) throw new AppError('bad-input', { message: 'The picture did not arrive whole.' });
  return bytes;
}

/** More results than this nobody looks through. */
const usualResults = 50;

/** What the journal holds and no file does: a program that ends right after a save has not told the journal yet. */
function listUnsaved({ journal, site }: Session): Promise<JournalNote[]> {
  return journal.list(async ({ path, text }) => {
    const saved = await site.posts.read(path).catch(() => undefined);
    return saved?.text !== text;
  });
}

function versionsOf({ publishing, snapshots }: Session): VersionSources {
  return { commits: publishing, snapshots };
}

function countTags(tags: string[]): { tag: string; posts: number }[] {
  const counts = new Map<string, number>();
  for (const tag of tags) counts.set(tag, (counts.get(tag) ?? 0) + 1);
  return [...counts]
    .map(([tag, posts]) => ({ tag, posts }))
    .sort((a, b) => b.posts - a.posts || a.tag.localeCompare(b.tag));
}

/** Between two that are told, in milliseconds: no window draws more often. */
const pause = 50;

/** Tells of progress now and then, and of the end of each step. */
function paced(tell: (progress: ImportProgress) => void): (progress: ImportProgress) => void {
  let last = Number.NEGATIVE_INFINITY;
  return (progress) => {
    const now = performance.now();
    if (progress.done < progress.total && now - last < pause) return;
    last = now;
    tell(progress);
  };
}
