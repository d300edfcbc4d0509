import type { PostPath, Revision, Visibility } from '../../common/posts/post.ts';

/** What publishing must know of the open blog, and no more. Paths are relative to the repository, with `/`. */
export interface PublishableSite {
  /** Whether the path belongs to a collection of posts, by its name and place alone: the file may be gone. */
  isPost(path: string): boolean;
  /** Whether a file that may be a post by its place is one by its text; absent: always. */
  isPostText?(path: PostPath, text: string): boolean;
  /** Title of a post from its text; undefined where the text gives none. */
  titleOf(path: PostPath, text: string): string | undefined;
  /** Whether readers see a post of this text now; undefined for what is no post. Absent: nothing is known of it. */
  visibilityOf?(path: PostPath, text: string): Visibility | undefined;
  /** Whether the built site is made of this file besides the posts: its settings, its theme. Absent: of none. */
  isOfSite?(path: string): boolean;
  /** The folder that is one post's own, a bundle's for one, by its name and place alone; undefined where it has none. Absent: none has. */
  ownFolderOf?(path: PostPath): string | undefined;
  /** Files of the repository that this text refers to and that exist: images, downloads. */
  assetsOf(path: PostPath, text: string): Promise<string[]>;
  /** Hash of the file as it is on disk now; undefined where there is none. */
  revisionOf(path: string): Promise<Revision | undefined>;
  /** Runs the action while saves of these paths wait, so that what is committed is what was reviewed. */
  holdingSaves<T>(paths: readonly string[], action: () => Promise<T>): Promise<T>;
}
