import { Popover } from 'radix-ui';
import { type RefObject, useRef } from 'react';
import { useWindow, useWindowState } from '../app/window-context.ts';
import { returnFocus } from '../ui/return-focus.ts';
import { Segments } from '../ui/segments.tsx';
import { Switch } from '../ui/switch.tsx';
import { PictureSettings } from './picture-settings.tsx';
import './settings-popover.css';

const writingSwitches = [
  { name: 'toolbar', words: 'Formatting bar above the text' },
  { name: 'focusMode', words: 'Focus on the paragraph' },
  { name: 'typewriter', words: 'Keep the line in the middle' },
  { name: 'vimKeys', words: 'Vim keys' },
] as const;

/** The few things a person can set, beside the blog's name. */
export function SettingsPopover({ anchor }: { anchor: RefObject<HTMLElement | null> }) {
  const { actions } = useWindow();
  const open = useWindowState((state) => state.panel === 'settings');
  const before = useRef<Element>(null);
  return (
    <Popover.Root open={open} onOpenChange={(next) => actions.showPanel(next ? 'settings' : undefined)}>
      <Popover.Anchor virtualRef={anchor as RefObject<HTMLElement>} />
      <Popover.Portal>
        <Popover.Content
          className="popover settings"
          align="start"
          sideOffset={8}
          collisionPadding={8}
          aria-label="Settings"
          onOpenAutoFocus={() => {
            before.current = document.activeElement;
          }}
          onCloseAutoFocus={(event) => returnFocus(event, before.current)}
        >
          <SettingsForm />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

function SettingsForm() {
  const { actions } = useWindow();
  const settings = useWindowState((state) => state.settings);
  return (
    <>
      <h2 className="settings-title">Settings</h2>
      <div className="settings-row">
        <span>Theme</span>
        <Segments
          label="Theme"
          value={settings.theme}
          onChange={(theme) => void actions.changeSettings({ theme })}
          options={[
            { value: 'system', words: 'System' },
            { value: 'light', words: 'Light' },
            { value: 'dark', words: 'Dark' },
          ]}
        />
      </div>
      <div className="settings-row">
        <span>Writing face</span>
        <Segments
          label="Writing face"
          value={settings.writingFace}
          onChange={(writingFace) => void actions.changeSettings({ writingFace })}
          options={[
            { value: 'serif', words: <span className="face-serif">Serif</span> },
            { value: 'sans', words: <span className="face-sans">Sans</span> },
            { value: 'mono', words: <span className="face-mono">Mono</span> },
          ]}
        />
      </div>
      <div className="settings-row">
        <span>Width of lines</span>
        <Segments
          label="Width of lines"
          value={settings.lineWidth}
          onChange={(lineWidth) => void actions.changeSettings({ lineWidth })}
          options={[
            { value: 'narrow', words: 'Narrow' },
            { value: 'medium', words: 'Medium' },
            { value: 'wide', words: 'Wide' },
          ]}
        />
      </div>
      {writingSwitches.map(({ name, words }) => (
        <div className="settings-row" key={name}>
          <span id={`setting-${name}`}>{words}</span>
          <Switch
            labelledBy={`setting-${name}`}
            checked={settings[name]}
            onChange={(on) => void actions.changeSettings({ [name]: on })}
          />
        </div>
      ))}
      <PictureSettings />
      <div className="settings-row settings-row-tall">
        <span id="remote-images">
          Pictures from other sites
          <span className="settings-note">
            Shown in the preview. While this is off, opening a post tells nobody that you read it.
          </span>
        </span>
        <Switch
          labelledBy="remote-images"
          checked={settings.remoteImages}
          onChange={(remoteImages) => void actions.changeSettings({ remoteImages })}
        />
      </div>
      <div className="settings-row settings-row-tall">
        <span id="look-whether-live">
          Look whether posts are live
          <span className="settings-note">
            After you publish, Galley asks your site for ten minutes at most whether readers have it.
          </span>
        </span>
        <Switch
          labelledBy="look-whether-live"
          checked={settings.lookWhetherLive}
          onChange={(lookWhetherLive) => void actions.changeSettings({ lookWhetherLive })}
        />
      </div>
    </>
  );
}
