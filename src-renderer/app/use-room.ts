import { useSyncExternalStore } from 'react';

/** How much room the window has: three panes, list and one pane, or one pane. */
export type Room = 'wide' | 'medium' | 'narrow';

const wide = matchMedia('(min-width: 900px)');
const medium = matchMedia('(min-width: 600px)');

/** The window's room, followed as it is resized. */
export function useRoom(): Room {
  return useSyncExternalStore(subscribe, roomNow);
}

/** The window's room at this moment. */
export function roomNow(): Room {
  if (wide.matches) return 'wide';
  return medium.matches ? 'medium' : 'narrow';
}

function subscribe(listener: () => void): () => void {
  for (const query of [wide, medium]) query.addEventListener('change', listener);
  return () => {
    for (const query of [wide, medium]) query.removeEventListener('change', listener);
  };
}
