import { ChevronRight } from 'lucide-react';
import type { MergePart } from '../../src-main/common/posts/merged-text.ts';
import type { PostConflict } from '../../src-main/common/publish/publish.ts';
import { useWindow, useWindowState } from '../app/window-context.ts';
import { counted } from '../publish/publish-readiness.ts';
import { Button } from '../ui/button.tsx';
import { MarkedWords } from '../ui/marked-words.tsx';
import { Place } from './conflict-place.tsx';
import { type ConflictPlace, type Decisions, placesOf } from './decisions.ts';
import { WholeFile } from './whole-file.tsx';

export interface ConflictFileProps {
  conflict: PostConflict;
  decisions: Decisions;
}

/** One file: the places to decide on, with what stands around them. */
export function ConflictFile({ conflict, decisions }: ConflictFileProps) {
  const { publishing } = useWindow();
  const title = useWindowState((state) => state.posts?.find((post) => post.path === conflict.path)?.title);
  const places = placesOf(conflict);
  const keys = places.map(({ key }) => key);
  const isWhole = conflict.versions !== undefined || conflict.removedBy !== undefined;
  return (
    <section className="conflict-file" aria-label="Places to decide on">
      <header className="conflict-file-head">
        <div>
          <h2>{title ?? conflict.path}</h2>
          {title && <p>{conflict.path}</p>}
        </div>
        {places.length > 1 && (
          <div className="conflict-file-all">
            <Button look="quiet" onClick={() => publishing.resolving.decide(keys, 'ours')}>
              Yours everywhere
            </Button>
            <Button look="quiet" onClick={() => publishing.resolving.decide(keys, 'theirs')}>
              Theirs everywhere
            </Button>
          </div>
        )}
      </header>
      {isWhole ? (
        <WholeFile conflict={conflict} place={places[0]} decisions={decisions} />
      ) : (
        <Places conflict={conflict} places={places} decisions={decisions} />
      )}
    </section>
  );
}

interface PlacesProps extends ConflictFileProps {
  places: readonly ConflictPlace[];
}

function Places({ conflict, places, decisions }: PlacesProps) {
  let next = 0;
  return stretchesOf(conflict.parts).map((stretch, index) => {
    if (Array.isArray(stretch)) {
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a conflict keep their places
      return <Between key={`between-${index}`} parts={stretch} />;
    }
    const place = places[next];
    next += 1;
    return (
      place?.part && (
        <Place key={place.key} placeKey={place.key} part={place.part} choice={decisions[place.key]} />
      )
    );
  });
}

type Settled = Exclude<MergePart, { kind: 'conflict' }>;

/** What needs no decision, gathered between the places that do. */
function stretchesOf(parts: readonly MergePart[]): (Settled[] | 'place')[] {
  const stretches: (Settled[] | 'place')[] = [];
  for (const part of parts) {
    const last = stretches.at(-1);
    if (part.kind === 'conflict') stretches.push('place');
    else if (Array.isArray(last)) last.push(part);
    else stretches.push([part]);
  }
  return stretches;
}

/** The end of what is before a place and the start of what is behind it; the rest on demand. */
function Between({ parts }: { parts: readonly Settled[] }) {
  const text = parts.map((part) => part.text).join('');
  const merged = parts.filter((part) => part.kind === 'merged' && part.text.trim() + part.base.trim() !== '');
  if (text.trim() === '' && merged.length === 0) return null;
  const lines = text.trim().split('\n').length;
  const isShort = lines <= 4 && merged.length === 0;
  if (isShort) return <p className="conflict-between-text">{text.trim()}</p>;
  return (
    <details className="conflict-between">
      <summary>
        <ChevronRight className="icon" aria-hidden />
        {counted(lines, 'line')} with nothing to decide
        {merged.length > 0 && `, ${counted(merged.length, 'change')} brought together already`}
      </summary>
      <div className="conflict-between-text">
        {parts.map((part, index) =>
          part.kind === 'same' ? (
            part.text
          ) : (
            // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a conflict keep their places
            <MarkedWords key={index} before={part.base} after={part.text} />
          ),
        )}
      </div>
    </details>
  );
}
