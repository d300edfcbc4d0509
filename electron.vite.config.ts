import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import type { Plugin } from 'vite';

/** Everything runs on Node 20.19, so that the command line and `serve` need no Electron. */
const nodeTarget = 'node20.19';

/**
 * Libraries of many small files are put into the program: Node finds, reads and compiles each file of a package by itself, in
 * each thread anew, which took a quarter of the time of building a small site.
 */
const bundled = [
  'htmlparser2',
  'liquidjs',
  'markdown-exit',
  'markdown-it-deflist',
  'markdown-it-emoji',
  'markdown-it-footnote',
  'refractor',
  'valibot',
  'yaml',
];

const lateHtml = fileURLToPath(new URL('src-renderer/editor/late-html.ts', import.meta.url));

/** CodeMirror's Markdown brings HTML, CSS and JavaScript, a tenth of the whole: they come when a text holds them. */
const htmlWhenUsed: Plugin = {
  name: 'html-when-used',
  enforce: 'pre',
  resolveId: (source, importer) =>
    source === '@codemirror/lang-html' && importer?.includes('/lang-markdown/') ? lateHtml : undefined,
};

/** Nearly every start opens a blog: what shows it is fetched beside the window's first script, not after it. */
const workspaceAtOnce: Plugin = {
  name: 'workspace-at-once',
  transformIndexHtml: {
    order: 'post',
    handler(html, { bundle = {}, filename }) {
      if (!filename.endsWith('/index.html')) return html;
      const wanted = new Set<string>();
      const want = (file: string): void => {
        const chunk = bundle[file];
        if (chunk?.type !== 'chunk' || wanted.has(file)) return;
        wanted.add(file);
        for (const imported of chunk.imports) want(imported);
      };
      for (const chunk of Object.values(bundle)) if (chunk.name === 'workspace') want(chunk.fileName);
      const missing = [...wanted].filter((file) => !html.includes(file));
      return missing.map((file) => ({
        tag: 'link',
        attrs: { rel: 'modulepreload', crossorigin: true, href: `./${file}` },
        injectTo: 'head' as const,
      }));
    },
  },
};

export default defineConfig({
  main: {
    build: {
      outDir: 'out',
      target: nodeTarget,
      externalizeDeps: { exclude: bundled },
      emptyOutDir: true,
      rollupOptions: {
        input: {
          main: 'src-main/entries/main.ts',
          cli: 'src-main/entries/cli.ts',
          askpass: 'src-main/entries/askpass.ts',
          'index-worker': 'src-main/entries/index-worker.ts',
          'build-worker': 'src-main/entries/build-worker.ts',
        },
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      target: nodeTarget,
      externalizeDeps: false,
      rollupOptions: {
        input: { preload: 'src-main/hosts/electron/preload.ts' },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: 'src-renderer',
    plugins: [react(), htmlWhenUsed, workspaceAtOnce],
    html: { cspNonce: '__CSP_NONCE__' },
    build: {
      outDir: 'out/renderer',
      minify: true,
      // The content policy loads fonts and pictures from 'self' only: none may become a data: address.
      assetsInlineLimit: 0,
      rollupOptions: {
        input: {
          index: 'src-renderer/index.html',
          preview: 'src-renderer/preview.html',
          diagram: 'src-renderer/diagram.html',
        },
      },
    },
  },
});
