import { scheme } from '../../src-main/hosts/electron/origin.ts';

/** A reserved name (RFC 2606), so that nothing is ever asked of a network. */
const standInOrigin = 'https://app.galley.invalid';
const ownOrigin = `${scheme}://app`;

/**
 * Chromium loads no scheme that it does not know, so the stand-in's pages live at an https origin. This is the one
 * place that knows of it: addresses of the program turn into those of a page and back.
 */
export function mapAddress(address: string, to: 'page' | 'program'): string {
  const [from, other] = to === 'page' ? [ownOrigin, standInOrigin] : [standInOrigin, ownOrigin];
  return address.startsWith(`${from}/`) ? other + address.slice(from.length) : address;
}
