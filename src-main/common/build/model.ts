/**
 * What templates see. docs/themes.md is this file in words; a change here is a change there. Texts are plain and are
 * escaped by the templates themselves; only fields that say so hold HTML.
 */

/** A day or moment of a post. */
export interface DateModel {
  /** As the file gives it, ISO 8601. */
  iso: string;
  /** In the site's language: `July 14, 2025`. */
  text: string;
  year: string;
}

/** The blog itself: the same on every page. */
export interface SiteModel {
  title: string;
  description: string;
  author: { name: string; email: string; url: string };
  language: string;
  /** `ltr` or `rtl`, by the language. */
  direction: 'ltr' | 'rtl';
  /** Of the home page. */
  url: string;
  menu: readonly MenuModel[];
  footer: string;
  /** Addresses of the lists and feeds; a feed's is empty where the site knows no address of its own. */
  urls: {
    home: string;
    archive: string;
    tags: string;
    search: string;
    atom: string;
    rss: string;
    json: string;
  };
  hasTags: boolean;
  /** The words that themes need, in the site's language where they are known. */
  words: Readonly<Record<string, string>>;
}

export interface MenuModel {
  title: string;
  url: string;
  /** Whether it leads to another site. */
  external: boolean;
}

export interface TagModel {
  name: string;
  url: string;
}

/** A tag in the list of all. */
export interface CountedTagModel extends TagModel {
  /** Posts that have it. */
  count: number;
}

/** A post in a list. */
export interface PostEntryModel {
  title: string;
  url: string;
  date: DateModel | undefined;
  /** The post's own description, else the beginning of its text. */
  description: string;
  tags: readonly TagModel[];
  /** Address of the picture that stands for the post; empty where there is none. */
  image: string;
  /** Minutes that reading takes, at least 1. */
  minutes: number;
  draft: boolean;
}

/** A post or page with its text. */
export interface PostModel extends PostEntryModel {
  /** HTML, made safe by the renderer. */
  content: string;
  updated: DateModel | undefined;
  words: number;
  previous: { title: string; url: string } | undefined;
  next: { title: string; url: string } | undefined;
  /** Whether formulas stand in it. */
  math: boolean;
}

/** The page that is being made. */
export interface PageModel {
  /** Which template makes it. */
  kind: TemplateName;
  title: string;
  url: string;
  description: string;
  /** HTML for the head: title, description, canonical address, feeds, Open Graph, JSON-LD. */
  head: string;
}

/** Which part of a long list this page is. */
export interface PaginatorModel {
  page: number;
  pages: number;
  /** Posts on all pages. */
  total: number;
  /** Addresses; undefined on the first or last page. */
  previous: string | undefined;
  next: string | undefined;
}

/** The posts of one year. */
export interface YearModel {
  year: string;
  url: string;
  count: number;
  /** Empty in the archive of a large blog, which lists years only. */
  posts: readonly PostEntryModel[];
}

/** The templates that a theme has. */
export const templateNames = ['home', 'post', 'page', 'archive', 'tags', 'tag', 'search', '404'] as const;
export type TemplateName = (typeof templateNames)[number];
