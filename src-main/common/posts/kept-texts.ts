import type { PostPath, Revision } from './post.ts';

/** Unsaved text of a post that was kept outside the blog, in case the program should end. */
export interface JournalNote {
  path: PostPath;
  /** What the text was based on; undefined where there was no file. */
  basedOn: Revision | undefined;
  /** ISO 8601 instant. */
  keptAt: string;
}

/** A note with its text. */
export interface JournalEntry extends JournalNote {
  text: string;
}

/** An earlier text of a post, kept outside the blog. */
export interface Snapshot {
  /** Stays the same for as long as the snapshot is kept. */
  id: string;
  /** ISO 8601 instant at which the file was first seen or saved with this text. */
  takenAt: string;
  revision: Revision;
}
