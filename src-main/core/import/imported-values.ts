import { percentDecoded } from '../../common/percent-decoded.ts';
import {
  applyChanges,
  editFrontMatter,
  type FrontMatterEdit,
  type FrontMatterInput,
} from '../../common/posts/edit-front-matter.ts';
import { readFrontMatter } from '../../common/posts/front-matter.ts';
import type { PostPath } from '../../common/posts/post.ts';
import type { PostProblem } from '../../common/site/check/check-posts.ts';
import { meaningOf } from '../../common/site/post-meaning.ts';
import { formerAddressEdits, listsFormerAddresses } from '../../common/site/rename/own-keys.ts';
import type { SitePlace } from '../../common/site/site-map.ts';
import type { ComposedPost } from '../posts/create-post.ts';
import type { PostStore } from '../posts/post-store.ts';
import { exportProblem, type ForeignPost } from './foreign-blog.ts';

/** Writes other values and another body into a post that has come. */
export async function changeImported(
  posts: PostStore,
  path: PostPath,
  { edits, body }: { edits: readonly FrontMatterEdit[]; body: string },
  problems: PostProblem[],
): Promise<void> {
  const { text, revision } = await posts.read(path);
  const head = text.slice(0, readFrontMatter(text).bodyStart);
  const changed = edited(`${head}\n${body.trimEnd()}\n`, edits, problems, path);
  if (changed !== text) await posts.save({ path, text: changed, basedOn: revision });
}

/** A new post with all that its front matter says, the address that it has so, and what could not be said. */
export async function withValues(
  posts: PostStore,
  { path, text, place }: ComposedPost,
  post: ForeignPost,
): Promise<{ text: string; url: string | undefined; problems: PostProblem[] }> {
  const problems: PostProblem[] = [];
  if (!place) return { text, url: undefined, problems };
  const said = edited(text, editsFor(place, post), problems, path);
  // A category may be a part of the address.
  const url = await posts.urlOf(path, said);
  const former = post.address && pathOf(post.address);
  if (former === undefined || url === undefined || isSameAddress(former, url))
    return { text: said, url, problems };
  const { convention, settings } = place.site;
  if (!listsFormerAddresses(convention, settings) || !('key' in convention.formerAddresses)) {
    const message = `Its address was ${former} and is ${url} here.`;
    problems.push(exportProblem(path, 'info', 'address-changed', message));
    return { text: said, url, problems };
  }
  const edits = formerAddressEdits(readFrontMatter(said), convention.formerAddresses, {
    former,
    current: url,
  });
  return { text: edited(said, edits, problems, path), url, problems };
}

/** Categories, description, and what only the other program knows. */
function editsFor({ site }: SitePlace, post: ForeignPost): FrontMatterEdit[] {
  const meaning = meaningOf(site);
  const edits: FrontMatterEdit[] = [];
  const set = (key: string, value: FrontMatterInput): void => {
    edits.push({ kind: 'set', key: key.split('.'), value });
  };
  const [categoryKey] = meaning.categoryKeys;
  if (post.categories.length > 0 && categoryKey !== undefined) set(categoryKey, [...post.categories]);
  const [descriptionKey] = meaning.descriptionKeys;
  if (post.description !== '' && descriptionKey !== undefined) set(descriptionKey, post.description);
  for (const [key, value] of Object.entries(post.others ?? {}))
    edits.push({ kind: 'set', key: [key], value: { kind: 'json', value } });
  return edits;
}

function pathOf(address: string): string | undefined {
  const base = 'https://example.org';
  return URL.canParse(address, base) ? percentDecoded(new URL(address, base).pathname) : undefined;
}

function isSameAddress(one: string, other: string): boolean {
  return one.replace(/\/+$/, '') === percentDecoded(other).replace(/\/+$/, '');
}

/** What cannot be said in this blog's front matter is left out, and named. */
function edited(
  text: string,
  edits: readonly FrontMatterEdit[],
  problems: PostProblem[],
  path: PostPath,
): string {
  if (edits.length === 0) return text;
  const whole = editFrontMatter(text, edits);
  if (whole.ok) return applyChanges(text, whole.changes);
  let current = text;
  for (const edit of edits) {
    const result = editFrontMatter(current, [edit]);
    if (result.ok) current = applyChanges(current, result.changes);
    else
      problems.push(
        exportProblem(
          path,
          'warning',
          'value-left-out',
          `“${edit.key.join('.')}” was left out: ${result.message}`,
        ),
      );
  }
  return current;
}
