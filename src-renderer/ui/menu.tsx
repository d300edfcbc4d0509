import { Check, type LucideIcon } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { type ReactNode, type RefObject, useLayoutEffect, useRef, useState } from 'react';
import { Keys } from './keys.tsx';
import type { Meanwhile } from './late-menu.ts';
import './menu.css';

export interface MenuProps {
  trigger: ReactNode;
  /** What happened to the button that stood for it before it was there. */
  meanwhile?: RefObject<Meanwhile>;
  /** Gives the focus to another place than the trigger, or answers false to let it go back there. */
  onClosed?: () => boolean;
  children: ReactNode;
}

/** A menu that opens from its trigger, a button. */
export function Menu({ trigger, meanwhile, onClosed, children }: MenuProps) {
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const content = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (!meanwhile) return;
    const { hadFocus, clicked } = meanwhile.current;
    meanwhile.current = { hadFocus: false, clicked: undefined };
    if (hadFocus) button.current?.focus();
    if (!clicked) return;
    setOpen(true);
    // As the key would have done, had the menu been there.
    if (clicked === 'by-key')
      setTimeout(() => content.current?.querySelector<HTMLElement>('.menu-item')?.focus());
  }, [meanwhile]);
  return (
    <DropdownMenu.Root modal={false} open={open} onOpenChange={setOpen}>
      <DropdownMenu.Trigger asChild ref={button}>
        {trigger}
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          ref={content}
          className="menu"
          align="start"
          sideOffset={6}
          collisionPadding={8}
          onCloseAutoFocus={(event) => {
            if (onClosed?.()) event.preventDefault();
          }}
        >
          {children}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

export interface MenuItemProps {
  icon?: LucideIcon;
  keys?: string;
  onSelect(): void;
  children: ReactNode;
}

/** One thing to do. */
export function MenuItem({ icon: Icon, keys, onSelect, children }: MenuItemProps) {
  return (
    <DropdownMenu.Item className="menu-item" onSelect={onSelect}>
      {Icon ? <Icon className="icon" aria-hidden /> : <span className="icon" />}
      <span className="menu-item-words">{children}</span>
      {keys && <Keys keys={keys} />}
    </DropdownMenu.Item>
  );
}

export interface MenuChoicesProps {
  /** What the choice is about, for those who hear it. */
  label: string;
  value: string;
  onChange(value: string): void;
  children: ReactNode;
}

/** A choice of one among the `MenuChoice`s in it. */
export function MenuChoices({ label, value, onChange, children }: MenuChoicesProps) {
  return (
    <DropdownMenu.RadioGroup aria-label={label} value={value} onValueChange={onChange}>
      {children}
    </DropdownMenu.RadioGroup>
  );
}

/** One of several; a tick marks the one that holds. */
export function MenuChoice({
  value,
  title,
  children,
}: {
  value: string;
  title?: string;
  children: ReactNode;
}) {
  return (
    <DropdownMenu.RadioItem className="menu-item" value={value} title={title}>
      <span className="icon">
        <DropdownMenu.ItemIndicator asChild>
          <Check className="icon" aria-hidden />
        </DropdownMenu.ItemIndicator>
      </span>
      <span className="menu-item-words">{children}</span>
    </DropdownMenu.RadioItem>
  );
}

/** A hairline between groups. */
export function MenuLine() {
  return <DropdownMenu.Separator className="menu-line" />;
}

/** A quiet heading over a group. */
export function MenuHeading({ children }: { children: ReactNode }) {
  return <DropdownMenu.Label className="menu-heading">{children}</DropdownMenu.Label>;
}
