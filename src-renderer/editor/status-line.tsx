import { Code, Lock, TextCursorInput, TriangleAlert } from 'lucide-react';
import type { Problem } from '../../src-main/common/problem.ts';
import { useSelected } from '../app/store.ts';
import type { Desk } from './desk.ts';
import { showSource } from './front-matter-block.ts';
import './status-line.css';
import type { TextStatistics } from './text-statistics.ts';

const number = new Intl.NumberFormat();

/** The quiet line below the text: its length, what is wrong with it, and the way to its source. */
export function StatusLine({ desk }: { desk: Desk }) {
  const statistics = useSelected(desk.store, (state) => state.statistics);
  const inFrontMatter = useSelected(desk.store, (state) => state.frontMatter.reading.problems);
  return (
    <footer className="status-line">
      <span className="status-line-length">{statistics && lengthInWords(statistics)}</span>
      {desk.readOnly && (
        <span className="status-line-part">
          <Lock className="icon" aria-hidden />
          Read only: this file may not be written
        </span>
      )}
      <Problems desk={desk} problems={[...inFrontMatter, ...desk.problems]} />
      <SourceToggle desk={desk} />
    </footer>
  );
}

function Problems({ desk, problems }: { desk: Desk; problems: readonly Problem[] }) {
  const first = problems[0];
  if (!first) return null;
  const more = problems.length > 1 ? ` (and ${number.format(problems.length - 1)} more)` : '';
  return (
    <button
      type="button"
      className="status-line-problem"
      data-severity={first.severity}
      title={problems.map((problem) => `Line ${problem.line}: ${problem.message}`).join('\n')}
      onClick={() => desk.reveal(first.line)}
    >
      <TriangleAlert className="icon" aria-hidden />
      <span>
        Line {number.format(first.line)}: {first.message}
        {more}
      </span>
    </button>
  );
}

function SourceToggle({ desk }: { desk: Desk }) {
  const sourceShown = useSelected(desk.store, (state) => state.sourceShown);
  const readable = useSelected(desk.store, (state) => state.frontMatter.readable);
  if (!readable) return null;
  return (
    <button
      type="button"
      className="status-line-toggle"
      aria-pressed={sourceShown}
      onClick={() => {
        desk.view.dispatch({ effects: showSource.of(!sourceShown) });
        desk.view.focus();
      }}
    >
      {sourceShown ? <TextCursorInput className="icon" aria-hidden /> : <Code className="icon" aria-hidden />}
      {sourceShown ? 'Hide front matter source' : 'Front matter source'}
    </button>
  );
}

function lengthInWords({ words, minutes }: TextStatistics): string {
  if (words === 0) return 'No words yet';
  return `${countOf(words, 'word')} · ${number.format(minutes)} min`;
}

function countOf(count: number, noun: string): string {
  return `${number.format(count)} ${noun}${count === 1 ? '' : 's'}`;
}
