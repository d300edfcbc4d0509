import { ChevronRight } from 'lucide-react';
import type { PublishPlan } from '../../src-main/common/publish/publish.ts';
import { useWindow } from '../app/window-context.ts';
import { IdentityForm } from '../sign-in/identity-form.tsx';
import { Button } from '../ui/button.tsx';
import { WaysOut } from './ways-out.tsx';

/** Why nothing can be published now, and the ways out. */
export function BlockedView({ plan }: { plan: PublishPlan }) {
  const { actions, publishing } = useWindow();
  const { blocked } = plan;
  if (!blocked) return null;
  if (blocked.cause === 'no-identity') return <WhoAreYou reason={blocked.reason} />;
  const untrusted = blocked.cause === 'untrusted';
  return (
    <div className="publish-column">
      <h2 className="publish-title">Nothing can be published yet</h2>
      <p className="publish-text" role="status">
        {blocked.reason}
      </p>
      {blocked.next.length > 0 && !untrusted && !blocked.ways && <Steps steps={blocked.next} />}
      <WaysOut ways={blocked.ways ?? []} onDone={() => void publishing.prepare()} />
      {blocked.ways && (
        <details className="raw-words">
          <summary>
            <ChevronRight className="icon" aria-hidden />
            Or in a terminal
          </summary>
          <Steps steps={blocked.next} />
        </details>
      )}
      <div className="publish-actions">
        {untrusted ? (
          <Button look="primary" onClick={() => actions.showPage('trust')}>
            See what it would run
          </Button>
        ) : (
          <Button look={blocked.ways ? 'plain' : 'primary'} onClick={() => void publishing.prepare()}>
            Look again
          </Button>
        )}
        <Button onClick={() => actions.showPage('write')}>Back to writing</Button>
      </div>
    </div>
  );
}

function WhoAreYou({ reason }: { reason: string }) {
  return (
    <div className="publish-column">
      <h2 className="publish-title">Who are you?</h2>
      <p className="publish-text" role="status">
        {reason}
      </p>
      <IdentityForm />
    </div>
  );
}

function Steps({ steps }: { steps: readonly string[] }) {
  return (
    <ul className="outcome-next">
      {steps.map((step) => (
        <li key={step}>{step}</li>
      ))}
    </ul>
  );
}
