import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from './config.ts';
import type { Git } from './git.ts';
import type { StatusEntry } from './read-status.ts';

/**
 * Takes out the files that differ on disk and would be stored just as they are: those that another program has given
 * other line ends, which git turns back. Git's own status tells of them until they are staged.
 */
export async function withoutSameAsStored(
  git: Git,
  config: Config,
  entries: StatusEntry[],
): Promise<StatusEntry[]> {
  if (!mayTurnLineEnds(git, config)) return entries;
  // Names are given on lines.
  const asked = entries.filter(
    ({ kind, staged, submodule, modeChanged, headBlob, path }) =>
      kind === 'changed' && staged === 'no' && !submodule && !modeChanged && headBlob && !path.includes('\n'),
  );
  if (asked.length === 0) return entries;
  const stored = await storedAs(git, asked);
  const same = new Set(asked.filter(({ headBlob }, at) => stored[at] === headBlob));
  return entries.filter((entry) => !same.has(entry));
}

function mayTurnLineEnds({ location }: Git, config: Config): boolean {
  // Then git refuses to turn them, which is for the author to know.
  if (isOn(config.get('core.safecrlf'))) return false;
  if (isOn(config.get('core.autocrlf'))) return true;
  const attributes = [
    join(location.workingTree, '.gitattributes'),
    join(location.gitFolder, 'info', 'attributes'),
  ];
  return attributes.some((path) => existsSync(path));
}

/** `warn` and `input` are neither on nor off: only the latter turns anything. */
function isOn(setting: string | undefined): boolean {
  return setting !== undefined && !['false', 'no', 'off', '0', 'warn'].includes(setting.toLowerCase());
}

async function storedAs(git: Git, entries: readonly StatusEntry[]): Promise<string[]> {
  const input = entries.map(({ path }) => `${path}\n`).join('');
  try {
    return (await git.readBytes(['hash-object', '--stdin-paths'], input)).toString('utf8').split('\n');
  } catch {
    // One of them has gone meanwhile: the next look tells.
    return [];
  }
}
