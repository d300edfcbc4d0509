// Speed, as ratios inside one run: `npm run bench`, or `npm run bench -- collection` for a part.
import { providePrograms } from './programs.mjs';
import { runVitest } from './run-vitest.mjs';

await providePrograms((line) => process.stdout.write(`${line}\n`));
process.exitCode = runVitest(['--config', 'vitest.bench.config.ts', ...process.argv.slice(2)]);
