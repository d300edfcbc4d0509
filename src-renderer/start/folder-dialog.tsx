import { CornerLeftUp, Folder, FolderGit2 } from 'lucide-react';
import { type KeyboardEvent, useEffect, useId, useMemo, useState } from 'react';
import type { FolderListing } from '../../src-main/common/api/contract.ts';
import type { AppErrorData } from '../../src-main/common/errors.ts';
import { failureOf } from '../app/failure.ts';
import { useWindow, useWindowState } from '../app/window-context.ts';
import { Button } from '../ui/button.tsx';
import { Dialog, DialogFoot } from '../ui/dialog.tsx';
import { Failure } from '../ui/failure.tsx';
import { TextField } from '../ui/field.tsx';
import './folder-dialog.css';

/**
 * Chooses a folder where the host has no dialog of its own: a path to type, completed by the folders that are there.
 * Down and Up choose among them, Right or Tab goes into one, Enter opens what the path names.
 */
export function FolderDialog() {
  const { actions } = useWindow();
  const separator = useWindowState((state) => (state.host?.platform === 'win32' ? '\\' : '/'));
  const { path, setPath, listing, failure } = useFolder(separator);
  const [chosen, setChosen] = useState(-1);
  const id = useId();

  const typed = path.slice(path.lastIndexOf(separator) + 1).toLowerCase();
  const folders = useMemo(() => {
    const hidden = typed.startsWith('.');
    return (listing?.folders ?? []).filter(
      ({ name }) => name.toLowerCase().startsWith(typed) && (hidden || !name.startsWith('.')),
    );
  }, [listing, typed]);

  function enter(folder: string): void {
    setPath(folder.endsWith(separator) ? folder : `${folder}${separator}`);
    setChosen(-1);
  }

  function open(): void {
    const target = folders[chosen]?.path ?? path;
    actions.showPanel(undefined);
    void actions.openSite(target);
  }

  function onKeyDown(event: KeyboardEvent<HTMLInputElement>): void {
    const last = folders.length - 1;
    const atEnd = event.currentTarget.selectionStart === path.length;
    const completion = folders[Math.max(chosen, 0)];
    if (event.key === 'ArrowDown') setChosen(Math.min(chosen + 1, last));
    else if (event.key === 'ArrowUp') setChosen(Math.max(chosen - 1, -1));
    else if ((event.key === 'Tab' && !event.shiftKey && typed) || (event.key === 'ArrowRight' && atEnd)) {
      if (!completion) return;
      enter(completion.path);
    } else if (event.key === 'Enter') open();
    else return;
    event.preventDefault();
  }

  return (
    <Dialog
      title="Open a blog"
      description="Choose the folder of its git repository."
      className="folder-dialog"
      onClose={() => actions.showPanel(undefined)}
    >
      <div className="folder-path">
        <TextField
          role="combobox"
          aria-label="Path of the folder"
          aria-expanded
          aria-controls={`${id}-list`}
          aria-activedescendant={chosen >= 0 ? `${id}-${chosen}` : undefined}
          autoComplete="off"
          data-first
          value={path}
          onChange={(event) => {
            setPath(event.target.value);
            setChosen(-1);
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      <div className="folder-list" id={`${id}-list`} role="listbox" aria-label="Folders" tabIndex={-1}>
        {failure && <Failure {...failure} />}
        {listing?.parent && !typed && (
          <FolderRow
            id={`${id}-up`}
            icon="up"
            name="Up"
            chosen={false}
            onEnter={() => enter(listing.parent ?? separator)}
          />
        )}
        {folders.slice(0, 300).map((folder, index) => (
          <FolderRow
            key={folder.path}
            id={`${id}-${index}`}
            icon={folder.repository ? 'repository' : 'folder'}
            name={folder.name}
            chosen={index === chosen}
            onEnter={() => enter(folder.path)}
          />
        ))}
        {listing && !failure && folders.length === 0 && <p className="folder-none">No folders in here.</p>}
      </div>
      <DialogFoot>
        <Button onClick={() => actions.showPanel(undefined)}>Cancel</Button>
        <Button look="primary" onClick={open}>
          Open this folder
        </Button>
      </DialogFoot>
    </Dialog>
  );
}

interface FolderRowProps {
  id: string;
  icon: 'up' | 'folder' | 'repository';
  name: string;
  chosen: boolean;
  onEnter(): void;
}

const folderIcons = { up: CornerLeftUp, folder: Folder, repository: FolderGit2 };

function FolderRow({ id, icon, name, chosen, onEnter }: FolderRowProps) {
  const Icon = folderIcons[icon];
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the path field takes the keys
    // biome-ignore lint/a11y/useFocusableInteractive: the path field has the focus and names the active row
    <div
      id={id}
      role="option"
      aria-selected={chosen}
      className="folder-row"
      ref={(row) => {
        if (chosen) row?.scrollIntoView({ block: 'nearest' });
      }}
      onClick={onEnter}
    >
      <Icon className="icon" aria-hidden />
      <span>{name}</span>
      {icon === 'repository' && <span className="folder-note">repository</span>}
    </div>
  );
}

/** The typed path, and the folders of the deepest folder that it names. */
function useFolder(separator: string) {
  const { client } = useWindow();
  const [path, setPath] = useState('');
  const [listing, setListing] = useState<FolderListing>();
  const [failure, setFailure] = useState<AppErrorData>();
  const folder = path.slice(0, path.lastIndexOf(separator) + 1);

  useEffect(() => {
    let wanted = true;
    client.call('folders.list', folder ? { path: folder } : {}).then(
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
  }, [client, folder, separator]);

  return { path, setPath, listing, failure };
}
