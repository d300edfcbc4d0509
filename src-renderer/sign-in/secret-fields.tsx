import { useState } from 'react';
import type { SignInQuestion, SignInSubject } from '../../src-main/common/publish/sign-in.ts';
import { KeepChoice } from './keep-choice.tsx';
import { SecretField } from './secret-field.tsx';
import type { FormAnswer } from './sign-in-dialog.tsx';

/** One secret: the passphrase of a key, a code, or whatever else is asked for in words of its own. */
export function SecretFields({
  question,
  subject,
  onChange,
}: {
  question: SignInQuestion;
  subject: Extract<SignInSubject, { kind: 'passphrase' | 'code' | 'secret' }>;
  onChange(answer: FormAnswer): void;
}) {
  const [given, setGiven] = useState({ secret: '', keep: false });

  function change(part: Partial<typeof given>): void {
    const next = { ...given, ...part };
    setGiven(next);
    onChange({ reply: { kind: 'secret', ...next }, complete: next.secret !== '' });
  }

  return (
    <>
      {subject.kind === 'passphrase' ? (
        <p className="sign-in-words">
          The key is in <code className="sign-in-path">{subject.key}</code>. Its passphrase opens it on this
          computer and goes nowhere else.
        </p>
      ) : (
        <p className="sign-in-words">{subject.words}</p>
      )}
      <SecretField
        label={labels[subject.kind]}
        autoComplete={subject.kind === 'code' ? 'one-time-code' : 'off'}
        first
        value={given.secret}
        onChange={(secret) => change({ secret })}
      />
      <KeepChoice keeping={question.keeping} keep={given.keep} onChange={(keep) => change({ keep })} />
    </>
  );
}

const labels = { passphrase: 'Passphrase', code: 'Code', secret: 'Answer' };
