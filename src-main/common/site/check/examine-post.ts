import { readDate } from '../../posts/dates.ts';
import { type FrontMatter, type FrontMatterData, readFrontMatter } from '../../posts/front-matter.ts';
import type { PostSummary } from '../../posts/post.ts';
import { readHead } from '../../posts/read-head.ts';
import type { Problem } from '../../problem.ts';
import { findConflictMarkers } from '../../publish/conflict-markers.ts';
import type { Meaning } from '../convention.ts';
import { hasTitle, meaningOf, readDateFor } from '../post-meaning.ts';
import type { SitePlace } from '../site-map.ts';
import { type Anchors, anchorsOf } from './anchors.ts';
import { findReferences, type Reference } from './find-references.ts';

/** A place in a file: both 1-based, columns in UTF-16 code units. */
export interface Position {
  line: number;
  column: number;
}

/** What a post refers to, where it stands. `cover` is a picture that the front matter names. */
export interface PlacedReference extends Position {
  kind: Reference['kind'] | 'cover';
  target: string;
  /** See `Reference.language`. */
  language?: string;
}

/** All that checking needs of a post once its text is read. */
export interface ExaminedPost {
  summary: PostSummary;
  place: SitePlace;
  /** Whether it is a post and not a page. */
  isPost: boolean;
  /** Other addresses that lead to it. */
  aliases: string[];
  references: PlacedReference[];
  /** Places within it; undefined where its text does not tell. */
  anchors: Anchors | undefined;
  /** Where its address is decided. */
  addressAt: Position;
  /** What is wrong with it, whatever the other posts are. */
  problems: Problem[];
}

export interface PostToExamine {
  /** As the list has it, problems of its front matter included. */
  summary: PostSummary;
  place: SitePlace;
  text: string;
  /** Whether it lies among posts and not among pages. */
  isPost: boolean;
  /** Whether posts of its collection have dates. */
  needsDate: boolean;
}

/** Reads a post for checking. Pure; never throws. */
export function examinePost(post: PostToExamine): ExaminedPost {
  const { summary, place, text } = post;
  const head = readHead(text, true);
  let whole: FrontMatter | undefined;
  // The places of values are asked for only where there is something to say of them.
  const full = (): FrontMatter => {
    whole ??= readFrontMatter(text);
    return whole;
  };
  const { data, bodyStart } = head ?? full();
  const fieldAt = (keys: readonly string[]): Position => {
    const field = full().fields.find(({ key }) => keys.includes(key.join('.')));
    return field ? createPositions(text)(field.range.from) : start;
  };
  const found = findReferences(text, bodyStart);
  const positions = createPositions(text);
  const placed = found.map((reference) => ({ ...reference, ...positions(reference.offset) }));
  return {
    summary,
    place,
    isPost: post.isPost,
    aliases: aliasesOf(data),
    references: [
      ...coversOf(data).map(({ key, target }) => ({ kind: 'cover' as const, target, ...fieldAt([key]) })),
      ...placed.filter(({ target }) => target !== '').map(withoutDetails),
    ],
    anchors: anchorsOf(text.slice(bodyStart)),
    addressAt: addressKeys.some((key) => Object.hasOwn(data, key)) ? fieldAt(addressKeys) : start,
    problems: [
      ...summary.problems,
      ...conflictProblems(text),
      ...fieldProblems(post, { data, text, bodyStart, fields: () => full().fields }, fieldAt),
      ...placed.filter(({ lacksAlt }) => lacksAlt).map(missingAlt),
    ],
  };
}

const start: Position = { line: 1, column: 1 };
const addressKeys = ['permalink', 'url', 'path', 'slug', 'id'];

/** Finds places of offsets that are asked for in their order, in one walk over the text. */
export function createPositions(text: string): (offset: number) => Position {
  let line = 1;
  let lineStart = 0;
  let next = text.indexOf('\n');
  return (offset) => {
    for (; next !== -1 && next < offset; next = text.indexOf('\n', next + 1)) {
      line += 1;
      lineStart = next + 1;
    }
    return { line, column: offset - lineStart + 1 };
  };
}

interface ReadPost {
  data: FrontMatterData;
  fields: () => FrontMatter['fields'];
  text: string;
  bodyStart: number;
}

function hidesDrafts({ site, path, place }: SitePlace): boolean {
  return site.convention.hidesDrafts?.(path, place, site.settings) ?? true;
}

