import type { PostPath } from '../posts/post.ts';

/** A post that was published, as its readers find it. */
export interface LivePost {
  path: PostPath;
  /** Absolute address. */
  url: string;
  title: string;
  /** There, with what was published; gone, for a post that was taken back; else not yet. */
  there: boolean;
}

/** How far what was published has come to its readers. */
export interface LiveReport {
  /** The commit that was published. */
  commit: string;
  kind:
    | 'looking'
    /** The host is known to build the site. */
    | 'building'
    | 'live'
    | 'build-failed'
    /** Not there after all the time that was given to it. */
    | 'not-there'
    | 'stopped';
  posts: LivePost[];
  /** The build on the host, where it can be asked. */
  build: { words: string; url: string | undefined } | undefined;
  /** What to look at, one sentence each. */
  next: string[];
}

/** What is known of a published post, to tell it on the page from what was there before. */
export interface PublishedPost {
  path: PostPath;
  title: string;
  /** Its path on the site, with a slash in front. */
  url: string;
  /** `gone`: taken back, so its page is to go. */
  kind: 'new' | 'changed' | 'gone';
  /** Words of the text that were not in it before, as a reader sees them; none where nothing tells. */
  newWords: string[];
}

/** Names of hosts that lead nowhere by their standard. Source: RFC 2606 and RFC 6761. */
const reserved = /(^|\.)(example|invalid|test|example\.(com|net|org))$/i;

/** The address as one to ask: http or https, with a slash at its end; undefined for what is none or leads nowhere. */
export function askableAddress(given: string | undefined): string | undefined {
  if (given === undefined || /[\s\\]/.test(given.trim())) return undefined;
  const [, scheme = 'https', authority = '', path = ''] =
    /^(?:(https?):)?\/\/([^/?#]+)([^?#]*)/i.exec(given.trim()) ?? [];
  const host = authority.replace(/:\d+$/, '');
  if (host === '' || host.includes('@') || reserved.test(host)) return undefined;
  return `${scheme.toLowerCase()}://${authority}${path.replace(/\/+$/, '')}/`;
}

/** A repository on a host, from the address of a remote. */
export interface HostedRepository {
  host: string;
  owner: string;
  name: string;
}

/** Reads `https://host/owner/name.git` and `git@host:owner/name.git`; groups stay in the owner. */
export function hostedRepository(remote: string): HostedRepository | undefined {
  const [, byUrl, byUrlPath] =
    /^(?:https?|ssh|git):\/\/(?:[^@/]*@)?([^/:]+)(?::\d+)?\/(.+)$/i.exec(remote) ?? [];
  const [, byShort, byShortPath] = /^(?:[^@/:\s]+@)?([^/:\s]+\.[^/:\s]+):([^/].*)$/.exec(remote) ?? [];
  const host = (byUrl ?? byShort)?.toLowerCase();
  const parts = (byUrlPath ?? byShortPath ?? '')
    .replace(/\/+$/, '')
    .replace(/\.git$/, '')
    .split('/');
  const name = parts.pop();
  if (host === undefined || !name || parts.length === 0 || parts.includes('')) return undefined;
  return { host, owner: parts.join('/'), name };
}

/**
 * Where the pages of a repository are served by the naming of its host. Sources: the documentation of GitHub Pages,
 * GitLab Pages (“namespace”, project pages) and Codeberg Pages.
 */
export function pagesAddress(remote: string): string | undefined {
  const repository = hostedRepository(remote);
  if (!repository) return undefined;
  const { host, owner, name } = repository;
  const lowerOwner = owner.toLowerCase();
  if (host === 'github.com') {
    const own = `${lowerOwner}.github.io`;
    return name.toLowerCase() === own ? `https://${own}/` : `https://${own}/${name}/`;
  }
  if (host === 'gitlab.com') {
    const [group = '', ...subgroups] = owner.split('/');
    const own = `${group.toLowerCase()}.gitlab.io`;
    if (name.toLowerCase() === own) return `https://${own}/`;
    return `https://${own}/${[...subgroups, name].join('/')}/`;
  }
  if (host === 'codeberg.org') {
    const own = `https://${lowerOwner}.codeberg.page/`;
    return name.toLowerCase() === 'pages' ? own : `${own}${name}/`;
  }
  return undefined;
}

/** A page’s address on the site. The address of the site may have a folder; the page’s path may begin with it. */
export function pageUrl(site: string, path: string): string {
  const [, origin = '', folder = ''] = /^(https?:\/\/[^/]+)(.*)\/$/.exec(site) ?? [];
  const rest = path.startsWith('/') ? path : `/${path}`;
  const isBelow = folder !== '' && (rest === folder || rest.startsWith(`${folder}/`));
  return `${origin}${isBelow ? '' : folder}${rest}`;
}
