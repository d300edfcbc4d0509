import { X } from 'lucide-react';
import { Dialog as Primitive } from 'radix-ui';
import type { ReactNode } from 'react';
import { IconButton } from './button.tsx';
import { classes } from './classes.ts';
import './dialog.css';

export interface DialogProps {
  title: string;
  /** One sentence below the title. */
  description?: string;
  /** True hides title and description from the eye, where the content says it itself. */
  bare?: boolean;
  className?: string;
  onClose(): void;
  /** Keeps the keyboard's focus from returning where it was; for what moves on to another place. */
  onCloseFocus?(event: Event): void;
  children: ReactNode;
}

/** A small window over the page. Escape closes it, and the focus returns where it came from. */
export function Dialog({
  title,
  description,
  bare,
  className,
  onClose,
  onCloseFocus,
  children,
}: DialogProps) {
  return (
    <Primitive.Root open onOpenChange={(open) => !open && onClose()}>
      <Primitive.Portal>
        <Primitive.Overlay className="dialog-scrim" />
        <Primitive.Content
          className={classes('dialog', bare && 'dialog-bare', className)}
          aria-describedby={description ? undefined : ''}
          onOpenAutoFocus={focusDialog}
          onCloseAutoFocus={onCloseFocus}
        >
          <header className={bare ? 'visually-hidden' : 'dialog-head'}>
            <Primitive.Title className="dialog-title">{title}</Primitive.Title>
            {description && (
              <Primitive.Description className="dialog-description">{description}</Primitive.Description>
            )}
            {!bare && (
              <Primitive.Close asChild>
                <IconButton icon={X} label="Close" keys="Escape" className="dialog-close" />
              </Primitive.Close>
            )}
          </header>
          {children}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}

/** The buttons at the foot of a dialog. */
export function DialogFoot({ children }: { children: ReactNode }) {
  return <footer className="dialog-foot">{children}</footer>;
}

/** Not its first button, whose hint would open too. Does not run where a field inside has taken the focus. */
function focusDialog(event: Event): void {
  event.preventDefault();
  if (event.currentTarget instanceof HTMLElement) event.currentTarget.focus();
}
