import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { redactCredentials } from './redact.ts';

/** One run of git. */
export interface GitRun {
  args: readonly string[];
  /** Absolute path of the folder to run in. */
  folder: string;
  environment: Readonly<Record<string, string>>;
  /** Written to its standard input, which is then closed; git waits for one that is only promised. */
  input?: string | Uint8Array | Promise<string> | undefined;
  /** Ends git and all that it started. */
  signal?: AbortSignal | undefined;
  /** Bytes of output after which git is stopped. */
  outputLimit?: number;
  /** Milliseconds without any output after which git is stopped. */
  silenceLimit?: number | undefined;
  /** While it is true, silence is patience: the author is being asked something. */
  isWaiting?: (() => boolean) | undefined;
  /** Takes out what nobody may read, over and above credentials in addresses. */
  hide?: ((text: string) => string) | undefined;
  /** Hears every line of git's own progress and remarks, credentials removed. */
  onLine?: ((line: string) => void) | undefined;
}

/** How a run ended: by itself, or stopped by us and why. */
export type GitEnding = 'exited' | 'cancelled' | 'silent' | 'too-much-output' | 'not-started';

export interface GitAnswer {
  ending: GitEnding;
  /** Undefined where git was ended by a signal or never started. */
  exitCode: number | undefined;
  stdout: Buffer;
  /** Credentials removed. */
  stderr: string;
  pid: number | undefined;
}

const OUTPUT_LIMIT = 256 * 1024 * 1024;
/** Milliseconds that git has to clean up its locks before it is killed. */
const MERCY = 2_000;
/** Milliseconds that output may still come after git has ended, when a child of a hook holds the pipe. */
const STRAGGLERS = 1_000;

const running = new Set<number>();
let endsWithUs = false;

/**
 * Runs git in a process group of its own, so that stopping it stops its hooks and helpers too, and so that nothing it
 * starts finds a terminal to ask on. Never throws: how it ended is the answer.
 */
export function runGit(program: string, run: GitRun): Promise<GitAnswer> {
  if (run.signal?.aborted) return Promise.resolve(notRun('cancelled', ''));
  stopAllWithUs();
  let child: ChildProcessWithoutNullStreams;
  try {
    child = spawn(program, run.args, {
      cwd: run.folder,
      env: run.environment,
      detached: process.platform !== 'win32',
      windowsHide: true,
      shell: false,
    });
  } catch (error) {
    return Promise.resolve(notRun('not-started', String(error)));
  }
  return follow(child, run);
}

function follow(child: ChildProcessWithoutNullStreams, run: GitRun): Promise<GitAnswer> {
  return new Promise((resolve) => {
    const output: Buffer[] = [];
    const errors: Buffer[] = [];
    let size = 0;
    let ending: GitEnding = 'exited';
    let exitCode: number | undefined;
    let mercy: NodeJS.Timeout | undefined;
    let silence: NodeJS.Timeout | undefined;
    let stragglers: NodeJS.Timeout | undefined;
    let settled = false;
    const { pid } = child;
    if (pid !== undefined) running.add(pid);

    const stop = (why: GitEnding): void => {
      if (ending !== 'exited') return;
      ending = why;
      signalGroup(pid, 'SIGTERM');
      mercy = setTimeout(() => signalGroup(pid, 'SIGKILL'), MERCY);
    };
    const onAbort = (): void => stop('cancelled');
    const heard = (): void => {
      if (run.silenceLimit === undefined) return;
      clearTimeout(silence);
      silence = setTimeout(() => (run.isWaiting?.() ? heard() : stop('silent')), run.silenceLimit);
    };
    const collect = (into: Buffer[]) => (chunk: Buffer) => {
      heard();
      size += chunk.length;
      if (size > (run.outputLimit ?? OUTPUT_LIMIT)) stop('too-much-output');
      else into.push(chunk);
    };
    const settle = (): void => {
      if (settled) return;
      settled = true;
      for (const timer of [mercy, silence, stragglers]) clearTimeout(timer);
      run.signal?.removeEventListener('abort', onAbort);
      // What a stopped git has started may outlive it.
      if (ending !== 'exited') signalGroup(pid, 'SIGKILL');
      if (pid !== undefined) running.delete(pid);
      child.stdout.destroy();
      child.stderr.destroy();
      const words = redactCredentials(Buffer.concat(errors).toString('utf8'));
      const stderr = run.hide?.(words) ?? words;
      resolve({ ending, exitCode, stdout: Buffer.concat(output), stderr, pid });
    };

    run.signal?.addEventListener('abort', onAbort, { once: true });
    heard();
    child.stdout.on('data', collect(output));
    child.stderr.on('data', collect(errors));
    if (run.onLine) child.stderr.on('data', lineReader(run.onLine, run.hide));
    child.on('error', (error) => {
      if (pid === undefined) ending = 'not-started';
      errors.push(Buffer.from(error.message));
      settle();
    });
    child.on('exit', (code) => {
      exitCode = code ?? undefined;
      stragglers = setTimeout(settle, STRAGGLERS);
    });
    child.on('close', settle);
    // Git may end without having read what it was given.
    child.stdin.on('error', () => {});
    if (run.input instanceof Promise) run.input.then((text) => child.stdin.end(text), onAbort);
    else child.stdin.end(run.input ?? '');
  });
}

function lineReader(
  onLine: (line: string) => void,
  hide: (text: string) => string = (text) => text,
): (chunk: Buffer) => void {
  let rest = '';
  return (chunk) => {
    const lines = (rest + chunk.toString('utf8')).split(/[\r\n]/);
    rest = lines.pop() ?? '';
    for (const line of lines) {
      const shown = hide(redactCredentials(line)).trim();
      if (shown !== '') onLine(shown);
    }
  };
}

function signalGroup(pid: number | undefined, signal: 'SIGTERM' | 'SIGKILL'): void {
  if (pid === undefined) return;
  try {
    if (process.platform === 'win32') {
      spawn('taskkill', ['/pid', String(pid), '/t', '/f'], { windowsHide: true, stdio: 'ignore' }).on(
        'error',
        () => {},
      );
    } else {
      process.kill(-pid, signal);
    }
  } catch {
    // Nobody is left in the group.
  }
}

/** A program that ends leaves no git behind that would wait for an answer for ever. */
function stopAllWithUs(): void {
  if (endsWithUs) return;
  endsWithUs = true;
  process.once('exit', () => {
    for (const pid of running) signalGroup(pid, 'SIGTERM');
  });
}

function notRun(ending: GitEnding, stderr: string): GitAnswer {
  return { ending, exitCode: undefined, stdout: Buffer.alloc(0), stderr, pid: undefined };
}
