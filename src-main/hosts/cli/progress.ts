import type { Terminal } from './terminal.ts';

const width = 24;

/** Draws how far something has come over what was drawn before, where a person reads it. */
export function showProgress(
  terminal: Terminal,
  { label, done, total }: { label: string; done: number; total: number },
): void {
  if (!terminal.showsProgress || total === 0) return;
  const filled = Math.round((done / total) * width);
  const bar = `${'█'.repeat(filled)}${'░'.repeat(width - filled)}`;
  terminal.error(`\r\u001b[K${bar} ${label} ${total > 1 ? `${done}/${total}` : ''}`);
}

/** Takes the bar away. */
export function endProgress(terminal: Terminal): void {
  if (terminal.showsProgress) terminal.error('\r\u001b[K');
}

const endings = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Lets the first Ctrl+C end some work in order; a second one ends at once. */
export async function stoppable<T>(cancel: () => void, work: () => Promise<T>): Promise<T> {
  for (const signal of endings) process.once(signal, cancel);
  try {
    return await work();
  } finally {
    for (const signal of endings) process.off(signal, cancel);
  }
}
