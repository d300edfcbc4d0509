import { ImageOff } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { createPreview, type Preview, type PreviewDocument } from '../preview/preview.ts';
import { TextButton } from '../ui/button.tsx';
import type { OpenDocument } from './open-document.ts';
import './preview-pane.css';
import { followTheme, previewDocument } from './preview-frame.ts';
import { useWindow, useWindowState } from './window-context.ts';

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

/** The post as a reader sees it, following the text and the scroll of the editor. */
export function PreviewPane({ openDocument, scroll }: PreviewPaneProps) {
  const frame = useRef<HTMLIFrameElement>(null);
  const { actions } = useWindow();
  const { held } = usePreview(frame, openDocument, scroll);
  const url = useWindowState((state) => state.posts?.find((post) => post.path === state.openPost)?.url);
  return (
    <section className="preview-pane" aria-label="Preview" data-pane="preview">
      <iframe
        ref={frame}
        className="preview-frame"
        title="Preview of the post"
        sandbox="allow-same-origin"
        src="./preview.html"
      />
      <footer className="preview-foot">
        <bdi className="preview-url" title={url && 'The address this post gets'}>
          {url}
        </bdi>
        {held > 0 && (
          <span className="preview-held">
            <ImageOff className="icon" aria-hidden />
            {held === 1 ? 'A picture' : `${held} pictures`} of other sites not shown.
            <TextButton onClick={() => void actions.changeSettings({ remoteImages: true })}>Show</TextButton>
          </span>
        )}
      </footer>
    </section>
  );
}

function usePreview(
  frame: React.RefObject<HTMLIFrameElement | null>,
  openDocument: OpenDocument,
  scroll: PreviewScroll,
): { held: number } {
  const { client, actions, editor, store } = useWindow();
  const remoteImages = useWindowState((state) => state.settings.remoteImages);
  const [held, setHeld] = useState(0);
  const preview = useRef<Preview>(undefined);

  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    const made = createPreview(element, {
      assetUrl: (reference) => client.assetUrl(reference),
      onOpenLink: (target) => void followLink(target),
      onPickLine: (line) => editor.current?.reveal(line),
      onScroll: scroll.fromPreview,
      onRemoteImagesHeld: setHeld,
    });
    preview.current = made;

    function followLink(target: string): Promise<void> | undefined {
      if (/^(?:https?:|mailto:)/i.test(target)) return actions.openAddress(target);
      const wanted = pathOnly(target);
      const post = store.get().posts?.find(({ url }) => url !== undefined && pathOnly(url) === wanted);
      return post && actions.openPost(post.path);
    }

    const stops = [
      followText(openDocument, (document) => made.show(document)),
      followTheme((theme) => made.setTheme(theme)),
      client.listen('posts.changed', () => made.reloadImages()),
    ];
    scroll.setFollower((line) => made.scrollToLine(line));
    return () => {
      scroll.setFollower(undefined);
      for (const stop of stops) stop();
      made.destroy();
    };
  }, [frame, client, actions, editor, store, openDocument, scroll]);

  useEffect(() => preview.current?.setRemoteImages(remoteImages), [remoteImages]);
  return { held };
}

function pathOnly(url: string): string {
  return url.replace(/[#?].*$/, '').replace(/\/(?:index\.html)?$/, '');
}

const longText = 200_000;

/** Shows the text as it is and as it becomes; while an author types, not more often than a large text allows. */
function followText(openDocument: OpenDocument, show: (document: PreviewDocument) => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;

  function showNow(): void {
    timer = undefined;
    const document = openDocument.get();
    if (document) show(previewDocument(document.path, document.text.toString()));
  }

  function onChange(): void {
    const document = openDocument.get();
    if (!document || timer !== undefined) return;
    timer = setTimeout(showNow, document.text.length > longText ? 250 : 16);
  }

  showNow();
  const stop = openDocument.subscribe(onChange);
  return () => {
    stop();
    clearTimeout(timer);
  };
}
