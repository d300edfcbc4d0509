import { percentDecoded } from '../percent-decoded.ts';
import { dateInPath, slugInPath } from './file-dates.ts';
import { folderOf, isIn, nameOf, stemOf, within } from './paths.ts';
import { type PictureForm, type PictureShown, pictureForms, writePicture } from './picture-forms.ts';

/** A picture that a post shows, with the file that it is. All paths are relative to the root. */
export interface ShownPicture {
  post: string;
  /** ISO 8601 date of the post, where it has one. */
  date: string | undefined;
  wrapper: string;
  target: string;
  /** Path of the file. */
  path: string;
}

/** Where and how a new picture of a post is put. */
export interface PictureHabit {
  /** Relative to the root. */
  folder: string;
  form: PictureForm;
  wrapper: string;
}

/** The post that gets a new picture. */
export interface PicturedPost {
  path: string;
  /** ISO 8601 date; today where the post has none. */
  date: string;
}

/**
 * Learns from what the post itself and its neighbours show where its next picture goes and how it is written: the
 * way of most posts. Undefined where they teach nothing.
 *
 * @param shown of the post and of its neighbours, newest first; only of posts that lie as this one does
 */
export function learnPictureHabit(
  shown: readonly ShownPicture[],
  post: PicturedPost,
  placeOf: (post: string) => PictureShown,
): PictureHabit | undefined {
  const own = shown.filter((picture) => picture.post === post.path);
  const taught = own.length > 0 ? own : shown;
  const [newest] = taught;
  if (!newest) return undefined;
  const templates = taught.map((picture) => ({ picture, template: templateOf(picture) }));
  const template = commonTemplate(templates);
  if (template === undefined) return undefined;
  const alike = templates.filter((one) => one.template === template).map(({ picture }) => picture);
  const form = commonForm(alike.length > 0 ? alike : taught, placeOf);
  const wrapper = mostPosts(taught.map((picture) => ({ post: picture.post, value: picture.wrapper })));
  if (form === undefined || wrapper === undefined) return undefined;
  return { folder: filled(template, post), form, wrapper };
}

/** Whether a post is the `index` of a folder that is its own. */
export function isBundle(path: string): boolean {
  return /^index$/i.test(stemOf(path).replace(/\.[\w-]+$/, '')) && folderOf(path) !== '.';
}

/** The folder of a picture in words of its post: `{folder}`, `static/img/{year}/{slug}`. */
function templateOf({ post, date, path }: ShownPicture): string {
  const folder = folderOf(path);
  const own = folderOf(post);
  if (own !== '.' && isIn(own, folder)) {
    const rest = within(own, folder);
    return rest === '.' ? '{folder}' : `{folder}/${rest.split('/').map(wordOf(post, date)).join('/')}`;
  }
  return folder.split('/').map(wordOf(post, date)).join('/');
}

function wordOf(post: string, date: string | undefined): (name: string) => string {
  const values = [...valuesOf(post, date)];
  return (name) => {
    const found = values.find(([, value]) => value !== '' && value === name);
    return found ? `{${found[0]}}` : name;
  };
}

/** What a folder's name may be made of, the most telling first. */
function valuesOf(post: string, date: string | undefined): Map<string, string> {
  const bundle = isBundle(post);
  const day = (dateInPath(post)?.date ?? date ?? '').slice(0, 10);
  const [year = '', month = '', dayOfMonth = ''] = day.split('-');
  return new Map([
    ['name', bundle ? nameOf(folderOf(post)) : stemOf(post)],
    ['slug', slugInPath(post)],
    ['date', day],
    ['year-month', month && `${year}-${month}`],
    ['year', year],
    ['month', month],
    ['day', dayOfMonth],
  ]);
}

function filled(template: string, { path, date }: PicturedPost): string {
  const values = valuesOf(path, date);
  return template.replace(/\{([\w-]+)\}/g, (whole, word: string) =>
    word === 'folder' ? folderOf(path) : (values.get(word) ?? whole),
  );
}

/** Words that name a folder of pictures of all posts. */
const shared =
  /^(?:assets?|imgs?|images?|pictures?|pics?|photos?|figures?|media|uploads?|files?|static|public|screenshots?|resources?|illustrations?)$/i;

/** The template of most posts. Where each post has a folder of a name of its own, the next one gets one by its slug. */
function commonTemplate(
  templates: readonly { picture: ShownPicture; template: string }[],
): string | undefined {
  const votes = templates.map(({ picture, template }) => ({ post: picture.post, value: template }));
  const best = mostPosts(votes);
  if (best === undefined) return undefined;
  const posts = new Set(votes.map(({ post }) => post)).size;
  const agreeing = new Set(votes.filter(({ value }) => value === best).map(({ post }) => post)).size;
  if (best.includes('{') || agreeing > 1 || shared.test(nameOf(best))) return best;
  const above = folderOf(best);
  if (above === '.') return best;
  // A single post says only where pictures lie, several that differ say that each post has a folder.
  const siblings = new Set(votes.filter(({ value }) => folderOf(value) === above).map(({ post }) => post))
    .size;
  return posts > 1 && siblings > 1 ? `${above}/{slug}` : best;
}

function commonForm(
  pictures: readonly ShownPicture[],
  placeOf: (post: string) => PictureShown,
): PictureForm | undefined {
  return mostPosts(
    pictures.flatMap((picture) => {
      const place = placeOf(picture.post);
      const fitting = pictureForms.filter((form) => {
        const written = writePicture(form, picture.path, place);
        return written !== undefined && percentDecoded(written) === percentDecoded(picture.target);
      });
      return fitting.map((value) => ({ post: picture.post, value }));
    }),
  );
}

/** The value of most posts; of equals the one that comes first. */
function mostPosts<Value extends string>(
  votes: readonly { post: string; value: Value }[],
): Value | undefined {
  const posts = new Map<Value, Set<string>>();
  for (const { post, value } of votes) posts.set(value, (posts.get(value) ?? new Set()).add(post));
  return [...posts].sort((a, b) => b[1].size - a[1].size)[0]?.[0];
}
