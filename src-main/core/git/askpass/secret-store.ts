import { mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import * as v from 'valibot';
import { createDisk } from '../../disk.ts';

/** An answer that the author wanted kept. */
export interface KeptSecret {
  user?: string | undefined;
  secret: string;
}

/** Where answers are kept that git's own helper does not keep. `key` names the place: an address, a key's path. */
export interface SecretStore {
  keeping: 'keychain' | 'until-close';
  read(key: string): Promise<KeptSecret | undefined>;
  write(key: string, secret: KeptSecret): Promise<void>;
  forget(key: string): Promise<void>;
}

/** Keeps answers as long as the program runs, in its memory. */
export function createMemoryStore(): SecretStore {
  const kept = new Map<string, KeptSecret>();
  return {
    keeping: 'until-close',
    read: async (key) => kept.get(key),
    write: async (key, secret) => void kept.set(key, secret),
    forget: async (key) => void kept.delete(key),
  };
}

/** What the system's keychain does: it makes text unreadable to others, and readable again. */
export interface Cipher {
  encrypt(text: string): Uint8Array;
  /** Throws where it is not of this keychain. */
  decrypt(bytes: Uint8Array): string;
}

/**
 * Keeps answers in a file that holds nothing readable: not even for which hosts there are any.
 *
 * @param file absolute path; made when the first answer is kept
 */
export function createKeychainStore(file: string, cipher: Cipher): SecretStore {
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(action: () => Promise<T>): Promise<T> => {
    const mine = last.then(action);
    last = mine.catch(() => {});
    return mine;
  };
  const change = (edit: (all: Map<string, KeptSecret>) => void): Promise<void> =>
    inTurn(async () => {
      const all = await readAll(file, cipher);
      edit(all);
      await mkdir(dirname(file), { recursive: true });
      await createDisk().write(file, cipher.encrypt(JSON.stringify([...all])), { mode: 0o600 });
    });
  return {
    keeping: 'keychain',
    read: (key) => inTurn(async () => (await readAll(file, cipher)).get(key)),
    write: (key, secret) => change((all) => all.set(key, secret)),
    forget: async (key) => {
      if ((await inTurn(() => readAll(file, cipher))).has(key)) await change((all) => all.delete(key));
    },
  };
}

const contentSchema = v.array(
  v.tuple([v.string(), v.object({ user: v.optional(v.string()), secret: v.string() })]),
);

async function readAll(file: string, cipher: Cipher): Promise<Map<string, KeptSecret>> {
  try {
    return new Map(v.parse(contentSchema, JSON.parse(cipher.decrypt(await readFile(file)))));
  } catch {
    // Missing, damaged, or of another keychain: the author is asked again.
    return new Map();
  }
}
