import { join } from 'node:path';
import { build } from 'vite';

/**
 * Makes one plain JavaScript file of a TypeScript program, for tests that start it as a process of its own.
 *
 * @returns absolute path of the program
 */
export async function bundleProgram(entry: string, folder: string): Promise<string> {
  await build({
    configFile: false,
    logLevel: 'silent',
    ssr: { noExternal: true },
    build: {
      ssr: entry,
      outDir: join(folder, 'program'),
      target: 'node20',
      rollupOptions: { output: { entryFileNames: 'program.mjs', codeSplitting: false } },
    },
  });
  return join(folder, 'program', 'program.mjs');
}
