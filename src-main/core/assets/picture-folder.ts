import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { readTarget } from '../../common/markdown/targets.ts';
import type { PostSummary } from '../../common/posts/post.ts';
import { textAt } from '../../common/site/configuration.ts';
import type { SiteSettings } from '../../common/site/convention.ts';
import { folderOf, join as joinPath } from '../../common/site/paths.ts';
import { usualPictures } from '../../common/site/picture-defaults.ts';
import { isTemplateForm, type PictureShown, writePicture } from '../../common/site/picture-forms.ts';
import {
  isBundle,
  learnPictureHabit,
  type PictureHabit,
  type ShownPicture,
} from '../../common/site/picture-habits.ts';
import { pictureAtKey, picturesIn, targetMark } from '../../common/site/picture-uses.ts';
import type { SiteMap } from '../../common/site/site-map.ts';
import { placesOfTarget } from '../../common/site/target-places.ts';
import { readPostFile } from '../posts/read-post-file.ts';
import type { Assets } from '../site/assets.ts';
import { fencePath } from '../site/fence.ts';

/** What is known of the blog that a picture goes into. */
export interface PictureSources {
  /** Absolute real path that all paths are relative to. */
  root: string;
  map(): Promise<SiteMap>;
  /** Newest first. */
  posts(): Promise<readonly PostSummary[]>;
  assets: Assets;
}

/** Posts that are looked at for how they show pictures, and how many that do are enough. */
const most = { read: 60, showing: 10 };

/**
 * Where and how this post gets its next picture: as the post itself does, else as its neighbours do, else as the
 * convention has it.
 *
 * @param key of the front matter that the picture is for; none where it goes into the text
 */
export async function pictureHabitOf(
  sources: PictureSources,
  post: string,
  key?: readonly string[],
): Promise<{ habit: PictureHabit; shown: PictureShown }> {
  const map = await sources.map();
  const place = map.place(post);
  const settings = place?.site.settings ?? map.sites[0]?.settings;
  if (!settings) throw new Error('There is always a site');
  const shownBy = (from: string): PictureShown => shownIn(from, settings);
  const posts = await sources.posts();
  const date = posts.find(({ path }) => path === post)?.date ?? new Date().toISOString();
  const shown = await picturesAround(sources, { posts, post, key });
  const learnt = learnPictureHabit(shown, { path: post, date }, shownBy);
  if (learnt && leadsBack(map, learnt, shownBy(post))) return { habit: learnt, shown: shownBy(post) };
  if (key === undefined) return { habit: await usual(sources.root, post, settings), shown: shownBy(post) };
  // A key that no post has a picture at yet: as in the text, but for what only the text can say.
  const { habit } = await pictureHabitOf(sources, post);
  const form = isTemplateForm(habit.form) || habit.form === 'own-folder' ? 'root' : habit.form;
  const canSay = writePicture(form, joinPath(habit.folder, 'a.png'), shownBy(post)) !== undefined;
  return {
    habit: { ...habit, form: canSay ? form : 'relative', wrapper: targetMark },
    shown: shownBy(post),
  };
}

async function picturesAround(
  { root, assets, map }: PictureSources,
  { posts, post, key }: { posts: readonly PostSummary[]; post: string; key: readonly string[] | undefined },
): Promise<ShownPicture[]> {
  const places = await map();
  const own = places.place(post)?.collection;
  const alike = posts.filter(
    ({ path }) =>
      path !== post && isBundle(path) === isBundle(post) && places.place(path)?.collection === own,
  );
  const pictures: ShownPicture[] = [];
  let showing = 0;
  const itself = posts.find(({ path }) => path === post);
  for (const { path, date } of [itself ?? { path: post, date: undefined }, ...alike].slice(0, most.read)) {
    const text = await textOf(root, path);
    const uses = key ? pictureAtKey(text, key) : picturesIn(text);
    const before = pictures.length;
    for (const { wrapper, target } of uses) {
      const local = readTarget(target);
      const found = local.kind === 'local' && (await assets.locate({ post: path, target: local.written }));
      if (found) pictures.push({ post: path, date, wrapper, target, path: found });
    }
    if (pictures.length > before) showing += 1;
    if (showing >= most.showing) break;
  }
  return pictures;
}

async function textOf(root: string, path: string): Promise<string> {
  try {
    return (await readPostFile((await fencePath(root, path)).real)).text;
  } catch {
    return '';
  }
}

function shownIn(from: string, settings: SiteSettings): PictureShown {
  const { folder, convention, staticFolders, data } = settings;
  const [first, ...others] = staticFolders;
  const isSource = (name: string) => /^(?:\.|src|assets|content)$/.test(name);
  // Only Eleventy copies several folders, and what lies in the more telling one is served from there.
  const folders =
    convention === 'eleventy' ? [...others, first] : [first, ...others.filter((one) => !isSource(one))];
  const base = textAt(data, 'baseUrl') ?? textAt(data, 'baseurl') ?? textAt(data, 'base') ?? '';
  return {
    from,
    site: folder,
    served: folders.flatMap((one) => (one === undefined ? [] : [joinPath(folder, one)])),
    base: /^\/[^/]/.test(base) ? base.replace(/\/+$/, '') : '',
  };
}

/** Whether what would be written for a picture in that folder leads to the picture. */
function leadsBack(map: SiteMap, { folder, form }: PictureHabit, shown: PictureShown): boolean {
  const path = joinPath(folder, 'a.png');
  const written = writePicture(form, path, shown);
  if (written === undefined) return false;
  const target = readTarget(written);
  return target.kind === 'local' && placesOfTarget(map, shown.from, target.written).includes(path);
}

/** The first of the usual folders that is there, else the last of them. */
async function usual(root: string, post: string, settings: SiteSettings): Promise<PictureHabit> {
  const habits = usualPictures(post, settings);
  for (const habit of habits) {
    const isThere = await stat(join(root, habit.folder)).then(
      (found) => found.isDirectory(),
      () => false,
    );
    if (isThere && habit.folder !== folderOf(post)) return habit;
  }
  const last = habits.at(-1);
  if (!last) throw new Error('Every convention has a place for pictures');
  return last;
}
