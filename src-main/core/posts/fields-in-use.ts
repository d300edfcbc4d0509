import { join } from 'node:path';
import { type FrontMatter, readFrontMatter } from '../../common/posts/front-matter.ts';
import type { PostPath, PostSummary } from '../../common/posts/post.ts';
import { type FieldInUse, learnFields } from '../../common/site/learn-fields.ts';
import { inSlices } from '../slices.ts';
import type { PostIndex } from './post-index.ts';
import { readHeadOf } from './read-post-file.ts';

/** The keys that the posts beside a post use. */
export type FieldsInUse = (post: PostPath) => Promise<FieldInUse[]>;

/** The newest posts show what is usual now, and their heads are read in no time. */
const sampleSize = 200;

/**
 * Learns the keys from the newest posts of the collection that a post lies in, once for as long as these are the same
 * posts: what changes in one of them meanwhile changes no habit.
 */
export function createFieldsInUse(root: string, index: PostIndex): FieldsInUse {
  const known = new Map<string, { sample: string; fields: Promise<FieldInUse[]> }>();
  return async (path) => {
    const posts = await index.list();
    const collection = (await index.summary(path))?.collection ?? (await index.map()).place(path)?.collection;
    const neighbours = posts.filter((post) => post.collection === collection).slice(0, sampleSize);
    const sample = neighbours.map((post) => post.path).join('\n');
    const before = known.get(collection ?? '');
    if (before?.sample === sample) return before.fields;
    const fields = learn(root, neighbours);
    known.set(collection ?? '', { sample, fields });
    return fields;
  };
}

async function learn(root: string, posts: readonly PostSummary[]): Promise<FieldInUse[]> {
  const heads: FrontMatter[] = [];
  await inSlices(posts, ({ path, problems }) => {
    // What could not be read for the list teaches nothing.
    if (problems.some(({ severity }) => severity === 'error')) return;
    heads.push(readFrontMatter(readHeadOf(join(root, path), { isEnough: () => true }).text));
  });
  return learnFields(heads);
}
