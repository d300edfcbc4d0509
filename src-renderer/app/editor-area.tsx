import { FilePlus2, FolderOpen, Import, PanelLeft, Sprout } from 'lucide-react';
import { useCallback, useEffect } from 'react';
import { EditorPane } from '../editor/editor-pane.tsx';
import type { EditorHandle } from '../editor-contract.ts';
import { Button } from '../ui/button.tsx';
import { Keys } from '../ui/keys.tsx';
import './editor-area.css';
import type { OpenDocument } from './open-document.ts';
import type { PreviewScroll } from './preview-pane.tsx';
import { shortcuts } from './shortcuts.ts';
import { useWindow, useWindowState } from './window-context.ts';

export interface EditorAreaProps {
  openDocument: OpenDocument;
  scroll: PreviewScroll;
  /** Something else covers it: a narrow window's list or preview. */
  covered: boolean;
}

/** The middle pane: the editor of the open post, or what to do where none is open. */
export function EditorArea({ openDocument, scroll, covered }: EditorAreaProps) {
  const { client, actions, editor } = useWindow();
  const path = useWindowState((state) => state.openPost);
  const created = useWindowState((state) => state.createdPost);
  const site = useWindowState((state) => state.site);
  const settings = useWindowState((state) => state.settings);
  const change = useWindowState(
    (state) => state.plan?.changes.find((planned) => planned.path === path)?.kind,
  );
  const listed = useWindowState((state) => state.posts?.find((post) => post.path === state.openPost));

  const holdHandle = useCallback(
    (handle: EditorHandle | null) => {
      editor.current = handle;
      if (handle) editor.last = handle;
      if (handle?.document() && editor.revealWhenReady !== undefined) {
        const line = editor.revealWhenReady;
        editor.revealWhenReady = undefined;
        setTimeout(() => handle.reveal(line));
      }
      if (!handle?.document() || !editor.focusWhenReady) return;
      editor.focusWhenReady = false;
      handle.focus();
    },
    [editor],
  );

  /** Once: what was read at the start is not the post of later on. */
  const takeAhead = useCallback(() => {
    const { ahead } = editor;
    editor.ahead = undefined;
    return ahead && ahead.path === path ? ahead.source : undefined;
  }, [editor, path]);

  // The text of the post before must not be shown as this one's.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another path is what it is for
  useEffect(() => () => openDocument.set(undefined), [openDocument, path]);

  if (!path || !site) return <NothingOpen />;
  return (
    <section className="editor-area" aria-label="Editor" data-pane="write" inert={covered}>
      <EditorPane
        key={path}
        client={client}
        path={path}
        site={site}
        settings={settings}
        source={created?.path === path ? created : undefined}
        takeAhead={takeAhead}
        change={change}
        listed={listed}
        onSettings={(chosen) => void actions.changeSettings(chosen)}
        onSaveState={actions.setSaveState}
        onText={openDocument.set}
        onScroll={scroll.fromEditor}
        onMoved={(moved) => void actions.openPost(moved)}
        onClose={() => void actions.closePost()}
        handle={holdHandle}
      />
    </section>
  );
}

const nothingChosen = {
  title: 'What will you write?',
  note: 'Choose a post from the list, or begin a new one.',
};

/** Of a blog without posts, and of a folder in which there is nothing of a blog at all. */
const nothingYet = {
  known: {
    title: 'Your first post',
    note: 'This blog has no posts yet. Begin one: it stays on this computer until you publish it.',
  },
  unknown: {
    title: 'No blog here yet',
    note: 'Galley finds no posts in this folder. Write the first one, open the folder that you meant, or start a whole new blog.',
  },
};

function NothingOpen() {
  const { actions } = useWindow();
  const posts = useWindowState((state) => state.posts?.length);
  const isKnown = useWindowState((state) => state.site?.convention !== 'plain');
  const words = posts === 0 ? nothingYet[isKnown ? 'known' : 'unknown'] : nothingChosen;
  const listOpen = useWindowState((state) => state.layout.listOpen ?? true);
  if (posts === undefined) return <section className="editor-area" aria-label="Editor" />;
  return (
    <section className="editor-area nothing-open" aria-label="Editor" data-pane="write">
      <div className="nothing-open-words">
        <h2 className="nothing-open-title">{words.title}</h2>
        <p className="nothing-open-note">{words.note}</p>
        <div className="nothing-open-actions">
          <Button look="primary" icon={FilePlus2} onClick={() => actions.showPanel('new-post')}>
            New post
          </Button>
          {!listOpen && (
            <Button icon={PanelLeft} onClick={actions.toggleListPane}>
              Show the list
            </Button>
          )}
          {posts === 0 && (
            <Button icon={Import} onClick={() => actions.showPage('import')}>
              Import posts…
            </Button>
          )}
          {words === nothingYet.unknown && (
            <>
              <Button icon={FolderOpen} onClick={() => void actions.chooseSite()}>
                Open another folder
              </Button>
              <Button icon={Sprout} onClick={() => actions.showPanel('new-blog')}>
                Start a new blog
              </Button>
            </>
          )}
        </div>
        <dl className="nothing-open-keys">
          <div>
            <dt>Find a post or a command</dt>
            <dd>
              <Keys keys={shortcuts.palette} />
            </dd>
          </div>
          <div>
            <dt>All shortcuts</dt>
            <dd>
              <Keys keys={shortcuts.help} />
            </dd>
          </div>
        </dl>
      </div>
    </section>
  );
}
