import { Tooltip } from 'radix-ui';
import type { ReactNode } from 'react';
import './hint.css';
import { Keys } from './keys.tsx';

/** A few words about a control, shown after a moment on hover and at once on keyboard focus. */
export function Hint({
  words,
  keys,
  children,
}: {
  words: ReactNode;
  keys?: string | undefined;
  children: ReactNode;
}) {
  return (
    <Tooltip.Root>
      <Tooltip.Trigger asChild>{children}</Tooltip.Trigger>
      <Tooltip.Portal>
        <Tooltip.Content className="hint" sideOffset={6} collisionPadding={8}>
          {words}
          {keys && <Keys keys={keys} />}
        </Tooltip.Content>
      </Tooltip.Portal>
    </Tooltip.Root>
  );
}
