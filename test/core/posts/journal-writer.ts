import { createJournal } from '../../../src-main/core/posts/journal.ts';

/** Journals longer and longer texts until it is killed, telling each that is kept. Run as a program of its own. */
const [data = '', from = '0'] = process.argv.slice(2);
const journal = createJournal({ home: { data, cache: data }, root: '/blog' });
for (let version = Number(from) + 1; ; version += 1) {
  const text = `begin ${version}\n${`typed ${version}\n`.repeat((version * 7919) % 3000)}end ${version}`;
  await journal.keep({ path: 'posts/a.md', text, basedOn: undefined });
  process.stdout.write(`${version}\n`);
}
