/** What an address of a remote comes to. */
export type RemoteAddressCheck = { ok: true; address: string } | { ok: false; message: string };

const example = 'https://github.com/you/blog.git';

/**
 * Checks an address that a person gives a remote: https, ssh in both of its forms, or a folder. Http only on this
 * computer. Source: git-fetch(1), “GIT URLS”.
 */
export function checkRemoteAddress(given: string): RemoteAddressCheck {
  const address = given.trim();
  if (address === '') return refused(`Give the address of the remote, such as ${example}.`);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  if (/[\u0000-\u001f\u007f]/.test(address)) return refused('An address is one line of plain characters.');
  if (address.startsWith('-')) return refused('An address does not begin with a dash.');
  if (/^[\w+.-]+::/.test(address)) return refused(`Addresses of this kind start programs. ${takes}`);
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(address)?.[1]?.toLowerCase();
  if (scheme !== undefined) return checkUrl(address, scheme);
  if (/^(\/|[A-Za-z]:[\\/]|\\\\)/.test(address)) return { ok: true, address };
  return checkShort(address);
}

const takes = 'Galley takes https and ssh addresses, and folders.';

function checkUrl(address: string, scheme: string): RemoteAddressCheck {
  const [, authority = '', path = ''] = /^[^:]+:\/\/([^/]*)\/?(.*)$/.exec(address) ?? [];
  const user = authority.includes('@') ? authority.slice(0, authority.lastIndexOf('@')) : '';
  const host = authority.slice(authority.lastIndexOf('@') + 1).replace(/:\d+$/, '');
  if (scheme === 'file') return path === '' ? refused('The address names no folder.') : { ok: true, address };
  if (!['https', 'http', 'ssh'].includes(scheme)) return refused(`Git does not use ${scheme} here. ${takes}`);
  if (user.includes(':') || (user !== '' && scheme !== 'ssh'))
    return refused('Leave name and password out of the address: git asks for them and keeps them safely.');
  if (host === '' || host.startsWith('-') || /\s/.test(host)) return refused('The address names no host.');
  if (path === '' || isOwnerAlone(host, path))
    return refused(`The address names no repository, such as ${example}.`);
  if (scheme === 'http' && !/^(localhost|127(\.\d+){3}|\[::1\])$/.test(host))
    return refused('An http address would send your password readably. Use https.');
  return { ok: true, address };
}

/** `git@github.com:you/blog.git` */
function checkShort(address: string): RemoteAddressCheck {
  const [, user, host = '', path = ''] = /^(?:([^@/\s:]+)@)?([^:/\s]+):(.*)$/.exec(address) ?? [];
  if (host === '') return refused(`That is no address of a remote. One looks like ${example}.`);
  if (host.startsWith('-') || user?.startsWith('-')) return refused('A host does not begin with a dash.');
  if (path === '' || isOwnerAlone(host, path))
    return refused(`The address names no repository, such as git@github.com:you/blog.git.`);
  return { ok: true, address };
}

/** Repositories of these hosts belong to somebody: `/you` is a person’s page. */
const hostsOfOwners = /^(?:www\.)?(?:github\.com|gitlab\.com|bitbucket\.org|codeberg\.org|git\.sr\.ht)$/i;

function isOwnerAlone(host: string, path: string): boolean {
  return hostsOfOwners.test(host) && path.split('/').filter((part) => part !== '').length < 2;
}

function refused(message: string): RemoteAddressCheck {
  return { ok: false, message };
}
