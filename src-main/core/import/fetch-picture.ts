import { basename } from 'node:path';
import { largestPicture } from '../../common/api/pictures.ts';
import { percentDecoded } from '../../common/percent-decoded.ts';
import { addressesOf, isPrivateAddress } from '../publish/live/guarded-fetch.ts';
import type { ForeignPicture } from './foreign-blog.ts';

/** Fetches a picture of the web. Throws where it cannot be had. */
export type FetchPicture = (address: string, signal: AbortSignal) => Promise<ForeignPicture>;

const mostRedirects = 5;
/** In milliseconds. */
const patience = 30_000;

/**
 * Fetches pictures as a careful reader would: no cookies, and nobody on this computer or its network, unless the blog
 * that is imported is there itself.
 *
 * @param site address of that blog; undefined where the export does not say it
 */
export function createFetchPicture(site: string | undefined): FetchPicture {
  const own = site !== undefined && URL.canParse(site) ? new URL(site).host : undefined;

  async function ask(url: URL, signal: AbortSignal): Promise<Response> {
    if (!/^https?:$/.test(url.protocol)) throw new Error('its address is not of the web');
    if (url.host !== own && (await isOfNetwork(url.hostname)))
      throw new Error(`${url.host} is on a network of its own`);
    return fetch(url, {
      headers: { accept: 'image/avif,image/webp,image/*,*/*;q=0.5' },
      redirect: 'manual',
      credentials: 'omit',
      signal,
    });
  }

  return async (address, cancelled) => {
    const signal = AbortSignal.any([cancelled, AbortSignal.timeout(patience)]);
    let url = new URL(address);
    for (let redirects = 0; redirects <= mostRedirects; redirects += 1) {
      const response = await ask(url, signal);
      const location = response.headers.get('location');
      if (response.ok) return { name: nameOf(url), bytes: await readAll(response) };
      await response.body?.cancel();
      if (response.status < 300 || response.status > 399 || location === null)
        throw new Error(`its server answered ${response.status}`);
      url = new URL(location, url);
    }
    throw new Error('it was redirected too often');
  };
}

async function isOfNetwork(host: string): Promise<boolean> {
  return (await addressesOf(host.replace(/^\[|\]$/g, ''))).some(isPrivateAddress);
}

function nameOf(url: URL): string {
  const name = basename(url.pathname);
  return percentDecoded(name);
}

async function readAll(response: Response): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    size += chunk.length;
    if (size > largestPicture) throw new Error('it is larger than 50 MB');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
