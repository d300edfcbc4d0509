import type { SecretKeeping } from '../../src-main/common/publish/sign-in.ts';
import { Checkbox } from '../ui/checkbox.tsx';

/** Whether the answer is kept, and where; only places that are there are offered. */
export function KeepChoice({
  keeping,
  keep,
  onChange,
}: {
  keeping: SecretKeeping;
  keep: boolean;
  onChange(keep: boolean): void;
}) {
  if (keeping === 'nowhere') return null;
  if (keeping === 'git')
    return (
      <p className="sign-in-keeping">Your git has a credential helper, which keeps it if it is right.</p>
    );
  const label =
    keeping === 'keychain' ? 'Keep it in this computer’s keychain' : 'Remember it until Galley closes';
  return (
    <div className="sign-in-keep">
      <Checkbox label={label} checked={keep} onChange={onChange} />
      {/* biome-ignore lint/a11y/noStaticElementInteractions: a larger place to click; the box has the keys */}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: see above */}
      <span onClick={() => onChange(!keep)}>{label}</span>
    </div>
  );
}
