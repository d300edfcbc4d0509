import type { LucideIcon } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import type { ReactNode } from 'react';
import { Keys } from './keys.tsx';
import './menu.css';

export interface MenuProps {
  trigger: ReactNode;
  /** Gives the focus to another place than the trigger, or answers false to let it go back there. */
  onClosed?: () => boolean;
  children: ReactNode;
}

/** A menu that opens from its trigger, a button. */
export function Menu({ trigger, onClosed, children }: MenuProps) {
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
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

/** A hairline between groups. */
export function MenuLine() {
  return <DropdownMenu.Separator className="menu-line" />;
}

/** A quiet heading over a group. */
export function MenuHeading({ children }: { children: ReactNode }) {
  return <DropdownMenu.Label className="menu-heading">{children}</DropdownMenu.Label>;
}
