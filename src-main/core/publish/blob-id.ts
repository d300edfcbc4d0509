import { createHash } from 'node:crypto';

/**
 * The name that git gives to these bytes where no filter changes them.
 *
 * @param length 40 in a repository of SHA-1 names, 64 in one of SHA-256
 */
export function blobId(bytes: Uint8Array, length: number): string {
  return createHash(length === 64 ? 'sha256' : 'sha1')
    .update(`blob ${bytes.length}\0`)
    .update(bytes)
    .digest('hex');
}
