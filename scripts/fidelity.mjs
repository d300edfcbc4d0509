// Edits every post of blogs in memory and shows that nothing but the edited key changes: `npm run fidelity`, or
// `npm run fidelity -- DIR…` for blogs of your own. Nothing is written to them.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

const project = dirname(dirname(fileURLToPath(import.meta.url)));
const { module } = await runnerImport(join(project, 'test/fidelity/fidelity.ts'), {
  configFile: false,
  root: project,
  logLevel: 'error',
});
process.exitCode = await module.fidelity(process.argv.slice(2), (/** @type {string} */ line) =>
  process.stdout.write(`${line}\n`),
);
