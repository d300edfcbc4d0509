import { Annotation } from '@codemirror/state';

/** Marks a transaction that comes from a field of the front matter. */
export const formEdit = Annotation.define<boolean>();

/** Marks a transaction that shows a text from disk rather than something the author typed. */
export const fromDisk = Annotation.define<boolean>();
