/** One side of a comparison: what is done, once. */
export interface Side {
  name: string;
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
      await side.run();
      times[side.name]?.push(performance.now() - start);
    }
  }
  return Object.fromEntries(Object.entries(times).map(([name, values]) => [name, median(values)]));
}

/** Prints one line of a table: the ratio, its target, and the medians behind it. */
export function report(
  title: string,
  medians: Record<string, number>,
  ratio: { of: string; to: string; target?: number },
): void {
  const value = (medians[ratio.of] ?? Number.NaN) / (medians[ratio.to] ?? Number.NaN);
  const target =
    ratio.target === undefined
      ? ''
      : ` (target ${ratio.target}: ${value <= ratio.target ? 'met' : 'MISSED'})`;
  const figures = Object.entries(medians).map(
    ([name, milliseconds]) => `${name} ${milliseconds.toFixed(0)} ms`,
  );
  process.stdout.write(`${title}: ${value.toFixed(2)} × ${ratio.to}${target} [${figures.join(', ')}]\n`);
}

function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
