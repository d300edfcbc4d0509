import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { RepositoryLocation } from '../site/repository-location.ts';

/**
 * The name of the last commit by the files alone: no git runs. Undefined where it does not stand in a file of its own, as in
 * packed refs, on an unborn branch or in another kind of store. Source: gitrepository-layout(5).
 */
export async function headByFile({ gitFolder }: RepositoryLocation): Promise<string | undefined> {
  const head = await readText(join(gitFolder, 'HEAD'));
  const ref = /^ref: (refs\/\S+)$/.exec(head)?.[1];
  if (ref === undefined) return asName(head);
  const common = await readText(join(gitFolder, 'commondir'));
  return asName(await readText(join(resolve(gitFolder, common), ref)));
}

async function readText(path: string): Promise<string> {
  return (await readFile(path, 'utf8').catch(() => '')).trim();
}

function asName(text: string): string | undefined {
  return /^([0-9a-f]{40}|[0-9a-f]{64})$/.test(text) ? text : undefined;
}
