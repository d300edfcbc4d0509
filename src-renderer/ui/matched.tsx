import type { ReactNode } from 'react';
import type { MatchedText } from '../../src-main/common/posts/search.ts';
import './matched.css';

/** A text with the parts that match set off. */
export function Matched({ text, ranges }: MatchedText) {
  const pieces: ReactNode[] = [];
  let done = 0;
  for (const { from, to } of ranges) {
    pieces.push(
      text.slice(done, from),
      <mark key={from} className="matched">
        {text.slice(from, to)}
      </mark>,
    );
    done = to;
  }
  return (
    <>
      {pieces}
      {text.slice(done)}
    </>
  );
}
