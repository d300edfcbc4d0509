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
import type { OpenSite } from '../site/open-site.ts';
import { exportProblem, type ForeignPost } from './foreign-blog.ts';

/** Writes other values and another body into a post that has come. */
export async function changeImported(
  site: OpenSite,
  path: PostPath,
  { edits, body }: { edits: readonly FrontMatterEdit[]; body?: string },
  problems: PostProblem[],
): Promise<void> {
  const { text, revision } = await site.posts.read(path);
  const head = text.slice(0, readFrontMatter(text).bodyStart);
  const changed = edited(body === undefined ? text : `${head}\n${body.trimEnd()}\n`, edits, problems, path);
  if (changed !== text) await site.posts.save({ path, text: changed, basedOn: revision });
}

/** Categories, description, former address, and what only the other program knows. */
export function editsFor(
  { site }: SitePlace,
  { post, path, url }: { post: ForeignPost; path: PostPath; url: string | undefined },
  problems: PostProblem[],
): FrontMatterEdit[] {
  const { convention, settings } = site;
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
  const former = post.address && pathOf(post.address);
  if (former !== undefined && url !== undefined && !isSameAddress(former, url)) {
    if (listsFormerAddresses(convention, settings) && 'key' in convention.formerAddresses)
      edits.push(...formerAddressEdits({ data: {} }, convention.formerAddresses, { former, current: url }));
    else
      problems.push(
        exportProblem(path, 'info', 'address-changed', `Its address was ${former} and is ${url} here.`),
      );
  }
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
