/** Where a repository is, found by looking at the folders alone: no git has run yet. */
export interface RepositoryLocation {
  /** Absolute real path of the working tree. */
  workingTree: string;
  /** Absolute real path of `.git` or of the folder that a `.git` file names. */
  gitFolder: string;
}
