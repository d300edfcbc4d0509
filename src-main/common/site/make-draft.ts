import { AppError } from '../errors.ts';
import { applyChanges, editFrontMatter } from '../posts/edit-front-matter.ts';
import { readFrontMatter } from '../posts/front-matter.ts';
import type { DraftRule } from './convention.ts';
import { isStatus, meaningOf, readable, readMeaning } from './post-meaning.ts';
import type { SitePlace } from './site-map.ts';

/**
 * The text of a post as a draft by its convention, with that one value changed; the same text where it is one already.
 *
 * @returns undefined where this site has no drafts that are left out
 * @throws AppError `front-matter-edit-refused` where the value cannot be changed safely
 */
export function makeDraft(place: SitePlace, text: string): string | undefined {
  const { convention, settings } = place.site;
  if (convention.hidesDrafts?.(place.path, place.place, settings) === false) return undefined;
  if (isDraft(place, text)) return text;
  if (settings.shows.drafts || meaningOf(place.site).draftRules.length === 0) return undefined;
  let refusal: string | undefined;
  for (const rule of rulesFor(place, text)) {
    const edited = editFrontMatter(text, [{ kind: 'set', key: rule.key.split('.'), value: rule.value }], {
      newBlock: convention.newPost.format,
      keysInAnyCase: convention.keysInAnyCase,
    });
    if (!edited.ok) {
      refusal ??= edited.message;
      continue;
    }
    const changed = applyChanges(text, edited.changes);
    if (isDraft(place, changed)) return changed;
  }
  if (refusal === undefined) return undefined;
  throw new AppError('front-matter-edit-refused', { message: refusal });
}

/** First what the post itself says in the other way, then what is usual, then what else its generator takes. */
function rulesFor({ site }: SitePlace, text: string): DraftRule[] {
  const { data } = readFrontMatter(text);
  const { draftRules } = meaningOf(site);
  const own = draftRules.filter(({ key, value }) =>
    typeof value === 'string' ? isStatus(data[key], value) : typeof data[key] === 'boolean',
  );
  const free = draftRules.filter(({ key }) => !Object.hasOwn(data, key));
  const usual = free.filter(({ key }) => key === site.convention.newPost.draft.key);
  return [...own, ...usual, ...free];
}

/** Whether a post's text is a draft by its convention. */
export function isDraft(place: SitePlace, text: string): boolean {
  const frontMatter = readFrontMatter(text);
  const body = text.slice(frontMatter.bodyStart, frontMatter.bodyStart + 2000);
  const { visibility } = readMeaning({ place, frontMatter: readable(frontMatter), body, now: 0 });
  return visibility === 'draft';
}
