import { type KeyboardEvent, useState } from 'react';
import type { Commit } from './form-controls.tsx';

export interface TypedOptions {
  /** What the text says now. */
  value: string;
  commit: Commit<string>;
  /** When what is typed goes into the text: at every key, or when the field is left. */
  when: 'key' | 'leave';
}

/**
 * A field that shows what the text says, and while it is typed in what is typed. A refused value stays in the field
 * with the reason, so that nobody has to type it again.
 */
export function useTyped({ value, commit, when }: TypedOptions) {
  const [typed, setTyped] = useState<string>();
  const [problem, setProblem] = useState<string>();
  const pending = typed !== undefined && (when === 'leave' || problem !== undefined || typed === value);

  const take = (text: string) => {
    const refusal = commit(text);
    setProblem(refusal);
    setTyped(refusal ? text : undefined);
  };
  const leave = () => {
    if (typed === undefined) return false;
    if (when === 'leave' && typed !== value) take(typed);
    else if (problem === undefined || typed === value) reset();
    return true;
  };
  const reset = () => {
    setTyped(undefined);
    setProblem(undefined);
  };

  return {
    shown: pending ? typed : value,
    problem,
    /** To be called with each change of the control. */
    type(text: string) {
      setTyped(text);
      if (when === 'key') setProblem(commit(text));
    },
    /** Takes a whole value at once, as from a picker. */
    take,
    /** To be called when the control loses the focus. Answers whether anything was typed in it. */
    leave,
    /** Enter takes what was typed, Escape goes back to what the text says. */
    keys(event: KeyboardEvent) {
      if (event.nativeEvent.isComposing) return;
      if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey) {
        event.preventDefault();
        leave();
      } else if (event.ctrlKey || event.metaKey) {
        // Saving and publishing by their keys take what stands in the field with them.
        if (/^(?:s|Enter|k)$/i.test(event.key)) leave();
      } else if (event.key === 'Escape' && typed !== undefined) {
        event.preventDefault();
        event.stopPropagation();
        reset();
      }
    },
  };
}
