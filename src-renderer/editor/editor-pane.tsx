import { useCallback, useEffect, useImperativeHandle, useRef, useState } from 'react';
import type { AppErrorData } from '../../src-main/common/errors.ts';
import type { PostSource } from '../../src-main/common/posts/post.ts';
import { failureOf } from '../app/failure.ts';
import { useSelected } from '../app/store.ts';
import type { EditorPaneProps } from '../editor-contract.ts';
import { pageNonce } from '../theme/page-nonce.ts';
import { AfterAMoment } from '../ui/after-a-moment.tsx';
import { latePart, Nothing } from '../ui/late-part.tsx';
import { type Desk, openDesk } from './desk.ts';
import './editor-pane.css';
import { withTools } from './late-tools.ts';
import './writing/outline-panel.css';
import './writing/toolbar.css';
import { unreadBlock } from './front-matter-block.ts';
import { FrontMatterOutline } from './front-matter-outline.tsx';
import { StatusLine } from './status-line.tsx';
import { Unreadable } from './unreadable.tsx';
import { useLinkSource } from './writing/use-link-source.ts';
import { useWritingModes } from './writing/use-writing-modes.ts';
import { writingCommand } from './writing/writing-commands.ts';

const FrontMatterForm = latePart(
  async () => (await import('./front-matter-form.tsx')).FrontMatterForm,
  ({ desk, listed }) => <FrontMatterOutline block={desk.store.get().frontMatter} listed={listed} />,
);
const OutsideChange = latePart(async () => (await import('./outside-change.tsx')).OutsideChange, Nothing);
const PictureNotes = latePart(
  async () => (await import('./pictures/picture-notes.tsx')).PictureNotes,
  Nothing,
);
const OutlinePanel = latePart(
  async () => (await import('./writing/outline-panel.tsx')).OutlinePanel,
  () => <aside className="outline" />,
);
const WritingToolbar = latePart(
  async () => (await import('./writing/toolbar.tsx')).WritingToolbar,
  () => <div className="writing-toolbar" />,
);

/** The pane in which one post is written: its front matter, its text, and how safe both are. */
export function EditorPane(props: EditorPaneProps) {
  const { client, path, source: given, takeAhead } = props;
  const [source, setSource] = useState<PostSource | undefined>(given);
  const [failure, setFailure] = useState<AppErrorData>();

  const read = useCallback(() => {
    setFailure(undefined);
    const reading = readPost(client, path, takeAhead?.());
    reading.then(setSource, (error: unknown) => setFailure(failureOf(error)));
  }, [client, path, takeAhead]);

  useEffect(() => {
    if (!source) read();
  }, [source, read]);

  useEffect(
    () => (source?.readOnly ? watchForWriting(client, source, setSource) : undefined),
    [client, source],
  );

  if (failure) return <Unreadable client={client} path={path} failure={failure} onRetry={read} />;
  if (!source) return <Waiting />;
  return <OpenPost {...props} source={source} />;
}

async function readPost(
  client: EditorPaneProps['client'],
  path: string,
  ahead: Promise<PostSource | undefined> | undefined,
): Promise<PostSource> {
  return (await ahead) ?? client.call('posts.read', { path });
}

/** A file that may not be written is looked at again when it or the window changes: it may be by then. */
function watchForWriting(
  client: EditorPaneProps['client'],
  { path }: PostSource,
  onWritable: (source: PostSource) => void,
): () => void {
  const look = () => {
    client.call('posts.read', { path }).then(
      (found) => found.readOnly || onWritable(found),
      () => undefined,
    );
  };
  const stopListening = client.listen('posts.changed', look);
  window.addEventListener('focus', look);
  return () => {
    stopListening();
    window.removeEventListener('focus', look);
  };
}

function Waiting() {
  return (
    <div className="editor-waiting" role="status">
      <AfterAMoment>
        <span className="visually-hidden">Opening the post</span>
        <span className="editor-waiting-title" />
        <span className="editor-waiting-line" />
        <span className="editor-waiting-line" />
        <span className="editor-waiting-line" />
      </AfterAMoment>
    </div>
  );
}

