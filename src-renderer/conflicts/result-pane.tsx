import { useDeferredValue, useMemo, useState } from 'react';
import { readFrontMatter } from '../../src-main/common/posts/front-matter.ts';
import { ReadingView } from '../publish/reading-view.tsx';
import { Segments } from '../ui/segments.tsx';
import type { ConflictFileProps } from './conflict-file.tsx';
import { type ResultPiece, resultOf } from './decisions.ts';

/** What the file will be, as text and as a reader sees it. Open places stand as they are here. */
export function ResultPane({ conflict, decisions }: ConflictFileProps) {
  const [view, setView] = useState<'text' | 'reading'>('text');
  const pieces = useMemo(() => resultOf(conflict, decisions), [conflict, decisions]);
  const text = useDeferredValue(pieces?.map((piece) => piece.text).join(''));
  const isPost = /\.(md|mdx|markdown)$/i.test(conflict.path);
  const warning = useMemo(() => isPost && text !== undefined && frontMatterProblem(text), [isPost, text]);
  return (
    <section className="conflict-result" aria-label="The result">
      <header className="conflict-result-head">
        <h2>Result</h2>
        {isPost && pieces && (
          <Segments<'text' | 'reading'>
            label="How to look at the result"
            value={view}
            onChange={setView}
            options={[
              { value: 'text', words: 'Text' },
              { value: 'reading', words: 'Reading' },
            ]}
          />
        )}
      </header>
      {warning && (
        <p className="conflict-warning" role="status">
          The fields at the top cannot be read like this: {warning}
        </p>
      )}
      {!pieces && (
        <p className="conflict-nothing">
          {conflict.versions ? 'It is no text, so there is nothing to read here.' : 'The file goes.'}
        </p>
      )}
      {pieces && view === 'text' && <ResultText pieces={pieces} />}
      {pieces && view === 'reading' && <ReadingView path={conflict.path} text={text ?? ''} />}
    </section>
  );
}

function frontMatterProblem(text: string): string | undefined {
  return readFrontMatter(text).problems.find(({ severity }) => severity === 'error')?.message;
}

function ResultText({ pieces }: { pieces: readonly ResultPiece[] }) {
  return (
    <section
      className="conflict-result-text"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is to be reached by the keys
      tabIndex={0}
      aria-label="The text of the result"
    >
      {pieces.map((piece, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the pieces keep their places
        <Piece key={index} {...piece} />
      ))}
    </section>
  );
}

function Piece({ text, kind }: ResultPiece) {
  if (kind === 'chosen') return <mark className="result-chosen">{text}</mark>;
  if (kind === 'open') return <span className="result-open">{text || 'Not decided yet.'}</span>;
  return text;
}
