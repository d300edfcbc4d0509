import { ArrowDownUp } from 'lucide-react';
import type { ComponentPropsWithRef } from 'react';
import { type LateMenuProps, useStandIn } from '../ui/late-menu.ts';

/** The button of the list's order. */
export function OrderButton(props: ComponentPropsWithRef<'button'>) {
  const words = 'Order of the posts';
  return (
    <button {...props} type="button" className="icon-button" aria-label={words} title={words}>
      <ArrowDownUp className="icon" aria-hidden />
    </button>
  );
}

/** Stands for the menu until it is fetched, and remembers that it was asked for. */
export function OrderMenuButton({ meanwhile }: LateMenuProps) {
  return <OrderButton {...useStandIn(meanwhile)} />;
}
