import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

/** Every process that this one started, and those that these started. Looks at /proc, so on Linux only. */
export function descendants(pid: number): number[] {
  const parents = new Map<number, number[]>();
  for (const name of readdirSync('/proc').filter((each) => /^\d+$/.test(each))) {
    try {
      const parent = Number(/^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${name}/status`, 'utf8'))?.[1]);
      parents.set(parent, [...(parents.get(parent) ?? []), Number(name)]);
    } catch {
      // It has ended meanwhile.
    }
  }
  const children = (of: number): number[] =>
    (parents.get(of) ?? []).flatMap((each) => [each, ...children(each)]);
  return children(pid);
}

/** Kills a process with all that it started, at once and without a word. */
export function killAll(child: ChildProcess): void {
  for (const pid of [child.pid ?? 0, ...descendants(child.pid ?? 0)]) killOne(pid);
}

function killOne(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended meanwhile.
  }
}

/** Runs a program of Node that says something when it begins, and kills it so many milliseconds later. @returns what it printed */
export async function runAndKill(
  words: readonly string[],
  delay: number,
  kill: (child: ChildProcess) => void,
): Promise<string> {
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'ignore'] });
  let output = '';
  const ended = once(child, 'exit');
  await new Promise<void>((resolve) => {
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString('utf8');
      resolve();
    });
    void ended.then(() => resolve());
  });
  await Promise.race([wait(delay), ended]);
  kill(child);
  await ended;
  // A git that was not killed may still be at work; it has a moment to finish.
  await wait(100);
  return output;
}

/** Removes the locks that are left when no git is at work: what the author is told to do. */
export function removeLocks(gitFolder: string): void {
  for (const name of readdirSync(gitFolder, { recursive: true, encoding: 'utf8' })) {
    if (name.endsWith('.lock')) rmSync(join(gitFolder, name));
  }
}
