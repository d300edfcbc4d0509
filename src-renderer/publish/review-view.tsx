import { ChevronRight, CloudDownload, Image, TriangleAlert } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { PlannedChange, PublishPlan } from '../../src-main/common/publish/publish.ts';
import { useWindow, useWindowState } from '../app/window-context.ts';
import { PostMark } from '../list/post-mark.tsx';
import { Button } from '../ui/button.tsx';
import { Checkbox } from '../ui/checkbox.tsx';
import { classes } from '../ui/classes.ts';
import { lazyPart, WaitForPart } from '../ui/lazy-part.tsx';
import { Mark } from '../ui/mark.tsx';
import { ChangeMark } from './change-mark.tsx';
import { OrphansGroup, useOrphans } from './orphans-group.tsx';
import { useChecks } from './post-checks.tsx';
import { counted, nounFor } from './publish-readiness.ts';
import './review-view.css';
import { firstSelection, nameOf, proposedMessage, reviewOf } from './selection.ts';

const ChangeView = lazyPart(async () => (await import('./change-view.tsx')).ChangeView);

export interface ReviewViewProps {
  plan: PublishPlan;
}

/** What goes on the left, the change itself on the right, the message and the button below. */
export function ReviewView({ plan }: ReviewViewProps) {
  const { store } = useWindow();
  const openPost = useWindowState((state) => state.openPost);
  const review = useMemo(() => reviewOf(plan, openPost), [plan, openPost]);
  const [selection, setSelection] = useState(() =>
    firstSelection(review, openPost, store.get().publishTried),
  );
  const [shown, setShown] = useState<string | undefined>();
  const focus =
    review.posts.find(({ path }) => path === shown) ??
    review.site.find(({ path }) => path === shown) ??
    review.others.find(({ path }) => path === shown) ??
    review.posts[0] ??
    review.site[0];
  const checks = useChecks(
    review.posts.filter(({ kind }) => kind !== 'deleted').map(({ path }) => path),
    review.posts.map(({ revision }) => revision).join(),
  );
  const offered = [...review.posts, ...review.site];
  const chosen = offered.filter(({ path }) => selection.has(path));
  const pictures = useOrphans(plan);
  const isPicture = new Set(pictures.orphans.map(({ path }) => path));
  const others = review.others.filter(({ path }) => !isPicture.has(path));
  const withPictures = [
    ...chosen,
    ...review.others.filter(({ path }) => isPicture.has(path) && selection.has(path)),
  ];

  if (offered.length === 0)
    return <NothingToPublish plan={plan} others={review.others.filter(({ committed }) => !committed)} />;

  function choose(paths: readonly string[], on: boolean): void {
    setSelection((now) => {
      const next = new Set(now);
      for (const path of paths) {
        if (on) next.add(path);
        else next.delete(path);
      }
      return next;
    });
  }

  return (
    <div className="review">
      <div className="review-panes">
        <nav className="review-list" aria-label="Changes">
          <BehindNote plan={plan} />
          <ChosenHead offered={offered} chosen={chosen.length} onChoose={choose} />
          <ul>
            {offered.map((change) => (
              <ChangeRow
                key={change.path}
                change={change}
                chosen={selection.has(change.path)}
                shown={change === focus}
                problems={checks?.get(change.path)?.filter(({ severity }) => severity !== 'info').length ?? 0}
                onChoose={(on) => choose([change.path], on)}
                onShow={() => setShown(change.path)}
              />
            ))}
          </ul>
          <OrphansGroup pictures={pictures} chosen={selection} onChoose={choose} />
          <OtherFiles
            files={others.filter(({ committed }) => committed)}
            words={['goes along', 'go along']}
            why="These are in a version that is made already, and are sent with it."
            shown={focus}
            onShow={setShown}
          />
          <OtherFiles
            files={others.filter(({ committed }) => !committed)}
            words={['stays here', 'stay here']}
            why="Galley publishes posts and the pictures they use. These changed too, and are left as they are."
            shown={focus}
            onShow={setShown}
          />
        </nav>
        <section className="review-change" aria-label="The change">
          {focus && (
            <WaitForPart onMissing={() => undefined}>
              <ChangeView
                key={focus.path}
                change={focus}
                changes={plan.changes}
                problems={checks?.get(focus.path) ?? []}
              />
            </WaitForPart>
          )}
        </section>
      </div>
      <MessageFoot plan={plan} chosen={withPictures} />
    </div>
  );
}

interface ChosenHeadProps {
  offered: readonly PlannedChange[];
  chosen: number;
  onChoose(paths: readonly string[], on: boolean): void;
}

function ChosenHead({ offered, chosen, onChoose }: ChosenHeadProps) {
  const free = offered.filter((change) => !change.committed).map(({ path }) => path);
  const all = chosen === offered.length;
  const noun = nounFor(offered);
  return (
    <div className="review-head">
      <Checkbox
        label={`Choose all ${noun}s`}
        checked={all || (chosen > 0 && 'indeterminate')}
        disabled={free.length === 0}
        onChange={() => onChoose(free, !all)}
      />
      <h2>
        {chosen} of {counted(offered.length, noun)} {chosen === 1 ? 'goes' : 'go'}
      </h2>
    </div>
  );
}

interface ChangeRowProps {
  change: PlannedChange;
  chosen: boolean;
  shown: boolean;
  /** How much there is to look at before it goes. */
  problems: number;
  onChoose(on: boolean): void;
  onShow(): void;
}

