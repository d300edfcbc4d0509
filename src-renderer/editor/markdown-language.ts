import { markdown, markdownLanguage } from '@codemirror/lang-markdown';
import {
  defineLanguageFacet,
  Language,
  LanguageDescription,
  type LanguageSupport,
} from '@codemirror/language';
import type { Parser } from '@lezer/common';
import type { MarkdownConfig } from '@lezer/markdown';
import { lateParser } from './late-parser.ts';

/** Markdown with code in its own language. Which languages there are is fetched too when a text first shows one. */
export function markdownSupport(extensions: MarkdownConfig[]): LanguageSupport {
  return markdown({
    base: markdownLanguage,
    codeLanguages: (info) => languageNamed(info),
    completeHTMLTags: false,
    addKeymap: false,
    pasteURLAsLink: false,
    extensions,
  });
}

/** The parser of a language, by the name that a fence has for it. */
export function parserNamed(name: string): Parser {
  return languageNamed(name).parser;
}

function languageNamed(name: string): Language {
  const language = languages.get(name) ?? lateLanguage(name);
  languages.set(name, language);
  return language;
}

const languages = new Map<string, Language>();

function lateLanguage(name: string): Language {
  const parser = lateParser(async () => {
    const { languages: known } = await import('@codemirror/language-data');
    const found = LanguageDescription.matchLanguageName(known, name, true);
    return (await found?.load())?.language.parser;
  });
  return new Language(defineLanguageFacet(), parser, [], name);
}
