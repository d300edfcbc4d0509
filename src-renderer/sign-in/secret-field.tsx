import { Eye, EyeOff } from 'lucide-react';
import { useState } from 'react';
import { IconButton } from '../ui/button.tsx';
import { Labelled, TextField } from '../ui/field.tsx';

export interface SecretFieldProps {
  label: string;
  value: string;
  /** What the browser's own keeper of passwords takes it for. */
  autoComplete: 'current-password' | 'one-time-code' | 'off';
  /** True: it has the focus when the dialog opens. */
  first: boolean;
  onChange(value: string): void;
}

/** A line that nobody can read over the author's shoulder, unless they want to see it themselves. */
export function SecretField({ label, value, autoComplete, first, onChange }: SecretFieldProps) {
  const [isShown, setShown] = useState(false);
  return (
    <div className="secret-field">
      <Labelled label={label}>
        <TextField
          type={isShown ? 'text' : 'password'}
          className={isShown ? 'secret-field-shown' : ''}
          autoComplete={autoComplete}
          autoCapitalize="none"
          autoCorrect="off"
          maxLength={10_000}
          value={value}
          data-first={first || undefined}
          onChange={(event) => onChange(event.target.value)}
        />
      </Labelled>
      <IconButton
        icon={isShown ? EyeOff : Eye}
        label={isShown ? 'Hide it' : 'Show it'}
        aria-pressed={isShown}
        className="secret-field-eye"
        onClick={() => setShown(!isShown)}
      />
    </div>
  );
}
