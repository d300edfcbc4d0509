import type { LucideIcon } from 'lucide-react';
import type { ComponentPropsWithRef, ReactNode } from 'react';
import './button.css';
import { classes } from './classes.ts';
import { Hint } from './hint.tsx';

export interface ButtonProps extends ComponentPropsWithRef<'button'> {
  /** `primary` once on a page, for what it is there for; `quiet` for what stands in a bar. */
  look?: 'primary' | 'plain' | 'quiet';
  icon?: LucideIcon | undefined;
}

/** A button with words. */
export function Button({ look = 'plain', icon: Icon, className, children, ...rest }: ButtonProps) {
  return (
    <button type="button" {...rest} className={classes('button', `button-${look}`, className)}>
      {Icon && <Icon className="icon" aria-hidden />}
      {children}
    </button>
  );
}

export interface IconButtonProps extends Omit<ComponentPropsWithRef<'button'>, 'aria-label'> {
  icon: LucideIcon;
  /** What it does, for the hint and for those who hear the window. */
  label: string;
  /** Its shortcut, as the hint shows it. */
  keys?: string | undefined;
}

/** A button that is a picture only; its words stand in a hint. */
export function IconButton({ icon: Icon, label, keys, className, ...rest }: IconButtonProps) {
  return (
    <Hint words={label} keys={keys}>
      <button type="button" aria-label={label} {...rest} className={classes('icon-button', className)}>
        <Icon className="icon" aria-hidden />
      </button>
    </Hint>
  );
}

/** A button that reads like a link in a sentence. */
export function TextButton({ className, ...rest }: ComponentPropsWithRef<'button'>): ReactNode {
  return <button type="button" {...rest} className={classes('text-button', className)} />;
}