function OpenPost({ source, handle, ...props }: EditorPaneProps & { source: PostSource }) {
  const scroller = useRef<HTMLDivElement>(null);
  const panels = useRef<HTMLDivElement>(null);
  const place = useRef<HTMLDivElement>(null);
  const [desk, setDesk] = useState<Desk>();
  const latest = useLatest(props);
  const { client, settings } = props;
  useWritingModes(desk, settings, props.onClose);
  const snippets = useLinkSource(desk?.view, {
    client,
    site: props.site,
    path: desk?.session.path ?? source.path,
  });

  useEffect(() => {
    if (!scroller.current || !panels.current || !place.current) return;
    let isGone = false;
    let opened: Desk | undefined;
    const opening = openDesk({
      client,
      source,
      scroller: scroller.current,
      panels: panels.current,
      place: place.current,
      nonce: pageNonce(),
      leaveUpward: () => scroller.current?.querySelector<HTMLElement>('.front-matter-title')?.focus(),
      onText: (text) => latest.current.onText({ path: opened?.session.path ?? source.path, text }),
      onScroll: (line) => latest.current.onScroll(line),
    });
    void opening.then((made) => {
      if (isGone) return made.close();
      opened = made;
      setDesk(made);
      latest.current.onText({ path: source.path, text: made.view.state.doc });
    });
    return () => {
      isGone = true;
      setDesk(undefined);
      opened?.close();
    };
  }, [client, source, latest]);

  useImperativeHandle(
    handle,
    () => ({
      flush: async () => (await desk?.session.flush()) ?? { kind: 'saved' },
      focus: () => desk?.view.focus(),
      scrollToLine: (line) => desk?.scrollToLine(line),
      reveal: (line) => desk?.reveal(line),
      run: (id) => {
        if (!desk) return;
        desk.view.focus();
        writingCommand(id).run(desk.view);
      },
      snippets: () => (desk && !desk.readOnly ? snippets.current : []),
      putSnippet: (snippet) => {
        if (!desk) return;
        desk.view.focus();
        withTools(({ insertSnippet }) => (view) => {
          insertSnippet(view, snippet);
          return true;
        })(desk.view);
      },
      expectOwnChange: () => desk?.session.expectOwnChange(),
      expectMove: (isMoving) => desk?.session.expectMove(isMoving),
      document: () => desk && { path: desk.session.path, text: desk.view.state.doc },
    }),
    [desk, snippets],
  );

  return (
    <div className="editor-pane">
      {desk && <SaveStateReport desk={desk} onSaveState={props.onSaveState} />}
      {desk && <OutsideChange desk={desk} onMoved={props.onMoved} onClose={props.onClose} />}
      {desk && <PictureNotes adder={desk.pictures} onDone={() => desk.view.focus()} />}
      <div className="editor-panels" ref={panels} />
      {desk && settings.toolbar && !desk.readOnly && <WritingToolbar view={desk.view} />}
      <div className="editor-body">
        <div className="editor-scroller" ref={scroller}>
          {desk ? (
            <FrontMatterForm
              desk={desk}
              site={props.site}
              client={client}
              change={props.change}
              listed={props.listed}
            />
          ) : (
            <FrontMatterOutline block={unreadBlock(source)} listed={props.listed} />
          )}
          <div className="editor-place" ref={place} />
        </div>
        {desk && settings.outline && (
          <OutlinePanel desk={desk} onClose={() => props.onSettings?.({ outline: false })} />
        )}
      </div>
      {desk ? (
        <StatusLine desk={desk} settings={settings} onSettings={props.onSettings} />
      ) : (
        <footer className="status-line" />
      )}
    </div>
  );
}

function SaveStateReport({ desk, onSaveState }: { desk: Desk; onSaveState: EditorPaneProps['onSaveState'] }) {
  const { saveState } = useSelected(desk.store, (state) => state.status);
  const report = useLatest(onSaveState);
  useEffect(() => {
    report.current(saveState);
  }, [saveState, report]);
  return null;
}

/** What was given last, for callbacks that outlive a render. */
function useLatest<Value>(value: Value) {
  const latest = useRef(value);
  useEffect(() => {
    latest.current = value;
  });
  return latest;
}
