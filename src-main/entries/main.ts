import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { locateHome } from '../core/home.ts';
import { rendererBeside } from '../core/window/window-files.ts';
import { runDesktop } from '../hosts/electron/desktop.ts';
import { describeProgram, reportBug } from './program.ts';

const program = describeProgram(import.meta.url);

// Not awaited: Electron becomes ready only once this module has run to its end.
runDesktop({
  home: locateHome(process.env, process.platform),
  rendererFolder: rendererBeside(import.meta.url),
  preload: fileURLToPath(new URL('./preload/preload.cjs', import.meta.url)),
  folder: process.env.GALLEY_OPEN ? resolve(process.env.GALLEY_OPEN) : undefined,
  createApplication: program.createApplication,
  reportBug,
}).catch((error: unknown) => {
  reportBug(error);
  process.exit(1);
});
