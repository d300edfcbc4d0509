import type { Problem } from '../problem.ts';

/** A post's id: its path relative to the site's root folder (the repository, where there is one), with `/`. */
export type PostPath = string;

/** SHA-256 of a file's bytes in hex. Two texts are the same exactly when their revisions are. */
export type Revision = string;

/** A file as it is on disk. `text` keeps byte order mark, line ends and final newline as they are. */
export interface PostSource {
  path: PostPath;
  text: string;
  revision: Revision;
  /** True where the file may not be written, known on open so that nobody types in vain. */
  readOnly: boolean;
  /** Public path the generator would give, from the site's root: `/2024/05/01/hello/`. */
  url: string | undefined;
  problems: Problem[];
}

/** Who can see the post once it is published, as its generator reads draft flags and dates. */
export type Visibility = 'public' | 'draft' | 'scheduled' | 'expired';

/** What the list shows of a post, read from the head of its file. */
export interface PostSummary {
  path: PostPath;
  /** Folder of the collection it belongs to, as in `SiteInfo.collections`. */
  collection: string;
  /** The title its generator would show; from the file name where the front matter has none. */
  title: string;
  /** ISO 8601 with the precision and offset that the file gives: `2024-05-01` stays a day. */
  date: string | undefined;
  description: string;
  tags: string[];
  categories: string[];
  visibility: Visibility;
  slug: string;
  url: string | undefined;
  /** Words of the body; undefined until the second pass has read it. */
  words: number | undefined;
  problems: Problem[];
}

/** The answer to a save. A foreign change in between is shown to the author, never overwritten. */
export type SaveOutcome =
  | { kind: 'saved'; revision: Revision }
  /** The file is not what the text was based on; `current` is what is there now, undefined if it is gone. */
  | { kind: 'changed-on-disk'; current: PostSource | undefined };

/** A post to be called otherwise. */
export interface RenameInput {
  path: PostPath;
  slug: string;
  /** Whether readers are led on from the former address. */
  redirect?: boolean | undefined;
}

/** A post that the author has deleted, while it lies in Galley's bin. */
export interface DeletedPost {
  /** The bin's name of it. */
  id: string;
  /** Where it was, and comes back to. */
  path: PostPath;
  title: string;
  /** ISO 8601 instant. */
  removedAt: string;
  /** How many files of its own folder went with it, and come back with it. */
  files: number;
}

/** A post that was just deleted. */
export interface RemovedPost extends DeletedPost {
  /** How many files of its folder stay, since other texts of the blog may use them. */
  filesLeft: number;
}

/** What renaming a post has done. */
export interface RenameOutcome {
  from: PostPath;
  to: PostPath;
  /** Paths of the texts whose references to the post were changed, where they are now. */
  updated: PostPath[];
}

/** What a post is called, and what goes with another name. */
export interface RenamePreview {
  slug: string;
  /** How many other texts refer to it. */
  linkedFrom: number;
  /** Whether its former address can lead readers on. */
  canRedirect: boolean;
}
