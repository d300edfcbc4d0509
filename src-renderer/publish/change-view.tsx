import { useEffect, useState } from 'react';
import type { AppErrorData } from '../../src-main/common/errors.ts';
import type { PlannedChange } from '../../src-main/common/publish/publish.ts';
import { failureOf } from '../app/failure.ts';
import { useWindow } from '../app/window-context.ts';
import { AfterAMoment } from '../ui/after-a-moment.tsx';
import { Failure } from '../ui/failure.tsx';
import { Segments } from '../ui/segments.tsx';
import { ReadingView } from './reading-view.tsx';
import { nameOf } from './selection.ts';
import { TextDifference } from './text-difference.tsx';

/** The change itself, or the post that it makes. */
type View = 'changes' | 'reading';

interface Sides {
  published: string | undefined;
  current: string | undefined;
}

/** One file as it is online and as it would be. */
export function ChangeView({ change }: { change: PlannedChange }) {
  const { client } = useWindow();
  const [sides, setSides] = useState<Sides>();
  const [failure, setFailure] = useState<AppErrorData>();
  const [view, setView] = useState<View>('changes');

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
        {change.post && sides?.current !== undefined && (
          <Segments<View>
            label="How to look at it"
            value={view}
            onChange={setView}
            options={[
              { value: 'changes', words: 'Changes' },
              { value: 'reading', words: 'Reading' },
            ]}
          />
        )}
      </header>
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
      {sides &&
        (view === 'reading' && sides.current !== undefined ? (
          <ReadingView path={change.path} text={sides.current} />
        ) : (
          <Difference change={change} sides={sides} />
        ))}
    </>
  );
}

function Difference({ change, sides }: { change: PlannedChange; sides: Sides }) {
  const { published, current } = sides;
  if (published === undefined && current === undefined) {
    return <p className="change-view-note">This file is not text, so its change cannot be shown here.</p>;
  }
  if (published !== undefined && published === current) {
    return (
      <p className="change-view-note">
        {change.kind === 'renamed' ? 'Moved, its text unchanged.' : 'The text is the same.'}
      </p>
    );
  }
  return <TextDifference published={published} current={current} name={nameOf(change)} />;
}
