// `npm run dev [-- PATH]`: serves the window and builds again when a source changes. A change of the window shows when
// the page is loaded again; a change of the program starts the server again at the same port, with a new address.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { watch } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { build, outFolder, project } from './lib/build.mjs';

/** Editors write a file in several steps. */
const settleMilliseconds = 200;

const folder = process.argv[2] && resolve(process.env.INIT_CWD ?? process.cwd(), process.argv[2]);
const port = await freePort();

await build();
let server = serve();
let running = Promise.resolve();
let isProgramChanged = false;
/** @type {NodeJS.Timeout | undefined} */
let timer;

for (const sources of ['src-main', 'src-renderer']) {
  watch(join(project, sources), { recursive: true }, () => {
    isProgramChanged ||= sources === 'src-main';
    clearTimeout(timer);
    timer = setTimeout(() => {
      running = running.then(renew);
    }, settleMilliseconds);
  });
}
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) {
  process.on(signal, () => {
    server.kill('SIGTERM');
    process.exit(0);
  });
}

async function renew() {
  const mustRestart = isProgramChanged;
  if (!(await build()) || !mustRestart) return;
  isProgramChanged = false;
  if (server.exitCode === null && server.kill('SIGTERM')) await once(server, 'exit');
  server = serve();
}

function serve() {
  const place = folder ? ['--site', folder] : ['--last'];
  return spawn(process.execPath, [join(outFolder, 'cli.js'), 'serve', ...place, '--port', String(port)], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
}

/** @returns {Promise<number>} */
async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  return typeof address === 'object' && address ? address.port : 0;
}
