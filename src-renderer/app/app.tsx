import { lazy, Suspense, useDeferredValue, useEffect, useState } from 'react';
import { afterFirstLook } from '../editor/after-first-look.ts';
import { AfterAMoment } from '../ui/after-a-moment.tsx';
import { Button } from '../ui/button.tsx';
import { Failure } from '../ui/failure.tsx';
import { lazyPart, WaitForPart } from '../ui/lazy-part.tsx';
import './app.css';
import { HeldKeysOfPanel } from './held-keys-of-panel.ts';
import { Notices } from './notices.tsx';
import { listenForShortcuts } from './shortcuts.ts';
import { useWindow, useWindowState } from './window-context.ts';
import type { WindowState } from './window-state.ts';

const loadWorkspace = () => import('./workspace.tsx').then(({ Workspace }) => ({ default: Workspace }));
const Workspace = lazy(loadWorkspace);
// Nearly every start opens a blog: its part of the window comes while the program is asked which one. What fails here
// fails again, and is shown, where it is needed.
loadWorkspace().catch(() => undefined);
const loadPanels = async () => (await import('./panels.tsx')).Panels;
const Panels = lazyPart(loadPanels);
const FolderDialog = lazyPart(async () => (await import('../start/folder-dialog.tsx')).FolderDialog);
const StartScreen = lazy(async () => ({ default: (await import('../start/start-screen.tsx')).StartScreen }));
const SignInDialog = lazyPart(async () => (await import('../sign-in/sign-in-dialog.tsx')).SignInDialog);

/** The whole window: the start screen, or an open blog. */
export function App() {
  const parts = useWindow();
  const closePanel = () => parts.actions.showPanel(undefined);
  const panel = useWindowState((state) => state.panel);
  const title = useWindowState(windowTitle);
  const asksToSignIn = useAsksToSignIn();
  const wantsPanels = useOnceTrue(panel !== undefined);
  useEffect(() => listenForShortcuts(parts), [parts]);
  // Who asks for the palette finds it there: it is fetched once the window is shown.
  useEffect(() => {
    afterFirstLook()
      .then(loadPanels)
      .catch(() => undefined);
  }, []);
  useEffect(() => {
    document.title = title;
  }, [title]);
  return (
    <div className="app">
      <Notices />
      <Screen />
      <WaitForPart key={`folder ${panel}`} onMissing={closePanel}>
        {panel === 'open-folder' && <FolderDialog />}
      </WaitForPart>
      {wantsPanels && (
        <WaitForPart key={`panels ${panel}`} fallback={<HeldKeysOfPanel />} onMissing={closePanel}>
          <Panels />
        </WaitForPart>
      )}
      {asksToSignIn && (
        <WaitForPart onMissing={() => undefined}>
          <SignInDialog />
        </WaitForPart>
      )}
    </div>
  );
}

/** True from the first question on: the dialog remembers the name that was typed for the next one. */
function useAsksToSignIn(): boolean {
  return useOnceTrue(useWindowState((state) => state.signIn !== undefined));
}

/** True from the first time on that this was. */
function useOnceTrue(now: boolean): boolean {
  const [was, setWas] = useState(now);
  if (now && !was) setWas(true);
  return was || now;
}

/** What the window's frame or the browser's tab says: a dot while text is unsaved, the post, the blog. */
function windowTitle({ site, posts, openPost, saveState }: WindowState): string {
  if (!site) return 'Galley';
  const post = openPost && posts?.find(({ path }) => path === openPost)?.title;
  const isSafe = saveState.kind === 'saved' || saveState.kind === 'gone';
  return `${isSafe ? '' : '• '}${post ? `${post} – ` : ''}${site.name}`;
}

function Screen() {
  const { actions } = useWindow();
  const now = useWindowState((state) => state.phase);
  // An open blog is much to draw: in the background, in small pieces.
  const drawn = useDeferredValue(now);
  const phase = now === 'open' ? drawn : now;
  const failure = useWindowState((state) => state.startFailure);
  switch (phase) {
    case 'starting':
      return <Waiting words="Opening Galley…" />;
    case 'opening':
      return <Waiting words="Opening the blog…" />;
    case 'failed':
      return (
        <main className="app-center">
          <Failure message={failure?.message ?? ''} next={failure?.next} detail={failure?.detail}>
            <Button look="primary" onClick={() => void actions.start()}>
              Try again
            </Button>
          </Failure>
        </main>
      );
    case 'start':
      return (
        <Suspense>
          <StartScreen />
        </Suspense>
      );
    case 'open':
      return (
        <Suspense fallback={<Waiting words="Opening the blog…" />}>
          <Workspace />
        </Suspense>
      );
  }
}

function Waiting({ words }: { words: string }) {
  return (
    <main className="app-center">
      <AfterAMoment>
        <p className="app-waiting" role="status">
          {words}
        </p>
      </AfterAMoment>
    </main>
  );
}
