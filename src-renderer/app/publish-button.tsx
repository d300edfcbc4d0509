import { CloudDownload, CloudOff, CloudUpload, LoaderCircle, ShieldQuestion } from 'lucide-react';
import { useMemo } from 'react';
import { counted, type Readiness, readinessOf } from '../publish/publish-readiness.ts';
import { isUnderWay } from '../publish/publishing.ts';
import { Button } from '../ui/button.tsx';
import { Hint } from '../ui/hint.tsx';
import { shortcuts } from './shortcuts.ts';
import { useWindow, useWindowState } from './window-context.ts';
import type { WindowState } from './window-state.ts';

/** Opens the review. Its word and its number say what would go, or what stands in the way. */
export function PublishButton() {
  const { actions } = useWindow();
  const site = useWindowState((state) => state.site);
  const plan = useWindowState((state) => state.plan);
  const planFailure = useWindowState((state) => state.planFailure);
  const underWay = useWindowState((state) => isUnderWay(state.publishing));
  const readiness = useMemo(() => readinessOf({ site, plan, planFailure }), [site, plan, planFailure]);
  const signIn = useWindowState(signInWords);
  const goes = readiness.kind === 'ready' || readiness.kind === 'waiting';
  if (underWay) {
    return (
      <Button icon={LoaderCircle} className="publish-button" onClick={() => actions.showPage('publish')}>
        {signIn ?? 'Publishing…'}
      </Button>
    );
  }
  return (
    <Hint words={signIn ? 'The remote asks who you are.' : hintOf(readiness)} keys={shortcuts.publish}>
      <Button
        look={goes ? 'primary' : 'plain'}
        className="publish-button"
        icon={iconOf(readiness)}
        onClick={() => actions.showPage(readiness.kind === 'untrusted' ? 'trust' : 'publish')}
      >
        <span>{goes && signIn ? signIn : readiness.words}</span>
        {readiness.changes > 0 && readiness.kind === 'ready' && (
          <span className="publish-button-count">
            {readiness.changes}
            <span className="visually-hidden">
              {' '}
              {readiness.changes === 1 ? readiness.noun : `${readiness.noun}s`}
            </span>
          </span>
        )}
      </Button>
    </Hint>
  );
}

/** What waits for nothing but a sign-in says so, while it is asked for and after it was put off. */
function signInWords({ signIn, publishing }: WindowState): string | undefined {
  const wasPutOff = publishing.kind === 'outcome' && publishing.outcome.outcome === 'needs-sign-in';
  return signIn !== undefined || wasPutOff ? 'Sign in' : undefined;
}

function iconOf({ kind }: Readiness) {
  if (kind === 'untrusted') return ShieldQuestion;
  if (kind === 'remote-is-ahead') return CloudDownload;
  if (kind === 'waiting-for-network') return CloudOff;
  return kind === 'ready' || kind === 'waiting' ? CloudUpload : undefined;
}

function hintOf(readiness: Readiness): string {
  switch (readiness.kind) {
    case 'ready':
      return `${counted(readiness.changes, readiness.noun)} ${readiness.changes === 1 ? 'differs' : 'differ'} from what is online. Review what goes.`;
    case 'waiting-for-network':
      return 'What you published goes out by itself when the network is back.';
    case 'waiting':
      return 'Versions of yours wait to go online.';
    case 'remote-is-ahead':
      return 'Others have published meanwhile.';
    case 'nothing':
      return 'Every post is online as it is here.';
    case 'untrusted':
      return 'This repository would run programs on this computer. See which, and decide.';
    case 'no-remote':
      return 'This repository has no place to publish to.';
    case 'no-repository':
      return 'This folder is not in a git repository.';
    case 'blocked':
      return 'Something stands in the way. See what.';
    case 'unknown':
      return 'Comparing with what is online…';
  }
}
