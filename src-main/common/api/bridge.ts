import type { AppErrorData } from '../errors.ts';
import type { EventName } from './contract.ts';

/** The answer to a call. Errors travel as data, since Electron keeps only an error's message. */
export type Reply = { ok: true; value: unknown } | { ok: false; error: AppErrorData };

/** A reference to a file as a post writes it: an image's source, a link's target. */
export interface AssetReference {
  /** Path of the post that refers to it. */
  post: string;
  /** As written in the post: `../images/a.png`, `/assets/a.png`. */
  target: string;
}

/** A picture of the blog by its own path, as it is on disk or as a version of the blog has it. */
export interface FileReference {
  /** Relative to the blog’s root. */
  path: string;
  /** `published`: as the remote was last known to have it. A commit’s name: as that commit has it. Undefined: on disk. */
  version: string | undefined;
}

/** The only way between a window and the program: three functions, the same over every transport. */
export interface HostBridge {
  call(method: string, input: unknown): Promise<Reply>;
  /** Listens until the returned function is called. */
  listen(event: EventName, listener: (payload: unknown) => void): () => void;
  /** Address from which the window can load a file of the open blog. The host finds the file by the blog's convention. */
  assetUrl(reference: AssetReference | FileReference): string;
}
