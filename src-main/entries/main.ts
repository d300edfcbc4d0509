import { writeSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runAskpass } from '../core/git/askpass/askpass-client.ts';
import { doorVariable, tokenVariable } from '../core/git/askpass/askpass-program.ts';
import { locateHome } from '../core/home.ts';
import { rendererBeside } from '../core/window/window-files.ts';
import { runDesktop } from '../hosts/electron/desktop.ts';
import { describeProgram, reportBug } from './program.ts';

// Git and ssh start the packaged program to ask the author something: then it is nothing but that.
if (process.env[doorVariable] !== undefined && process.env[tokenVariable] !== undefined) {
  const exitCode = await runAskpass({
    environment: process.env,
    prompt: process.argv[1] ?? '',
    print: (text) => writeSync(1, text),
  });
  process.exit(exitCode);
}

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
