import { CloudUpload } from 'lucide-react';
import { useWindow } from '../app/window-context.ts';
import { Button } from '../ui/button.tsx';
import './waiting-banner.css';

/** What waits for the network and goes out by itself; the author can send it now, or keep it here. */
export function WaitingBanner() {
  const { publishing } = useWindow();
  return (
    <section className="waiting-banner" aria-label="Waiting for network">
      <CloudUpload className="icon" aria-hidden />
      <p>
        <strong>Waiting to be sent.</strong> What you published is kept here and goes out by itself as soon as
        that can be.
      </p>
      <div className="waiting-answers">
        <Button onClick={() => void publishing.sendWaiting()}>Send now</Button>
        <Button look="quiet" onClick={() => void publishing.stopWaiting()}>
          Do not send by itself
        </Button>
      </div>
    </section>
  );
}
