import type { LucideIcon } from 'lucide-react';
import './mark.css';

export type MarkTone = 'quiet' | 'accent' | 'warning' | 'danger';

export interface MarkProps {
  icon: LucideIcon;
  tone?: MarkTone;
  words: string;
  /** A sentence more, for the pointer that rests on it. */
  why?: string | undefined;
}

/** A state in a word and a shape, never by colour alone. */
export function Mark({ icon: Icon, tone = 'quiet', words, why }: MarkProps) {
  return (
    <span className="mark" data-tone={tone} title={why}>
      <Icon className="icon" aria-hidden />
      {words}
    </span>
  );
}
