import { useWindow, useWindowState } from '../app/window-context.ts';
import { isUntrusted } from '../publish/publish-readiness.ts';
import { TextButton } from '../ui/button.tsx';

/** Says, where it is so, that nothing is known of what is online before the repository is trusted. */
export function TrustNote() {
  const { actions } = useWindow();
  const untrusted = useWindowState(isUntrusted);
  if (!untrusted) return null;
  return (
    <p className="post-list-trust">
      You can write. To see what has changed and to publish, first{' '}
      <TextButton onClick={() => actions.showPage('trust')}>
        look at what this repository would run
      </TextButton>
      .
    </p>
  );
}
