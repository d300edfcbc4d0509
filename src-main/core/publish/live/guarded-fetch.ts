import { lookup } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';

/** What a page or an interface answered. */
export interface WebAnswer {
  status: number;
  /** Names in lower case. */
  headers: ReadonlyMap<string, string>;
  /** At most so many characters as were asked for; empty for HEAD. */
  text: string;
}

export interface WebQuestion {
  method: 'GET' | 'HEAD';
  headers?: Record<string, string>;
  signal: AbortSignal;
}

/** Asks one address. Throws where there is no answer, or where the answer may not be had. */
export type Ask = (url: string, question: WebQuestion) => Promise<WebAnswer>;

export interface AskOptions {
  /** The address that the author’s own site has. Only such a site that is on a private address lets one be asked. */
  site: string;
  fetch?: typeof globalThis.fetch;
  /** The addresses of a host; tests give their own. */
  resolve?: (host: string) => Promise<string[]>;
}

const MOST_REDIRECTS = 5;
/** Bytes of a page that are looked at. */
const MOST_BYTES = 2 * 1024 * 1024;
const PATIENCE = 20_000;

const privateAddresses = new BlockList();
for (const [net, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
] as const)
  privateAddresses.addSubnet(net, prefix, 'ipv4');
for (const [net, prefix] of [
  ['::', 127],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const)
  privateAddresses.addSubnet(net, prefix, 'ipv6');

/** Whether an IP address is of this computer or of a network of its own. */
export function isPrivateAddress(address: string): boolean {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  const plain = mapped ?? address;
  const version = isIP(plain);
  return version === 0 || privateAddresses.check(plain, version === 6 ? 'ipv6' : 'ipv4');
}

/**
 * Asks the web as a careful reader would: no cookies, no redirects to another site but from http to https, and nobody
 * on this computer or its network, unless the author’s site is there itself.
 */
export function createAsk(options: AskOptions): Ask {
  const fetch = options.fetch ?? globalThis.fetch;
  const resolve = options.resolve ?? addressesOf;
  let siteIsPrivate: Promise<boolean> | undefined;

  const isPrivate = async (url: URL): Promise<boolean> => {
    const addresses = await resolve(url.hostname.replace(/^\[|\]$/g, ''));
    return addresses.length === 0 || addresses.some(isPrivateAddress);
  };
  const check = async (url: URL): Promise<void> => {
    if (!(await isPrivate(url))) return;
    siteIsPrivate ??= isPrivate(new URL(options.site));
    const isOwn = url.host === new URL(options.site).host;
    if (!isOwn || !(await siteIsPrivate)) throw new Error(`${url.host} is on a network of its own`);
  };

  return async (address, { method, headers = {}, signal }) => {
    let url = new URL(address);
    for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects += 1) {
      await check(url);
      const response = await fetch(url.href, {
        method,
        headers: { accept: 'text/html, application/json;q=0.9, */*;q=0.1', ...headers },
        redirect: 'manual',
        credentials: 'omit',
        signal: AbortSignal.any([signal, AbortSignal.timeout(PATIENCE)]),
      });
      const next = redirectOf(response, url);
      if (!next) return readAnswer(response, method);
      await response.body?.cancel();
      url = next;
    }
    throw new Error('too many redirects');
  };
}

function redirectOf(response: Response, from: URL): URL | undefined {
  const location = response.headers.get('location');
  if (![301, 302, 303, 307, 308].includes(response.status) || location === null) return undefined;
  if (!URL.canParse(location, from.href)) throw new Error('a redirect to no address');
  const to = new URL(location, from.href);
  const isSameSite = to.host === from.host && to.protocol === from.protocol;
  const isSecured = to.hostname === from.hostname && from.protocol === 'http:' && to.protocol === 'https:';
  if (!isSameSite && !isSecured) throw new Error(`a redirect to ${to.host}`);
  return to;
}

async function readAnswer(response: Response, method: 'GET' | 'HEAD'): Promise<WebAnswer> {
  const headers = new Map([...response.headers].map(([name, value]) => [name.toLowerCase(), value]));
  if (method === 'HEAD') {
    await response.body?.cancel();
    return { status: response.status, headers, text: '' };
  }
  return { status: response.status, headers, text: await readSome(response) };
}

async function readSome(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  let size = 0;
  if (!response.body) return text;
  for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
    size += chunk.length;
    text += decoder.decode(chunk, { stream: true });
    if (size > MOST_BYTES) break;
  }
  return text;
}

/** The IP addresses of a host. Throws where it has none. */
export async function addressesOf(host: string): Promise<string[]> {
  if (isIP(host) !== 0) return [host];
  return (await lookup(host, { all: true })).map(({ address }) => address);
}
