import { Check, ChevronRight } from 'lucide-react';
import { useId, useRef } from 'react';
import type { MergeChoice, MergeConflict, MergePlace } from '../../src-main/common/posts/merged-text.ts';
import { useWindow } from '../app/window-context.ts';
import { classes } from '../ui/classes.ts';
import { MarkedWords } from '../ui/marked-words.tsx';
import { Segments } from '../ui/segments.tsx';
import { editableText, typedText } from './decisions.ts';

export interface PlaceProps {
  part: MergeConflict;
  /** What it is decided by; see `placesOf`. */
  placeKey: string;
  choice: MergeChoice | undefined;
}

type Way = 'ours' | 'theirs' | 'both' | 'edit';

/** One place that both changed: what each has there, and what is to stand. */
export function Place({ part, placeKey, choice }: PlaceProps) {
  const { publishing } = useWindow();
  const heading = useId();
  const beginsToWrite = useRef(false);
  const { ours, theirs, base, both } = part;
  const decide = (made: MergeChoice) => publishing.resolving.decide([placeKey], made);
  const way = wayOf(choice);
  return (
    <article className="conflict-place" aria-labelledby={heading} data-open={way === undefined || undefined}>
      <h3 id={heading}>{placeInWords(part.where)}</h3>
      <div className="conflict-sides">
        <Side words="Yours" text={ours} other={theirs} chosen={way === 'ours' || way === 'both'} />
        <Side words="Theirs" text={theirs} other={ours} chosen={way === 'theirs' || way === 'both'} />
      </div>
      <Before base={base} />
      <Segments<Way | ''>
        label={`What is to stand: ${placeInWords(part.where)}`}
        value={way ?? ''}
        onChange={(next, byPointer) => {
          if (next === '') return;
          beginsToWrite.current = next === 'edit' && byPointer;
          decide(next === 'edit' ? { text: typedText(part, editableText(part, choice)) } : next);
        }}
        options={[
          { value: 'ours', words: ours === '' ? 'Take it out' : 'Yours' },
          { value: 'theirs', words: theirs === '' ? 'Take it out' : 'Theirs' },
          ...(both !== undefined && ours !== '' && theirs !== ''
            ? [{ value: 'both' as const, words: 'Both' }]
            : []),
          { value: 'edit', words: 'Edit' },
        ]}
      />
      {typeof choice === 'object' && (
        <textarea
          className="text-field conflict-edit"
          ref={(field) => {
            if (beginsToWrite.current) field?.focus();
            beginsToWrite.current = false;
          }}
          aria-label={`Your words: ${placeInWords(part.where)}`}
          rows={2}
          spellCheck
          value={editableText(part, choice)}
          onChange={(event) => decide({ text: typedText(part, event.target.value) })}
        />
      )}
    </article>
  );
}

function wayOf(choice: MergeChoice | undefined): Way | undefined {
  return typeof choice === 'object' ? 'edit' : choice;
}

interface SideProps {
  words: string;
  text: string;
  other: string;
  chosen: boolean;
}

function Side({ words, text, other, chosen }: SideProps) {
  return (
    <figure className={classes('conflict-side', chosen && 'conflict-side-chosen')}>
      <figcaption>
        {words}
        {chosen && <Check className="icon conflict-check" aria-label="chosen" />}
      </figcaption>
      {text.trim() === '' ? (
        <p className="conflict-nothing">Taken out here.</p>
      ) : (
        <div className="conflict-text">
          <MarkedWords before={other.trim()} after={text.trim()} show="after" />
        </div>
      )}
    </figure>
  );
}

function Before({ base }: { base: string }) {
  if (base.trim() === '') return <p className="conflict-before-none">Both added something here.</p>;
  return (
    <details className="conflict-between conflict-before">
      <summary>
        <ChevronRight className="icon" aria-hidden />
        Before both changes
      </summary>
      <div className="conflict-between-text">{base.trim()}</div>
    </details>
  );
}

/** Where in the post a place is, in a writer’s words. */
export function placeInWords(where: MergePlace): string {
  switch (where.kind) {
    case 'field':
      return `Field “${where.key.join(' › ')}”`;
    case 'front-matter':
      return 'The fields at the top';
    case 'paragraph':
      return `Line ${where.line}`;
    case 'post':
      return 'The whole text';
  }
}
