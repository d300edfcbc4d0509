import { Component, type ReactNode } from 'react';
import { Button } from '../ui/button.tsx';
import { Failure } from '../ui/failure.tsx';
import type { EditorSlot } from './actions.ts';
import './error-boundary.css';

interface Props {
  editor: EditorSlot;
  children: ReactNode;
}

interface State {
  error: Error | undefined;
  /** The unsaved text as it was when the window failed. */
  text: string | undefined;
  copied: boolean;
}

/** Catches a bug of the window: the text is saved if it can be, and offered to be copied. */
export class ErrorBoundary extends Component<Props, State> {
  override state: State = { error: undefined, text: undefined, copied: false };

  static getDerivedStateFromError(error: Error): Partial<State> {
    return { error };
  }

  override componentDidCatch(): void {
    const { editor } = this.props;
    // React has let go of the editor by now, but its text is still there.
    const text = editor.last?.document()?.text.toString();
    if (text !== undefined) this.setState({ text });
    void editor.last?.flush().catch(() => undefined);
  }

  override render(): ReactNode {
    const { error, text, copied } = this.state;
    if (!error) return this.props.children;
    const copy = () =>
      void navigator.clipboard.writeText(text ?? '').then(() => this.setState({ copied: true }));
    return (
      <main className="window-failed">
        <Failure
          message="Galley’s window met an error and stopped. Your files are safe."
          next={['Open the window again. Report this if it happens again.']}
          detailLabel="Details"
          detail={`${error.name}: ${error.message}\n${error.stack ?? ''}`}
        >
          <Button look="primary" onClick={() => location.reload()}>
            Open the window again
          </Button>
          {text !== undefined && (
            <Button onClick={copy}>{copied ? 'Copied' : 'Copy the open post’s text'}</Button>
          )}
        </Failure>
      </main>
    );
  }
}
