import type { FrontMatterValue } from '../posts/front-matter.ts';
import type { Visibility } from '../posts/post.ts';
import type { ConfigurationData } from './configuration.ts';
import type { TimesWithoutZone } from './file-dates.ts';
import type { NewPost } from './new-post.ts';
import type { Collection, ConventionName } from './site.ts';
import type { SiteFolder } from './site-folder.ts';

/** One generator or layout, as data and small pure functions. The only place where conventions differ. */
export interface Convention {
  name: ConventionName;
  /** For people: `Jekyll`. */
  label: string;
  /** Whether the folder is a site of this kind, and what says so. */
  recognise(folder: SiteFolder): Recognition | undefined;
  /** Reads the site's configuration. What it does not say takes the generator's default. */
  settle(folder: SiteFolder): Partial<SiteSettings>;
  /** Where a file belongs, by its path alone; undefined for what is no content. */
  place(path: string, settings: SiteSettings): Place | undefined;
  /** The day and the slug that the generator reads in a file's name, where these are others than people read. */
  nameOf?(path: string, place: Place): NameOfPost | undefined;
  /** Whether a file there is content only with front matter, else it is copied as it is; absent: never. */
  needsFrontMatter?(place: Place, path: string): boolean;
  /** What the front matter means to this generator. */
  meaning: Meaning;
  /** Whether `Title` is the key `title` to it; absent: another one. */
  keysInAnyCase?: true;
  /** Whether posts without front matter may say what they are in lines at their beginning: `Title: Hello`. */
  readsHeadLines?: true;
  /** Whether it shows dates in the site's zone; absent: in that in which they are written. */
  datesInZone?: true;
  /** Whether the site leaves drafts out, where that is for its own pages and programs to do; absent: the generator does. */
  hidesDrafts?(path: string, place: Place, settings: SiteSettings): boolean;
  /** What the generator takes for a post's own data: with what the site gives to all posts there; absent: as written. */
  dataOf?(post: WrittenPost, settings: SiteSettings): PostData;
  /** The public path the generator would give, not yet percent-encoded. */
  url(post: PostFacts, settings: SiteSettings): string | undefined;
  /** What its posts refer to each other with, besides addresses and the names of files. */
  references?: readonly OwnReference[];
  /**
   * What references of its own can name, where more than the ends of paths tells; absent or undefined: any text whose path
   * ends so.
   *
   * @param isFile whether there is a file at a path relative to the site's folder
   */
  ownTargets?(
    posts: readonly ReferablePost[],
    settings: SiteSettings,
    isFile: (path: string) => boolean,
  ): OwnTargets | undefined;
  /**
   * Where a link to a post's file leads nowhere: a file that mends that, by its path, and what to write instead; absent:
   * it leads to the post, or that is not known.
   */
  linksToFiles?: { mendedBy: RegExp; instead: string };
  /** Where the file may lie that a `link` tag names, relative to the site's folder; absent: there and in the content's. */
  filesOfLinkTag?(target: string, settings: SiteSettings): readonly string[];
  /** Whether the generator makes a file, which is no page, at a path from the site's root by itself; absent: none. */
  makesFile?(path: string, settings: SiteSettings): boolean;
  /** How a post that is called otherwise is still found under its former address. */
  formerAddresses: FormerAddresses;
  /** Paths, besides those of an `index`, of pages that have their names from the folder that they lie in. */
  pageOfFolder?: RegExp;
  /** The folder of files that is this post's alone, besides that of a bundle; undefined where it has none. */
  assetFolder?(path: string, settings: SiteSettings): string | undefined;
  /** How a first post would be made; posts that are there already teach better. */
  newPost: NewPostRule;
}

/**
 * A generator's own way to refer to a post or file: Liquid's `{% post_url %}` and `{% link %}`, Hexo's
 * `{% post_link %}` and `{% asset_img %}`, Hugo's `ref` and `relref`, Zola's `@/`.
 */
export type OwnReference = 'post_url' | 'link-tag' | 'post_link' | 'asset' | 'ref' | 'content-path';

/** A post as far as others refer to it. */
export interface ReferablePost {
  /** Relative to the site's folder. */
  path: string;
  place: Place;
  date: string | undefined;
  slug: string;
  url: string | undefined;
  /** Its tags and categories. */
  terms: readonly string[];
  /** Whether the generator makes a page of it for those who refer to it. */
  isRead: boolean;
}

/** Where a reference stands. */
export interface ReferringPlace {
  /** The post's, relative to the site's folder. */
  path: string;
  /** The language of the page that is meant, where the reference names it. */
  language?: string;
}

/** What posts of a site can refer to. */
export interface OwnTargets {
  /** As `post_url` and `ref` name posts. */
  hasPost(target: string, from: ReferringPlace): boolean;
  /** As the `link` tag names files. */
  hasFile(target: string): boolean;
  /** The path of the post that `post_url` names, relative to the site's folder; absent: none. */
  postNamed?(target: string): string | undefined;
}

