/** Something in an author's file that they should know of. Reading never throws: it returns what could be read and these. */
export interface Problem {
  severity: 'error' | 'warning' | 'info';
  /** Stable kebab-case name, for scripts and tests: `front-matter-unclosed`, `not-utf-8`, … */
  code: string;
  /** One sentence for the author, with what to do. */
  message: string;
  /** 1-based line of the file, byte order mark and front matter counted. */
  line: number;
  /** 1-based column in UTF-16 code units. */
  column: number;
}
