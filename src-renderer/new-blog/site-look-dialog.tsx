import { useEffect, useState } from 'react';
import type { AppErrorData } from '../../src-main/common/errors.ts';
import type { SiteLook } from '../../src-main/common/new-blog/proposal.ts';
import { failureOf } from '../app/failure.ts';
import { useWindow } from '../app/window-context.ts';
import { Button } from '../ui/button.tsx';
import { Dialog, DialogFoot } from '../ui/dialog.tsx';
import { Failure } from '../ui/failure.tsx';
import { LookChoice } from './look-choice.tsx';
import './site-look-dialog.css';

/** Gives the site another theme. The preview has it at once; readers, with the next publish. */
export function SiteLookDialog() {
  const { actions, client } = useWindow();
  const [look, setLook] = useState<SiteLook>();
  const [failure, setFailure] = useState<AppErrorData>();
  useEffect(() => {
    let wanted = true;
    client.call('site.look').then(
      (found) => wanted && setLook(found),
      (error: unknown) => wanted && setFailure(failureOf(error)),
    );
    return () => {
      wanted = false;
    };
  }, [client]);

  const choose = (theme: string) => {
    if (look) setLook({ ...look, theme });
    setFailure(undefined);
    client.call('site.changeLook', { theme }).then(setLook, (error: unknown) => setFailure(failureOf(error)));
  };
  return (
    <Dialog
      title="Look of the site"
      description="The preview changes at once. Your readers see it when you publish."
      className="site-look"
      onClose={() => actions.showPanel(undefined)}
    >
      <div className="site-look-content">
        {look && <LookChoice looks={look.looks} value={look.theme} onChange={choose} />}
        {failure && <Failure {...failure} />}
      </div>
      <DialogFoot>
        <Button look="primary" onClick={() => actions.showPanel(undefined)}>
          Done
        </Button>
      </DialogFoot>
    </Dialog>
  );
}