/** A key of the front matter that lists a post's former addresses, or what to do where there is no such key. */
export type FormerAddresses =
  | {
      key: string;
      /** Another key that counts where the first is not there; absent: none. */
      otherKey?: string;
      /** An address from the site's root, not percent-encoded, as the list has it; absent: as it is. */
      write?(address: string): string;
      /** An address that the list has, from the site's root; absent: as it is. @param url the post's own, from there */
      read?(address: string, url: string): string;
      /** What reads the key, where it is a package of its own. */
      package?: {
        name: string;
        /** One sentence: how it is added. */
        add: string;
      };
    }
  | {
      /** One sentence: where the site itself says what leads where. */
      elsewhere: string;
    };

export interface Recognition {
  /** 3: a configuration file of its own. 2: one that several share, with a text that decides. 1: folders only. */
  strength: 1 | 2 | 3;
  /** One sentence each. */
  evidence: string[];
}

/** A site's configuration as far as Galley needs it. All paths are relative to the site's folder. */
export interface SiteSettings {
  convention: ConventionName;
  /** Relative to the root of the repository. */
  folder: string;
  title: string | undefined;
  address: string | undefined;
  /** The permalink pattern as written in the configuration. */
  permalink: string | undefined;
  /** IANA name; undefined is the computer's own zone. */
  timeZone: string | undefined;
  /** Folders of content, most specific first. */
  content: readonly ContentFolder[];
  /** Folders whose files are served from the site's root. */
  staticFolders: readonly string[];
  /** Folders whose files are served from a folder of the site, `below` its root. */
  mounts?: readonly { folder: string; below: string }[];
  /**
   * What the configuration makes public although it is not due. `unpublished` is what a key of its own hides, where that
   * is told apart from drafts.
   */
  shows: { drafts: boolean; unpublished?: boolean; future: boolean; expired: boolean };
  /** The generator's own configuration. */
  data: ConfigurationData;
  /** Data files that speak for a whole folder, by the folder. */
  folderData: ReadonlyMap<string, ConfigurationData>;
  /** What the configuration says of the meaning of front matter, in the place of what is usual. */
  meaning?: Partial<Meaning>;
  /** The folder of the public address, `/blog`, where the generator's own addresses of posts begin with it. */
  base?: string;
  /** Names of the packages that the site's own lists ask for. */
  packages?: ReadonlySet<string>;
  /** Folders that are one post with its files, so that other texts in them are no posts. */
  bundles?: ReadonlySet<string>;
}

/** What a file's name says of its post. */
export interface NameOfPost {
  /** `2024-05-01`; undefined where it says none. */
  date: string | undefined;
  /** What stands before the slug, such as the day as the name has it; absent: none. */
  before?: string;
  slug: string;
  /** What stands behind the slug, such as `.html` of `hello.html.md`; absent: none. */
  after?: string;
}

/** A post's values by their keys. */
export type PostData = PostFacts['data'];

/** A post as it is written, for what its site adds to it. */
export interface WrittenPost {
  /** Relative to the site's folder. */
  path: string;
  place: Place;
  data: PostData;
}

export interface ContentFolder {
  /** One beside the site's own folder begins with `../`. */
  folder: string;
  /** Language of what lies there, where the configuration says so. */
  language?: string;
  /** The folder of the site's content that it stands for, where it is another; relative to that content. */
  below?: string;
}

/** Where a file of content belongs. */
export interface Place {
  /** Folder of its collection, relative to the site; undefined: learned from where the other posts lie. */
  collection: string | undefined;
  /** Undefined: posts if they are dated, pages if not. */
  kind: Collection['kind'] | undefined;
  /** Whether a page there is hidden until its date, as posts are. */
  waits?: boolean;
}

