import { CloudUpload, EyeOff, MoveRight, Pencil, Sparkle, Trash2 } from 'lucide-react';
import type { PlannedChange } from '../../src-main/common/publish/publish.ts';
import { Mark, type MarkProps } from '../ui/mark.tsx';

const looks: Record<PlannedChange['kind'], MarkProps> = {
  new: { icon: Sparkle, tone: 'accent', words: 'New' },
  changed: { icon: Pencil, tone: 'accent', words: 'Changed' },
  renamed: { icon: MoveRight, tone: 'accent', words: 'Moved' },
  deleted: { icon: Trash2, tone: 'danger', words: 'Removed' },
};

/** What publishing would do with a file, as word and shape. */
export function ChangeMark({ change }: { change: PlannedChange }) {
  const isOnlyTakenBack = change.unpublishes && change.kind === 'changed';
  return (
    <>
      {!isOnlyTakenBack && <Mark {...looks[change.kind]} />}
      {change.unpublishes && <Mark icon={EyeOff} tone="warning" words="Taken back: readers lose it" />}
      {change.committed && <Mark icon={CloudUpload} tone="accent" words="Waiting to go online" />}
    </>
  );
}
