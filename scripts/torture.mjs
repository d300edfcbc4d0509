// The long versions of the fault tests: `npm run torture`, or `npm run torture -- 5000` for that many rounds.
import { providePrograms } from './programs.mjs';
import { runVitest } from './run-vitest.mjs';

const rounds = process.argv[2] ?? '2000';
await providePrograms((line) => process.stdout.write(`${line}\n`));
process.exitCode = runVitest(['--testTimeout=7200000', 'kill', 'torture'], { GALLEY_TORTURE: rounds });
