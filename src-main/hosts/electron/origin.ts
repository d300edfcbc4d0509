/** The desktop's own scheme: the window is no file, so that nothing on disk shares its origin. */
export const scheme = 'galley';

/** Address of the window. */
export const windowAddress = `${scheme}://app/`;

/** Whether an address is of the window's own origin. */
export function isOwnAddress(address: string): boolean {
  const parsed = URL.canParse(address) ? new URL(address) : undefined;
  return parsed?.protocol === `${scheme}:` && parsed.host === 'app';
}
