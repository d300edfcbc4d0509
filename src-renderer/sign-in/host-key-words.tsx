import type { SignInSubject } from '../../src-main/common/publish/sign-in.ts';
import { useWindow } from '../app/window-context.ts';
import { TextButton } from '../ui/button.tsx';
import { knownHost } from './known-hosts.ts';
import { Note } from './sign-in-dialog.tsx';

/** The fingerprint of a computer that is spoken with for the first time, and what to compare it with. */
export function HostKeyWords({ subject }: { subject: Extract<SignInSubject, { kind: 'host-key' }> }) {
  const { actions } = useWindow();
  const host = knownHost(subject.host);
  const address = host?.fingerprints;
  return (
    <>
      <dl className="host-key">
        <dt>Computer</dt>
        <dd>{subject.host}</dd>
        <dt>Kind of key</dt>
        <dd>{subject.keyType}</dd>
        <dt>Fingerprint</dt>
        <dd className="host-key-fingerprint">{subject.fingerprint}</dd>
      </dl>
      <Note>
        {host && address ? (
          <>
            Compare it, sign by sign, with{' '}
            <TextButton onClick={() => void actions.openAddress(address)}>
              the fingerprints that {host.name} gives out
            </TextButton>
            .
          </>
        ) : (
          'Compare it, sign by sign, with the fingerprint that its owner or your host gives out.'
        )}{' '}
        If it is another, somebody may be in between: cancel. SSH remembers what you accept and does not ask
        again.
      </Note>
    </>
  );
}
