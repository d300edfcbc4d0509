import { mayReferToPosts, postOptions } from '../../src-main/common/markdown/post-options.ts';
import { readFrontMatter } from '../../src-main/common/posts/front-matter.ts';
import type { WindowParts } from '../app/window-context.ts';

type Parts = Pick<WindowParts, 'store' | 'editor'>;

/** Puts the body of the open post on the clipboard as it is read: formatted for a page, as HTML for a text. */
export async function copyAsHtml(parts: Parts): Promise<void> {
  const { store } = parts;
  try {
    const html = await htmlOf(parts);
    if (html === undefined) return;
    const item = { 'text/html': blob(html, 'text/html'), 'text/plain': blob(html, 'text/plain') };
    await navigator.clipboard.write([new ClipboardItem(item)]);
    store.change({ notice: { tone: 'info', message: 'The post is copied as HTML.', next: [] } });
  } catch (error) {
    const detail = error instanceof Error ? error.message : undefined;
    const message = 'The post could not be copied.';
    store.change({ notice: { tone: 'problem', message, next: ['Try it once more.'], detail } });
  }
}

function blob(text: string, type: string): Blob {
  return new Blob([text], { type });
}

async function htmlOf({ store, editor }: Parts): Promise<string | undefined> {
  const { openPost: path, site, posts = [] } = store.get();
  const text = editor.current?.document()?.text.toString();
  if (path === undefined || text === undefined) return undefined;
  // As the preview fetches them: nothing of it is needed at the start.
  const [{ createRenderer }, { renderTex }, { highlight }, { referenceResolver }] = await Promise.all([
    import('../../src-main/common/markdown/render.ts'),
    import('../../src-main/common/markdown/tex.ts'),
    import('../../src-main/common/markdown/highlight.ts'),
    import('../../src-main/common/site/resolve-reference.ts'),
  ]);
  const { data, bodyStart } = readFrontMatter(text);
  const body = text.slice(bodyStart);
  const resolveReference = mayReferToPosts(body) ? referenceResolver(posts) : undefined;
  return createRenderer({
    ...postOptions({ path, generator: site?.convention, values: data }),
    // What is copied asks nobody for a picture; whoever shows it does.
    remoteImages: true,
    resolveReference,
    math: renderTex,
    highlight,
  }).render(body);
}
