import { readFile, rename } from 'node:fs/promises';
import type { Disk } from '../disk.ts';

/** One JSON file of Galley's own. */
export interface JsonFile {
  /** Its value; undefined where there is no file or it cannot be used. A file that is no JSON is kept aside. */
  read(): Promise<unknown>;
  /** @throws AppError as `Disk.write` */
  write(value: unknown): Promise<void>;
  /** Keeps what is there now under another name beside it, so that nothing a person wrote by hand is lost. */
  keepAside(): Promise<void>;
}

/** A JSON file at this absolute path; its folder is made on the first write. */
export function jsonFile(disk: Disk, path: string): JsonFile {
  const keepAside = async (): Promise<void> => {
    const stamp = new Date().toISOString().replace(/[:.]/g, '-');
    await rename(path, `${path}.${stamp}.bad`).catch(() => undefined);
  };
  return {
    keepAside,
    async read() {
      const text = await readFile(path, 'utf8').catch(() => undefined);
      if (text === undefined) return undefined;
      try {
        return JSON.parse(text);
      } catch {
        await keepAside();
        return undefined;
      }
    },
    async write(value) {
      await disk.write(path, new TextEncoder().encode(`${JSON.stringify(value, null, 2)}\n`), {
        mode: 0o600,
      });
    },
  };
}
