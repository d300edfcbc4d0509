import { X } from 'lucide-react';
import { Dialog as Primitive } from 'radix-ui';
import { type ReactNode, useState } from 'react';
import { IconButton } from './button.tsx';
import { classes } from './classes.ts';
import './dialog.css';
import { returnFocus } from './return-focus.ts';

export interface DialogProps {
  title: string;
  /** One sentence below the title. */
  description?: string;
  /** True hides title and description from the eye, where the content says it itself. */
  bare?: boolean;
  className?: string;
  /** A click beside it does not close it: what was typed is not to be lost. */
  steady?: boolean;
  onClose(): void;
  children: ReactNode;
}

/** A small window over the page. Escape closes it, and the focus returns where it came from. */
export function Dialog({ title, description, bare, className, steady, onClose, children }: DialogProps) {
  const [before] = useState(() => document.activeElement);
  return (
    <Primitive.Root open onOpenChange={(open) => !open && onClose()}>
      <Primitive.Portal>
        <Primitive.Overlay className="dialog-scrim" />
        <Primitive.Content
          className={classes('dialog', bare && 'dialog-bare', className)}
          aria-describedby={description ? undefined : ''}
          onOpenAutoFocus={focusDialog}
          onInteractOutside={(event) => steady && event.preventDefault()}
          onCloseAutoFocus={(event) => returnFocus(event, before)}
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

/**
 * To the field marked `data-first`, else the dialog itself: not its first button, whose hint would open too. A field
 * with `autoFocus` would take the focus before the dialog has seen where it must return to.
 */
function focusDialog(event: Event): void {
  event.preventDefault();
  if (!(event.currentTarget instanceof HTMLElement)) return;
  const first = event.currentTarget.querySelector<HTMLElement>('[data-first]');
  (first ?? event.currentTarget).focus();
}
