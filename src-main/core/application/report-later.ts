/** Nobody waits for an event: what goes wrong with one is loud without taking the program down with it. */
export function reportLater(error: unknown): void {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
}
