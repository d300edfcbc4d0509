#!/usr/bin/env node
import { join } from 'node:path';
import { locateHome } from '../core/home.ts';
import { rendererBeside } from '../core/window/window-files.ts';
import { runCommandLine, type Serve } from '../hosts/cli/command-line.ts';
import { processTerminal } from '../hosts/cli/terminal.ts';
import { describeProgram, reportBug } from './program.ts';

const program = describeProgram(import.meta.url);

// Loaded when it is asked for: most commands end sooner than a server is loaded.
const serve: Serve = async (application, options) => {
  const { serveWindow } = await import('../hosts/web/serve.ts');
  await serveWindow(application, {
    ...options,
    rendererFolder: rendererBeside(import.meta.url),
    siteFolder: join(locateHome(process.env, process.platform).cache, 'site'),
    reportBug,
  });
};

const exitCode = await runCommandLine({
  arguments: process.argv.slice(2),
  folder: process.cwd(),
  terminal: processTerminal(),
  version: program.version,
  createApplication: (kind) => program.createApplication({ kind }),
  serve,
  reportBug,
});
// Ending by the code alone lets everything that was printed reach a slow reader.
process.exitCode = exitCode;
