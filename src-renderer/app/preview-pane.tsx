import { ImageOff } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { ResolveReference } from '../../src-main/common/markdown/expansions.ts';
import type { PostSummary } from '../../src-main/common/posts/post.ts';
import { referenceResolver } from '../../src-main/common/site/resolve-reference.ts';
import { createPreview, type Preview } from '../preview/preview.ts';
import type { SiteDress } from '../preview/site-page.ts';
import { TextButton } from '../ui/button.tsx';
import { Segments } from '../ui/segments.tsx';
import type { OpenDocument } from './open-document.ts';
import './preview-pane.css';
import { followText } from './follow-text.ts';
import { followTheme } from './preview-frame.ts';
import { PreviewStyle } from './preview-style.tsx';
import { usePreviewDress } from './use-preview-dress.ts';
import { useWindow, useWindowState } from './window-context.ts';
import type { WindowState } from './window-state.ts';

/** How editor and preview follow each other's scrolling; lines of the file, from 1. */
export interface PreviewScroll {
  fromEditor(line: number): void;
  fromPreview(line: number): void;
  setFollower(follower: ((line: number) => void) | undefined): void;
}

export interface PreviewPaneProps {
  openDocument: OpenDocument;
  scroll: PreviewScroll;
}

/** What the post is read on. */
const screens = [
  { value: 'phone', words: 'Phone' },
  { value: 'tablet', words: 'Tablet' },
  { value: 'desktop', words: 'Desktop' },
] as const;

/** The post as a reader sees it, following the text and the scroll of the editor. */
export function PreviewPane({ openDocument, scroll }: PreviewPaneProps) {
  const frame = useRef<HTMLIFrameElement>(null);
  const pane = useRef<HTMLElement>(null);
  const [isComing, setIsComing] = useState(true);
  const { actions } = useWindow();
  const sitePage = usePreviewDress(openDocument);
  const { held, isPart } = usePreview(frame, { openDocument, scroll, sitePage });
  const url = useWindowState((state) => state.posts?.find((post) => post.path === state.openPost)?.url);
  const width = useWindowState((state) => state.layout.previewWidth ?? 'desktop');
  return (
    <section ref={pane} className="preview-pane" aria-label="Preview" data-pane="preview" tabIndex={-1}>
      <div className="preview-screen" data-width={width}>
        <iframe
          ref={frame}
          className="preview-frame"
          title="Preview of the post"
          sandbox="allow-same-origin"
          src="./preview.html"
          data-coming={isComing || undefined}
          onLoad={() => {
            setIsComing(false);
            if (document.activeElement === pane.current) frame.current?.focus();
          }}
        />
      </div>
      <footer className="preview-foot">
        <bdi className="preview-url" title={url && 'The address this post gets'}>
          {url}
        </bdi>
        {isPart && <span className="preview-part">A very long post: shown around where you are.</span>}
        {held > 0 && (
          <span className="preview-held">
            <ImageOff className="icon" aria-hidden />
            {held === 1 ? 'A picture' : `${held} pictures`} of other sites not shown.
            <TextButton onClick={() => void actions.changeSettings({ remoteImages: true })}>Show</TextButton>
          </span>
        )}
        <span className="preview-choices">
          <PreviewStyle />
          <Segments
            label="Width of the preview"
            value={width}
            options={screens}
            onChange={(previewWidth) => actions.changeLayout({ previewWidth })}
          />
        </span>
      </footer>
    </section>
  );
}

function usePreview(
  frame: React.RefObject<HTMLIFrameElement | null>,
  { openDocument, scroll, sitePage }: PreviewPaneProps & { sitePage: SiteDress | undefined },
): { held: number; isPart: boolean } {
  const { client, actions, editor, store } = useWindow();
  const remoteImages = useWindowState((state) => state.settings.remoteImages);
  const [held, setHeld] = useState(0);
  const [isPart, setIsPart] = useState(false);
  const preview = useRef<Preview>(undefined);

  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    const made = createPreview(element, {
      assetUrl: (reference) => client.assetUrl(reference),
      resolveReference: (kind, target) => resolverOf(store.get())(kind, target),
      onOpenLink: (target) => void followLink(target),
      onPickLine: (line) => editor.current?.reveal(line),
      onScroll: scroll.fromPreview,
      onRemoteImagesHeld: setHeld,
      onPartShown: setIsPart,
    });
    preview.current = made;

    function followLink(target: string): Promise<void> | undefined {
      if (/^(?:https?:|mailto:)/i.test(target)) return actions.openAddress(target);
      const wanted = pathOnly(target);
      const post = store.get().posts?.find(({ url }) => url !== undefined && pathOnly(url) === wanted);
      return post && actions.openPost(post.path);
    }

    const stops = [
      followText(openDocument, store, (document) => made.show(document)),
      followTheme((theme) => made.setTheme(theme)),
      client.listen('posts.changed', () => made.reloadFiles()),
    ];
    scroll.setFollower((line) => made.scrollToLine(line));
    return () => {
      scroll.setFollower(undefined);
      for (const stop of stops) stop();
      made.destroy();
    };
  }, [frame, client, actions, editor, store, openDocument, scroll]);

  useEffect(() => preview.current?.setRemoteImages(remoteImages), [remoteImages]);
  useEffect(() => preview.current?.setPage(sitePage), [sitePage]);
  return { held, isPart };
}

/** One list makes one index, however many posts refer to others. */
const resolvers = new WeakMap<readonly PostSummary[], ResolveReference>();

function resolverOf({ posts }: WindowState): ResolveReference {
  const list = posts ?? noPosts;
  const resolver = resolvers.get(list) ?? referenceResolver(list);
  resolvers.set(list, resolver);
  return resolver;
}

const noPosts: readonly PostSummary[] = [];

function pathOnly(url: string): string {
  return url.replace(/[#?].*$/, '').replace(/\/(?:index\.html)?$/, '');
}
