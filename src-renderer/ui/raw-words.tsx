import { ChevronRight } from 'lucide-react';
import './raw-words.css';

/** Git's or the system's own words, for those who want them: closed until asked for. */
export function RawWords({ words, label = 'What git said' }: { words: string | undefined; label?: string }) {
  if (!words?.trim()) return null;
  return (
    <details className="raw-words">
      <summary>
        <ChevronRight className="icon" aria-hidden />
        {label}
      </summary>
      <pre>{words.trim()}</pre>
    </details>
  );
}
