/** Kinds of address that git is let to use: never one that would start a program (`ext::`, a leading dash). */
const webOrSsh = /^(?:https?|ssh|git\+ssh|file):\/\/[^\s-][^\s]*$/i;
const likeScp = /^(?:[\w.-]+@)?[a-z0-9][\w.-]*:(?!:|\/\/)[^\s-][^\s]*$/i;
const local = /^(?:\/|~\/|[A-Za-z]:[\\/]|\.{1,2}\/)/;

/** Whether this can be the address of a remote: https, ssh, `user@host:path`, or a folder. */
export function isRemoteAddress(address: string): boolean {
  if (/[\p{Cc}]/u.test(address)) return false;
  return webOrSsh.test(address) || local.test(address) || likeScp.test(address);
}

/** Where a repository is hosted, as far as its address tells. */
export interface RemoteHost {
  host: 'github' | 'gitlab' | 'codeberg' | 'other';
  /** `maren` */
  owner: string;
  /** `notes`, without `.git` */
  name: string;
}

/** Reads host, owner and name from the address of a remote; undefined for a folder or an address without them. */
export function readRemoteHost(address: string): RemoteHost | undefined {
  const found =
    /^(?:https?|ssh|git\+ssh):\/\/(?:[^@/]*@)?(?<host>[^/:]+)(?::\d+)?\/(?<path>.+)$/i.exec(address) ??
    /^(?:[\w.-]+@)?(?<host>[a-z0-9][\w.-]+):(?<path>.+)$/i.exec(address);
  const { host, path } = found?.groups ?? {};
  const parts =
    path
      ?.replace(/\/+$/, '')
      .replace(/\.git$/i, '')
      .split('/') ?? [];
  const name = parts.pop();
  const owner = parts.join('/');
  if (!host || !name || !owner) return undefined;
  return { host: hostNames.get(host.toLowerCase()) ?? 'other', owner, name };
}

const hostNames: ReadonlyMap<string, RemoteHost['host']> = new Map([
  ['github.com', 'github'],
  ['ssh.github.com', 'github'],
  ['gitlab.com', 'gitlab'],
  ['codeberg.org', 'codeberg'],
]);

/** The branch that a host serves a built site from: Codeberg reads `pages`, the others are told. */
export function usualSiteBranch(address: string | undefined): string {
  return address !== undefined && readRemoteHost(address)?.host === 'codeberg' ? 'pages' : 'gh-pages';
}
