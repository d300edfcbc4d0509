import type { LucideIcon } from 'lucide-react';
import './mark.css';

export type MarkTone = 'quiet' | 'accent' | 'warning' | 'danger';

export interface MarkProps {
  icon: LucideIcon;
  tone?: MarkTone;
  words: string;
}

/** A state in a word and a shape, never by colour alone. */
export function Mark({ icon: Icon, tone = 'quiet', words }: MarkProps) {
  return (
    <span className="mark" data-tone={tone}>
      <Icon className="icon" aria-hidden />
      {words}
    </span>
  );
}
