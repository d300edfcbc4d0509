import type { HostDescription } from '../../common/api/contract.ts';
import type { PoolMaker } from '../build/render-pool.ts';
import type { AskpassProgram } from '../git/askpass/askpass-program.ts';
import type { Cipher } from '../git/askpass/secret-store.ts';
import type { GalleyHome } from '../home.ts';
import type { IndexRunner } from '../index/index-runner.ts';

/** What only the host of the window can do. */
export interface HostAbilities {
  kind: HostDescription['kind'];
  version: string;
  /** The system's folder dialog; undefined as an answer where it was cancelled. Absent: there is none. */
  chooseFolder?: () => Promise<string | undefined>;
  /** The same for the export of another program. There is one where there is `chooseFolder`. */
  chooseExport?: (kind: 'file' | 'folder') => Promise<string | undefined>;
  /** Opens an address that has been checked to be http, https or mailto. Absent: the window does it itself. */
  openExternal?: (url: string) => Promise<void>;
  /** The system's keychain, where the author may keep a sign-in. Absent or without an answer: there is none. */
  keychain?: () => Cipher | undefined;
}

/** What an application is made of. */
export interface ApplicationOptions {
  home: GalleyHome;
  host: HostAbilities;
  /** Absolute path of the folder `resources` that comes with the program. */
  resources: string;
  /** Where indexes of posts run; in this thread where none is given. */
  runIndex?: IndexRunner | undefined;
  /** What git and ssh start to ask the author; absent: they ask nobody. */
  askpass?: AskpassProgram | undefined;
  /** Where the pages of a built site are rendered; in this thread where none is given. */
  makeBuildPool?: PoolMaker | undefined;
}
