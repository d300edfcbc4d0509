import { readFrontMatter } from '../../src-main/common/posts/front-matter.ts';
import { heroOf } from '../../src-main/common/posts/hero.ts';
import type { PostSummary } from '../../src-main/common/posts/post.ts';
import { type PostField, postFieldsOf } from '../editor/post-fields.ts';
import type { PreviewDocument } from '../preview/preview.ts';

/** What the list says of a post, for what its front matter leaves to the generator. */
export type ListedPost = Pick<PostSummary, 'title' | 'date'>;

/** A file's text as the preview shows it: its body, under its title and its day. */
export function previewDocument(path: string, text: string, listed?: ListedPost): PreviewDocument {
  const reading = readFrontMatter(text);
  // Title and date are called the same by every generator.
  const { title, date } = postFieldsOf(reading, { convention: 'plain' });
  return {
    path,
    body: text.slice(reading.bodyStart),
    bodyLine: reading.bodyLine,
    title: titleOf(title, listed),
    date: (date.kind === 'date' && date.text) || listed?.date,
    hero: heroOf(reading.data),
    values: reading.data,
  };
}

/** A title in several languages, or one that cannot be read, is shown as in the list; one left out is not made up. */
function titleOf(field: PostField, listed: ListedPost | undefined): string | undefined {
  if (field.kind === 'text') return field.text.trim() || undefined;
  return listed?.title;
}

/** Tells the theme now and whenever it changes, by the author's choice or the system's. */
export function followTheme(tell: (theme: 'light' | 'dark') => void): () => void {
  const root = document.documentElement;
  const tellNow = () => tell(root.dataset.theme === 'dark' ? 'dark' : 'light');
  tellNow();
  const observer = new MutationObserver(tellNow);
  observer.observe(root, { attributes: true, attributeFilter: ['data-theme'] });
  return () => observer.disconnect();
}
