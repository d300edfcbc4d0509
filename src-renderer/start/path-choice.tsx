import { CornerLeftUp, FileText, Folder, FolderGit2 } from 'lucide-react';
import { type KeyboardEvent, useEffect, useId, useMemo, useState } from 'react';
import type { FolderListing } from '../../src-main/common/api/contract.ts';
import type { AppErrorData } from '../../src-main/common/errors.ts';
import { failureOf } from '../app/failure.ts';
import { useWindow, useWindowState } from '../app/window-context.ts';
import { Failure } from '../ui/failure.tsx';
import { TextField } from '../ui/field.tsx';
import './path-choice.css';

/** A typed path, and what it may go on as. */
export interface PathChosen {
  path: string;
  /** What is chosen among the entries, else what is typed. */
  target: string;
  /** Place of the chosen entry; -1 where none is. */
  chosen: number;
  entries: readonly PathEntry[];
  listing: FolderListing | undefined;
  failure: AppErrorData | undefined;
  choose(place: number): void;
  setPath(path: string): void;
  enter(folder: string): void;
}

interface PathEntry {
  name: string;
  path: string;
  kind: 'folder' | 'repository' | 'file';
}

/** @param files names of the files that can be chosen; folders alone where it is not given */
export function usePathChoice(files?: RegExp): PathChosen {
  const separator = useWindowState((state) => (state.host?.platform === 'win32' ? '\\' : '/'));
  const { path, setPath, listing, failure } = useFolder(separator, files !== undefined);
  const [chosen, choose] = useState(-1);
  const typed = path.slice(path.lastIndexOf(separator) + 1).toLowerCase();
  const entries = useMemo(() => {
    const folders = (listing?.folders ?? []).map(
      (folder): PathEntry => ({ ...folder, kind: folder.repository ? 'repository' : 'folder' }),
    );
    const found = (listing?.files ?? [])
      .filter(({ name }) => files?.test(name))
      .map((file): PathEntry => ({ ...file, kind: 'file' }));
    const hidden = typed.startsWith('.');
    return [...folders, ...found].filter(
      ({ name }) => name.toLowerCase().startsWith(typed) && (hidden || !name.startsWith('.')),
    );
  }, [listing, typed, files]);
  const change = (next: string): void => {
    setPath(next);
    choose(-1);
  };
  return {
    path,
    target: entries[chosen]?.path ?? path,
    chosen,
    entries,
    listing: typed === '' ? listing : listing && { ...listing, parent: undefined },
    failure,
    choose,
    setPath: change,
    enter: (folder) => change(folder.endsWith(separator) ? folder : `${folder}${separator}`),
  };
}

export interface PathChoiceProps {
  choice: PathChosen;
  label: string;
  /** What is said where there is nothing to choose. */
  none: string;
  /** Enter, or a click on a file. */
  onOpen(path: string): void;
}

/**
 * A path to type, completed by what is there. Down and Up choose among it, Right or Tab goes into a folder, Enter opens
 * what the path names.
 */
export function PathChoice({ choice, label, none, onOpen }: PathChoiceProps) {
  const { path, chosen, entries, listing, failure } = choice;
  const id = useId();

  function onKeyDown(event: KeyboardEvent<HTMLInputElement>): void {
    const isAtEnd = event.currentTarget.selectionStart === path.length;
    const completion = entries[Math.max(chosen, 0)];
    const isTyped = !/(?:^|[\\/])$/.test(path);
    const isDone = completion?.kind === 'file' && completion.path === path;
    if (event.key === 'ArrowDown') choice.choose(Math.min(chosen + 1, entries.length - 1));
    else if (event.key === 'ArrowUp') choice.choose(Math.max(chosen - 1, -1));
    else if (
      (event.key === 'Tab' && !event.shiftKey && isTyped && !isDone) ||
      (event.key === 'ArrowRight' && isAtEnd)
    ) {
      if (!completion) return;
      if (completion.kind === 'file') choice.setPath(completion.path);
      else choice.enter(completion.path);
    } else if (event.key === 'Enter') onOpen(choice.target);
    else return;
    event.preventDefault();
  }

  return (
    <>
      <div className="path-field">
        <TextField
          role="combobox"
          aria-label={label}
          aria-expanded
          aria-controls={`${id}-list`}
          aria-activedescendant={chosen >= 0 ? `${id}-${chosen}` : undefined}
          autoComplete="off"
          data-first
          value={path}
          onChange={(event) => choice.setPath(event.target.value)}
          onKeyDown={onKeyDown}
        />
      </div>
      <div className="path-list" id={`${id}-list`} role="listbox" aria-label="What is there" tabIndex={-1}>
        {failure && <Failure {...failure} />}
        {listing?.parent && (
          <PathRow
            id={`${id}-up`}
            icon="up"
            name="Up"
            isChosen={false}
            onEnter={() => choice.enter(listing.parent ?? '')}
          />
        )}
        {entries.slice(0, mostEntries).map((entry, index) => (
          <PathRow
            key={entry.path}
            id={`${id}-${index}`}
            icon={entry.kind}
            name={entry.name}
            isChosen={index === chosen}
            onEnter={() => {
              if (entry.kind !== 'file') choice.enter(entry.path);
              else {
                choice.setPath(entry.path);
                onOpen(entry.path);
              }
            }}
          />
        ))}
        {listing && !failure && entries.length === 0 && <p className="path-none">{none}</p>}
      </div>
    </>
  );
}

const mostEntries = 300;

interface PathRowProps {
  id: string;
  icon: 'up' | PathEntry['kind'];
  name: string;
  isChosen: boolean;
  onEnter(): void;
}

const icons = { up: CornerLeftUp, folder: Folder, repository: FolderGit2, file: FileText };

function PathRow({ id, icon, name, isChosen, onEnter }: PathRowProps) {
  const Icon = icons[icon];
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the path field takes the keys
    // biome-ignore lint/a11y/useFocusableInteractive: the path field has the focus and names the active row
    <div
      id={id}
      role="option"
      aria-selected={isChosen}
      className="path-row"
      ref={(row) => {
        if (isChosen) row?.scrollIntoView({ block: 'nearest' });
      }}
      onClick={onEnter}
    >
      <Icon className="icon" aria-hidden />
      <span>{name}</span>
      {icon === 'repository' && <span className="path-note">repository</span>}
    </div>
  );
}

/** The typed path, and what is in the deepest folder that it names. */
function useFolder(separator: string, withFiles: boolean) {
  const { client } = useWindow();
  const [path, setPath] = useState('');
  const [listing, setListing] = useState<FolderListing>();
  const [failure, setFailure] = useState<AppErrorData>();
  const folder = path.slice(0, path.lastIndexOf(separator) + 1);

  useEffect(() => {
    let wanted = true;
    client.call('folders.list', { ...(folder && { path: folder }), ...(withFiles && { files: true }) }).then(
      (found) => {
        if (!wanted) return;
        setListing(found);
        setFailure(undefined);
        if (!folder)
          setPath(
            (typed) => typed || (found.path.endsWith(separator) ? found.path : `${found.path}${separator}`),
          );
      },
      (error: unknown) => {
        if (!wanted) return;
        setListing(undefined);
        setFailure(failureOf(error));
      },
    );
    return () => {
      wanted = false;
    };
  }, [client, folder, separator, withFiles]);

  return { path, setPath, listing, failure };
}
