import { type FormEvent, useEffect, useState } from 'react';
import type { AppErrorData } from '../../src-main/common/errors.ts';
import type { Identity } from '../../src-main/common/publish/sign-in.ts';
import { failureOf } from '../app/failure.ts';
import { useWindow } from '../app/window-context.ts';
import { Button } from '../ui/button.tsx';
import { Failure } from '../ui/failure.tsx';
import { Labelled, TextField } from '../ui/field.tsx';
import './sign-in.css';

/** Asks once for the name that every version carries, with what can be guessed filled in; then publishing goes on. */
export function IdentityForm() {
  const { client, actions, publishing } = useWindow();
  const [identity, setIdentity] = useState<Identity>();
  const [failure, setFailure] = useState<AppErrorData>();
  const [busy, setBusy] = useState(false);

  useEffect(() => {
    let isHere = true;
    client
      .call('identity.guess')
      .catch(() => ({ name: '', email: '' }))
      .then((guessed) => isHere && setIdentity((typed) => typed ?? guessed));
    return () => {
      isHere = false;
    };
  }, [client]);

  async function keep(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (!identity || busy) return;
    setBusy(true);
    setFailure(undefined);
    try {
      await client.call('identity.set', { name: identity.name.trim(), email: identity.email.trim() });
      await publishing.prepare();
    } catch (error) {
      setFailure(failureOf(error));
      setBusy(false);
    }
  }

  if (!identity) return null;
  const isComplete = identity.name.trim() !== '' && /^\S+@\S+$/.test(identity.email.trim());
  return (
    <form className="identity-form" onSubmit={(event) => void keep(event)}>
      <Labelled label="Your name">
        <TextField
          autoComplete="name"
          maxLength={200}
          value={identity.name}
          onChange={(event) => setIdentity({ ...identity, name: event.target.value })}
        />
      </Labelled>
      <Labelled
        label="Your mail address"
        note="Everybody who can see the repository can see both. They are kept in this repository alone."
      >
        <TextField
          type="email"
          autoComplete="email"
          maxLength={200}
          value={identity.email}
          onChange={(event) => setIdentity({ ...identity, email: event.target.value })}
        />
      </Labelled>
      {failure && <Failure {...failure} />}
      <div className="publish-actions">
        <Button look="primary" type="submit" disabled={!isComplete || busy}>
          Go on to publish
        </Button>
        <Button onClick={() => actions.showPage('write')}>Back to writing</Button>
      </div>
    </form>
  );
}
