import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Every file in a folder and those in it, as absolute paths; none where there is no folder. */
export function filesUnder(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
