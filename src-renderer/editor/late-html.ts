import { defineLanguageFacet, Language, LanguageSupport } from '@codemirror/language';
import { lateParser } from './late-parser.ts';

/**
 * Stands for `@codemirror/lang-html` where CodeMirror's Markdown asks for it: HTML, with the CSS and JavaScript that it
 * brings, comes when a text first holds a tag.
 */
export function html(config: { matchClosingTags?: boolean } = {}): LanguageSupport {
  const parser = lateParser(async () => {
    const real = await import('@codemirror/lang-html');
    return real.html(config).language.parser;
  });
  return new LanguageSupport(new Language(defineLanguageFacet(), parser, [], 'html'));
}

/** Galley completes no tags inside Markdown. */
export function htmlCompletionSource(): null {
  return null;
}
