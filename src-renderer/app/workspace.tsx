import {
  type RefObject,
  startTransition,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { Group, type Layout, Panel, Separator } from 'react-resizable-panels';
import { PostList } from '../list/post-list.tsx';
import { latePart } from '../ui/late-part.tsx';
import { lazyPart, WaitForPart } from '../ui/lazy-part.tsx';
import { EditorArea } from './editor-area.tsx';
import { createOpenDocument } from './open-document.ts';
import type { PreviewScroll } from './preview-pane.tsx';
import { focusPane } from './shortcuts.ts';
import { TopBar } from './top-bar.tsx';
import { useRoom } from './use-room.ts';
import { useWindow, useWindowState } from './window-context.ts';
import './preview-pane.css';
import './workspace.css';

const HistoryPage = lazyPart(async () => (await import('../history/history-page.tsx')).HistoryPage);
const PublishPage = lazyPart(async () => (await import('../publish/publish-page.tsx')).PublishPage);
const TrustPage = lazyPart(async () => (await import('../publish/trust-page.tsx')).TrustPage);
const ImportPage = lazyPart(async () => (await import('../import/import-page.tsx')).ImportPage);

/** The preview is drawn once the text can be written. */
const PreviewPane = latePart(async () => (await import('./preview-pane.tsx')).PreviewPane, PreviewToCome);

/** Stands for the preview. Who goes to it before it comes is in it when it comes. */
function PreviewToCome() {
  const place = useRef<HTMLElement>(null);
  useLayoutEffect(() => {
    const pane = place.current;
    return () => {
      if (pane && pane === document.activeElement) queueMicrotask(() => focusPane('preview'));
    };
  }, []);
  return (
    <section ref={place} className="preview-pane" aria-label="Preview" data-pane="preview" tabIndex={-1} />
  );
}

/** An open blog: the bar, and below it either the three panes or the page of publishing. */
export function Workspace() {
  const { actions } = useWindow();
  const page = useWindowState((state) => state.page);
  const name = useWindowState((state) => state.site?.name);
  const panes = useRef<HTMLElement>(null);
  useReturningFocus(panes, page === 'write');
  return (
    <>
      <TopBar />
      <div className="stage">
        {/* The panes stay mounted under a page, so that the editor keeps its text, its cursor and its undo. */}
        <main className="workspace" inert={page !== 'write'} ref={panes}>
          <h1 className="visually-hidden">{name}</h1>
          <Panes />
        </main>
        <WaitForPart key={page} onMissing={() => actions.showPage('write')}>
          {page === 'publish' && <PublishPage />}
          {page === 'trust' && <TrustPage />}
          {page === 'history' && <HistoryPage />}
          {page === 'import' && <ImportPage />}
        </WaitForPart>
      </div>
    </>
  );
}

/**
 * Gives the focus back to what had it last in here, once this is to be seen again; to the text where that is gone by
 * then, as the list is in a window that was made narrow meanwhile.
 */
function useReturningFocus(place: RefObject<HTMLElement | null>, shown: boolean): void {
  const last = useRef<HTMLElement>(undefined);

  useEffect(() => {
    const remember = ({ target }: FocusEvent) => {
      if (target instanceof HTMLElement) last.current = target;
    };
    const element = place.current;
    element?.addEventListener('focusin', remember);
    return () => element?.removeEventListener('focusin', remember);
  }, [place]);

  useEffect(() => {
    if (!shown || !last.current || document.activeElement !== document.body) return;
    last.current.focus();
    if (document.activeElement === document.body) focusPane('write');
  }, [shown]);
}

function Panes() {
  const { actions } = useWindow();
  const room = useRoom();
  const layout = useWindowState((state) => state.layout);
  const narrowView = useWindowState((state) => state.narrowView);
  const openPost = useWindowState((state) => state.openPost);
  const openDocument = useMemo(createOpenDocument, []);
  const scroll = useScrollSync();
  const hasPlaces = useHasPlaces();

  const listShown = room === 'narrow' ? narrowView === 'list' || !openPost : (layout.listOpen ?? true);
  const listBeside = room !== 'narrow' && listShown;
  const previewShown = room === 'wide' ? (layout.previewOpen ?? true) : narrowView === 'preview';
  const previewBeside = room === 'wide' && previewShown && openPost !== undefined;
  const previewOver = room !== 'wide' && previewShown && openPost !== undefined;

  const keepSizes = (sizes: Layout, byAuthor: boolean) => {
    if (!byAuthor) return;
    actions.changeLayout({
      ...(sizes.list !== undefined && { listSize: sizes.list }),
      ...(sizes.preview !== undefined && { previewSize: sizes.preview }),
    });
  };

  const preview = openPost && <PreviewPane key={openPost} openDocument={openDocument} scroll={scroll} />;
  return (
    <Group
      className="panes"
      orientation="horizontal"
      onLayoutChanged={(sizes, meta) => keepSizes(meta.requestedLayout ?? sizes, meta.isUserInteraction)}
    >
      {listBeside && (
        <>
          <Panel
            id="list"
            className="pane"
            minSize={248}
            maxSize="45"
            defaultSize={percent(layout.listSize, room === 'wide' ? '22' : '34')}
            groupResizeBehavior="preserve-pixel-size"
          >
            {hasPlaces && <PostList />}
          </Panel>
          <Separator className="pane-line" aria-label="Width of the list" />
        </>
      )}
      <Panel id="write" className="pane" minSize={room === 'narrow' ? 0 : 320}>
        {hasPlaces && (
          <EditorArea
            openDocument={openDocument}
            scroll={scroll}
            covered={previewOver || (room === 'narrow' && listShown)}
          />
        )}
        {previewOver && <div className="pane-over">{preview}</div>}
        {room === 'narrow' && listShown && (
          <div className="pane-over">
            <PostList />
          </div>
        )}
      </Panel>
      {previewBeside && (
        <>
          <Separator className="pane-line" aria-label="Width of the preview" />
          <Panel
            id="preview"
            className="pane"
            minSize={280}
            maxSize="60"
            defaultSize={percent(layout.previewSize, '38')}
          >
            {preview}
          </Panel>
        </>
      )}
    </Group>
  );
}

/**
 * False until the panes have their places. These are measured, which lays out all that is there: what fills the panes comes
 * after it, in a task of its own.
 */
function useHasPlaces(): boolean {
  const [hasPlaces, setHasPlaces] = useState(false);
  useLayoutEffect(() => startTransition(() => setHasPlaces(true)), []);
  return hasPlaces;
}

function percent(size: number | undefined, otherwise: string): string {
  return `${size ?? otherwise}%`;
}

/** Lets editor and preview follow each other without either hearing its own echo. */
function useScrollSync(): PreviewScroll {
  const { editor } = useWindow();
  return useMemo(() => {
    let follow: ((line: number) => void) | undefined;
    return {
      fromEditor: (line) => follow?.(line),
      fromPreview: (line) => editor.current?.scrollToLine(line),
      setFollower(follower) {
        follow = follower;
      },
    };
  }, [editor]);
}
