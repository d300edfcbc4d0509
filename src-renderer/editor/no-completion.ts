/**
 * Stands for `@codemirror/autocomplete` where CodeMirror's Markdown asks for it, to complete HTML tags: Galley completes
 * none inside Markdown, and its own completion comes once the text is shown.
 */
export class CompletionContext {}
