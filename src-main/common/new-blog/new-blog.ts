import * as v from 'valibot';
import { checkRemoteAddress, type RemoteAddressCheck } from '../publish/remote-address.ts';

const line = (longest: number) =>
  v.pipe(
    v.string(),
    v.trim(),
    v.minLength(1),
    v.maxLength(longest),
    v.regex(/^[^\p{Cc}]*$/u, 'one line without control characters'),
  );
const folder = v.pipe(v.string(), v.minLength(1), v.maxLength(4096));

/** A blog to make: what the start asks for, and nothing else. */
export const newBlogSchema = v.strictObject({
  /** Absolute path; it is made where it is missing. Holds nothing yet, or is a repository without a blog in it. */
  folder,
  title: line(200),
  author: line(200),
  /** For git, where it knows none of the author's own yet: kept in this repository alone. */
  email: v.optional(v.pipe(line(320), v.email())),
  description: v.optional(line(500)),
  /** BCP 47, as `en` or `de-AT`; English where none is given. */
  language: v.optional(v.pipe(v.string(), v.regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8}){0,3}$/))),
  /** Name of a theme. */
  look: v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9-]{0,63}$/)),
  /** Public address of the site, where it is known. */
  url: v.optional(v.pipe(v.string(), v.maxLength(2000), v.url(), v.startsWith('http'))),
  remote: v.optional(
    v.variant('kind', [
      v.strictObject({
        kind: v.literal('address'),
        address: v.pipe(
          v.string(),
          v.trim(),
          v.maxLength(2000),
          v.check(
            (address) => checkRemoteAddress(address).ok,
            ({ input }) => messageOf(checkRemoteAddress(input)),
          ),
        ),
      }),
      /** A bare repository on this computer or a drive: it is made where it is missing. */
      v.strictObject({ kind: v.literal('bare'), folder }),
    ]),
  ),
  site: v.picklist(['branch', 'docs', 'workflow', 'none']),
});

/**
 * How the built site reaches its readers: on a branch of its own, in the folder `docs` beside the sources, built by the
 * host of the repository from the sources, or not by Galley.
 */
export type SiteWay = NewBlog['site'];

/** A blog to make, checked. */
export type NewBlog = v.InferOutput<typeof newBlogSchema>;

function messageOf(check: RemoteAddressCheck): string {
  return check.ok ? '' : check.message;
}
