import { createReadStream, existsSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const pages = fileURLToPath(new URL('./pages/', import.meta.url));

const kinds: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.md': 'text/plain',
};

/** Pages to compare the window with, on a port that is free. */
export interface ServedPages {
  address(page: 'list.html' | 'editor.html'): string;
  close(): Promise<void>;
}

/** Builds the pages of `pages/` as small as the window, and serves them with the files of a folder. */
export async function servePages(folder: string): Promise<ServedPages> {
  await build({
    configFile: false,
    root: pages,
    logLevel: 'error',
    build: {
      outDir: folder,
      emptyOutDir: false,
      target: 'es2022',
      minify: true,
      rolldownOptions: { input: [join(pages, 'list.html'), join(pages, 'editor.html')] },
    },
  });
  const server = createServer((request, response) => {
    const file = join(folder, new URL(request.url ?? '/', 'http://localhost').pathname);
    if (!existsSync(file)) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { 'Content-Type': `${kinds[extname(file)] ?? 'text/plain'}; charset=utf-8` });
    createReadStream(file).pipe(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    address: (page) => `http://127.0.0.1:${port}/${page}`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
