import { readFrontMatter } from '../../src-main/common/posts/front-matter.ts';
import type { PreviewDocument } from '../preview/preview.ts';

/** A file's text as the preview shows it: its body, under its title and its day. */
export function previewDocument(path: string, text: string): PreviewDocument {
  const { data, bodyStart, bodyLine, fields } = readFrontMatter(text);
  const date = fields.find(({ key }) => key.length === 1 && key[0] === 'date')?.source;
  return {
    path,
    body: text.slice(bodyStart),
    bodyLine,
    title: data.title === undefined ? undefined : String(data.title),
    date: date?.replace(/^["']|["']$/g, ''),
  };
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
