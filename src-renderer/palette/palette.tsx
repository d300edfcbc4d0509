import { FileText, Search } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useId, useMemo, useState } from 'react';
import { useWindow, useWindowState } from '../app/window-context.ts';
import { shortDay } from '../list/dates.ts';
import { Dialog } from '../ui/dialog.tsx';
import { Keys } from '../ui/keys.tsx';
import { type Command, commandsOf } from './commands.ts';
import { findMatches } from './find-matches.ts';
import './palette.css';

const recentPosts = 5;
const mostPosts = 40;

interface Entry {
  key: string;
  group: 'Posts' | 'Commands';
  words: ReactNode;
  icon: Command['icon'];
  end: ReactNode;
  run(): void;
}

/** Finds a post by its title, or something to do by its words. */
export function Palette() {
  const { actions } = useWindow();
  const [query, setQuery] = useState('');
  const [chosen, setChosen] = useState(0);
  const id = useId();
  const entries = useEntries(query.trim());
  const active = Math.min(chosen, entries.length - 1);

  function run(entry: Entry | undefined): void {
    if (!entry) return;
    actions.showPanel(undefined);
    entry.run();
  }

  function onKeyDown(event: KeyboardEvent): void {
    const count = entries.length;
    if (event.key === 'ArrowDown') setChosen(count ? (active + 1) % count : 0);
    else if (event.key === 'ArrowUp') setChosen(count ? (active - 1 + count) % count : 0);
    else if (event.key === 'Home' && !query) setChosen(0);
    else if (event.key === 'End' && !query) setChosen(count - 1);
    else if (event.key === 'Enter') run(entries[active]);
    else return;
    event.preventDefault();
  }

  return (
    <Dialog
      bare
      title="Find a post or a command"
      className="palette"
      onClose={() => actions.showPanel(undefined)}
    >
      <div className="palette-query">
        <Search className="icon" aria-hidden />
        <input
          className="palette-field"
          role="combobox"
          aria-label="Find a post or a command"
          aria-expanded
          aria-controls={`${id}-list`}
          aria-activedescendant={entries.length > 0 ? `${id}-${active}` : undefined}
          placeholder="Find a post or a command"
          autoComplete="off"
          spellCheck={false}
          data-first
          value={query}
          onChange={(event) => {
            setQuery(event.target.value);
            setChosen(0);
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      <div
        className="palette-list"
        id={`${id}-list`}
        role="listbox"
        aria-label="Posts and commands"
        tabIndex={-1}
      >
        {entries.map((entry, index) => (
          <EntryRow
            key={entry.key}
            id={`${id}-${index}`}
            entry={entry}
            heading={entry.group !== entries[index - 1]?.group}
            active={index === active}
            onRun={() => run(entry)}
          />
        ))}
      </div>
      {entries.length === 0 && <p className="palette-none">Nothing matches “{query.trim()}”.</p>}
    </Dialog>
  );
}

interface EntryRowProps {
  id: string;
  entry: Entry;
  heading: boolean;
  active: boolean;
  onRun(): void;
}

function EntryRow({ id, entry, heading, active, onRun }: EntryRowProps) {
  const Icon = entry.icon;
  return (
    <>
      {heading && (
        <div className="palette-heading" role="presentation">
          {entry.group}
        </div>
      )}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the field takes the keys */}
      {/* biome-ignore lint/a11y/useFocusableInteractive: the field has the focus and names the active row */}
      <div
        id={id}
        role="option"
        aria-selected={active}
        className="palette-row"
        ref={(row) => {
          if (active) row?.scrollIntoView({ block: 'nearest' });
        }}
        onClick={onRun}
      >
        <Icon className="icon" aria-hidden />
        <span className="palette-words">{entry.words}</span>
        {entry.end}
      </div>
    </>
  );
}

function useEntries(query: string): Entry[] {
  const parts = useWindow();
  const posts = useWindowState((state) => state.posts);
  const commands = useMemo(() => commandsOf(parts), [parts]);
  const titles = useMemo(() => (posts ?? []).map((post) => post.title), [posts]);

  return useMemo(() => {
    const commandEntry = (command: Command, ranges: readonly number[] = []): Entry => ({
      key: command.words,
      group: 'Commands',
      words: <Highlighted words={command.words} ranges={ranges} />,
      icon: command.icon,
      end: command.keys && <Keys keys={command.keys} />,
      run: command.run,
    });
    const postEntry = (index: number, ranges: readonly number[] = []): Entry[] => {
      const post = posts?.[index];
      if (!post) return [];
      return [
        {
          key: post.path,
          group: 'Posts',
          words: <Highlighted words={post.title} ranges={ranges} />,
          icon: FileText,
          end: post.date && <span className="palette-date">{shortDay(post.date)}</span>,
          run: () => void parts.actions.openPost(post.path, { andWrite: true }),
        },
      ];
    };
    if (!query) {
      const recent = (posts ?? []).slice(0, recentPosts).flatMap((_, index) => postEntry(index));
      return [...recent, ...commands.map((command) => commandEntry(command))];
    }
    const foundCommands = findMatches(
      commands.map((command) => command.words),
      query,
      20,
    ).flatMap(({ index, ranges }) => {
      const command = commands[index];
      return command ? [commandEntry(command, ranges)] : [];
    });
    const foundPosts = findMatches(titles, query, mostPosts).flatMap(({ index, ranges }) =>
      postEntry(index, ranges),
    );
    // What was meant stands first: a command whose first word is being typed, else the posts.
    const commandFirst = commands.some(({ words }) => words.toLowerCase().startsWith(query.toLowerCase()));
    return commandFirst ? [...foundCommands, ...foundPosts] : [...foundPosts, ...foundCommands];
  }, [query, posts, titles, commands, parts]);
}

function Highlighted({ words, ranges }: { words: string; ranges: readonly number[] }) {
  const pieces: ReactNode[] = [];
  let done = 0;
  for (let i = 0; i + 1 < ranges.length; i += 2) {
    const [from = 0, to = 0] = [ranges[i], ranges[i + 1]];
    pieces.push(words.slice(done, from), <mark key={from}>{words.slice(from, to)}</mark>);
    done = to;
  }
  return (
    <>
      {pieces}
      {words.slice(done)}
    </>
  );
}
