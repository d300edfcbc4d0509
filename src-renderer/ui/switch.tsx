import { Switch as Primitive } from 'radix-ui';
import './switch.css';

export interface SwitchProps {
  labelledBy: string;
  checked: boolean;
  onChange(checked: boolean): void;
}

/** On or off, at once. */
export function Switch({ labelledBy, checked, onChange }: SwitchProps) {
  return (
    <Primitive.Root
      className="switch"
      aria-labelledby={labelledBy}
      checked={checked}
      onCheckedChange={onChange}
    >
      <Primitive.Thumb className="switch-thumb" />
    </Primitive.Root>
  );
}
