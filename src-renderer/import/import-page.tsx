import { ArrowLeft } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { useWindow, useWindowState } from '../app/window-context.ts';
import '../publish/publish-page.css';
import { Button } from '../ui/button.tsx';
import { Failure } from '../ui/failure.tsx';
import { ChooseExport } from './choose-export.tsx';
import './import-page.css';
import { ImportRunning } from './import-running.tsx';
import { ImportSummary } from './import-summary.tsx';
import type { ImportStage } from './importing.ts';

/** The posts of another program, as a page: which they are, how far they have come, and what has become of each. */
export function ImportPage() {
  const { actions } = useWindow();
  const stage = useWindowState((state) => state.importing);
  const page = useRef<HTMLElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  // Each stage is a page of its own for those who hear the window: its heading takes the focus, unless a field has it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs for another stage
  useEffect(() => {
    if (!page.current?.contains(document.activeElement)) heading.current?.focus();
  }, [stage.kind]);
  return (
    <main className="publish-page" data-pane="import" aria-labelledby="import-heading" ref={page}>
      <header className="page-bar">
        <Button look="quiet" icon={ArrowLeft} onClick={() => actions.showPage('write')}>
          Back to writing
        </Button>
        <h1 id="import-heading" className="page-heading" ref={heading} tabIndex={-1}>
          Import posts
        </h1>
      </header>
      <div className="import-scroll">
        <div className="publish-column import">
          <StageView stage={stage} />
        </div>
      </div>
    </main>
  );
}

function StageView({ stage }: { stage: ImportStage }): ReactNode {
  const { store } = useWindow();
  const again = (): void => store.change({ importing: { kind: 'choosing' } });
  switch (stage.kind) {
    case 'choosing':
      return <ChooseExport />;
    case 'running':
      return <ImportRunning progress={stage.progress} isStopping={stage.isStopping} />;
    case 'failed':
      return (
        <Failure {...stage.failure}>
          <Button look="primary" onClick={again}>
            Choose again
          </Button>
        </Failure>
      );
    case 'done':
      return <ImportSummary outcome={stage.outcome} onAgain={again} />;
  }
}
