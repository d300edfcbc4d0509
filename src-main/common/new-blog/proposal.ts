/** A theme, as it is offered. */
export interface Look {
  /** Name of the theme in `galley.yml`. */
  name: string;
  title: string;
  /** One sentence on what it is like. */
  description: string;
}

/** What a new blog would begin with, for the author to change. */
export interface NewBlogProposal {
  /** Absolute path of the folder that blogs are put in, with a separator at its end. */
  parent: string;
  /** As git or the system knows the author; undefined where neither does. */
  author: string | undefined;
  /** Git knows no mail address yet, which every version carries. */
  needsEmail: boolean;
  looks: Look[];
}

/** Which theme a blog has, and which it could have. */
export interface SiteLook {
  theme: string;
  looks: Look[];
}
