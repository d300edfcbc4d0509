import { mergePost } from '../../src-main/common/posts/merge-post.ts';
import { type FileText, parseFileText, printFileText } from './file-text.ts';

/** Both texts in one, where their edits do not overlap; undefined where the author has to choose. */
export function mergeOutside(base: FileText, ours: FileText, theirs: FileText): FileText | undefined {
  const merged = mergePost(printFileText(base), printFileText(ours), printFileText(theirs));
  return merged.kind === 'merged' ? parseFileText(merged.text) : undefined;
}
