// The project's tests: `npm test`, or `npm test -- test/core` for a part. Ends with the line that counts them all.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { providePrograms } from './programs.mjs';
import { runVitest } from './run-vitest.mjs';

const project = dirname(dirname(fileURLToPath(import.meta.url)));
const require = createRequire(import.meta.url);
const say = (/** @type {string} */ line) => process.stdout.write(`${line}\n`);

const filters = process.argv.slice(2);
const counts = { passed: 0, failed: 0, skipped: 0 };

const missing = await providePrograms(say);
for (const name of missing) {
  const isFailure = Boolean(process.env.CI);
  say(`${isFailure ? 'FAILED' : 'skipped'}: what needs ${name}, which cannot be had on this machine`);
  counts[isFailure ? 'failed' : 'skipped'] += 1;
}

check('the program builds', 'electron-vite', ['build', '--logLevel', 'warn']);
if (filters.length === 0) {
  check('the types agree', 'tsc', ['-b']);
  check('the lint rules hold', 'biome', ['check', '.']);
}
runTests();

say(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
process.exitCode = counts.failed > 0 || counts.passed === 0 ? 1 : 0;

/**
 * One command as one test.
 *
 * @param {string} name
 * @param {string} command a program of node_modules
 * @param {string[]} args
 */
function check(name, command, args) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [programOf(command), ...args], {
    cwd: project,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  const passed = status === 0;
  counts[passed ? 'passed' : 'failed'] += 1;
  say(`${passed ? ' ✓' : ' ✗'} ${name}`);
  if (!passed) say(`${stdout}\n${stderr}`);
}

function runTests() {
  const folder = mkdtempSync(join(tmpdir(), 'galley-results-'));
  const results = join(folder, 'results.json');
  const secondTry = join(project, 'scripts/lib/second-try-reporter.mjs');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${results}`];
  // The whole suite loads the machine: what fails once is tried again, and named.
  const again = filters.length === 0 ? ['--retry=1', `--reporter=${secondTry}`] : [];
  const status = runVitest([...reporters, ...again, ...filters]);
  try {
    addResults(JSON.parse(readFileSync(results, 'utf8')));
  } catch (error) {
    say(`The test runner left no results: ${error}`);
    counts.failed += 1;
  }
  rmSync(folder, { recursive: true, force: true });
  // A file that cannot be loaded, or an error outside a test, is in no test's count.
  if (status !== 0 && counts.failed === 0) counts.failed += 1;
}

/** @param {{ numPassedTests: number, numFailedTests: number, numPendingTests: number, numTodoTests: number, testResults: { assertionResults: { status: string, fullName: string }[] }[] }} results */
function addResults(results) {
  counts.passed += results.numPassedTests;
  counts.failed += results.numFailedTests;
  counts.skipped += results.numPendingTests + results.numTodoTests;
  for (const test of results.testResults.flatMap((file) => file.assertionResults)) {
    if (test.status === 'skipped' || test.status === 'pending') say(`skipped: ${test.fullName}`);
  }
}

/** @param {string} name */
function programOf(name) {
  const packageName = { tsc: 'typescript', biome: '@biomejs/biome' }[name] ?? name;
  const manifest = require.resolve(`${packageName}/package.json`);
  const { bin } = JSON.parse(readFileSync(manifest, 'utf8'));
  return join(dirname(manifest), typeof bin === 'string' ? bin : bin[name]);
}
