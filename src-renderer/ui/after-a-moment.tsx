import { type ReactNode, useEffect, useState } from 'react';

/** Shows its children only once waiting has become noticeable, so that nothing flashes. */
export function AfterAMoment({
  milliseconds = 300,
  children,
}: {
  milliseconds?: number;
  children: ReactNode;
}) {
  const [passed, setPassed] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setPassed(true), milliseconds);
    return () => clearTimeout(timer);
  }, [milliseconds]);
  return passed ? children : null;
}