function ChangeRow({ change, chosen, shown, problems, onChoose, onShow }: ChangeRowProps) {
  const visibility = useWindowState(
    (state) => state.posts?.find(({ path }) => path === change.path)?.visibility ?? 'public',
  );
  const hidden = visibility !== 'public' && visibility;
  return (
    <li className={classes('change-row', shown && 'change-row-shown')}>
      <Checkbox
        label={`Publish ${nameOf(change)}`}
        checked={chosen}
        disabled={change.committed}
        onChange={onChoose}
      />
      <button type="button" className="change-words" aria-current={shown || undefined} onClick={onShow}>
        <span className="change-title">{nameOf(change)}</span>
        <span className="change-meta">
          <ChangeMark change={change} />
          {hidden && <PostMark state={hidden} />}
          {problems > 0 && <Mark icon={TriangleAlert} tone="warning" words={`${problems} to look at`} />}
          {change.assets.length > 0 && (
            <span className="change-assets" title={change.assets.join('\n')}>
              <Image className="icon" aria-hidden />
              {counted(change.assets.length, 'file')} with it
            </span>
          )}
        </span>
        {change.warnings.map((warning) => (
          <span key={warning} className="change-warning">
            <TriangleAlert className="icon" aria-hidden />
            {warning}
          </span>
        ))}
      </button>
    </li>
  );
}

interface OtherFilesProps {
  files: readonly PlannedChange[];
  /** What becomes of them, of one and of several. */
  words: readonly [one: string, several: string];
  why: string;
  shown: PlannedChange | undefined;
  onShow(path: string): void;
}

function OtherFiles({ files, words, why, shown, onShow }: OtherFilesProps) {
  if (files.length === 0) return null;
  return (
    <details className="stays-here">
      <summary>
        <ChevronRight className="icon" aria-hidden />
        {counted(files.length, 'other file')} {words[files.length === 1 ? 0 : 1]}
      </summary>
      <p>{why}</p>
      <ul>
        {files.map((change) => (
          <li key={change.path} className={classes('change-row', change === shown && 'change-row-shown')}>
            <button
              type="button"
              className="change-words"
              aria-current={change === shown || undefined}
              onClick={() => onShow(change.path)}
            >
              <span className="change-path">{change.path}</span>
              <span className="change-meta">
                <ChangeMark change={change} />
              </span>
            </button>
          </li>
        ))}
      </ul>
    </details>
  );
}

function BehindNote({ plan }: ReviewViewProps) {
  const { publishing } = useWindow();
  if (!plan.behind) return null;
  return (
    <div className="review-note">
      <p>
        {counted(plan.behind, 'version')} online {plan.behind === 1 ? 'is' : 'are'} not here yet. Bring{' '}
        {plan.behind === 1 ? 'it' : 'them'} in first; what you wrote stays.
      </p>
      <Button look="primary" icon={CloudDownload} onClick={() => void publishing.bringIn()}>
        Bring in changes
      </Button>
    </div>
  );
}

interface MessageFootProps extends ReviewViewProps {
  chosen: readonly PlannedChange[];
}

function MessageFoot({ plan, chosen }: MessageFootProps) {
  const { publishing, store } = useWindow();
  const proposed = proposedMessage(chosen);
  const message = useWindowState((state) => state.publishMessage);
  const goes = chosen.length > 0;
  const onlyToSend = goes && chosen.every((change) => change.committed);
  const publish = () =>
    void publishing.publish(
      chosen.map(({ path }) => path),
      message ?? proposed,
    );
  return (
    <form
      className="review-foot"
      onSubmit={(event) => {
        event.preventDefault();
        if (goes) publish();
      }}
    >
      {onlyToSend ? (
        <p className="review-message">Its version is made already: it only needs to be sent.</p>
      ) : (
        <label className="review-message">
          <span>Message</span>
          <textarea
            className="text-field"
            rows={1}
            value={message ?? proposed}
            placeholder="What changed, for the history"
            onChange={(event) => store.change({ publishMessage: event.target.value })}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && goes) publish();
            }}
          />
        </label>
      )}
      <div className="review-go">
        <Button look={plan.behind ? 'plain' : 'primary'} type="submit" disabled={!goes}>
          {goes
            ? `${onlyToSend ? 'Send' : 'Publish'} ${counted(chosen.length, nounFor(chosen))}`
            : 'Choose what goes'}
        </Button>
        <p className="review-where">{whereTo(plan)}</p>
      </div>
    </form>
  );
}

function whereTo({ remote, branch }: PublishPlan): string {
  return remote && branch ? `to ${remote}, branch ${branch}` : '';
}

function NothingToPublish({ plan, others }: ReviewViewProps & { others: readonly PlannedChange[] }) {
  const { actions, publishing } = useWindow();
  const waiting = (plan.ahead ?? 0) > 0;
  return (
    <div className="publish-column">
      <h2 className="publish-title">
        {waiting ? 'Your versions wait to go online' : 'Everything is published'}
      </h2>
      <p className="publish-text">
        {waiting
          ? `${counted(plan.ahead ?? 0, 'version')} ${plan.ahead === 1 ? 'is' : 'are'} ready on this computer and only ${plan.ahead === 1 ? 'needs' : 'need'} to be sent.`
          : 'Every post is online as it is here, as far as this computer knows.'}
        {others.length > 0 &&
          ` ${counted(others.length, 'other file')} changed and ${others.length === 1 ? 'stays' : 'stay'} here.`}
      </p>
      <div className="publish-actions">
        {waiting && (
          <Button look="primary" onClick={() => void publishing.publish([], '')}>
            Send now
          </Button>
        )}
        <Button look={waiting ? 'plain' : 'primary'} onClick={() => actions.showPage('write')}>
          Back to writing
        </Button>
        <Button icon={CloudDownload} onClick={() => void publishing.bringIn()}>
          See what is new online
        </Button>
      </div>
    </div>
  );
}
