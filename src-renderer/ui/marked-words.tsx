import { useMemo } from 'react';
import { type WordPiece, wordDifference } from '../../src-main/common/posts/word-difference.ts';
import './marked-words.css';

export interface MarkedWordsProps {
  before: string;
  after: string;
  /** Which of the two is read: both with their marks, or one of them with its own words marked. */
  show?: 'both' | 'before' | 'after';
}

/** A text with the words marked in which it differs from another. */
export function MarkedWords({ before, after, show = 'both' }: MarkedWordsProps) {
  const pieces = useMemo(() => wordDifference(before, after), [before, after]);
  const left = show === 'before' ? 'added' : show === 'after' ? 'removed' : undefined;
  return pieces
    .filter(({ kind }) => kind !== left)
    .map((piece, index) => {
      // biome-ignore lint/suspicious/noArrayIndexKey: a piece is known by nothing but its place
      return <MarkedPiece key={index} {...piece} />;
    });
}

function MarkedPiece({ kind, text }: WordPiece) {
  if (kind === 'added') return <ins className="marked-added">{text}</ins>;
  if (kind === 'removed') return <del className="marked-removed">{text}</del>;
  return text;
}
