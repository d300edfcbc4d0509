import { type ComponentType, useEffect, useState } from 'react';
import { afterFirstLook } from '../editor/after-first-look.ts';
import { tellOfMissingPart } from '../editor/missing-part.ts';

/**
 * A part of the window that is fetched once the text is shown; until then another one stands for it, of the same
 * height. Where it cannot be fetched the window says so and that one stays; it is fetched anew where it is next shown.
 */
export function latePart<Props extends object>(
  fetchPart: () => Promise<ComponentType<Props>>,
  Meanwhile: ComponentType<Props>,
): ComponentType<Props> {
  let fetched: ComponentType<Props> | undefined;
  let fetching: Promise<void> | undefined;
  const fetchOnce = () => {
    fetching ??= afterFirstLook()
      .then(fetchPart)
      .then(
        (part) => {
          fetched = part;
        },
        (cause: unknown) => {
          fetching = undefined;
          tellOfMissingPart(cause);
        },
      );
    return fetching;
  };
  return function LatePart(props: Props) {
    const [Part, setPart] = useState(() => fetched);
    useEffect(() => {
      if (Part) return;
      let isHere = true;
      void fetchOnce().then(() => isHere && setPart(() => fetched));
      return () => {
        isHere = false;
      };
    }, [Part]);
    return Part ? <Part {...props} /> : <Meanwhile {...props} />;
  };
}

/** Stands for a part that takes no room. */
export function Nothing(): null {
  return null;
}
