import { join } from 'node:path';
import type { Worker } from 'node:worker_threads';
import { locateHome } from '../core/home.ts';
import { rendererBeside } from '../core/window/window-files.ts';
import { runCommandLine, type Serve } from '../hosts/cli/command-line.ts';
import { processTerminal } from '../hosts/cli/terminal.ts';
import { describeProgram, reportBug } from './program.ts';

/**
 * Runs the command that the program was started with.
 *
 * @param url of the built entry
 * @param builder a thread for building, where one was started
 */
export async function runCommand(url: string, builder: Worker | undefined): Promise<void> {
  const program = describeProgram(url, builder);

  // Loaded when it is asked for: most commands end sooner than a server is loaded.
  const serve: Serve = async (application, options) => {
    const { serveWindow } = await import('../hosts/web/serve.ts');
    await serveWindow(application, {
      ...options,
      rendererFolder: rendererBeside(url),
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
}
