import { ArrowLeft } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { useWindow, useWindowState } from '../app/window-context.ts';
import { AfterAMoment } from '../ui/after-a-moment.tsx';
import { Button } from '../ui/button.tsx';
import { Failure } from '../ui/failure.tsx';
import { lazyPart, WaitForPart } from '../ui/lazy-part.tsx';
import { BlockedView } from './blocked-view.tsx';
import { OutcomeView } from './outcome-view.tsx';
import { ProgressView } from './progress-view.tsx';
import './publish-page.css';
import type { Stage } from './publishing.ts';
import { ReviewView } from './review-view.tsx';
import { WaitingBanner } from './waiting-banner.tsx';

const ConflictsView = lazyPart(async () => (await import('../conflicts/conflicts-view.tsx')).ConflictsView);

/** Publishing, as a page: what goes and how it differs, then its steps, then how it ended. */
export function PublishPage() {
  const { actions, publishing } = useWindow();
  const stage = useWindowState((state) => state.publishing.kind);
  const waits = useWindowState((state) => state.plan?.waitsForNetwork === true);
  const heading = useRef<HTMLHeadingElement>(null);

  useEffect(() => publishing.enter(), [publishing]);

  // Each stage is a page of its own for those who hear the window: its heading takes the focus.
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs for another stage
  useEffect(() => heading.current?.focus(), [stage]);

  return (
    <main className="publish-page" data-pane="publish" aria-labelledby="publish-heading">
      <header className="page-bar">
        <Button look="quiet" icon={ArrowLeft} onClick={() => actions.showPage('write')}>
          Back to writing
        </Button>
        <h1 id="publish-heading" className="page-heading" ref={heading} tabIndex={-1}>
          {headings[stage]}
        </h1>
      </header>
      {waits && stage !== 'running' && <WaitingBanner />}
      <StageView />
    </main>
  );
}

const headings: Record<Stage['kind'], string> = {
  preparing: 'Publish',
  failed: 'Publish',
  blocked: 'Publish',
  review: 'Publish',
  running: 'Publishing',
  'bringing-in': 'Bringing in changes',
  conflicts: 'Changed in both places',
  outcome: 'Publish',
  'brought-in': 'Changes from elsewhere',
};

function StageView(): ReactNode {
  const { actions, publishing } = useWindow();
  const plan = useWindowState((state) => state.plan);
  const stage = useWindowState((state) => state.publishing);
  switch (stage.kind) {
    case 'preparing':
      return (
        <div className="publish-column">
          <AfterAMoment>
            <p role="status">Comparing with what is online…</p>
          </AfterAMoment>
        </div>
      );
    case 'failed':
      return (
        <div className="publish-column">
          {stage.failure.code === 'untrusted' ? (
            <Untrusted message={stage.failure.message} />
          ) : (
            <Failure {...stage.failure}>
              <Button look="primary" onClick={() => void publishing.prepare()}>
                Try again
              </Button>
            </Failure>
          )}
        </div>
      );
    case 'blocked':
      return plan && <BlockedView plan={plan} />;
    case 'review':
      return plan && <ReviewView plan={plan} />;
    case 'running':
      return (
        <ProgressView progress={stage.progress} cancelling={stage.cancelling} onCancel={publishing.cancel} />
      );
    case 'bringing-in':
      return (
        <div className="publish-column">
          <p role="status">Asking the remote and bringing in what others published…</p>
        </div>
      );
    case 'conflicts':
      return (
        <WaitForPart onMissing={() => actions.showPage('write')}>
          <ConflictsView stage={stage} />
        </WaitForPart>
      );
    case 'outcome':
      return <OutcomeView outcome={stage.outcome} tookBack={stage.tookBack} />;
    case 'brought-in':
      return <OutcomeView outcome={stage.outcome} />;
  }
}

/** The page of trust shows what would run: nothing of it is to be repeated here. */
function Untrusted({ message }: { message: string }) {
  const { actions } = useWindow();
  return (
    <Failure
      message={message}
      next={['Look at them first. Until you decide, none of them runs, and you can write.']}
    >
      <Button look="primary" onClick={() => actions.showPage('trust')}>
        See what it would run
      </Button>
      <Button onClick={() => actions.showPage('write')}>Back to writing</Button>
    </Failure>
  );
}
