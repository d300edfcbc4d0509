import { ToggleGroup } from 'radix-ui';
import { type KeyboardEvent, type ReactNode, useRef } from 'react';
import './segments.css';

export interface SegmentsProps<Value extends string> {
  label: string;
  value: Value;
  options: readonly { value: Value; words: ReactNode }[];
  onChange(value: Value): void;
}

/** A choice of one among few, all in sight. Arrow keys move it. */
export function Segments<Value extends string>({ label, value, options, onChange }: SegmentsProps<Value>) {
  // An arrow key moves the focus a moment later; who comes by Tab or by a click has chosen nothing yet.
  const byArrow = useRef(false);
  const hear = ({ key }: KeyboardEvent): void => {
    byArrow.current = /^(?:Arrow|Home$|End$)/.test(key);
  };
  return (
    <ToggleGroup.Root
      type="single"
      className="segments"
      aria-label={label}
      value={value}
      onValueChange={(next) => next && onChange(next as Value)}
      onKeyDown={hear}
    >
      {options.map((option) => (
        <ToggleGroup.Item
          key={option.value}
          value={option.value}
          className="segment"
          onFocus={() => {
            if (byArrow.current && option.value !== value) onChange(option.value);
            byArrow.current = false;
          }}
        >
          {option.words}
        </ToggleGroup.Item>
      ))}
    </ToggleGroup.Root>
  );
}
