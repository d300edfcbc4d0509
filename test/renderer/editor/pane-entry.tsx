/// <reference types="vite/client" />
import { setNonce } from 'get-nonce';
import { Tooltip } from 'radix-ui';
import { createRoot } from 'react-dom/client';
import { createClient } from '../../../src-main/common/api/client.ts';
import { defaultSettings } from '../../../src-main/common/default-settings.ts';
import type { Settings } from '../../../src-main/common/settings.ts';
import type { SiteInfo } from '../../../src-main/common/site/site.ts';
import { EditorPane } from '../../../src-renderer/editor/editor-pane.tsx';
import type { EditorHandle } from '../../../src-renderer/editor-contract.ts';
import { pageNonce } from '../../../src-renderer/theme/page-nonce.ts';
import '../../../src-renderer/theme/tokens.css';
import '../../../src-renderer/theme/faces.css';
import '../../../src-renderer/theme/base.css';

/** What the test asks of the page, and what the page asks of the test. */
export interface PaneWindow {
  galleyCall(method: string, input: unknown): Promise<unknown>;
  galleyTell(paths: string[]): void;
  galleyOpen(options: {
    path: string;
    convention: SiteInfo['convention'];
    settings?: Partial<Settings>;
  }): void;
  galleyClose(): Promise<void>;
  galleyHandle: EditorHandle | undefined;
  /** What the pane reported, in order. */
  galleyHeard: { saveStates: string[]; texts: number; scrolls: number[]; moved: string[]; closed: number };
}

setNonce(pageNonce() ?? '');
const page = window as unknown as PaneWindow;
const listeners = new Set<(payload: unknown) => void>();
page.galleyTell = (paths) => {
  for (const listener of listeners) listener({ paths });
};

const client = createClient({
  call: (method, input) => page.galleyCall(method, input) as Promise<{ ok: true; value: unknown }>,
  listen: (event, listener) => {
    if (event !== 'posts.changed') return () => {};
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  assetUrl: () => '',
});

const root = createRoot(document.querySelector('#window') as HTMLElement);
let opened = 0;

page.galleyClose = async () => {
  await page.galleyHandle?.flush();
  root.render(null);
  await new Promise((resolve) => setTimeout(resolve));
};

page.galleyOpen = (options) => {
  opened += 1;
  page.galleyHeard = { saveStates: [], texts: 0, scrolls: [], moved: [], closed: 0 };
  render({ ...defaultSettings, ...options.settings }, options);
};

function render(settings: Settings, place: { path: string; convention: SiteInfo['convention'] }): void {
  const { path, convention } = place;
  const site: SiteInfo = {
    name: 'Notes',
    root: '/blog',
    convention,
    evidence: [],
    site: '.',
    collections: [],
    frontMatter: 'yaml',
    permalink: undefined,
    git: undefined,
    address: undefined,
  };
  root.render(
    <Tooltip.Provider>
      <section style={{ display: 'flex', height: '100%' }}>
        <EditorPane
          key={opened}
          client={client}
          path={path}
          site={site}
          settings={settings}
          change={undefined}
          onSettings={(change) => render({ ...settings, ...(change as Partial<Settings>) }, place)}
          onSaveState={(state) => page.galleyHeard.saveStates.push(state.kind)}
          onText={() => {
            page.galleyHeard.texts += 1;
          }}
          onScroll={(line) => page.galleyHeard.scrolls.push(line)}
          onMoved={(to) => page.galleyHeard.moved.push(to)}
          onClose={() => {
            page.galleyHeard.closed += 1;
            root.render(null);
          }}
          handle={(handle) => {
            page.galleyHandle = handle ?? undefined;
          }}
        />
      </section>
    </Tooltip.Provider>,
  );
}
