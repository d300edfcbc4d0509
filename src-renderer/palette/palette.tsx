import { FileSearch, FileText, Search } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useId, useMemo, useState } from 'react';
import type { MatchRange } from '../../src-main/common/posts/search.ts';
import { useWindow, useWindowState } from '../app/window-context.ts';
import { shortDay } from '../list/dates.ts';
import { useFullText } from '../list/use-full-text.ts';
import { Dialog } from '../ui/dialog.tsx';
import { Keys } from '../ui/keys.tsx';
import { Matched } from '../ui/matched.tsx';
import { type Command, commandsOf } from './commands.ts';
import { findMatches } from './find-matches.ts';
import './palette.css';

const recentPosts = 5;
const mostPosts = 40;
const mostByText = 20;

interface Entry {
  key: string;
  group: 'Posts' | 'Commands' | 'In the text';
  words: ReactNode;
  icon: Command['icon'];
  end: ReactNode;
  run(): void;
}

/** Finds a post by its title or its text, or something to do by its words. */
export function Palette() {
  const { actions } = useWindow();
  const [query, setQuery] = useState('');
  const [chosen, setChosen] = useState(0);
  const id = useId();
  const { entries, isPending } = useEntries(query.trim());
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
        aria-busy={isPending}
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
      {entries.length === 0 && !isPending && (
        <p className="palette-none">Nothing matches “{query.trim()}”.</p>
      )}
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

/** What the query finds: titles and commands at once, and below them, as they come, posts by their texts. */
function useEntries(query: string): { entries: Entry[]; isPending: boolean } {
  const parts = useWindow();
  const posts = useWindowState((state) => state.posts);
  const { results, isPending } = useFullText(query, mostByText);
  const atOnce = useEntriesAtOnce(query);
  const entries = useMemo(() => {
    const known = new Set(atOnce.map(({ key }) => key));
    const found = results.filter(({ path }) => !known.has(path));
    const dates = new Map(found.map(({ path }) => [path, posts?.find((post) => post.path === path)?.date]));
    const byText = found.map(({ path, title, tags, snippet }): Entry => {
      const date = dates.get(path);
      return {
        key: path,
        group: 'In the text',
        words: (
          <>
            <Matched {...title} />
            {(snippet || tags.length > 0) && (
              <div className="palette-snippet">{snippet ? <Matched {...snippet} /> : tags.join(', ')}</div>
            )}
          </>
        ),
        icon: FileSearch,
        end: date && <span className="palette-date">{shortDay(date)}</span>,
        run: () => void parts.actions.openPost(path, { andWrite: true }),
      };
    });
    return [...atOnce, ...byText];
  }, [atOnce, results, posts, parts]);
  return { entries, isPending };
}

function useEntriesAtOnce(query: string): Entry[] {
  const parts = useWindow();
  const posts = useWindowState((state) => state.posts);
  const commands = useMemo(() => commandsOf(parts), [parts]);
  const titles = useMemo(() => (posts ?? []).map((post) => post.title), [posts]);

  return useMemo(() => {
    const commandEntry = (command: Command, ranges: readonly number[] = []): Entry => ({
      key: command.words,
      group: 'Commands',
      words: <Matched text={command.words} ranges={pairs(ranges)} />,
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
          words: <Matched text={post.title} ranges={pairs(ranges)} />,
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

/** The matcher gives from and to one after the other. */
function pairs(flat: readonly number[]): MatchRange[] {
  const ranges: MatchRange[] = [];
  for (let at = 0; at + 1 < flat.length; at += 2) ranges.push({ from: flat[at] ?? 0, to: flat[at + 1] ?? 0 });
  return ranges;
}
