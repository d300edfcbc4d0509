import {
  Code,
  Focus,
  ListTree,
  Lock,
  type LucideIcon,
  TextCursorInput,
  TriangleAlert,
  Type,
} from 'lucide-react';
import type { Problem } from '../../src-main/common/problem.ts';
import type { Settings, SettingsChange } from '../../src-main/common/settings.ts';
import { useSelected } from '../app/store.ts';
import type { Desk } from './desk.ts';
import { showSource } from './front-matter-block.ts';
import './status-line.css';
import type { TextStatistics } from './text-statistics.ts';

const number = new Intl.NumberFormat();

export interface StatusLineProps {
  desk: Desk;
  settings: Settings;
  onSettings: ((change: SettingsChange) => void) | undefined;
}

/** The quiet line below the text: its length, what is wrong with it, and the way to its source. */
export function StatusLine({ desk, settings, onSettings }: StatusLineProps) {
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
      <div className="status-line-end">
        <SourceToggle desk={desk} />
        {onSettings && <Switches settings={settings} onSettings={onSettings} />}
      </div>
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

const switches = [
  { name: 'outline', words: 'Outline', icon: ListTree },
  { name: 'focusMode', words: 'Focus', icon: Focus },
  { name: 'toolbar', words: 'Formatting', icon: Type },
] as const satisfies readonly { name: keyof Settings; words: string; icon: LucideIcon }[];

function Switches({
  settings,
  onSettings,
}: Required<Pick<StatusLineProps, 'settings'>> & { onSettings(change: SettingsChange): void }) {
  return switches.map(({ name, words, icon: Icon }) => (
    <button
      key={name}
      type="button"
      className="status-line-toggle"
      aria-pressed={settings[name]}
      title={words}
      onClick={() => onSettings({ [name]: !settings[name] })}
    >
      <Icon className="icon" aria-hidden />
      <span className="status-line-words">{words}</span>
    </button>
  ));
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
      <span className="status-line-words">
        {sourceShown ? 'Hide front matter source' : 'Front matter source'}
      </span>
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
