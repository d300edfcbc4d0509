import { ChevronRight } from 'lucide-react';
import './raw-words.css';

export interface RawWordsProps {
  words: string | undefined;
  label?: string;
  /** They are all that says what is to be done: shown at once. */
  open?: boolean;
}

/** Git's or the system's own words, for those who want them: closed until asked for. */
export function RawWords({ words, label = 'What git said', open = false }: RawWordsProps) {
  if (!words?.trim()) return null;
  return (
    <details className="raw-words" open={open}>
      <summary>
        <ChevronRight className="icon" aria-hidden />
        {label}
      </summary>
      <pre>{words.trim()}</pre>
    </details>
  );
}
