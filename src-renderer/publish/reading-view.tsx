import { ChevronDown, ChevronUp } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { FileReference } from '../../src-main/common/api/bridge.ts';
import { readFrontMatter } from '../../src-main/common/posts/front-matter.ts';
import { followTheme, previewDocument } from '../app/preview-frame.ts';
import { useWindow, useWindowState } from '../app/window-context.ts';
import { createPreview, type Preview } from '../preview/preview.ts';
import { IconButton } from '../ui/button.tsx';
import { counted } from './publish-readiness.ts';

export interface ReadingViewProps {
  path: string;
  text: string;
  /** An earlier text of the post: what differs from it is marked. */
  earlier?: string | undefined;
  /** Files of the post that are gone here: they are shown as they are online. */
  gone?: readonly string[] | undefined;
}

/** A post as a reader would see it, to be read before it goes; with what has changed marked where that is wanted. */
export function ReadingView({ path, text, earlier, gone }: ReadingViewProps) {
  const frame = useRef<HTMLIFrameElement>(null);
  const shown = useRef<Preview>(undefined);
  /** The text whose first change has been brought into sight: from then on the author scrolls. */
  const led = useRef<string>(undefined);
  const { client, actions } = useWindow();
  const remoteImages = useWindowState((state) => state.settings.remoteImages);
  const [changes, setChanges] = useState<readonly number[]>([]);

  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    const preview = createPreview(element, {
      assetUrl: (reference) => client.assetUrl(onlineFile(reference.target, gone) ?? reference),
      onOpenLink: (url) => {
        if (/^(?:https?:|mailto:)/i.test(url)) void actions.openAddress(url);
      },
      onPickLine: () => undefined,
      onScroll: () => undefined,
      onChangesMarked: setChanges,
      onShown: ({ path, body }) => {
        const key = `${path}\n${body}`;
        if (led.current !== key && showFirstChange(element)) led.current = key;
      },
    });
    shown.current = preview;
    preview.setRemoteImages(remoteImages);
    const stop = followTheme(preview.setTheme);
    return () => {
      stop();
      preview.destroy();
    };
  }, [client, actions, remoteImages, gone]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another preview has to be shown it too
  useEffect(() => {
    setChanges([]);
    shown.current?.show({
      ...previewDocument(path, text),
      ...(earlier !== undefined && { earlierBody: earlier.slice(readFrontMatter(earlier).bodyStart) }),
    });
  }, [path, text, earlier, remoteImages, client, actions, gone]);

  return (
    <>
      {earlier !== undefined && changes.length > 1 && (
        <ChangeSteps
          key={changes.join()}
          lines={changes}
          onGo={(line) => shown.current?.scrollToLine(line)}
        />
      )}
      <iframe
        ref={frame}
        className="preview-frame"
        title="The post as a reader sees it"
        sandbox="allow-same-origin"
        src="./preview.html"
      />
    </>
  );
}

/** The one of these files that a post refers to so. */
function onlineFile(target: string, gone: readonly string[] = []): FileReference | undefined {
  const name = decodedOrAsIs(target.replace(/[?#].*$/, '').replace(/^(\.?\/)+/, ''));
  const path = gone.find((file) => file === name || file.endsWith(`/${name}`));
  return path === undefined ? undefined : { path, version: 'published' };
}

function decodedOrAsIs(target: string): string {
  try {
    return decodeURI(target);
  } catch {
    return target;
  }
}

/** From change to change of a long post. */
function ChangeSteps({ lines, onGo }: { lines: readonly number[]; onGo(line: number): void }) {
  // The first is in sight already.
  const [at, setAt] = useState(0);
  const go = (index: number) => {
    const next = (index + lines.length) % lines.length;
    setAt(next);
    // A little above it, so that what stands before it is seen too.
    onGo(Math.max(1, (lines[next] ?? 1) - 2));
  };
  return (
    <div className="change-steps">
      <p role="status">{`${at + 1} of ${counted(lines.length, 'changed place')}`}</p>
      <IconButton icon={ChevronUp} label="To the change before" onClick={() => go(at - 1)} />
      <IconButton icon={ChevronDown} label="To the next change" onClick={() => go(at + 1)} />
    </div>
  );
}

const marked = '[class*="change-"], .word-added, .word-removed';

/** Scrolls to the first marked change, unless it is in sight; false where none is marked yet. */
function showFirstChange(frame: HTMLIFrameElement): boolean {
  const first = frame.contentDocument?.querySelector(marked);
  if (!first) return false;
  const { top, bottom } = first.getBoundingClientRect();
  // The frame alone: what is around it stays where it is.
  if (top < 0 || bottom > frame.clientHeight)
    frame.contentWindow?.scrollBy({ top: top - frame.clientHeight / 3, behavior: 'instant' });
  return true;
}
