import {
  CalendarClock,
  CalendarX,
  CircleDashed,
  CloudUpload,
  MoveRight,
  Pencil,
  Sparkle,
  TriangleAlert,
} from 'lucide-react';
import { Mark, type MarkProps } from '../ui/mark.tsx';
import type { PostState } from './post-states.ts';

const looks: Record<PostState, MarkProps> = {
  draft: { icon: CircleDashed, words: 'Draft' },
  scheduled: { icon: CalendarClock, words: 'Scheduled' },
  expired: { icon: CalendarX, words: 'Expired' },
  new: { icon: Sparkle, tone: 'accent', words: 'New' },
  changed: { icon: Pencil, tone: 'accent', words: 'Changed' },
  moved: { icon: MoveRight, tone: 'accent', words: 'Moved' },
  waiting: { icon: CloudUpload, tone: 'accent', words: 'Waiting to go online' },
  problem: { icon: TriangleAlert, tone: 'danger', words: 'Problem' },
};

/** A post's state as word and shape. */
export function PostMark({ state, why }: { state: PostState; why?: string | undefined }) {
  return <Mark {...looks[state]} why={why} />;
}
