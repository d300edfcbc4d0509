import { useEffect, useRef } from 'react';
import { followTheme, previewDocument } from '../app/preview-frame.ts';
import { useWindow, useWindowState } from '../app/window-context.ts';
import { createPreview } from '../preview/preview.ts';

/** A post as a reader would see it, to be read before it goes. */
export function ReadingView({ path, text }: { path: string; text: string }) {
  const frame = useRef<HTMLIFrameElement>(null);
  const { client, actions } = useWindow();
  const remoteImages = useWindowState((state) => state.settings.remoteImages);

  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    const preview = createPreview(element, {
      assetUrl: (reference) => client.assetUrl(reference),
      onOpenLink: (url) => {
        if (/^(?:https?:|mailto:)/i.test(url)) void actions.openAddress(url);
      },
      onPickLine: () => undefined,
      onScroll: () => undefined,
    });
    preview.setRemoteImages(remoteImages);
    preview.show(previewDocument(path, text));
    const stop = followTheme(preview.setTheme);
    return () => {
      stop();
      preview.destroy();
    };
  }, [client, actions, path, text, remoteImages]);

  return (
    <iframe
      ref={frame}
      className="preview-frame"
      title="The post as a reader sees it"
      sandbox="allow-same-origin"
      src="./preview.html"
    />
  );
}
