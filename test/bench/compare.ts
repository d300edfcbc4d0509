/** One side of a comparison: what is done, once. */
export interface Side {
  name: string;
  /** Answers its own milliseconds where it has measured them itself, as a process of its own does. */
  run: () => unknown | Promise<unknown>;
  /** Done before each round and not timed. */
  prepare?: () => unknown | Promise<unknown>;
}

/** Medians in milliseconds by name, from rounds in which the sides take turns: machines are noisy. */
export async function compare(sides: Side[], rounds = 5): Promise<Record<string, number>> {
  const times: Record<string, number[]> = Object.fromEntries(sides.map(({ name }) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const side of sides) {
      await side.prepare?.();
      const start = performance.now();
      const own = await side.run();
      times[side.name]?.push(typeof own === 'number' ? own : performance.now() - start);
    }
  }
  return Object.fromEntries(Object.entries(times).map(([name, values]) => [name, median(values)]));
}

/** Prints one line of a table: the ratio, its target, and the medians behind it. A side that `-t` left out is named. */
export function report(
  title: string,
  medians: Record<string, number>,
  ratio: { of: string; to: string; target?: number },
): void {
  const one = medians[ratio.of];
  const other = medians[ratio.to];
  if (one === undefined || other === undefined) {
    const missing = one === undefined ? ratio.of : ratio.to;
    process.stdout.write(`${title}: not compared, since ${missing} was left out\n`);
    return;
  }
  const value = one / other;
  const figures = Object.entries(medians).map(([name, milliseconds]) => `${name} ${shown(milliseconds)} ms`);
  const target =
    ratio.target === undefined ? '' : ` (target ${ratio.target}: ${verdict(value, ratio.target)})`;
  process.stdout.write(`${title}: ${value.toFixed(2)} × ${ratio.to}${target} [${figures.join(', ')}]\n`);
}

/** Prints one line of a table: a figure and its target in the same unit. */
export function reportFigure(title: string, value: number, unit: string, target?: number): void {
  const against = target === undefined ? '' : ` (target ${target} ${unit}: ${verdict(value, target)})`;
  process.stdout.write(`${title}: ${shown(value)} ${unit}${against}\n`);
}

/** The value that this share of the values does not exceed. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** The middle value. */
export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

function verdict(value: number, target: number): string {
  return value <= target ? 'met' : 'MISSED';
}

function shown(value: number): string {
  return value < 10 ? value.toFixed(2) : value.toFixed(0);
}
