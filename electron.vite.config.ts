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
  '@lezer/common',
  '@lezer/highlight',
  '@lezer/markdown',
  '@leeoniya/ufuzzy',
  'commander',
  'diff',
  'htmlparser2',
  'jsonc-parser',
  'liquidjs',
  'markdown-exit',
  'markdown-it-deflist',
  'markdown-it-emoji',
  'markdown-it-footnote',
  'refractor',
  'simple-git',
  'smol-toml',
  'toml-eslint-parser',
  'valibot',
  'yaml',
];

const inPlaceOf: Record<string, string> = {
  '@codemirror/lang-html': 'src-renderer/editor/late-html.ts',
  '@codemirror/autocomplete': 'src-renderer/editor/no-completion.ts',
};

/**
 * CodeMirror's Markdown brings HTML, CSS and JavaScript, a tenth of the whole: they come when a text holds them. And it
 * brings completion for tags, which Galley has none of.
 */
const htmlWhenUsed: Plugin = {
  name: 'html-when-used',
  enforce: 'pre',
  resolveId(source, importer) {
    const own = importer?.includes('/lang-markdown/') ? inPlaceOf[source] : undefined;
    return own && fileURLToPath(new URL(own, import.meta.url));
  },
};

/** Run one after the other, each as a task of its own, so that none is long. */
const firstLibraries = ['react', 'codemirror', 'markdown', 'controls'];

const firstScripts = ['page', ...firstLibraries, 'window'];

const source = (path: string): string => fileURLToPath(new URL(`src-renderer/${path}`, import.meta.url));

/** Modules and all that they import at once, by their ids; not what they import later. */
function withImports(ids: readonly string[], context: ChunkingContext): Set<string> {
  const found = new Set<string>();
  const add = (id: string): void => {
    if (found.has(id)) return;
    found.add(id);
    for (const imported of importsOf(id, context)) add(imported);
  };
  for (const id of ids) add(id);
  return found;
}

/** What the page's own script needs. */
function ownScriptOf(): (id: string, context: ChunkingContext) => string | null {
  let own: Set<string> | undefined;
  return (id, context) => {
    own ??= withImports([source('main.ts')], context);
    return own.has(id) || id.includes('vite/preload-helper') ? 'page' : null;
  };
}

/** Packages whose one entry names all their parts: only those that a module asks for by name are its own. */
const ofManyParts = ['lucide-react', 'radix-ui'];

function importsOf(id: string, context: ChunkingContext): string[] {
  const info = context.getModuleInfo(id);
  return (info?.importedIds ?? []).flatMap((imported) => {
    const name = ofManyParts.find((one) => imported.includes(`/node_modules/${one}/dist/`));
    if (!name || id.includes('/node_modules/')) return [imported];
    const parts = namesImported(info?.code ?? '', name).map(
      (part) => new RegExp(`/(?:icons/|react-)${kebabCase(part)}(?:\\.m?js$|/)`),
    );
    const all = context.getModuleInfo(imported)?.importedIds ?? [];
    return all.filter((part) => parts.some((wanted) => wanted.test(part)));
  });
}

function namesImported(code: string, from: string): string[] {
  const statements = code.matchAll(/import\s*\{([^}]*)\}\s*from\s*["']([^"']+)["']/g);
  const lists = [...statements].filter(([, , source]) => source === from).map(([, names = '']) => names);
  return lists.flatMap((names) => names.split(',')).map((name) => name.trim().split(/\s/)[0] ?? '');
}

/** `FilePlus2` as its file is called: `file-plus-2`. */
function kebabCase(name: string): string {
  return name.replaceAll(/(?<!^)(?=[A-Z\d])/g, '-').toLowerCase();
}

interface ChunkingContext {
  getModuleInfo(id: string): { importedIds: string[]; code: string | null } | null;
}

/**
 * The window with an open blog in few files: each is a request, and browsers make six at a time. What the page's own
 * script needs stays apart, so that it runs before they are there.
 */
function firstScriptOf(): (id: string, context: ChunkingContext) => string | null {
  let first: Set<string> | undefined;
  return (id, context) => {
    first ??= withImports([source('app/start-window.tsx'), source('app/workspace.tsx')], context);
    if (!first.has(id)) return null;
    // In two, each a task of its own: what shows and edits text, and what reads it as Markdown.
    if (/node_modules\/(?:@codemirror\/(?:state|view)|@marijn|style-mod|w3c-keyname|crelt)\//.test(id))
      return 'codemirror';
    if (/node_modules\/(?:@codemirror|@lezer)\//.test(id)) return 'markdown';
    if (/node_modules\/(?:react|react-dom|scheduler)\//.test(id) || id === source('app/create-root.ts'))
      return 'react';
    return id.includes('/node_modules/') ? 'controls' : 'window';
  };
}

/** What nearly every start shows, the window with an open blog, is fetched beside the page's own script. */
const windowAtOnce: Plugin = {
  name: 'window-at-once',
  transformIndexHtml: {
    order: 'post',
    handler(html, { bundle = {}, filename }) {
      if (!filename.endsWith('/index.html')) return html;
      const chunks = Object.values(bundle).filter((file) => file.type === 'chunk');
      const first = chunks.filter(({ name }) => firstScripts.includes(name));
      const scripts = new Set(first.flatMap(({ fileName, imports }) => [fileName, ...imports]));
      const styles = first.flatMap(({ viteMetadata }) => [...(viteMetadata?.importedCss ?? [])]);
      const links = [
        ...styles.map((file) => ({ rel: 'stylesheet', crossorigin: true, href: `./${file}` })),
        ...[...scripts].map((file) => ({ rel: 'modulepreload', crossorigin: true, href: `./${file}` })),
      ].filter(({ href }) => !html.includes(href));
      // Behind the page's own script, which asks the program first.
      const libraries = firstLibraries.flatMap((library) => first.filter(({ name }) => name === library));
      return [
        ...links.map((attrs) => ({ tag: 'link', attrs, injectTo: 'head' as const })),
        ...libraries.map(({ fileName }) => ({
          tag: 'script',
          attrs: { type: 'module', crossorigin: true, src: `./${fileName}` },
          injectTo: 'body' as const,
        })),
      ];
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
    plugins: [react(), htmlWhenUsed, windowAtOnce],
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
        output: {
          codeSplitting: {
            groups: [
              { name: ownScriptOf(), debugName: 'page' },
              { name: firstScriptOf(), debugName: 'first' },
            ],
          },
        },
      },
    },
  },
});
