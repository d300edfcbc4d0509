import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { build, type InlineConfig, type PreviewServer, preview } from 'vite';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const here = '/test/renderer/window/';

/** The window over the program in memory, served to a browser. */
export interface ServedWindow {
  /** Address of the window in a state: `posts=0`, `theme=dark`, `state=untrusted`, … */
  address(query?: string): string;
  close(): Promise<void>;
}

/** Builds the window and serves it on a port that is free. */
export async function serveWindow(): Promise<ServedWindow> {
  const outDir = await mkdtemp(join(tmpdir(), 'galley-window-'));
  const config: InlineConfig = { configFile: false, root, publicDir: false, logLevel: 'error' };
  await build({
    ...config,
    plugins: [react()],
    build: {
      outDir,
      emptyOutDir: true,
      chunkSizeWarningLimit: 2000,
      rolldownOptions: { input: [join(root, here, 'window.html'), join(root, 'src-renderer/preview.html')] },
    },
  });
  const server = await preview({
    ...config,
    plugins: [{ name: 'preview-beside-the-window', configurePreviewServer: servePreviewBesideWindow }],
    build: { outDir },
    preview: { host: '127.0.0.1', port: 0, open: false },
  });
  const address = server.httpServer.address();
  if (!address || typeof address === 'string') throw new Error('The window is served at no port');
  return {
    address: (query = '') => `http://127.0.0.1:${address.port}${here}window.html?${query}`,
    async close() {
      await server.close();
      await rm(outDir, { recursive: true, force: true });
    },
  };
}

/** The window finds the preview's page beside its own, as in the program. */
function servePreviewBesideWindow(server: PreviewServer): void {
  server.middlewares.use((request, _response, next) => {
    if (request.url?.startsWith(`${here}preview`)) request.url = request.url.replace(here, '/src-renderer/');
    next();
  });
}