/** How a generator reads front matter. Keys may be dotted. Of several keys, the first that is there. */
export interface Meaning {
  /** `:filename` is the date in the file's or folder's name. */
  dateKeys: readonly string[];
  /**
   * What the generator reads of a date as it is written, where that is another than people read: a text that
   * `readDate` knows. Undefined: it takes it for no date.
   */
  dateText?: (written: string, isNumber: boolean, format: string | undefined) => string | undefined;
  /** Whether the generator builds nothing at all where a post has the key of its date and no value. */
  stopsAtEmptyDate?: boolean;
  /** What may stand in a date's place and is worked out by the generator. */
  workedOutDates?: RegExp;
  /** Whether a date in the file's or folder's name is the post's where the front matter has none. */
  dateInName: boolean;
  /** The day that the generator itself takes from a path; absent: as people read it. */
  dayInName?: (path: string) => string | undefined;
  /** Whether a title is the text's first heading where the front matter has none. */
  titleInBody: boolean;
  /** Keys of the title; absent: `title`, `Title` and any that ends so. */
  titleKeys?: readonly string[];
  /** A title made of the file's name `hello-my_WORLD`, where there is no other: `Hello my WORLD` or `Hello My_world`. */
  nameAsTitle: 'sentence' | 'words-capitalised';
  tagKeys: readonly string[];
  categoryKeys: readonly string[];
  /** Keys of tags and categories whose text is one of them, whatever blanks it has. */
  wholeTextKeys?: readonly string[];
  /** Whether a text of several tags is parted at its blanks even where it has commas. */
  partsAtBlanks?: boolean;
  descriptionKeys: readonly string[];
  /** The names of posts that are published; others are left out as drafts are. Pages may have any name. */
  publishedNames?: RegExp;
  /**
   * YAML 1.1 takes `yes`, `no`, `on`, `off` for booleans, 1.2 for texts; Hugo, besides YAML 1.1, takes the texts
   * that Go does, `"true"` and `t`, whole numbers of YAML, and an empty value for false; Hexo takes the texts `"false"`
   and `"0"` for false, and all that JavaScript does, but for an empty value.
   */
  booleans: 'yaml-1.1' | 'yaml-1.2' | 'go' | 'hexo';
  /** Keys that make a draft when they have that value; a text in any case. */
  draftRules: readonly DraftRule[];
  /** Whether only the first of `draftRules` counts whose key the post has; absent: any of them. */
  firstDraftRule?: boolean;
  /** Keys of the date before which the post is not public; empty: dates hide nothing. */
  publishKeys: readonly string[];
  /** Keys of the date after which it is not public any more. */
  expiryKeys: readonly string[];
  /** How a time without a zone is read. */
  timesWithoutZone: TimesWithoutZone;
}

/** `draft: true`, `published: false`, `status: draft`. */
export interface DraftRule {
  key: string;
  value: boolean | string;
}

/** A post as far as its address needs it. */
export interface PostFacts {
  /** Relative to the site's folder. */
  path: string;
  place: Place;
  data: Readonly<Record<string, FrontMatterValue>>;
  title: string;
  /** ISO 8601 as the file gives it. */
  date: string | undefined;
  categories: readonly string[];
  visibility: Visibility;
}

/** How a first post of a site is made. */
export interface NewPostRule {
  /** Relative to the site's folder. */
  folder(settings: SiteSettings): string;
  /** Folder of drafts where the convention keeps them apart. */
  draftFolder?: (settings: SiteSettings) => string;
  /** `{date}` is the day, `{slug}` the slug; `/` makes folders. */
  fileName: string | ((settings: SiteSettings) => string);
  /** As `fileName`, for a draft in `draftFolder`. */
  draftFileName?: string;
  format: 'yaml' | 'toml';
  /** Keys in their order, of these: title, date, description, tags, draft, and any of `constants`. */
  keys: readonly string[];
  constants?: Readonly<Record<string, string>>;
  dateKey: string;
  dateFormat: 'day' | 'instant' | 'local' | 'local-with-zone' | 'utc-milliseconds';
  tagKey: string | ((settings: SiteSettings) => string);
  draft: DraftRule;
  /** Files of the author's that a new post begins as; absent: none. */
  templates?: PostTemplates;
}

/** Files that the generator itself makes new posts of. */
export interface PostTemplates {
  /**
   * Where one may be for a post in a folder, the most specific first; all paths relative to the site's folder. That of an
   * `index` is for a post with a folder of its own.
   *
   * @param hasPosts whether there are posts, which teach what is usual, too
   */
  paths(folder: string, settings: SiteSettings, hasPosts: boolean): readonly string[];
  /** The text of the post; undefined where only the generator could make it. */
  fill(text: string, post: NewPost, place: { folder: string; settings: SiteSettings }): string | undefined;
}

/** What most generators have in common. */
export const usualMeaning: Meaning = {
  dateKeys: [
    'date',
    'pubDate',
    'publishDate',
    'pubDatetime',
    'publishedAt',
    'published_at',
    'publishedDate',
    'published',
    'datePublished',
    'created',
    'createdAt',
    'date.created',
    'date_published',
    'date_created',
    'dateCreated',
    'publish_date',
    'published_date',
    'pubdate',
    'posted',
    'created_at',
    'createdDate',
    'created_date',
  ],
  dateInName: true,
  titleInBody: true,
  nameAsTitle: 'sentence',
  tagKeys: ['tags', 'tag', 'keywords'],
  categoryKeys: ['categories', 'category'],
  descriptionKeys: ['description', 'summary', 'excerpt', 'subtitle', 'spoiler'],
  booleans: 'yaml-1.2',
  draftRules: [
    { key: 'draft', value: true },
    { key: 'published', value: false },
  ],
  publishKeys: [],
  expiryKeys: [],
  timesWithoutZone: 'local',
};

/** How most first posts are made. */
export const usualNewPost = {
  fileName: '{slug}.md',
  format: 'yaml',
  keys: ['title', 'date', 'description', 'tags', 'draft'],
  dateKey: 'date',
  dateFormat: 'day',
  tagKey: 'tags',
  draft: { key: 'draft', value: true },
} as const satisfies Omit<NewPostRule, 'folder'>;
