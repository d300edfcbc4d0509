import matter from 'gray-matter';
import { type FrontMatter, readBlock, readFrontMatter } from '../../common/posts/front-matter.ts';
import type { FrontMatterData } from '../../common/posts/front-matter-tree.ts';
import { type SplitOptions, type SplitPost, splitPost } from '../../common/posts/split-post.ts';

/**
 * Reads the front matter of one post through gray-matter, which the generators of this field share. It is given a
 * block that `splitPost` has cut, never a file: its own fences are not anchored, and it runs what it takes for a
 * program. Nothing here ever writes with it.
 */
export function readPostFrontMatter(text: string, options: SplitOptions = {}): FrontMatter {
  const split = splitPost(text, options);
  const front = readFrontMatter(text, options);
  const content = text.slice(split.content.from, split.content.to);
  if (split.format === 'none' || content.length > longestForGrayMatter) return front;
  return { ...front, data: readByGrayMatter(text, split, content) ?? front.data };
}

/** gray-matter looks for comments with a pattern whose time grows with the square of a run of empty lines. */
const longestForGrayMatter = 16_384;

function readByGrayMatter(text: string, split: SplitPost, content: string): FrontMatterData | undefined {
  const fence = fenceOutside(content);
  const parse = () => readBlock(text, split).data;
  // Options are given on every call: without them gray-matter answers from a cache, with `{}` for a text that failed.
  const file = matter(`${fence}\n${content}\n${fence}\n`, {
    language: split.format,
    delimiters: fence,
    engines: {
      yaml: { parse },
      toml: { parse },
      json: { parse },
      javascript: { parse: refuseToRun, stringify: refuseToRun },
    },
  });
  // An empty block is never handed to an engine.
  return 'isEmpty' in file && file.isEmpty ? undefined : (file.data as FrontMatterData);
}

/** A fence that stands nowhere in the block. */
function fenceOutside(content: string): string {
  let fence = '---front-matter---';
  while (content.includes(fence)) fence += '-';
  return fence;
}

function refuseToRun(): never {
  throw new Error('Front matter is data and is never run.');
}
