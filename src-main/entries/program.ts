import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Worker } from 'node:worker_threads';
import { type Application, createApplication, type HostAbilities } from '../core/application.ts';
import { buildWorkers } from '../core/build/build-worker.ts';
import type { AskpassProgram } from '../core/git/askpass/askpass-program.ts';
import { locateHome } from '../core/home.ts';
import { indexWorkers } from '../core/index/index-worker.ts';

/** What lies beside the program that runs: the same in the project, when installed, and when packaged. */
export interface Program {
  version: string;
  createApplication(host: Omit<HostAbilities, 'version'>): Application;
}

/**
 * Finds out about the running program.
 *
 * @param url `import.meta.url` of the built entry
 * @param builder a thread that renders pages, where one was started before
 */
export function describeProgram(url: string, builder?: Worker): Program {
  const description = JSON.parse(readFileSync(new URL('../package.json', url), 'utf8')) as {
    version: string;
  };
  const resources = fileURLToPath(new URL('../resources', url));
  return {
    version: description.version,
    createApplication: (host) =>
      createApplication({
        home: locateHome(process.env, process.platform),
        host: { ...host, version: description.version },
        resources,
        askpass: askpassBeside(url),
        // A script waits for the index anyway, and ends sooner than a thread is made.
        makeBuildPool: buildWorkers(new URL('./build-worker.js', url), {
          helps: host.kind === 'cli',
          started: builder,
        }),
        runIndex: host.kind === 'cli' ? undefined : indexWorkers(new URL('./index-worker.js', url)),
      }),
  };
}

/** A packaged program cannot be Node as well: it is started again, and sees by its environment what it is to be. */
function askpassBeside(url: string): AskpassProgram {
  const script = fileURLToPath(new URL('./askpass.js', url));
  const isElectron = process.versions.electron !== undefined;
  if (isElectron && !('defaultApp' in process)) return { kind: 'executable', path: process.execPath };
  return { kind: 'script', node: process.execPath, script, isElectron };
}

/** Says that something is wrong inside Galley, in one line; the whole story where `GALLEY_DEBUG` asks for it. */
export function reportBug(error: unknown): void {
  const story = error instanceof Error ? (process.env.GALLEY_DEBUG ? error.stack : error.message) : error;
  process.stderr.write(
    `galley: internal error: ${String(story)
      .split('\n')
      .join(process.env.GALLEY_DEBUG ? '\n' : ' ')}\n`,
  );
}
