/** The generators and layouts Galley knows. */
export type ConventionName =
  | 'jekyll'
  | 'hugo'
  | 'hexo'
  | 'astro'
  | 'eleventy'
  | 'zola'
  | 'docusaurus'
  | 'vitepress'
  | 'gatsby'
  | 'next'
  | 'galley'
  | 'plain';

/** A folder of posts. */
export interface Collection {
  /** Relative to the root, with `/`; `.` for the root itself. */
  folder: string;
  /** The site it belongs to: the folder of the generator's configuration, relative to the root. */
  site: string;
  kind: 'posts' | 'drafts' | 'pages';
  /** Number of posts in it, drafts included. */
  posts: number;
  drafts: number;
}

export type RepositoryState =
  | 'ready'
  | 'unborn'
  | 'detached'
  | 'merging'
  | 'rebasing'
  | 'locked'
  | 'broken'
  | 'no-remote'
  | 'no-upstream'
  | 'untrusted';

/** The repository as far as it may be read. `ahead` and `behind` are undefined where they are not known. */
export interface RepositorySummary {
  branch: string | undefined;
  /** Name of the remote that publishing would push to. */
  remote: string | undefined;
  ahead: number | undefined;
  behind: number | undefined;
  state: RepositoryState;
}

/** What the open blog is, with the evidence for it. */
export interface SiteInfo {
  /** For people: the site's own title where its configuration gives one, else the folder's name. */
  name: string;
  /** Absolute real path that all paths are relative to: the repository, or the site where there is no git. */
  root: string;
  convention: ConventionName;
  /** One sentence each: which file or folder speaks for the convention. */
  evidence: string[];
  /** Folder of the generator's configuration relative to `root`; `.` for the root itself. */
  site: string;
  /** Whether a person has said what this blog is. */
  corrected?: boolean;
  collections: Collection[];
  frontMatter: 'yaml' | 'toml' | 'json' | 'mixed' | 'none';
  /** The permalink pattern of the configuration, as written there. */
  permalink: string | undefined;
  /** Undefined where the folder is in no git repository. */
  git: RepositorySummary | undefined;
  /** The public address of the site, where its configuration gives one. */
  address: string | undefined;
}

/** A blog that was open before. */
export interface RecentSite {
  name: string;
  root: string;
  /** ISO 8601 instant. */
  openedAt: string;
}
