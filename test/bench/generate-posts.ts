import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const WORDS =
  'queue latency shard replica commit ledger cache index stream broker lease quorum page buffer socket thread retry window token schema vector batch cursor segment snapshot journal planner router gateway tenant'.split(
    ' ',
  );

/**
 * Writes a blog in Galley's own layout with that many posts of about 8 KB, the same for the same seed, with front
 * matter, headings, code and links.
 */
export function generatePosts(folder: string, count: number, seed = 1): void {
  const random = seededRandom(seed);
  mkdirSync(join(folder, 'posts'), { recursive: true });
  writeFileSync(join(folder, 'galley.yml'), 'title: Generated\n');
  for (let number = 0; number < count; number += 1) {
    const day = new Date(Date.UTC(2005, 0, 1) + number * 43_200_000).toISOString().slice(0, 10);
    writeFileSync(join(folder, 'posts', `${day}-post-${number}.md`), onePost(number, day, random));
  }
}

function onePost(number: number, day: string, random: () => number): string {
  const sentence = (words: number): string =>
    Array.from({ length: words }, () => WORDS[Math.floor(random() * WORDS.length)]).join(' ');
  const head = `---\ntitle: "${sentence(5)} ${number}"\ndate: ${day}\ndescription: ${sentence(14)}\ntags: [${sentence(1)}, ${sentence(1)}]\n---\n\n`;
  const sections = Array.from(
    { length: 8 },
    (_, section) =>
      `## ${sentence(4)}\n\n${sentence(90)}.\n\n- ${sentence(6)}\n- ${sentence(6)}\n\n\`\`\`go\nfunc part${section}() error { return nil } // ${sentence(5)}\n\`\`\`\n\n`,
  );
  return head + sections.join('');
}

/** Numbers in [0, 1) that are the same for the same seed (mulberry32, public domain). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
