import { TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import './failure.css';
import { RawWords } from './raw-words.tsx';

export interface FailureProps {
  message: string;
  /** What to do, most useful first. */
  next?: readonly string[] | undefined;
  detail?: string | undefined;
  /** What the detail is, where git did not say it. */
  detailLabel?: string;
  /** Buttons that do it. */
  children?: ReactNode;
}

/** What went wrong and what to do about it, in the place where it matters. */
export function Failure({ message, next = [], detail, detailLabel, children }: FailureProps) {
  return (
    <div className="failure" role="alert">
      <TriangleAlert className="icon failure-icon" aria-hidden />
      <div className="failure-words">
        <p className="failure-message">{message}</p>
        {next.map((step) => (
          <p key={step} className="failure-next">
            {step}
          </p>
        ))}
        {children && <div className="failure-actions">{children}</div>}
        <RawWords words={detail} {...(detailLabel !== undefined && { label: detailLabel })} />
      </div>
    </div>
  );
}
