import { createDisk } from '../../src-main/core/disk.ts';

/** Saves one file over and over until it is killed. Run as a program of its own by the test of killed saves. */
const [target = '', seed = '0'] = process.argv.slice(2);
const disk = createDisk();
let version = 0;
process.stdout.write('ready\n');
for (;;) {
  version += 1;
  const lines = 200 + ((version * 7919 + Number(seed)) % 4000);
  const text = `begin ${seed} ${version} ${lines}\n${`line of version ${version}\n`.repeat(lines)}end ${seed} ${version}\n`;
  await disk.write(target, new TextEncoder().encode(text));
}
