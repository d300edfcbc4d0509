import { type MouseEvent, type RefObject, useLayoutEffect, useRef } from 'react';

/** What happened to the button that stands for a menu until it is fetched. */
export interface Meanwhile {
  hadFocus: boolean;
  /** How it was clicked: then the menu comes open. */
  clicked: 'by-key' | 'by-pointer' | undefined;
}

/** What a menu that is fetched late shares with the button that stands for it until then. */
export interface LateMenuProps {
  meanwhile: RefObject<Meanwhile>;
}

/** At first nothing has happened. */
export function useMeanwhile(): RefObject<Meanwhile> {
  return useRef<Meanwhile>({ hadFocus: false, clicked: undefined });
}

/** The properties of the button that stands for a menu, by which it keeps what happens to it. */
export function useStandIn(meanwhile: RefObject<Meanwhile>) {
  const button = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => {
    const element = button.current;
    return () => {
      meanwhile.current.hadFocus = element !== null && element === document.activeElement;
    };
  }, [meanwhile]);
  return {
    ref: button,
    'aria-haspopup': 'menu' as const,
    'aria-expanded': false,
    onClick: ({ detail }: MouseEvent) => {
      meanwhile.current.clicked = detail === 0 ? 'by-key' : 'by-pointer';
    },
  };
}
