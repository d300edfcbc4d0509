/** What a theme puts around a post. */
export interface PageFrame {
  /** Name of the theme. */
  theme: string;
  /** HTML inside the body of the page; the text of the post goes into its one element of the class `page-body`. */
  html: string;
  /** Style sheets, first one first. */
  styles: string[];
}
