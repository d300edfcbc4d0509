import { spawn, spawnSync } from 'node:child_process';
import { onTestFinished } from 'vitest';

/** Whether util-linux's `script` is there, which gives a program a terminal. */
export function hasPseudoTerminal(): boolean {
  return /util-linux/.test(spawnSync('script', ['--version'], { encoding: 'utf8' }).stdout ?? '');
}

/** A program with a person at its terminal. */
export interface Conversation {
  /** Everything on the screen so far. */
  screen(): string;
  /** Waits until the screen shows this after what was last answered, then types a line. */
  answer(shown: RegExp, line: string): Promise<void>;
  ended: Promise<number | null>;
}

/** Starts a program on a terminal of its own; it is ended with the running test at the latest. */
export function startOnTerminal(
  words: readonly string[],
  options: { cwd: string; env: Record<string, string | undefined> },
): Conversation {
  const command = words.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(' ');
  const child = spawn('script', ['-q', '-e', '-f', '-c', command, '/dev/null'], {
    ...options,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let screen = '';
  let seen = 0;
  const changed = new Set<() => void>();
  child.stdout.on('data', (chunk: Buffer) => {
    screen += chunk.toString('utf8');
    for (const tell of [...changed]) tell();
  });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve(code));
  });
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  return {
    screen: () => screen,
    ended,
    answer: (shown, line) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const found = shown.exec(screen.slice(seen));
          if (!found) return;
          changed.delete(look);
          seen += found.index + found[0].length;
          child.stdin.write(`${line}\r`);
          resolve();
        };
        changed.add(look);
        look();
        void ended.then(() => reject(new Error(`It ended without showing ${shown}:\n${screen}`)));
      }),
  };
}
