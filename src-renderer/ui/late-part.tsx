import { type ComponentType, useEffect, useState } from 'react';
import { afterFirstLook } from '../editor/after-first-look.ts';

/**
 * A part of the window that is fetched once the text is shown; until then another one stands for it, of the same
 * height. Where it cannot be fetched the window says so, as for a bug of its own.
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
      .then((part) => {
        fetched = part;
      });
    return fetching;
  };
  return function LatePart(props: Props) {
    const [Part, setPart] = useState(() => fetched);
    const [failure, setFailure] = useState<{ cause: unknown }>();
    useEffect(() => {
      if (Part) return;
      let isHere = true;
      fetchOnce().then(
        () => isHere && setPart(() => fetched),
        (cause: unknown) => isHere && setFailure({ cause }),
      );
      return () => {
        isHere = false;
      };
    }, [Part]);
    if (failure) throw failure.cause;
    return Part ? <Part {...props} /> : <Meanwhile {...props} />;
  };
}

/** Stands for a part that takes no room. */
export function Nothing(): null {
  return null;
}
