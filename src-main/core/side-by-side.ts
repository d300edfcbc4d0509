/**
 * Runs actions side by side, so many at a time: while one waits for the disk or the web, the others go on. Each is asked
 * for when there is room for it.
 *
 * @returns what they gave, in their order
 * @throws the first failure, once all that have begun have ended; no other begins after it
 */
export async function sideBySide<T>(
  actions: AsyncIterable<() => Promise<T>> | Iterable<() => Promise<T>>,
  most: number,
): Promise<T[]> {
  const results: T[] = [];
  const running = new Set<Promise<void>>();
  const failures: unknown[] = [];
  let count = 0;
  try {
    for await (const action of actions) {
      const place = count++;
      const run: Promise<void> = action()
        .then(
          (result) => {
            results[place] = result;
          },
          (error: unknown) => void failures.push(error),
        )
        .finally(() => running.delete(run));
      running.add(run);
      if (running.size >= most) await Promise.race(running);
      if (failures.length > 0) break;
    }
  } finally {
    await Promise.all(running);
  }
  if (failures.length > 0) throw failures[0];
  return results;
}
