import { ChevronRight, Trash2, Undo2 } from 'lucide-react';
import { useCallback, useEffect, useState } from 'react';
import type { AppErrorData } from '../../src-main/common/errors.ts';
import type { OrphanedPicture, PublishPlan } from '../../src-main/common/publish/publish.ts';
import { failureOf } from '../app/failure.ts';
import { useWindow } from '../app/window-context.ts';
import { Button } from '../ui/button.tsx';
import { Checkbox } from '../ui/checkbox.tsx';
import { Failure } from '../ui/failure.tsx';
import './orphans-group.css';
import { Thumbnail } from './pictures.tsx';
import { counted } from './publish-readiness.ts';

/** A picture that no post uses, and whether it was moved to the bin on this page. */
export interface Orphan extends OrphanedPicture {
  binned: boolean;
}

/** The pictures that no post uses, and what can be done with them. */
export interface Orphans {
  orphans: readonly Orphan[];
  failure: AppErrorData | undefined;
  /** False where it could not be done: `failure` says why. */
  bin(orphan: Orphan): Promise<boolean>;
  putBack(orphan: Orphan): Promise<boolean>;
}

/** Looks for pictures that nothing uses, once more whenever the plan is another. Those in the bin stay to be brought back. */
export function useOrphans(plan: PublishPlan): Orphans {
  const { client, actions } = useWindow();
  const [found, setFound] = useState<readonly OrphanedPicture[]>([]);
  const [binned, setBinned] = useState<readonly OrphanedPicture[]>([]);
  const [failure, setFailure] = useState<AppErrorData>();

  // biome-ignore lint/correctness/useExhaustiveDependencies: another plan may have others
  useEffect(() => {
    let wanted = true;
    client.call('publish.orphans').then(
      (orphans) => wanted && setFound(orphans),
      // They are an offer: without it one can still publish.
      () => undefined,
    );
    return () => {
      wanted = false;
    };
  }, [client, plan]);

  const run = useCallback(
    async (
      action: () => Promise<unknown>,
      isBinned: (now: readonly OrphanedPicture[]) => OrphanedPicture[],
    ) => {
      setFailure(undefined);
      try {
        await action();
        setBinned(isBinned);
        await actions.refreshPlan();
        return true;
      } catch (error) {
        setFailure(failureOf(error));
        return false;
      }
    },
    [actions],
  );

  const isBinned = new Set(binned.map(({ path }) => path));
  return {
    orphans: [
      ...found.filter(({ path }) => !isBinned.has(path)).map((orphan) => ({ ...orphan, binned: false })),
      ...binned.map((orphan) => ({ ...orphan, binned: true })),
    ],
    failure,
    bin: (orphan) =>
      run(
        () => client.call('publish.binOrphan', { path: orphan.path }),
        (now) => [...now, orphan],
      ),
    putBack: ({ path }) =>
      run(
        () => client.call('assets.putBack', { path }),
        (now) => now.filter((orphan) => orphan.path !== path),
      ),
  };
}

export interface OrphansGroupProps {
  pictures: Orphans;
  /** Paths that go. */
  chosen: ReadonlySet<string>;
  onChoose(paths: readonly string[], on: boolean): void;
}

/** Pictures that no post uses, offered and never chosen unasked: to publish, or to move to Galley's bin. */
export function OrphansGroup({ pictures, chosen, onChoose }: OrphansGroupProps) {
  const { orphans, failure } = pictures;
  if (orphans.length === 0 && !failure) return null;
  return (
    <details className="stays-here">
      <summary>
        <ChevronRight className="icon" aria-hidden />
        {counted(orphans.length, 'picture')} no post uses
      </summary>
      <p>
        No text of this blog names them. Publish them all the same, move them to Galley’s bin, or let them be.
      </p>
      {failure && <Failure {...failure} />}
      <ul>
        {orphans.map((orphan) => (
          <OrphanRow
            key={orphan.path}
            orphan={orphan}
            chosen={chosen.has(orphan.path)}
            onChoose={(on) => onChoose([orphan.path], on)}
            pictures={pictures}
          />
        ))}
      </ul>
    </details>
  );
}

interface OrphanRowProps {
  orphan: Orphan;
  chosen: boolean;
  pictures: Orphans;
  onChoose(on: boolean): void;
}

function OrphanRow({ orphan, chosen, pictures, onChoose }: OrphanRowProps) {
  const { path, why, binned } = orphan;
  const isOnline = why === 'no-longer-used';
  // There is something to publish of a new one that is here, and of one online that is gone here.
  const canGo = isOnline === binned;

  async function toBin(): Promise<void> {
    // Who throws away what is online means that it goes from there too; it can be unchosen.
    if (await pictures.bin(orphan)) onChoose(isOnline);
  }

  async function back(): Promise<void> {
    if (await pictures.putBack(orphan)) onChoose(false);
  }

  return (
    <li className="orphan">
      {canGo && (
        <Checkbox
          label={binned ? `Take ${path} offline` : `Publish ${path}`}
          checked={chosen}
          onChange={onChoose}
        />
      )}
      {!binned && <Thumbnail path={path} version={undefined} words="" />}
      <div className="orphan-words">
        <span className="change-path">{path}</span>
        <span className="orphan-note">{noteOf(orphan)}</span>
        {binned ? (
          <Button look="quiet" icon={Undo2} aria-label={`Bring it back: ${path}`} onClick={() => void back()}>
            Bring it back
          </Button>
        ) : (
          <Button
            look="quiet"
            icon={Trash2}
            aria-label={`Move to the bin: ${path}`}
            onClick={() => void toBin()}
          >
            Move to the bin
          </Button>
        )}
      </div>
    </li>
  );
}

function noteOf({ why, binned }: Orphan): string {
  if (binned) return 'In Galley’s bin';
  return why === 'no-longer-used' ? 'Online, and shown by no post any more' : 'New, and shown by no post';
}
