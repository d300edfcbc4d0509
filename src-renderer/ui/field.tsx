import type { ComponentPropsWithRef, ReactNode } from 'react';
import { classes } from './classes.ts';
import './field.css';

/** One line of text to type. */
export function TextField({ className, ...rest }: ComponentPropsWithRef<'input'>) {
  return <input type="text" spellCheck={false} {...rest} className={classes('text-field', className)} />;
}

/** A control with its words above. */
export function Labelled({
  label,
  note,
  children,
}: {
  label: string;
  note?: ReactNode;
  children: ReactNode;
}) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is the children
    <label className="labelled">
      <span className="labelled-words">{label}</span>
      {children}
      {note && <span className="labelled-note">{note}</span>}
    </label>
  );
}
