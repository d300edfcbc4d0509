import { type ChildProcess, spawn } from 'node:child_process';
import { onTestFinished } from 'vitest';

/** A program that runs until a test ends it. */
export interface Running {
  child: ChildProcess;
  /** Everything it has printed so far, both streams together. */
  output(): string;
  /** The first text it prints that matches; rejects if it ends before. */
  printed(pattern: RegExp): Promise<RegExpExecArray>;
  /** Its exit code, or the signal that ended it. */
  ended: Promise<number | NodeJS.Signals | null>;
}

/** Starts a program of Node; it is ended with the running test at the latest. */
export function startNode(
  words: string[],
  options: { cwd: string; env: Record<string, string>; uid?: number },
): Running {
  const child = spawn(process.execPath, words, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  const changed = new Set<() => void>();
  const hear = (chunk: Buffer): void => {
    output += chunk.toString('utf8');
    for (const tell of [...changed]) tell();
  };
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  const ended = new Promise<number | NodeJS.Signals | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve(code ?? signal));
  });
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  return {
    child,
    output: () => output,
    ended,
    printed: (pattern) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const found = pattern.exec(output);
          if (!found) return;
          changed.delete(look);
          resolve(found);
        };
        changed.add(look);
        look();
        void ended.then(() => reject(new Error(`It ended without printing ${pattern}:\n${output}`)));
      }),
  };
}