function fieldProblems(
  { summary, place, isPost, needsDate }: PostToExamine,
  { data, fields, text, bodyStart }: ReadPost,
  fieldAt: (keys: readonly string[]) => Position,
): Problem[] {
  const meaning = meaningOf(place.site);
  // Where the front matter cannot be read, nobody knows what is missing.
  if (summary.problems.some(({ severity }) => severity === 'error')) return [];
  const problems: Problem[] = [];
  const isPublished = isPost && summary.visibility !== 'draft';
  const body = text.slice(bodyStart, bodyStart + longestLookForTitle);
  const titled = hasTitle({ place, frontMatter: { data, fields }, body });
  if (!titled && isPost)
    problems.push({
      ...fieldAt(['title']),
      severity: 'warning',
      code: 'missing-title',
      message: `This post says no title, so readers see one made of its file’s name: “${summary.title}”.`,
    });
  const isWorkedOut = meaning.dateKeys.some((key) => meaning.workedOutDates?.test(String(data[key] ?? '')));
  const unreadable = meaning.dateKeys.slice(0, 1).find((key) => isUnreadableDate(data[key], meaning));
  const empty = meaning.stopsAtEmptyDate && meaning.dateKeys.find((key) => data[key] === null);
  if (empty && place.place.kind !== 'drafts')
    problems.push({
      ...fieldAt([empty]),
      severity: 'error',
      code: 'invalid-date',
      message: `This date is empty, so that ${place.site.convention.label} will not build the site. Write it as 2024-05-01, or leave the key out.`,
    });
  if (unreadable !== undefined)
    problems.push({
      ...fieldAt([unreadable]),
      severity: 'warning',
      code: 'invalid-date',
      message: `${reader(data[unreadable], place)} cannot read “${String(data[unreadable])}” as a date. Write it as 2024-05-01.`,
    });
  else if (summary.date === undefined && needsDate && isPublished && !isWorkedOut)
    problems.push({
      ...fieldAt(meaning.dateKeys),
      severity: 'warning',
      code: 'missing-date',
      message: 'This post has no date, so its place among the others is not sure. Give it one.',
    });
  if (summary.visibility === 'draft' && !hidesDrafts(place))
    problems.push({
      ...fieldAt(meaning.draftRules.map(({ key }) => key)),
      severity: 'warning',
      code: 'draft-shown',
      message: 'Nothing in this site leaves drafts out, so readers see this one once it is published.',
    });
  if (summary.description === '' && isPublished)
    problems.push({
      ...fieldAt(meaning.descriptionKeys),
      severity: 'info',
      code: 'missing-description',
      message: 'This post has no description for search engines and previews of links.',
    });
  return problems;
}

/** Text in which a title is looked for, as the list does. In UTF-16 code units. */
const longestLookForTitle = 2000;

function isUnreadableDate(value: unknown, meaning: Meaning): boolean {
  const isText = typeof value === 'string' && value.trim() !== '' && !/[{<]/.test(value);
  if (!isText || meaning.workedOutDates?.test(value)) return false;
  return readDateFor(meaning, value) === undefined;
}

/** Who is at a loss: the generator alone, where people would read the date. */
function reader(value: unknown, { site }: SitePlace): string {
  return readDate(String(value)) === undefined ? 'Galley' : site.convention.label;
}

function conflictProblems(text: string): Problem[] {
  const line = text.includes('<<<<<<<') ? findConflictMarkers(text) : undefined;
  if (line === undefined) return [];
  const message = 'Marks of a merge that was never finished stand in this post. Choose one of the two texts.';
  return [{ severity: 'error', code: 'conflict-markers', message, line, column: 1 }];
}

function missingAlt({ line, column, target }: PlacedReference): Problem {
  const name = target === '' ? 'This picture' : `The picture ${target}`;
  return {
    severity: 'warning',
    code: 'missing-alt',
    message: `${name} has no text for readers who cannot see it. Describe it in a few words.`,
    line,
    column,
  };
}

function withoutDetails({ kind, target, language, line, column }: PlacedReference): PlacedReference {
  return { kind, target, ...(language !== undefined && { language }), line, column };
}

/** Hugo, Zola and Galley say `aliases`, Jekyll's plug-in `redirect_from`, Hexo's `alias`. */
function aliasesOf(data: FrontMatterData): string[] {
  return ['aliases', 'redirect_from', 'alias'].flatMap((key) => textsOf(data[key]));
}

function textsOf(value: unknown): string[] {
  const values = Array.isArray(value) ? value : [value];
  return values.filter((one) => typeof one === 'string' && one !== '');
}

/** Pictures that the front matter names under a key that says so. */
function coversOf(data: FrontMatterData, path = '', depth = 0): { key: string; target: string }[] {
  if (depth > 3) return [];
  return Object.entries(data).flatMap(([name, value]) => {
    const key = path === '' ? name : `${path}.${name}`;
    if (typeof value === 'string' || isListOfTexts(value))
      return [value]
        .flat()
        .filter((target) => pictureKey.test(key) && pictureName.test(target))
        .map((target) => ({ key, target }));
    const isMap = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isMap ? coversOf(value, key, depth + 1) : [];
  });
}

function isListOfTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'string');
}

const pictureKey = /image|cover|thumb|banner|hero|picture|photo|teaser/i;
const pictureName = /^[^\s{}<>:]+\.(png|jpe?g|gif|svg|webp|avif)$/i;
