import type { ConfigEntry } from './config.ts';

/**
 * Which settings of a repository's own configuration make git run a program. Sources: git-config(1), and trying each with a
 * canary. What only matters at a terminal and to commands that Galley does not run (aliases, difftool, browser) is no danger here.
 */
const dangers: readonly { key: RegExp; when?: (value: string) => boolean }[] = [
  { key: /^core\.fsmonitor$/, when: isNoBoolean },
  { key: /^core\.(hookspath|sshcommand|askpass|gitproxy|editor|alternaterefscommand)$/, when: isFilled },
  { key: /^core\.pager$/, when: isFilled },
  { key: /^sequence\.editor$/, when: isFilled },
  { key: /^filter\..*\.(clean|smudge|process)$/s, when: isFilled },
  { key: /^diff\.external$/, when: isFilled },
  { key: /^diff\..*\.(command|textconv)$/s, when: isFilled },
  { key: /^merge\..*\.driver$/s, when: isFilled },
  { key: /^gpg\.(.*\.)?program$/s, when: isFilled },
  { key: /^gpg\.ssh\.defaultkeycommand$/, when: isFilled },
  { key: /^credential\.(.*\.)?helper$/s, when: isFilled },
  { key: /^url\..*\.(insteadof|pushinsteadof)$/s },
  { key: /^remote\..*\.(uploadpack|receivepack|vcs)$/s, when: isFilled },
  { key: /^remote\..*\.(url|pushurl)$/s, when: isOddAddress },
  { key: /^protocol\.(.*\.)?allow$/s, when: (value) => value !== 'never' },
  { key: /^include\.path$/, when: isFilled },
  { key: /^includeif\..*\.path$/s, when: isFilled },
  { key: /^submodule\..*\.update$/s, when: (value) => value.startsWith('!') },
  { key: /^hook\..*\.command$/s, when: isFilled },
  { key: /^gc\.recentobjectshook$/, when: isFilled },
  { key: /^uploadpack\.packobjectshook$/, when: isFilled },
  { key: /^lfs\.customtransfer\..*\.path$/s, when: isFilled },
  { key: /^lfs\.extension\..*\.(clean|smudge)$/s, when: isFilled },
];

/** The settings that would make git run something, in the order of the file. */
export function findDangers(entries: readonly ConfigEntry[]): ConfigEntry[] {
  return entries.filter(isDanger);
}

function isDanger({ key, value }: ConfigEntry): boolean {
  // The new address stands in the middle of the key; only one of an odd kind runs anything.
  const rewrite = /^url\.(.*)\.(?:insteadof|pushinsteadof)$/s.exec(key);
  if (rewrite) return isOddAddress(rewrite[1] ?? '');
  return dangers.some((danger) => danger.key.test(key) && (danger.when?.(value) ?? true));
}

/**
 * Whether git would start a helper program for this address (`ext::…`, `name::…`, an unknown scheme), or read it as an
 * option. Plain are https, http, ssh, git and file addresses, `host:path`, and paths.
 */
export function isOddAddress(address: string): boolean {
  if (address.startsWith('-')) return true;
  if (/^[a-z0-9_+.-]*::/i.test(address)) return true;
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(address)?.[1];
  return scheme !== undefined && !/^(https?|ssh|git|git\+ssh|ssh\+git|file|ftps?)$/i.test(scheme);
}

/** `true` starts git's own monitor, which is no program of the repository's. */
function isNoBoolean(value: string): boolean {
  return !/^(true|false|yes|no|on|off|0|1)?$/i.test(value);
}

function isFilled(value: string): boolean {
  return value !== '';
}
