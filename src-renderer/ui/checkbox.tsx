import { Check, Minus } from 'lucide-react';
import { Checkbox as Primitive } from 'radix-ui';
import './checkbox.css';

export interface CheckboxProps {
  label: string;
  checked: boolean | 'indeterminate';
  disabled?: boolean;
  onChange(checked: boolean): void;
}

/** Chosen or not, or some of what it stands for. */
export function Checkbox({ label, checked, disabled, onChange }: CheckboxProps) {
  return (
    <Primitive.Root
      className="checkbox"
      aria-label={label}
      checked={checked}
      disabled={disabled}
      onCheckedChange={(next) => onChange(next === true)}
    >
      <Primitive.Indicator className="checkbox-sign">
        {checked === 'indeterminate' ? <Minus className="icon" /> : <Check className="icon" />}
      </Primitive.Indicator>
    </Primitive.Root>
  );
}
