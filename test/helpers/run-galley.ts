import { join } from 'node:path';
import { createApplication } from '../../src-main/core/application.ts';
import { runCommandLine, type Serve } from '../../src-main/hosts/cli/command-line.ts';

/** What a command has said and how it ended. */
export interface RanGalley {
  exitCode: number;
  out: string;
  error: string;
  /** What it printed, as JSON. */
  json<T = Record<string, unknown>>(): T;
}

/** Runs a command of `galley` in this process, with its own data and cache under `home`. A bug of the program rejects. */
export async function runGalley(
  { home, folder, serve }: { home: string; folder: string; serve?: Serve | undefined },
  ...words: readonly string[]
): Promise<RanGalley> {
  const said = { out: '', error: '' };
  const exitCode = await runCommandLine({
    arguments: [...words],
    folder,
    terminal: {
      out: (text) => {
        said.out += text;
      },
      error: (text) => {
        said.error += text;
      },
      hasColours: false,
      showsProgress: false,
    },
    version: '1.2.3',
    createApplication: (kind) =>
      createApplication({
        home: { data: join(home, 'data'), cache: join(home, 'cache') },
        host: { kind, version: '1.2.3' },
        resources: 'resources',
      }),
    serve: serve ?? (async () => {}),
    reportBug: (bug) => {
      throw bug;
    },
  });
  return { exitCode, ...said, json: <T>() => JSON.parse(said.out) as T };
}
