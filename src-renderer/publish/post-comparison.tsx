import { useState } from 'react';
import { Segments } from '../ui/segments.tsx';
import { FieldChanges } from './field-changes.tsx';
import { ReadingView } from './reading-view.tsx';
import { TextDifference } from './text-difference.tsx';

/** What changed as a reader sees it, the same as source, or the post that it makes. */
export type ComparisonView = 'changes' | 'source' | 'reading';

export interface PostComparisonProps {
  path: string;
  name: string;
  /** Undefined for a new post. */
  before: string | undefined;
  /** Undefined for one that is taken away. */
  after: string | undefined;
  view: ComparisonView;
  /** Files that went with a post that is taken away. */
  gone?: readonly string[] | undefined;
}

/** Two texts of one post: its fields, its words as they are read, or its source. */
export function PostComparison({ path, name, before, after, view, gone }: PostComparisonProps) {
  if (view === 'source') return <TextDifference published={before} current={after} name={name} />;
  const text = after ?? before ?? '';
  if (view === 'reading' || before === undefined || after === undefined)
    return <ReadingView path={path} text={text} gone={gone} />;
  return (
    <>
      <FieldChanges before={before} after={after} />
      <ReadingView path={path} text={after} earlier={before} />
    </>
  );
}

/** The choice between these ways of looking, remembered by who shows it. */
export function useComparisonView(): [ComparisonView, (view: ComparisonView) => void] {
  return useState<ComparisonView>('changes');
}

/** The choice itself; a post that is there on one side only has no changes to mark. */
export function ComparisonChoice({
  view,
  both,
  onChange,
}: {
  view: ComparisonView;
  both: boolean;
  onChange(view: ComparisonView): void;
}) {
  const value = both || view !== 'changes' ? view : 'reading';
  return (
    <Segments<ComparisonView>
      label="How to look at it"
      value={value}
      onChange={onChange}
      options={[
        ...(both ? [{ value: 'changes' as const, words: 'Changes' }] : []),
        { value: 'source', words: 'Source' },
        { value: 'reading', words: 'Reading' },
      ]}
    />
  );
}
