import { useEffect, useState } from 'react';
import type { AppErrorData } from '../../src-main/common/errors.ts';
import type { PlannedChange } from '../../src-main/common/publish/publish.ts';
import type { PostProblem } from '../../src-main/common/site/check/check-posts.ts';
import { failureOf } from '../app/failure.ts';
import { useWindow } from '../app/window-context.ts';
import { AfterAMoment } from '../ui/after-a-moment.tsx';
import { Failure } from '../ui/failure.tsx';
import { isPicture, PictureSides, PicturesWith, sidesOf } from './pictures.tsx';
import { PostChecks } from './post-checks.tsx';
import {
  ComparisonChoice,
  type ComparisonView,
  PostComparison,
  useComparisonView,
} from './post-comparison.tsx';
import { nameOf } from './selection.ts';
import { TextDifference } from './text-difference.tsx';

interface Sides {
  published: string | undefined;
  current: string | undefined;
}

export interface ChangeViewProps {
  change: PlannedChange;
  /** All of the plan: of the files that go with a post it says what they are. */
  changes: readonly PlannedChange[];
  /** What is wrong with the post, as far as it has been looked at. */
  problems: readonly PostProblem[];
}

/** One file as it is online and as it would be. */
export function ChangeView({ change, changes, problems }: ChangeViewProps) {
  const { client } = useWindow();
  const [sides, setSides] = useState<Sides>();
  const [failure, setFailure] = useState<AppErrorData>();
  const [view, setView] = useComparisonView();

  // Another revision is another text: the plan was asked for again.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the revision stands for the text
  useEffect(() => {
    let wanted = true;
    client.call('publish.diff', { path: change.path }).then(
      (found) => wanted && setSides(found),
      (error: unknown) => wanted && setFailure(failureOf(error)),
    );
    return () => {
      wanted = false;
    };
  }, [client, change.path, change.revision]);

  return (
    <>
      <header className="change-view-head">
        <div>
          <h2>{nameOf(change)}</h2>
          <p>
            {change.previousPath && change.previousPath !== change.path && `${change.previousPath} → `}
            {change.path}
          </p>
        </div>
        {change.post && sides && (
          <ComparisonChoice
            view={view}
            both={sides.published !== undefined && sides.current !== undefined}
            onChange={setView}
          />
        )}
      </header>
      <PostChecks path={change.path} found={problems} />
      <PicturesWith change={change} changes={changes} />
      {failure && (
        <div className="change-view-note">
          <Failure {...failure} />
        </div>
      )}
      {!failure && !sides && (
        <AfterAMoment>
          <p className="change-view-note" role="status">
            Comparing…
          </p>
        </AfterAMoment>
      )}
      {sides && <Difference change={change} sides={sides} view={view} />}
    </>
  );
}

function Difference({ change, sides, view }: { change: PlannedChange; sides: Sides; view: ComparisonView }) {
  const { published, current } = sides;
  if (isPicture(change.path)) {
    return (
      <div className="picture-large">
        <PictureSides path={change.path} sides={sidesOf(change.kind)} />
      </div>
    );
  }
  if (published === undefined && current === undefined) {
    return <p className="change-view-note">This file is not text, so its change cannot be shown here.</p>;
  }
  if (published !== undefined && published === current && view !== 'reading') {
    return (
      <p className="change-view-note">
        {change.kind === 'renamed' ? 'Moved, its text unchanged.' : 'The text is the same.'}
      </p>
    );
  }
  if (!change.post) return <TextDifference published={published} current={current} name={nameOf(change)} />;
  return (
    <>
      {current === undefined && (
        <p className="change-view-note">
          Readers will no longer find this post. This is how it reads until then.
        </p>
      )}
      <PostComparison
        path={change.path}
        name={nameOf(change)}
        before={published}
        after={current}
        view={view}
        gone={change.kind === 'deleted' ? change.assets : undefined}
      />
    </>
  );
}
