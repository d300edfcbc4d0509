/** Names of films whose format can say where they were taken. */
export const placeableFilm = /\.(?:mp4|m4v|mov)$/i;

/** Key of QuickTime's metadata. Source: Apple, QuickTime File Format, “Metadata”. */
const key = Buffer.from('com.apple.quicktime.location.ISO6709', 'latin1');
/** User data of QuickTime and MP4, as phones write it: `©xyz`, two bytes of length, two of language, `+48.2082+016.3738/`. */
const userData = Buffer.from('\u00a9xyz', 'latin1');

/** Whether a film says where it was taken. */
export function filmTellsPlace(bytes: Buffer): boolean {
  for (let at = bytes.indexOf(userData); at >= 0; at = bytes.indexOf(userData, at + 1))
    if (/^[+-]\d/.test(bytes.toString('latin1', at + 8, at + 10))) return true;
  return bytes.includes(key);
}
