import { type KeyboardEvent, type ReactNode, useId } from 'react';
import './segments.css';

export interface SegmentsProps<Value extends string> {
  label: string;
  value: Value;
  options: readonly { value: Value; words: ReactNode }[];
  onChange(value: Value): void;
}

/** A choice of one among few, all in sight. Arrow keys move it. */
export function Segments<Value extends string>({ label, value, options, onChange }: SegmentsProps<Value>) {
  const name = useId();
  return (
    <div role="radiogroup" className="segments" aria-label={label} onKeyDown={keepForm}>
      {options.map((option) => (
        <label key={option.value} className="segment">
          <input
            type="radio"
            name={name}
            checked={option.value === value}
            onChange={() => onChange(option.value)}
          />
          <span>{option.words}</span>
        </label>
      ))}
    </div>
  );
}

/** To choose is not yet to send the form around it. */
function keepForm(event: KeyboardEvent): void {
  if (event.key === 'Enter') event.preventDefault();
}
