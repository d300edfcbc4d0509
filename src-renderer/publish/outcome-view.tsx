import { ChevronRight, CircleCheck, CircleDashed, type LucideIcon, TriangleAlert } from 'lucide-react';
import type { BringInOutcome, PublishOutcome } from '../../src-main/common/publish/publish.ts';
import { useWindow, useWindowState } from '../app/window-context.ts';
import { Button, TextButton } from '../ui/button.tsx';
import { RawWords } from '../ui/raw-words.tsx';
import './outcome-view.css';
import { LiveView } from './live-view.tsx';
import { counted } from './publish-readiness.ts';
import type { Publishing } from './publishing.ts';
import { SitePart } from './site-part.tsx';
import { WaysOut } from './ways-out.tsx';

export interface OutcomeViewProps {
  outcome: PublishOutcome | BringInOutcome;
  /** It was a post that was taken back. */
  tookBack?: boolean | undefined;
}

/** How it ended, in one sentence; then the one thing to do next, and git's words for those who want them. */
export function OutcomeView({ outcome, tookBack = false }: OutcomeViewProps) {
  const { publishing } = useWindow();
  const kind = 'outcome' in outcome ? outcome.outcome : outcome.kind;
  const { icon: Icon, tone } = looks[kind];
  const title = kind === 'offline' && 'ways' in outcome && outcome.ways?.length ? notSent : looks[kind].title;
  return (
    <div className="publish-column outcome" data-tone={tone}>
      <Icon className="icon outcome-sign" aria-hidden />
      <h2 className="publish-title">{tookBack && kind === 'published' ? 'Unpublished' : title}</h2>
      <p className="publish-text" role="status">
        {tookBack && kind === 'published'
          ? 'The remote has it. Readers no longer find the post once the site has been built.'
          : outcome.message}
      </p>
      {'site' in outcome && outcome.site && <SitePart site={outcome.site} />}
      {'outcome' in outcome && kind === 'published' && !tookBack && (
        <LiveView commit={outcome.commit}>
          <LiveAt paths={outcome.paths} />
        </LiveView>
      )}
      {tone !== 'good' && outcome.next.length > 0 && (
        <ul className="outcome-next">
          {outcome.next.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ul>
      )}
      {'ways' in outcome && outcome.ways && (
        <WaysOut ways={outcome.ways} onDone={() => void publishing.prepare()} />
      )}
      {kind === 'needs-sign-in' ? (
        <SignInWays outcome={outcome} />
      ) : (
        <Ways
          kind={kind}
          outcome={outcome}
          waits={kind === 'brought-in' && outcome.next.length > 0}
          offersMerge={'offersMerge' in outcome && outcome.offersMerge === true}
        />
      )}
      <Paths paths={outcome.paths} published={kind === 'published'} />
      {'commit' in outcome && outcome.commit && (
        <p className="outcome-commit">
          Version <code>{outcome.commit.slice(0, 10)}</code>
          {outcome.verified && ', and the remote was asked: it holds it.'}
        </p>
      )}
      <RawWords words={outcome.detail} open={kind === 'refused' || kind === 'blocked'} />
    </div>
  );
}

/** Where the network is not what is missing: the remote's address leads nowhere. */
const notSent = 'Kept here, not sent yet';

type Kind = PublishOutcome['outcome'] | BringInOutcome['kind'];
type Tone = 'good' | 'calm' | 'problem';

const looks: Record<Kind, { icon: LucideIcon; tone: Tone; title: string }> = {
  published: { icon: CircleCheck, tone: 'good', title: 'Published' },
  'nothing-to-publish': { icon: CircleCheck, tone: 'good', title: 'Nothing to publish' },
  'up-to-date': { icon: CircleCheck, tone: 'good', title: 'Nothing new online' },
  'brought-in': { icon: CircleCheck, tone: 'good', title: 'Changes brought in' },
  cancelled: { icon: CircleDashed, tone: 'calm', title: 'Stopped' },
  offline: { icon: CircleDashed, tone: 'calm', title: 'Waiting for the network' },
  unverified: { icon: TriangleAlert, tone: 'problem', title: 'Sent, but not confirmed' },
  'remote-is-ahead': { icon: TriangleAlert, tone: 'problem', title: 'Others published meanwhile' },
  conflict: { icon: TriangleAlert, tone: 'problem', title: 'The same lines were changed elsewhere' },
  'needs-sign-in': { icon: TriangleAlert, tone: 'problem', title: 'The remote asks who you are' },
  refused: { icon: TriangleAlert, tone: 'problem', title: 'Refused' },
  blocked: { icon: TriangleAlert, tone: 'problem', title: 'Not now' },
};

interface WaysProps extends OutcomeViewProps {
  kind: Kind;
  waits: boolean;
  offersMerge: boolean;
}

function Ways({ kind, outcome, waits, offersMerge }: WaysProps) {
  const { actions, publishing } = useWindow();
  const again = (
    <Button look="primary" onClick={() => void tryAgain(publishing, outcome)}>
      Try again
    </Button>
  );
  const back = (look: 'primary' | 'plain') => (
    <Button look={look} onClick={() => actions.showPage('write')}>
      Back to writing
    </Button>
  );
  return (
    <div className="publish-actions">
      {waysOf(kind) === 'bring-in' && (
        <Button look="primary" onClick={() => void publishing.bringIn()}>
          Bring in changes
        </Button>
      )}
      {offersMerge && (
        <Button look="primary" onClick={() => void publishing.bringIn({ merge: true })}>
          Merge all the same
        </Button>
      )}
      {waysOf(kind) === 'again' && !offersMerge && again}
      {waits && (
        <Button look="primary" onClick={() => void publishing.publish([], '')}>
          Send yours now
        </Button>
      )}
      {waysOf(kind) === 'review' && (
        <Button look={waits ? 'plain' : 'primary'} onClick={() => void publishing.prepare()}>
          Go on to publish
        </Button>
      )}
      {back(waysOf(kind) === 'done' ? 'primary' : 'plain')}
    </div>
  );
}

/** What is a version here already goes out as it is: there is nothing to review once more. */
function tryAgain(publishing: Publishing, outcome: OutcomeViewProps['outcome']): Promise<void> {
  if (!('outcome' in outcome)) return publishing.bringIn();
  return outcome.commit === undefined ? publishing.prepare() : publishing.publish([], '');
}

function SignInWays({ outcome }: OutcomeViewProps) {
  const { actions, publishing } = useWindow();
  return (
    <div className="publish-actions">
      <Button look="primary" onClick={() => void tryAgain(publishing, outcome)}>
        Sign in
      </Button>
      <Button onClick={() => actions.showPage('write')}>Back to writing</Button>
    </div>
  );
}

function waysOf(kind: Kind): 'bring-in' | 'again' | 'review' | 'done' {
  if (kind === 'remote-is-ahead') return 'bring-in';
  if (kind === 'brought-in') return 'review';
  if (kind === 'published' || kind === 'nothing-to-publish' || kind === 'up-to-date') return 'done';
  return 'again';
}

/** The addresses at which readers find what went, where the site says its own. */
function LiveAt({ paths }: { paths: readonly string[] }) {
  const { actions } = useWindow();
  const address = useWindowState((state) => state.site?.address);
  const posts = useWindowState((state) => state.posts);
  if (!address) return null;
  const urls = paths.flatMap((path) => {
    const url = posts?.find((post) => post.path === path && post.visibility === 'public')?.url;
    return url ? [`${address.replace(/\/$/, '')}${url}`] : [];
  });
  if (urls.length === 0) return null;
  return (
    <p className="publish-text">
      Once the site has been built, live at{' '}
      {urls.slice(0, 3).map((url, index) => (
        <span key={url}>
          {index > 0 && ', '}
          <TextButton onClick={() => void actions.openAddress(url)}>{url}</TextButton>
        </span>
      ))}
      {urls.length > 3 && ` and ${urls.length - 3} more`}.
    </p>
  );
}

function Paths({ paths, published }: { paths: readonly string[]; published: boolean }) {
  if (paths.length === 0) return null;
  return (
    <details className="raw-words" open={paths.length < 4}>
      <summary>
        <ChevronRight className="icon" aria-hidden />
        {counted(paths.length, 'file')} {published ? 'in it' : 'concerned'}
      </summary>
      <ul className="outcome-paths">
        {paths.map((path) => (
          <li key={path}>{path}</li>
        ))}
      </ul>
    </details>
  );
}
