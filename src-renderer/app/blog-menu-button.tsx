import { ChevronDown } from 'lucide-react';
import type { ComponentPropsWithRef } from 'react';
import { Button } from '../ui/button.tsx';
import { type LateMenuProps, useStandIn } from '../ui/late-menu.ts';
import { useWindowState } from './window-context.ts';

/** The button of the blog's menu, with the blog's name. */
export function BlogName(props: ComponentPropsWithRef<'button'>) {
  const name = useWindowState((state) => state.site?.name);
  return (
    <Button {...props} look="quiet" className="blog-name">
      <span className="blog-name-words">{name}</span>
      <ChevronDown className="icon" aria-hidden />
    </Button>
  );
}

/** Stands for the menu until it is fetched, and remembers that it was asked for. */
export function BlogMenuButton({ meanwhile }: LateMenuProps) {
  return <BlogName {...useStandIn(meanwhile)} />;
}
