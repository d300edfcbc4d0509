import { TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import type { SignInQuestion, SignInSubject } from '../../src-main/common/publish/sign-in.ts';
import { useWindow } from '../app/window-context.ts';
import { TextButton } from '../ui/button.tsx';
import { Labelled, TextField } from '../ui/field.tsx';
import { KeepChoice } from './keep-choice.tsx';
import { knownHost } from './known-hosts.ts';
import { SecretField } from './secret-field.tsx';
import { type FormAnswer, Note } from './sign-in-dialog.tsx';

/** A name with its password or token, and where to get one. */
export function AccountFields({
  question,
  subject,
  lastUser,
  onChange,
}: {
  question: SignInQuestion;
  subject: Extract<SignInSubject, { kind: 'account' }>;
  lastUser: string;
  onChange(answer: FormAnswer): void;
}) {
  const { actions } = useWindow();
  const [given, setGiven] = useState({ user: subject.user ?? lastUser, secret: '', keep: false });
  const host = knownHost(subject.host);

  function change(part: Partial<typeof given>): void {
    const next = { ...given, ...part };
    setGiven(next);
    const { user, secret, keep } = next;
    onChange({
      reply: { kind: 'secret', user: user.trim(), secret, keep },
      complete: user.trim() !== '' && secret !== '',
    });
  }

  return (
    <>
      {!subject.secure && (
        <Note icon={<TriangleAlert className="icon" aria-hidden />} tone="problem">
          This address is not encrypted (http): others on the way can read what you type here.
        </Note>
      )}
      <Labelled label="User name">
        <TextField
          name="username"
          autoComplete="username"
          autoCapitalize="none"
          autoCorrect="off"
          maxLength={1000}
          value={given.user}
          readOnly={subject.user !== undefined}
          data-first={given.user === '' || undefined}
          onChange={(event) => change({ user: event.target.value })}
        />
      </Labelled>
      <SecretField
        label={host ? 'Access token' : 'Password or access token'}
        autoComplete="current-password"
        first={given.user !== ''}
        value={given.secret}
        onChange={(secret) => change({ secret })}
      />
      {host && (
        <Note>
          {host.token}{' '}
          <TextButton onClick={() => void actions.openAddress(host.tokenAddress)}>
            Make one at {host.name}
          </TextButton>
        </Note>
      )}
      <KeepChoice keeping={question.keeping} keep={given.keep} onChange={(keep) => change({ keep })} />
    </>
  );
}
