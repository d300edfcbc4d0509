/** The specification's examples as the package gives them; tabs are written `→`. */
declare module 'commonmark-spec' {
  export const tests: { markdown: string; html: string; section: string; number: number }[];
}
