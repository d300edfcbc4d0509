import type { RefObject } from 'react';

/** What a menu that is fetched late shares with the button that stands for it until then. */
export interface LateMenuProps {
  /** Whether it was asked for before it was there. */
  wanted: RefObject<boolean>;
}
