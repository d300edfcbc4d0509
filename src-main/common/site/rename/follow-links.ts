import { percentDecoded } from '../../percent-decoded.ts';
import type { TextChange } from '../../posts/text-change.ts';
import { plainTarget, type Reference } from '../check/find-references.ts';
import { dateAtStart } from '../file-dates.ts';
import type { LinkResolver } from './resolve-links.ts';

/** A name that stands in paths and addresses, and what it is called from now on. */
export interface NamePair {
  from: string;
  to: string;
}

/** A blog before and after posts were called otherwise. */
export interface RenamedBlog {
  before: LinkResolver;
  after: LinkResolver;
  /** The new path of any file: the same where it was not moved. */
  moved(path: string): string;
  /** Whether a file was moved or, where it stayed, has another address. */
  isRenamed(path: string): boolean;
  pairs: readonly NamePair[];
}

/**
 * The changes that let references of a text lead to the same files as before. Of each only the name within the target
 * is another; what leads there as it is, or to somewhere else, stays.
 *
 * @param path the text's own path before
 */
export function followLinks(
  text: string,
  references: readonly Reference[],
  path: string,
  blog: RenamedBlog,
): TextChange[] {
  const changes = new Map<number, TextChange>();
  for (const reference of references) {
    const change = followLink(text, path, reference, blog);
    if (change) changes.set(change.from, change);
  }
  return [...changes.values()].sort((a, b) => a.from - b.from);
}

function followLink(
  text: string,
  path: string,
  reference: Reference,
  blog: RenamedBlog,
): TextChange | undefined {
  const written = text.slice(reference.from, reference.to);
  const { kind } = reference;
  const isMarkup = kind === 'link' || kind === 'image';
  const meant = (target: string) => (isMarkup && target !== '' ? plainTarget(target) : target);
  if (meant(written) !== reference.target) return undefined;
  const found = followTarget(written, path, (target) => ({ kind, target: meant(target) }), blog);
  return found && { ...found, from: found.from + reference.from, to: found.to + reference.from };
}

/**
 * The change in a target as it is written that lets it lead to the same file as before; undefined where none is needed
 * or none is known.
 */
export function followTarget(
  written: string,
  path: string,
  read: (written: string) => Pick<Reference, 'kind' | 'target'>,
  { before, after, moved, isRenamed, pairs }: RenamedBlog,
): TextChange | undefined {
  const old = before(path, read(written));
  if (old === undefined || !isRenamed(old)) return undefined;
  const wanted = moved(old);
  const leads = (target: string): boolean => after(moved(path), read(target)) === wanted;
  if (leads(written)) return undefined;
  for (const segment of segmentsOf(written)) {
    for (const pair of pairs) {
      const insert = renamed(segment.text, pair);
      if (insert === undefined) continue;
      const { from } = segment;
      const to = from + segment.text.length;
      if (leads(written.slice(0, from) + insert + written.slice(to))) return { from, to, insert };
    }
  }
  return undefined;
}

/** The names in a target, the last one first, down to its query or anchor. */
function segmentsOf(written: string): { from: number; text: string }[] {
  const path = written.replace(/[?#].*$/s, '');
  // Within a template a path stands in quotes, which elsewhere may be part of a name.
  return [/[^/<>]+/g, /[^/"'<>]+/g].flatMap((names) =>
    [...path.matchAll(names)].map((match) => ({ from: match.index, text: match[0] })).reverse(),
  );
}

/** A name with another one in its place, its extension and its way of writing kept; undefined where it is not that name. */
function renamed(segment: string, { from, to }: NamePair): string | undefined {
  const end = ending.exec(segment)?.[0] ?? '';
  for (const rest of new Set(['', end])) {
    const whole = segment.slice(0, segment.length - rest.length);
    // A day may be written in another way than in the file's name.
    for (const head of new Set([whole, dateAtStart(whole)?.rest ?? whole])) {
      const before = whole.slice(0, whole.length - head.length);
      if (sameName(percentDecoded(plainTarget(head)), from))
        return before + (head.includes('%') ? encodeURIComponent(to) : to) + rest;
    }
  }
  return undefined;
}

/** Of a language and of a file: `.fr.md`. */
const ending =
  /(?:\.[a-z]{2}(?:-[a-z]{2,4})?)?\.(?:md|mdx|markdown|html?|adoc|org|rst|textile|mkd|mkdn|mdown|asciidoc)$/i;

function sameName(one: string, other: string): boolean {
  return one.normalize('NFC').toLowerCase() === other.normalize('NFC').toLowerCase();
}
