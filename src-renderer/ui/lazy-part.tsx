import {
  Component,
  type ComponentType,
  type LazyExoticComponent,
  lazy,
  type ReactNode,
  Suspense,
} from 'react';
import { tellOfMissingPart } from '../editor/missing-part.ts';

/** It could not be fetched: the program is gone, or another version of it is there by now. */
class MissingPart extends Error {
  /** @param askAgain lets it be fetched anew where it is next shown */
  constructor(
    cause: unknown,
    readonly askAgain: () => void,
  ) {
    super('A part of the window could not be fetched.', { cause });
  }
}

/** A part of the window that is fetched when it is first shown, inside of a `WaitForPart`. */
export function lazyPart<Props extends object>(
  fetchPart: () => Promise<ComponentType<Props>>,
): ComponentType<Props> {
  const fetchOnce = (): LazyExoticComponent<ComponentType<Props>> =>
    lazy(() =>
      fetchPart().then(
        (part) => ({ default: part }),
        (cause: unknown) => {
          throw new MissingPart(cause, () => {
            Part = fetchOnce();
          });
        },
      ),
    );
  let Part: ComponentType<Props> = fetchOnce();
  return function LazyPart(props: Props) {
    return <Part {...props} />;
  };
}

export interface WaitForPartProps {
  /** Stands there meanwhile. */
  fallback?: ReactNode;
  /** It cannot be fetched, and nothing is shown: goes back to where the author was. The window says why. */
  onMissing(): void;
  children: ReactNode;
}

/** Waits for what is fetched only now. Where that cannot be had, the rest of the window stays, with the text in it. */
export function WaitForPart({ fallback, onMissing, children }: WaitForPartProps) {
  return (
    <PartBoundary onMissing={onMissing}>
      <Suspense fallback={fallback}>{children}</Suspense>
    </PartBoundary>
  );
}

class PartBoundary extends Component<Pick<WaitForPartProps, 'onMissing' | 'children'>, { error: unknown }> {
  override state: { error: unknown } = { error: undefined };

  static getDerivedStateFromError(error: unknown): { error: unknown } {
    return { error };
  }

  override componentDidCatch(error: unknown): void {
    if (!(error instanceof MissingPart)) return;
    error.askAgain();
    this.props.onMissing();
    tellOfMissingPart(error.cause);
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (error === undefined) return this.props.children;
    if (error instanceof MissingPart) return null;
    throw error;
  }
}
