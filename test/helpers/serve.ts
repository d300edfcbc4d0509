import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { galleyEnvironment, galleyProgram } from './galley.ts';

/** A running `galley serve`. */
export interface Served {
  /** The address with its token, which works once. */
  address: string;
  /** Ends it as Ctrl+C does, and waits until it has ended. */
  stop(): Promise<void>;
  process: ChildProcessWithoutNullStreams;
}

/** Starts the built `galley serve` with these arguments and waits for its address. */
export async function serve(
  given: string | { home: string; environment: Record<string, string | undefined> },
  ...args: string[]
): Promise<Served> {
  const { home, environment } = typeof given === 'string' ? { home: given, environment: {} } : given;
  const child = spawn(process.execPath, [galleyProgram, 'serve', ...args], {
    env: { ...galleyEnvironment(home), ...environment },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const address = await new Promise<string>((found, failed) => {
    let said = '';
    const listen = (chunk: Buffer): void => {
      said += chunk.toString('utf8');
      const match = /http:\/\/127\.0\.0\.1:\d+\/\S*(?=\s)/.exec(said);
      if (match) found(match[0]);
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    child.on('exit', (code) => failed(new Error(`galley serve ended with ${code}: ${said}`)));
  });
  const stop = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGINT');
    await once(child, 'exit');
  };
  return { address, stop, process: child };
}
