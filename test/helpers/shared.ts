import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const beside = resolve(fileURLToPath(new URL('.', import.meta.url)), '../../../shared');

/**
 * A folder of the reference data that may lie beside the project (`corpora`, `suites`), or undefined where it is
 * missing: tests that read it skip then, and say so in their name.
 */
export function sharedFolder(name: 'corpora' | 'suites' | 'seed'): string | undefined {
  const folder = join(process.env.GALLEY_SHARED ?? beside, name);
  return existsSync(folder) ? folder : undefined;
}
