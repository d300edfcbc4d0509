/**
 * How much two texts share, from 0 to 1: the lines that both have, however they are ordered, against the longer of the two.
 * Empty lines say nothing and do not count.
 */
export function similarity(one: string, other: string): number {
  const [first, second] = [contentLines(one), contentLines(other)];
  const longest = Math.max(first.length, second.length);
  if (longest === 0) return 0;
  const left = new Map<string, number>();
  for (const line of first) left.set(line, (left.get(line) ?? 0) + 1);
  let shared = 0;
  for (const line of second) {
    const count = left.get(line) ?? 0;
    if (count === 0) continue;
    left.set(line, count - 1);
    shared += 1;
  }
  return shared / longest;
}

function contentLines(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && line !== '---');
}
