import { join } from 'node:path';
import * as v from 'valibot';
import { createDisk, type Disk } from '../disk.ts';
import { jsonFile } from '../settings/json-file.ts';
import type { RepositoryLocation } from '../site/repository-location.ts';

const noteSchema = v.object({
  gitFolder: v.string(),
  branch: v.string(),
  commit: v.string(),
  asked: v.string(),
});

/** A commit that the author told to publish and that the network has kept here. */
export interface WaitingNote {
  branch: string;
  commit: string;
  /** ISO 8601 instant at which the author asked for it. */
  asked: string;
}

/** The note of one blog, in `waiting.json` of Galley’s data folder: what goes out by itself, after a restart too. */
export interface WaitingNotes {
  read(): Promise<WaitingNote | undefined>;
  /** A note that cannot be written is no reason to fail: the commit then waits for a click. */
  remember(note: { branch: string; commit: string }): Promise<void>;
  forget(): Promise<void>;
}

/** Blogs whose commits wait; more are forgotten, the oldest first. */
const MOST = 50;

export function createWaitingNotes(
  data: string,
  { gitFolder }: RepositoryLocation,
  disk: Disk = createDisk(),
): WaitingNotes {
  const file = jsonFile(disk, join(data, 'waiting.json'));
  const all = async () => {
    const value = await file.read();
    return Array.isArray(value) ? value.filter((entry) => v.is(noteSchema, entry)) : [];
  };
  const isOurs = (note: { gitFolder: string }): boolean => note.gitFolder === gitFolder;
  return {
    async read() {
      const found = (await all()).find(isOurs);
      return found && { branch: found.branch, commit: found.commit, asked: found.asked };
    },
    async remember(note) {
      const others = (await all()).filter((each) => !isOurs(each));
      const entry = { gitFolder, ...note, asked: new Date().toISOString() };
      await file.write([entry, ...others].slice(0, MOST)).catch(() => undefined);
    },
    async forget() {
      const notes = await all();
      if (notes.some(isOurs)) await file.write(notes.filter((each) => !isOurs(each))).catch(() => undefined);
    },
  };
}
