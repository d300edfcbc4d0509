import { ArrowLeft, ShieldCheck, ShieldQuestion, SquareTerminal } from 'lucide-react';
import { useCallback, useEffect, useState } from 'react';
import type { AppErrorData } from '../../src-main/common/errors.ts';
import type { TrustReport } from '../../src-main/common/publish/publish.ts';
import { failureOf } from '../app/failure.ts';
import { useWindow, useWindowState } from '../app/window-context.ts';
import { Button } from '../ui/button.tsx';
import { Failure } from '../ui/failure.tsx';
import './publish-page.css';
import './trust-page.css';

/** What the repository would run on this computer; the author decides, once. Writing works without. */
export function TrustPage() {
  const { client, actions } = useWindow();
  const root = useWindowState((state) => state.site?.root);
  const [report, setReport] = useState<TrustReport>();
  const [failure, setFailure] = useState<AppErrorData>();
  const [busy, setBusy] = useState(false);

  const ask = useCallback(async () => {
    setFailure(undefined);
    try {
      setReport(await client.call('trust.describe'));
    } catch (error) {
      setFailure(failureOf(error));
    }
  }, [client]);

  useEffect(() => void ask(), [ask]);

  async function trust(): Promise<void> {
    setBusy(true);
    try {
      setReport(await client.call('trust.grant'));
      await actions.refreshPlan();
      void actions.refreshPosts();
      actions.showPage('publish');
    } catch (error) {
      setFailure(failureOf(error));
    }
    setBusy(false);
  }

  return (
    <main className="publish-page" data-pane="trust" aria-labelledby="trust-heading">
      <header className="page-bar">
        <Button look="quiet" icon={ArrowLeft} onClick={() => actions.showPage('write')}>
          Back to writing
        </Button>
        <h1 id="trust-heading" className="page-heading">
          Trust
        </h1>
      </header>
      <div className="publish-column">
        {failure && (
          <Failure {...failure}>
            <Button onClick={() => void ask()}>Try again</Button>
          </Failure>
        )}
        {report && !failure && (
          <>
            <TrustWords report={report} root={root} />
            <div className="publish-actions">
              {!report.trusted && (
                <Button look="primary" disabled={busy} onClick={() => void trust()}>
                  Trust and continue
                </Button>
              )}
              <Button onClick={() => actions.showPage('write')}>
                {report.trusted ? 'Back to writing' : 'Not now'}
              </Button>
            </div>
          </>
        )}
      </div>
    </main>
  );
}

function TrustWords({ report, root }: { report: TrustReport; root: string | undefined }) {
  const Icon = report.trusted ? ShieldCheck : ShieldQuestion;
  return (
    <>
      <Icon className="icon trust-sign" aria-hidden />
      <h2 className="publish-title">{headingOf(report)}</h2>
      <p className="publish-text">
        {report.runs.length === 0
          ? 'Git would run no program of this repository on your computer, so there is nothing to decide.'
          : 'It asks git to run the programs below on this computer, with your rights. That is common in your own blog, and dangerous in one that a stranger gave you.'}
      </p>
      {report.runs.length > 0 && (
        <ul className="trust-runs" aria-label="What it would run">
          {report.runs.map((line) => (
            <li key={line}>
              <SquareTerminal className="icon" aria-hidden />
              <code>{line}</code>
            </li>
          ))}
        </ul>
      )}
      <p className="trust-note">
        {!report.trusted && 'Until you decide, none of it has run and you can write. '}
        {report.runs.length === 0
          ? 'Galley asks if that changes.'
          : 'Galley asks again only if this list changes.'}{' '}
        <bdi>{root}</bdi>
      </p>
    </>
  );
}

function headingOf({ trusted, runs }: TrustReport): string {
  if (runs.length === 0) return 'Nothing here needs your trust';
  return trusted ? 'You trust this repository' : 'Do you trust this repository?';
}
