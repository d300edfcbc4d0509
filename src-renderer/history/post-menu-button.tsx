import { Ellipsis } from 'lucide-react';
import type { ComponentPropsWithRef } from 'react';
import { useWindowState } from '../app/window-context.ts';
import { type LateMenuProps, useStandIn } from '../ui/late-menu.ts';

/** The button of the open post's menu. */
export function PostButton(props: ComponentPropsWithRef<'button'>) {
  return (
    <button {...props} type="button" className="icon-button" aria-label="This post" title="This post">
      <Ellipsis className="icon" aria-hidden />
    </button>
  );
}

/** Stands for the menu until it is fetched, and remembers that it was asked for. */
export function PostMenuButton({ meanwhile }: LateMenuProps) {
  const standIn = useStandIn(meanwhile);
  const path = useWindowState((state) => state.openPost);
  if (path === undefined) return null;
  return <PostButton {...standIn} />;
}
