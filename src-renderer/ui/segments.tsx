import { type KeyboardEvent, type ReactNode, useId, useRef } from 'react';
import './segments.css';

export interface SegmentsProps<Value extends string> {
  label: string;
  value: Value;
  options: readonly { value: Value; words: ReactNode }[];
  /** @param byPointer whether it was clicked or touched: keys go on to the next choice */
  onChange(value: Value, byPointer: boolean): void;
}

/** A choice of one among few, all in sight. Arrow keys move it. */
export function Segments<Value extends string>({ label, value, options, onChange }: SegmentsProps<Value>) {
  const name = useId();
  const byPointer = useRef(false);
  return (
    <div
      role="radiogroup"
      className="segments"
      aria-label={label}
      onPointerDown={() => {
        byPointer.current = true;
      }}
      onKeyDown={(event) => {
        byPointer.current = false;
        keepForm(event);
      }}
    >
      {options.map((option) => (
        <label key={option.value} className="segment">
          <input
            type="radio"
            name={name}
            checked={option.value === value}
            onChange={() => onChange(option.value, byPointer.current)}
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
