import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { createServer } from 'vite';

const here = '/test/renderer/window/';

/** The window over the program in memory, served to a browser by Vite. */
export interface ServedWindow {
  /** Address of the window in a state: `posts=0`, `theme=dark`, `state=untrusted`, … */
  address(query?: string): string;
  close(): Promise<void>;
}

/** Serves the window on a port that is free. */
export async function serveWindow(): Promise<ServedWindow> {
  const server = await createServer({
    configFile: false,
    root: fileURLToPath(new URL('../../..', import.meta.url)),
    cacheDir: 'node_modules/.cache/vite-window',
    publicDir: false,
    plugins: [react(), previewPage()],
    logLevel: 'error',
    optimizeDeps: { entries: ['test/renderer/window/window.html'] },
    server: { host: '127.0.0.1', port: 0, hmr: false, watch: null },
  });
  await server.listen();
  const address = server.httpServer?.address();
  if (!address || typeof address === 'string') throw new Error('Vite has no port');
  return {
    address: (query = '') => `http://127.0.0.1:${address.port}${here}window.html?${query}`,
    close: () => server.close(),
  };
}

/** The window finds the preview's page beside its own. */
function previewPage() {
  return {
    name: 'preview-page',
    configureServer(server: {
      middlewares: {
        use(handler: (request: { url?: string }, response: unknown, next: () => void) => void): void;
      };
    }) {
      server.middlewares.use((request, _response, next) => {
        if (request.url?.startsWith(`${here}preview`))
          request.url = request.url.replace(here, '/src-renderer/');
        next();
      });
    },
  };
}
