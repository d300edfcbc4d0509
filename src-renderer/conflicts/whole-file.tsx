import { Check } from 'lucide-react';
import type { PostConflict } from '../../src-main/common/publish/publish.ts';
import { useWindow } from '../app/window-context.ts';
import { isPicture, PictureSides } from '../publish/pictures.tsx';
import { classes } from '../ui/classes.ts';
import { MarkedWords } from '../ui/marked-words.tsx';
import { Segments } from '../ui/segments.tsx';
import type { ConflictPlace, Decisions } from './decisions.ts';

export interface WholeFileProps {
  conflict: PostConflict;
  place: ConflictPlace | undefined;
  decisions: Decisions;
}

/** A file that is taken whole: one that a side has taken away, or that is no text. */
export function WholeFile({ conflict, place, decisions }: WholeFileProps) {
  const { publishing } = useWindow();
  if (!place) return null;
  const { removedBy } = conflict;
  const choice = decisions[place.key];
  const side = choice === 'ours' || choice === 'theirs' ? choice : '';
  return (
    <article className="conflict-place" data-open={choice === undefined || undefined}>
      <h3>{questionOf(conflict)}</h3>
      {conflict.versions ? (
        <>
          <p className="conflict-nothing">It is no text, so one of the two is taken whole.</p>
          {isPicture(conflict.path) && (
            <PictureSides
              path={conflict.path}
              sides={[
                ...(removedBy === 'ours' ? [] : [{ words: 'Yours', version: conflict.versions.ours }]),
                ...(removedBy === 'theirs' ? [] : [{ words: 'Theirs', version: conflict.versions.theirs }]),
              ]}
            />
          )}
        </>
      ) : (
        <KeptText place={place} removedBy={removedBy} />
      )}
      <Segments<'ours' | 'theirs' | ''>
        label="What is to become of it"
        value={side}
        onChange={(next) => next !== '' && publishing.resolving.decide([place.key], next)}
        options={(['ours', 'theirs'] as const).map((value) => ({ value, words: wordsFor(value, removedBy) }))}
      />
      {side !== '' && (
        <p className="conflict-outcome">
          <Check className="icon conflict-check" aria-hidden />
          {side === removedBy ? 'The file goes.' : 'The file stays.'}
        </p>
      )}
    </article>
  );
}

function KeptText({
  place: { part },
  removedBy,
}: Pick<WholeFileProps, never> & { place: ConflictPlace; removedBy: PostConflict['removedBy'] }) {
  if (!part) return null;
  const text = removedBy === 'ours' ? part.theirs : part.ours;
  return (
    <figure className={classes('conflict-side', 'conflict-side-alone')}>
      <figcaption>
        {removedBy === 'ours' ? 'Theirs, with their changes' : 'Yours, with your changes'}
      </figcaption>
      <div className="conflict-text">
        <MarkedWords before={part.base} after={text} />
      </div>
    </figure>
  );
}

function questionOf({ removedBy }: PostConflict): string {
  if (removedBy === 'ours') return 'You removed this file, and somebody else changed it';
  if (removedBy === 'theirs') return 'Somebody else removed this file, and you changed it';
  return 'You and somebody else changed this file';
}

function wordsFor(side: 'ours' | 'theirs', removedBy: PostConflict['removedBy']): string {
  if (removedBy === undefined) return side === 'ours' ? 'Yours' : 'Theirs';
  if (side === removedBy) return 'Remove it';
  return side === 'ours' ? 'Keep yours' : 'Keep theirs';
}
