/** The largest picture that is taken into a blog, in bytes. */
export const largestPicture = 50_000_000;

/** A picture that is in the blog now, and what shows it. */
export interface AddedPicture {
  /** Relative to the root. */
  path: string;
  /** The address of the picture as the post writes it. */
  target: string;
  /** What stands before the description of the picture, and behind it: `![` and `](images/a.png)`. */
  before: string;
  after: string;
  /** Whether a description belongs between the two. */
  asksAlt: boolean;
  /** Whether the file was written; otherwise the very same picture was there already. */
  isNew: boolean;
}
