import { Check, Circle, LoaderCircle } from 'lucide-react';
import type { PublishProgress, PublishStep } from '../../src-main/common/publish/publish.ts';
import { Button } from '../ui/button.tsx';
import './progress-view.css';

const ownSteps: readonly { step: PublishStep; words: string }[] = [
  { step: 'checking', words: 'Look once more at what goes' },
  { step: 'committing', words: 'Make a version of it' },
  { step: 'syncing', words: 'See what is new online' },
  { step: 'pushing', words: 'Send it' },
  { step: 'verifying', words: 'Ask whether it has arrived' },
];

export interface ProgressViewProps {
  progress: PublishProgress | undefined;
  cancelling: boolean;
  onCancel(): void;
}

const siteStep = { step: 'building', words: 'Build the site and send it' } as const;

/** The steps of a running publish, the one that is under way, and what git says of it. */
export function ProgressView({ progress, cancelling, onCancel }: ProgressViewProps) {
  // A blog without a site of Galley’s never comes to it.
  const steps = progress?.step === siteStep.step ? [...ownSteps, siteStep] : ownSteps;
  const here = progress ? steps.findIndex(({ step }) => step === progress.step) : 0;
  const at = progress?.step === 'done' ? steps.length : Math.max(here, 0);
  return (
    <div className="publish-column">
      <ol className="steps">
        {steps.map(({ step, words }, index) => (
          <li
            key={step}
            className="step"
            data-state={stateOf(index, at)}
            aria-current={index === at ? 'step' : undefined}
          >
            <StepSign state={stateOf(index, at)} />
            <span>{words}</span>
          </li>
        ))}
      </ol>
      <p className="visually-hidden" role="status">
        {cancelling ? 'Stopping' : steps[at]?.words}
      </p>
      <p className="step-detail">{progress?.detail}</p>
      <Button onClick={onCancel} disabled={cancelling}>
        {cancelling ? 'Stopping…' : 'Stop'}
      </Button>
    </div>
  );
}

type StepState = 'done' | 'now' | 'later';

function stateOf(index: number, at: number): StepState {
  if (index < at) return 'done';
  return index === at ? 'now' : 'later';
}

function StepSign({ state }: { state: StepState }) {
  const Icon = { done: Check, now: LoaderCircle, later: Circle }[state];
  return <Icon className="icon" aria-hidden />;
}
